space-title = My space
space-lede =
    { $count ->
        [0] Nothing awaits you today.
        [one] One thing awaits you{ $late ->
            [0] .
           *[other] , and it is late.
        }
       *[other] { $count } things await you{ $late ->
            [0] .
            [one] , one of which is late.
           *[other] , { $late } of which are late.
        }
    }
space-tasks = What awaits you, by date
space-tasks-none = Nothing to do for now. Here you will find, by date, positions to take, convocations to answer, minutes to approve, opinions to give, conventions to sign.
space-late = late
space-colon = { ": " }
space-undated = no date
space-task-position = Position to take
space-task-convocation = Convocation not answered
space-task-minutes-write = Minutes to write
space-task-minutes-approve = Minutes to approve
space-task-transmission = Transmission to deal with
space-task-opinion = Opinion to give
space-task-follow-up = Follow-up of an opinion to tell
space-task-signature = Convention to sign
space-task-obligation = Obligation to meet
space-task-expiry = Convention about to end
space-task-approval = Project to pronounce on
space-task-alert = To watch
space-meetings = My next meetings
space-meetings-none = You are convened to no meeting to come.
space-seats = My bodies
space-seats-caption = The seats you hold today
space-seats-none = You hold no seat today.
space-seats-see = See poles and bodies
space-body = Body
space-function = Function
space-until = Until
space-organisations = My organisations
space-organisations-none = You belong to no organisation.
space-organisations-see = See organisations
space-referent = referent
space-plan = My actions in the plans

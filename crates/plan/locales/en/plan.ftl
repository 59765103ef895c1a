nav-plan = Action plan
plan-description = What was promised, by priority, challenge and action, with its pilots, steps and indicators.
plan-lede = { $levels }: what the signatories promised, who pilots it, when, and how it will be judged.
plan-not-followed = This page shows the plan as it was signed. Its follow-up is not open: what is done, under way or late is therefore not known here.
plan-count =
    { $count ->
        [0] No action meets these conditions
        [one] { $count } action
       *[other] { $count } actions
    }
plan-filter-text = Word, pilot or partner
plan-filter-pilot = Pilot
plan-filter-any = All pilots
plan-filter-year = Year
plan-filter-any-year = All years
plan-filter-open = Open points
plan-filter-all = All actions
plan-filter-open-only = Those whose text leaves a point open
plan-filter-submit = Filter
plan-filter-clear = Show all
plan-column-number = Number
plan-column-title = Action
plan-column-pilots = Pilots
plan-column-partners = Partners
plan-column-steps = Steps
plan-column-indicators = Result indicators
plan-column-open = Left open by the text
plan-column-page = Page
plan-column-years = Years
plan-open = Open point
plan-open-title = What the text leaves open
plan-pilot-open = to be named, says the text
plan-partners-open = not named by the text
plan-undated = no date
plan-objectives = Objectives
plan-who = Who
plan-body = Body in charge
plan-keywords = Key words
plan-when = When
plan-what = What
plan-steps-caption = The steps, with their dates as the text gives them
plan-steps-open = The text gives no steps for this action.
plan-indicator = Indicator
plan-indicators-caption = What will tell whether the action succeeded
plan-indicators-open = The text gives no indicator for this action.
plan-follow = Ways of follow-up
plan-beside = Further
plan-beside-actions = Neighbouring actions
plan-levers = Levers of the challenge:
plan-links = Other strategies:
plan-source = Source: { $source }. Summed up where the text is long.
plan-source-page = Source: { $source }, page { $page }. Summed up where the text is long.
plan-level-count = { $count } { $level }
plan-others = Other plans:
plan-today = Where do things stand today?
plan-health-rule = The health of an action is computed, never typed: late when a milestone that was due is not done; at risk when a milestone is due within thirty days and has not begun, or is due later than promised; unknown when no date allows to say.
plan-filter-health = Health
plan-filter-any-health = Any
plan-filter-status = Status told
plan-filter-any-status = Any
plan-branch-summary = Progress: { $share }. { $done ->
        [0] No action done
        [one] 1 action done
       *[other] { $done } actions done
    }, { $late ->
        [0] none late
       *[other] { $late } late
    }, { $risk ->
        [0] none at risk
       *[other] { $risk } at risk
    }.
plan-column-above = Part of
plan-column-status = Status told
plan-column-health = Health
plan-column-causes = Causes
plan-column-progress = Progress
plan-health-late = Late
plan-health-at_risk = At risk
plan-health-unknown = Unknown
plan-health-on_time = On time
plan-health-done = Done
plan-health-abandoned = Given up
plan-status-planned = Planned
plan-status-in_progress = In progress
plan-status-paused = Paused
plan-status-blocked = Blocked
plan-status-done = Done
plan-status-abandoned = Given up
plan-state = Where does it stand?
plan-progress = Progress
plan-progress-weighted = Share of milestones done, each by its weight.
plan-progress-equal = Share of milestones done, each counting as much.
plan-progress-zero-weights = Share of milestones done; as weights are all zero, each counts as much.
plan-progress-completed = Share of milestones done by weight; those without a weight count as the average of the others.
plan-progress-children = Average of what depends on it: progress is known for { $known } of { $of }.
plan-progress-declared = Told as done.
plan-progress-abandoned = Given up: it no longer counts.
plan-progress-no-milestone = No milestone allows to compute it.
plan-progress-not-followed = The follow-up of this plan is not open.
plan-cause-overdue = “{ $what }” was due on { $day } and is not done.
plan-cause-ended = It was to end on { $day } and is not told as done.
plan-cause-due-soon = “{ $what }” is due on { $day } and has not begun.
plan-cause-slipped = “{ $what }” is put off to { $day }, later than promised.
plan-cause-untold = “{ $what }” was due on { $day }, before the follow-up opened: nobody said whether it is done.
plan-cause-undated = The milestones that remain have no date.
plan-cause-no-milestone = No milestone is planned.
plan-cause-not-followed = The follow-up of this plan is not open.
plan-cause-above = What it depends on was given up.
plan-milestone-done = Done on { $day }
plan-milestone-overdue = Late since { $day }
plan-milestone-due-soon = Due on { $day }
plan-milestone-slipped = Put off to { $day }
plan-milestone-untold = To be told (was due on { $day })
plan-milestone-started = Begun
plan-milestone-waiting = Not begun
plan-milestone-undated = Not begun, no date
plan-milestone-not-followed = Not followed
plan-where = Where it stands
plan-mandatory = Mandatory
plan-promised = Promised
plan-planned = Planned today
plan-slips = { $count ->
        [one] put off once
       *[other] put off { $count } times
    }{ $years ->
        [0] {""}
        [one] , once to another year
       *[other] , { $years } times to another year
    }
plan-evidence = Proof
plan-reason = Reason
plan-from-to = from { $from } to { $to }
plan-until = until { $to }
plan-since = from { $from }
plan-below = What depends on it
plan-part-person = somebody of the directory
plan-period = Period
plan-aimed = Target
plan-measured = Value
plan-verdict = Result
plan-origin = Source
plan-baseline = At the start: { $value }
plan-direction-up = more is better
plan-direction-down = less is better
plan-direction-keep = to be kept
plan-provisional = provisional
plan-final = final
plan-against-reached = Target reached
plan-against-missed = Target missed
plan-against-untold = Nobody said which way is better
plan-no-value = No value was given yet.
plan-other-values = Other values
plan-counting-rule = When a period has several values, the one that counts is a final value before a provisional one, then a computed value before a published one and that before what is declared, then the latest. The others stay visible.
plan-source-declared = Declared by the pilot
plan-source-governance-meetings = Meetings held by the body in charge
plan-trajectory = { $value } in { $period }.
plan-trajectory-target = Target: { $value } in { $period }.
plan-log = What happened
plan-fact-taken = Plan taken from its text
plan-fact-followed = Follow-up open since { $day }
plan-fact-settled = Settings of the plan changed
plan-fact-status = Status: from “{ $from }” to “{ $to }”
plan-fact-told = How it goes, for { $period }
plan-fact-started = Milestone begun: { $what }
plan-fact-done = Milestone done: { $what }
plan-fact-reopened = Milestone opened again: { $what }
plan-fact-replanned = Milestone planned again: { $what } ({ $old } → { $new })
plan-fact-measured = { $what }: { $value } for { $period }
plan-fact-edited = Pilots, dates, ties or budget changed
plan-fact-milestones = Milestones changed
plan-fact-indicators = Indicators changed
plan-fact-amended = Plan amended: version { $version }
plan-told-done = What was done
plan-told-difficulties = Difficulties
plan-told-remedies = What is done about them
plan-budget = Budget
plan-budget-caption = Amounts excluding tax, whoever pays
plan-budget-label = What for
plan-budget-funder = Who pays
plan-budget-year = Year
plan-budget-planned = Planned
plan-budget-committed = Committed
plan-budget-spent = Spent
plan-budget-total = Total

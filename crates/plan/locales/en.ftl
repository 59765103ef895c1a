nav-plan = Action plan
plan-description = What was promised, by priority, challenge and action, with its pilots, steps and indicators.
plan-lede = { $priorities } priorities, { $challenges } challenges, { $actions } actions: what the signatories promised, who leads it, when, and how it will be judged.
plan-not-followed = This page shows the plan as it was signed. No progress has been recorded yet: what is done, under way or late is not known here. The text of the contract is in French.
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
plan-priority = Priority { $number }
plan-challenge = Challenge { $number }
plan-column-number = Number
plan-column-priority = Priority
plan-column-challenge = Challenge
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

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
plan-filter-top = Priority
plan-filter-any-top = All
plan-filter-none = No action matches these filters.
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
plan-source-governance-attendance = People present at the meetings of the body in charge
plan-source-governance-members = People who sit in the body in charge, at the end of the year
plan-source-governance-organisations = Organisations represented in the body in charge, at the end of the year
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
plan-told-successes = Successes
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
plan-report = Tell how it goes
plan-report-lede = Say in a minute where this action stands. What you leave as it is does not change.
plan-report-save = Save
plan-reason-hint = To be given to pause, block, give up or open again.
plan-reason-fold = Reason
plan-decision = Decision
plan-decision-hint = The address of the page of the decision, when it was taken here.
plan-mark-waiting = To come
plan-mark-started = Under way
plan-mark-done = Done
plan-evidence-hint = A link, a reference, a few words.
plan-evidence-fold = Proof and date
plan-done-on = Done on
plan-done-on-hint = Today when you say nothing.
plan-why-reopened = Reason, if it is not done after all
plan-confirm = I confirm the values outside what is plausible
plan-provisional-values = These values are provisional
plan-values-of = Values of { $period }
plan-values-lede = Leave empty what you do not know. Another year:
plan-hint-target = target: { $value }
plan-hint-last = last value: { $value } in { $period }
plan-comment = Comment
plan-words-of = In a few words, for { $period }
plan-words-lede = These words are public and feed the yearly report.
plan-stored-now = What is stored now
plan-edit = Change the sheet
plan-edit-frame = Frame
plan-starts = Beginning
plan-ends = End
plan-edit-parts = Pilots and partners
plan-edit-parts-lede = Say who pilots and who takes part. Tie each name of the text to its sheet in the directory: its members may then tell how it goes. Empty a row to remove it.
plan-part = Name or capacity { $rank }
plan-part-fold = Their sheet in the directory
plan-role = Role
plan-role-pilot = Pilot
plan-role-partner = Partner
plan-organisation = Organisation
plan-person = Person
plan-ties = Ties
plan-ties-lede = What the action is tied to. Reference: the address of the page in this portal (“/projets/…”, “/conventions/…”, “/instances/…”, “/structures/…”); for a territory, a perimeter (“departement:67”, “region:44”). The sheet will show the title of the day. Words are enough for a need or a public. Empty a row to remove it.
plan-tie = Tie { $rank }: kind
plan-tie-label = In a few words
plan-tie-reference = Address or perimeter
plan-tie-need = Need
plan-tie-body = Body
plan-tie-project = Project
plan-tie-convention = Convention
plan-tie-platform = Technical platform
plan-tie-territory = Territory
plan-tie-public = Public
plan-tie-hidden = page reserved or removed
plan-budget-hint = One line each: what for ; who pays ; year ; planned ; committed ; spent. Such as “Coordination ; Region ; 2019 ; 12 500 ; 10 000 ; ”.
plan-save = Save
plan-remove = Remove from the sheet
plan-change = Change
plan-manage = Run the plan
plan-manage-lede = Who owns the plan, since when it is followed here, whether it is in force.
plan-owner = Body that owns the plan
plan-owner-hint = Its chair and its secretariat then run the plan; until one is chosen, the administrator of the platform does.
plan-followed-since = Followed since
plan-followed-since-hint = What was due before that day and nobody told stays unknown, rather than late. Empty: the plan is shown as signed.
plan-life = Life of the plan
plan-state-in-force = In force
plan-state-archived = Archived: it stays readable and no longer changes
plan-state-template = Template: others are made from it
plan-amend = Amend the plan (version { $version })
plan-amend-lede = An amendment says what changes, why, and who decided. It is public. Change the sheets concerned afterwards.
plan-amend-day = Takes effect on
plan-amend-what = What changes
plan-amend-why = Why
plan-amend-decided = Who decided
plan-amend-save = Save the amendment
plan-amended-on = Version { $version }, { $day }
plan-amendments = Amendments
plan-version = Version
plan-when-words = Date in words
plan-when-words-hint = Such as “end of 2018”.
plan-from = From
plan-to = Due on
plan-to-hint = This becomes the day promised: it will not change any more, only the day planned may move, with a reason.
plan-weight = Weight
plan-weight-hint = A whole number; empty, the milestone counts as the average of the others.
plan-mandatory-box = Mandatory milestone: the action is done only with it and its proof
plan-note = Note
plan-milestone-edit = Change the milestone
plan-milestone-new = Add a milestone
plan-replan = Plan again
plan-replan-lede = “{ $what }”. Promised: { $promised }. The day promised stays; the reason is public and the delay is counted.
plan-replan-why = What changed.
plan-indicator-edit = Change the indicator
plan-indicator-new = Add an indicator
plan-indicator-en = The same in English
plan-indicator-unit = Unit
plan-indicator-unit-hint = Such as “meetings”, “%”, “apprentices”. With a unit or a target, the pilot is asked for a value each year.
plan-indicator-decimals = Decimals
plan-indicator-direction = Which way is better
plan-indicator-baseline = Value at the start
plan-indicator-low = Smallest plausible value
plan-indicator-high = Largest plausible value
plan-indicator-range-hint = A value outside asks to confirm.
plan-indicator-targets = Targets
plan-indicator-targets-hint = One line for each period: “2019 ; 100”, “2019/2020 ; 35.5”, “2020-Q1 ; 12”.
plan-indicator-source = Where values come from
plan-from-typed = Typed by the pilot
plan-from-observatory = A figure of the observatory
plan-indicator-key = Figure of the observatory
plan-indicator-key-hint = Indicator and perimeter: “taux-chomage@departement:67”.
done-plan-told = Saved. Thank you.
done-plan-edited = The sheet is saved.
done-plan-settled = The settings of the plan are saved.
done-plan-amended = The amendment is saved: the plan has a new version.
plan-tab-tree = The plan
plan-tab-table = Table
plan-tab-late = Delays
plan-tab-timeline = Timeline
plan-tab-bodies = By body
plan-tab-territories = By territory
plan-column-next = Next due
plan-column-since = Since or for
plan-late-lede = Late: { $late }. At risk: { $risk }. Each line says why.
plan-late-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
plan-late-none = Nothing is late or at risk among the actions asked for.
plan-timeline-sentence = A line for each action, a bar for each milestone: filled when it is done, marked when it is late or at risk. The table says the same in the order of dates.
plan-legend-done = done
plan-legend-due = planned, or not told
plan-legend-risk = at risk
plan-legend-late = late
plan-timeline-table = Milestones, in the order of dates
plan-no-body = No body in charge
plan-bodies-lede = The actions, by the body in charge.
plan-bodies-lede-none = No action.
plan-territories-lede = How many actions concern each zone, and which ones.
plan-territories-lede-none = No action is tied to a territory yet. Those who run the plan do so from the sheet of each action, under “Ties”.
plan-territories-without = { $count ->
    [one] One action does not say its territory
   *[other] { $count } actions do not say their territory
}
plan-grain = Map by
plan-grain-departement = département or province
plan-grain-zone-emploi = employment zone
plan-grain-epci = intermunicipal body
plan-map-title = Where actions take place
plan-map-sentence = How many actions concern each zone, wholly or in part. Those that concern the whole territory of the plan are counted apart.
plan-map-list = The same numbers, as a table
plan-map-table = Number of actions by zone
plan-map-zone = Zone
plan-map-count = Actions
plan-map-between = { $least } to { $most } actions
plan-map-nothing = no action
plan-map-none = The map needs the contours of communes, which were not imported here. The table says the same.
plan-map-others = { $count ->
    [one] No action concerns the other zone in particular.
   *[other] No action concerns the { $count } other zones in particular.
}
plan-map-only = Actions that concern: { $zone }.
plan-map-all = See all territories
plan-whole-title = The whole territory of the plan
plan-whole-lede = These actions concern every zone: they are not counted on the map.
plan-mine = My actions
plan-mine-lede = The actions you pilot, yourself or through your organisation or your body: those that go least well first.
plan-mine-none = You pilot no action. An action is yours when you, your organisation or your body are entered as its pilot.
plan-late-first = The oldest delays, and why
plan-late-all = All delays
plan-weight-of = weight { $weight }
plan-value-new = Add a value
plan-period-hint = A year (“2019”), a school year (“2019/2020”), a quarter (“2020-Q1”) or a month (“2020-01”).
plan-origin-hint = Who produced and published it (“OREF, 2019 survey”). Empty: declared by the pilot.
plan-provisional-value = Provisional value
plan-entry = Entry of values
plan-entry-lede = One line for each indicator of the actions you follow. Everything is saved together, or nothing is.
plan-entry-priority = Priority
plan-entry-all = All
plan-entry-what = Indicator
plan-entry-target = Target
plan-entry-none = No indicator to fill here: an indicator is filled once its sheet gives it a unit or a target. Widen the filters, or complete the sheet of the action.
plan-entry-wrong = { $count ->
    [0] Nothing was saved: go over the page again.
    [one] Nothing was saved: one value is to be mended.
   *[other] Nothing was saved: { $count } values are to be mended.
 }
plan-entry-confirm = I confirm this value
done-plan-entered = The values are saved.
plan-entry-every = Every year
plan-entry-keys = As in a spreadsheet: <kbd>Enter</kbd> and the arrows go from cell to cell, <kbd>Tab</kbd> to the next one, <kbd>Esc</kbd> restores the cell, <kbd>Ctrl</kbd> + arrow goes to the edge, <kbd>Ctrl</kbd> + <kbd>Z</kbd> undoes. Paste cells copied from a spreadsheet in the first cell to fill.
plan-entry-beside = What goes with the values changed
plan-entry-provisional = These values are provisional
plan-entry-comment-hint = The same for all the values changed on this page. One is needed to correct a final value.
plan-grid-undo = Undo typing
plan-grid-redo = Redo
plan-grid-changed = Cells changed, not saved yet: #
plan-grid-unsaved = Changed, not saved yet
plan-grid-undone = Undone. Cells as they were before: #
plan-grid-redone = Redone. Cells changed again: #
plan-grid-pasted = Cells filled: #
plan-grid-outside = Outside the table, not pasted: #
plan-grid-unread = Unreadable, to be mended: #
plan-grid-nothing = Nothing changed: the cells pasted are empty or already filled so.
plan-grid-restored = What you had typed and not saved is back. Cells filled: #
plan-grid-stale = Not brought back, because the saved value changed since: #
plan-paste = Paste from a spreadsheet
plan-paste-label = Lines copied from a spreadsheet
plan-paste-hint = One line for each value, in this order: number of the action, indicator, year, value, provisional (yes or no), comment. Or a first line that names the columns; years may be columns there. The table is filled for you to read over; nothing is saved.
plan-paste-do = Fill the table
plan-paste-filled = { $count ->
    [0] No cell was filled.
    [one] One cell is filled in the table. Read it over, then save: nothing is saved yet.
   *[other] { $count } cells are filled in the table. Read them over, then save: nothing is saved yet.
 }
plan-paste-empty = { $count ->
    [one] One line without a value is passed over.
   *[other] { $count } lines without a value are passed over.
 }
plan-paste-wrong = What was not taken:
plan-paste-line = Line { $line }
plan-batch = Values saved together
plan-batch-title = Entry of { $when }
plan-batch-by = By { $who }.
plan-batch-office = the program
plan-batches = Saved entries
plan-batches-all = All saved entries
plan-batches-lede = What was saved together from the entry page, and can be undone together.
plan-batches-none = No saved entry
plan-batch-when = Saved on
plan-batch-who = By
plan-batch-count = Values
plan-batch-state = State
plan-batch-before = Before
plan-batch-after = Saved
plan-batch-nothing = no value
plan-batch-in-force = in force
plan-batch-held = no longer undone at once
plan-batch-undone = undone
plan-batch-undone-at = Undone on { $when }: the values of before are back.
plan-batch-see = See this entry
plan-batch-undo = Undo this entry
plan-batch-undo-count = { $count ->
    [one] Undo this entry (one value)
   *[other] Undo this entry ({ $count } values)
 }
plan-batch-undo-hint = Undoing puts each value back as it was before; those that did not exist are taken away. The history keeps both.
plan-fact-unmeasured = Value undone: { $what }, { $value } for { $period }
done-plan-batch-undone = The entry is undone: the values of before are back.
done-plan-entry-same = Nothing changed: the values were already these.

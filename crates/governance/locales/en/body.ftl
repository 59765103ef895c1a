nav-bodies = Poles and bodies
body-list-title = Poles and bodies
body-list-intro = Who meets to decide about training, employment and guidance in a territory: composition, mission, term, and the text that founds each body.
body-none-title = No body yet
body-none-text = A body gathers seats shared between components, for a mission that its text sets. The administrator of the platform founds the first ones; those that depend on them are proposed by their members.
body-none-action = Read what the texts say
body-list-empty = No body answers these criteria.
body-count =
    { $count ->
        [0] no body
        [one] { $count } body
        *[other] { $count } bodies
    }
body-name = Name
body-name-hint = As in the act that founds it.
body-statute = Statute
body-parents = Bodies it depends on
body-parents-none = No body it could depend on exists yet: create that one first.
body-state = State
body-ends = Last day of the term
body-starts = First day of the term
body-seats-filled = Seats filled
body-subject = Built around
body-subject-kind = What it is built around
body-subject-sector = Activity sector
body-subject-branch = Professional branch
body-subject-occupation = Occupation
body-subject-theme = Declared transversal theme
body-subject-territory = Territory
body-any = All
body-filter-words = Words of the name, theme or mission
body-filter-territory = Territory
body-filter-territory-hint = A commune, a zone: departement:67, commune:FR-57463
body-filter-submit = Show
body-filter-none = Show all
body-csv = Download the list (CSV)
body-lacking = composition incomplete
body-unnamed = holders not named by the text
body-unnamed-text = The text says who sits, it does not name the holders: nothing is made up in their place. Those who run the body can designate them from its composition.
body-seat-unnamed = holder not named by the text
body-component-seats =
    { $seats ->
        [0] number of seats left open
        [one] { $seats } seat
        *[other] { $seats } seats
    }
body-composition-unnamed =
    { $seats ->
        [0] No seat is described
        [one] One seat is described by the text
        *[other] { $seats } seats are described by the text
    }.
body-life = What it does
body-life-state-on = { $state }, { $day }
body-life-meetings = Meetings
body-life-meetings-none = No meeting announced. The chair or the secretariat plans one, with its agenda, then convenes it.
body-life-meetings-all = All the meetings
body-life-meeting-planned = being prepared for { $when }
body-life-meeting-next = next meeting, { $when }
body-life-meeting-now = in session since { $when }
body-life-meeting-last = last meeting, { $when }
body-life-decisions = Decisions adopted
body-life-decisions-none = No adopted decision to read. A decision is public once adopted, if the secretariat meant it to be.
body-life-decisions-all =
    { $count ->
        [one] The decision adopted
        *[other] The { $count } decisions adopted
    }
body-life-projects = Projects
body-life-projects-none = No project to read. A pole writes one, adopts it, then submits it to the bodies whose territory it touches.
body-life-projects-all =
    { $count ->
        [one] The project
        *[other] The { $count } projects
    }
body-life-conventions = Conventions in force
body-life-conventions-none = No convention in force. It comes into force once every party has signed it.
body-life-conventions-all =
    { $count ->
        [one] The convention
        *[other] The { $count } conventions
    }
body-life-opinions = Opinions given
body-life-opinions-none = No opinion given. An opinion is asked for, or given on own initiative where the text allows it.
body-life-opinions-all =
    { $count ->
        [one] The opinion
        *[other] The { $count } opinions
    }
body-life-documents = Documents
body-life-documents-none = No document to read. The documents of a meeting and its published minutes appear here.
body-life-documents-all = The meetings and their documents
body-life-minutes = Minutes – { $title }
body-map-title = Where they work
body-map-sentence = Perimeter of each body that states one, or of the body it depends on; the deeper the colour, the more bodies work there, those of a wider territory included.
body-map-between = from { $least } to { $most }
body-map-see = See where they work, on a map
body-map-more =
    { $count ->
        [one] { $names } and one more body
        *[other] { $names } and { $count } more bodies
    }
body-map-list = The list of bodies
body-state-proposed = proposed
body-state-refused = refused
body-state-to-come = recognised, to come
body-state-in-force = in force
body-state-evaluation-due = in force, evaluation due
body-state-evaluated = in force, evaluated
body-state-lapsed = term ended
body-state-closed = closed
body-tabs = Pages of “{ $name }”
body-tab-overview = Overview
body-tab-composition = Composition
body-tab-terms = Terms and evaluation
body-tab-meetings = Meetings
body-tab-decisions = Decisions
body-tab-opinions = Opinions
body-tab-transmissions = Transmissions
body-tab-projects = Projects
body-tab-conventions = Conventions
body-demonstration = example from the policy documents
body-progress = Term { $number }, until { $last }.
body-progress-due = Term { $number }, until { $last }; evaluation due on { $due }.
body-may-not-decide = This body may not decide today
body-compulsory = compulsory
body-component = Component
body-component-secretariat = Secretariat
body-component-rule = What the text says
body-component-state =
    { $filled ->
        [0] no seat filled
        [one] { $filled } seat filled
        *[other] { $filled } seats filled
    }{ $vacant ->
        [0] {""}
        [one] , { $vacant } vacant
        *[other] , { $vacant } vacant
    }
body-component-complete = complete
body-component-vacant =
    { $count ->
        [one] one seat vacant
        *[other] { $count } seats vacant
    }
body-component-missing =
    { $count ->
        [one] one filled seat missing
        *[other] { $count } filled seats missing
    }
body-component-no-seat = no seat created
body-component-since = Incomplete since { $day }.
body-component-cure = To be restored by { $day }.
body-component-misplaced =
    { $count ->
        [one] One holder does not count: their organisation is not one the text admits here, or has no site in the perimeter.
        *[other] { $count } holders do not count: their organisations are not ones the text admits here, or have no site in the perimeter.
    }
body-component-unverified =
    { $count ->
        [one] To be verified for one holder: their organisation has no known site, or no perimeter is given.
        *[other] To be verified for { $count } holders: their organisations have no known site, or no perimeter is given.
    }
body-see-composition = See the whole composition
body-missions = Mission
body-mission = Mission, in its own words
body-purpose = What it is for
body-rules = What it may do, and from which text
body-open = What its text leaves open
body-alerts = To watch
body-sheet = Sheet
body-depends-on = Depends on
body-depends-on-none = No other
body-children = Bodies that depend on it
body-perimeter = Perimeter
body-perimeter-hint = A territory, as in portraits: departement:67, bassin-efe:…; empty when not defined.
body-perimeter-hint-parents = Empty to take that of the bodies it depends on.
body-same-as = The same body as
body-same-as-hint = When another text already founded this group under another name: its members are counted once.
body-same-as-none = No other
body-themes = Common themes
body-themes-hint = One a line: the sectors, branches and occupations around which poles may be built.
body-themes-are = Common themes: { $themes }
body-source = Act or document
body-source-hint = Where what is said here comes from: decree, resolution, document.
body-closed = Closed on { $day }: { $reason }
body-create-title = Create a body
body-create-step-1 = Step 1: the statute
body-create-step-2 = Step 2: the sheet
body-create-intro = Choose what it is: its statute says who must sit there, for how long and how it decides.
body-create-named = Create: { $statute }
body-create-seats = Also create the seats that the text asks for
body-create-seats-hint = Others may be added later.
body-create-submit = Create the body
body-create-composition = Who will have to sit there
body-create-after = Then
body-create-after-1 = Designate the holders of the seats, component by component.
body-create-after-2 = Have the term recognised by every body it depends on.
body-create-after-3 = Convene the first meeting.
body-create-below = Create a body that depends on it
body-secretary = First secretariat
body-secretary-hint = The person who composes the body and convenes it. They have no voice. Start typing their name.
body-secretary-organisation = Organisation of the secretariat
body-person = Person
body-person-hint = Start typing the name: only people of the directory may be designated.
body-organisation = Organisation
body-organisation-hint = The one for which the person sits.
body-edit-title = Change the sheet
body-edit-intro = What does not change: the statute, the bodies it depends on and the theme. Another theme is another body.
body-save = Save
body-conflict = Somebody else changed this. Here is what is stored now, where it differs from what you typed:
body-conflict-empty = nothing
body-close-title = Close the body
body-close-intro = Its decisions, minutes and history remain readable. Nothing new will be decided after its last day, and its members’ rights end.
body-close-on = Last day
body-close-reason = Reason
body-close-submit = Close
body-composition-day = Composition on
body-composition-on = Components on { $day }
body-composition-caption = Each component, what the text says of it, its seats and what is missing
body-composition-summary =
    { $seats ->
        [0] no seat
        [one] { $seats } seat
        *[other] { $seats } seats
    }, { $held ->
        [0] none filled
        [one] { $held } filled
        *[other] { $held } filled
    }; { $people ->
        [0] nobody sits there
        [one] one person sits there
        *[other] { $people } people sit there, each counted once
    }.
body-everybody = With the bodies that depend on it or are the same: { $people } people, each counted once.
body-composition-open = The text sets no composition: it is the one the body gives itself.
body-composition-unmet = What is missing, and why it must be there
body-seat = Seat
body-seats = Seats
body-seats-unit =
    { $count ->
        [one] seat
        *[other] seats
    }
body-seat-described = Seat { $number }
body-seats-none = No seat is created. Whoever runs the secretariat of the body, or of the one it depends on, creates them from the text.
body-seats-manage = Compose the body
body-seats-vacant = Seats to fill
body-seats-statutory = Create the seats that the text asks for
body-begin = Entrust the secretariat
body-begin-text = This body depends on no other. Who administers the platform opens the seat of its secretariat and names somebody to it: that person then composes the body and convenes it.
body-begin-open = Open the seat of the secretariat
body-seats-add = Add seats
body-seat-fill = Fill: { $seat }
body-seat-numbered = { $component }, seat { $number }
body-seat-substitute = { $component }, substitute { $number }
body-seat-is-substitute = substitute
body-seat-count = How many alike
body-seat-title = Name of the seat
body-seat-title-hint = When the text names it: “Recteur de région académique”.
body-seat-organisation = Organisation that designates the holder
body-seat-titular = None: titular seat
body-seat-substitute-of = Substitute of
body-seat-abolish = Abolish this seat
body-designated-by = Designated by: { $by }
body-voice = Voice
body-voice-deliberative = deliberative
body-voice-consultative = consultative
body-voice-observer = observer
body-voice-of-component = The one the text gives to the component
body-function = Function in the body
body-function-member = member
body-function-chair = chair
body-function-co-chair = co-chair
body-function-vice-chair = vice-chair
body-function-secretary = secretary
body-function-rapporteur = rapporteur
body-until = until { $day }
body-from-to = from { $first } to { $last }
body-leaves-soon = leaves soon
body-leaving = Mandates ending within 90 days
body-holder = Holder
body-kinds = Organisations admitted
body-history = History of mandates
body-history-show = Show the history of mandates
body-mandate-period = Mandate
body-mandate-proposed = proposed
body-mandate-to-come = to come
body-mandate-active = active
body-mandate-expired = expired
body-mandate-resigned = resigned
body-mandate-replaced = replaced
body-mandate-revoked = revoked
body-mandate-starts = First day of the mandate
body-mandate-ends = Last day of the mandate
body-act = Act
body-act-hint = Order, resolution, minutes, with its date.
body-designation = What you record
body-designation-propose = A designation, to be appointed later
body-designation-appoint = An appointment
body-designation-appoint-hint = Requires the act. If the seat is filled on that day, its holder is replaced.
body-designate = Fill this seat
body-designate-submit = Save
body-replace = Replace the holder
body-replace-intro = Who replaces completes the current mandate: it ends on the same day at the latest.
body-proposals = Designations to appoint
body-appoint = Appoint
body-withdraw = Withdraw the designation
body-resign-title = Record a resignation
body-revoke-title = End the mandate
body-end-intro = Mandate of { $name }.
body-end-on = Last day in office
body-end-reason = Reason
body-end-submit = Record the end of the mandate
body-term-none = The text of this body sets no term: it lasts until it is closed.
body-terms-none = No term is proposed yet.
body-term-title = Term { $number }: from { $first } to { $last }
body-term-proposed = proposed
body-term-recognised = running
body-term-to-come = to come
body-term-evaluation-due = evaluation due
body-term-evaluated = evaluated
body-term-renewed = renewed
body-term-not-renewed = not renewed
body-term-lapsed = ended without a next one
body-term-refused = refused
body-term-awaited = Awaiting the decision of:
body-founding-act = the founding act
body-term-propose = Propose the next term
body-term-propose-first = Propose a term
body-term-propose-intro = A term is never extended: another follows it, after evaluation, when every body it depends on decides so.
body-term-propose-submit = Propose
body-term-act = Act that proposes it
body-term-act-hint = Meeting, resolution; may stay empty.
body-decide-recognise = Recognise, for: { $body }
body-decide-refuse = Refuse, for: { $body }
body-decide-validate = Validate the evaluation, for: { $body }
body-decide-return = Return the evaluation, for: { $body }
body-decide-not-renew = Not renew, for: { $body }
body-decided-on = Date of the decision
body-decision-act-hint = Meeting and agenda item, resolution.
body-decided-recognised = Recognised by { $body }
body-decided-refused = Refused by { $body }
body-decided-validated = Evaluation validated by { $body }
body-decided-returned = Evaluation returned by { $body }
body-decided-not-renewed = Renewal refused by { $body }
body-evaluation = Evaluation
body-evaluation-due = Evaluation due
body-evaluation-title = Evaluate term { $number }
body-evaluation-intro = The evaluation covers functioning, results and recommendations. Once submitted it does not change any more, unless returned; once validated it is public and allows a renewal to be decided.
body-evaluation-write = Write the evaluation
body-evaluation-save = Keep as a draft
body-evaluation-submit = Submit to the bodies it depends on
body-evaluation-draft = draft
body-evaluation-submitted = submitted on { $day }
body-evaluation-validated = validated on { $day }
body-evaluation-returned = Returned:
body-evaluation-advises = Renew
body-evaluation-advises-not = Not renew
body-functioning = Functioning
body-functioning-hint = Meetings, presence of each component, way of deciding.
body-results = Results
body-results-hint = Projects, pooling, opinions given, what changed.
body-recommendations = Recommendations
body-recommendations-hint = What to keep, change, stop.
body-advises = Advice on what follows
done-body-create = The body is created. Its seats await their holders.
done-body-edit = The sheet is saved.
done-body-close = The body is closed.
done-body-seats = The seats are created.
done-body-seats-all = All the seats the text asks for were there already.
done-seat-abolish = The seat is abolished.
done-mandate-propose = The designation is recorded: the appointment remains.
done-mandate-appoint = The appointment is recorded.
done-mandate-end = The end of the mandate is recorded.
done-term-propose = The term is proposed.
done-term-decide = The decision is recorded.
done-evaluation-save = The draft of the evaluation is kept.
done-evaluation-submit = The evaluation is submitted.

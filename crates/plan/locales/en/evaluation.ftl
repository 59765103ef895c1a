evaluation-title = Evaluation
evaluation-lede = What this plan really changes: the questions asked, the works that answer them, what is published, what is recommended and what becomes of it.
evaluation-none-title = Nobody evaluates this plan here yet.
evaluation-none = A body, for instance a regional evaluation committee, can take it on: the administrator of the platform or the body that owns the plan names it. It then asks evaluative questions and sets researchers to work.
evaluation-programme = Evaluation programme
evaluation-programme-new = Entrust the evaluation to a body
evaluation-programme-edit = Edit the programme
evaluation-programme-lede = The body you choose keeps the programme: its chair and its secretariat write all that follows.
evaluation-body = Body that evaluates
evaluation-body-hint = Its chair and its secretariat will keep the programme.
evaluation-body-gone = Body removed
evaluation-council = Scientific council
evaluation-council-hint = It watches over the analyses: its chair and its secretariat advise on methods. Leave empty when there is none.
evaluation-field = What is evaluated
evaluation-purpose = What for
evaluation-method = How
evaluation-source = Text it comes from
evaluation-source-hint = The document and the page, so that anybody can check.
evaluation-counts = In figures
evaluation-count-questions = { $count ->
    [0] No question
    [one] One question
   *[other] { $count } questions
}
evaluation-count-answered = { $count ->
    [0] no answer
    [one] one answer
   *[other] { $count } answers
}
evaluation-count-recommendations = { $count ->
    [0] no recommendation
    [one] one recommendation
   *[other] { $count } recommendations
}
evaluation-count-late = { $count ->
    [0] none late
    [one] one late
   *[other] { $count } late
}
evaluation-count-works = { $count ->
    [0] No work
    [one] One work
   *[other] { $count } works
}
evaluation-count-publications = { $count ->
    [0] No publication
    [one] One publication
   *[other] { $count } publications
}
evaluation-demonstration-title = Demonstration content.
evaluation-demonstration = The programme and the questions come from the text of the contract, with the page. What the text does not say is left open.
evaluation-questions = Evaluative questions
evaluation-works = Works
evaluation-publications = Publications
evaluation-recommendations = Recommendations
evaluation-facts = Sheet
evaluation-acts = What you can do
evaluation-history = History
evaluation-state = State
evaluation-open = Left open
evaluation-words = Words
evaluation-any-state = Any state
evaluation-any-criterion = Any criterion
evaluation-filter = Filter
evaluation-csv = Download as CSV
evaluation-edit = Edit
evaluation-save = Save
evaluation-publish = Make public
evaluation-withdraw = No longer public
evaluation-not-public = Not public
evaluation-stored-now = What is stored now:
evaluation-why = Why?
done-evaluation-saved = Saved.
done-evaluation-done = Done, and kept in the history.
done-evaluation-published = It is public now.
done-evaluation-withdrawn = It is no longer public.
criterion-efficiency = Efficiency
criterion-effectiveness = Effectiveness
criterion-coherence = Coherence
criterion-impact = Impact
criterion-performance = Performance
criterion-governance = Governance and partnership
question-kicker = Evaluative question
question-title = Question or theme
question-title-hint = In one line: “What is the impact of …?”
question-new = Propose a question
question-edit = Edit the question
question-form-lede = A question has an origin, criteria, a method and data. What is not decided yet may stay empty.
question-details = Details
question-asked-by = Who asks it
question-asked-by-hint = A body, a workshop, users, a text.
question-criteria = Criteria
question-criteria-hint = Against what will one judge? Effectiveness and efficiency come from chapter 3.1 of the contract, impact, performance, governance and partnership from chapter 3.2.1, coherence from priority 3.
question-method = Method
question-method-hint = How it will be answered: survey, interviews, comparison, analysis of data.
question-data = Data used
question-data-hint = The datasets, indicators or interviews the answer will rest on.
question-advice = Advice of the scientific council
question-advice-hint = On the method and the data. The advice is dated today and stays on file.
question-reason = Why it is set aside
question-answer = Answer
question-answer-hint = What the works show, in plain words, with their limits.
question-answer-day = Day of the answer
question-answered-on = Answered on { $day }
question-answer-old-title = Earlier answer.
question-answer-old = Works have begun again: this answer may change.
question-none-title = No question is asked yet.
question-none = An evaluative question is about a system, a process or a theme. The chair or the secretariat of the body that evaluates proposes it, with its origin.
question-none-found-title = No question matches.
question-none-found = Change the filters above.
question-no-work = A commission, a call for projects, a hearing or a survey can answer it.
question-no-work-title = No work yet.
question-no-recommendation = The answer can feed a recommendation addressed to a body.
question-no-recommendation-title = No recommendation yet.
question-state-proposed = Proposed
question-state-retained = Retained
question-state-set-aside = Set aside
question-state-under-way = Under way
question-state-answered = Answered
question-state-closed = Closed
question-act-retain = Retain this question
question-act-set-aside = Set this question aside
question-act-reconsider = Propose it again
question-act-start = Begin the works
question-act-answer = Give the answer
question-act-resume = Begin the works again
question-act-close = Close the question
question-act-advise = Give the advice of the scientific council
question-done-retain = Question retained
question-done-set-aside = Question set aside
question-done-reconsider = Question proposed again
question-done-start = Works begun
question-done-answer = Answer given
question-done-resume = Works begun again
question-done-close = Question closed
question-done-advise = Advice of the scientific council
work-new = Add a work
work-edit = Edit the work
work-form-lede = A work answers one or more questions: commission to researchers, call for projects, hearing or survey.
work-title = Title
work-kind = Kind
work-kind-commission = Commission to researchers or experts
work-kind-call = Call for research projects
work-kind-hearing = Hearing
work-kind-survey = Survey
work-questions = Questions it answers
work-who = To whom, with whom
work-who-hint = The laboratory, the firm, the people heard in their capacity, the public asked.
work-days = Days
work-from = From
work-from-hint = The order, the opening of the call, the day of the hearing, the beginning of the survey.
work-to = To
work-day = Day of the hearing
work-applications = Applications
work-applications-hint = For a call for projects, one a line: applicant ; subject ; yes or no. Leave the last part empty until it is decided.
work-application-count = { $count ->
    [one] One application
   *[other] { $count } applications
}
work-applicant = Applicant
work-subject = Subject
work-outcome = Outcome
work-undecided = Not decided yet
work-selected = Selected
work-not-selected = Not selected
work-notes = Terms, questionnaire or minutes
work-notes-hint = What is asked; for a hearing, what was said.
work-minutes = Minutes of the hearing
work-call-soon = The call is not open yet
work-call-open = The call is open
work-call-closed = The call is closed
work-none-title = No work is under way yet.
work-none = Works answer the questions: commissions, calls for projects, hearings, surveys. The body that evaluates adds them here.
work-unpublished-title = Nothing is published yet.
work-unpublished = Works are presented to the body that evaluates, published and widely spread (3.2.1, page 35).
publication-kicker = Publication
publication-title = Title
publication-new = Add a publication
publication-edit = Edit the publication
publication-form-lede = A published work has authors, a day, and an address or a document deposited here.
publication-authors = Authors
publication-authors-hint = One a line.
publication-day = Published
publication-presented = Presented to the body
publication-presented-hint = The day the work was presented to the body that evaluates.
publication-address = Address
publication-address-hint = Where the text is read: https://…
publication-document = Document
publication-document-hint = A PDF of 20 MB at most. Without a new file, the one deposited stays.
publication-work = Work
publication-summary = Summary
publication-none-title = Nothing is published yet.
publication-none = Each work gives a publication, which anybody can read here.
recommendation-kicker = Recommendation
recommendation-title = Title
recommendation-new = Add a recommendation
recommendation-edit = Edit the recommendation
recommendation-form-lede = A recommendation follows from an answer and is addressed to a body, which answers and says what it does.
recommendation-text = Text
recommendation-questions = Questions it follows from
recommendation-questions-hint = At least one must have its answer before the recommendation is sent.
recommendation-body = Body it is addressed to
recommendation-answer-due = Answer asked by
recommendation-answer-due-hint = After that day, the lack of an answer shows.
recommendation-addressed-on = Sent on
recommendation-withdrawn-because = Why it was withdrawn
recommendation-follow-up = What became of it
recommendation-reply = Answer of the body
recommendation-reply-day = Day of the answer
recommendation-reply-words = Reasons and means
recommendation-reply-words-hint = A partial acceptance or a refusal needs its reasons.
recommendation-due = Due
recommendation-due-hint = By when, if the recommendation is accepted, even in part.
recommendation-promised = First promised for
recommendation-slips = { $count ->
    [one] put off once
   *[other] put off { $count } times
}
recommendation-done-on = Done on
recommendation-done-words = What was done
recommendation-done-words-hint = And where anybody can check it.
recommendation-late = Late
recommendation-late-answer = Answer late
recommendation-late-action = Late
recommendation-none-title = No recommendation yet.
recommendation-none = Once a question has its answer, the body that evaluates can draw recommendations from it, each addressed to a body and followed up here.
recommendation-state-draft = Being written
recommendation-state-addressed = Sent
recommendation-state-accepted = Accepted
recommendation-state-partly = Accepted in part
recommendation-state-rejected = Rejected
recommendation-state-done = Done
recommendation-state-withdrawn = Withdrawn
recommendation-act-address = Send to the body
recommendation-act-withdraw = Withdraw the recommendation
recommendation-act-reply = Answer the recommendation
recommendation-act-postpone = Put the day off
recommendation-act-finish = Say it is done
recommendation-act-reopen = Say it is not done
recommendation-done-address = Sent to the body
recommendation-done-withdraw = Withdrawn
recommendation-done-reply = Answer of the body
recommendation-done-postpone = Day put off
recommendation-done-finish = Done
recommendation-done-reopen = Opened again

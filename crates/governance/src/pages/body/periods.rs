//! The terms of a body: what bounds each, its evaluation, what was decided and what stands in the way.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{DateRange, Kind, Problem, Scope, Timestamp, Violation};
use bassin_web::{Choice, Failure, Field, Moment, Page, Progress, Reader, Submitted};
use uuid::Uuid;

use super::{super::SECTION, comes_back, edit::FormView, overview::progress, refill};
use crate::{
    Body, Content, Evaluation, EvaluationDraft, Governance, Term, TermDecision, TermMatter, TermState,
    pages::tabs,
    policy,
    rules::{
        composition::Defect,
        term::{self, Act, ActKind, Life},
    },
    statute::Statute,
};

#[derive(Template)]
#[template(path = "body_periods.html")]
struct PeriodsView<'a> {
    r: &'a Reader,
    header: String,
    rule: String,
    source: String,
    unbounded: bool,
    progress: Option<Progress>,
    terms: Vec<TermView>,
    propose: bool,
    fields: Vec<Field>,
    rest: Vec<Violation>,
    address: String,
}

struct TermView {
    id: String,
    title: String,
    kind: &'static str,
    state: String,
    act: String,
    moments: Vec<Moment>,
    awaited: Vec<String>,
    evaluation: Option<EvaluationView>,
    write: String,
    decisions: Vec<Deciding>,
}

struct EvaluationView {
    functioning: String,
    results: String,
    recommendations: String,
    advice: String,
    state: String,
    returned: String,
}

/// Something the viewer may decide about a term: where, or the rules that stand in the way.
struct Deciding {
    label: String,
    kind: &'static str,
    address: String,
    barred: Vec<Violation>,
}

/// A proposal that was sent and refused.
type Sent<'a> = (&'a Submitted, Problem);

/// The page.
pub(super) async fn periods(State(governance): State<Governance>, reader: Reader, Path(slug): Path<String>) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    show(&governance, &reader, &body, None).await
}

async fn show(governance: &Governance, reader: &Reader, body: &Body, sent: Option<Sent<'_>>) -> Result<Response, Failure> {
    let (today, statute) = (governance.today(), governance.statute_of(body)?);
    let (roll, life) = (governance.roll(body).await?, governance.life(body).await?);
    let standing = governance.assess(body, &roll, &life, today).await?;
    let names = governance.bodies_named().await?;
    let page = Shown { governance, reader, body, statute, life: &life, defects: &standing.defects, names: &names };
    let mut fields = page.proposal();
    let rest = match &sent {
        Some((submitted, problem)) => refill(&mut fields, submitted, problem),
        None => Vec::new(),
    };
    let bounded = statute.term.as_ref();
    let may = reader.viewer.may(&policy::BODY_EDIT, &governance.wide_scopes(body)) && body.closed.is_none();
    let pending = life.terms.iter().any(|term| term.state == TermState::Proposed);
    let view = PeriodsView {
        r: reader,
        header: tabs::header(governance, reader, body, "periodes").await?,
        rule: bounded.map(|rule| reader.text(&rule.clause.sentence).to_owned()).unwrap_or_default(),
        source: bounded.map(|rule| rule.clause.source.clone()).unwrap_or_default(),
        unbounded: bounded.is_none(),
        progress: standing.is_in_force().then(|| progress(reader, &standing, today)).filter(|_| standing.term.is_some()),
        terms: life.terms.iter().rev().map(|term| page.term(term)).collect(),
        propose: may && bounded.is_some() && !pending,
        fields,
        rest,
        address: tabs::address(body, "periodes"),
    };
    let title = format!("{} – {}", reader.t("body-tab-terms"), body.name);
    let page = Page::of(title, &view)?.section(SECTION).trail(tabs::trail(reader, body)).fictional(body.content == Content::Fictional);
    Ok(reader.page(match sent.map(|(_, problem)| problem.kind) {
        Some(Kind::Conflict) => page.status(StatusCode::CONFLICT),
        Some(_) => page.status(StatusCode::UNPROCESSABLE_ENTITY),
        None => page,
    }))
}

/// What the page is made from.
struct Shown<'a> {
    governance: &'a Governance,
    reader: &'a Reader,
    body: &'a Body,
    statute: &'a Statute,
    life: &'a Life,
    defects: &'a [Defect],
    names: &'a std::collections::HashMap<Uuid, String>,
}

impl Shown<'_> {
    fn proposal(&self) -> Vec<Field> {
        let reader = self.reader;
        let Some(rule) = &self.statute.term else { return Vec::new() };
        let after = self.life.terms.iter().map(|term| term.period.last()).max().and_then(|last| last.succ_opt());
        let first = after.unwrap_or_else(|| self.governance.today()).max(self.governance.today());
        let last = DateRange::months_from(first, rule.months.min(crate::LONGEST_TERM)).last();
        vec![
            Field::hidden("id", self.governance.database.ids().next().to_string()),
            Field::date("starts_on").label(reader.t("body-starts")).value(first.to_string()).required(),
            Field::date("ends_on").label(reader.t("body-ends")).hint(reader.text(&rule.clause.sentence)).value(last.to_string()).required(),
            Field::text("act").label(reader.t("body-term-act")).hint(reader.t("body-term-act-hint")),
        ]
    }

    fn term(&self, term: &Term) -> TermView {
        let reader = self.reader;
        let state = term::state_on(term, self.statute.term.as_ref(), self.governance.today());
        let (kind, key) = match state {
            TermState::Proposed => ("warn", "body-term-proposed"),
            TermState::Recognised if term.period.first() > self.governance.today() => ("accent", "body-term-to-come"),
            TermState::Recognised => ("good", "body-term-recognised"),
            TermState::EvaluationDue => ("warn", "body-term-evaluation-due"),
            TermState::Evaluated => ("good", "body-term-evaluated"),
            TermState::Renewed => ("good", "body-term-renewed"),
            TermState::NotRenewed => ("", "body-term-not-renewed"),
            TermState::Lapsed => ("bad", "body-term-lapsed"),
            TermState::Refused => ("bad", "body-term-refused"),
        };
        let waits = match state {
            TermState::Proposed => self.life.awaited(term.id, TermMatter::Recognition),
            _ if self.submitted(term) => self.life.awaited(term.id, TermMatter::Evaluation),
            _ => Vec::new(),
        };
        let number = term.number.to_string();
        let (first, last) = (reader.day(term.period.first()), reader.day(term.period.last()));
        TermView {
            id: term.id.to_string(),
            title: reader.t_with("body-term-title", &[("number", number.into()), ("first", first.into()), ("last", last.into())]),
            kind,
            state: reader.t(key),
            act: term.act.clone(),
            moments: self.moments(term),
            awaited: waits.into_iter().map(|by| self.decider(by)).collect(),
            evaluation: self.life.evaluation(term.id).filter(|found| self.sees(found)).map(|found| evaluation_view(reader, found)),
            write: self.write(term),
            decisions: self.decisions(term),
        }
    }

    fn submitted(&self, term: &Term) -> bool {
        self.life.evaluation(term.id).is_some_and(|found| found.submitted_at.is_some() && found.validated_at.is_none())
    }

    /// An evaluation is public once validated; before, it is for those who write it and those who validate it.
    fn sees(&self, evaluation: &Evaluation) -> bool {
        let own = self.reader.viewer.may(&policy::EVALUATION_WRITE, &self.governance.scopes(self.body));
        let parents = self.reader.viewer.may(&policy::EVALUATION_VALIDATE, &self.governance.parent_scopes(self.body));
        evaluation.validated_at.is_some() || own || (parents && evaluation.submitted_at.is_some())
    }

    fn write(&self, term: &Term) -> String {
        let may = self.reader.viewer.may(&policy::EVALUATION_WRITE, &self.governance.scopes(self.body));
        let open = may && term::writable(term, self.life.evaluation(term.id)).is_empty();
        if open { tabs::address(self.body, &format!("periodes/{}/evaluation", term.id)) } else { String::new() }
    }

    fn decider(&self, by: Option<Uuid>) -> String {
        by.and_then(|id| self.names.get(&id).cloned()).unwrap_or_else(|| self.reader.t("body-founding-act"))
    }

    fn moments(&self, term: &Term) -> Vec<Moment> {
        let of = self.life.decisions.iter().filter(|decision| decision.term == term.id);
        let mut moments: Vec<Moment> = of.map(|decision| self.moment(decision)).collect();
        let state = term::state_on(term, self.statute.term.as_ref(), self.governance.today());
        if matches!(state, TermState::Recognised | TermState::EvaluationDue) {
            let due = term::evaluation_due_on(term, self.statute.term.as_ref());
            moments.push(Moment {
                day: due.to_string(),
                when: self.reader.day(due),
                title: self.reader.t("body-evaluation-due"),
                state: if due < self.governance.today() { "late" } else { "due" },
                ..Moment::default()
            });
        }
        moments
    }

    fn moment(&self, decision: &TermDecision) -> Moment {
        let key = match (decision.matter, decision.favourable) {
            (TermMatter::Recognition, true) => "body-decided-recognised",
            (TermMatter::Recognition, false) => "body-decided-refused",
            (TermMatter::Evaluation, true) => "body-decided-validated",
            (TermMatter::Evaluation, false) => "body-decided-returned",
            (TermMatter::Renewal, _) => "body-decided-not-renewed",
        };
        let by = self.decider(decision.parent);
        let detail: Vec<&str> = [decision.act.as_str(), &decision.reason].into_iter().filter(|part| !part.is_empty()).collect();
        Moment {
            day: decision.on.to_string(),
            when: self.reader.day(decision.on),
            title: self.reader.t_with(key, &[("body", by.into())]),
            detail: detail.join(" – "),
            state: "done",
            ..Moment::default()
        }
    }

    /// What the viewer may decide about a term, on behalf of each body where they decide.
    fn decisions(&self, term: &Term) -> Vec<Deciding> {
        let kinds: &[ActKind] = match term.state {
            TermState::Proposed => &[ActKind::Recognise, ActKind::Refuse],
            _ if self.submitted(term) => &[ActKind::Validate, ActKind::Return],
            TermState::Recognised | TermState::EvaluationDue | TermState::Evaluated => &[ActKind::NotRenew],
            _ => &[],
        };
        let waits = |kind: ActKind| match kind {
            ActKind::Validate | ActKind::Return => self.life.awaited(term.id, TermMatter::Evaluation),
            ActKind::Recognise | ActKind::Refuse => self.life.awaited(term.id, TermMatter::Recognition),
            ActKind::NotRenew => self.life.awaited(term.id, TermMatter::Renewal),
        };
        let each = kinds.iter().flat_map(|kind| waits(*kind).into_iter().map(move |by| (*kind, by)));
        each.filter(|(kind, by)| may(self.reader, *kind, *by)).map(|(kind, by)| self.decision(term, kind, by)).collect()
    }

    fn decision(&self, term: &Term, kind: ActKind, by: Option<Uuid>) -> Deciding {
        let (code, style) = code(kind);
        let by_id = by.map(|by| by.to_string()).unwrap_or_default();
        Deciding {
            label: self.reader.t_with(&format!("body-decide-{code}"), &[("body", self.decider(by).into())]),
            kind: style,
            address: tabs::address(self.body, &format!("periodes/{}?kind={code}&by={by_id}", term.id)),
            barred: self.barred(term, kind, by, self.governance.database.clock().now()),
        }
    }

    /// The rules that stand in the way, whatever is typed: those about the day, the act and the reason wait for the form.
    fn barred(&self, term: &Term, kind: ActKind, by: Option<Uuid>, now: Timestamp) -> Vec<Violation> {
        let today = self.governance.today();
        let on = if kind == ActKind::Recognise { today.min(term.period.first()) } else { today };
        let text = || "…".to_owned();
        let act = Act { id: term.id, term: term.id, kind, by, on, act: text(), reason: text() };
        let unmet = term::transition(self.life, &act, self.statute, self.defects, now).err().unwrap_or_default();
        unmet.into_iter().filter(|violation| violation.location.field.is_none()).collect()
    }
}

const fn code(kind: ActKind) -> (&'static str, &'static str) {
    match kind {
        ActKind::Recognise => ("recognise", "primary"),
        ActKind::Refuse => ("refuse", "danger"),
        ActKind::Validate => ("validate", "primary"),
        ActKind::Return => ("return", ""),
        ActKind::NotRenew => ("not-renew", "danger"),
    }
}

fn may(reader: &Reader, kind: ActKind, by: Option<Uuid>) -> bool {
    let permission = match kind {
        ActKind::Validate | ActKind::Return => &policy::EVALUATION_VALIDATE,
        ActKind::Recognise | ActKind::Refuse | ActKind::NotRenew => &policy::TERM_DECIDE,
    };
    match by {
        Some(by) => reader.viewer.may(permission, &[Scope::Body(by)]),
        None => reader.viewer.may(&policy::BODY_FOUND, &[Scope::Platform]),
    }
}

fn evaluation_view(reader: &Reader, evaluation: &Evaluation) -> EvaluationView {
    let state = match (evaluation.validated_at, evaluation.submitted_at) {
        (Some(at), _) => reader.t_with("body-evaluation-validated", &[("day", reader.date(at).into())]),
        (None, Some(at)) => reader.t_with("body-evaluation-submitted", &[("day", reader.date(at).into())]),
        (None, None) => reader.t("body-evaluation-draft"),
    };
    let advice = match evaluation.advises_renewal {
        Some(true) => reader.t("body-evaluation-advises"),
        Some(false) => reader.t("body-evaluation-advises-not"),
        None => String::new(),
    };
    EvaluationView {
        functioning: evaluation.functioning.clone(),
        results: evaluation.results.clone(),
        recommendations: evaluation.recommendations.clone(),
        advice,
        state,
        returned: evaluation.returned_because.clone(),
    }
}

/// Proposes another term.
pub(super) async fn propose(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let id = submitted.uuid("id").unwrap_or_else(|| governance.database.ids().next());
    let days = (submitted.day("starts_on"), submitted.day("ends_on"));
    match governance.propose_term(&reader.viewer, body.id, id, days, submitted.get("act")).await {
        Ok(_) => Ok(reader.done(&tabs::address(&body, "periodes"), "term-propose")),
        Err(problem) if comes_back(&problem) => show(&governance, &reader, &body, Some((&submitted, problem))).await,
        Err(problem) => Err(problem.into()),
    }
}

/// Which decision is asked for.
#[derive(serde::Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    by: String,
}

fn kind_of(word: &str) -> Result<ActKind, Problem> {
    let kinds = [ActKind::Recognise, ActKind::Refuse, ActKind::Validate, ActKind::Return, ActKind::NotRenew];
    let unknown = || Problem::invalid("decision-kind", "Dites ce qui est décidé.", "Say what is decided.");
    kinds.into_iter().find(|kind| code(*kind).0 == word).ok_or_else(unknown)
}

/// The form of a decision.
pub(super) async fn decision_form(
    State(governance): State<Governance>,
    reader: Reader,
    Path((slug, term)): Path<(String, Uuid)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    deciding(&governance, &reader, &body, term, kind_of(&asked.kind)?, asked.by.parse().ok(), None).await
}

async fn deciding(
    governance: &Governance,
    reader: &Reader,
    body: &Body,
    term: Uuid,
    kind: ActKind,
    by: Option<Uuid>,
    sent: Option<(&Submitted, &Problem)>,
) -> Result<Response, Failure> {
    let life = governance.life(body).await?;
    let Some(term) = life.terms.iter().find(|found| found.id == term) else {
        return Err(Problem::not_found("Cette période n’existe pas.", "There is no such term.").into());
    };
    let names = governance.bodies_named().await?;
    let decider = by.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| reader.t("body-founding-act"));
    let favourable = matches!(kind, ActKind::Recognise | ActKind::Validate);
    let today = governance.today();
    // A term is recognised on its first day at the latest.
    let on = if kind == ActKind::Recognise { today.min(term.period.first()) } else { today };
    let act = Field::text("act").label(reader.t("body-act")).hint(reader.t("body-decision-act-hint"));
    let mut fields = vec![
        Field::hidden("id", governance.database.ids().next().to_string()),
        Field::hidden("kind", code(kind).0),
        Field::hidden("by", by.map(|by| by.to_string()).unwrap_or_default()),
        Field::hidden("revision", term.revision.to_string()),
        Field::date("on").label(reader.t("body-decided-on")).value(on.to_string()).required(),
        if favourable { act.required() } else { act },
    ];
    if !favourable {
        fields.push(Field::area("reason").label(reader.t("body-end-reason")).lines(3).required());
    }
    let rest = sent.map(|(submitted, problem)| refill(&mut fields, submitted, problem)).unwrap_or_default();
    let label = reader.t_with(&format!("body-decide-{}", code(kind).0), &[("body", decider.into())]);
    let number = term.number.to_string();
    let (first, last) = (reader.day(term.period.first()), reader.day(term.period.last()));
    let view = FormView {
        r: reader,
        header: tabs::header(governance, reader, body, "periodes").await?,
        intro: reader.t_with("body-term-title", &[("number", number.into()), ("first", first.into()), ("last", last.into())]),
        submit: label.clone(),
        title: label,
        fields,
        rest,
        stored: Vec::new(),
        other: None,
        cancel: tabs::address(body, "periodes"),
    };
    view.page(body, sent.map(|(_, problem)| problem))
}

/// Decides about a term.
pub(super) async fn decide(
    State(governance): State<Governance>,
    reader: Reader,
    Path((slug, term)): Path<(String, Uuid)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let kind = kind_of(submitted.get("kind"))?;
    let by = submitted.uuid("by");
    let Some(on) = submitted.day("on") else {
        let missing = Violation::new("on-missing", "Donnez la date de la décision.", "Give the date of the decision.").on("on");
        let problem = Problem::new(Kind::Invalid, vec![missing]);
        return deciding(&governance, &reader, &body, term, kind, by, Some((&submitted, &problem))).await;
    };
    let act = Act {
        id: submitted.uuid("id").unwrap_or_else(|| governance.database.ids().next()),
        term,
        kind,
        by,
        on,
        act: submitted.get("act").to_owned(),
        reason: submitted.get("reason").to_owned(),
    };
    let revision = submitted.get("revision").parse().unwrap_or_default();
    match governance.decide_term(&reader.viewer, act, revision).await {
        Ok(_) => Ok(reader.done(&tabs::address(&body, "periodes"), "term-decide")),
        Err(problem) if comes_back(&problem) => deciding(&governance, &reader, &body, term, kind, by, Some((&submitted, &problem))).await,
        Err(problem) => Err(problem.into()),
    }
}

/// The form of an evaluation.
pub(super) async fn evaluation_form(
    State(governance): State<Governance>,
    reader: Reader,
    Path((slug, term)): Path<(String, Uuid)>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    reader.viewer.check(&policy::EVALUATION_WRITE, &governance.scopes(&body))?;
    evaluation(&governance, &reader, &body, term, None).await
}

async fn evaluation(
    governance: &Governance,
    reader: &Reader,
    body: &Body,
    term: Uuid,
    sent: Option<(&Submitted, &Problem)>,
) -> Result<Response, Failure> {
    let life = governance.life(body).await?;
    let Some(term) = life.terms.iter().find(|found| found.id == term) else {
        return Err(Problem::not_found("Cette période n’existe pas.", "There is no such term.").into());
    };
    let stored = life.evaluation(term.id);
    let text = |of: fn(&Evaluation) -> &String| stored.map(|found| of(found).clone()).unwrap_or_default();
    let area = |name: &str, label: &str, hint: &str, value: String| {
        Field::area(name).label(reader.t(label)).hint(reader.t(hint)).lines(6).value(value)
    };
    let advice = stored.and_then(|found| found.advises_renewal).map(|advises| if advises { "1" } else { "0" });
    let mut fields = vec![
        Field::hidden("id", stored.map_or_else(|| governance.database.ids().next(), |found| found.id).to_string()),
        Field::hidden("revision", stored.map_or(0, |found| found.revision).to_string()),
        area("functioning", "body-functioning", "body-functioning-hint", text(|found| &found.functioning)),
        area("results", "body-results", "body-results-hint", text(|found| &found.results)),
        area("recommendations", "body-recommendations", "body-recommendations-hint", text(|found| &found.recommendations)),
        Field::radios("advises_renewal")
            .label(reader.t("body-advises"))
            .value(advice.unwrap_or_default())
            .choices([Choice::new("1", reader.t("body-evaluation-advises")), Choice::new("0", reader.t("body-evaluation-advises-not"))]),
    ];
    let kept: Vec<(String, String)> = fields.iter().map(|field| (field.label.clone(), field.first().to_owned())).collect();
    let rest = sent.map(|(submitted, problem)| refill(&mut fields, submitted, problem)).unwrap_or_default();
    let conflict = sent.is_some_and(|(_, problem)| problem.kind == Kind::Conflict);
    let differs = kept.into_iter().zip(&fields).filter(|((label, value), field)| conflict && !label.is_empty() && field.first() != value);
    let number = term.number.to_string();
    let stored = differs.map(|(kept, _)| kept).collect();
    let view = FormView {
        r: reader,
        header: tabs::header(governance, reader, body, "periodes").await?,
        title: reader.t_with("body-evaluation-title", &[("number", number.into())]),
        intro: reader.t("body-evaluation-intro"),
        fields,
        rest,
        stored,
        submit: reader.t("body-evaluation-save"),
        other: Some(("submitted", reader.t("body-evaluation-submit"))),
        cancel: tabs::address(body, "periodes"),
    };
    view.page(body, sent.map(|(_, problem)| problem))
}

/// Keeps or submits an evaluation.
pub(super) async fn evaluate(
    State(governance): State<Governance>,
    reader: Reader,
    Path((slug, term)): Path<(String, Uuid)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let text = |name: &str| submitted.get(name).to_owned();
    let draft = EvaluationDraft {
        id: submitted.uuid("id").unwrap_or_else(|| governance.database.ids().next()),
        term,
        functioning: text("functioning"),
        results: text("results"),
        recommendations: text("recommendations"),
        advises_renewal: match submitted.get("advises_renewal") {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        },
        revision: submitted.get("revision").parse().unwrap_or_default(),
        submitted: submitted.flag("submitted"),
    };
    let code = if draft.submitted { "evaluation-submit" } else { "evaluation-save" };
    match governance.write_evaluation(&reader.viewer, draft).await {
        Ok(_) => Ok(reader.done(&tabs::address(&body, "periodes"), code)),
        Err(problem) if comes_back(&problem) => evaluation(&governance, &reader, &body, term, Some((&submitted, &problem))).await,
        Err(problem) => Err(problem.into()),
    }
}

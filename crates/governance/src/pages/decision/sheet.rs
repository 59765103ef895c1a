//! Writing a decision down.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::Problem;
use bassin_web::{Choice, Failure, Field, Link, Reader, Submitted};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    AgendaItem, Body, Case, Decision, DecisionDraft, DecisionState, Governance, Meeting, Procedure, Subject, SubjectKind,
    pages::act::{Act, Attempt, Content, Form, Section, Sent, choices, trail},
    policy,
};

const KEY: &str = "decision";

/// What the decision is opened about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct About {
    reunion: Option<Uuid>,
    point: Option<Uuid>,
    projet: Option<Uuid>,
    convention: Option<Uuid>,
    titre: String,
}

impl About {
    const fn subject(&self) -> Option<Subject> {
        match (self.projet, self.convention) {
            (Some(id), _) => Some(Subject { kind: SubjectKind::Project, id }),
            (None, Some(id)) => Some(Subject { kind: SubjectKind::Convention, id }),
            (None, None) => None,
        }
    }
}

/// The form of a new decision.
pub(super) async fn blank(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(about): Query<About>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    reader.viewer.check(&policy::DECISION_RUN, &governance.scopes(&body))?;
    let draft = DecisionDraft {
        id: governance.database.ids().next(),
        title: about.titre.clone(),
        text: String::new(),
        subject: about.subject(),
        meeting: about.reunion,
        item: about.point,
        procedure: Procedure::Meeting,
        deadline: None,
        notified_on: None,
        notice: String::new(),
        public: true,
    };
    form(&governance, &reader, &body, &draft, 0, None, None).await
}

/// Keeps a new decision.
pub(super) async fn create(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let sent = Sent::new(KEY, submitted);
    let draft = read(&sent)?;
    match governance.draft_decision(&reader.viewer, body.id, draft.clone()).await {
        Ok(decision) => Ok(reader.done(&format!("/decisions/{}", decision.id), "decision-drafted")),
        Err(problem) => form(&governance, &reader, &body, &draft, 0, None, Some(&sent.refused(problem)?)).await,
    }
}

/// The form of a decision that exists.
pub(super) async fn edit(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let case = governance.decision(&reader.viewer, id).await?;
    reader.viewer.check(&policy::DECISION_RUN, &governance.scopes(&case.body))?;
    form(&governance, &reader, &case.body, &drafted(&case), case.decision.revision, Some(&case.decision), None).await
}

/// Changes a decision.
pub(super) async fn change(
    State(governance): State<Governance>,
    reader: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let case = governance.decision(&reader.viewer, id).await?;
    let sent = Sent::new(KEY, submitted);
    let draft = DecisionDraft { id, ..read(&sent)? };
    match governance.edit_decision(&reader.viewer, sent.revision(), draft).await {
        Ok(_) => Ok(reader.done(&format!("/decisions/{id}"), "decision-edited")),
        Err(problem) => {
            let attempt = sent.refused(problem)?;
            let revision = case.decision.revision;
            form(&governance, &reader, &case.body, &drafted(&case), revision, Some(&case.decision), Some(&attempt)).await
        }
    }
}

fn drafted(case: &Case) -> DecisionDraft {
    let decision = &case.decision;
    DecisionDraft {
        id: decision.id,
        title: decision.title.clone(),
        text: case.texts.last().map(|version| version.text.clone()).unwrap_or_default(),
        subject: decision.subject,
        meeting: decision.meeting,
        item: decision.item,
        procedure: decision.procedure,
        deadline: decision.deadline,
        notified_on: decision.notified_on,
        notice: decision.notice.clone(),
        public: decision.public,
    }
}

fn read(sent: &Sent) -> Result<DecisionDraft, Problem> {
    let subject = sent.get("subject").split_once(':').and_then(|(kind, id)| {
        let kind = serde_json::from_value(serde_json::Value::String(kind.to_owned())).ok()?;
        Some(Subject { kind, id: id.parse().ok()? })
    });
    let (meeting, item) = match sent.get("place").split_once(':') {
        Some((meeting, item)) => (meeting.parse().ok(), item.parse().ok()),
        None => (sent.uuid("place"), None),
    };
    Ok(DecisionDraft {
        id: sent.id()?,
        title: sent.words("title"),
        text: sent.words("text"),
        subject,
        meeting,
        item,
        procedure: Procedure::of(sent.get("procedure")).unwrap_or(Procedure::Meeting),
        deadline: sent.day("deadline"),
        notified_on: sent.day("notified_on"),
        notice: sent.words("notice"),
        public: sent.flag("public"),
    })
}

async fn form(
    governance: &Governance,
    r: &Reader,
    body: &Body,
    draft: &DecisionDraft,
    revision: i64,
    known: Option<&Decision>,
    attempt: Option<&Attempt>,
) -> Result<Response, Failure> {
    let (action, title) = match known {
        Some(decision) => (format!("/decisions/{}/modifier", decision.id), r.t("decision-edit-title")),
        None => (format!("/instances/{}/decisions/nouvelle", body.slug), r.t("decision-new-title")),
    };
    let with_text = known.is_none_or(|decision| decision.state == DecisionState::Draft);
    let places = places(r, &governance.open_meetings(body).await?);
    let mut form = Form::new(KEY, action, String::new(), r.t("decision-save")).with(fields(r, draft, revision, with_text, places));
    form.cancel = known.map_or_else(|| format!("/instances/{}/decisions", body.slug), |decision| format!("/decisions/{}", decision.id));
    let mut content = Vec::new();
    if let (Some(attempt), Some(decision)) = (attempt, known)
        && attempt.problem.kind == bassin_kernel::Kind::Conflict
    {
        content.push(Content::Note("warn", r.t("decision-stored-title"), decision.title.clone()));
        content.push(Content::text(&draft.text));
    }
    content.push(form.tried(attempt).content());
    let act = Act {
        kicker: body.name.clone(),
        title,
        tags: Vec::new(),
        lede: r.t("decision-form-lede"),
        buttons: Vec::new(),
        sections: vec![Section::new("form", String::new(), content)],
    };
    let list = Link::new(r.t("decision-list-title"), format!("/instances/{}/decisions", body.slug));
    act.page(r, "", trail(r, body, [list]), attempt)
}

/// The items of the agendas to come: where the decision is put.
fn places(r: &Reader, meetings: &[(Meeting, Vec<AgendaItem>)]) -> Vec<Choice> {
    let mut choices = Vec::new();
    for (meeting, items) in meetings {
        let group = format!("{} · {}", meeting.title, r.date(meeting.starts_at));
        choices.push(Choice::new(meeting.id.to_string(), r.t("decision-whole-meeting")).group(&group));
        let item = |item: &AgendaItem| {
            Choice::new(format!("{}:{}", meeting.id, item.id), format!("{}. {}", item.number, item.title)).group(&group)
        };
        choices.extend(items.iter().map(item));
    }
    choices
}

fn fields(r: &Reader, draft: &DecisionDraft, revision: i64, with_text: bool, places: Vec<Choice>) -> Vec<Field> {
    let subject = draft.subject.and_then(|subject| {
        let kind = serde_json::to_value(subject.kind).ok()?;
        Some(format!("{}:{}", kind.as_str()?, subject.id))
    });
    let place = match (draft.meeting, draft.item) {
        (Some(meeting), Some(item)) => format!("{meeting}:{item}"),
        (Some(meeting), None) => meeting.to_string(),
        _ => String::new(),
    };
    let day = |day: Option<bassin_kernel::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut fields = vec![
        Field::hidden("id", draft.id.to_string()),
        Field::hidden("revision", revision.to_string()),
        Field::hidden("subject", subject.unwrap_or_default()),
        Field::text("title").label(r.t("decision-object")).hint(r.t("decision-object-hint")).value(&draft.title).required(),
    ];
    if with_text {
        fields
            .push(Field::area("text").lines(10).label(r.t("decision-text")).hint(r.t("decision-text-hint")).value(&draft.text).required());
    }
    fields.extend([
        Field::radios("procedure")
            .label(r.t("decision-procedure"))
            .choices(choices(r, "decision-procedure", Procedure::ALL.iter().map(|procedure| procedure.code())))
            .value(draft.procedure.code()),
        Field::select("place").label(r.t("decision-place")).hint(r.t("decision-place-hint")).choices(places).value(place),
        Field::date("notified_on").label(r.t("decision-notified")).hint(r.t("decision-notified-hint")).value(day(draft.notified_on)),
        Field::text("notice").label(r.t("decision-notice")).hint(r.t("decision-notice-hint")).value(&draft.notice),
        Field::date("deadline").label(r.t("decision-deadline")).hint(r.t("decision-deadline-hint")).value(day(draft.deadline)),
        Field::checkbox("public").label(r.t("decision-public")).hint(r.t("decision-public-hint")).ticked(draft.public),
    ]);
    fields
}

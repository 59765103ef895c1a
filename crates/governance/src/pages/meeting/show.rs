//! The page of a meeting: what it is, where it stands, what can be done and what stands in the way.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_kernel::Problem;
use bassin_web::{Failure, Field, Link, Page, Reader, Submitted};
use uuid::Uuid;

use super::{
    Head, QuorumView, Step, address, body_trail, head, outcome_name, purpose_name, quorum_view, revision, sent_revision, step,
    subject::Subjects,
};
use crate::commands::Sitting;
use crate::rules::meeting::Event;
use crate::{Answer, Governance, MeetingState, Outcome, pages::SECTION, policy};

#[derive(Template)]
#[template(path = "meeting_show.html")]
struct View<'a> {
    r: &'a Reader,
    head: Head,
    facts: Vec<(String, String)>,
    join: String,
    cancelled: String,
    urgency: String,
    items: Vec<Item>,
    guests: Vec<String>,
    documents: Vec<DocumentView>,
    quorum: Option<QuorumView>,
    answers: Vec<(String, String)>,
    steps: Vec<Step>,
    edit: String,
    cancel: String,
    cancel_fields: Vec<Field>,
    reconvene: String,
    minutes: String,
}

struct Item {
    number: u32,
    title: String,
    purpose: String,
    outcome: String,
    late: bool,
    about: Option<Link>,
    notes: String,
    documents: Vec<DocumentView>,
}

#[derive(Clone)]
struct DocumentView {
    title: String,
    address: String,
    detail: String,
}

fn documents(r: &Reader, sitting: &Sitting, item: Option<Uuid>) -> Vec<DocumentView> {
    let of = sitting.dossier.documents.iter().filter(|document| document.item == item);
    of.map(|document| DocumentView {
        title: document.title.clone(),
        address: if document.link.is_empty() {
            address(&sitting.dossier.meeting, &format!("documents/{}", document.id))
        } else {
            document.link.clone()
        },
        detail: if document.link.is_empty() {
            let size = r.t_with("meeting-document-size", &[("size", r.count(document.bytes.div_ceil(1024)).into())]);
            format!("{} · {size}", document.file_name)
        } else {
            r.t("meeting-document-link")
        },
    })
    .collect()
}

fn items(r: &Reader, sitting: &Sitting, subjects: &Subjects) -> Vec<Item> {
    let view = |item: &crate::AgendaItem| Item {
        number: item.number,
        title: item.title.clone(),
        purpose: purpose_name(r, item.purpose),
        outcome: item.outcome.map(|outcome| outcome_name(r, outcome)).unwrap_or_default(),
        late: item.late,
        about: subjects.of(item.subject),
        notes: item.notes.clone(),
        documents: documents(r, sitting, Some(item.id)),
    };
    sitting.dossier.items.iter().map(view).collect()
}

fn facts(r: &Reader, sitting: &Sitting) -> Vec<(String, String)> {
    let meeting = &sitting.dossier.meeting;
    let mut facts = vec![(
        r.t("meeting-field-kind"),
        r.t(match meeting.kind {
            crate::MeetingKind::Plenary => "meeting-kind-plenary",
            crate::MeetingKind::Bureau => "meeting-kind-bureau",
            crate::MeetingKind::Written => "meeting-kind-written",
        }),
    )];
    facts.push((r.t("meeting-field-public"), r.t(if meeting.public { "meeting-yes" } else { "meeting-no" })));
    let dates = [
        ("meeting-fact-convened", meeting.convened_at),
        ("meeting-fact-opened", meeting.opened_at),
        ("meeting-fact-closed", meeting.closed_at),
        ("meeting-fact-approved", meeting.approval.as_ref().map(|approval| approval.at)),
        ("meeting-fact-published", meeting.published_at),
    ];
    facts.extend(dates.into_iter().filter_map(|(key, at)| Some((r.t(key), r.date_time(at?)))));
    let thresholds = &sitting.thresholds;
    let delay = thresholds.delay_days.map_or_else(
        || r.t("meeting-rule-none"),
        |days| r.t_with("meeting-rule-delay", &[("days", u64::from(days).into()), ("source", thresholds.delay_source.as_str().into())]),
    );
    facts.push((r.t("meeting-fact-delay"), delay));
    let quorum = match (thresholds.percent, thresholds.each_component) {
        (None, false) => r.t("meeting-rule-none"),
        (Some(percent), false) => r.t_with("meeting-rule-share", &[("percent", u64::from(percent).into())]),
        (None, true) => r.t("meeting-rule-components"),
        (Some(percent), true) => r.t_with("meeting-rule-both", &[("percent", u64::from(percent).into())]),
    };
    facts.push((r.t("meeting-fact-quorum"), quorum));
    facts
}

/// How many gave each answer.
fn answers(r: &Reader, sitting: &Sitting) -> Vec<(String, String)> {
    let count = |answer: Option<Answer>| sitting.dossier.invitations.iter().filter(|invitation| invitation.answer == answer).count();
    let mut told: Vec<(String, String)> = Answer::ALL
        .into_iter()
        .map(|answer| (super::answer::answer_name(r, answer), r.count(u64::try_from(count(Some(answer))).unwrap_or_default())))
        .collect();
    told.push((r.t("meeting-answer-none"), r.count(u64::try_from(count(None)).unwrap_or_default())));
    told
}

fn steps(r: &Reader, sitting: &Sitting) -> Vec<Step> {
    let meeting = &sitting.dossier.meeting;
    let at = |page: &str| address(meeting, page);
    match meeting.state {
        MeetingState::Convened => vec![
            step(sitting, &Event::Open, at("ouvrir"), r.t("meeting-do-open"), "primary"),
            Step { address: at("rappeler"), label: r.t("meeting-do-remind"), kind: "", unmet: Vec::new(), hidden: Vec::new() },
        ],
        MeetingState::InSession => vec![
            step(sitting, &Event::Close, at("clore"), r.t("meeting-do-close"), "primary"),
            step(sitting, &Event::Suspend, at("suspendre"), r.t("meeting-do-suspend"), ""),
        ],
        MeetingState::Suspended => vec![step(sitting, &Event::Resume, at("reprendre"), r.t("meeting-do-resume"), "primary")],
        _ => Vec::new(),
    }
}

pub(super) async fn show(State(governance): State<Governance>, r: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let sitting = governance.sitting(&r.viewer, id).await?;
    let meeting = &sitting.dossier.meeting;
    let runs = r.viewer.may(&policy::MEETING_RUN, &governance.scopes(&sitting.body));
    let before = matches!(meeting.state, MeetingState::Planned | MeetingState::Convened);
    let postponed = sitting.dossier.items.iter().any(|item| item.outcome == Some(Outcome::Postponed));
    let live = matches!(meeting.state, MeetingState::Convened | MeetingState::InSession | MeetingState::Suspended);
    let called = meeting.opened_at.is_some() || !sitting.dossier.attendances.is_empty();
    let only = |shown: bool, text: String| if shown { text } else { String::new() };
    let view = View {
        r: &r,
        head: head(&governance, &r, &sitting, ""),
        facts: facts(&r, &sitting),
        join: meeting.link.clone(),
        cancelled: meeting.cancelled_because.clone(),
        urgency: meeting.urgency.clone(),
        items: items(&r, &sitting, &Subjects::at(&governance, &r, &sitting).await?),
        guests: sitting.dossier.guests.iter().map(crate::Guest::full).collect(),
        documents: documents(&r, &sitting, None),
        quorum: (sitting.inside && live && called).then(|| quorum_view(&r, &sitting, &sitting.quorum(None))),
        answers: if sitting.inside && meeting.state == MeetingState::Convened { answers(&r, &sitting) } else { Vec::new() },
        steps: if runs { steps(&r, &sitting) } else { Vec::new() },
        edit: only(runs && before, address(meeting, "modifier")),
        cancel: only(runs && before, address(meeting, "annuler")),
        cancel_fields: vec![Field::text("reason").label(r.t("meeting-cancel-reason")).required(), revision(&sitting)],
        reconvene: only(
            runs && postponed && meeting.closed_at.is_some(),
            format!("/instances/{}/reunions/nouvelle?suite={}", sitting.body.slug, meeting.id),
        ),
        minutes: sitting
            .dossier
            .text()
            .filter(|_| meeting.published_at.is_some())
            .map(|_| address(meeting, "compte-rendu"))
            .unwrap_or_default(),
    };
    let page = Page::of(meeting.title.clone(), &view)?.section(SECTION).trail(body_trail(&r, &sitting.body));
    Ok(r.page(page.fictional(sitting.body.content == crate::Content::Fictional)))
}

/// One word of the address says what is done.
pub(super) async fn act(
    State(governance): State<Governance>,
    r: Reader,
    Path((id, action)): Path<(Uuid, String)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    if action == "rappeler" {
        governance.remind(&r.viewer, id).await?;
        return Ok(r.done(&format!("/reunions/{id}"), "meeting-reminded"));
    }
    let (event, page, done) = match action.as_str() {
        "ouvrir" => (Event::Open, "/conduite", "meeting-opened"),
        "suspendre" => (Event::Suspend, "", "meeting-suspended"),
        "reprendre" => (Event::Resume, "/conduite", "meeting-resumed"),
        "clore" => (Event::Close, "/compte-rendu", "meeting-closed"),
        "annuler" => (Event::Cancel { reason: submitted.get("reason").to_owned() }, "", "meeting-cancelled"),
        _ => return Err(Problem::not_found("Cette adresse ne mène à rien.", "This address leads nowhere.").into()),
    };
    governance.meeting_event(&r.viewer, id, sent_revision(&submitted).filter(|_| action == "annuler"), event).await?;
    Ok(r.done(&format!("/reunions/{id}{page}"), done))
}

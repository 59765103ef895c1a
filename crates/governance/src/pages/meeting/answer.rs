//! The answer to a convocation, by the link of the letter: no account is needed, and nothing else opens.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Kind, Problem, Violation};
use bassin_web::{Choice, Failure, Field, Page, Reader, Submitted};

use super::{seat_name, when};
use crate::commands::Sitting;
use crate::rules::meeting::{Event, unmet};
use crate::{Answer, Governance, Invitation, pages::SECTION};

#[derive(Template)]
#[template(path = "meeting_answer.html")]
struct View<'a> {
    r: &'a Reader,
    kicker: String,
    title: String,
    lede: String,
    who: String,
    items: Vec<String>,
    answered: String,
    fields: Vec<Field>,
    errors: Vec<Violation>,
    unmet: Vec<Violation>,
}

pub(super) fn answer_name(r: &Reader, answer: Answer) -> String {
    r.t(match answer {
        Answer::Coming => "meeting-answer-coming",
        Answer::Remote => "meeting-answer-remote",
        Answer::Substitute => "meeting-answer-substitute",
        Answer::Proxy => "meeting-answer-proxy",
        Answer::Excused => "meeting-answer-excused",
    })
}

const fn code(answer: Answer) -> &'static str {
    match answer {
        Answer::Coming => "coming",
        Answer::Remote => "remote",
        Answer::Substitute => "substitute",
        Answer::Proxy => "proxy",
        Answer::Excused => "excused",
    }
}

fn fields(r: &Reader, sitting: &Sitting, invitation: &Invitation) -> Vec<Field> {
    let answers = Answer::ALL.into_iter().map(|answer| Choice::new(code(answer), answer_name(r, answer)));
    let seats = sitting.roll.iter().filter(|seat| seat.counts() && Some(seat.seat) != invitation.seat);
    let seats = seats.map(|seat| Choice::new(seat.seat.to_string(), seat_name(r, seat)));
    vec![
        Field::radios("answer")
            .label(r.t("meeting-answer"))
            .choices(answers)
            .required()
            .value(invitation.answer.map(code).unwrap_or_default()),
        Field::select("proxy")
            .label(r.t("meeting-answer-proxy-to"))
            .hint(r.t("meeting-answer-proxy-hint"))
            .choices(seats)
            .value(invitation.proxy_to.map(|id| id.to_string()).unwrap_or_default()),
    ]
}

fn page(r: &Reader, sitting: &Sitting, invitation: &Invitation, fields: Vec<Field>, errors: Vec<Violation>) -> Result<Response, Failure> {
    let meeting = &sitting.dossier.meeting;
    let wrong = r.count_errors(&fields, &errors) > 0;
    let possible = Event::Answer { invitation: invitation.id, answer: Answer::Coming, proxy_to: None };
    let sitters = sitting.roll.iter().flat_map(|seat| seat.titular.iter().chain(&seat.substitutes));
    let who = sitters.filter(|sitter| sitter.person == invitation.person).map(|sitter| sitter.name.clone()).next().unwrap_or_default();
    let view = View {
        r,
        kicker: sitting.body.name.clone(),
        title: meeting.title.clone(),
        lede: when(r, meeting),
        who,
        items: sitting.dossier.items.iter().map(|item| format!("{}. {}", item.number, item.title)).collect(),
        answered: invitation.answer.map(|answer| answer_name(r, answer)).unwrap_or_default(),
        fields,
        errors,
        unmet: unmet(&sitting.dossier, &possible, &sitting.context()),
    };
    let mut page = Page::of(meeting.title.clone(), &view)?.section(SECTION);
    page.robots = Some("noindex");
    Ok(r.page(if wrong { page.status(StatusCode::UNPROCESSABLE_ENTITY) } else { page }))
}

pub(super) async fn show(State(governance): State<Governance>, r: Reader, Path(token): Path<String>) -> Result<Response, Failure> {
    let (sitting, invitation) = governance.invitation(&token).await?;
    page(&r, &sitting, &invitation, fields(&r, &sitting, &invitation), Vec::new())
}

pub(super) async fn send(
    State(governance): State<Governance>,
    r: Reader,
    Path(token): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let answer = Answer::ALL.into_iter().find(|answer| code(*answer) == submitted.get("answer"));
    let outcome = match answer {
        Some(answer) => governance.answer_invitation(&token, answer, submitted.uuid("proxy")).await,
        None => {
            let (fr, en) = ("Choisissez une réponse.", "Choose an answer.");
            Err(Problem::new(Kind::Invalid, vec![Violation::new("meeting-answer", fr, en).on("answer")]))
        }
    };
    match outcome {
        Ok(()) => Ok(r.done(&format!("/convocations/{token}"), "meeting-answered")),
        Err(problem) if problem.kind == Kind::Invalid => {
            let (sitting, invitation) = governance.invitation(&token).await?;
            let mut fields = fields(&r, &sitting, &invitation);
            Field::fill(&mut fields, &submitted);
            let errors = Field::with_errors(&mut fields, &problem);
            page(&r, &sitting, &invitation, fields, errors)
        }
        Err(problem) => Err(problem.into()),
    }
}

//! What bodies send to one another: the board of a body, one transmission with its chain, sending one.

use std::collections::HashMap;

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::{Day, Problem, Scope};
use bassin_web::{Column, Failure, Field, Link, Reader, Submitted};
use serde::Deserialize;
use uuid::Uuid;

use super::others;
use crate::{
    Body, Governance, Listed, SubjectKind, Transmission, TransmissionDraft, TransmissionPurpose, TransmissionState,
    pages::{
        act::{Act, Attempt, Cell, Content, Form, Line, Section, Sent, Table, Tag, choices, day, trail},
        list::{Asked, List, csv as file},
    },
    policy,
};

const KEY: &str = "transmission";

/// What is forwarded.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Forward {
    suite: Option<Uuid>,
}

/// What a body has received and sent.
pub(super) async fn list(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let r = &reader;
    let body = governance.body(&slug).await?;
    let (found, late) = governance.transmissions(&r.viewer, &body, &asked.listing()).await?;
    let path = format!("/instances/{}/transmissions", body.slug);
    let late = (late > 0)
        .then(|| Content::Note("bad", r.t_with("transmission-late-count", &[("count", late.into())]), r.t("transmission-late-todo")));
    let mut filters = asked.fields(r, choices(r, "transmission-state", TransmissionState::ALL.iter().map(|state| state.code())));
    let purposes = choices(r, "transmission-purpose", TransmissionPurpose::ALL.iter().map(|purpose| purpose.code()));
    filters.push(asked.sides(r, "transmission-every-side", ["transmission-received", "transmission-sent"]));
    filters.push(asked.kinds(r, "transmission-purpose", "transmission-every-purpose", purposes));
    let list = List {
        path: &path,
        title: r.t("transmission-list"),
        lede: r.t("transmission-lede"),
        empty: (r.t("transmission-none-title"), r.t("transmission-none")),
        notes: Vec::from_iter(late),
        new: r
            .viewer
            .may(&policy::TRANSMISSION_SEND, &governance.scopes(&body))
            .then(|| Link::new(r.t("transmission-new"), format!("{path}/nouvelle"))),
        filters,
        table: table(&governance, r, &asked, &path, &found).await?,
        total: found.total,
        years: found.years,
    };
    list.page(&governance, r, &asked, Some((&body, "transmissions"))).await
}

/// The same, whole, as a file.
pub(super) async fn csv(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let (found, _) = governance.transmissions(&reader.viewer, &body, &asked.whole()).await?;
    Ok(file(&reader, &format!("transmissions-{}", body.slug), &table(&governance, &reader, &asked, "", &found).await?))
}

async fn table(governance: &Governance, r: &Reader, asked: &Asked, path: &str, found: &Listed<Transmission>) -> Result<Table, Problem> {
    let bodies: Vec<Uuid> = found.items.iter().flat_map(|sent| [sent.from, sent.to]).collect();
    let (names, today) = (governance.body_names(&bodies).await?, governance.today());
    let name = |id: Uuid| names.get(&id).cloned().unwrap_or_default();
    let row = |sent: &Transmission| {
        vec![
            Cell::link(&sent.title, format!("/transmissions/{}", sent.id)),
            Cell::tag(tag(r, sent, today)),
            Cell::text(purpose(r, sent)),
            Cell::text(name(sent.from)),
            Cell::text(name(sent.to)),
            Cell::day(r, Some(sent.sent_on)),
            Cell::day(r, Some(sent.due_on)),
        ]
    };
    Ok(Table {
        caption: r.t_with("transmission-count", &[("count", found.total.into())]),
        columns: vec![
            asked.column(r, path, "transmission-subject", "titre"),
            asked.column(r, path, "decision-state", "etat"),
            Column::words(r.t("transmission-purpose")),
            Column::words(r.t("transmission-from")),
            Column::words(r.t("transmission-to")),
            asked.dates(r, path, "transmission-sent-on"),
            asked.column(r, path, "transmission-due", "echeance"),
        ],
        rows: found.items.iter().map(row).collect(),
    })
}

fn purpose(r: &Reader, sent: &Transmission) -> String {
    r.t(&format!("transmission-purpose-{}", sent.purpose.code()))
}

fn tag(r: &Reader, sent: &Transmission, today: Day) -> Tag {
    let state = sent.state(today);
    let kind = match state {
        TransmissionState::Sent => "accent",
        TransmissionState::Acknowledged => "warn",
        TransmissionState::Done => "good",
        TransmissionState::Late => "bad",
    };
    Tag::new(kind, r.t(&format!("transmission-state-{}", state.code())))
}

/// The form of something to send.
pub(super) async fn blank(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(forward): Query<Forward>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    form(&governance, &reader, &body, forward.suite, None).await
}

/// Sends it.
pub(super) async fn create(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let sent = Sent::new(KEY, submitted);
    let forwards = sent.uuid("forwards");
    let draft = TransmissionDraft {
        id: sent.id()?,
        from: body.id,
        to: sent.uuid("to"),
        purpose: TransmissionPurpose::of(sent.get("purpose")).unwrap_or(TransmissionPurpose::Information),
        subject: None,
        title: sent.words("title"),
        words: sent.words("words"),
        due_on: sent.day("due_on"),
        forwards,
    };
    match governance.send_transmission(&reader.viewer, draft).await {
        Ok(sent) => Ok(reader.done(&format!("/transmissions/{}", sent.id), "transmission-sent")),
        Err(problem) => form(&governance, &reader, &body, forwards, Some(&sent.refused(problem)?)).await,
    }
}

async fn form(
    governance: &Governance,
    r: &Reader,
    body: &Body,
    forwards: Option<Uuid>,
    attempt: Option<&Attempt>,
) -> Result<Response, Failure> {
    r.viewer.check(&policy::TRANSMISSION_SEND, &governance.scopes(body))?;
    let before = match forwards {
        Some(id) => Some(governance.transmission(&r.viewer, id).await?.0),
        None => None,
    };
    let (title, words, purpose) = match &before {
        Some(before) => (before.title.as_str(), before.words.as_str(), before.purpose),
        None => ("", "", TransmissionPurpose::Information),
    };
    let bodies = governance.every_body().await?;
    let parent = body.parents.first().map(Uuid::to_string).unwrap_or_default();
    let fields = [
        Field::hidden("id", governance.database.ids().next().to_string()),
        Field::hidden("forwards", forwards.map(|id| id.to_string()).unwrap_or_default()),
        Field::select("to").label(r.t("transmission-to")).choices(others(&bodies, body)).value(parent).required(),
        Field::radios("purpose")
            .label(r.t("transmission-purpose"))
            .choices(choices(r, "transmission-purpose", TransmissionPurpose::ALL.iter().map(|purpose| purpose.code())))
            .value(purpose.code()),
        Field::text("title").label(r.t("transmission-subject")).value(title).required(),
        Field::area("words").lines(6).label(r.t("transmission-words")).value(words),
        Field::date("due_on").label(r.t("transmission-due")).hint(r.t("transmission-due-hint")),
    ];
    let list = format!("/instances/{}/transmissions", body.slug);
    let mut form = Form::new(KEY, format!("{list}/nouvelle"), String::new(), r.t("transmission-send")).with(fields);
    form.cancel.clone_from(&list);
    let act = Act {
        kicker: body.name.clone(),
        title: r.t(if before.is_some() { "transmission-forward" } else { "transmission-new" }),
        tags: Vec::new(),
        lede: r.t("transmission-new-lede"),
        buttons: Vec::new(),
        sections: vec![Section::new("form", String::new(), vec![form.tried(attempt).content()])],
    };
    act.page(r, "", trail(r, body, [Link::new(r.t("transmission-list"), list)]), attempt)
}

/// A transmission.
pub(super) async fn show(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    page(&governance, &reader, id, None).await
}

/// Acknowledges it, or answers it.
pub(super) async fn answer(
    State(governance): State<Governance>,
    reader: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sent = Sent::new("answer", submitted);
    match governance.answer_transmission(&reader.viewer, id, sent.revision(), sent.words("answer")).await {
        Ok(_) => Ok(reader.done(&format!("/transmissions/{id}"), "transmission-answered")),
        Err(problem) => page(&governance, &reader, id, Some(&sent.refused(problem)?)).await,
    }
}

async fn page(governance: &Governance, r: &Reader, id: Uuid, attempt: Option<&Attempt>) -> Result<Response, Failure> {
    let (sent, chain) = governance.transmission(&r.viewer, id).await?;
    let (from, to) = (governance.body(&sent.from.to_string()).await?, governance.body(&sent.to.to_string()).await?);
    let bodies: Vec<Uuid> = chain.iter().flat_map(|one| [one.from, one.to]).collect();
    let names = governance.body_names(&bodies).await?;
    let mut buttons = Vec::new();
    if sent.acknowledged_on.is_some() && r.viewer.may(&policy::TRANSMISSION_SEND, &[Scope::Body(sent.to)]) {
        buttons.push(Link::new(r.t("transmission-forward"), format!("/instances/{}/transmissions/nouvelle?suite={id}", to.slug)));
    }
    let mut sections = vec![Section::new("facts", String::new(), vec![facts(r, &sent, &from, &to)])];
    if !sent.words.is_empty() {
        sections.push(Section::new("words", r.t("transmission-words"), vec![Content::text(&sent.words)]));
    }
    if !sent.answer.is_empty() {
        sections.push(Section::new("answer", r.t("transmission-answer"), vec![Content::text(&sent.answer)]));
    }
    let act = answering(governance, r, &sent, &to, attempt).await?;
    if !act.is_empty() {
        sections.push(Section::new("act", r.t("transmission-act"), act));
    }
    if chain.len() > 1 {
        sections.push(Section::new("chain", r.t("transmission-chain"), vec![way(r, &chain, &names)]));
    }
    let act = Act {
        kicker: purpose(r, &sent),
        title: sent.title.clone(),
        tags: vec![tag(r, &sent, governance.today())],
        lede: String::new(),
        buttons,
        sections,
    };
    let list = Link::new(r.t("transmission-list"), format!("/instances/{}/transmissions", to.slug));
    act.page(r, "", trail(r, &to, [list]), attempt)
}

fn facts(r: &Reader, sent: &Transmission, from: &Body, to: &Body) -> Content {
    let body = |body: &Body| Link::new(&body.name, format!("/instances/{}", body.slug));
    let date = |date: Option<Day>| Link::new(day(r, date), "");
    let mut facts = vec![
        (r.t("transmission-from"), body(from)),
        (r.t("transmission-to"), body(to)),
        (r.t("transmission-sent-on"), date(Some(sent.sent_on))),
        (r.t("transmission-due"), date(Some(sent.due_on))),
        (r.t("transmission-acknowledged-on"), date(sent.acknowledged_on)),
        (r.t("transmission-answered-on"), date(sent.answered_on)),
        (r.t("transmission-closed-on"), date(sent.closed_on)),
    ];
    if let Some(subject) = sent.subject
        && let Some(address) = address(subject.kind)
    {
        facts.push((r.t("transmission-about"), Link::new(&sent.title, format!("{address}/{}", subject.id))));
    }
    facts.retain(|(_, value)| !value.label.is_empty());
    Content::Facts(facts)
}

/// Where things of a kind are shown.
const fn address(kind: SubjectKind) -> Option<&'static str> {
    match kind {
        SubjectKind::Decision => Some("/decisions"),
        SubjectKind::Opinion => Some("/avis"),
        SubjectKind::Convention => Some("/conventions"),
        SubjectKind::Project => Some("/projets"),
        SubjectKind::Meeting => Some("/reunions"),
        SubjectKind::Practice => Some("/pratiques"),
        SubjectKind::Body | SubjectKind::Term | SubjectKind::Evaluation => None,
    }
}

/// What the receiving body may do: acknowledge, and answer in words or by the act that is expected.
async fn answering(
    governance: &Governance,
    r: &Reader,
    sent: &Transmission,
    to: &Body,
    attempt: Option<&Attempt>,
) -> Result<Vec<Content>, Failure> {
    let here = [Scope::Body(sent.to)];
    if sent.is_done() && sent.purpose != TransmissionPurpose::Information || sent.answered_on.is_some() {
        return Ok(Vec::new());
    }
    let mut content = Vec::new();
    let opinion = governance.opinion(&r.viewer, sent.id).await.is_ok();
    if sent.purpose == TransmissionPurpose::Opinion && r.viewer.may(&policy::OPINION_GIVE, &here) {
        let (key, address) = match opinion {
            true => ("transmission-see-opinion", format!("/avis/{}", sent.id)),
            false => ("transmission-begin-opinion", format!("/instances/{}/avis/nouveau?demande={}", to.slug, sent.id)),
        };
        content.push(Content::Facts(vec![(r.t("transmission-by-opinion"), Link::new(r.t(key), address))]));
    }
    if let Some(project) = sent.subject.filter(|_| sent.asks_to_judge()) {
        let link = Link::new(r.t("transmission-see-project"), format!("/projets/{}", project.id));
        content.push(Content::Facts(vec![(r.t("transmission-by-project"), link)]));
    }
    let acted = opinion || sent.asks_to_judge();
    if r.viewer.may(&policy::TRANSMISSION_ANSWER, &here) && !(acted && sent.acknowledged_on.is_some()) {
        let mut fields = vec![Field::hidden("revision", sent.revision.to_string())];
        if !acted {
            let hint = if sent.acknowledged_on.is_some() { "transmission-answer-hint" } else { "transmission-acknowledge-hint" };
            fields.push(Field::area("answer").lines(4).label(r.t("transmission-answer")).hint(r.t(hint)));
        }
        let submit = if acted { "transmission-acknowledge" } else { "transmission-reply" };
        let form = Form::new("answer", format!("/transmissions/{}/reponse", sent.id), String::new(), r.t(submit));
        content.push(form.with(fields).tried(attempt).content());
    }
    Ok(content)
}

fn way(r: &Reader, chain: &[Transmission], names: &HashMap<Uuid, String>) -> Content {
    let name = |id: Uuid| names.get(&id).cloned().unwrap_or_default();
    let line = |one: &Transmission| Line {
        when: day(r, Some(one.sent_on)),
        what: r.t_with("transmission-step", &[("from", name(one.from).into()), ("to", name(one.to).into())]),
        words: one.answer.clone(),
    };
    Content::Lines(chain.iter().map(line).collect())
}

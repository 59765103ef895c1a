//! Opinions: those of a body, one of them, asking for one.

use std::collections::HashMap;

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::{Day, Problem, Scope};
use bassin_web::{Choice, Column, Failure, Field, Link, Reader, Submitted};
use serde::Deserialize;
use uuid::Uuid;

use super::others;
use crate::{
    Body, FollowUp, Governance, Listed, Opinion, OpinionAct, OpinionRequest, OpinionState, ProjectFile, Subject, SubjectKind, Transmission,
    TransmissionState, Verdict,
    pages::{
        act::{Act, Attempt, Cell, Content, Form, Section, Sent, Table, Tag, choices, day, trail},
        decision::number,
        list::{Asked, List, csv as file},
    },
    policy,
    rules::opinion::must_be_confirmed,
};

const KEY: &str = "opinion";

/// The opinions a body gives and those it has asked for.
pub(super) async fn list(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let r = &reader;
    let body = governance.body(&slug).await?;
    let found = governance.opinions(&r.viewer, &body, &asked.listing()).await?;
    let path = format!("/instances/{}/avis", body.slug);
    let here = governance.scopes(&body);
    let begins = r.viewer.may(&policy::OPINION_GIVE, &here) || r.viewer.may(&policy::OPINION_ASK, &here);
    let late = Choice::new(TransmissionState::Late.code(), r.t("consultation-overdue"));
    let states = choices(r, "consultation-opinion-state", OpinionState::ALL.iter().map(|state| state.code()));
    let mut filters = asked.fields(r, std::iter::once(late).chain(states).collect());
    filters.push(asked.sides(r, "consultation-every-side", ["consultation-opinion-by", "consultation-opinion-asked"]));
    let list = List {
        path: &path,
        title: r.t("consultation-opinion-list"),
        lede: r.t("consultation-opinion-lede"),
        empty: (r.t("consultation-opinion-none-title"), r.t("consultation-opinion-none")),
        notes: Vec::new(),
        new: begins.then(|| Link::new(r.t("consultation-opinion-new"), format!("{path}/nouveau"))),
        filters,
        table: table(&governance, r, &asked, &path, &found).await?,
        total: found.total,
        years: found.years,
    };
    list.page(&governance, r, &asked, Some((&body, "avis"))).await
}

/// The same, whole, as a file.
pub(super) async fn csv(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let found = governance.opinions(&reader.viewer, &body, &asked.whole()).await?;
    Ok(file(&reader, &format!("avis-{}", body.slug), &table(&governance, &reader, &asked, "", &found).await?))
}

async fn table(governance: &Governance, r: &Reader, asked: &Asked, path: &str, found: &Listed<Opinion>) -> Result<Table, Problem> {
    let bodies: Vec<Uuid> = found.items.iter().flat_map(|opinion| std::iter::once(opinion.body).chain(opinion.asked_by)).collect();
    let (names, today) = (governance.body_names(&bodies).await?, governance.today());
    let row = |opinion: &Opinion| {
        let asked_by = opinion.asked_by.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| r.t("consultation-own-initiative"));
        vec![
            Cell::link(&opinion.object, format!("/avis/{}", opinion.id)),
            Cell::tag(tag(r, opinion, today)),
            Cell::text(verdict(r, opinion)),
            Cell::text(names.get(&opinion.body).cloned().unwrap_or_default()),
            Cell::text(asked_by),
            Cell::day(r, opinion.due_on),
            Cell::day(r, opinion.given_on),
        ]
    };
    Ok(Table {
        caption: r.t_with("consultation-opinion-count", &[("count", found.total.into())]),
        columns: vec![
            asked.column(r, path, "consultation-object", "titre"),
            asked.column(r, path, "decision-state", "etat"),
            Column::words(r.t("consultation-verdict")),
            Column::words(r.t("consultation-given-by")),
            Column::words(r.t("consultation-asked-by")),
            asked.column(r, path, "consultation-due", "echeance"),
            asked.dates(r, path, "consultation-given-on"),
        ],
        rows: found.items.iter().map(row).collect(),
    })
}

fn tag(r: &Reader, opinion: &Opinion, today: Day) -> Tag {
    if opinion.state.is_awaited() && opinion.due_on.is_some_and(|due| today > due) {
        return Tag::new("bad", r.t("consultation-overdue"));
    }
    let kind = match opinion.state {
        OpinionState::Requested | OpinionState::UnderExamination => "accent",
        OpinionState::Given | OpinionState::FollowedUp => "good",
        OpinionState::GivenLate | OpinionState::DeemedGiven => "warn",
        OpinionState::Withdrawn => "",
    };
    Tag::new(kind, r.t(&format!("consultation-opinion-state-{}", opinion.state.code())))
}

fn verdict(r: &Reader, opinion: &Opinion) -> String {
    opinion.verdict.map(|verdict| r.t(&format!("consultation-verdict-{}", verdict.code()))).unwrap_or_default()
}

/// Where an opinion begins: the transmission by which it was asked for, the project it is about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asking {
    demande: Option<Uuid>,
    projet: Option<Uuid>,
}

/// What a form is filled with before anybody types.
#[derive(Default)]
struct Start {
    received: Option<Transmission>,
    project: Option<ProjectFile>,
}

/// The form of a request.
pub(super) async fn blank(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(asking): Query<Asking>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let start = start(&governance, &reader, asking).await?;
    form(&governance, &reader, &body, &start, None).await
}

/// What an address says of the beginning of an opinion, as far as the reader may read it.
async fn start(governance: &Governance, r: &Reader, asking: Asking) -> Result<Start, Problem> {
    let mut start = Start::default();
    if let Some(id) = asking.demande {
        start.received = Some(governance.transmission(&r.viewer, id).await?.0);
    }
    if let Some(id) = asking.projet {
        start.project = Some(governance.project(&r.viewer, id).await?);
    }
    Ok(start)
}

/// Keeps a request.
pub(super) async fn create(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let sent = Sent::new(KEY, submitted);
    let (id, other) = (sent.id()?, sent.uuid("body"));
    let asking = Asking { demande: sent.uuid("received"), projet: sent.uuid("project") };
    let start = start(&governance, &reader, asking).await?;
    let request = OpinionRequest {
        id,
        body: other.unwrap_or(body.id),
        asked_by: other.map(|_| body.id),
        addressee: sent.words("addressee"),
        subject: start.project.as_ref().map(|file| Subject { kind: SubjectKind::Project, id: file.project.id }),
        object: sent.words("object"),
        question: sent.words("question"),
        due_on: sent.day("due_on"),
    };
    match governance.ask_opinion(&reader.viewer, request).await {
        Ok(opinion) => Ok(reader.done(&format!("/avis/{}", opinion.id), "consultation-asked")),
        Err(problem) => form(&governance, &reader, &body, &start, Some(&sent.refused(problem)?)).await,
    }
}

async fn form(governance: &Governance, r: &Reader, body: &Body, start: &Start, attempt: Option<&Attempt>) -> Result<Response, Failure> {
    let here = governance.scopes(body);
    if !r.viewer.may(&policy::OPINION_ASK, &here) {
        r.viewer.check(&policy::OPINION_GIVE, &here)?;
    }
    let (received, project) = (start.received.as_ref(), start.project.as_ref().map(|file| &file.project));
    let hidden = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let id = received.map_or_else(|| governance.database.ids().next(), |sent| sent.id);
    let title = project.map_or("", |project| project.sheet.title.as_str());
    let (object, question) = received.map_or((title, ""), |sent| (sent.title.as_str(), sent.words.as_str()));
    let due = received.map(|sent| sent.due_on.to_string()).unwrap_or_default();
    let mut fields = vec![
        Field::hidden("id", id.to_string()),
        Field::hidden("received", hidden(received.map(|sent| sent.id))),
        Field::hidden("project", hidden(project.map(|project| project.id))),
        Field::text("object").label(r.t("consultation-object")).hint(r.t("consultation-object-hint")).value(object).required(),
        Field::area("question").lines(4).label(r.t("consultation-question")).hint(r.t("consultation-question-hint")).value(question),
        Field::text("addressee").label(r.t("consultation-addressee")).hint(r.t("consultation-addressee-hint")),
        Field::date("due_on").label(r.t("consultation-due")).hint(r.t("consultation-due-hint")).value(due),
    ];
    if received.is_none() {
        let bodies = governance.every_body().await?;
        let own = std::iter::once(Choice::new("", r.t("consultation-own-initiative-choice")));
        let whom = Field::select("body").label(r.t("consultation-to-whom")).hint(r.t("consultation-to-whom-hint"));
        fields.insert(3, whom.choices(own.chain(others(&bodies, body))));
    }
    let list = format!("/instances/{}/avis", body.slug);
    let mut form = Form::new(KEY, format!("{list}/nouveau"), String::new(), r.t("consultation-send")).with(fields);
    form.cancel.clone_from(&list);
    let act = Act {
        kicker: body.name.clone(),
        title: r.t("consultation-opinion-new"),
        tags: Vec::new(),
        lede: r.t("consultation-opinion-new-lede"),
        buttons: Vec::new(),
        sections: vec![Section::new("form", String::new(), vec![form.tried(attempt).content()])],
    };
    act.page(r, "", trail(r, body, [Link::new(r.t("consultation-opinion-list"), list)]), attempt)
}

/// An opinion.
pub(super) async fn show(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    page(&governance, &reader, id, None).await
}

/// Does something to an opinion.
pub(super) async fn act(
    State(governance): State<Governance>,
    reader: Reader,
    Path((id, code)): Path<(Uuid, String)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let (sent, act) = read(&code, submitted)?;
    match governance.act_on_opinion(&reader.viewer, id, sent.revision(), act).await {
        Ok(_) => Ok(reader.done(&format!("/avis/{id}"), "consultation-done")),
        Err(problem) => page(&governance, &reader, id, Some(&sent.refused(problem)?)).await,
    }
}

fn read(code: &str, submitted: Submitted) -> Result<(Sent, OpinionAct), Problem> {
    let keys = ["take-up", "give", "amend", "confirm", "extend", "withdraw", "follow"];
    let key = keys.into_iter().find(|key| *key == code);
    let key = key.ok_or_else(|| Problem::not_found("Cette page n’existe pas.", "There is no such page."))?;
    let sent = Sent::new(key, submitted);
    let act = match key {
        "take-up" => OpinionAct::TakeUp,
        "give" => OpinionAct::Give {
            verdict: Verdict::of(sent.get("verdict")),
            grounds: sent.words("grounds"),
            decision: sent.uuid("decision"),
            on_version: sent.get("version").parse().unwrap_or_default(),
        },
        "amend" => OpinionAct::Amend { object: sent.words("object"), question: sent.words("question") },
        "confirm" => OpinionAct::Confirm,
        "extend" => OpinionAct::Extend { due_on: sent.day("due_on"), reason: sent.words("reason") },
        "withdraw" => OpinionAct::Withdraw { reason: sent.words("reason") },
        _ => OpinionAct::Follow { follow_up: FollowUp::of(sent.get("follow_up")), words: sent.words("follow_words") },
    };
    Ok((sent, act))
}

async fn page(governance: &Governance, r: &Reader, id: Uuid, attempt: Option<&Attempt>) -> Result<Response, Failure> {
    let opinion = governance.opinion(&r.viewer, id).await?;
    let body = governance.body(&opinion.body.to_string()).await?;
    let names = governance.body_names(opinion.asked_by.as_slice()).await?;
    let today = governance.today();
    let mut sections = vec![
        Section::new("facts", String::new(), facts(r, &opinion, &body, &names)),
        Section::new("verdict", r.t("consultation-verdict"), given(governance, r, &opinion).await?),
        Section::new("follow-up", r.t("consultation-follow-up"), followed(r, &opinion)),
        Section::new("acts", r.t("consultation-acts"), acts(governance, r, &opinion, attempt).await?),
    ];
    sections.retain(|section| !section.content.is_empty());
    let act = Act {
        kicker: r.t("consultation-opinion-of"),
        title: opinion.object.clone(),
        tags: vec![tag(r, &opinion, today)],
        lede: verdict(r, &opinion),
        buttons: Vec::new(),
        sections,
    };
    let list = Link::new(r.t("consultation-opinion-list"), format!("/instances/{}/avis", body.slug));
    act.page(r, "", trail(r, &body, [list]), attempt)
}

fn facts(r: &Reader, opinion: &Opinion, body: &Body, names: &HashMap<Uuid, String>) -> Vec<Content> {
    let plain = |label: &str, value: String| (r.t(label), Link::new(value, ""));
    let asked_by = opinion.asked_by.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| r.t("consultation-own-initiative"));
    let mut facts = vec![
        (r.t("consultation-given-by"), Link::new(&body.name, format!("/instances/{}", body.slug))),
        plain("consultation-asked-by", asked_by),
        plain("consultation-addressee", opinion.addressee.clone()),
        plain("consultation-question", opinion.question.clone()),
        plain("consultation-requested-on", day(r, Some(opinion.requested_on))),
        plain("consultation-due", day(r, opinion.due_on)),
        plain("consultation-reason", opinion.reason.clone()),
        plain("consultation-source", opinion.source.clone()),
    ];
    if let Some(project) = opinion.subject.filter(|subject| subject.kind == SubjectKind::Project) {
        let link = Link::new(r.t("consultation-see-project"), format!("/projets/{}", project.id));
        facts.push((r.t("consultation-about"), link));
    }
    if opinion.due_on.is_none() {
        facts.push(plain("consultation-due", r.t("consultation-due-open")));
    }
    facts.retain(|(_, value)| !value.label.is_empty());
    let mut content = Vec::new();
    if must_be_confirmed(opinion) {
        content.push(Content::Note("warn", r.t("consultation-changed-title"), r.t("consultation-changed")));
    }
    content.push(Content::Facts(facts));
    content
}

async fn given(governance: &Governance, r: &Reader, opinion: &Opinion) -> Result<Vec<Content>, Failure> {
    let mut content = Vec::new();
    if !opinion.state.is_given() {
        return Ok(content);
    }
    let said = match opinion.verdict {
        Some(_) => verdict(r, opinion),
        None => r.t("consultation-deemed"),
    };
    content.push(Content::Note("", said, day(r, opinion.given_on)));
    if !opinion.grounds.is_empty() {
        content.push(Content::text(&opinion.grounds));
    }
    if let Some(id) = opinion.decision
        && let Ok(case) = governance.decision(&r.viewer, id).await
    {
        let label = format!("{} {}", number(&case.decision), case.decision.title);
        content.push(Content::Facts(vec![(r.t("consultation-decision"), Link::new(label, format!("/decisions/{id}")))]));
    }
    Ok(content)
}

fn followed(r: &Reader, opinion: &Opinion) -> Vec<Content> {
    let Some(follow_up) = opinion.follow_up else { return Vec::new() };
    let said = r.t(&format!("consultation-follow-{}", follow_up.code()));
    vec![Content::Note("", said, day(r, opinion.followed_on)), Content::text(&opinion.follow_words)]
}

/// The forms of what the reader may do in this state.
async fn acts(governance: &Governance, r: &Reader, opinion: &Opinion, attempt: Option<&Attempt>) -> Result<Vec<Content>, Failure> {
    let giver = r.viewer.may(&policy::OPINION_GIVE, &[Scope::Body(opinion.body)]);
    let asker = opinion.asked_by.map_or(giver, |asking| r.viewer.may(&policy::OPINION_ASK, &[Scope::Body(asking)]));
    let mut forms: Vec<(&'static str, Vec<Field>)> = Vec::new();
    if giver && opinion.state == OpinionState::Requested {
        forms.push(("take-up", Vec::new()));
    }
    if giver && opinion.state == OpinionState::UnderExamination {
        forms.push(("give", giving(r, opinion, governance.adopted_by(opinion.body).await?)));
    }
    if giver && must_be_confirmed(opinion) {
        forms.push(("confirm", Vec::new()));
    }
    if asker && matches!(opinion.state, OpinionState::Given | OpinionState::GivenLate | OpinionState::DeemedGiven) {
        let what = choices(r, "consultation-follow", FollowUp::ALL.iter().map(|follow_up| follow_up.code()));
        let words = Field::area("follow_words").lines(3).label(r.t("consultation-follow-words"));
        forms.push(("follow", vec![Field::radios("follow_up").label(r.t("consultation-follow-up")).choices(what).required(), words]));
    }
    if asker && opinion.state.is_awaited() {
        let reason = || Field::text("reason").label(r.t("consultation-why")).required();
        let object = Field::text("object").label(r.t("consultation-object")).value(&opinion.object).required();
        let question = Field::area("question").lines(3).label(r.t("consultation-question")).value(&opinion.question);
        forms.push(("amend", vec![object, question]));
        forms.push(("extend", vec![Field::date("due_on").label(r.t("consultation-due")).required(), reason()]));
        forms.push(("withdraw", vec![reason()]));
    }
    let form = |(key, fields): (&'static str, Vec<Field>)| {
        let action = format!("/avis/{}/{key}", opinion.id);
        let form = Form::new(key, action, r.t(&format!("consultation-{key}-title")), r.t(&format!("consultation-{key}")));
        let form = if matches!(key, "take-up" | "give" | "follow" | "confirm") { form.open() } else { form };
        let revision = Field::hidden("revision", opinion.revision.to_string());
        form.with(std::iter::once(revision).chain(fields)).tried(attempt).content()
    };
    Ok(forms.into_iter().map(form).collect())
}

fn giving(r: &Reader, opinion: &Opinion, adopted: Vec<crate::Decision>) -> Vec<Field> {
    let decisions =
        adopted.iter().map(|decision| Choice::new(decision.id.to_string(), format!("{} · {}", number(decision), decision.title)));
    vec![
        Field::hidden("version", opinion.object_version.to_string()),
        Field::radios("verdict")
            .label(r.t("consultation-verdict"))
            .choices(choices(r, "consultation-verdict", Verdict::ALL.iter().map(|verdict| verdict.code())))
            .required(),
        Field::area("grounds").lines(6).label(r.t("consultation-grounds")).hint(r.t("consultation-grounds-hint")),
        Field::select("decision").label(r.t("consultation-decision")).hint(r.t("consultation-decision-hint")).choices(decisions),
    ]
}

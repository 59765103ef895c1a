//! The conventions of a body, and the sheet of one.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::{Day, Kind, Problem};
use bassin_web::{Column, Failure, Field, Link, Reader, Submitted};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    Body, Convention, ConventionDraft, ConventionFile, ConventionKind, ConventionState, Governance, Listed,
    pages::{
        act::{Act, Attempt, Cell, Content, Form, Section, Sent, Table, Tag, choices, trail},
        list::{Asked, List, csv as file},
    },
    policy,
    rules::convention::{ends_soon, state_on},
};

const KEY: &str = "convention";

/// The conventions a body carries or is a party to.
pub(super) async fn list(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let r = &reader;
    let body = governance.body(&slug).await?;
    let found = governance.conventions(&r.viewer, &body, &asked.listing()).await?;
    let rests = governance.rests_on_convention(&body).await?.map(|rests| match rests {
        true => Content::Note("good", r.t("convention-rests-title"), r.t("convention-rests")),
        false => Content::Note("bad", r.t("convention-lacks-title"), r.t("convention-lacks")),
    });
    let path = format!("/instances/{}/conventions", body.slug);
    let writes = r.viewer.may(&policy::CONVENTION_RUN, &governance.scopes(&body));
    let kinds = choices(r, "convention-kind", ConventionKind::ALL.iter().map(|kind| kind.code()));
    let mut filters = asked.fields(r, choices(r, "convention-state", ConventionState::ALL.iter().map(|state| state.code())));
    filters.push(asked.kinds(r, "convention-kind", "convention-every-kind", kinds));
    let list = List {
        path: &path,
        title: r.t("convention-list"),
        lede: r.t("convention-lede"),
        empty: (r.t("convention-none-title"), r.t("convention-none")),
        notes: Vec::from_iter(rests),
        new: writes.then(|| Link::new(r.t("convention-new"), format!("{path}/nouvelle"))),
        filters,
        table: table(&governance, r, &asked, &path, &found).await?,
        total: found.total,
        years: found.years,
    };
    list.page(&governance, r, &asked, Some((&body, "conventions"))).await
}

/// The same, whole, as a file.
pub(super) async fn csv(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let found = governance.conventions(&reader.viewer, &body, &asked.whole()).await?;
    Ok(file(&reader, &format!("conventions-{}", body.slug), &table(&governance, &reader, &asked, "", &found).await?))
}

async fn table(governance: &Governance, r: &Reader, asked: &Asked, path: &str, found: &Listed<Convention>) -> Result<Table, Problem> {
    let bodies: Vec<Uuid> = found.items.iter().map(|convention| convention.body).collect();
    let (names, today) = (governance.body_names(&bodies).await?, governance.today());
    let row = |convention: &Convention| {
        vec![
            Cell::link(&convention.title, format!("/conventions/{}", convention.id)),
            Cell::tag(tag(r, convention, today)),
            Cell::text(r.t(&format!("convention-kind-{}", convention.kind.code()))),
            Cell::text(names.get(&convention.body).cloned().unwrap_or_default()),
            Cell::day(r, convention.starts_on),
            Cell::day(r, convention.ends_on),
        ]
    };
    Ok(Table {
        caption: r.t_with("convention-count", &[("count", found.total.into())]),
        columns: vec![
            asked.column(r, path, "convention-title", "titre"),
            asked.column(r, path, "decision-state", "etat"),
            Column::words(r.t("convention-kind")),
            Column::words(r.t("convention-body")),
            asked.dates(r, path, "convention-starts"),
            asked.column(r, path, "convention-ends", "echeance"),
        ],
        rows: found.items.iter().map(row).collect(),
    })
}

/// Where a convention stands on a day, in colour and words.
pub(super) fn tag(r: &Reader, convention: &Convention, today: Day) -> Tag {
    let state = if convention.state == ConventionState::InForce { state_on(convention, &[], today) } else { convention.state };
    if ends_soon(convention, today) {
        return Tag::new("warn", r.t("convention-ends-soon"));
    }
    let kind = match state {
        ConventionState::InForce => "good",
        ConventionState::ToSign | ConventionState::PartlySigned => "accent",
        ConventionState::Expired | ConventionState::Terminated => "bad",
        _ => "",
    };
    Tag::new(kind, r.t(&format!("convention-state-{}", state.code())))
}

/// What a new convention follows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Follows {
    avenant: Option<Uuid>,
    renouvelle: Option<Uuid>,
}

/// The form of a new convention.
pub(super) async fn blank(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(follows): Query<Follows>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let follows = follows.avenant.map(|id| (id, false)).or(follows.renouvelle.map(|id| (id, true)));
    let mut draft = empty(governance.database.ids().next(), follows);
    if let Some((id, _)) = follows {
        let before = governance.convention(&reader.viewer, id).await?;
        draft = ConventionDraft { text: before.text().to_owned(), ..drafted(&before, draft.id) };
        draft.follows = follows;
    }
    form(&governance, &reader, &body, &draft, None, None).await
}

const fn empty(id: Uuid, follows: Option<(Uuid, bool)>) -> ConventionDraft {
    ConventionDraft {
        id,
        kind: ConventionKind::Partnership,
        title: String::new(),
        text: String::new(),
        reason: String::new(),
        starts_on: None,
        ends_on: None,
        public: true,
        follows,
    }
}

fn drafted(file: &ConventionFile, id: Uuid) -> ConventionDraft {
    let convention = &file.convention;
    ConventionDraft {
        id,
        kind: convention.kind,
        title: convention.title.clone(),
        text: file.text().to_owned(),
        reason: String::new(),
        starts_on: convention.starts_on,
        ends_on: convention.ends_on,
        public: convention.public,
        follows: None,
    }
}

/// Keeps a new convention.
pub(super) async fn create(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let sent = Sent::new(KEY, submitted);
    let draft = read(&sent, sent.id()?);
    match governance.draft_convention(&reader.viewer, body.id, draft.clone()).await {
        Ok(convention) => Ok(reader.done(&format!("/conventions/{}", convention.id), "convention-drafted")),
        Err(problem) => form(&governance, &reader, &body, &draft, None, Some(&sent.refused(problem)?)).await,
    }
}

/// The form of a convention that is being written.
pub(super) async fn edit(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let file = governance.convention(&reader.viewer, id).await?;
    form(&governance, &reader, &file.body, &drafted(&file, id), Some(&file), None).await
}

/// Changes it.
pub(super) async fn change(
    State(governance): State<Governance>,
    reader: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let file = governance.convention(&reader.viewer, id).await?;
    let sent = Sent::new(KEY, submitted);
    match governance.edit_convention(&reader.viewer, sent.revision(), read(&sent, id)).await {
        Ok(_) => Ok(reader.done(&format!("/conventions/{id}"), "convention-edited")),
        Err(problem) => form(&governance, &reader, &file.body, &drafted(&file, id), Some(&file), Some(&sent.refused(problem)?)).await,
    }
}

fn read(sent: &Sent, id: Uuid) -> ConventionDraft {
    ConventionDraft {
        id,
        kind: ConventionKind::of(sent.get("kind")).unwrap_or(ConventionKind::Partnership),
        title: sent.words("title"),
        text: sent.words("text"),
        reason: sent.words("reason"),
        starts_on: sent.day("starts_on"),
        ends_on: sent.day("ends_on"),
        public: sent.flag("public"),
        follows: sent.uuid("follows").map(|follows| (follows, sent.flag("renews"))),
    }
}

async fn form(
    governance: &Governance,
    r: &Reader,
    body: &Body,
    draft: &ConventionDraft,
    known: Option<&ConventionFile>,
    attempt: Option<&Attempt>,
) -> Result<Response, Failure> {
    r.viewer.check(&policy::CONVENTION_RUN, &governance.scopes(body))?;
    let list = format!("/instances/{}/conventions", body.slug);
    let (action, back) = match known {
        Some(file) => (format!("/conventions/{}/modifier", file.convention.id), format!("/conventions/{}", file.convention.id)),
        None => (format!("{list}/nouvelle"), list.clone()),
    };
    let mut form = Form::new(KEY, action, String::new(), r.t("decision-save")).with(fields(r, draft, known));
    form.cancel = back;
    let mut content = Vec::new();
    if let (Some(file), Some(attempt)) = (known, attempt)
        && attempt.problem.kind == Kind::Conflict
    {
        content.push(Content::Note("warn", r.t("decision-stored-title"), file.convention.title.clone()));
        content.push(Content::text(file.text()));
    }
    content.push(form.tried(attempt).content());
    let title = match (known.is_some(), draft.follows) {
        (true, _) => "convention-edit",
        (_, Some((_, true))) => "convention-renew",
        (_, Some((_, false))) => "convention-amend",
        _ => "convention-new",
    };
    let act = Act {
        kicker: body.name.clone(),
        title: r.t(title),
        tags: Vec::new(),
        lede: r.t("convention-form-lede"),
        buttons: Vec::new(),
        sections: vec![Section::new("form", String::new(), content)],
    };
    act.page(r, "", trail(r, body, [Link::new(r.t("convention-list"), list)]), attempt)
}

fn fields(r: &Reader, draft: &ConventionDraft, known: Option<&ConventionFile>) -> Vec<Field> {
    let date = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let revision = known.map_or(0, |file| file.convention.revision);
    let mut fields = vec![
        Field::hidden("id", draft.id.to_string()),
        Field::hidden("revision", revision.to_string()),
        Field::hidden("follows", draft.follows.map(|(id, _)| id.to_string()).unwrap_or_default()),
        Field::hidden("renews", if draft.follows.is_some_and(|(_, renews)| renews) { "1" } else { "0" }),
        Field::text("title").label(r.t("convention-title")).value(&draft.title).required(),
        Field::radios("kind")
            .label(r.t("convention-kind"))
            .choices(choices(r, "convention-kind", ConventionKind::ALL.iter().map(|kind| kind.code())))
            .value(draft.kind.code()),
        Field::date("starts_on").label(r.t("convention-starts")).value(date(draft.starts_on)),
        Field::date("ends_on").label(r.t("convention-ends")).hint(r.t("convention-ends-hint")).value(date(draft.ends_on)),
        Field::area("text").lines(16).label(r.t("convention-text")).hint(r.t("convention-text-hint")).value(&draft.text).required(),
    ];
    if known.is_some_and(|file| file.convention.state == ConventionState::Negotiated) {
        fields.push(Field::text("reason").label(r.t("decision-rework-words")));
    }
    fields.push(Field::checkbox("public").label(r.t("convention-public")).ticked(draft.public));
    fields
}

//! Pages of the inventory of practices and tools.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use bassin_documents::write::{self, Value};
use bassin_kernel::{Kind, Problem, Scope, address};
use bassin_web::{Choice, Failure, Field, Link, Page, Pager, Reader, Submitted};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    SECTION,
    project::{address_of, download, form::FormPage},
};
use crate::{
    Body, Content, Governance, PRACTICE_KINDS, Practice, PracticeDraft, PracticeFilter, PracticeSheet, commands::practice_may_change,
    policy,
};

/// How many practices a page shows.
const SIZE: u64 = 20;

pub(super) fn routes() -> Router<Governance> {
    Router::new()
        .route("/pratiques", get(list))
        .route("/pratiques.csv", get(csv))
        .route("/pratiques/nouvelle", get(new).post(create))
        .route("/pratiques/{id}", get(show))
        .route("/pratiques/{id}/modifier", get(form).post(save))
        .route("/pratiques/{id}/publication", post(publish))
}

/// What an address asks for.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    nature: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    page: String,
    projet: Option<Uuid>,
}

impl Asked {
    fn filter(&self) -> PracticeFilter {
        PracticeFilter { words: self.q.clone(), kind: self.nature.clone(), theme: self.theme.clone() }
    }

    fn with(&self, path: &str, page: u64) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let pairs = [("q", self.q.as_str()), ("nature", &self.nature), ("theme", &self.theme), ("page", &page)];
        address(path, &pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>())
    }
}

struct Card {
    title: String,
    address: String,
    kind: String,
    theme: String,
    user: String,
    published: bool,
    demonstration: bool,
}

#[derive(Template)]
#[template(path = "practice_list.html")]
struct ListView<'a> {
    r: &'a Reader,
    filters: Vec<Field>,
    count: String,
    cards: Vec<Card>,
    pager: Pager,
    csv: String,
    new: String,
    filtered: bool,
}

fn kind_name(reader: &Reader, kind: &str) -> String {
    if PRACTICE_KINDS.contains(&kind) { reader.t(&format!("practice-kind-{kind}")) } else { String::new() }
}

fn practice_address(id: Uuid) -> String {
    format!("/pratiques/{id}")
}

async fn list(State(governance): State<Governance>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let found = governance.practices(&reader.viewer, &asked.filter()).await?;
    let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let pager = Pager::new(asked.page.parse().unwrap_or(1), SIZE, total, |page| asked.with("/pratiques", page));
    let skipped = usize::try_from((pager.page - 1) * SIZE).unwrap_or(usize::MAX);
    let cards = found.into_iter().skip(skipped).take(usize::try_from(SIZE).unwrap_or(usize::MAX)).map(|practice| card(&reader, practice));
    let proposes = !governance.practice_bodies(&reader.viewer).await?.is_empty();
    let kinds = PRACTICE_KINDS.iter().map(|kind| Choice::new(*kind, kind_name(&reader, kind)));
    let kinds = std::iter::once(Choice::new("", reader.t("practice-any-kind"))).chain(kinds);
    let view = ListView {
        r: &reader,
        filters: vec![
            Field::text("q").label(reader.t("practice-words-filter")).value(asked.q.clone()),
            Field::select("nature").label(reader.t("practice-kind")).choices(kinds).value(asked.nature.clone()),
            Field::text("theme").label(reader.t("practice-theme")).value(asked.theme.clone()),
        ],
        count: reader.t_with("practice-count", &[("count", total.into())]),
        cards: cards.collect(),
        pager,
        csv: asked.with("/pratiques.csv", 1),
        new: if proposes { "/pratiques/nouvelle".to_owned() } else { String::new() },
        filtered: asked.filter() != PracticeFilter::default(),
    };
    let page = Page::of(reader.t("practice-list-title"), &view)?.section(SECTION).description(reader.t("practice-list-lede"));
    Ok(reader.page(page))
}

fn card(reader: &Reader, practice: Practice) -> Card {
    Card {
        address: practice_address(practice.id),
        kind: kind_name(reader, &practice.sheet.kind),
        title: practice.sheet.title,
        theme: practice.sheet.theme,
        user: practice.sheet.user,
        published: practice.published,
        demonstration: practice.content == Content::Demonstration,
    }
}

async fn csv(State(governance): State<Governance>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let found = governance.practices(&reader.viewer, &asked.filter()).await?;
    let keys = ["title", "kind", "description", "public", "theme", "user", "contact", "source"];
    let headers: Vec<String> = keys.iter().map(|key| reader.t(&format!("practice-{key}"))).collect();
    let rows = found.into_iter().map(|practice| {
        let kind = kind_name(&reader, &practice.sheet.kind);
        let sheet = practice.sheet;
        let texts = [sheet.title, kind, sheet.description, sheet.public, sheet.theme, sheet.user, sheet.contact, sheet.source];
        texts.into_iter().map(Value::Text).collect()
    });
    let bytes = write::csv(&headers, &rows.collect::<Vec<_>>(), reader.language);
    Ok(download(bytes, "text/csv; charset=utf-8", "pratiques.csv"))
}

#[derive(Template)]
#[template(path = "practice_show.html")]
struct ShowView<'a> {
    r: &'a Reader,
    title: &'a str,
    kind: String,
    published: bool,
    demonstration: bool,
    description: &'a str,
    facts: Vec<(String, String)>,
    body: Option<Link>,
    project: String,
    edit: String,
    publication: String,
}

async fn show(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let practice = governance.practice(&reader.viewer, id).await?;
    let sheet = &practice.sheet;
    let facts = [
        ("practice-public", &sheet.public),
        ("practice-theme", &sheet.theme),
        ("practice-user", &sheet.user),
        ("practice-contact", &sheet.contact),
        ("practice-source", &sheet.source),
    ];
    let facts =
        facts.into_iter().map(|(key, value)| (reader.t(key), if value.is_empty() { reader.t("practice-open") } else { value.clone() }));
    let bodies = governance.bodies_of(&[practice.body]).await?;
    let at = practice_address(id);
    let when = |condition: bool, address: String| if condition { address } else { String::new() };
    let project = match practice.project {
        Some(project) => governance.project(&reader.viewer, project).await.ok().map(|file| address_of(file.project.id)),
        None => None,
    };
    let view = ShowView {
        r: &reader,
        title: &sheet.title,
        kind: kind_name(&reader, &sheet.kind),
        published: practice.published,
        demonstration: practice.content == Content::Demonstration,
        description: &sheet.description,
        facts: facts.collect(),
        body: bodies.first().map(|body| Link::new(&body.name, format!("/instances/{}", body.slug))),
        project: project.unwrap_or_default(),
        edit: when(practice_may_change(&reader.viewer, &practice), format!("{at}/modifier")),
        publication: when(reader.viewer.may(&policy::PRACTICE_PUBLISH, &[Scope::Body(practice.body)]), format!("{at}/publication")),
    };
    let trail = [Link::new(reader.t("practice-list-title"), "/pratiques")];
    Ok(reader.page(Page::of(&sheet.title, &view)?.section(SECTION).trail(trail)))
}

fn fields(reader: &Reader, draft: &PracticeDraft, bodies: &[Body]) -> Vec<Field> {
    let (r, sheet) = (reader, &draft.sheet);
    let line = |name: &str, value: &str| Field::text(name).label(r.t(&format!("practice-{name}"))).value(value);
    let kinds = PRACTICE_KINDS.iter().map(|kind| Choice::new(*kind, kind_name(r, kind)));
    let bodies = bodies.iter().map(|body| Choice::new(body.id.to_string(), &body.name));
    let mut fields = vec![
        Field::hidden("id", draft.id.to_string()),
        Field::hidden("revision", draft.revision.map(|revision| revision.to_string()).unwrap_or_default()),
        Field::hidden("project", draft.project.map(|project| project.to_string()).unwrap_or_default()),
        line("title", &sheet.title).required(),
        Field::radios("kind").label(r.t("practice-kind")).choices(kinds).value(&sheet.kind).required(),
        Field::area("description")
            .label(r.t("practice-description"))
            .hint(r.t("practice-description-hint"))
            .value(&sheet.description)
            .required(),
        line("public", &sheet.public),
        line("theme", &sheet.theme),
        line("user", &sheet.user).hint(r.t("practice-user-hint")).required(),
        line("contact", &sheet.contact).hint(r.t("practice-contact-hint")),
        line("source", &sheet.source).hint(r.t("practice-source-hint")),
    ];
    if draft.revision.is_none() {
        let body = draft.body.map(|body| body.to_string()).unwrap_or_default();
        fields.insert(
            3,
            Field::select("body").label(r.t("practice-body")).hint(r.t("practice-body-hint")).choices(bodies).value(body).required(),
        );
    }
    fields
}

fn read(submitted: &Submitted, id: Uuid) -> PracticeDraft {
    let text = |name: &str| submitted.get(name).to_owned();
    let sheet = PracticeSheet {
        title: text("title"),
        kind: text("kind"),
        description: text("description"),
        public: text("public"),
        theme: text("theme"),
        user: text("user"),
        contact: text("contact"),
        source: text("source"),
    };
    PracticeDraft {
        id,
        revision: submitted.get("revision").parse().ok(),
        body: submitted.uuid("body"),
        project: submitted.uuid("project"),
        sheet,
    }
}

/// A new practice; from a project, its results are what is first said of it.
async fn new(State(governance): State<Governance>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let bodies = governance.practice_bodies(&reader.viewer).await?;
    if bodies.is_empty() {
        reader.viewer.check(&policy::PRACTICE_WRITE, &[])?;
    }
    let mut draft = PracticeDraft {
        id: governance.fresh(),
        revision: None,
        body: bodies.first().map(|body| body.id),
        project: None,
        sheet: PracticeSheet { kind: "practice".to_owned(), ..PracticeSheet::default() },
    };
    if let Some(project) = asked.projet {
        let file = governance.project(&reader.viewer, project).await?;
        let evaluated = file.events.iter().find(|event| event.fact == crate::ProjectFact::Evaluated);
        draft.project = Some(project);
        draft.body = file.project.poles.iter().copied().find(|pole| bodies.iter().any(|body| body.id == *pole)).or(draft.body);
        draft.sheet.title.clone_from(&file.project.sheet.title);
        draft.sheet.user.clone_from(&file.project.sheet.lead.name);
        draft.sheet.description = evaluated.map_or_else(|| file.project.sheet.expected.clone(), |event| event.words.clone());
    }
    let fields = fields(&reader, &draft, &bodies);
    page(&reader, None, fields, Vec::new(), Vec::new(), StatusCode::OK)
}

async fn create(State(governance): State<Governance>, reader: Reader, submitted: Submitted) -> Result<Response, Failure> {
    let id = submitted.uuid("id").unwrap_or_else(|| governance.fresh());
    keep(&governance, &reader, &submitted, id, None).await
}

async fn form(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let practice = governance.practice(&reader.viewer, id).await?;
    if !practice_may_change(&reader.viewer, &practice) {
        reader.viewer.check(&policy::PRACTICE_PUBLISH, &[Scope::Body(practice.body)])?;
    }
    let draft = PracticeDraft {
        id,
        revision: Some(practice.revision),
        body: Some(practice.body),
        project: practice.project,
        sheet: practice.sheet.clone(),
    };
    let fields = fields(&reader, &draft, &[]);
    page(&reader, Some(&practice), fields, Vec::new(), Vec::new(), StatusCode::OK)
}

async fn save(
    State(governance): State<Governance>,
    reader: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let practice = governance.practice(&reader.viewer, id).await?;
    keep(&governance, &reader, &submitted, id, Some(practice)).await
}

async fn keep(
    governance: &Governance,
    reader: &Reader,
    submitted: &Submitted,
    id: Uuid,
    stored: Option<Practice>,
) -> Result<Response, Failure> {
    let draft = read(submitted, id);
    let problem = match governance.save_practice(&reader.viewer, draft.clone()).await {
        Ok(practice) => return Ok(reader.done(&practice_address(practice.id), "practice-saved")),
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::Conflict) => problem,
        Err(problem) => return Err(problem.into()),
    };
    let bodies = governance.practice_bodies(&reader.viewer).await?;
    let mut fields = fields(reader, &draft, &bodies);
    Field::fill(&mut fields, submitted);
    let rest = Field::with_errors(&mut fields, &problem);
    let (mut kept, mut status) = (Vec::new(), StatusCode::UNPROCESSABLE_ENTITY);
    if problem.kind == Kind::Conflict
        && let Some(practice) = &stored
    {
        status = StatusCode::CONFLICT;
        kept = differences(reader, &practice.sheet, &draft.sheet);
        for field in fields.iter_mut().filter(|field| field.name == "revision") {
            *field = Field::hidden("revision", practice.revision.to_string());
        }
    }
    page(reader, stored.as_ref(), fields, rest, kept, status)
}

/// What is stored now and was typed otherwise.
fn differences(reader: &Reader, stored: &PracticeSheet, typed: &PracticeSheet) -> Vec<(String, String)> {
    let told = |sheet: &PracticeSheet| {
        let pairs = [
            ("title", &sheet.title),
            ("description", &sheet.description),
            ("public", &sheet.public),
            ("theme", &sheet.theme),
            ("user", &sheet.user),
            ("contact", &sheet.contact),
            ("source", &sheet.source),
        ];
        pairs.map(|(key, value)| (key, value.clone()))
    };
    let changed = told(stored).into_iter().zip(told(typed)).filter(|(stored, typed)| stored != typed);
    changed.map(|((key, value), _)| (reader.t(&format!("practice-{key}")), value)).collect()
}

fn page(
    reader: &Reader,
    stored: Option<&Practice>,
    fields: Vec<Field>,
    rest: Vec<bassin_kernel::Violation>,
    kept: Vec<(String, String)>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let (title, action, cancel) = match stored {
        Some(practice) => {
            let at = practice_address(practice.id);
            (reader.t("practice-edit"), format!("{at}/modifier"), at)
        }
        None => (reader.t("practice-new"), "/pratiques/nouvelle".to_owned(), "/pratiques".to_owned()),
    };
    let view = FormPage {
        r: reader,
        kicker: reader.t("practice-list-title"),
        title: title.clone(),
        lede: reader.t("practice-form-lede"),
        stored: kept,
        action,
        fields,
        rest,
        submit: reader.t("practice-save"),
        cancel,
    };
    let trail = [Link::new(reader.t("practice-list-title"), "/pratiques")];
    Ok(reader.page(Page::of(title, &view)?.section(SECTION).trail(trail).status(status)))
}

async fn publish(
    State(governance): State<Governance>,
    reader: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let published = match submitted.get("published") {
        "1" => true,
        "0" => false,
        _ => {
            return Err(Problem::invalid(
                "practice-publication",
                "Dites s’il faut publier ou retirer.",
                "Say whether to publish or withdraw.",
            )
            .into());
        }
    };
    governance.publish_practice(&reader.viewer, id, published).await?;
    Ok(reader.done(&practice_address(id), if published { "practice-published" } else { "practice-withdrawn" }))
}

//! The form of a project: a new one, a draft, a version to mend.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Kind, Problem, Violation};
use bassin_web::{Choice, Failure, Field, Link, Page, Picked, Reader, Submitted};
use serde::Deserialize;
use uuid::Uuid;

use super::{address_of, form::FormPage, lines, sheet::Sources, trail};
use crate::{
    Body, Governance, Nature, Partner, ProjectDraft, ProjectFile, ProjectSheet,
    commands::project_right,
    pages::SECTION,
    policy,
    statute::{Item, ProjectRule},
};

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pole: String,
}

/// What a form is made from: the poles that may carry the project and what their statute asks.
struct Ground {
    poles: Vec<Body>,
    rule: ProjectRule,
}

impl Ground {
    /// The rules of the first of `chosen`.
    async fn of(governance: &Governance, chosen: &[Uuid]) -> Result<Self, Problem> {
        let poles = governance.poles().await?;
        let first = chosen.first().and_then(|id| poles.iter().find(|pole| pole.id == *id)).or_else(|| poles.first());
        let rule = first.and_then(|pole| governance.project_rule(pole)).cloned();
        let none = || {
            Problem::not_found("Aucune instance ne porte de projets sur cette plateforme.", "No body carries projects on this platform.")
        };
        Ok(Self { rule: rule.ok_or_else(none)?, poles })
    }
}

fn fields(reader: &Reader, ground: &Ground, draft: &ProjectDraft) -> Vec<Field> {
    let (r, sheet) = (reader, &draft.sheet);
    let text = |name: &str, value: &str| {
        Field::area(name).label(r.t(&format!("project-{name}"))).hint(r.t(&format!("project-{name}-hint"))).value(value)
    };
    let items = |items: &[Item]| items.iter().map(|item| Choice::new(&item.code, r.text(&item.name))).collect::<Vec<_>>();
    let several = |name: &str, key: &str, choices: Vec<Choice>, chosen: Vec<String>| {
        Field::checkboxes(name).label(r.t(key)).choices(choices).values(chosen)
    };
    let poles = ground.poles.iter().map(|pole| Choice::new(pole.id.to_string(), &pole.name)).collect();
    let day = |name: &str, key: &str, on: Option<bassin_kernel::Day>| {
        Field::date(name).label(r.t(key)).value(on.map(|on| on.to_string()).unwrap_or_default())
    };
    let mut fields = vec![
        Field::hidden("id", draft.id.to_string()),
        Field::hidden("revision", draft.revision.map(|revision| revision.to_string()).unwrap_or_default()),
        several("poles", "project-poles", poles, draft.poles.iter().map(Uuid::to_string).collect())
            .hint(r.t("project-poles-hint"))
            .required(),
        Field::text("title").label(r.t("project-title")).value(&sheet.title).required(),
        text("summary", &sheet.summary).lines(4),
        text("need", &sheet.need),
        text("link", &sheet.link).lines(4),
        several("aspects", "project-aspects", items(&ground.rule.aspects), sheet.aspects.clone()).hint(r.t("project-aspects-hint")),
    ];
    for nature in &ground.rule.natures {
        let written = sheet.natures.iter().find(|found| found.code == nature.code).map_or("", |found| found.justification.as_str());
        let label = r.t_with("project-nature", &[("nature", r.text(&nature.name).into())]);
        fields.push(Field::area(format!("nature-{}", nature.code)).label(label).hint(r.t("project-nature-hint")).value(written).lines(3));
    }
    let lead = sheet.lead.organisation.map(|id| id.to_string()).unwrap_or_default();
    fields.extend([
        several("publics", "project-publics", items(&ground.rule.publics), sheet.publics.clone()),
        Field::picker("lead", "/structures/suggestions?q=")
            .label(r.t("project-lead"))
            .hint(r.t("project-lead-hint"))
            .value(lead)
            .shown(&sheet.lead.name),
        text("partners", &lines::typed_partners(&sheet.partners)),
        Field::text("territory").label(r.t("project-territory")).hint(r.t("project-territory-hint")).value(&sheet.territory),
        day("starts", "project-starts", sheet.starts_on),
        day("ends", "project-ends", sheet.ends_on),
        text("steps", &lines::typed_steps(&sheet.steps)),
        text("budget", &lines::typed_budget(&sheet.budget, r.language)),
        text("expected", &sheet.expected),
    ]);
    fields
}

/// What a form sends, and what cannot be read in it.
fn read(governance: &Governance, ground: &Ground, submitted: &Submitted, id: Uuid) -> (ProjectDraft, Vec<Violation>) {
    let mut wrong = Vec::new();
    let mut day = |name: &str| {
        let on = submitted.day(name);
        if on.is_none() && !submitted.get(name).is_empty() {
            wrong.push(
                Violation::new("project-day", "Ce n’est pas une date (jour/mois/année).", "This is not a day (day/month/year).").on(name),
            );
        }
        on
    };
    let (starts_on, ends_on) = (day("starts"), day("ends"));
    let steps = lines::steps(submitted.get("steps")).unwrap_or_else(|unread| {
        wrong.extend(unread);
        Vec::new()
    });
    let budget = lines::budget(submitted.get("budget")).unwrap_or_else(|unread| {
        wrong.extend(unread);
        Vec::new()
    });
    let territory = submitted.get("territory").to_owned();
    if !territory.is_empty()
        && let Err(problem) = governance.territory.resolve(&territory)
    {
        wrong.extend(problem.violations.into_iter().map(|violation| violation.on("territory")));
    }
    let natures = ground.rule.natures.iter().filter_map(|nature| {
        let justification = submitted.get(&format!("nature-{}", nature.code)).to_owned();
        (!justification.is_empty()).then(|| Nature { code: nature.code.clone(), justification })
    });
    let all = |name: &str| submitted.all(name).map(str::to_owned).collect();
    let text = |name: &str| submitted.get(name).to_owned();
    let sheet = ProjectSheet {
        title: text("title"),
        summary: text("summary"),
        need: text("need"),
        link: text("link"),
        aspects: all("aspects"),
        natures: natures.collect(),
        publics: all("publics"),
        lead: lead(submitted),
        partners: lines::partners(submitted.get("partners")),
        territory,
        starts_on,
        ends_on,
        steps,
        budget,
        expected: text("expected"),
    };
    let poles = submitted.all("poles").filter_map(|pole| pole.parse().ok()).collect();
    let revision = submitted.get("revision").parse().ok();
    (ProjectDraft { id, revision, poles, sheet }, wrong)
}

fn lead(submitted: &Submitted) -> Partner {
    let name = submitted.get("lead-words").to_owned();
    let organisation = match submitted.picked("lead") {
        Picked::Id(id) => Some(id),
        Picked::Words(_) | Picked::Nothing => None,
    };
    Partner { organisation, name, role: String::new() }
}

pub(super) async fn new(State(governance): State<Governance>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let mine = governance.project_poles(&reader.viewer).await?;
    let pole = mine.iter().find(|pole| pole.slug == asked.pole).or_else(|| mine.first());
    let Some(pole) = pole else {
        reader.viewer.check(&policy::PROJECT_WRITE, &[])?;
        return Err(Problem::not_found("Aucun pôle ne porte de projets.", "No pole carries projects.").into());
    };
    let draft = ProjectDraft { id: governance.fresh(), revision: None, poles: vec![pole.id], sheet: ProjectSheet::default() };
    let ground = Ground::of(&governance, &draft.poles).await?;
    let fields = fields(&reader, &ground, &draft);
    page(&reader, None, fields, Vec::new(), Vec::new(), StatusCode::OK)
}

pub(super) async fn create(State(governance): State<Governance>, reader: Reader, submitted: Submitted) -> Result<Response, Failure> {
    let id = submitted.uuid("id").unwrap_or_else(|| governance.fresh());
    keep(&governance, &reader, submitted, id, None).await
}

pub(super) async fn form(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let file = governance.project(&reader.viewer, id).await?;
    reader.viewer.check(&policy::PROJECT_WRITE, &project_right(&file.project, &crate::ProjectFact::Noted).1)?;
    let project = file.project.clone();
    let draft = ProjectDraft { id, revision: Some(project.revision), poles: project.poles, sheet: project.sheet };
    let ground = Ground::of(&governance, &draft.poles).await?;
    let fields = fields(&reader, &ground, &draft);
    page(&reader, Some(&file), fields, Vec::new(), Vec::new(), StatusCode::OK)
}

pub(super) async fn save(
    State(governance): State<Governance>,
    reader: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let file = governance.project(&reader.viewer, id).await?;
    keep(&governance, &reader, submitted, id, Some(file)).await
}

/// Saves what was sent, or shows it again with all that is wrong; with what is stored now when somebody else changed it.
async fn keep(
    governance: &Governance,
    reader: &Reader,
    submitted: Submitted,
    id: Uuid,
    stored: Option<ProjectFile>,
) -> Result<Response, Failure> {
    let chosen: Vec<Uuid> = submitted.all("poles").filter_map(|pole| pole.parse().ok()).collect();
    let ground = Ground::of(governance, &chosen).await?;
    let (draft, unread) = read(governance, &ground, &submitted, id);
    let problem = if unread.is_empty() {
        match governance.save_project(&reader.viewer, draft.clone()).await {
            Ok(file) => return Ok(reader.done(&address_of(file.project.id), "project-saved")),
            Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::Conflict) => problem,
            Err(problem) => return Err(problem.into()),
        }
    } else {
        Problem::new(Kind::Invalid, unread)
    };
    let mut fields = fields(reader, &ground, &draft);
    Field::fill(&mut fields, &submitted);
    let rest = Field::with_errors(&mut fields, &problem);
    let mut kept = Vec::new();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if problem.kind == Kind::Conflict
        && let Some(file) = &stored
    {
        status = StatusCode::CONFLICT;
        kept = differences(governance, reader, file, &draft).await?;
        for field in fields.iter_mut().filter(|field| field.name == "revision") {
            *field = Field::hidden("revision", file.project.revision.to_string());
        }
    }
    page(reader, stored.as_ref(), fields, rest, kept, status)
}

/// What is stored now and was typed otherwise.
async fn differences(
    governance: &Governance,
    reader: &Reader,
    file: &ProjectFile,
    draft: &ProjectDraft,
) -> Result<Vec<(String, String)>, Problem> {
    let mut typed = file.clone();
    typed.project.sheet = draft.sheet.clone();
    typed.project.poles.clone_from(&draft.poles);
    let ids: Vec<Uuid> = file.project.poles.iter().chain(&draft.poles).copied().collect();
    let bodies = governance.bodies_of(&ids).await?;
    let told = |file: &ProjectFile| told(&Sources::of(governance, reader, file, &bodies));
    let (stored, typed) = (told(file), told(&typed));
    Ok(stored.into_iter().filter(|fact| !typed.contains(fact)).collect())
}

/// A sheet as labels and values.
fn told(sources: &Sources<'_>) -> Vec<(String, String)> {
    use bassin_documents::Block;
    let mut facts = vec![(sources.reader.t("project-title"), sources.file.project.sheet.title.clone())];
    facts.extend(sources.facts());
    let mut heading = String::new();
    for block in sources.blocks() {
        match block {
            Block::Heading(_, text) => heading = text,
            Block::Paragraph(text) => facts.push((heading.clone(), text)),
            Block::List(items) => facts.push((heading.clone(), items.join("\n"))),
            Block::Facts(pairs) => facts.extend(pairs),
            Block::Table { rows, .. } => {
                facts.push((heading.clone(), rows.iter().map(|row| row.join(" ; ")).collect::<Vec<_>>().join("\n")));
            }
            Block::Remark(_) | Block::Bars(_) | Block::Signatures(_) | Block::Break => {}
        }
    }
    facts
}

fn page(
    reader: &Reader,
    stored: Option<&ProjectFile>,
    fields: Vec<Field>,
    rest: Vec<Violation>,
    kept: Vec<(String, String)>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let (title, action, cancel) = match stored {
        Some(file) => {
            let at = address_of(file.project.id);
            (reader.t("project-edit"), format!("{at}/modifier"), at)
        }
        None => (reader.t("project-new"), "/projets/nouveau".to_owned(), "/projets".to_owned()),
    };
    let view = FormPage {
        r: reader,
        kicker: stored.map_or_else(|| reader.t("project-list-title"), |file| file.project.sheet.title.clone()),
        title: title.clone(),
        lede: reader.t("project-form-lede"),
        stored: kept,
        action,
        fields,
        rest,
        submit: reader.t("project-save"),
        cancel,
    };
    let here = stored.map(|file| Link::new(&file.project.sheet.title, address_of(file.project.id)));
    Ok(reader.page(Page::of(title, &view)?.section(SECTION).trail(trail(reader).into_iter().chain(here)).status(status)))
}

/// A new version of a project returned or refused.
pub(super) async fn rework(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let file = governance.rework_project(&reader.viewer, id, governance.fresh()).await?;
    Ok(reader.done(&address_of(file.project.id), "project-reworked"))
}

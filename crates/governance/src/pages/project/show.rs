//! The page of a project: its sheet, what the viewer may do, what happened; and its documents.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_documents::Block;
use bassin_kernel::{Problem, Scope, Violation, text};
use bassin_web::{Failure, Link, Page, Reader};
use uuid::Uuid;

use super::{act::ACTS, address_of, download, name_of, sheet::Sources, state_kind, state_name, trail};
use crate::{Body, Content, Governance, ProjectFact, ProjectFile, ProjectState, commands::project_right, pages::SECTION, policy, rules};

/// Something the viewer may do, now or once some rules are met.
struct Action {
    label: String,
    address: String,
    unmet: Vec<Violation>,
}

/// One line of the history.
struct Happened {
    when: String,
    day: String,
    what: String,
    who: String,
    words: String,
    act: String,
}

#[derive(Template)]
#[template(path = "project_show.html")]
struct View<'a> {
    r: &'a Reader,
    title: &'a str,
    poles: Vec<Link>,
    state: String,
    kind: &'static str,
    demonstration: bool,
    facts: Vec<(String, String)>,
    blocks: Vec<Block>,
    actions: Vec<Action>,
    edit: String,
    rework: String,
    practice: String,
    decide: Vec<Link>,
    ask: Vec<Link>,
    adoptions: Vec<Link>,
    previous: String,
    next: String,
    history: Vec<Happened>,
    pdf: String,
    docx: String,
}

pub(super) async fn page(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let file = governance.project(&reader.viewer, id).await?;
    let bodies = named(&governance, &file).await?;
    let sources = Sources::of(&governance, &reader, &file, &bodies);
    let state = rules::project::derive(&file);
    let (project, at) = (&file.project, address_of(id));
    let writes = reader.viewer.may(&policy::PROJECT_WRITE, &project_right(project, &ProjectFact::Noted).1);
    let pole = |id: &Uuid| bodies.iter().find(|body| body.id == *id);
    let poles: Vec<&Body> = project.poles.iter().filter_map(pole).collect();
    let next = governance.next_version(id).await?;
    let over = matches!(state, ProjectState::Completed | ProjectState::Evaluated);
    let when = |condition: bool, address: String| if condition { address } else { String::new() };
    let view = View {
        r: &reader,
        title: &project.sheet.title,
        poles: poles.iter().map(|body| Link::new(&body.name, format!("/instances/{}", body.slug))).collect(),
        state: state_name(&reader, state),
        kind: state_kind(state),
        demonstration: project.content == Content::Demonstration,
        facts: sources.facts(),
        blocks: sources.blocks(),
        actions: actions(&governance, &reader, &file, &bodies).await?,
        edit: when(writes && state == ProjectState::Draft, format!("{at}/modifier")),
        rework: when(writes && rules::project::may_be_reworked(state) && next.is_none(), format!("{at}/version")),
        practice: when(writes && over, bassin_kernel::address("/pratiques/nouvelle", &[("projet", &id.to_string())])),
        decide: to_adopt(&reader, &file, &poles),
        ask: to_ask(&reader, &file, &bodies),
        adoptions: adoptions(&reader, &file, &bodies),
        previous: project.previous.map(address_of).unwrap_or_default(),
        next: next.map(address_of).unwrap_or_default(),
        history: history(&governance, &reader, &file, &bodies, writes).await?,
        pdf: format!("{at}/fiche.pdf"),
        docx: format!("{at}/fiche.docx"),
    };
    let page = Page::of(&project.sheet.title, &view)?.section(SECTION).trail(trail(&reader));
    Ok(reader.page(page))
}

/// The poles and the Instances of a project.
pub(super) async fn named(governance: &Governance, file: &ProjectFile) -> Result<Vec<Body>, Problem> {
    let ids: Vec<Uuid> = file.project.poles.iter().chain(&file.project.concerned).copied().collect();
    governance.bodies_of(&ids).await
}

/// What the viewer may do: what comes next first, then what remains possible. What is out of order is not shown.
async fn actions(governance: &Governance, reader: &Reader, file: &ProjectFile, bodies: &[Body]) -> Result<Vec<Action>, Problem> {
    let mut actions = Vec::new();
    let at = address_of(file.project.id);
    for act in ACTS {
        let instances = if act.by_instance { file.project.concerned.clone() } else { vec![Uuid::nil()] };
        for instance in instances {
            let fact = (act.fact)(instance);
            let (permission, held) = project_right(&file.project, &fact);
            if !reader.viewer.may(permission, &held) {
                continue;
            }
            let unmet = governance.unmet_for_project(file, &fact).await?;
            if unmet.iter().any(|violation| violation.code == rules::project::WRONG_MOMENT) {
                continue;
            }
            let name = if act.by_instance { format!(" – {}", name_of(bodies, instance)) } else { String::new() };
            let query = if act.by_instance { format!("?instance={instance}") } else { String::new() };
            let label = format!("{}{name}", reader.t(&format!("project-act-{}", act.code)));
            actions.push(Action { label, address: format!("{at}/actes/{}{query}", act.code), unmet });
        }
    }
    Ok(actions)
}

/// Where each body of the reader may ask another for an opinion on it.
fn to_ask(reader: &Reader, file: &ProjectFile, bodies: &[Body]) -> Vec<Link> {
    let asking = bodies.iter().filter(|body| reader.viewer.may(&policy::OPINION_ASK, &[Scope::Body(body.id)]));
    let link = |body: &Body| {
        let label = reader.t_with("project-ask-opinion", &[("body", body.name.as_str().into())]);
        let project = file.project.id.to_string();
        Link::new(label, bassin_kernel::address(&format!("/instances/{}/avis/nouveau", body.slug), &[("projet", &project)]))
    };
    asking.map(link).collect()
}

/// Where each pole that has not adopted it yet may decide.
fn to_adopt(reader: &Reader, file: &ProjectFile, poles: &[&Body]) -> Vec<Link> {
    if rules::project::is_public(file) {
        return Vec::new();
    }
    let waiting = poles.iter().filter(|pole| !file.adoptions.iter().any(|adoption| adoption.pole == pole.id));
    waiting
        .map(|pole| {
            let label = reader.t_with("project-to-adopt", &[("pole", pole.name.as_str().into())]);
            let (project, title) = (file.project.id.to_string(), &file.project.sheet.title);
            Link::new(
                label,
                bassin_kernel::address(&format!("/instances/{}/decisions/nouvelle", pole.slug), &[("projet", &project), ("titre", title)]),
            )
        })
        .collect()
}

fn adoptions(reader: &Reader, file: &ProjectFile, bodies: &[Body]) -> Vec<Link> {
    let adoptions = file.adoptions.iter().map(|adoption| {
        let name = name_of(bodies, adoption.pole);
        let label = reader.t_with("project-adopted-by", &[("pole", name.as_str().into())]);
        Link::new(label, format!("/decisions/{}", adoption.decision))
    });
    adoptions.collect()
}

/// What happened, the latest first; who recorded it only for those who run the project.
async fn history(
    governance: &Governance,
    reader: &Reader,
    file: &ProjectFile,
    bodies: &[Body],
    named: bool,
) -> Result<Vec<Happened>, Problem> {
    let authors: Vec<Uuid> = if named { file.events.iter().filter_map(|event| event.by).collect() } else { Vec::new() };
    let people = governance.directory.people(&authors).await?;
    let lines = file.events.iter().rev().map(|event| {
        let instance = event.fact.instance().map(|instance| format!(" – {}", name_of(bodies, instance))).unwrap_or_default();
        let who = event.by.and_then(|by| people.get(&by)).map(bassin_directory::Person::name).unwrap_or_default();
        Happened {
            when: reader.day(event.on),
            day: event.on.to_string(),
            what: format!("{}{instance}", reader.t(&format!("project-fact-{}", fact_code(&event.fact)))),
            who,
            words: event.words.clone(),
            act: event.act.clone(),
        }
    });
    Ok(lines.collect())
}

const fn fact_code(fact: &ProjectFact) -> &'static str {
    use crate::Ruling;
    match fact {
        ProjectFact::Submitted => "submitted",
        ProjectFact::Admitted { .. } => "admitted",
        ProjectFact::Returned { .. } => "returned",
        ProjectFact::Judged { verdict: Ruling::Agree, .. } => "agree",
        ProjectFact::Judged { verdict: Ruling::Reservations, .. } => "reservations",
        ProjectFact::Judged { verdict: Ruling::Refuse, .. } => "refuse",
        ProjectFact::Lifted { .. } => "lifted",
        ProjectFact::Started => "started",
        ProjectFact::Completed => "completed",
        ProjectFact::Abandoned => "abandoned",
        ProjectFact::Evaluated => "evaluated",
        ProjectFact::Noted => "noted",
    }
}

pub(super) async fn pdf(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let (document, name) = document(&governance, &reader, id).await?;
    let printer = governance.printer.clone();
    let set = tokio::task::spawn_blocking(move || printer.pdf(&document)).await;
    let unset = || Problem::unavailable("Le PDF n’a pas pu être composé.", "The PDF could not be composed.");
    let bytes = set.map_err(|_| unset())??;
    Ok(download(bytes, "application/pdf", &format!("{name}.pdf")))
}

pub(super) async fn docx(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let (document, name) = document(&governance, &reader, id).await?;
    let bytes = bassin_documents::docx(&document)?;
    Ok(download(bytes, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", &format!("{name}.docx")))
}

async fn document(governance: &Governance, reader: &Reader, id: Uuid) -> Result<(bassin_documents::Document, String), Problem> {
    let file = governance.project(&reader.viewer, id).await?;
    let bodies = named(governance, &file).await?;
    let day = reader.day(governance.today());
    let foot = reader.t_with("project-foot", &[("day", day.as_str().into())]);
    let document = Sources::of(governance, reader, &file, &bodies).document(foot);
    let slug: String = text::slug(&file.project.sheet.title).chars().filter(char::is_ascii).take(60).collect();
    Ok((document, format!("projet-{slug}")))
}

//! The sheet of a body: what it is for, what it may do and from which text, how it stands, what is around it.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_kernel::{Day, Violation};
use bassin_web::{Failure, Link, Page, Progress, Reader};

use super::{
    super::SECTION,
    create, edit,
    life::{self, Tile},
};
use crate::{
    Body, Content, Governance,
    commands::ground,
    pages::tabs,
    policy,
    rules::term::{self, Alert, AlertKind, Facts, Standing},
    statute::{Clause, Statute},
};

#[derive(Template)]
#[template(path = "body.html")]
struct OverviewView<'a> {
    r: &'a Reader,
    header: String,
    progress: Option<Progress>,
    unmet: Vec<Violation>,
    alerts: Vec<AlertLine>,
    tiles: Vec<Tile>,
    /// Whether nothing of what it does can be read yet: what it is for comes first.
    idle: bool,
    unnamed: bool,
    components: Vec<ComponentLine>,
    statute: String,
    statute_address: String,
    mission: String,
    missions: Vec<Rule>,
    rules: Vec<Rule>,
    open: Vec<Rule>,
    parents: Vec<Link>,
    children: Vec<Link>,
    same: Option<Link>,
    themes: &'a [String],
    perimeter: String,
    portrait: String,
    source: &'a str,
    closed: String,
    actions: Vec<Link>,
    composition: String,
}

struct AlertLine {
    on: String,
    text: String,
    source: String,
    address: String,
}

struct ComponentLine {
    name: String,
    filled: String,
    kind: &'static str,
    compulsory: bool,
    held: u32,
    vacant: u32,
}

/// A rule of the statute, with its text.
struct Rule {
    sentence: String,
    source: String,
}

/// The page.
pub(super) async fn overview(State(governance): State<Governance>, reader: Reader, Path(slug): Path<String>) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let today = governance.today();
    let statute = governance.statute_of(&body)?;
    let (roll, life) = (governance.roll(&body).await?, governance.life(&body).await?);
    let standing = governance.assess(&body, &roll, &life, today).await?;
    let acts = governance.acts(&reader.viewer, &body).await?;
    let facts = Facts { body: &body, statute, standing: &standing, mandates: &roll.mandates, meetings: &acts.met };
    let alerts = term::alerts(&facts, today).into_iter();
    let link = |body: Body| Link::new(&body.name, tabs::address(&body, ""));
    let same = match body.same_as {
        Some(id) => Some(link(governance.body(&id.to_string()).await?)),
        None => None,
    };
    let parents = governance.parents(&body).await?;
    let perimeter = ground(&body, parents.iter().map(|parent| parent.perimeter.as_str()));
    let label = governance.territory.resolve(&perimeter).ok().filter(|_| !perimeter.is_empty());
    let tiles = life::tiles(&reader, &body, &acts, governance.now());
    let view = OverviewView {
        r: &reader,
        header: tabs::header_of(&reader, &body, statute, standing.state, "")?,
        progress: standing.term.as_ref().map(|_| progress(&reader, &standing, today)).filter(|_| standing.is_in_force()),
        unmet: barring(&standing),
        alerts: alerts.map(|alert| alert_line(&reader, &body, alert)).collect(),
        idle: tiles.iter().all(|tile| tile.lines.is_empty()),
        tiles,
        unnamed: standing.unnamed,
        components: standing.components.iter().map(|component| component_line(&reader, component, standing.unnamed)).collect(),
        statute: reader.text(&statute.name).to_owned(),
        statute_address: format!("/statuts/{}", statute.id),
        mission: reader.text(&statute.purpose.sentence).to_owned(),
        missions: rules(&reader, statute.missions.iter()),
        rules: rules(&reader, clauses(statute).into_iter()),
        open: rules(&reader, statute.open.iter()),
        parents: parents.into_iter().map(link).collect(),
        children: governance.children(&body).await?.into_iter().map(link).collect(),
        same,
        themes: &body.themes,
        perimeter: label.map(|perimeter| reader.text(&perimeter.label).to_owned()).unwrap_or_default(),
        portrait: if perimeter.is_empty() { String::new() } else { bassin_kernel::address("/territoires/portrait", &[("p", &perimeter)]) },
        source: &body.source,
        closed: body.closed.as_ref().map(|closing| closed(&reader, closing)).unwrap_or_default(),
        actions: actions(&governance, &reader, &body),
        composition: tabs::address(&body, "composition"),
    };
    let page = Page::of(&body.name, &view)?.section(SECTION).trail([Link::new(reader.t("body-list-title"), "/instances")]);
    Ok(reader.page(page.fictional(body.content == Content::Fictional)))
}

fn closed(reader: &Reader, closing: &crate::Closing) -> String {
    reader.t_with("body-closed", &[("day", reader.day(closing.on).into()), ("reason", closing.reason.as_str().into())])
}

/// How far the term has run.
pub(super) fn progress(reader: &Reader, standing: &Standing, today: Day) -> Progress {
    let Some(term) = &standing.term else { return Progress::default() };
    let length = |from: Day, to: Day| f64::from(i32::try_from((to - from).num_days()).unwrap_or(i32::MAX));
    let (first, last) = (term.period.first(), term.period.last());
    let whole = length(first, last).max(1.0);
    let part = |day: Day| (length(first, day) / whole).clamp(0.0, 1.0);
    let number = term.number.to_string();
    let sentence = match standing.evaluation_due_on {
        Some(due) => reader
            .t_with("body-progress-due", &[("number", number.into()), ("last", reader.day(last).into()), ("due", reader.day(due).into())]),
        None => reader.t_with("body-progress", &[("number", number.into()), ("last", reader.day(last).into())]),
    };
    Progress { from: reader.day(first), to: reader.day(last), sentence, elapsed: part(today), due: standing.evaluation_due_on.map(part) }
}

/// What keeps the body from deciding; that its text names nobody is told apart.
fn barring(standing: &Standing) -> Vec<Violation> {
    let unmet = standing.may_decide().err().unwrap_or_default();
    unmet.into_iter().filter(|violation| violation.code != term::NAMES_OPEN).collect()
}

fn alert_line(reader: &Reader, body: &Body, alert: Alert) -> AlertLine {
    let page = match alert.kind {
        AlertKind::ComponentVacant | AlertKind::MandateEnds => "composition",
        AlertKind::EvaluationDue | AlertKind::TermEnds => "periodes",
        AlertKind::RhythmBelow => "reunions",
    };
    AlertLine {
        on: reader.day(alert.on),
        text: reader.text(&alert.message).to_owned(),
        source: alert.source.unwrap_or_default(),
        address: tabs::address(body, page),
    }
}

fn component_line(reader: &Reader, component: &crate::rules::composition::Component, unnamed: bool) -> ComponentLine {
    let vacant = component.seats.saturating_sub(component.filled);
    let filled =
        reader.t_with("body-component-state", &[("filled", u64::from(component.filled).into()), ("vacant", u64::from(vacant).into())]);
    let kind = if component.missing() > 0 {
        "bad"
    } else if vacant > 0 {
        "warn"
    } else {
        "good"
    };
    let name = reader.text(&component.name).to_owned();
    if unnamed {
        let seats = reader.t_with("body-component-seats", &[("seats", u64::from(component.seats).into())]);
        return ComponentLine {
            name,
            filled: seats,
            kind: "",
            compulsory: component.required > 0,
            held: component.seats.min(24),
            vacant: 0,
        };
    }
    ComponentLine { name, filled, kind, compulsory: component.required > 0, held: component.filled.min(24), vacant: vacant.min(24) }
}

fn rules<'a>(reader: &Reader, clauses: impl Iterator<Item = &'a Clause>) -> Vec<Rule> {
    clauses.map(|clause| Rule { sentence: reader.text(&clause.sentence).to_owned(), source: clause.source.clone() }).collect()
}

/// The rules that bound what the body does, in the order in which it meets them.
fn clauses(statute: &Statute) -> Vec<&Clause> {
    let mut clauses: Vec<&Clause> = Vec::new();
    clauses.extend(&statute.dependence);
    clauses.extend(statute.subject.as_ref().map(|rule| &rule.clause));
    clauses.extend(statute.composition.iter().filter(|rule| rule.is_compulsory()).map(|rule| &rule.clause));
    clauses.extend(statute.term.as_ref().map(|rule| &rule.clause));
    clauses.extend(statute.mandate.as_ref().map(|rule| &rule.clause));
    clauses.extend(statute.rhythm.as_ref().map(|rule| &rule.clause));
    clauses.extend(statute.convocation.as_ref().map(|rule| &rule.clause));
    clauses.extend(statute.quorum.as_ref().map(|rule| &rule.clause));
    clauses.extend(statute.decision.as_ref().map(|rule| &rule.clause));
    clauses.extend(statute.communication.as_ref().map(|rule| &rule.clause));
    clauses.extend(statute.opinions.as_ref().map(|rule| &rule.clause));
    clauses.extend(statute.projects.as_ref().map(|rule| &rule.clause));
    clauses.extend(statute.convention.as_ref().map(|rule| &rule.clause));
    clauses
}

fn actions(governance: &Governance, reader: &Reader, body: &Body) -> Vec<Link> {
    let mut actions = Vec::new();
    if reader.viewer.may(&policy::BODY_EDIT, &governance.wide_scopes(body)) {
        actions.push(Link::new(reader.t("body-edit-title"), tabs::address(body, "fiche")));
    }
    if let Some(address) = create::below(governance, reader, body) {
        actions.push(Link::new(reader.t("body-create-below"), address));
    }
    if body.closed.is_none() && edit::may_close(reader, body) {
        actions.push(Link::new(reader.t("body-close-title"), tabs::address(body, "cloture")));
    }
    actions
}

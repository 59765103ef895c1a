//! Reports: the list, beginning one, one of them with what comes next, and its files.

mod content;
mod file;
mod step;

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
    routing::get,
};
use bassin_documents::{Bar, Bars, Block, Column, columns};
use bassin_kernel::{Kind, Period, Problem, Violation, text::slug};
use bassin_web::{Choice, Failure, Field, Link, Page, Reader, Submitted};
use chrono::{Datelike, Duration};
use uuid::Uuid;

use self::step::{NextView, acts, next};
use super::{
    SECTION,
    say::{Tag, count},
    trail,
};
use crate::{
    Plan, Plans, Reading, ReportDraft, Tree, may_manage,
    report::{Report, ReportKind, ReportState},
};

use file::{docx, json, pdf, xlsx};

/// The pages of reports and their files.
pub(super) fn routes() -> Router<Plans> {
    Router::new()
        .route("/plan/{plan}/bilans", get(list))
        .route("/plan/{plan}/bilans/nouveau", get(form).post(create))
        .route("/plan/{plan}/bilans/{report}", get(show).post(act))
        .route("/plan/{plan}/bilans/{report}/bilan.pdf", get(pdf))
        .route("/plan/{plan}/bilans/{report}/bilan.docx", get(docx))
        .route("/plan/{plan}/bilans/{report}/bilan.xlsx", get(xlsx))
        .route("/plan/{plan}/bilans/{report}/bilan.json", get(json))
}

fn reports_address(plan: &str) -> String {
    format!("/plan/{plan}/bilans")
}

fn report_address(report: &Report) -> String {
    format!("/plan/{}/bilans/{}", report.plan, report.id)
}

fn state_tag(reader: &Reader, state: ReportState) -> Tag {
    let kind = match state {
        ReportState::Published | ReportState::Adopted => "good",
        ReportState::Frozen | ReportState::Submitted => "accent",
        ReportState::Open | ReportState::Collecting | ReportState::Consolidated => "warn",
        ReportState::Withdrawn => "",
    };
    Tag { kind, label: reader.t(&format!("report-state-{}", state.code())) }
}

fn way(reader: &Reader, plan: &Plan) -> Vec<Link> {
    let mut way = trail(reader, plan).to_vec();
    way.push(Link::new(reader.t("report-list-title"), reports_address(&plan.id)));
    way
}

struct ListRow {
    address: String,
    title: String,
    kind: String,
    period: String,
    state: Tag,
    when: String,
}

#[derive(Template)]
#[template(path = "reports_list.html")]
struct ListView<'a> {
    r: &'a Reader,
    name: String,
    tabs: Vec<bassin_web::Tab>,
    lede: String,
    new: String,
    rows: Vec<ListRow>,
}

/// The reports on a plan.
pub(super) async fn list(State(plans): State<Plans>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let row = |report: Report| ListRow {
        address: report_address(&report),
        title: report.title.clone(),
        kind: reader.t(&format!("report-kind-{}", report.kind.code())),
        period: report.period.label(reader.language),
        state: state_tag(&reader, report.state),
        when: report.published_at.map(|at| reader.date(at)).unwrap_or_default(),
    };
    let rows: Vec<ListRow> = plans.reports(&reader.viewer, &tree).await?.into_iter().map(row).collect();
    let new = if may_manage(&reader.viewer, &tree.plan) { format!("{}/nouveau", reports_address(&id)) } else { String::new() };
    let view = ListView {
        r: &reader,
        name: reader.text(&tree.plan.name).to_owned(),
        tabs: super::tabs::tabs(&reader, &tree.plan, "/bilans"),
        lede: reader.t_with("report-list-lede", &[("plan", reader.text(&tree.plan.name).into())]),
        new,
        rows,
    };
    Ok(reader.page(Page::of(reader.t("report-list-title"), &view)?.section(SECTION).trail(trail(&reader, &tree.plan))))
}

#[derive(Template)]
#[template(path = "reports_new.html")]
struct NewView<'a> {
    r: &'a Reader,
    fields: Vec<Field>,
    errors: Vec<Violation>,
    back: String,
}

async fn new_fields(plans: &Plans, reader: &Reader, tree: &Tree) -> Result<Vec<Field>, Problem> {
    let year = (plans.today() - Duration::days(60)).year().to_string();
    let kinds = ReportKind::ALL.into_iter().map(|kind| {
        let code = kind.code();
        Choice::new(code, reader.t(&format!("report-kind-{code}"))).hint(reader.t(&format!("report-kind-{code}-hint")))
    });
    let earlier = plans
        .reports(&reader.viewer, tree)
        .await?
        .into_iter()
        .filter(|report| report.digest.is_some() && report.state != ReportState::Withdrawn);
    let earlier = earlier.map(|report| Choice::new(report.id.to_string(), report.title));
    Ok(vec![
        Field::hidden("id", plans.fresh().to_string()),
        Field::radios("kind").label(reader.t("report-kind")).choices(kinds).required().value(ReportKind::Yearly.code()),
        Field::text("period").label(reader.t("campaign-period")).hint(reader.t("campaign-period-hint")).required().value(year.clone()),
        Field::text("title")
            .label(reader.t("campaign-title"))
            .required()
            .value(reader.t_with("report-title-default", &[("period", year.as_str().into())])),
        Field::select("compares").label(reader.t("report-compares")).hint(reader.t("report-compares-hint")).choices(earlier),
    ])
}

fn new_page(reader: &Reader, tree: &Tree, fields: Vec<Field>, errors: Vec<Violation>, status: StatusCode) -> Result<Response, Failure> {
    let view = NewView { r: reader, fields, errors, back: reports_address(&tree.plan.id) };
    let page = Page::of(reader.t("report-new"), &view)?.section(SECTION).trail(way(reader, &tree.plan)).status(status);
    Ok(reader.page(page))
}

/// The form that begins a report.
pub(super) async fn form(State(plans): State<Plans>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    crate::check_manage(&reader.viewer, &tree.plan)?;
    let fields = new_fields(&plans, &reader, &tree).await?;
    new_page(&reader, &tree, fields, Vec::new(), StatusCode::OK)
}

/// Begins one.
pub(super) async fn create(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let draft = ReportDraft {
        id: submitted.uuid("id").unwrap_or_else(|| plans.fresh()),
        plan: id,
        kind: ReportKind::from_code(submitted.get("kind")).unwrap_or(ReportKind::Yearly),
        period: submitted.get("period").parse::<Period>().ok(),
        title: submitted.get("title").to_owned(),
        compares: submitted.uuid("compares"),
    };
    match plans.begin_report(&reader.viewer, draft).await {
        Ok(report) => Ok(reader.done(&report_address(&report), "report-begun")),
        Err(problem) if problem.kind == Kind::Invalid => {
            let mut fields = new_fields(&plans, &reader, &tree).await?;
            Field::fill(&mut fields, &submitted);
            let errors = Field::with_errors(&mut fields, &problem);
            new_page(&reader, &tree, fields, errors, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(problem) => Err(problem.into()),
    }
}

/// A piece of the content, as the page shows it.
struct Piece {
    kind: &'static str,
    id: String,
    text: String,
    lines: Vec<String>,
    pairs: Vec<(String, Vec<String>)>,
    header: Vec<Head>,
    rows: Vec<Vec<Cell>>,
    bars: Vec<Drawn>,
}

/// The head of a column.
struct Head {
    label: String,
    figures: bool,
}

/// A cell of a table, line by line, with the head of its column.
struct Cell {
    head: String,
    lines: Vec<String>,
    figures: bool,
}

/// A bar of a chart: what the width of its drawing is, out of a hundred.
struct Drawn {
    label: String,
    figure: String,
    width: Option<String>,
    class: &'static str,
}

/// A section of the report: its heading, and what is below it.
struct Section {
    id: String,
    title: String,
    pieces: Vec<Piece>,
}

/// The content as sections, after what comes before the first of them.
fn sections(blocks: &[Block]) -> (Vec<Piece>, Vec<Section>) {
    let (mut above, mut sections, mut number): (Vec<Piece>, Vec<Section>, usize) = (Vec::new(), Vec::new(), 0);
    for block in blocks {
        let piece = piece(block, &mut number);
        match sections.last_mut() {
            _ if piece.kind == "h2" => sections.push(Section { id: piece.id, title: piece.text, pieces: Vec::new() }),
            Some(section) => section.pieces.push(piece),
            None => above.push(piece),
        }
    }
    (above, sections)
}

#[derive(Template)]
#[template(path = "reports.html")]
struct View<'a> {
    r: &'a Reader,
    kicker: String,
    title: &'a str,
    lede: String,
    state: Tag,
    figures: Vec<(String, String)>,
    /// What is said before the first section.
    above: Vec<Piece>,
    sections: Vec<Section>,
    history: Vec<(String, String, String)>,
    files: Vec<Link>,
    /// What whoever runs the plan may do now.
    manages: bool,
    next: Vec<NextView>,
    stale: bool,
}

fn piece(block: &Block, number: &mut usize) -> Piece {
    let empty = Piece {
        kind: "",
        id: String::new(),
        text: String::new(),
        lines: Vec::new(),
        pairs: Vec::new(),
        header: Vec::new(),
        rows: Vec::new(),
        bars: Vec::new(),
    };
    let paragraphs =
        |text: &str| -> Vec<String> { text.split("\n\n").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect() };
    match block {
        Block::Heading(level, text) => {
            *number += 1;
            let kind = match level {
                1 => "h2",
                2 => "h3",
                _ => "h4",
            };
            Piece { kind, id: format!("s{number}-{}", slug(text)), text: text.clone(), ..empty }
        }
        Block::Paragraph(text) => Piece { kind: "text", lines: paragraphs(text), ..empty },
        Block::Remark(text) => Piece { kind: "remark", text: text.clone(), ..empty },
        Block::List(lines) => Piece { kind: "list", lines: lines.clone(), ..empty },
        Block::Facts(facts) => {
            Piece { kind: "facts", pairs: facts.iter().map(|(label, text)| (label.clone(), paragraphs(text))).collect(), ..empty }
        }
        Block::Table { caption, header, rows } => {
            *number += 1;
            let (header, rows) = laid_out(header, rows);
            Piece { kind: "table", id: format!("t{number}"), text: caption.clone(), header, rows, ..empty }
        }
        Block::Bars(chart) => {
            *number += 1;
            let [name, figure] = chart.heads.clone();
            let header = vec![Head { label: name, figures: false }, Head { label: figure, figures: true }];
            let bars = chart.bars.iter().map(|bar| drawn(chart, bar)).collect();
            Piece {
                kind: "chart",
                id: format!("c{number}"),
                text: chart.caption.clone(),
                lines: paragraphs(&chart.sentence),
                header,
                bars,
                ..empty
            }
        }
        Block::Signatures(_) | Block::Break => empty,
    }
}

fn laid_out(header: &[String], rows: &[Vec<String>]) -> (Vec<Head>, Vec<Vec<Cell>>) {
    let columns = columns(header, rows);
    let heads = header.iter().zip(&columns).map(|(label, column)| Head { label: label.clone(), figures: column.figures });
    let cell = |((text, head), column): ((&String, &String), &Column)| Cell {
        head: head.clone(),
        lines: text.split('\n').filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        figures: column.figures,
    };
    (heads.collect(), rows.iter().map(|row| row.iter().zip(header).zip(&columns).map(cell).collect()).collect())
}

fn drawn(chart: &Bars, bar: &Bar) -> Drawn {
    Drawn {
        label: bar.label.clone(),
        figure: bar.figure.clone(),
        width: chart.share(bar).map(|share| format!("{:.1}", share * 100.0)),
        class: if bar.subject { "subject" } else { "other" },
    }
}

/// A report, and what comes next for whoever runs the plan.
pub(super) async fn show(State(plans): State<Plans>, reader: Reader, Path((plan, id)): Path<(String, Uuid)>) -> Result<Response, Failure> {
    let reading = reading(&plans, &reader, &plan, id).await?;
    page(&plans, &reader, &reading, None).await
}

async fn reading(plans: &Plans, reader: &Reader, plan: &str, id: Uuid) -> Result<Reading, Failure> {
    let reading = plans.report(&reader.viewer, id).await?;
    if reading.report.plan == plan {
        return Ok(reading);
    }
    Err(Problem::not_found("Ce bilan n’est pas de ce plan.", "This report is not about this plan.").into())
}

async fn page(plans: &Plans, reader: &Reader, reading: &Reading, back: Option<(&Submitted, &Problem)>) -> Result<Response, Failure> {
    let (report, copy) = (&reading.report, &reading.copy);
    let manages = may_manage(&reader.viewer, &reading.tree.plan);
    let blocks = content::blocks(reader, reading);
    let (above, sections) = sections(&blocks);
    let address = report_address(report);
    let file = |label: &str, name: &str| Link::new(label, format!("{address}/bilan.{name}"));
    let view = View {
        r: reader,
        kicker: reader.t(&format!("report-kind-{}", report.kind.code())),
        title: &report.title,
        lede: lede(plans, reader, reading).await?,
        state: state_tag(reader, report.state),
        figures: content::figures(reader, copy),
        above,
        sections,
        history: history(reader, report),
        files: vec![file("PDF", "pdf"), file("DOCX", "docx"), file("XLSX", "xlsx"), file("JSON", "json")],
        manages,
        next: if manages { next(plans, reader, reading, back).await? } else { Vec::new() },
        stale: back.is_some_and(|(_, problem)| problem.kind == Kind::Conflict),
    };
    let status = match back {
        None => StatusCode::OK,
        Some((_, problem)) if problem.kind == Kind::Conflict => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut page = Page::of(report.title.clone(), &view)?.section(SECTION).trail(way(reader, &reading.tree.plan)).status(status);
    if report.state != ReportState::Published {
        page.robots = Some("noindex");
    }
    Ok(reader.page(page))
}

async fn lede(plans: &Plans, reader: &Reader, reading: &Reading) -> Result<String, Problem> {
    let (copy, report) = (&reading.copy, &reading.report);
    let (plan, period, day) = (reader.text(&copy.plan_name), copy.period.label(reader.language), reader.day(copy.day));
    let mut text = reader.t_with("report-lede", &[("plan", plan.into()), ("period", period.as_str().into()), ("day", day.as_str().into())]);
    if let (Some(submission), Some(adoption)) = (&report.submission, &report.adoption) {
        let body = plans.governance.body(&submission.body.to_string()).await?.name;
        let day = reader.day(adoption.on);
        let said = [("body", body.as_str().into()), ("day", day.as_str().into())];
        text = format!("{text} {}", reader.t_with("report-adopted-by", &said));
    }
    Ok(text)
}

fn history(reader: &Reader, report: &Report) -> Vec<(String, String, String)> {
    let line = |passage: &crate::report::Passage| {
        (reader.date(passage.at), reader.t(&format!("report-state-{}", passage.to.code())), passage.reason.clone())
    };
    report.history.iter().map(line).collect()
}

/// Does what comes next.
pub(super) async fn act(
    State(plans): State<Plans>,
    reader: Reader,
    Path((plan, id)): Path<(String, Uuid)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let before = reading(&plans, &reader, &plan, id).await?;
    let form = submitted.uuid("id").unwrap_or_else(|| plans.fresh());
    let revision = submitted.get("revision").parse().unwrap_or_default();
    let outcome = match acts(&submitted) {
        Some(act) => plans.act_on_report(&reader.viewer, id, form, revision, act).await,
        None => Err(Problem::invalid("form-action", "Cette action n’existe pas.", "There is no such action.")),
    };
    match outcome {
        Ok(_) => Ok(reader.done(&report_address(&before.report), &format!("report-{}", submitted.get("action")))),
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::Conflict) => {
            let now = reading(&plans, &reader, &plan, id).await?;
            page(&plans, &reader, &now, Some((&submitted, &problem))).await
        }
        Err(problem) => Err(problem.into()),
    }
}

fn whole(reader: &Reader, number: usize) -> String {
    reader.count(count(number))
}

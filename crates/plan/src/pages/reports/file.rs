//! The files of a report: PDF, DOCX, XLSX, JSON, all made from its copy.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use bassin_documents::{
    Document,
    write::{self, Sheet, Value},
};
use bassin_kernel::Problem;
use bassin_web::{Failure, Reader};
use uuid::Uuid;

use super::{content, reading};
use crate::{
    Plans, Reading,
    report::{Frozen, Snapshot},
    rules::health::Health,
};

fn download(bytes: impl IntoResponse, kind: &'static str, reading: &Reading, extension: &str) -> Response {
    let period = reading.report.period.to_string().replace('/', "-");
    let name = format!("attachment; filename=\"bilan-{}-{period}.{extension}\"", reading.report.kind.code());
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response()
}

fn document(reader: &Reader, reading: &Reading) -> Document {
    let (report, copy) = (&reading.report, &reading.copy);
    let mut facts = vec![
        (reader.t("report-plan"), reader.text(&copy.plan_name).to_owned()),
        (reader.t("report-kind"), reader.t(&format!("report-kind-{}", report.kind.code()))),
        (reader.t("campaign-period"), copy.period.label(reader.language)),
        (reader.t("report-state"), reader.t(&format!("report-state-{}", report.state.code()))),
    ];
    facts.extend(content::figures(reader, copy).into_iter().map(|(number, label)| (label, number)));
    let foot = match &report.digest {
        Some(digest) => reader.t_with("report-foot", &[("digest", digest.get(..16).unwrap_or_default().into())]),
        None => reader.t("report-foot-draft"),
    };
    Document { title: report.title.clone(), language: reader.language, facts, blocks: content::blocks(reader, reading), foot }
}

/// As a tagged PDF.
pub(in crate::pages) async fn pdf(
    State(plans): State<Plans>,
    reader: Reader,
    Path((plan, id)): Path<(String, Uuid)>,
) -> Result<Response, Failure> {
    let reading = reading(&plans, &reader, &plan, id).await?;
    let (document, governance) = (document(&reader, &reading), plans.governance.clone());
    let set = tokio::task::spawn_blocking(move || governance.print(&document)).await;
    let bytes = set.map_err(|_| Problem::unavailable("Le PDF n’a pas pu être composé.", "The PDF could not be composed."))??;
    Ok(download(bytes, "application/pdf", &reading, "pdf"))
}

/// As a text document that can be changed.
pub(in crate::pages) async fn docx(
    State(plans): State<Plans>,
    reader: Reader,
    Path((plan, id)): Path<(String, Uuid)>,
) -> Result<Response, Failure> {
    let reading = reading(&plans, &reader, &plan, id).await?;
    let bytes = bassin_documents::docx(&document(&reader, &reading))?;
    Ok(download(bytes, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", &reading, "docx"))
}

/// The copy itself, byte for byte what its digest is of.
pub(in crate::pages) async fn json(
    State(plans): State<Plans>,
    reader: Reader,
    Path((plan, id)): Path<(String, Uuid)>,
) -> Result<Response, Failure> {
    let reading = reading(&plans, &reader, &plan, id).await?;
    let text = match &reading.text {
        Some(text) => text.clone(),
        None => serde_json::to_string(&reading.copy)
            .map_err(|_| Problem::unavailable("Le bilan ne peut pas être écrit.", "The report cannot be written."))?,
    };
    Ok(download(text, "application/json", &reading, "json"))
}

/// As a workbook: one row an action, then one an indicator and a period.
pub(in crate::pages) async fn xlsx(
    State(plans): State<Plans>,
    reader: Reader,
    Path((plan, id)): Path<(String, Uuid)>,
) -> Result<Response, Failure> {
    let reading = reading(&plans, &reader, &plan, id).await?;
    let sheets = [actions(&reader, &reading.copy), indicators(&reader, &reading.copy)];
    let bytes = write::xlsx(&sheets, reading.copy.taken_at)?;
    Ok(download(bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &reading, "xlsx"))
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

fn actions(r: &Reader, copy: &Snapshot) -> Sheet {
    let keys = [
        "plan-column-number",
        "plan-column-title",
        "plan-column-pilots",
        "plan-column-status",
        "plan-column-health",
        "plan-column-progress",
        "report-late-why",
        "report-slips",
        "report-milestones-done",
        "report-milestones",
        "answer-done",
        "answer-successes",
        "answer-difficulties",
        "answer-remedies",
        "report-asked",
    ];
    let row = |node: &Frozen| {
        let words = |pick: fn(&crate::report::FrozenWords) -> &String| node.told.as_ref().map_or(Value::Empty, |told| text(pick(told)));
        let whole = |count: usize| Value::Number { value: f64::from(u32::try_from(count).unwrap_or(u32::MAX)), decimals: 0 };
        let causes: Vec<String> = node.causes.iter().map(|cause| content::why(r, cause)).collect();
        vec![
            text(&node.number),
            text(r.text(&node.title)),
            text(node.pilots.join(", ")),
            text(crate::Status::from_code(&node.status).map(|one| r.t(&format!("plan-status-{}", one.code()))).unwrap_or_default()),
            text(r.t(&format!("plan-health-{}", Health::from_code(&node.health).unwrap_or(Health::Unknown).code()))),
            node.progress.map_or(Value::Empty, |share| Value::Number { value: share * 100.0, decimals: 0 }),
            text(causes.join(" ")),
            whole(node.slips),
            whole(node.milestones.iter().filter(|one| one.done_on.is_some()).count()),
            whole(node.milestones.len()),
            words(|told| &told.done),
            words(|told| &told.successes),
            words(|told| &told.difficulties),
            words(|told| &told.remedies),
            text(r.t(&format!("report-asked-{}", node.asked.code()))),
        ]
    };
    Sheet { name: r.t("report-sheet-actions"), headers: keys.map(|key| r.t(key)).to_vec(), rows: copy.actions().map(row).collect() }
}

fn indicators(r: &Reader, copy: &Snapshot) -> Sheet {
    let keys = [
        "plan-column-number",
        "plan-column-title",
        "plan-indicator",
        "report-unit",
        "plan-period",
        "plan-aimed",
        "plan-measured",
        "report-counts",
        "plan-verdict",
        "plan-origin",
        "report-figure-state",
        "answer-comment",
    ];
    let mut rows = Vec::new();
    for node in copy.actions() {
        for indicator in &node.indicators {
            let number = |value: f64| Value::Number { value, decimals: indicator.decimals };
            let head = || vec![text(&node.number), text(r.text(&node.title)), text(r.text(&indicator.title)), text(&indicator.unit)];
            let mut periods: Vec<_> =
                indicator.targets.iter().map(|one| one.period).chain(indicator.figures.iter().map(|one| one.period)).collect();
            periods.sort_unstable();
            periods.dedup();
            for period in &periods {
                let target = indicator.targets.iter().find(|one| one.period == *period).map_or(Value::Empty, |one| number(one.value));
                let figures: Vec<_> = indicator.figures.iter().filter(|one| one.period == *period).collect();
                if figures.is_empty() {
                    rows.push([head(), vec![text(period.to_string()), target], vec![Value::Empty; 6]].concat());
                    continue;
                }
                for figure in figures {
                    let rest = vec![
                        text(period.to_string()),
                        target.clone(),
                        number(figure.value),
                        text(r.t(if figure.counts { "report-yes" } else { "report-no" })),
                        text(content::verdict(r, &figure.against)),
                        text(content::source(r, &figure.source)),
                        text(r.t(if figure.provisional { "plan-provisional" } else { "plan-final" })),
                        text(&figure.comment),
                    ];
                    rows.push([head(), rest].concat());
                }
            }
            if periods.is_empty() {
                rows.push([head(), vec![Value::Empty; 8]].concat());
            }
        }
    }
    Sheet { name: r.t("report-sheet-indicators"), headers: keys.map(|key| r.t(key)).to_vec(), rows }
}

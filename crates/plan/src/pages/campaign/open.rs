//! Opening a campaign: what is asked, until when, and where each action's pilot is written to.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Day, Kind, Period, Violation};
use bassin_web::{Failure, Field, Page, Reader, Submitted};
use chrono::{Datelike, Duration};
use uuid::Uuid;

use super::{campaign_address, campaigns_address, way};
use crate::{
    CampaignDraft, Plans, Tree,
    campaign::Recipient,
    pages::{SECTION, say::count},
    rules::campaign::asked,
};

struct Line {
    number: String,
    title: String,
    pilots: String,
    field: Field,
}

#[derive(Template)]
#[template(path = "campaign_open.html")]
struct View<'a> {
    r: &'a Reader,
    fields: Vec<Field>,
    lines: Vec<Line>,
    /// The fields of the lines, for the list of what is to be mended.
    all: Vec<Field>,
    errors: Vec<Violation>,
    orphans: String,
    back: String,
}

type Known = HashMap<Uuid, Vec<Recipient>>;

fn fields(plans: &Plans, reader: &Reader, tree: &Tree) -> Vec<Field> {
    let today = plans.today();
    let year = (today - Duration::days(60)).year();
    let period = year.to_string();
    vec![
        Field::hidden("id", plans.fresh().to_string()),
        Field::text("title")
            .label(reader.t("campaign-title"))
            .required()
            .value(reader.t_with("campaign-title-default", &[("period", period.as_str().into())])),
        Field::text("period").label(reader.t("campaign-period")).hint(reader.t("campaign-period-hint")).required().value(period.clone()),
        Field::date("closes_on")
            .label(reader.t("campaign-closes-on"))
            .hint(reader.t("campaign-closes-on-hint"))
            .required()
            .min(today)
            .value((today + Duration::days(21)).to_string()),
        Field::number("remind_before").label(reader.t("campaign-remind-before")).hint(reader.t("campaign-remind-before-hint")).value("5"),
        Field::area("message")
            .label(reader.t("campaign-message"))
            .hint(reader.t("campaign-message-hint"))
            .required()
            .value(reader.t_with("campaign-message-default", &[("plan", reader.text(&tree.plan.name).into())])),
    ]
}

fn lines(reader: &Reader, tree: &Tree, known: &Known, names: &HashMap<Uuid, Vec<String>>) -> Vec<Line> {
    let line = |sheet: &crate::Sheet| {
        let emails = known.get(&sheet.node.id).map(Vec::as_slice).unwrap_or_default();
        let emails: Vec<&str> = emails.iter().map(|one| one.email.as_str()).collect();
        let number = &sheet.node.number;
        Line {
            number: number.clone(),
            title: reader.text(&sheet.node.title).to_owned(),
            pilots: names.get(&sheet.node.id).map(|names| names.join(", ")).unwrap_or_default(),
            field: Field::text(format!("address-{}", sheet.node.id))
                .label(reader.t_with("campaign-address-of", &[("number", number.as_str().into())]))
                .unlabelled()
                .autocomplete("off")
                .value(emails.join(", ")),
        }
    };
    asked(tree).into_iter().map(line).collect()
}

/// The form.
pub(in crate::pages) async fn form(State(plans): State<Plans>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let known = plans.recipients(&reader.viewer, &tree).await?;
    let names = plans.pilot_names(&tree).await?;
    let (fields, lines) = (fields(&plans, &reader, &tree), lines(&reader, &tree, &known, &names));
    page(&reader, &tree, fields, lines, Vec::new(), StatusCode::OK)
}

fn page(
    reader: &Reader,
    tree: &Tree,
    fields: Vec<Field>,
    lines: Vec<Line>,
    errors: Vec<Violation>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let orphans = lines.iter().filter(|line| line.pilots.is_empty()).count();
    let view = View {
        r: reader,
        all: fields.iter().chain(lines.iter().map(|line| &line.field)).cloned().collect(),
        fields,
        lines,
        errors,
        orphans: if orphans == 0 { String::new() } else { reader.t_with("campaign-orphans", &[("count", count(orphans).into())]) },
        back: campaigns_address(&tree.plan),
    };
    let page = Page::of(reader.t("campaign-new"), &view)?.section(SECTION).trail(way(reader, &tree.plan)).status(status);
    Ok(reader.page(page))
}

fn draft(tree: &Tree, submitted: &Submitted, fresh: Uuid) -> CampaignDraft {
    let closes_on: Option<Day> = submitted.day("closes_on");
    let address = |sheet: &crate::Sheet| (sheet.node.id, submitted.get(&format!("address-{}", sheet.node.id)).to_owned());
    CampaignDraft {
        id: submitted.uuid("id").unwrap_or(fresh),
        plan: tree.plan.id.clone(),
        title: submitted.get("title").to_owned(),
        message: submitted.get("message").to_owned(),
        period: submitted.get("period").parse::<Period>().ok(),
        closes_on,
        remind_before: submitted.count("remind_before").and_then(|days| u32::try_from(days).ok()).unwrap_or_default(),
        addresses: asked(tree).into_iter().map(address).collect(),
    }
}

/// Opens it.
pub(in crate::pages) async fn create(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let draft = draft(&tree, &submitted, plans.fresh());
    match plans.open_campaign(&reader.viewer, draft).await {
        Ok(opened) => Ok(reader.done(&campaign_address(&opened.campaign), "campaign-opened")),
        Err(problem) if problem.kind == Kind::Invalid => {
            let known = plans.recipients(&reader.viewer, &tree).await?;
            let names = plans.pilot_names(&tree).await?;
            let mut fields = fields(&plans, &reader, &tree);
            Field::fill(&mut fields, &submitted);
            let mut lines = lines(&reader, &tree, &known, &names);
            let mut own: Vec<Field> = lines.iter().map(|line| line.field.clone()).collect();
            Field::fill(&mut own, &submitted);
            fields.append(&mut own);
            let errors = Field::with_errors(&mut fields, &problem);
            let own = fields.split_off(fields.len() - lines.len());
            for (line, field) in lines.iter_mut().zip(own) {
                line.field = field;
            }
            page(&reader, &tree, fields, lines, errors, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(problem) => Err(problem.into()),
    }
}

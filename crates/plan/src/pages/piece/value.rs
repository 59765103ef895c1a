//! A value of an indicator, for any period and from any source: what somebody else published, for instance.

use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_kernel::Problem;
use bassin_web::{Failure, Field, Reader, Submitted};
use uuid::Uuid;

use super::{done, frame};
use crate::{
    Figure, Indicator, Plans, Sheet, Tree, may_report,
    pages::{
        action::found,
        form::{Block, Form, Read, unreadable},
        node_address,
    },
    policy, report_scopes,
    rules::act::{Act, Measured, Report},
};

fn form(plans: &Plans, reader: &Reader, tree: &Tree, sheet: &Sheet, indicator: &Indicator, unsure: bool) -> Form {
    let label = match indicator.unit.as_str() {
        "" => reader.t("plan-measured"),
        unit => format!("{} ({unit})", reader.t("plan-measured")),
    };
    let mut fields = vec![
        Field::text("period").label(reader.t("plan-period")).hint(reader.t("plan-period-hint")).required(),
        Field::number("value").label(label).required(),
        Field::text("source").label(reader.t("plan-origin")).hint(reader.t("plan-origin-hint")),
        Field::checkbox("provisional").label(reader.t("plan-provisional-value")),
        Field::text("comment").label(reader.t("plan-comment")),
    ];
    if unsure {
        fields.insert(0, Field::checkbox("confirmed").label(reader.t("plan-confirm")));
    }
    Form {
        title: reader.t("plan-value-new"),
        lede: reader.text(&indicator.title).to_owned(),
        action: format!("{}/indicateurs/{}/valeurs", node_address(&sheet.node), indicator.id),
        blocks: vec![Block { fields, ..Block::default() }],
        ..frame(plans, reader, tree, sheet, indicator.id)
    }
}

fn indicator_of(sheet: &Sheet, id: Uuid) -> Result<&Indicator, Problem> {
    sheet.indicators.iter().find(|indicator| indicator.id == id).ok_or_else(crate::commands::no_piece)
}

pub(in crate::pages) async fn show(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, number, piece)): Path<(String, String, Uuid)>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let sheet = found(&tree, &number)?;
    if !may_report(&reader.viewer, &tree.plan, &sheet.node) {
        reader.require_signed_in()?;
        reader.viewer.check(&policy::ACTION_REPORT, &report_scopes(&tree.plan, &sheet.node))?;
    }
    form(&plans, &reader, &tree, sheet, indicator_of(sheet, piece)?, false).page(&reader)
}

pub(in crate::pages) async fn keep(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, number, piece)): Path<(String, String, Uuid)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    indicator_of(found(&*plans.tree(&id).await?, &number)?, piece)?;
    let mut read = Read::new(&submitted);
    let period = submitted.get("period").parse();
    if period.is_err() {
        read.wrong.push(unreadable("period"));
    }
    if read.number("value").is_none() && submitted.get("value").is_empty() {
        read.wrong.push(unreadable("value"));
    }
    let source = Some(read.words("source")).filter(|source| !source.is_empty());
    let report = period.ok().zip(submitted.number("value")).map(|(period, value)| Report {
        figures: vec![Measured {
            indicator: piece,
            period,
            source: source.unwrap_or_else(|| Figure::DECLARED.to_owned()),
            value,
            provisional: submitted.flag("provisional"),
            comment: read.words("comment"),
        }],
        confirmed: submitted.flag("confirmed"),
        ..Report::default()
    });
    let act = read.done(Act::Report(report.unwrap_or_default()));
    let unsure = |sheet: &Sheet| {
        let value = submitted.number("value");
        sheet.indicators.iter().any(|one| one.id == piece && value.is_some_and(|value| crate::rules::indicator::implausible(one, value)))
    };
    done(&plans, &reader, (&id, &number), &submitted, act, |tree, sheet| match indicator_of(sheet, piece) {
        Ok(indicator) => (form(&plans, &reader, tree, sheet, indicator, unsure(sheet)), Vec::new()),
        Err(_) => (frame(&plans, &reader, tree, sheet, piece), Vec::new()),
    })
    .await
}

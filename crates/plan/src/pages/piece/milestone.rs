//! A milestone: what it is, and its days.

use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_web::{Failure, Field, Reader, Submitted};
use uuid::Uuid;

use super::{done, frame, removal, wanted};
use crate::{
    Dates, Milestone, Plans, Sheet, Tree, check_manage, may_report,
    pages::{
        action::found,
        form::{Block, Form, Read},
        node_address, say,
    },
    policy, report_scopes,
    rules::act::{Act, MilestoneDraft, Replan},
};

fn form(plans: &Plans, reader: &Reader, tree: &Tree, sheet: &Sheet, id: Uuid) -> Form {
    let known = sheet.milestones.iter().find(|milestone| milestone.id == id);
    let text = |of: fn(&Milestone) -> &String| known.map(|known| of(known).clone()).unwrap_or_default();
    let mut fields = vec![
        Field::area("text").label(reader.t("plan-what")).value(text(|known| &known.text)).lines(3).required(),
        Field::text("when").label(reader.t("plan-when-words")).hint(reader.t("plan-when-words-hint")).value(text(|known| &known.when)),
    ];
    if known.is_none() {
        fields.push(Field::date("from").label(reader.t("plan-from")));
        fields.push(Field::date("to").label(reader.t("plan-to")).hint(reader.t("plan-to-hint")));
    }
    let weight = known.and_then(|known| known.weight).map(|weight| weight.to_string()).unwrap_or_default();
    fields.extend([
        Field::number("weight").label(reader.t("plan-weight")).hint(reader.t("plan-weight-hint")).value(weight),
        Field::checkbox("mandatory").label(reader.t("plan-mandatory-box")).ticked(known.is_some_and(|known| known.mandatory)),
        Field::text("note").label(reader.t("plan-note")).value(text(|known| &known.note)),
    ]);
    let at = node_address(&sheet.node);
    let frame = frame(plans, reader, tree, sheet, id);
    let place = if known.is_some() { id.to_string() } else { "nouveau".to_owned() };
    Form {
        title: reader.t(if known.is_some() { "plan-milestone-edit" } else { "plan-milestone-new" }),
        action: format!("{at}/etapes/{place}"),
        blocks: vec![Block { fields, ..Block::default() }],
        after: known.map(|_| removal(reader, &frame, format!("{at}/etapes/{id}/retirer"))).into_iter().collect(),
        ..frame
    }
}

fn stored(reader: &Reader, sheet: &Sheet, id: Uuid) -> Vec<(String, String)> {
    let known = sheet.milestones.iter().find(|milestone| milestone.id == id);
    let facts =
        known.map(|known| [(reader.t("plan-what"), known.text.clone()), (reader.t("plan-planned"), say::dates(reader, known.current))]);
    facts.into_iter().flatten().collect()
}

pub(in crate::pages) async fn show(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, number, piece)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let sheet = found(&tree, &number)?;
    if !reader.viewer.may_write() {
        reader.require_signed_in()?;
    }
    check_manage(&reader.viewer, &tree.plan)?;
    form(&plans, &reader, &tree, sheet, wanted(&plans, &piece, None)?).page(&reader)
}

pub(in crate::pages) async fn keep(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, number, piece)): Path<(String, String, String)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let piece = wanted(&plans, &piece, Some(&submitted))?;
    let mut read = Read::new(&submitted);
    let draft = MilestoneDraft {
        id: piece,
        text: read.words("text"),
        when: read.words("when"),
        dates: Dates { from: read.day("from"), to: read.day("to") },
        weight: read.count("weight"),
        mandatory: submitted.flag("mandatory"),
        note: read.words("note"),
    };
    let act = read.done(Act::Milestone(draft));
    done(&plans, &reader, (&id, &number), &submitted, act, |tree, sheet| {
        (form(&plans, &reader, tree, sheet, piece), stored(&reader, sheet, piece))
    })
    .await
}

pub(in crate::pages) async fn remove(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, number, piece)): Path<(String, String, Uuid)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    done(&plans, &reader, (&id, &number), &submitted, Ok(Act::RemoveMilestone(piece)), |tree, sheet| {
        (form(&plans, &reader, tree, sheet, piece), stored(&reader, sheet, piece))
    })
    .await
}

fn days_form(plans: &Plans, reader: &Reader, tree: &Tree, sheet: &Sheet, milestone: &Milestone) -> Form {
    let day = |on: Option<bassin_kernel::Day>| on.map(|on| on.to_string()).unwrap_or_default();
    let promised = say::dates(reader, milestone.baseline);
    let promised = if promised.is_empty() { reader.t("plan-undated") } else { promised };
    Form {
        title: reader.t("plan-replan"),
        lede: reader.t_with("plan-replan-lede", &[("what", milestone.text.as_str().into()), ("promised", promised.as_str().into())]),
        action: format!("{}/etapes/{}/dates", node_address(&sheet.node), milestone.id),
        blocks: vec![Block {
            fields: vec![
                Field::date("from").label(reader.t("plan-from")).value(day(milestone.current.from)),
                Field::date("to").label(reader.t("plan-to")).value(day(milestone.current.to)).required(),
                Field::area("reason").label(reader.t("plan-reason")).hint(reader.t("plan-replan-why")).lines(3).required(),
            ],
            ..Block::default()
        }],
        ..frame(plans, reader, tree, sheet, milestone.id)
    }
}

fn milestone_of(sheet: &Sheet, id: Uuid) -> Result<&Milestone, bassin_kernel::Problem> {
    sheet.milestones.iter().find(|milestone| milestone.id == id).ok_or_else(crate::commands::no_piece)
}

pub(in crate::pages) async fn days(
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
    days_form(&plans, &reader, &tree, sheet, milestone_of(sheet, piece)?).page(&reader)
}

pub(in crate::pages) async fn replan(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, number, piece)): Path<(String, String, Uuid)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    milestone_of(found(&*plans.tree(&id).await?, &number)?, piece)?;
    let mut read = Read::new(&submitted);
    let dates = Dates { from: read.day("from"), to: read.day("to") };
    let reason = read.words("reason");
    let act = read.done(Act::Replan(Replan { milestone: piece, dates, reason }));
    done(&plans, &reader, (&id, &number), &submitted, act, |tree, sheet| {
        let stored = stored(&reader, sheet, piece);
        match milestone_of(sheet, piece) {
            Ok(milestone) => (days_form(&plans, &reader, tree, sheet, milestone), stored),
            Err(_) => (frame(&plans, &reader, tree, sheet, piece), stored),
        }
    })
    .await
}

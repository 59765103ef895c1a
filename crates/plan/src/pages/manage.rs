//! How a plan is run: who owns it, since when it is followed, how it was amended.

use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_kernel::{Kind, Problem, Scope};
use bassin_web::{Choice, Failure, Field, Reader, Submitted};

use super::{
    form::{Block, Form, Read},
    plan_address, trail,
};
use crate::{Amendment, Plan, PlanState, Plans, Settling, Tree, check_manage, policy};

const STATES: [(&str, PlanState); 3] =
    [("in-force", PlanState::InForce), ("archived", PlanState::Archived), ("template", PlanState::Template)];

fn allowed(reader: &Reader, plan: &Plan) -> Result<(), Failure> {
    if !reader.viewer.may_write() {
        reader.require_signed_in()?;
    }
    Ok(check_manage(&reader.viewer, plan)?)
}

pub(super) async fn show(State(plans): State<Plans>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    allowed(&reader, &tree.plan)?;
    form(&plans, &reader, &tree).await?.page(&reader)
}

async fn form(plans: &Plans, reader: &Reader, tree: &Tree) -> Result<Form, Problem> {
    let plan = &tree.plan;
    let bodies = plans.governance.bodies(plans.today()).await?;
    let living = bodies.iter().filter(|overview| overview.body.closed.is_none());
    let bodies = living.map(|overview| Choice::new(overview.body.id.to_string(), &overview.body.name));
    let owner = Field::select("owner").label(reader.t("plan-owner")).hint(reader.t("plan-owner-hint")).choices(bodies);
    let since = Field::date("since").label(reader.t("plan-followed-since")).hint(reader.t("plan-followed-since-hint"));
    let states = STATES.map(|(code, _)| Choice::new(code, reader.t(&format!("plan-state-{code}"))));
    let state = STATES.iter().find(|(_, state)| *state == plan.state).map_or("in-force", |(code, _)| *code);
    let at = plan_address(plan);
    Ok(Form {
        kicker: reader.text(&plan.name).to_owned(),
        title: reader.t("plan-manage"),
        lede: reader.t("plan-manage-lede"),
        action: format!("{at}/gestion"),
        submit: reader.t("plan-save"),
        cancel: at,
        hidden: vec![Field::hidden("id", plans.fresh().to_string()), Field::hidden("revision", plan.revision.to_string())],
        blocks: vec![Block {
            fields: vec![
                owner.value(plan.owner.map(|id| id.to_string()).unwrap_or_default()),
                since.value(plan.followed_since.map(|day| day.to_string()).unwrap_or_default()),
                Field::radios("state").label(reader.t("plan-life")).choices(states).value(state),
            ],
            ..Block::default()
        }],
        trail: trail(reader, plan).into(),
        ..Form::default()
    })
}

pub(super) async fn save(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    allowed(&reader, &tree.plan)?;
    let mut read = Read::new(&submitted);
    let followed_since = read.day("since");
    let wanted = submitted.get("state");
    let state = STATES.iter().find(|(code, _)| *code == wanted).map_or(tree.plan.state, |(_, state)| *state);
    let settling = read.done(Settling { owner: submitted.uuid("owner"), followed_since, state });
    let form_id = submitted.uuid("id").unwrap_or_else(|| plans.fresh());
    let revision = submitted.get("revision").parse().unwrap_or_default();
    let outcome = match settling {
        Ok(settling) => plans.settle(&reader.viewer, &id, form_id, revision, settling).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(plan) => Ok(reader.done(&plan_address(&plan), "plan-settled")),
        Err(problem) => {
            let tree = plans.tree(&id).await?;
            let since = tree.plan.followed_since.map(|day| reader.day(day)).unwrap_or_default();
            let stored = [(reader.t("plan-followed-since"), since)];
            form(&plans, &reader, &tree).await?.again(&reader, &submitted, problem, &stored)
        }
    }
}

pub(super) async fn amendment(State(plans): State<Plans>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    may_amend(&reader, &tree.plan)?;
    amendment_form(&plans, &reader, &tree).page(&reader)
}

fn owner(plan: &Plan) -> Vec<Scope> {
    plan.owner.map(Scope::Body).into_iter().collect()
}

fn may_amend(reader: &Reader, plan: &Plan) -> Result<(), Failure> {
    if !reader.viewer.may_write() {
        reader.require_signed_in()?;
    }
    Ok(reader.viewer.check(&policy::PLAN_AMEND, &owner(plan))?)
}

/// Whether the page of amendments is for this reader.
pub(super) fn amends(reader: &Reader, plan: &Plan) -> bool {
    plan.state == PlanState::InForce && reader.viewer.may(&policy::PLAN_AMEND, &owner(plan))
}

fn amendment_form(plans: &Plans, reader: &Reader, tree: &Tree) -> Form {
    let plan = &tree.plan;
    let area = |name: &str| Field::area(name).label(reader.t(&format!("plan-amend-{name}"))).lines(4).required();
    let at = plan_address(plan);
    Form {
        kicker: reader.text(&plan.name).to_owned(),
        title: reader.t_with("plan-amend", &[("version", u64::from(plan.version + 1).into())]),
        lede: reader.t("plan-amend-lede"),
        action: format!("{at}/revision"),
        submit: reader.t("plan-amend-save"),
        cancel: at,
        hidden: vec![Field::hidden("id", plans.fresh().to_string()), Field::hidden("revision", plan.revision.to_string())],
        blocks: vec![Block {
            fields: vec![
                Field::date("day").label(reader.t("plan-amend-day")).value(plans.today().to_string()).required(),
                area("what"),
                area("why"),
                Field::text("decided_by").label(reader.t("plan-amend-decided")).required(),
                Field::text("decision").label(reader.t("plan-decision")).hint(reader.t("plan-decision-hint")),
            ],
            ..Block::default()
        }],
        trail: trail(reader, plan).into(),
        ..Form::default()
    }
}

pub(super) async fn amend(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    may_amend(&reader, &tree.plan)?;
    let mut read = Read::new(&submitted);
    let day = read.day("day").unwrap_or_else(|| plans.today());
    let written = Amendment {
        id: submitted.uuid("id").unwrap_or_else(|| plans.fresh()),
        plan: id.clone(),
        version: tree.plan.version + 1,
        day,
        what: read.words("what"),
        why: read.words("why"),
        decided_by: read.words("decided_by"),
        decision: super::decision(&plans, &reader, &mut read).await,
    };
    let revision = submitted.get("revision").parse().unwrap_or_default();
    let outcome = match read.done(written) {
        Ok(written) => plans.amend(&reader.viewer, revision, written).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(plan) => Ok(reader.done(&plan_address(&plan), "plan-amended")),
        Err(problem) => {
            let tree = if problem.kind == Kind::Conflict { plans.tree(&id).await? } else { tree.clone() };
            let stored = [(reader.t("plan-version"), tree.plan.version.to_string())];
            amendment_form(&plans, &reader, &tree).again(&reader, &submitted, problem, &stored)
        }
    }
}

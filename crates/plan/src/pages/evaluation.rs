//! Pages of the evaluation of a plan.

mod export;
mod overview;
mod programme;
mod publication;
mod question;
mod recommendation;
mod view;
mod work;

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, post},
};
use bassin_governance::Body;
use bassin_kernel::{LocalizedText, Problem};
use bassin_web::{Choice, Failure, Field, Link, Reader, Submitted};
use serde::Deserialize;
use uuid::Uuid;

use self::view::{Attempt, Block, Form, Section, Sheet};
use crate::{Draft, Evaluation, Plans, Shown, model::evaluation::Question};

pub(super) fn routes() -> Router<Plans> {
    Router::new()
        .route("/plan/{plan}/evaluation", get(overview::show))
        .route("/plan/{plan}/evaluation/questions.csv", get(export::questions))
        .route("/plan/{plan}/evaluation/recommandations.csv", get(export::recommendations))
        .route("/plan/{plan}/evaluation/programme", get(programme::form).post(programme::save))
        .route("/plan/{plan}/evaluation/questions/nouvelle", get(question::form).post(question::save))
        .route("/plan/{plan}/evaluation/questions/{id}", get(question::show))
        .route("/plan/{plan}/evaluation/questions/{id}/modifier", get(question::form).post(question::save))
        .route("/plan/{plan}/evaluation/questions/{id}/acte/{act}", post(question::act))
        .route("/plan/{plan}/evaluation/travaux/nouveau", get(work::form).post(work::save))
        .route("/plan/{plan}/evaluation/travaux/{id}", get(work::show))
        .route("/plan/{plan}/evaluation/travaux/{id}/modifier", get(work::form).post(work::save))
        .route("/plan/{plan}/evaluation/publications/nouvelle", get(publication::form).post(publication::save))
        .route("/plan/{plan}/evaluation/publications/{id}", get(publication::show))
        .route("/plan/{plan}/evaluation/publications/{id}/document", get(publication::document))
        .route("/plan/{plan}/evaluation/publications/{id}/modifier", get(publication::form).post(publication::save))
        .route("/plan/{plan}/evaluation/recommandations/nouvelle", get(recommendation::form).post(recommendation::save))
        .route("/plan/{plan}/evaluation/recommandations/{id}", get(recommendation::show))
        .route("/plan/{plan}/evaluation/recommandations/{id}/modifier", get(recommendation::form).post(recommendation::save))
        .route("/plan/{plan}/evaluation/recommandations/{id}/acte/{act}", post(recommendation::act))
        .route("/plan/{plan}/evaluation/{what}/{id}/diffusion", post(diffuse))
}

/// The evaluation a page is about.
struct Ground<'a> {
    plans: &'a Plans,
    r: &'a Reader,
    /// The name of the plan.
    name: LocalizedText,
    evaluation: Evaluation,
}

impl<'a> Ground<'a> {
    async fn of(plans: &'a Plans, r: &'a Reader, plan: &str) -> Result<Self, Failure> {
        let name = plans.named_plan(plan).await?;
        Ok(Self { plans, r, name, evaluation: plans.evaluation(&r.viewer, plan).await? })
    }

    /// The same, for somebody who runs the evaluation.
    async fn run(plans: &'a Plans, r: &'a Reader, plan: &str) -> Result<Self, Failure> {
        let ground = Self::of(plans, r, plan).await?;
        let body = ground.evaluation.programme.as_ref().map(|programme| bassin_kernel::Scope::Body(programme.body));
        r.viewer.check(&crate::policy::PROGRAMME_RUN, body.as_slice())?;
        Ok(ground)
    }

    /// An address below the evaluation.
    fn at(&self, rest: &str) -> String {
        format!("/plan/{}/evaluation{rest}", self.evaluation.plan)
    }

    fn trail(&self) -> Vec<Link> {
        let r = self.r;
        let plan = format!("/plan/{}", self.evaluation.plan);
        vec![Link::new(r.t("nav-plan"), "/plan"), Link::new(r.text(&self.name), plan), Link::new(r.t("evaluation-title"), self.at(""))]
    }

    fn runs(&self) -> bool {
        self.evaluation.is_run_by(&self.r.viewer)
    }

    /// A link to a body; its place is told even when it is gone.
    fn body(&self, id: Option<Uuid>) -> Link {
        let Some(id) = id else { return Link::new(self.r.t("evaluation-open"), "") };
        match self.evaluation.bodies.get(&id) {
            Some(body) => Link::new(&body.name, format!("/instances/{}", body.slug)),
            None => Link::new(self.r.t("evaluation-body-gone"), ""),
        }
    }

    fn question_links(&self, ids: &[Uuid]) -> Vec<Link> {
        let found = ids.iter().filter_map(|id| self.evaluation.questions.iter().find(|question| question.id == *id));
        found.map(|question| Link::new(&question.sheet.title, self.at(&format!("/questions/{}", question.id)))).collect()
    }

    fn question_choices(&self) -> Vec<Choice> {
        let choice = |question: &Question| Choice::new(question.id.to_string(), &question.sheet.title);
        self.evaluation.questions.iter().map(choice).collect()
    }

    async fn body_choices(&self) -> Result<Vec<Choice>, Problem> {
        let bodies = self.plans.bodies_at_work().await?;
        Ok(bodies.iter().map(|body: &Body| Choice::new(body.id.to_string(), &body.name)).collect())
    }

    /// The button that shows something to anybody, or no longer.
    fn diffusion(&self, what: &str, id: Uuid, published: bool) -> Block {
        let r = self.r;
        let key = if published { "evaluation-withdraw" } else { "evaluation-publish" };
        let value = if published { "0" } else { "1" };
        let fields = vec![Field::hidden("published", value)];
        Block::Action(self.at(&format!("/{what}/{id}/diffusion")), r.t(key), fields)
    }
}

/// Where a form is: that of one of the things of an evaluation, or of a new one.
#[derive(Deserialize)]
struct Place {
    plan: String,
    id: Option<Uuid>,
}

impl Place {
    /// The one the form is about, nothing for a new one.
    fn among<'a, T>(&self, all: &'a [T], id: impl Fn(&T) -> Uuid) -> Result<Option<&'a T>, Problem> {
        let found = |wanted: Uuid| all.iter().find(|one| id(one) == wanted).ok_or_else(missing);
        self.id.map(found).transpose()
    }

    /// The sheet as the form sends it.
    fn draft<S>(&self, plans: &Plans, submitted: &Submitted, sheet: S) -> Draft<S> {
        Draft {
            id: self.id.or_else(|| submitted.uuid("id")).unwrap_or_else(|| plans.fresh()),
            revision: submitted.get("revision").parse().ok(),
            plan: self.plan.clone(),
            sheet,
        }
    }
}

/// The form of one of the things of an evaluation.
struct Editing {
    /// The keys of its title, for a new one and for one kept, and of its first words.
    words: [&'static str; 3],
    /// The end of the addresses of its kind, and of the form of a new one.
    path: &'static str,
    new: &'static str,
    /// The one kept: its identifier and its revision.
    kept: Option<(Uuid, i64)>,
    fields: Vec<Field>,
    /// What is kept now, its title first, told when somebody else changed it meanwhile.
    now: Option<(String, Vec<Block>)>,
    /// Whether it takes a file.
    files: bool,
}

impl Ground<'_> {
    /// The page of a form; `attempt` is what was sent and refused.
    fn edit(&self, editing: Editing, attempt: Option<&Attempt>) -> Result<Response, Failure> {
        let (r, Editing { words: [new_one, edit, lede], path, new, kept, mut fields, now, files }) = (self.r, editing);
        let (action, cancel) = match kept {
            Some((id, _)) => (self.at(&format!("/{path}/{id}/modifier")), self.at(&format!("/{path}/{id}"))),
            None => (self.at(&format!("/{path}/{new}")), self.at("")),
        };
        fields.push(Field::hidden("id", kept.map_or_else(|| self.plans.fresh(), |(id, _)| id).to_string()));
        fields.push(Field::hidden("revision", kept.map(|(_, revision)| revision.to_string()).unwrap_or_default()));
        let mut blocks = Vec::new();
        if let Some((title, facts)) = now.filter(|_| attempt.is_some_and(Attempt::is_stale)) {
            blocks.push(Block::Note("warn", r.t("evaluation-stored-now"), title));
            blocks.extend(facts);
        }
        let mut form = Form::alone(action, fields, r.t("evaluation-save"), cancel).tried(attempt);
        form.files = files;
        blocks.push(Block::Form(form));
        let sheet = Sheet {
            kicker: r.t("evaluation-title"),
            title: r.t(if kept.is_some() { edit } else { new_one }),
            lede: r.t(lede),
            sections: vec![Section::new("form", String::new(), blocks)],
            ..Sheet::default()
        };
        sheet.page(r, self.trail(), attempt)
    }
}

/// The identifiers chosen under a name.
fn uuids(submitted: &Submitted, name: &str) -> Vec<Uuid> {
    submitted.all(name).filter_map(|value| value.parse().ok()).collect()
}

fn missing() -> Problem {
    Problem::not_found(
        "Cette page de l’évaluation n’existe pas, ou n’est pas publiée.",
        "There is no such page of the evaluation, or it is not published.",
    )
}

/// Publishes something, or withdraws it.
async fn diffuse(
    State(plans): State<Plans>,
    reader: Reader,
    Path((plan, what, id)): Path<(String, String, Uuid)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let shown = match what.as_str() {
        "questions" => Shown::Question,
        "travaux" => Shown::Work,
        "publications" => Shown::Publication,
        "recommandations" => Shown::Recommendation,
        _ => return Err(missing().into()),
    };
    let published = submitted.get("published") == "1";
    plans.show_evaluated(&reader.viewer, shown, id, published).await?;
    let code = if published { "evaluation-published" } else { "evaluation-withdrawn" };
    Ok(reader.done(&format!("/plan/{plan}/evaluation/{what}/{id}"), code))
}

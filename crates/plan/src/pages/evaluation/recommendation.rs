//! A recommendation: what it rests on, to whom it is addressed, what became of it.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_web::{Choice, Failure, Field, Link, Reader, Submitted};
use uuid::Uuid;

use super::{
    Editing, Ground, Place, missing,
    overview::{draft_tag, recommendation_tag},
    question::history,
    uuids,
    view::{Attempt, Block, Form, Section, Sheet, Tag, day, fact},
    work::From,
};
use crate::{
    Plans,
    model::evaluation::{Recommendation, RecommendationSheet, RecommendationState},
    rules::evaluation::{Lateness, RecommendationAct, RecommendationDeed, Stance, recommendation_bars},
};

type At = Path<(String, Uuid)>;

/// Said of what is late.
pub(super) fn lateness_tag(r: &Reader, late: Option<Lateness>) -> Option<Tag> {
    Some(match late? {
        Lateness::Answer(_) => Tag::new("bad", r.t("recommendation-late-answer")),
        Lateness::Action(_) => Tag::new("bad", r.t("recommendation-late-action")),
    })
}

pub(super) async fn show(State(plans): State<Plans>, reader: Reader, Path((plan, id)): At) -> Result<Response, Failure> {
    page(&plans, &reader, &plan, id, None).await
}

async fn page(plans: &Plans, r: &Reader, plan: &str, id: Uuid, attempt: Option<&Attempt>) -> Result<Response, Failure> {
    let ground = Ground::of(plans, r, plan).await?;
    let one = ground.evaluation.recommendations.iter().find(|one| one.id == id).ok_or_else(missing)?;
    let events = plans.evaluation_events(id).await?;
    let mut acts = acts(&ground, one, attempt);
    if ground.runs() {
        acts.push(ground.diffusion("recommandations", id, one.published));
    }
    let mut sections = vec![
        Section::new("facts", r.t("evaluation-facts"), facts(&ground, one)),
        Section::new("follow-up", r.t("recommendation-follow-up"), follow_up(r, one)),
        Section::new("acts", r.t("evaluation-acts"), acts),
        Section::new("history", r.t("evaluation-history"), history(r, &events, |act| r.t(&format!("recommendation-done-{act}")))),
    ];
    sections.retain(|section| !section.blocks.is_empty());
    let mut tags = vec![recommendation_tag(r, one)];
    tags.extend(lateness_tag(r, ground.evaluation.late(one)));
    tags.extend(draft_tag(r, one.published));
    let mut buttons = Vec::new();
    if ground.runs() && one.state == RecommendationState::Draft {
        buttons.push(Link::new(r.t("evaluation-edit"), ground.at(&format!("/recommandations/{id}/modifier"))));
    }
    let sheet = Sheet {
        kicker: r.t("recommendation-kicker"),
        tabs: Vec::new(),
        title: one.sheet.title.clone(),
        tags,
        lede: one.sheet.text.clone(),
        buttons,
        sections,
    };
    sheet.page(r, ground.trail(), attempt)
}

fn facts(ground: &Ground<'_>, one: &Recommendation) -> Vec<Block> {
    let r = ground.r;
    let mut facts = vec![
        (r.t("recommendation-body"), vec![ground.body(one.sheet.body)]),
        (r.t("recommendation-questions"), ground.question_links(&one.sheet.questions)),
        fact(r, "recommendation-addressed-on", day(r, one.addressed_on)),
        fact(r, "recommendation-answer-due", day(r, one.sheet.answer_due)),
    ];
    if !one.reason.is_empty() {
        facts.push(fact(r, "recommendation-withdrawn-because", &one.reason));
    }
    vec![Block::Facts(facts)]
}

fn follow_up(r: &Reader, one: &Recommendation) -> Vec<Block> {
    let Some(reply) = &one.reply else { return Vec::new() };
    let mut facts = vec![
        (r.t("recommendation-reply"), vec![Link::new(r.t(&format!("recommendation-state-{}", reply.stance.code())), "")]),
        fact(r, "recommendation-reply-day", r.day(reply.on)),
        fact(r, "recommendation-reply-words", &reply.words),
    ];
    if reply.stance != RecommendationState::Rejected {
        facts.push(fact(r, "recommendation-due", day(r, reply.due)));
        if reply.slips > 0 {
            let slips = r.t_with("recommendation-slips", &[("count", u64::from(reply.slips).into())]);
            facts.push(fact(r, "recommendation-promised", format!("{} ({slips})", day(r, reply.promised))));
        }
    }
    if let Some(done) = &one.done {
        facts.push(fact(r, "recommendation-done-on", r.day(done.on)));
        facts.push(fact(r, "recommendation-done-words", &done.words));
    }
    vec![Block::Facts(facts)]
}

fn acts(ground: &Ground<'_>, one: &Recommendation, attempt: Option<&Attempt>) -> Vec<Block> {
    let r = ground.r;
    let (runs, follows) = (ground.runs(), ground.evaluation.is_followed_by(one, &r.viewer));
    let beneath = ground.evaluation.beneath(one);
    let mut blocks = Vec::new();
    let theirs = |deed: &RecommendationDeed| if deed.is_the_bodys() { follows } else { runs };
    for deed in RecommendationDeed::ALL.into_iter().filter(|deed| deed.is_done_in(one.state)).filter(theirs) {
        let code = deed.code();
        let label = r.t(&format!("recommendation-act-{code}"));
        let bars = recommendation_bars(one, deed, &beneath);
        if !bars.is_empty() {
            blocks.push(Block::Barred(label, bars));
            continue;
        }
        let revision = Field::hidden("revision", one.revision.to_string());
        let fields = std::iter::once(revision).chain(deed_fields(ground, deed)).collect();
        let action = ground.at(&format!("/recommandations/{}/acte/{code}", one.id));
        blocks.push(Block::Form(Form::folded(code, action, label.clone(), label, fields).tried(attempt)));
    }
    blocks
}

fn deed_fields(ground: &Ground<'_>, deed: RecommendationDeed) -> Vec<Field> {
    let r = ground.r;
    let why = || Field::area("reason").lines(3).label(r.t("evaluation-why")).required();
    match deed {
        RecommendationDeed::Address => Vec::new(),
        RecommendationDeed::Withdraw | RecommendationDeed::Reopen => vec![why()],
        RecommendationDeed::Reply => {
            let stance = |stance: Stance| {
                let code = stance.state().code();
                Choice::new(code, r.t(&format!("recommendation-state-{code}")))
            };
            vec![
                Field::radios("stance").label(r.t("recommendation-reply")).choices(Stance::ALL.map(stance)).required(),
                Field::area("words").lines(4).label(r.t("recommendation-reply-words")).hint(r.t("recommendation-reply-words-hint")),
                Field::date("due").label(r.t("recommendation-due")).hint(r.t("recommendation-due-hint")),
            ]
        }
        RecommendationDeed::Postpone => vec![Field::date("due").label(r.t("recommendation-due")).required(), why()],
        RecommendationDeed::Finish => vec![
            Field::area("words").lines(4).label(r.t("recommendation-done-words")).hint(r.t("recommendation-done-words-hint")).required(),
            Field::date("on").label(r.t("recommendation-done-on")).value(ground.evaluation.today.to_string()).required(),
        ],
    }
}

pub(super) async fn act(
    State(plans): State<Plans>,
    reader: Reader,
    Path((plan, id, code)): Path<(String, Uuid, String)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let deed = RecommendationDeed::ALL.into_iter().find(|deed| deed.code() == code).ok_or_else(missing)?;
    let get = |field: &str| submitted.get(&format!("{code}-{field}")).to_owned();
    let on = |field: &str| submitted.day(&format!("{code}-{field}"));
    let act = match deed {
        RecommendationDeed::Address => RecommendationAct::Address,
        RecommendationDeed::Withdraw => RecommendationAct::Withdraw { reason: get("reason") },
        RecommendationDeed::Reply => RecommendationAct::Reply { stance: Stance::of(&get("stance")), words: get("words"), due: on("due") },
        RecommendationDeed::Postpone => RecommendationAct::Postpone { due: on("due"), reason: get("reason") },
        RecommendationDeed::Finish => RecommendationAct::Finish { words: get("words"), on: on("on") },
        RecommendationDeed::Reopen => RecommendationAct::Reopen { reason: get("reason") },
    };
    let revision = get("revision").parse().unwrap_or_default();
    match plans.act_on_recommendation(&reader.viewer, id, revision, act).await {
        Ok(one) => Ok(reader.done(&format!("/plan/{}/evaluation/recommandations/{id}", one.plan), "evaluation-done")),
        Err(problem) => page(&plans, &reader, &plan, id, Some(&Attempt::of(deed.code(), submitted, problem)?)).await,
    }
}

pub(super) async fn form(
    State(plans): State<Plans>,
    reader: Reader,
    Path(place): Path<Place>,
    Query(from): Query<From>,
) -> Result<Response, Failure> {
    let ground = Ground::run(&plans, &reader, &place.plan).await?;
    let kept = place.among(&ground.evaluation.recommendations, |one| one.id)?;
    let sheet = kept.map_or_else(
        || RecommendationSheet { questions: from.question.into_iter().collect(), ..RecommendationSheet::default() },
        |one| one.sheet.clone(),
    );
    edit(&ground, kept, &sheet, None).await
}

pub(super) async fn save(
    State(plans): State<Plans>,
    reader: Reader,
    Path(place): Path<Place>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sheet = RecommendationSheet {
        title: submitted.get("title").to_owned(),
        text: submitted.get("text").to_owned(),
        questions: uuids(&submitted, "questions"),
        body: submitted.uuid("body"),
        answer_due: submitted.day("answer_due"),
    };
    let draft = place.draft(&plans, &submitted, sheet.clone());
    let problem = match plans.save_recommendation(&reader.viewer, draft).await {
        Ok(one) => return Ok(reader.done(&format!("/plan/{}/evaluation/recommandations/{}", place.plan, one.id), "evaluation-saved")),
        Err(problem) => problem,
    };
    let attempt = Attempt::of("", submitted, problem)?;
    let ground = Ground::run(&plans, &reader, &place.plan).await?;
    let kept = place.among(&ground.evaluation.recommendations, |one| one.id)?;
    edit(&ground, kept, &sheet, Some(&attempt)).await
}

async fn edit(
    ground: &Ground<'_>,
    stored: Option<&Recommendation>,
    said: &RecommendationSheet,
    attempt: Option<&Attempt>,
) -> Result<Response, Failure> {
    let r = ground.r;
    let fields = vec![
        Field::text("title").label(r.t("recommendation-title")).value(&said.title).required(),
        Field::area("text").lines(6).label(r.t("recommendation-text")).value(&said.text),
        Field::checkboxes("questions")
            .label(r.t("recommendation-questions"))
            .hint(r.t("recommendation-questions-hint"))
            .choices(ground.question_choices())
            .values(said.questions.iter().map(Uuid::to_string)),
        Field::select("body")
            .label(r.t("recommendation-body"))
            .choices(ground.body_choices().await?)
            .value(said.body.map(|body| body.to_string()).unwrap_or_default()),
        Field::date("answer_due")
            .label(r.t("recommendation-answer-due"))
            .hint(r.t("recommendation-answer-due-hint"))
            .value(said.answer_due.map(|day| day.to_string()).unwrap_or_default()),
    ];
    let now = stored.map(|one| {
        let facts = facts(ground, one).into_iter().chain([Block::Text(one.sheet.text.clone())]).collect();
        (one.sheet.title.clone(), facts)
    });
    let kept = stored.map(|one| (one.id, one.revision));
    let words = ["recommendation-new", "recommendation-edit", "recommendation-form-lede"];
    ground.edit(Editing { words, path: "recommandations", new: "nouvelle", kept, fields, now, files: false }, attempt)
}

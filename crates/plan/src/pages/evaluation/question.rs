//! A question: what it asks, who works on it, what is answered, what is recommended.

use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_web::{Failure, Field, Link, Reader, Submitted};
use uuid::Uuid;

use super::{
    Editing, Ground, Place, missing,
    overview::{publication_table, question_tags, recommendation_table, work_table},
    view::{Attempt, Block, Form, Section, Sheet, choices, day, fact},
};
use crate::{
    Plans,
    model::evaluation::{Criterion, Event, Publication, Question, QuestionSheet, QuestionState, Recommendation, Work},
    rules::evaluation::{QuestionAct, QuestionDeed, question_bars},
};

type At = Path<(String, Uuid)>;

pub(super) async fn show(State(plans): State<Plans>, reader: Reader, Path((plan, id)): At) -> Result<Response, Failure> {
    page(&plans, &reader, &plan, id, None).await
}

async fn page(plans: &Plans, r: &Reader, plan: &str, id: Uuid, attempt: Option<&Attempt>) -> Result<Response, Failure> {
    let ground = Ground::of(plans, r, plan).await?;
    let question = ground.evaluation.questions.iter().find(|question| question.id == id).ok_or_else(missing)?;
    let events = plans.evaluation_events(id).await?;
    let mut sections = vec![Section::new("facts", r.t("evaluation-facts"), facts(&ground, question))];
    sections.extend(answer(r, question));
    sections.extend(around(&ground, question));
    let mut acts = acts(&ground, question, attempt);
    if ground.runs() {
        acts.push(ground.diffusion("questions", id, question.published));
    }
    sections.push(Section::new("acts", r.t("evaluation-acts"), acts));
    sections.push(Section::new("history", r.t("evaluation-history"), history(r, &events, |act| r.t(&format!("question-done-{act}")))));
    sections.retain(|section| !section.blocks.is_empty());
    let mut buttons = Vec::new();
    if ground.runs() && question.state != QuestionState::Closed {
        buttons.push(Link::new(r.t("evaluation-edit"), ground.at(&format!("/questions/{id}/modifier"))));
    }
    let sheet = Sheet {
        kicker: r.t("question-kicker"),
        tabs: Vec::new(),
        title: question.sheet.title.clone(),
        tags: question_tags(r, question),
        lede: question.sheet.details.clone(),
        buttons,
        sections,
    };
    sheet.page(r, ground.trail(), attempt)
}

fn facts(ground: &Ground<'_>, question: &Question) -> Vec<Block> {
    let (r, said) = (ground.r, &question.sheet);
    let criteria: Vec<String> = said.criteria.iter().map(|criterion| r.t(&format!("criterion-{}", criterion.code()))).collect();
    let mut facts = vec![
        fact(r, "question-asked-by", &said.asked_by),
        fact(r, "evaluation-source", &said.source),
        fact(r, "question-criteria", criteria.join(", ")),
        fact(r, "question-method", &said.method),
        fact(r, "question-data", &said.data),
    ];
    if let Some(advice) = &question.advice {
        let told = format!("{} ({})", advice.words, r.day(advice.on));
        facts.push((r.t("question-advice"), vec![Link::new(told, "")]));
    }
    if !question.reason.is_empty() {
        facts.push(fact(r, "question-reason", &question.reason));
    }
    vec![Block::Facts(facts)]
}

fn answer(r: &Reader, question: &Question) -> Option<Section> {
    let answer = question.answer.as_ref()?;
    let on = r.t_with("question-answered-on", &[("day", r.day(answer.on).into())]);
    let mut blocks = vec![Block::Text(answer.words.clone()), Block::Facts(vec![(r.t("question-answer"), vec![Link::new(on, "")])])];
    if question.state == QuestionState::UnderWay {
        blocks.insert(0, Block::Note("warn", r.t("question-answer-old-title"), r.t("question-answer-old")));
    }
    Some(Section::new("answer", r.t("question-answer"), blocks))
}

fn around(ground: &Ground<'_>, question: &Question) -> Vec<Section> {
    let r = ground.r;
    let works: Vec<&Work> = ground.evaluation.works_on(question.id).collect();
    let publications: Vec<&Publication> = works.iter().flat_map(|work| ground.evaluation.publications_of(work.id)).collect();
    let recommendations: Vec<&Recommendation> = ground.evaluation.recommendations_on(question.id).collect();
    let button = |key: &str, rest: &str| {
        let link = Link::new(r.t(key), ground.at(&format!("{rest}?question={}", question.id)));
        Block::Buttons(if ground.runs() { vec![link] } else { Vec::new() })
    };
    let shown = |empty: bool, table: Block, title: String, text: String| if empty { Block::Note("", title, text) } else { table };
    let mut sections = vec![Section::new(
        "works",
        r.t("evaluation-works"),
        vec![
            shown(works.is_empty(), work_table(ground, &works), r.t("question-no-work-title"), r.t("question-no-work")),
            button("work-new", "/travaux/nouveau"),
        ],
    )];
    if !publications.is_empty() {
        sections.push(Section::new("publications", r.t("evaluation-publications"), vec![publication_table(ground, &publications)]));
    }
    if !recommendations.is_empty() || question.answer.is_some() {
        let table = recommendation_table(ground, &recommendations);
        let blocks = vec![
            shown(recommendations.is_empty(), table, r.t("question-no-recommendation-title"), r.t("question-no-recommendation")),
            button("recommendation-new", "/recommandations/nouvelle"),
        ];
        sections.push(Section::new("recommendations", r.t("evaluation-recommendations"), blocks));
    }
    sections
}

/// What happened.
pub(super) fn history(r: &Reader, events: &[Event], says: impl Fn(&str) -> String) -> Vec<Block> {
    if events.is_empty() {
        return Vec::new();
    }
    let line = |event: &Event| (r.date_time(event.at), says(&event.act), event.words.clone());
    vec![Block::Lines(events.iter().map(line).collect())]
}

/// What the reader may do now, and what stands in the way of the rest.
fn acts(ground: &Ground<'_>, question: &Question, attempt: Option<&Attempt>) -> Vec<Block> {
    let r = ground.r;
    let mut blocks = Vec::new();
    let action = |code: &str| ground.at(&format!("/questions/{}/acte/{code}", question.id));
    let revision = || Field::hidden("revision", question.revision.to_string());
    if ground.runs() {
        let around = ground.evaluation.around(question.id);
        for deed in QuestionDeed::ALL.into_iter().filter(|deed| deed.from(question.state).is_some()) {
            let code = deed.code();
            let label = r.t(&format!("question-act-{code}"));
            let bars = question_bars(question, deed, &around);
            if !bars.is_empty() {
                blocks.push(Block::Barred(label, bars));
                continue;
            }
            let fields = std::iter::once(revision()).chain(deed_fields(ground, deed)).collect();
            blocks.push(Block::Form(Form::folded(code, action(code), label.clone(), label, fields).tried(attempt)));
        }
    }
    if ground.evaluation.is_advised_by(&r.viewer) && question.state != QuestionState::Closed {
        let words = Field::area("words").lines(4).label(r.t("question-advice")).hint(r.t("question-advice-hint")).required();
        let label = r.t("question-act-advise");
        blocks.push(Block::Form(Form::folded("advise", action("advise"), label.clone(), label, vec![revision(), words]).tried(attempt)));
    }
    blocks
}

fn deed_fields(ground: &Ground<'_>, deed: QuestionDeed) -> Vec<Field> {
    let r = ground.r;
    match deed {
        QuestionDeed::SetAside | QuestionDeed::Reconsider | QuestionDeed::Resume => {
            vec![Field::area("reason").lines(3).label(r.t("evaluation-why")).required()]
        }
        QuestionDeed::Answer => vec![
            Field::area("words").lines(8).label(r.t("question-answer")).hint(r.t("question-answer-hint")).required(),
            Field::date("on").label(r.t("question-answer-day")).value(ground.evaluation.today.to_string()).required(),
        ],
        QuestionDeed::Retain | QuestionDeed::Start | QuestionDeed::Close => Vec::new(),
    }
}

pub(super) async fn act(
    State(plans): State<Plans>,
    reader: Reader,
    Path((plan, id, code)): Path<(String, Uuid, String)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let get = |field: &str| submitted.get(&format!("{code}-{field}")).to_owned();
    let revision = get("revision").parse().unwrap_or_default();
    let deed = QuestionDeed::ALL.into_iter().find(|deed| deed.code() == code);
    let (key, kept) = match deed {
        Some(deed) => {
            let act = match deed {
                QuestionDeed::Retain => QuestionAct::Retain,
                QuestionDeed::SetAside => QuestionAct::SetAside { reason: get("reason") },
                QuestionDeed::Reconsider => QuestionAct::Reconsider { reason: get("reason") },
                QuestionDeed::Start => QuestionAct::Start,
                QuestionDeed::Answer => QuestionAct::Answer { words: get("words"), on: submitted.day(&format!("{code}-on")) },
                QuestionDeed::Resume => QuestionAct::Resume { reason: get("reason") },
                QuestionDeed::Close => QuestionAct::Close,
            };
            (deed.code(), plans.act_on_question(&reader.viewer, id, revision, act).await)
        }
        None if code == "advise" => ("advise", plans.advise_on_question(&reader.viewer, id, revision, get("words")).await),
        None => return Err(missing().into()),
    };
    match kept {
        Ok(question) => Ok(reader.done(&format!("/plan/{}/evaluation/questions/{id}", question.plan), "evaluation-done")),
        Err(problem) => page(&plans, &reader, &plan, id, Some(&Attempt::of(key, submitted, problem)?)).await,
    }
}

pub(super) async fn form(State(plans): State<Plans>, reader: Reader, Path(place): Path<Place>) -> Result<Response, Failure> {
    let ground = Ground::run(&plans, &reader, &place.plan).await?;
    let kept = place.among(&ground.evaluation.questions, |one| one.id)?;
    let sheet = kept.map_or_else(QuestionSheet::default, |one| one.sheet.clone());
    edit(&ground, kept, &sheet, None)
}

pub(super) async fn save(
    State(plans): State<Plans>,
    reader: Reader,
    Path(place): Path<Place>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let words = |name: &str| submitted.get(name).to_owned();
    let sheet = QuestionSheet {
        title: words("title"),
        details: words("details"),
        asked_by: words("asked_by"),
        source: words("source"),
        criteria: submitted.all("criteria").filter_map(Criterion::of).collect(),
        method: words("method"),
        data: words("data"),
    };
    let draft = place.draft(&plans, &submitted, sheet.clone());
    let problem = match plans.save_question(&reader.viewer, draft).await {
        Ok(question) => return Ok(reader.done(&format!("/plan/{}/evaluation/questions/{}", place.plan, question.id), "evaluation-saved")),
        Err(problem) => problem,
    };
    let attempt = Attempt::of("", submitted, problem)?;
    let ground = Ground::run(&plans, &reader, &place.plan).await?;
    let kept = place.among(&ground.evaluation.questions, |one| one.id)?;
    edit(&ground, kept, &sheet, Some(&attempt))
}

fn edit(ground: &Ground<'_>, stored: Option<&Question>, said: &QuestionSheet, attempt: Option<&Attempt>) -> Result<Response, Failure> {
    let r = ground.r;
    let criteria = choices(r, "criterion", Criterion::ALL.iter().map(|criterion| criterion.code()));
    let chosen: Vec<&str> = said.criteria.iter().map(|criterion| criterion.code()).collect();
    let fields = vec![
        Field::text("title").label(r.t("question-title")).hint(r.t("question-title-hint")).value(&said.title).required(),
        Field::area("details").lines(4).label(r.t("question-details")).value(&said.details),
        Field::text("asked_by").label(r.t("question-asked-by")).hint(r.t("question-asked-by-hint")).value(&said.asked_by).required(),
        Field::text("source").label(r.t("evaluation-source")).hint(r.t("evaluation-source-hint")).value(&said.source),
        Field::checkboxes("criteria").label(r.t("question-criteria")).hint(r.t("question-criteria-hint")).choices(criteria).values(chosen),
        Field::area("method").lines(4).label(r.t("question-method")).hint(r.t("question-method-hint")).value(&said.method),
        Field::area("data").lines(3).label(r.t("question-data")).hint(r.t("question-data-hint")).value(&said.data),
    ];
    let now = stored.map(|question| (question.sheet.title.clone(), facts(ground, question)));
    let kept = stored.map(|one| (one.id, one.revision));
    let words = ["question-new", "question-edit", "question-form-lede"];
    ground.edit(Editing { words, path: "questions", new: "nouvelle", kept, fields, now, files: false }, attempt)
}

/// The day of an answer, for exports.
pub(super) fn answer_day(r: &Reader, question: &Question) -> String {
    day(r, question.answer.as_ref().map(|answer| answer.on))
}

//! The evaluation of a plan at a glance.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::text::fold;
use bassin_web::{Choice, Column, Failure, Field, Link, Reader};
use serde::Deserialize;

use super::{
    Ground,
    recommendation::lateness_tag,
    view::{Block, Cell, Section, Sheet, Tag, choices, day, fact},
};
use crate::{
    Plans,
    model::evaluation::{Criterion, Programme, Publication, Question, QuestionState, Recommendation, RecommendationState, Work},
    pages::tabs::tabs_at,
};

/// What an address asks for.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct Asked {
    pub q: String,
    pub etat: String,
    pub critere: String,
}

impl Asked {
    pub(super) fn keeps(&self, question: &Question) -> bool {
        let sheet = &question.sheet;
        let words = fold(&[&*sheet.title, &sheet.details, &sheet.asked_by, &sheet.method].join(" "));
        fold(&self.q).split_whitespace().all(|word| words.contains(word))
            && (self.etat.is_empty() || question.state.code() == self.etat)
            && (self.critere.is_empty() || sheet.criteria.iter().any(|criterion| criterion.code() == self.critere))
    }

    pub(super) fn address(&self, path: &str) -> String {
        let pairs = [("q", self.q.as_str()), ("etat", &self.etat), ("critere", &self.critere)];
        bassin_kernel::address(path, &pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>())
    }
}

pub(super) async fn show(
    State(plans): State<Plans>,
    reader: Reader,
    Path(plan): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let ground = Ground::of(&plans, &reader, &plan).await?;
    let r = &reader;
    let mut sheet = Sheet {
        kicker: r.text(&ground.name).to_owned(),
        title: r.t("evaluation-title"),
        tabs: tabs_at(r, &format!("/plan/{plan}"), "/evaluation"),
        lede: r.t("evaluation-lede"),
        ..Sheet::default()
    };
    let found = plans.may_found_programme(&r.viewer, &plan).await?;
    let Some(programme) = &ground.evaluation.programme else {
        sheet.sections.push(none_yet(&ground, found));
        return sheet.page(r, trail(&ground), None);
    };
    if ground.runs() {
        sheet.buttons.push(Link::new(r.t("evaluation-programme-edit"), ground.at("/programme")));
    }
    sheet.sections.push(Section::new("programme", r.t("evaluation-programme"), about(&ground, programme)));
    sheet.sections.push(Section::new("questions", r.t("evaluation-questions"), questions(&ground, &asked)));
    sheet.sections.push(Section::new("recommendations", r.t("evaluation-recommendations"), recommendations(&ground)));
    sheet.sections.push(Section::new("works", r.t("evaluation-works"), works(&ground)));
    sheet.sections.push(Section::new("publications", r.t("evaluation-publications"), publications(&ground)));
    sheet.page(r, trail(&ground), None)
}

fn trail(ground: &Ground<'_>) -> Vec<Link> {
    let mut trail = ground.trail();
    trail.pop();
    trail
}

fn none_yet(ground: &Ground<'_>, may_found: bool) -> Section {
    let r = ground.r;
    let mut blocks = vec![Block::Note("", r.t("evaluation-none-title"), r.t("evaluation-none"))];
    if may_found {
        blocks.push(Block::Buttons(vec![Link::new(r.t("evaluation-programme-new"), ground.at("/programme"))]));
    }
    Section::new("none", String::new(), blocks)
}

fn about(ground: &Ground<'_>, programme: &Programme) -> Vec<Block> {
    let r = ground.r;
    let said = &programme.sheet;
    let mut facts = vec![
        (r.t("evaluation-body"), vec![ground.body(Some(programme.body))]),
        (r.t("evaluation-council"), vec![ground.body(programme.council)]),
        fact(r, "evaluation-field", &said.field),
        fact(r, "evaluation-purpose", &said.purpose),
        fact(r, "evaluation-method", &said.method),
        fact(r, "evaluation-source", &said.source),
    ];
    let late = ground.evaluation.recommendations.iter().filter(|one| ground.evaluation.late(one).is_some()).count();
    let counts = [
        ("evaluation-count-questions", ground.evaluation.questions.len()),
        ("evaluation-count-answered", ground.evaluation.questions.iter().filter(|one| one.answer.is_some()).count()),
        ("evaluation-count-recommendations", ground.evaluation.recommendations.len()),
        ("evaluation-count-late", late),
    ];
    let told = counts.map(|(key, count)| r.t_with(key, &[("count", count.into())]));
    facts.push((r.t("evaluation-counts"), vec![Link::new(told.join(" · "), "")]));
    let mut blocks = vec![Block::Facts(facts)];
    if programme.demonstration {
        blocks.insert(0, Block::Note("", r.t("evaluation-demonstration-title"), r.t("evaluation-demonstration")));
    }
    blocks
}

fn filters(r: &Reader, asked: &Asked) -> Block {
    let any = |key: &str| std::iter::once(Choice::new("", r.t(key)));
    let states = choices(r, "question-state", QuestionState::ALL.iter().map(|state| state.code()));
    let criteria = choices(r, "criterion", Criterion::ALL.iter().map(|criterion| criterion.code()));
    Block::Filters(
        vec![
            Field::text("q").label(r.t("evaluation-words")).value(asked.q.clone()),
            Field::select("etat")
                .label(r.t("evaluation-state"))
                .choices(any("evaluation-any-state").chain(states))
                .value(asked.etat.clone()),
            Field::select("critere")
                .label(r.t("question-criteria"))
                .choices(any("evaluation-any-criterion").chain(criteria))
                .value(asked.critere.clone()),
        ],
        r.t("evaluation-filter"),
    )
}

fn questions(ground: &Ground<'_>, asked: &Asked) -> Vec<Block> {
    let r = ground.r;
    let mut links = vec![Link::new(r.t("evaluation-csv"), asked.address(&ground.at("/questions.csv")))];
    if ground.runs() {
        links.insert(0, Link::new(r.t("question-new"), ground.at("/questions/nouvelle")));
    }
    if ground.evaluation.questions.is_empty() {
        links.truncate(usize::from(ground.runs()));
        return vec![Block::Note("", r.t("question-none-title"), r.t("question-none")), Block::Buttons(links)];
    }
    let kept: Vec<&Question> = ground.evaluation.questions.iter().filter(|question| asked.keeps(question)).collect();
    let mut blocks = vec![filters(r, asked)];
    if kept.is_empty() {
        blocks.push(Block::Note("", r.t("question-none-found-title"), r.t("question-none-found")));
    } else {
        let caption = r.t_with("evaluation-count-questions", &[("count", kept.len().into())]);
        let columns = ["question-title", "evaluation-state", "question-criteria", "question-asked-by"];
        let columns = columns.map(|key| Column::words(r.t(key))).into();
        blocks.push(Block::Table { caption, columns, rows: kept.into_iter().map(|question| row(ground, question)).collect() });
    }
    blocks.push(Block::Buttons(links));
    blocks
}

fn row(ground: &Ground<'_>, question: &Question) -> Vec<Cell> {
    let r = ground.r;
    let sheet = &question.sheet;
    let criteria: Vec<String> = sheet.criteria.iter().map(|criterion| r.t(&format!("criterion-{}", criterion.code()))).collect();
    let open = |text: String| if text.is_empty() { r.t("evaluation-open") } else { text };
    vec![
        Cell::link(&sheet.title, ground.at(&format!("/questions/{}", question.id))),
        Cell::tags(question_tags(r, question)),
        Cell::text(open(criteria.join(", "))),
        Cell::text(&sheet.asked_by).small(&sheet.source),
    ]
}

/// How a question stands.
pub(super) fn question_tags(r: &Reader, question: &Question) -> Vec<Tag> {
    let kind = match question.state {
        QuestionState::Proposed | QuestionState::SetAside => "",
        QuestionState::Retained | QuestionState::UnderWay => "accent",
        QuestionState::Answered | QuestionState::Closed => "good",
    };
    let mut tags = vec![Tag::new(kind, r.t(&format!("question-state-{}", question.state.code())))];
    tags.extend(draft_tag(r, question.published));
    tags
}

/// Said of what is not public.
pub(super) fn draft_tag(r: &Reader, published: bool) -> Option<Tag> {
    (!published).then(|| Tag::new("warn", r.t("evaluation-not-public")))
}

fn recommendations(ground: &Ground<'_>) -> Vec<Block> {
    let r = ground.r;
    let all = &ground.evaluation.recommendations;
    let mut links = Vec::new();
    if ground.runs() {
        links.push(Link::new(r.t("recommendation-new"), ground.at("/recommandations/nouvelle")));
    }
    if all.is_empty() {
        return vec![Block::Note("", r.t("recommendation-none-title"), r.t("recommendation-none")), Block::Buttons(links)];
    }
    links.push(Link::new(r.t("evaluation-csv"), ground.at("/recommandations.csv")));
    vec![recommendation_table(ground, &all.iter().collect::<Vec<_>>()), Block::Buttons(links)]
}

/// Recommendations, late ones first.
pub(super) fn recommendation_table(ground: &Ground<'_>, all: &[&Recommendation]) -> Block {
    let r = ground.r;
    let mut sorted = all.to_vec();
    sorted.sort_by_key(|one| (ground.evaluation.late(one).is_none(), due(one)));
    let row = |one: &&Recommendation| {
        let mut tags = vec![recommendation_tag(r, one)];
        tags.extend(lateness_tag(r, ground.evaluation.late(one)));
        tags.extend(draft_tag(r, one.published));
        vec![
            Cell::link(&one.sheet.title, ground.at(&format!("/recommandations/{}", one.id))),
            Cell::tags(tags),
            Cell::text(ground.body(one.sheet.body).label),
            Cell::text(day(r, due(one))),
        ]
    };
    let columns = ["recommendation-title", "evaluation-state", "recommendation-body", "recommendation-due"];
    Block::Table {
        caption: r.t_with("evaluation-count-recommendations", &[("count", all.len().into())]),
        columns: columns.map(|key| Column::words(r.t(key))).into(),
        rows: sorted.iter().map(row).collect(),
    }
}

/// The day that is awaited.
pub(super) fn due(one: &Recommendation) -> Option<bassin_kernel::Day> {
    one.reply.as_ref().map_or(one.sheet.answer_due, |reply| reply.due)
}

/// How a recommendation stands.
pub(super) fn recommendation_tag(r: &Reader, one: &Recommendation) -> Tag {
    let kind = match one.state {
        RecommendationState::Draft | RecommendationState::Withdrawn => "",
        RecommendationState::Addressed | RecommendationState::Accepted | RecommendationState::Partly => "accent",
        RecommendationState::Rejected => "warn",
        RecommendationState::Done => "good",
    };
    Tag::new(kind, r.t(&format!("recommendation-state-{}", one.state.code())))
}

fn works(ground: &Ground<'_>) -> Vec<Block> {
    let r = ground.r;
    let all: Vec<&Work> = ground.evaluation.works.iter().collect();
    let mut links = Vec::new();
    if ground.runs() && !ground.evaluation.questions.is_empty() {
        links.push(Link::new(r.t("work-new"), ground.at("/travaux/nouveau")));
    }
    let shown = if all.is_empty() { Block::Note("", r.t("work-none-title"), r.t("work-none")) } else { work_table(ground, &all) };
    vec![shown, Block::Buttons(links)]
}

/// Works, with their days.
pub(super) fn work_table(ground: &Ground<'_>, all: &[&Work]) -> Block {
    let r = ground.r;
    let row = |work: &&Work| {
        let kind = work.sheet.kind.map(|kind| r.t(&format!("work-kind-{}", kind.code()))).unwrap_or_default();
        let days: Vec<String> = [work.sheet.from, work.sheet.to].into_iter().flatten().map(|one| r.day(one)).collect();
        vec![
            Cell::link(&work.sheet.title, ground.at(&format!("/travaux/{}", work.id))),
            Cell { tags: draft_tag(r, work.published).into_iter().collect(), ..Cell::text(kind) },
            Cell::text(&work.sheet.who),
            Cell::text(days.join(" – ")),
        ]
    };
    Block::Table {
        caption: r.t_with("evaluation-count-works", &[("count", all.len().into())]),
        columns: ["work-title", "work-kind", "work-who", "work-days"].map(|key| Column::words(r.t(key))).into(),
        rows: all.iter().map(row).collect(),
    }
}

fn publications(ground: &Ground<'_>) -> Vec<Block> {
    let r = ground.r;
    let all: Vec<&Publication> = ground.evaluation.publications.iter().collect();
    let links = if ground.runs() { vec![Link::new(r.t("publication-new"), ground.at("/publications/nouvelle"))] } else { Vec::new() };
    let shown = if all.is_empty() {
        Block::Note("", r.t("publication-none-title"), r.t("publication-none"))
    } else {
        publication_table(ground, &all)
    };
    vec![shown, Block::Buttons(links)]
}

/// Publications, with their authors.
pub(super) fn publication_table(ground: &Ground<'_>, all: &[&Publication]) -> Block {
    let r = ground.r;
    let row = |one: &&Publication| {
        vec![
            Cell::link(&one.sheet.title, ground.at(&format!("/publications/{}", one.id))),
            Cell { tags: draft_tag(r, one.published).into_iter().collect(), ..Cell::text(one.sheet.authors.join(", ")) },
            Cell::text(day(r, one.sheet.on)),
            Cell::text(day(r, one.sheet.presented_on)),
        ]
    };
    let columns = ["publication-title", "publication-authors", "publication-day", "publication-presented"];
    Block::Table {
        caption: r.t_with("evaluation-count-publications", &[("count", all.len().into())]),
        columns: columns.map(|key| Column::words(r.t(key))).into(),
        rows: all.iter().map(row).collect(),
    }
}

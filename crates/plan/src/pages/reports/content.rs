//! What a report says, from its copy: the same for the page, the PDF and the DOCX.

mod since;

use std::collections::BTreeMap;

use bassin_documents::{Bar, Bars, Block};
use bassin_kernel::Language;
use bassin_web::Reader;

use super::whole;
use crate::{
    Figure, Reading,
    report::{Asked, Frozen, FrozenCause, FrozenIndicator, Snapshot},
    rules::{health::Health, indicator::Against},
};

/// The content, from top to bottom.
pub(super) fn blocks(r: &Reader, reading: &Reading) -> Vec<Block> {
    let copy = &reading.copy;
    let mut blocks = Vec::new();
    if reading.text.is_none() {
        blocks.push(Block::Remark(r.t("report-draft-remark")));
    }
    said(&mut blocks, r.t("report-introduction"), &copy.introduction, r.t("report-unwritten"));
    progress(r, copy, &mut blocks);
    late(r, copy, &mut blocks);
    results(r, copy, &mut blocks);
    words(r, copy, &mut blocks);
    since::add(r, reading, &mut blocks);
    said(&mut blocks, r.t("report-conclusion"), &copy.conclusion, r.t("report-unwritten"));
    method(r, reading, &mut blocks);
    blocks
}

fn said(blocks: &mut Vec<Block>, heading: String, text: &str, none: String) {
    blocks.push(Block::Heading(1, heading));
    blocks.push(Block::Paragraph(if text.is_empty() { none } else { text.to_owned() }));
}

/// The figures at the head of a report.
pub(super) fn figures(r: &Reader, copy: &Snapshot) -> Vec<(String, String)> {
    let actions: Vec<&Frozen> = copy.actions().collect();
    let of = |health: Health| actions.iter().filter(|node| node.health == health.code()).count();
    let mut found = vec![(whole(r, actions.len()), r.t("report-actions"))];
    for health in Health::ALL.into_iter().rev() {
        if of(health) > 0 {
            // Beside a number and nothing else, “unknown” would not say what is.
            let label =
                if health == Health::Unknown { "report-health-unknown".to_owned() } else { format!("plan-health-{}", health.code()) };
            found.push((whole(r, of(health)), r.t(&label)));
        }
    }
    if let Some(collected) = &copy.collection {
        let (received, of) = (whole(r, collected.received), whole(r, collected.asked));
        let received = [("received", received.as_str().into()), ("of", of.as_str().into())];
        found.push((r.t_with("campaign-received", &received), r.t("campaign-answers")));
    }
    found
}

fn real(many: usize) -> f64 {
    f64::from(u32::try_from(many).unwrap_or(u32::MAX))
}

/// The mean progress of the actions for which it is known.
fn mean(copy: &Snapshot) -> Option<f64> {
    let known: Vec<f64> = copy.actions().filter_map(|node| node.progress).collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / real(known.len()))
}

/// The progress of the whole plan in a sentence.
fn overall(r: &Reader, copy: &Snapshot) -> String {
    let Some(mean) = mean(copy) else { return r.t("report-overall-unknown") };
    let known = copy.actions().filter(|node| node.progress.is_some()).count();
    let (share, known, of) = (r.percent(mean * 100.0, 0), whole(r, known), whole(r, copy.actions().count()));
    r.t_with("report-overall", &[("share", share.as_str().into()), ("known", known.as_str().into()), ("of", of.as_str().into())])
}

fn share(r: &Reader, share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| r.percent(share * 100.0, 0))
}

/// A short text that stays on one line of a narrow cell.
fn whole_line(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

fn health(r: &Reader, code: &str) -> String {
    whole_line(&r.t(&format!("plan-health-{}", Health::from_code(code).unwrap_or(Health::Unknown).code())))
}

fn status(r: &Reader, code: &str) -> String {
    let known = crate::Status::from_code(code).map(|status| r.t(&format!("plan-status-{}", status.code())));
    whole_line(&known.unwrap_or_default())
}

fn named(r: &Reader, node: &Frozen) -> String {
    format!("{} {}", node.number, r.text(&node.title))
}

/// The order in which ways of standing are shown.
const SHOWN: [Health; 6] = [Health::Done, Health::OnTime, Health::AtRisk, Health::Late, Health::Unknown, Health::Abandoned];

/// The name of the nodes at the top: “Priorité”.
fn top_level(r: &Reader, copy: &Snapshot) -> String {
    copy.levels.first().map(|level| r.text(level).to_owned()).unwrap_or_default()
}

fn progress_bar(r: &Reader, label: String, progress: Option<f64>, subject: bool) -> Bar {
    let figure = progress.map_or_else(|| r.t("unknown"), |progress| r.percent(progress * 100.0, 0));
    Bar { label, value: progress.map(|progress| progress * 100.0), figure, subject }
}

fn advance(r: &Reader, copy: &Snapshot, tops: &[&Frozen]) -> Block {
    Block::Bars(Bars {
        caption: r.t("report-chart-progress"),
        sentence: overall(r, copy),
        heads: [top_level(r, copy), r.t("plan-column-progress")],
        whole: 100.0,
        bars: tops.iter().map(|top| progress_bar(r, named(r, top), top.progress, true)).collect(),
    })
}

fn counted(r: &Reader, label: String, many: usize) -> Bar {
    Bar { label, value: Some(real(many)), figure: whole(r, many), subject: true }
}

/// How many actions stand how.
fn standing(r: &Reader, copy: &Snapshot) -> Block {
    let many = |health: &Health| copy.actions().filter(|node| node.health == health.code()).count();
    let all = copy.actions().count();
    let shown = SHOWN.iter().filter(|health| many(health) > 0);
    let bars = shown.map(|one| counted(r, r.t(&format!("plan-health-{}", one.code())), many(one)));
    Block::Bars(Bars {
        caption: r.t("report-chart-health"),
        sentence: r.t_with("report-chart-health-of", &[("of", whole(r, all).as_str().into())]),
        heads: [r.t("plan-column-health"), r.t("report-actions")],
        whole: real(all),
        bars: bars.collect(),
    })
}

/// How many indicators reached what was aimed at.
fn reached(r: &Reader, copy: &Snapshot) -> Option<Block> {
    let indicators = || copy.actions().flat_map(|node| &node.indicators);
    let verdict = |indicator: &FrozenIndicator| {
        let of_period = indicator.figures.iter().find(|figure| figure.period == copy.period && figure.counts);
        match of_period.map(|figure| figure.against.as_str()) {
            None => "report-against-unmeasured",
            Some("reached") => "plan-against-reached",
            Some("missed") => "plan-against-missed",
            Some("untold") => "plan-against-untold",
            Some(_) => "report-against-unaimed",
        }
    };
    let keys =
        ["plan-against-reached", "plan-against-missed", "plan-against-untold", "report-against-unaimed", "report-against-unmeasured"];
    let many = |key: &&str| indicators().filter(|one| verdict(one) == *key).count();
    let all = indicators().count();
    (all > 0).then(|| {
        Block::Bars(Bars {
            caption: r.t("report-chart-results"),
            sentence: results_count(r, copy),
            heads: [r.t("plan-verdict"), r.t("report-sheet-indicators")],
            whole: real(all),
            bars: keys.iter().filter(|key| many(key) > 0).map(|key| counted(r, r.t(key), many(key))).collect(),
        })
    })
}

/// How many indicators have a value for the period, in a sentence.
fn results_count(r: &Reader, copy: &Snapshot) -> String {
    let indicators = || copy.actions().flat_map(|node| &node.indicators);
    let given = indicators().filter(|one| one.figures.iter().any(|figure| figure.period == copy.period && figure.counts)).count();
    let (given, of) = (whole(r, given), whole(r, indicators().count()));
    let period = copy.period.label(r.language);
    r.t_with("report-results-count", &[("given", given.as_str().into()), ("of", of.as_str().into()), ("period", period.as_str().into())])
}

fn progress(r: &Reader, copy: &Snapshot, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(1, r.t("report-progress")));
    let tops: Vec<&Frozen> = copy.children(None).collect();
    blocks.push(advance(r, copy, &tops));
    blocks.push(standing(r, copy));
    let shown: Vec<Health> = SHOWN.into_iter().filter(|health| copy.actions().any(|node| node.health == health.code())).collect();
    let row = |top: &&Frozen| {
        let actions = copy.actions_below(top.id);
        let of = |health: &Health| whole(r, actions.iter().filter(|node| node.health == health.code()).count());
        let mut cells = vec![named(r, top), whole(r, actions.len())];
        cells.extend(shown.iter().map(of));
        cells.push(share(r, top.progress));
        cells
    };
    let mut header = vec![top_level(r, copy), r.t("report-actions")];
    header.extend(shown.iter().map(|one| health(r, one.code())));
    header.push(r.t("plan-column-progress"));
    blocks.push(Block::Table { caption: r.t("report-progress-caption"), header, rows: tops.iter().map(row).collect() });
    for top in tops {
        blocks.push(Block::Heading(2, named(r, top)));
        blocks.push(actions(r, copy, top));
    }
}

/// The actions below a node; days put off have a column when there are some.
fn actions(r: &Reader, copy: &Snapshot, top: &Frozen) -> Block {
    let actions = copy.actions_below(top.id);
    let slipped = actions.iter().any(|node| node.slips > 0);
    let row = |node: &&Frozen| {
        let pilots = if node.pilots.is_empty() { r.t("campaign-standing-no-pilot") } else { node.pilots.join(", ") };
        let (number, title) = (node.number.clone(), r.text(&node.title).to_owned());
        let mut cells = vec![number, title, pilots, status(r, &node.status), health(r, &node.health), share(r, node.progress)];
        cells.extend(slipped.then(|| if node.slips == 0 { String::new() } else { whole(r, node.slips) }));
        cells
    };
    let keys = [
        "plan-column-number",
        "plan-column-title",
        "plan-column-pilots",
        "plan-column-status",
        "plan-column-health",
        "plan-column-progress",
    ];
    let header = keys.into_iter().chain(slipped.then_some("report-slips")).map(|key| r.t(key)).collect();
    let caption = r.t_with("report-actions-of", &[("name", named(r, top).as_str().into())]);
    Block::Table { caption, header, rows: actions.iter().map(row).collect() }
}

/// Why a node stands as it does, in words.
pub(super) fn why(r: &Reader, cause: &FrozenCause) -> String {
    let day = cause.day.map(|day| r.day(day)).unwrap_or_default();
    r.t_with(&format!("plan-cause-{}", cause.reason), &[("what", cause.what.trim_end_matches('.').into()), ("day", day.as_str().into())])
}

fn late(r: &Reader, copy: &Snapshot, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(1, r.t("report-late")));
    let row = |node: &Frozen| {
        let mut causes: Vec<String> = node.causes.iter().map(|cause| why(r, cause)).collect();
        causes.dedup();
        let told = node.told.as_ref().map(|told| told.remedies.clone()).filter(|text| !text.is_empty());
        vec![named(r, node), causes.join("\n"), told.unwrap_or_else(|| r.t("report-untold"))]
    };
    let rows: Vec<Vec<String>> = copy.actions().filter(|node| node.health == Health::Late.code()).map(row).collect();
    if rows.is_empty() {
        blocks.push(Block::Paragraph(r.t("report-late-none")));
        return;
    }
    let header = ["plan-column-title", "report-late-why", "answer-remedies"].map(|key| r.t(key)).to_vec();
    blocks.push(Block::Table { caption: r.t("report-late-caption"), header, rows });
}

pub(super) fn number(r: &Reader, indicator: &FrozenIndicator, value: f64) -> String {
    let number = r.number(value, usize::from(indicator.decimals));
    if indicator.unit.is_empty() { number } else { format!("{number}\u{a0}{}", indicator.unit) }
}

pub(super) fn source(r: &Reader, source: &str) -> String {
    match source {
        Figure::DECLARED => r.t("plan-source-declared"),
        key if key.starts_with("governance.") => r.t(&format!("plan-source-{}", key.replace('.', "-"))),
        other => other.to_owned(),
    }
}

pub(super) fn verdict(r: &Reader, code: &str) -> String {
    let known = [Against::Reached, Against::Missed, Against::Untold].into_iter().find(|against| against.code() == code);
    known.map(|against| r.t(&format!("plan-against-{}", against.code()))).unwrap_or_default()
}

fn results(r: &Reader, copy: &Snapshot, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(1, r.t("report-results")));
    let Some(chart) = reached(r, copy) else {
        blocks.push(Block::Paragraph(r.t("report-results-none")));
        return;
    };
    blocks.push(chart);
    let mut rows = Vec::new();
    for node in copy.actions() {
        for indicator in &node.indicators {
            let counting = indicator.figures.iter().find(|figure| figure.period == copy.period && figure.counts);
            let target = indicator.targets.iter().find(|target| target.period == copy.period);
            let Some(figure) = counting else { continue };
            let state = r.t(if figure.provisional { "report-figure-provisional" } else { "report-figure-final" });
            let verdict = verdict(r, &figure.against);
            rows.push(vec![
                node.number.clone(),
                r.text(&indicator.title).to_owned(),
                target.map_or_else(|| "–".to_owned(), |target| number(r, indicator, target.value)),
                number(r, indicator, figure.value),
                [verdict, state].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", "),
                [source(r, &figure.source), figure.comment.clone()]
                    .into_iter()
                    .filter(|text| !text.is_empty())
                    .collect::<Vec<_>>()
                    .join(" – "),
            ]);
        }
    }
    if !rows.is_empty() {
        let keys = ["plan-column-number", "plan-indicator", "plan-aimed", "plan-measured", "plan-verdict", "plan-origin"];
        let caption = r.t_with("report-results-caption", &[("period", copy.period.label(r.language).as_str().into())]);
        blocks.push(Block::Table { caption, header: keys.map(|key| r.t(key)).to_vec(), rows });
    }
}

fn words(r: &Reader, copy: &Snapshot, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(1, r.t("report-words")));
    for node in copy.actions() {
        let Some(told) = &node.told else { continue };
        blocks.push(Block::Heading(2, named(r, node)));
        let pairs = [
            ("answer-done", &told.done),
            ("answer-successes", &told.successes),
            ("answer-difficulties", &told.difficulties),
            ("answer-remedies", &told.remedies),
        ];
        blocks.push(Block::Facts(
            pairs.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (r.t(key), text.clone())).collect(),
        ));
    }
    let mut rest: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for node in copy.actions().filter(|node| node.told.is_none()) {
        let key = match (node.asked, node.health == Health::Abandoned.code()) {
            (_, true) => "report-silent-abandoned",
            (Asked::Answered, _) => "report-silent-nothing",
            (Asked::NoPilot, _) => "report-silent-no-pilot",
            (Asked::Silent, _) => "report-silent-unanswered",
            (Asked::No, _) => "report-silent-unasked",
        };
        rest.entry(key).or_default().push(named(r, node));
    }
    for (key, names) in rest {
        blocks.push(Block::Heading(2, r.t(key)));
        blocks.push(Block::List(names));
    }
}

fn method(r: &Reader, reading: &Reading, blocks: &mut Vec<Block>) {
    let copy = &reading.copy;
    blocks.push(Block::Heading(1, r.t("report-method")));
    blocks.push(Block::Paragraph(r.t("report-method-text")));
    let mut facts = vec![
        (r.t("report-method-source"), copy.source.clone()),
        (r.t("report-method-version"), copy.version.to_string()),
        (r.t("report-method-taken"), r.date_time(copy.taken_at)),
        (r.t("report-method-journal"), spaced(copy.journal, r.language)),
    ];
    if let Some(collected) = &copy.collection {
        let (received, of) = (whole(r, collected.received), whole(r, collected.asked));
        let said = r.t_with("campaign-received", &[("received", received.as_str().into()), ("of", of.as_str().into())]);
        facts.push((r.t("report-method-collected"), format!("{} – {said}", collected.title)));
    }
    if let Some(digest) = &reading.report.digest {
        facts.push((r.t("report-method-digest"), digest.clone()));
    }
    blocks.push(Block::Facts(facts));
}

fn spaced(number: u64, language: Language) -> String {
    bassin_kernel::text::count(number, language)
}

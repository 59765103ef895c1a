//! What a report says, from its copy: the same for the page, the PDF and the DOCX.

use std::collections::BTreeMap;

use bassin_documents::Block;
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
    since(r, reading, &mut blocks);
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
            found.push((whole(r, of(health)), r.t(&format!("plan-health-{}", health.code()))));
        }
    }
    if let Some(collected) = &copy.collection {
        let (received, of) = (whole(r, collected.received), whole(r, collected.asked));
        let received = [("received", received.as_str().into()), ("of", of.as_str().into())];
        found.push((r.t_with("campaign-received", &received), r.t("campaign-answers")));
    }
    found
}

/// The progress of the whole plan in a sentence.
pub(super) fn overall(r: &Reader, copy: &Snapshot) -> String {
    let known: Vec<f64> = copy.actions().filter_map(|node| node.progress).collect();
    if known.is_empty() {
        return r.t("report-overall-unknown");
    }
    let sum: f64 = known.iter().sum();
    let mean = r.percent(sum / f64::from(u32::try_from(known.len()).unwrap_or(u32::MAX)) * 100.0, 0);
    let (known, of) = (whole(r, known.len()), whole(r, copy.actions().count()));
    r.t_with("report-overall", &[("share", mean.as_str().into()), ("known", known.as_str().into()), ("of", of.as_str().into())])
}

fn share(r: &Reader, share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| r.percent(share * 100.0, 0))
}

fn health(r: &Reader, code: &str) -> String {
    r.t(&format!("plan-health-{}", Health::from_code(code).unwrap_or(Health::Unknown).code()))
}

fn status(r: &Reader, code: &str) -> String {
    crate::Status::from_code(code).map(|status| r.t(&format!("plan-status-{}", status.code()))).unwrap_or_default()
}

fn named(r: &Reader, node: &Frozen) -> String {
    format!("{} {}", node.number, r.text(&node.title))
}

fn progress(r: &Reader, copy: &Snapshot, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(1, r.t("report-progress")));
    blocks.push(Block::Paragraph(overall(r, copy)));
    let tops: Vec<&Frozen> = copy.children(None).collect();
    let shown = [Health::Done, Health::OnTime, Health::AtRisk, Health::Late, Health::Unknown, Health::Abandoned];
    let row = |top: &&Frozen| {
        let actions = copy.actions_below(top.id);
        let of = |health: Health| whole(r, actions.iter().filter(|node| node.health == health.code()).count());
        let mut cells = vec![named(r, top), whole(r, actions.len())];
        cells.extend(shown.map(of));
        cells.push(share(r, top.progress));
        cells
    };
    let mut header = vec![copy.levels.first().map(|level| r.text(level).to_owned()).unwrap_or_default(), r.t("report-actions")];
    header.extend(shown.map(|health| r.t(&format!("plan-health-{}", health.code()))));
    header.push(r.t("plan-column-progress"));
    blocks.push(Block::Table { caption: r.t("report-progress-caption"), header, rows: tops.iter().map(row).collect() });
    for top in tops {
        blocks.push(Block::Heading(2, named(r, top)));
        let row = |node: &&Frozen| {
            let slips = if node.slips == 0 { String::new() } else { whole(r, node.slips) };
            let pilots = if node.pilots.is_empty() { r.t("campaign-standing-no-pilot") } else { node.pilots.join(", ") };
            vec![
                node.number.clone(),
                r.text(&node.title).to_owned(),
                pilots,
                status(r, &node.status),
                health(r, &node.health),
                share(r, node.progress),
                slips,
            ]
        };
        let keys = [
            "plan-column-number",
            "plan-column-title",
            "plan-column-pilots",
            "plan-column-status",
            "plan-column-health",
            "plan-column-progress",
            "report-slips",
        ];
        let rows = copy.actions_below(top.id).iter().map(row).collect();
        blocks.push(Block::Table {
            caption: r.t_with("report-actions-of", &[("name", named(r, top).as_str().into())]),
            header: keys.map(|key| r.t(key)).to_vec(),
            rows,
        });
    }
}

/// Why a node stands as it does, in words.
pub(super) fn why(r: &Reader, cause: &FrozenCause) -> String {
    let day = cause.day.map(|day| r.day(day)).unwrap_or_default();
    r.t_with(&format!("plan-cause-{}", cause.reason), &[("what", cause.what.as_str().into()), ("day", day.as_str().into())])
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
    let (mut rows, mut all, mut silent) = (Vec::new(), 0, 0);
    for node in copy.actions() {
        for indicator in &node.indicators {
            all += 1;
            let counting = indicator.figures.iter().find(|figure| figure.period == copy.period && figure.counts);
            let target = indicator.targets.iter().find(|target| target.period == copy.period);
            let Some(figure) = counting else {
                silent += 1;
                continue;
            };
            let state = r.t(if figure.provisional { "plan-provisional" } else { "plan-final" });
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
    let (given, of) = (whole(r, all - silent), whole(r, all));
    let period = copy.period.label(r.language);
    let arguments = [("given", given.as_str().into()), ("of", of.as_str().into()), ("period", period.as_str().into())];
    blocks.push(Block::Paragraph(r.t_with("report-results-count", &arguments)));
    if !rows.is_empty() {
        let keys = ["plan-column-number", "plan-indicator", "plan-aimed", "plan-measured", "plan-verdict", "plan-origin"];
        let caption = r.t_with("report-results-caption", &[("period", period.as_str().into())]);
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

fn since(r: &Reader, reading: &Reading, blocks: &mut Vec<Block>) {
    let Some((earlier, before, moved)) = &reading.since else { return };
    blocks.push(Block::Heading(1, r.t_with("report-since", &[("title", earlier.title.as_str().into())])));
    let (day, still) = (r.day(before.day), whole(r, moved.still));
    blocks.push(Block::Paragraph(r.t_with("report-since-text", &[("day", day.as_str().into()), ("still", still.as_str().into())])));
    let arrow = |(before, after): (String, String)| if before == after { after } else { format!("{before} → {after}") };
    let row = |one: &crate::rules::report::Moved| {
        let node = reading.copy.nodes.iter().find(|node| node.id == one.id);
        let both = |say: fn(&Reader, &str) -> String, (before, after): &(String, String)| {
            let after = say(r, after);
            if one.added { after } else { arrow((say(r, before), after)) }
        };
        let progress = if one.added { share(r, one.progress.1) } else { arrow((share(r, one.progress.0), share(r, one.progress.1))) };
        let name = node.map(|node| named(r, node)).unwrap_or_default();
        let name = if one.added { format!("{name} ({})", r.t("report-since-added")) } else { name };
        vec![
            name,
            both(status, &one.status),
            both(health, &one.health),
            progress,
            if one.slips == 0 { String::new() } else { whole(r, one.slips) },
        ]
    };
    if !moved.moved.is_empty() {
        let keys = ["plan-column-title", "plan-column-status", "plan-column-health", "plan-column-progress", "report-slips-more"];
        let rows = moved.moved.iter().map(row).collect();
        blocks.push(Block::Table { caption: r.t("report-since-caption"), header: keys.map(|key| r.t(key)).to_vec(), rows });
    }
    if !moved.gone.is_empty() {
        blocks.push(Block::Paragraph(r.t("report-since-gone")));
        blocks.push(Block::List(moved.gone.iter().map(|(number, title)| format!("{number} {title}")).collect()));
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

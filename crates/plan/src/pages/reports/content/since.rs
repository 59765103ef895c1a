//! What moved since an earlier report.

use bassin_documents::{Bars, Block};
use bassin_kernel::Period;
use bassin_web::Reader;

use super::{SHOWN, health, mean, named, number, overall, progress_bar, share, status, top_level, whole};
use crate::{
    Reading,
    report::{Report, Snapshot},
    rules::report::{Comparison, Measure, Moved},
};

pub(super) fn add(r: &Reader, reading: &Reading, blocks: &mut Vec<Block>) {
    let Some((earlier, before, moved)) = &reading.since else { return };
    let copy = &reading.copy;
    blocks.push(Block::Heading(1, r.t_with("report-since", &[("title", earlier.title.as_str().into())])));
    let (day, still) = (r.day(before.day), whole(r, moved.still));
    blocks.push(Block::Paragraph(r.t_with("report-since-text", &[("day", day.as_str().into()), ("still", still.as_str().into())])));
    if copy.version != before.version {
        let (then, now) = (before.version.to_string(), copy.version.to_string());
        blocks.push(Block::Paragraph(r.t_with("report-since-version", &[("then", then.as_str().into()), ("now", now.as_str().into())])));
    }
    blocks.push(progress(r, earlier, before, copy));
    blocks.push(standing(r, earlier, before, copy));
    actions(r, copy, moved, blocks);
    let titles = [earlier.title.as_str(), copy.title.as_str()];
    values(r, &moved.measured, titles, ("report-since-measured", "report-since-measured-caption"), blocks);
    values(r, &moved.revised, titles, ("report-since-revised", "report-since-revised-caption"), blocks);
}

/// The progress of each part of the plan, beside what it was.
fn progress(r: &Reader, earlier: &Report, before: &Snapshot, copy: &Snapshot) -> Block {
    let mut bars = Vec::new();
    for top in copy.children(None) {
        bars.push(progress_bar(r, named(r, top), top.progress, true));
        let then = before.nodes.iter().find(|node| node.id == top.id);
        bars.push(progress_bar(r, format!("{} – {}", top.number, earlier.title), then.and_then(|node| node.progress), false));
    }
    let sentence = match (mean(before), mean(copy)) {
        (Some(then), Some(now)) => {
            let (then, now) = (r.percent(then * 100.0, 0), r.percent(now * 100.0, 0));
            r.t_with("report-since-overall", &[("then", then.as_str().into()), ("now", now.as_str().into())])
        }
        _ => overall(r, copy),
    };
    Block::Bars(Bars {
        caption: r.t("report-since-chart"),
        sentence,
        heads: [top_level(r, copy), r.t("plan-column-progress")],
        whole: 100.0,
        bars,
    })
}

/// How many actions stand how, then and now.
fn standing(r: &Reader, earlier: &Report, before: &Snapshot, copy: &Snapshot) -> Block {
    let many = |copy: &Snapshot, code: &str| copy.actions().filter(|node| node.health == code).count();
    let shown = SHOWN.iter().filter(|one| many(before, one.code()) + many(copy, one.code()) > 0);
    let row = |code: &str| vec![health(r, code), whole(r, many(before, code)), whole(r, many(copy, code))];
    Block::Table {
        caption: r.t("report-chart-health"),
        header: vec![r.t("plan-column-health"), earlier.title.clone(), copy.title.clone()],
        rows: shown.map(|one| row(one.code())).collect(),
    }
}

fn actions(r: &Reader, copy: &Snapshot, moved: &Comparison, blocks: &mut Vec<Block>) {
    if !moved.moved.is_empty() {
        blocks.push(Block::Heading(2, r.t("report-since-actions")));
        let slipped = moved.moved.iter().any(|one| one.slips > 0);
        let keys = ["plan-column-title", "plan-column-status", "plan-column-health", "plan-column-progress"];
        let header = keys.into_iter().chain(slipped.then_some("report-slips-more")).map(|key| r.t(key)).collect();
        let row = |one: &Moved| {
            let slips = if one.slips == 0 { String::new() } else { whole(r, one.slips) };
            action(r, copy, one).into_iter().chain(slipped.then_some(slips)).collect()
        };
        blocks.push(Block::Table { caption: r.t("report-since-caption"), header, rows: moved.moved.iter().map(row).collect() });
    }
    if !moved.gone.is_empty() {
        blocks.push(Block::Heading(2, r.t("report-since-gone")));
        blocks.push(Block::List(moved.gone.iter().map(|(number, title)| format!("{number} {}", r.text(title))).collect()));
    }
}

/// “before → after”, or what it still is.
fn arrow(before: String, after: String) -> String {
    if before == after { after } else { format!("{before} → {after}") }
}

fn action(r: &Reader, copy: &Snapshot, one: &Moved) -> Vec<String> {
    let said = |say: fn(&Reader, &str) -> String, (before, after): &(String, String)| {
        let after = say(r, after);
        if one.added { after } else { arrow(say(r, before), after) }
    };
    let after = share(r, one.progress.1);
    let progress = if one.added { after } else { arrow(share(r, one.progress.0), after) };
    let mut name = copy.nodes.iter().find(|node| node.id == one.id).map(|node| named(r, node)).unwrap_or_default();
    if one.added {
        name = format!("{name} ({})", r.t("report-since-added"));
    }
    if let Some((number, title)) = &one.named {
        let old = format!("{number} {}", r.text(title));
        name = format!("{name} ({})", r.t_with("report-since-named", &[("name", old.as_str().into())]));
    }
    vec![name, said(status, &one.status), said(health, &one.health), progress]
}

fn values(r: &Reader, measures: &[Measure], [then, now]: [&str; 2], (heading, caption): (&str, &str), blocks: &mut Vec<Block>) {
    if measures.is_empty() {
        return;
    }
    blocks.push(Block::Heading(2, r.t(heading)));
    let value = |one: &Measure, known: Option<(Period, f64)>| {
        known.map_or_else(
            || "–".to_owned(),
            |(period, value)| format!("{}\u{a0}({})", number(r, &one.indicator, value), period.label(r.language)),
        )
    };
    let row =
        |one: &Measure| vec![one.number.clone(), r.text(&one.indicator.title).to_owned(), value(one, one.before), value(one, one.after)];
    let header = vec![r.t("plan-column-number"), r.t("plan-indicator"), then.to_owned(), now.to_owned()];
    blocks.push(Block::Table { caption: r.t(caption), header, rows: measures.iter().map(row).collect() });
}

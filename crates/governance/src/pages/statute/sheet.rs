//! The sheet of a statute.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::address as address_of;
use bassin_web::{Failure, Link, Page, Reader};
use serde::Deserialize;

use super::{address, jurisdiction, name_of};
use crate::{
    Body, Content, Governance,
    pages::SECTION,
    statute::{Clause, CompositionRule, DecisionMode, Item, Statute, Voice},
};

#[derive(Template)]
#[template(path = "statute.html")]
struct View<'a> {
    r: &'a Reader,
    kicker: String,
    name: String,
    purpose: Rule,
    newer: Option<String>,
    brief: Vec<Row>,
    seats: Vec<Seat>,
    sections: Vec<Section>,
    bodies: Vec<Row>,
    versions: Vec<Version>,
}

/// A sentence and where it is written.
struct Rule {
    text: String,
    source: String,
}

struct Row {
    term: String,
    text: String,
    address: String,
}

struct Seat {
    name: String,
    places: String,
    voice: String,
    details: Vec<String>,
    rule: Rule,
}

struct Section {
    id: &'static str,
    title: String,
    rules: Vec<Rule>,
    lists: Vec<List>,
}

struct List {
    title: String,
    items: Vec<String>,
}

struct Version {
    label: String,
    address: String,
    current: bool,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    v: Option<u32>,
}

pub(super) async fn show(
    State(governance): State<Governance>,
    reader: Reader,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let statute = governance.statute(&id, asked.v)?;
    let latest = governance.statute(&id, None)?;
    let bodies = governance.governed_by(&id).await?;
    let view = View {
        r: &reader,
        kicker: jurisdiction(&reader, &statute.jurisdiction),
        name: reader.text(&statute.name).to_owned(),
        purpose: rule(&reader, &statute.purpose),
        newer: (latest.version != statute.version).then(|| address(&id)),
        brief: brief(&governance, &reader, statute),
        seats: statute.composition.iter().map(|rule| seat(&reader, rule)).collect(),
        sections: sections(&reader, statute),
        bodies: bodies.iter().map(|body| body_row(&reader, body)).collect(),
        versions: versions(&governance, &reader, statute),
    };
    let page = Page::of(view.name.clone(), &view)?.section(SECTION).description(view.purpose.text.clone());
    Ok(reader.page(page.trail([Link::new(reader.t("statute-list-title"), "/statuts")])))
}

fn rule(reader: &Reader, clause: &Clause) -> Rule {
    Rule { text: reader.text(&clause.sentence).to_owned(), source: clause.source.clone() }
}

fn rules<'c>(reader: &Reader, clauses: impl IntoIterator<Item = Option<&'c Clause>>) -> Vec<Rule> {
    clauses.into_iter().flatten().map(|clause| rule(reader, clause)).collect()
}

/// The questions a citizen asks, with the answer of the text in a few words, or that it gives none.
fn brief(governance: &Governance, reader: &Reader, statute: &Statute) -> Vec<Row> {
    let silent = || reader.t("statute-silent");
    let row = |key: &str, text: String| Row { term: reader.t(key), text, address: String::new() };
    let who: Vec<&str> = statute.composition.iter().map(|rule| reader.text(&rule.name)).collect();
    let how_long = statute.term.as_ref().map(|term| reader.t_with("statute-term", &[("months", term.months.into())]));
    let mut rows: Vec<Row> = statute
        .parents
        .iter()
        .map(|parent| Row { term: reader.t("statute-parent"), text: name_of(governance, reader, parent), address: address(parent) })
        .collect();
    rows.extend([
        row("statute-who", if who.is_empty() { silent() } else { who.join(" · ") }),
        row("statute-how-long", how_long.unwrap_or_else(silent)),
        row("statute-how-often", rhythm(reader, statute)),
        row("statute-how", how(reader, statute)),
    ]);
    if let Some(day) = statute.in_force_from {
        rows.push(row("statute-since", reader.day(day)));
    }
    rows
}

fn rhythm(reader: &Reader, statute: &Statute) -> String {
    let Some(rule) = &statute.rhythm else { return reader.t("statute-silent") };
    match (rule.min, rule.max) {
        (Some(min), Some(max)) => reader.t_with("statute-rhythm-between", &[("min", min.into()), ("max", max.into())]),
        (Some(min), None) => reader.t_with("statute-rhythm-least", &[("min", min.into())]),
        (None, Some(max)) => reader.t_with("statute-rhythm-most", &[("max", max.into())]),
        (None, None) => reader.t("statute-rhythm-regular"),
    }
}

fn how(reader: &Reader, statute: &Statute) -> String {
    match (statute.decision.as_ref().map(|rule| rule.mode), &statute.opinions) {
        (Some(DecisionMode::Consensus), _) => reader.t("statute-how-consensus"),
        (Some(DecisionMode::Opinion), _) => reader.t("statute-how-opinion"),
        (None, Some(_)) => reader.t("statute-how-opinions-only"),
        (None, None) => reader.t("statute-silent"),
    }
}

fn seat(reader: &Reader, rule: &CompositionRule) -> Seat {
    let mut details = Vec::new();
    if !rule.kinds.is_empty() {
        let kinds: Vec<String> = rule.kinds.iter().map(|kind| reader.t(&format!("organisation-kind-{kind}"))).collect();
        details.push(reader.t_with("statute-kinds", &[("kinds", kinds.join(", ").into())]));
    }
    if let Some(who) = &rule.designated_by {
        details.push(reader.t_with("statute-designated", &[("who", reader.text(who).into())]));
    }
    if rule.local {
        details.push(reader.t("statute-local"));
    }
    if rule.substitutes {
        details.push(reader.t("statute-substitutes"));
    }
    let voice = match rule.voice {
        Voice::Deliberative => "statute-voice-deliberative",
        Voice::Consultative => "statute-voice-consultative",
        Voice::Observer => "statute-voice-observer",
    };
    Seat {
        name: reader.text(&rule.name).to_owned(),
        places: places(reader, rule),
        voice: reader.t(voice),
        details,
        rule: self::rule(reader, &rule.clause),
    }
}

fn places(reader: &Reader, rule: &CompositionRule) -> String {
    match (rule.min, rule.max) {
        (0, None) => reader.t("statute-places-open"),
        (0, Some(max)) => reader.t_with("statute-places-most", &[("max", max.into())]),
        (min, None) => reader.t_with("statute-places-least", &[("min", min.into())]),
        (min, Some(max)) => reader.t_with("statute-places-between", &[("min", min.into()), ("max", max.into())]),
    }
}

fn sections(reader: &Reader, statute: &Statute) -> Vec<Section> {
    let section =
        |id: &'static str, rules: Vec<Rule>| Section { id, title: reader.t(&format!("statute-section-{id}")), rules, lists: Vec::new() };
    let mut all = vec![
        section("missions", rules(reader, statute.missions.iter().map(Some))),
        section("ties", rules(reader, ties(statute))),
        section("length", rules(reader, length(statute))),
        section("meetings", rules(reader, meetings(statute))),
        section("decisions", rules(reader, decisions(statute))),
    ];
    if let Some(projects) = &statute.projects {
        let lists =
            [("statute-aspects", &projects.aspects), ("statute-natures", &projects.natures), ("statute-publics", &projects.publics)];
        let list = |(key, items): (&str, &Vec<Item>)| List {
            title: reader.t(key),
            items: items.iter().map(|item| reader.text(&item.name).to_owned()).collect(),
        };
        let lists = lists.into_iter().filter(|(_, items)| !items.is_empty()).map(list).collect();
        all.push(Section { lists, ..section("projects", rules(reader, [Some(&projects.clause)])) });
    }
    all.push(section("open", rules(reader, statute.open.iter().map(Some))));
    all.retain(|section| !section.rules.is_empty());
    all
}

fn ties(statute: &Statute) -> [Option<&Clause>; 4] {
    let subject = statute.subject.as_ref().map(|rule| &rule.clause);
    [statute.dependence.as_ref(), statute.leadership.as_ref(), subject, statute.several_parents.as_ref()]
}

fn length(statute: &Statute) -> [Option<&Clause>; 3] {
    [
        statute.term.as_ref().map(|rule| &rule.clause),
        statute.mandate.as_ref().map(|rule| &rule.clause),
        statute.cure.as_ref().map(|rule| &rule.clause),
    ]
}

fn meetings(statute: &Statute) -> [Option<&Clause>; 3] {
    [
        statute.rhythm.as_ref().map(|rule| &rule.clause),
        statute.convocation.as_ref().map(|rule| &rule.clause),
        statute.quorum.as_ref().map(|rule| &rule.clause),
    ]
}

fn decisions(statute: &Statute) -> [Option<&Clause>; 4] {
    [
        statute.decision.as_ref().map(|rule| &rule.clause),
        statute.communication.as_ref().map(|rule| &rule.clause),
        statute.opinions.as_ref().map(|rule| &rule.clause),
        statute.convention.as_ref().map(|rule| &rule.clause),
    ]
}

fn body_row(reader: &Reader, body: &Body) -> Row {
    let term = match body.content {
        Content::Own => String::new(),
        Content::Demonstration => reader.t("statute-body-demonstration"),
        Content::Fictional => reader.t("statute-body-fictional"),
    };
    Row { term, text: body.name.clone(), address: format!("/instances/{}", body.slug) }
}

fn versions(governance: &Governance, reader: &Reader, shown: &Statute) -> Vec<Version> {
    let version = |statute: &Statute| Version {
        label: reader.t_with("statute-version", &[("version", statute.version.into())]),
        address: address_of(&address(&statute.id), &[("v", &statute.version.to_string())]),
        current: statute.version == shown.version,
    };
    let all: Vec<Version> = governance.statutes().versions(&shown.id).map(version).collect();
    if all.len() > 1 { all } else { Vec::new() }
}

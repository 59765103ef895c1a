//! The portrait as a page and as files.

use std::{collections::BTreeSet, sync::Arc};

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use bassin_kernel::{Language, Problem, address, text::capital};
use bassin_territory::Perimeter;
use bassin_web::{Failure, Link, Page, Reader};
use serde::Deserialize;

use super::{Anchor, SECTION, Source, portrait_address, sentence, source};
use crate::{
    Observatory, charts, export,
    indicator::ChartKind,
    maps::{self, MapView},
    observatory::ReadyPage,
    place::Comparison,
    portrait::{Line, MemberValue, Observation, Portrait, Status, ThemeSection},
    present::{self, Shown, ShownChange},
};

/// What an address asks for.
#[derive(Deserialize)]
pub struct Asked {
    /// The perimeter's expression.
    #[serde(default)]
    p: String,
}

/// The page.
pub async fn show(State(observatory): State<Observatory>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    page(&observatory, &reader, &asked.p)
}

/// The page of a perimeter too long for an address. Nothing is written.
pub async fn show_posted(State(observatory): State<Observatory>, reader: Reader, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    page(&observatory, &reader, &asked.p)
}

/// The portrait as JSON, the same as the API's.
pub async fn json(State(observatory): State<Observatory>, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (_, portrait) = draw(&observatory, &asked.p)?;
    Ok(axum::Json(&*portrait).into_response())
}

/// The portrait as a CSV.
pub async fn csv(State(observatory): State<Observatory>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (_, portrait) = draw(&observatory, &asked.p)?;
    Ok(download(export::portrait_csv(&portrait, &reader), "text/csv; charset=utf-8", "portrait.csv"))
}

/// The portrait as a workbook.
pub async fn xlsx(State(observatory): State<Observatory>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (_, portrait) = draw(&observatory, &asked.p)?;
    let bytes = export::portrait_xlsx(&portrait, &reader, observatory.database().clock().now())?;
    Ok(download(bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "portrait.xlsx"))
}

/// A file to keep.
pub fn download(bytes: Vec<u8>, media_type: &'static str, name: &'static str) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

fn draw(observatory: &Observatory, expression: &str) -> Result<(Perimeter, Arc<Portrait>), Problem> {
    let perimeter = observatory.territory().resolve(expression)?;
    let portrait = observatory.portrait(&perimeter);
    Ok((perimeter, portrait))
}

fn page(observatory: &Observatory, reader: &Reader, expression: &str) -> Result<Response, Failure> {
    let (perimeter, portrait) = draw(observatory, expression)?;
    let ready = observatory.ready_page(&portrait, reader.language, |contours| {
        let map = maps::portrait_map(observatory, reader, &perimeter, &portrait);
        let view = View::of(reader, &portrait, map);
        ReadyPage { contours, body: reader.finished(&view.render().unwrap_or_default()), label: view.label }
    });
    let page = Page {
        title: reader.t_with("portrait-title", &[("label", ready.label.clone().into())]),
        description: Some(reader.t_with("portrait-description", &[("label", ready.label.clone().into())])),
        section: Some(SECTION),
        trail: vec![Link::new(reader.t("nav-territories"), "/territoires")],
        canonical: Some(portrait_address(&portrait.perimeter.expression)),
        body: ready.body.clone(),
        finished: true,
        ..Page::default()
    };
    Ok(reader.page(page))
}

#[derive(Template)]
#[template(path = "portrait.html")]
struct View<'a> {
    r: &'a Reader,
    label: String,
    lede: String,
    expression: String,
    notes: Vec<String>,
    links: Links,
    empty: bool,
    nothing: bool,
    headline: Vec<Headline>,
    sections: Vec<Section>,
    comparisons: Vec<Anchor>,
    map: Option<MapView>,
    gaps: Vec<GapView>,
    sources: Vec<Source>,
}

struct Links {
    edit: String,
    xlsx: String,
    csv: String,
    json: String,
}

struct Headline {
    label: String,
    symbol: String,
    detail: String,
    value: Shown,
    change: Option<ShownChange>,
    against: Option<String>,
}

struct Section {
    id: &'static str,
    title: String,
    caption: String,
    lines: Vec<LineView>,
    charts: Vec<String>,
    breakdowns: Vec<Breakdown>,
    source: String,
}

struct LineView {
    name: String,
    unit: String,
    sheet: String,
    explore: String,
    explore_label: String,
    period: String,
    value: Shown,
    change: Option<ShownChange>,
    comparisons: Vec<Shown>,
}

struct Breakdown {
    title: String,
    unit: String,
    rows: Vec<MemberView>,
}

struct MemberView {
    label: String,
    code: String,
    value: Shown,
}

struct GapView {
    names: String,
    text: String,
    alternatives: Vec<Anchor>,
}

impl<'a> View<'a> {
    fn of(reader: &'a Reader, portrait: &Portrait, map: Option<MapView>) -> Self {
        let perimeter = &portrait.perimeter;
        let expression = perimeter.expression.clone();
        let link = |path| address(path, &[("p", &expression)]);
        let lines: Vec<&Line> = portrait.themes.iter().flat_map(|section| &section.lines).collect();
        // A key figure speaks of most of the perimeter.
        let speaks = |line: &&&Line| line.value.missing * 2 <= line.value.cells;
        let headline = portrait.headline.iter().filter_map(|id| lines.iter().find(|line| line.indicator == *id)).filter(speaks);
        Self {
            r: reader,
            label: capital(reader.text(&perimeter.label)),
            lede: lede(reader, portrait),
            notes: perimeter.notes.iter().map(|note| reader.text(note).to_owned()).collect(),
            links: Links {
                edit: link("/territoires/perimetre"),
                xlsx: link("/territoires/portrait.xlsx"),
                csv: link("/territoires/portrait.csv"),
                json: link("/territoires/portrait.json"),
            },
            empty: perimeter.communes == 0,
            nothing: perimeter.communes > 0 && lines.iter().all(|line| line.value.status == Status::Unknown),
            headline: headline.map(|line| headline_view(reader, portrait, line)).collect(),
            sections: portrait.themes.iter().map(|section| section_view(reader, portrait, section)).collect(),
            comparisons: portrait.comparisons.iter().map(|comparison| anchor(reader, comparison)).collect(),
            map,
            gaps: portrait.gaps.iter().map(|gap| gap_view(reader, gap)).collect(),
            sources: portrait.sources.iter().map(|note| source(reader, note)).collect(),
            expression,
        }
    }
}

fn lede(reader: &Reader, portrait: &Portrait) -> String {
    let perimeter = &portrait.perimeter;
    let communes = reader.count(u64::from(perimeter.communes));
    let communes = reader.t_with("portrait-communes", &[("count", perimeter.communes.into()), ("shown", communes.into())]);
    let population = match (perimeter.population, perimeter.communes_without_population) {
        (Some(count), 0) => reader.t_with("portrait-population", &[("count", reader.count(count).into())]),
        (Some(count), missing) => {
            let missing = reader.count(u64::from(missing));
            reader.t_with("portrait-population-partial", &[("count", reader.count(count).into()), ("missing", missing.into())])
        }
        (None, _) if perimeter.communes == 0 => return communes,
        (None, _) => reader.t("portrait-population-unknown"),
    };
    format!("{communes} · {population}")
}

fn anchor(reader: &Reader, comparison: &Comparison) -> Anchor {
    Anchor { label: reader.text(&comparison.label).to_owned(), address: portrait_address(&comparison.expression) }
}

fn headline_view(reader: &Reader, portrait: &Portrait, line: &Line) -> Headline {
    // A unit such as “% of the labour force” is said in full below; beside the figure only its sign stands.
    let unit = reader.text(&line.unit);
    let percent = unit.starts_with('%');
    let last = portrait.comparisons.iter().zip(&line.comparisons).filter(|(_, value)| value.value.is_some()).take(2).last();
    let detail = line.period.map(|period| period.label(reader.language)).unwrap_or_default();
    Headline {
        label: reader.text(&line.name).to_owned(),
        symbol: match (percent, reader.language) {
            (true, Language::French) => "\u{202f}%".to_owned(),
            (true, Language::English) => "%".to_owned(),
            (false, _) => String::new(),
        },
        detail: if percent { format!("{}, {detail}", unit.trim_start_matches('%').trim()) } else { detail },
        value: present::value(reader, &line.value, line.decimals),
        change: present::change(reader, line),
        against: last.and_then(|(comparison, value)| present::against(reader, line, reader.text(&comparison.label), value)),
    }
}

fn section_view(reader: &Reader, portrait: &Portrait, section: &ThemeSection) -> Section {
    let title = reader.t(&format!("theme-{}", section.theme.id()));
    let label = reader.text(&portrait.perimeter.label).to_owned();
    let mut datasets: Vec<&str> = section.lines.iter().flat_map(|line| line.datasets.iter().map(String::as_str)).collect();
    datasets.sort_unstable();
    datasets.dedup();
    let cited = portrait.sources.iter().filter(|source| datasets.contains(&source.dataset.as_str()));
    Section {
        id: section.theme.id(),
        caption: reader.t_with("portrait-table", &[("theme", title.clone().into()), ("label", label.into())]),
        title,
        lines: section.lines.iter().map(|line| line_view(reader, portrait, line)).collect(),
        charts: charts(reader, portrait, section),
        breakdowns: section.lines.iter().filter(|line| !line.breakdown.is_empty()).map(|line| breakdown(reader, line)).collect(),
        source: cited
            .map(|source| sentence(reader.text(&source.citation)))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// The evolutions that the indicators ask for, and the headline rates compared with the territories around.
fn charts(reader: &Reader, portrait: &Portrait, section: &ThemeSection) -> Vec<String> {
    let evolutions = section.lines.iter().filter(|line| line.chart == Some(ChartKind::Line));
    let compared = section.lines.iter().filter(|line| portrait.headline.contains(&line.indicator));
    evolutions
        .filter_map(|line| charts::evolution(reader, portrait, line))
        .chain(compared.filter_map(|line| charts::comparison(reader, portrait, line)))
        .collect()
}

fn line_view(reader: &Reader, portrait: &Portrait, line: &Line) -> LineView {
    let name = reader.text(&line.name).to_owned();
    let shown = |value: &Observation| present::value(reader, value, line.decimals);
    LineView {
        sheet: format!("/indicateurs/{}", line.indicator),
        explore: address("/explorer", &[("i", &line.indicator), ("p", &portrait.perimeter.expression)]),
        explore_label: reader.t_with("portrait-explore-label", &[("indicator", name.clone().into())]),
        name,
        unit: reader.text(&line.unit).to_owned(),
        period: line.period.map(|period| period.label(reader.language)).unwrap_or_default(),
        value: shown(&line.value),
        change: present::change(reader, line),
        comparisons: line.comparisons.iter().map(shown).collect(),
    }
}

fn breakdown(reader: &Reader, line: &Line) -> Breakdown {
    let count = u64::try_from(line.breakdown.len()).unwrap_or(u64::MAX);
    let total = u64::try_from(line.members).unwrap_or(u64::MAX);
    let arguments = [
        ("indicator", reader.text(&line.name).to_owned().into()),
        ("count", reader.count(count).into()),
        ("total", reader.count(total).into()),
    ];
    let member = |member: &MemberValue| MemberView {
        label: reader.text(&member.label).to_owned(),
        code: member.code.clone(),
        value: present::value(reader, &member.value, line.decimals),
    };
    Breakdown {
        title: reader.t_with("portrait-breakdown", &arguments),
        unit: reader.text(&line.unit).to_owned(),
        rows: line.breakdown.iter().map(member).collect(),
    }
}

fn gap_view(reader: &Reader, gap: &crate::gap::GapNote) -> GapView {
    let names: Vec<&str> = gap.names.iter().map(|name| reader.text(name)).collect();
    GapView {
        names: names.join(" · "),
        text: reader.text(&gap.text).to_owned(),
        alternatives: gap.alternatives.iter().map(|comparison| anchor(reader, comparison)).collect(),
    }
}

//! Indicator sheets and the catalogue of datasets.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_kernel::{Problem, address, text::capital};
use bassin_web::{Failure, Link, Page, Reader};

use super::{Anchor, Row, SECTION, Source, sentence, source};
use crate::{
    Observatory,
    descriptor::Descriptor,
    gap,
    indicator::{Direction, Formula, Indicator, MeasureRef, Theme},
    policy,
    portrait::Citations,
};

#[derive(Template)]
#[template(path = "indicators.html")]
struct IndicatorsView<'a> {
    r: &'a Reader,
    sections: Vec<Section>,
}

struct Section {
    id: &'static str,
    title: String,
    lines: Vec<IndicatorLine>,
}

struct IndicatorLine {
    name: String,
    unit: String,
    address: String,
}

/// Every indicator by theme.
pub async fn indicators(State(observatory): State<Observatory>, reader: Reader) -> Result<Response, Failure> {
    let indicators = observatory.indicators();
    let line = |indicator: &Indicator| IndicatorLine {
        name: reader.text(&indicator.name).to_owned(),
        unit: reader.text(&indicator.unit).to_owned(),
        address: format!("/indicateurs/{}", indicator.id),
    };
    let section = |theme: Theme| Section {
        id: theme.id(),
        title: reader.t(&format!("theme-{}", theme.id())),
        lines: indicators.of_theme(theme).map(line).collect(),
    };
    let sections = Theme::ALL.into_iter().map(section).filter(|section| !section.lines.is_empty()).collect();
    let page = Page::of(reader.t("indicators-title"), &IndicatorsView { r: &reader, sections })?;
    Ok(reader.page(page.section(SECTION).trail([territories(&reader)]).description(reader.t("indicators-intro"))))
}

fn territories(reader: &Reader) -> Link {
    Link::new(reader.t("nav-territories"), "/territoires")
}

#[derive(Template)]
#[template(path = "indicator.html")]
struct IndicatorView<'a> {
    r: &'a Reader,
    theme: String,
    name: String,
    definition: String,
    explore: String,
    loaded: bool,
    rows: Vec<Row>,
    sources: Vec<Source>,
}

/// The sheet of an indicator.
pub async fn indicator(State(observatory): State<Observatory>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    let indicators = observatory.indicators();
    let missing = || Problem::not_found(format!("L’indicateur « {id} » n’existe pas."), format!("There is no indicator “{id}”."));
    let indicator = indicators.get(&id).ok_or_else(missing)?;
    let mut datasets: Vec<&str> = indicator.formula.measures().map(|measure| measure.dataset.as_str()).collect();
    datasets.dedup();
    let view = IndicatorView {
        r: &reader,
        theme: reader.t(&format!("theme-{}", indicator.theme.id())),
        name: reader.text(&indicator.name).to_owned(),
        definition: reader.text(&indicator.definition).to_owned(),
        explore: address("/explorer", &[("i", &indicator.id)]),
        loaded: datasets.iter().all(|dataset| !observatory.figures().supports(dataset).is_empty()),
        rows: indicator_rows(&observatory, &reader, indicator),
        sources: datasets.iter().filter_map(|id| observatory.source(id)).map(|note| source(&reader, &note)).collect(),
    };
    let page = Page::of(view.name.clone(), &view)?.section(SECTION).description(view.definition.clone());
    Ok(reader.page(page.trail([territories(&reader), Link::new(reader.t("indicators-title"), "/indicateurs")])))
}

fn indicator_rows(observatory: &Observatory, reader: &Reader, indicator: &Indicator) -> Vec<Row> {
    let figures = observatory.figures();
    let direction = match indicator.direction {
        Direction::Lower => "lower",
        Direction::Higher => "higher",
        Direction::Neutral => "neutral",
    };
    let periods: Vec<String> = figures.periods(indicator).into_iter().map(|period| period.label(reader.language)).collect();
    let periods = match periods.as_slice() {
        [newest, .., oldest] if periods.len() > 8 => format!("{oldest} – {newest}"),
        few => few.join(", "),
    };
    let mut scales: Vec<String> = Vec::new();
    for measure in indicator.formula.measures() {
        scales.extend(
            figures.supports(&measure.dataset).into_iter().map(|scale| reader.text(&gap::scale_name(scale, figures.atlas())).to_owned()),
        );
    }
    scales.dedup();
    let rows = [
        ("indicator-formula", formula(observatory, reader, &indicator.formula)),
        ("indicator-unit", reader.text(&indicator.unit).to_owned()),
        ("indicator-direction", reader.t(&format!("indicator-direction-{direction}"))),
        ("indicator-periods", periods),
        ("indicator-scales", scales.join(", ")),
        ("indicator-periodicity", reader.text(&indicator.periodicity).to_owned()),
        ("indicator-limits", reader.text(&indicator.limits).to_owned()),
        ("indicator-protection", reader.t("indicator-protection-open")),
    ];
    let filled = rows.into_iter().filter(|(_, text)| !text.is_empty());
    filled.map(|(term, text)| Row { term: reader.t(term), text: capital(&text) }).collect()
}

fn formula(observatory: &Observatory, reader: &Reader, formula: &Formula) -> String {
    let names =
        |measures: &[MeasureRef]| measures.iter().map(|measure| measure_name(observatory, reader, measure)).collect::<Vec<_>>().join(" + ");
    match formula {
        Formula::Sum(measures) => reader.t_with("formula-sum", &[("terms", names(measures).into())]),
        Formula::Published(measure) => reader.t_with("formula-published", &[("terms", measure_name(observatory, reader, measure).into())]),
        Formula::Ratio { of, to, per } => {
            reader.t_with("formula-ratio", &[("per", reader.number(*per, 0).into()), ("of", names(of).into()), ("to", names(to).into())])
        }
    }
}

fn measure_name(observatory: &Observatory, reader: &Reader, measure: &MeasureRef) -> String {
    let descriptors = observatory.descriptors();
    let described = descriptors.get(&measure.dataset);
    let named = described.and_then(|described| described.descriptor.measures.iter().find(|known| known.id == measure.measure));
    let name = named.map_or(measure.measure.as_str(), |known| reader.text(&known.name));
    let members: Vec<&str> = measure.members.split('|').filter_map(|pair| pair.split_once('=')).map(|(_, member)| member).collect();
    if members.is_empty() { name.to_owned() } else { format!("{name} ({})", members.join(", ")) }
}

#[derive(Template)]
#[template(path = "datasets.html")]
struct DatasetsView<'a> {
    r: &'a Reader,
    may_import: bool,
    rows: Vec<DatasetLine>,
}

struct DatasetLine {
    title: String,
    address: String,
    producer: String,
    vintage: u16,
    loaded: bool,
    state: String,
}

/// Every dataset that can be read.
pub async fn datasets(State(observatory): State<Observatory>, reader: Reader) -> Result<Response, Failure> {
    let figures = observatory.figures();
    let descriptors = observatory.descriptors();
    let line = |descriptor: &Descriptor| {
        let loaded = !figures.supports(&descriptor.id).is_empty();
        DatasetLine {
            title: reader.text(&descriptor.title).to_owned(),
            address: format!("/donnees/{}", descriptor.id),
            producer: descriptor.producer.clone(),
            vintage: descriptor.vintage,
            loaded,
            state: reader.t(if loaded { "dataset-imported" } else { "dataset-not-imported" }),
        }
    };
    let mut rows: Vec<DatasetLine> = descriptors.iter().map(|described| line(&described.descriptor)).collect();
    rows.sort_by_cached_key(|row| (!row.loaded, bassin_kernel::text::fold(&row.title)));
    let page =
        Page::of(reader.t("datasets-title"), &DatasetsView { r: &reader, may_import: reader.viewer.may(&policy::FILE_IMPORT, &[]), rows })?;
    Ok(reader.page(page.section(SECTION).trail([territories(&reader)]).description(reader.t("datasets-intro"))))
}

#[derive(Template)]
#[template(path = "dataset.html")]
struct DatasetView<'a> {
    r: &'a Reader,
    title: String,
    citation: String,
    notes: String,
    rows: Vec<Row>,
    measures: Vec<Row>,
    versions: Vec<VersionLine>,
    findings: Vec<String>,
    indicators: Vec<Anchor>,
}

struct VersionLine {
    number: String,
    date: String,
    file: String,
    hash: String,
    rows: String,
}

/// A dataset: its source, its measures, its versions.
pub async fn dataset(State(observatory): State<Observatory>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    let descriptors = observatory.descriptors();
    let missing = || Problem::not_found(format!("Le jeu de données « {id} » n’existe pas."), format!("There is no dataset “{id}”."));
    let descriptor = &descriptors.get(&id).ok_or_else(missing)?.descriptor;
    let versions = observatory.versions(&id).await?;
    let findings = versions.first().map(|version| version.findings(reader.language)).unwrap_or_default();
    let version = |version: &crate::Version| VersionLine {
        number: version.number.to_string(),
        date: reader.date(version.imported_at),
        file: version.file_name.clone(),
        hash: version.file_sha256.clone(),
        rows: reader.count(version.rows),
    };
    let citation = if reader.language == bassin_kernel::Language::French { &descriptor.source.fr } else { &descriptor.source.en };
    let view = DatasetView {
        r: &reader,
        title: reader.text(&descriptor.title).to_owned(),
        citation: sentence(citation),
        notes: descriptor.notes.as_ref().map(|notes| reader.text(notes).to_owned()).unwrap_or_default(),
        rows: dataset_rows(&reader, descriptor),
        measures: descriptor
            .measures
            .iter()
            .map(|measure| Row { term: reader.text(&measure.name).to_owned(), text: reader.text(&measure.unit).to_owned() })
            .collect(),
        versions: versions.iter().map(version).collect(),
        findings,
        indicators: users(&observatory, &reader, &id),
    };
    let page = Page::of(view.title.clone(), &view)?.section(SECTION);
    Ok(reader.page(page.trail([territories(&reader), Link::new(reader.t("datasets-title"), "/donnees")])))
}

fn dataset_rows(reader: &Reader, descriptor: &Descriptor) -> Vec<Row> {
    let rows = [
        ("dataset-producer", descriptor.producer.clone()),
        ("dataset-licence", descriptor.licence.clone()),
        ("dataset-vintage", descriptor.vintage.to_string()),
        ("dataset-file", descriptor.file.patterns().collect::<Vec<_>>().join(", ")),
        ("indicator-source", descriptor.source.url.clone().unwrap_or_default()),
    ];
    rows.into_iter().filter(|(_, text)| !text.is_empty()).map(|(term, text)| Row { term: reader.t(term), text }).collect()
}

/// The indicators computed from a dataset.
fn users(observatory: &Observatory, reader: &Reader, id: &str) -> Vec<Anchor> {
    let indicators = observatory.indicators();
    let users = indicators.all().iter().filter(|indicator| indicator.formula.measures().any(|measure| measure.dataset == id));
    users
        .map(|indicator| Anchor { label: reader.text(&indicator.name).to_owned(), address: format!("/indicateurs/{}", indicator.id) })
        .collect()
}

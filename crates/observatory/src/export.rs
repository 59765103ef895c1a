//! A portrait or an exploration as rows for a spreadsheet: one row an indicator, a territory and a period.

use bassin_documents::write::{self, Sheet, Value as Cell};
use bassin_kernel::{Language, LocalizedText, Problem, Timestamp};
use bassin_web::Reader;

use crate::{
    explore::Exploration,
    indicator::Indicator,
    portrait::{Line, Observation, Portrait, SourceNote, Status},
};

const HEADERS: [(&str, &str); 14] = [
    ("territoire", "territory"),
    ("expression", "expression"),
    ("theme", "theme"),
    ("indicateur", "indicator"),
    ("intitule", "name"),
    ("unite", "unit"),
    ("periode", "period"),
    ("statut", "status"),
    ("valeur", "value"),
    ("borne_basse", "lower_bound"),
    ("borne_haute", "upper_bound"),
    ("cellules", "cells"),
    ("masquees", "masked"),
    ("non_publiees", "not_published"),
];

/// The portrait as a CSV.
#[must_use]
pub fn portrait_csv(portrait: &Portrait, reader: &Reader) -> Vec<u8> {
    write::csv(&headers(reader.language), &portrait_rows(portrait, reader), reader.language)
}

/// The portrait as a workbook: figures, then sources.
///
/// # Errors
/// When the rows do not fit in a workbook.
pub fn portrait_xlsx(portrait: &Portrait, reader: &Reader, created: Timestamp) -> Result<Vec<u8>, Problem> {
    let figures = Sheet { name: reader.t("portrait-kicker"), headers: headers(reader.language), rows: portrait_rows(portrait, reader) };
    let sources: Vec<[String; 4]> = portrait.sources.iter().map(|source| source_row(source, reader.language)).collect();
    write::xlsx(&[figures, write::sources_sheet(&sources, reader.language)], created)
}

fn source_row(source: &SourceNote, language: Language) -> [String; 4] {
    [
        source.title.get(language).to_owned(),
        format!("{} ({})", source.citation.get(language), source.producer),
        source.licence.clone(),
        source.vintage.to_string(),
    ]
}

fn headers(language: Language) -> Vec<String> {
    HEADERS.iter().map(|(fr, en)| if language == Language::French { *fr } else { *en }.to_owned()).collect()
}

fn portrait_rows(portrait: &Portrait, reader: &Reader) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    let place = (&portrait.perimeter.label, portrait.perimeter.expression.as_str());
    for section in &portrait.themes {
        let theme = reader.t(&format!("theme-{}", section.theme.id()));
        for line in &section.lines {
            let mut push =
                |place, period: Option<String>, value: &Observation| rows.push(row(reader, place, &theme, line, &line.name, period, value));
            let newest = line.period.map(|period| period.to_string());
            if line.series.is_empty() {
                push(place, newest.clone(), &line.value);
            }
            for point in &line.series {
                push(place, Some(point.period.to_string()), &point.value);
            }
            for (comparison, value) in portrait.comparisons.iter().zip(&line.comparisons) {
                push((&comparison.label, &comparison.expression), newest.clone(), value);
            }
            for member in &line.breakdown {
                let name = |text: &str, label: &str| format!("{text} – {label} ({})", member.code);
                let name = LocalizedText::new(name(&line.name.fr, &member.label.fr), name(&line.name.en, &member.label.en));
                rows.push(row(reader, place, &theme, line, &name, newest.clone(), &member.value));
            }
        }
    }
    rows
}

fn row(
    reader: &Reader,
    place: (&LocalizedText, &str),
    theme: &str,
    line: &Line,
    name: &LocalizedText,
    period: Option<String>,
    value: &Observation,
) -> Vec<Cell> {
    let language = reader.language;
    let mut row: Vec<Cell> = vec![
        place.0.get(language).into(),
        place.1.into(),
        theme.into(),
        line.indicator.as_str().into(),
        name.get(language).into(),
        line.unit.get(language).into(),
        period.map_or(Cell::Empty, Cell::Text),
    ];
    row.extend(value_cells(value, line.decimals));
    row
}

fn value_cells(value: &Observation, decimals: u8) -> [Cell; 7] {
    // One decimal more than on the page, so that a total made in the spreadsheet is right to the digit shown.
    let decimals = if decimals == 0 { 0 } else { decimals + 2 };
    let number = |number: Option<f64>| number.map_or(Cell::Empty, |value| Cell::Number { value, decimals });
    let count = |count: u32| Cell::Number { value: f64::from(count), decimals: 0 };
    [
        status(value.status).into(),
        number(value.value),
        number(value.lower),
        number(value.upper),
        count(value.cells),
        count(value.masked),
        count(value.missing),
    ]
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Exact => "exact",
        Status::Interval => "interval",
        Status::Partial => "partial",
        Status::Unknown => "unknown",
    }
}

/// The exploration as a CSV: one row a zone, in the order of the table.
#[must_use]
pub fn exploration_csv(exploration: &Exploration, indicator: &Indicator, reader: &Reader) -> Vec<u8> {
    let french = ["rang", "code", "zone", "expression", "communes", "dans_le_perimetre", "indicateur", "periode"];
    let english = ["rank", "code", "zone", "expression", "communes", "inside_perimeter", "indicator", "period"];
    let own = if reader.language == Language::French { french } else { english };
    let mut headers: Vec<String> = own.iter().map(|header| (*header).to_owned()).collect();
    headers.extend(self::headers(reader.language).into_iter().skip(7));
    let count = |count: u32| Cell::Number { value: f64::from(count), decimals: 0 };
    let rows = exploration.zones.iter().map(|zone| {
        let mut row: Vec<Cell> = vec![
            zone.rank.map_or(Cell::Empty, count),
            zone.code.as_str().into(),
            reader.text(&zone.name).into(),
            zone.expression.as_str().into(),
            count(zone.communes),
            count(zone.inside),
            exploration.indicator.as_str().into(),
            exploration.period.map_or(Cell::Empty, |period| Cell::Text(period.to_string())),
        ];
        row.extend(value_cells(&zone.value, indicator.decimals));
        row
    });
    write::csv(&headers, &rows.collect::<Vec<_>>(), reader.language)
}

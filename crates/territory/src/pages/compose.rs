//! The composer: an expression, typed, pasted, or built by adding and removing, with what it gives at once. Nothing is written.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Problem, Violation, address, text::capital};
use bassin_web::{Failure, Link, Page, Pager, Reader};
use serde::Deserialize;

use super::{
    Anchor, SECTION, commune_address, commune_label, communes_text, name_of, pager, population_text, portrait_address, shown, zone_address,
};
use crate::{Atlas, Perimeter, Target, Territory, draw, policy};

/// Beyond this length an expression no longer fits in an address that every browser and proxy carries.
const LONGEST_ADDRESS: usize = 8_000;
/// How many results are shown.
const RESULTS: usize = 20;

/// What an address or a form asks for.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    p: String,
    #[serde(default)]
    ajout: String,
    #[serde(default)]
    page: String,
}

#[derive(Template)]
#[template(path = "compose.html")]
struct View<'a> {
    r: &'a Reader,
    expression: String,
    query: String,
    rows: usize,
    method: &'static str,
    violations: Vec<ViolationView>,
    found: Vec<Found>,
    label: String,
    lede: String,
    notes: Vec<String>,
    canonical: String,
    portrait: String,
    /// Where the perimeter is saved, for those who may.
    save: String,
    parts: Vec<Part>,
    pager: Pager,
    map: String,
}

struct ViolationView {
    message: String,
    suggestions: Vec<Anchor>,
}

struct Found {
    label: String,
    detail: String,
    add: String,
    remove: String,
}

struct Part {
    label: String,
    address: String,
    detail: String,
    remove: String,
}

/// The composer, from an address.
pub async fn show(State(territory): State<Territory>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    page(&territory, &reader, &asked)
}

/// The composer, from a form: for lists too long for an address.
pub async fn show_posted(State(territory): State<Territory>, reader: Reader, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    page(&territory, &reader, &asked)
}

fn page(territory: &Territory, reader: &Reader, asked: &Asked) -> Result<Response, Failure> {
    let mut view = empty(reader, asked);
    let mut status = StatusCode::OK;
    if asked.p.trim().is_empty() {
        view.map = draw::picker(territory, reader, &crate::RowSet::new(), &|expression| compose(expression, ""), "");
    } else {
        match territory.resolve(&asked.p) {
            Ok(perimeter) => fill(&mut view, territory, reader, asked, &perimeter),
            Err(problem) => {
                status = StatusCode::UNPROCESSABLE_ENTITY;
                view.violations = problem.violations.iter().map(|violation| violation_view(reader, &asked.p, violation)).collect();
                view.violations.extend((problem.unlisted > 0).then(|| more(reader, &problem)));
            }
        }
    }
    view.found = found(territory, reader, asked, &view.canonical);
    let page = Page::of(reader.t("compose-title"), &view)?.section(SECTION).trail([Link::new(reader.t("nav-territories"), "/territoires")]);
    Ok(reader.page(page.status(status)))
}

fn empty<'a>(reader: &'a Reader, asked: &Asked) -> View<'a> {
    let long = asked.p.len() > LONGEST_ADDRESS;
    View {
        r: reader,
        expression: asked.p.clone(),
        query: asked.ajout.trim().to_owned(),
        rows: (asked.p.len() / 70 + 2).min(12),
        method: if long { "post" } else { "get" },
        violations: Vec::new(),
        found: Vec::new(),
        label: String::new(),
        lede: String::new(),
        notes: Vec::new(),
        canonical: String::new(),
        portrait: String::new(),
        save: String::new(),
        parts: Vec::new(),
        pager: pager("", 0, |_| String::new()),
        map: String::new(),
    }
}

fn compose(expression: &str, query: &str) -> String {
    address("/territoires/perimetre", &[("p", expression), ("ajout", query)])
}

fn fill(view: &mut View<'_>, territory: &Territory, reader: &Reader, asked: &Asked, perimeter: &Perimeter) {
    let atlas = territory.atlas();
    view.label = capital(reader.text(&perimeter.label));
    view.lede = if perimeter.is_empty() {
        reader.t("compose-empty")
    } else {
        format!("{} · {}", communes_text(reader, perimeter.rows.len()), population_text(reader, &atlas, &perimeter.rows))
    };
    view.notes = notes(reader, &atlas, perimeter);
    view.canonical.clone_from(&perimeter.canonical);
    view.portrait = if perimeter.is_empty() { String::new() } else { portrait_address(&perimeter.canonical) };
    if !perimeter.is_empty() && reader.viewer.may(&policy::PERIMETER_SAVE, &[]) && perimeter.canonical.len() <= LONGEST_ADDRESS {
        view.save = address("/territoires/perimetre/enregistrer", &[("p", &perimeter.canonical)]);
    }
    let parts = parts(reader, &atlas, perimeter);
    view.pager = pager(&asked.page, parts.len(), |page| {
        address("/territoires/perimetre", &[("p", &perimeter.canonical), ("page", &page.to_string())])
    });
    view.parts = shown(parts, &view.pager);
    view.map = draw::picker(territory, reader, &perimeter.rows, &|expression| compose(expression, ""), &perimeter.canonical);
}

/// What a reader must know of a perimeter: flagged zonings, former communes.
#[must_use]
pub fn notes(reader: &Reader, atlas: &Atlas, perimeter: &Perimeter) -> Vec<String> {
    perimeter.notes(atlas).iter().map(|note| name_of(reader, note)).collect()
}

/// The zones and communes that the canonical form names one by one, so that each can be taken out.
fn parts(reader: &Reader, atlas: &Atlas, perimeter: &Perimeter) -> Vec<Part> {
    let covered = [("pays", 1), ("region", 1), ("province", 1), ("departement", 1), ("epci", 1)];
    let mut left = perimeter.rows.clone();
    let mut parts = Vec::new();
    for (id, _) in covered {
        let Some(zoning) = atlas.zoning(id) else { continue };
        for position in zoning.covering(&left).whole {
            let Some(zone) = zoning.zones().get(position as usize) else { continue };
            left = left.difference(&zone.rows);
            let reference = format!("{id}:{}", zone.code);
            parts.push(Part {
                label: name_of(reader, &zone.name),
                address: zone_address(id, &zone.code),
                detail: format!("{} · {}", reader.text(&zoning.header().singular), communes_text(reader, zone.rows.len())),
                remove: compose(&without(atlas, perimeter, &reference), ""),
            });
        }
    }
    for commune in left.iter().filter_map(|row| atlas.commune(row)) {
        let reference = format!("commune:{}", commune.key());
        parts.push(Part {
            label: commune_label(commune),
            address: commune_address(&commune.key()),
            detail: commune.key(),
            remove: compose(&without(atlas, perimeter, &reference), ""),
        });
    }
    parts
}

/// The expression of the perimeter without `reference`.
fn without(atlas: &Atlas, perimeter: &Perimeter, reference: &str) -> String {
    let expression = format!("({}) - {reference}", perimeter.canonical);
    atlas.resolve_with(&expression, &HashMap::new()).map_or(expression, |rest| rest.canonical)
}

fn found(territory: &Territory, reader: &Reader, asked: &Asked, canonical: &str) -> Vec<Found> {
    let query = asked.ajout.trim();
    if query.is_empty() {
        return Vec::new();
    }
    let base = if canonical.is_empty() { String::new() } else { canonical.to_owned() };
    let view = |hit: crate::Hit| {
        let add = if base.is_empty() { hit.reference.clone() } else { format!("{base} + {}", hit.reference) };
        let kind = match hit.target {
            Target::Commune(_) => hit.reference.trim_start_matches("commune:").to_owned(),
            Target::Zone(..) => hit.reference.clone(),
        };
        Found {
            label: name_of(reader, &hit.name),
            detail: format!("{} · {kind}", reader.text(&hit.context)),
            add: compose(&add, query),
            remove: if base.is_empty() { String::new() } else { compose(&format!("({base}) - {}", hit.reference), query) },
        }
    };
    territory.atlas().search(query, RESULTS).into_iter().map(view).collect()
}

/// A violation, with suggestions that can be followed: the word at fault is replaced in what was typed.
fn violation_view(reader: &Reader, typed: &str, violation: &Violation) -> ViolationView {
    let suggestion = |text: &String| {
        let mended = violation.location.offset.map_or_else(|| text.clone(), |offset| mend(typed, offset, text));
        Anchor::new(text, compose(&mended, ""))
    };
    ViolationView { message: name_of(reader, &violation.message), suggestions: violation.suggestions.iter().map(suggestion).collect() }
}

/// `typed` with the reference that begins at character `offset` replaced.
fn mend(typed: &str, offset: usize, replacement: &str) -> String {
    let letters: Vec<char> = typed.chars().collect();
    let mut end = offset.min(letters.len());
    let mut quoted = false;
    while let Some(letter) = letters.get(end) {
        match letter {
            '"' => quoted = !quoted,
            // The name of a zoning is mended; what stands after its colon stays.
            ':' if replacement.ends_with(':') => {
                end += 1;
                break;
            }
            c if !quoted && (c.is_whitespace() || "+&(),;|".contains(*c)) => break,
            _ => {}
        }
        end += 1;
    }
    letters.iter().take(offset).collect::<String>() + replacement + &letters.iter().skip(end).collect::<String>()
}

fn more(reader: &Reader, problem: &Problem) -> ViolationView {
    let count = reader.count(problem.unlisted);
    let message = match reader.language {
        bassin_kernel::Language::French => format!("… et {count} autres."),
        bassin_kernel::Language::English => format!("… and {count} more."),
    };
    ViolationView { message, suggestions: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn a_suggestion_replaces_the_reference_at_fault() {
        assert_eq!(mend("departement:67 + comune:1001 - x", 17, "commune:FR-01001"), "departement:67 + commune:FR-01001 - x");
        assert_eq!(mend("region:\"Grand Ouest\" + 67482", 0, "region:44"), "region:44 + 67482");
        assert_eq!(mend("comune:1001", 0, "commune:"), "commune:1001");
        assert_eq!(mend("é1", 9, "x"), "é1x");
    }
}

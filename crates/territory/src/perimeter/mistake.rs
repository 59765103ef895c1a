//! What can be wrong with a reference, explained with what would be accepted instead.

use std::collections::HashMap;

use bassin_kernel::{
    Violation,
    text::{fold, slug},
};

use crate::{
    atlas::Atlas,
    model::{Country, Zoning, ZoningHeader},
    search::Target,
    sources,
};

/// How many suggestions are made for one mistake.
const SUGGESTIONS: usize = 8;

/// A reference that designates nothing, or several things.
#[derive(Debug, Clone)]
pub(super) enum Mistake {
    UnknownCode(String),
    AmbiguousCode { code: String, rows: [u32; 2] },
    UnknownKind(String),
    UnknownZone { zoning: u32, value: String },
    UnknownCommune(String),
    AmbiguousName { value: String, targets: Vec<Target> },
    UnknownSaved(String),
    BrokenSaved(String),
}

impl Mistake {
    pub(super) fn explain(self, atlas: &Atlas, saved: &HashMap<String, String>) -> Violation {
        match self {
            Self::UnknownCode(code) => unknown_code(atlas, &code),
            Self::AmbiguousCode { code, rows } => ambiguous_code(atlas, &code, rows),
            Self::UnknownKind(kind) => unknown_kind(atlas, &kind),
            Self::UnknownZone { zoning, value } => unknown_zone(atlas, zoning, &value),
            Self::UnknownCommune(value) => Violation::new(
                "perimeter-unknown-commune",
                format!("«\u{202f}{value}\u{202f}» n’est ni le nom ni le code d’une commune connue\u{202f}: vérifiez l’orthographe."),
                format!("“{value}” is neither the name nor the code of a known commune: check the spelling."),
            )
            .suggesting(around(atlas, &value, |target| matches!(target, Target::Commune(_)))),
            Self::AmbiguousName { value, targets } => ambiguous_name(atlas, &value, targets),
            Self::UnknownSaved(value) => Violation::new(
                "perimeter-unknown-saved",
                format!("Aucun périmètre enregistré ne s’appelle «\u{202f}{value}\u{202f}»."),
                format!("No saved perimeter is called “{value}”."),
            )
            .suggesting(nearest(&slug(&value), saved.keys().map(String::as_str)).map(|name| format!("perimetre:{name}"))),
            Self::BrokenSaved(value) => Violation::new(
                "perimeter-broken-saved",
                format!(
                    "Le périmètre enregistré «\u{202f}{value}\u{202f}» désigne un territoire qui n’existe plus dans les zonages actuels\u{202f}: enregistrez-en une nouvelle version."
                ),
                format!(
                    "The saved perimeter “{value}” names a territory that the present zonings do not have any more: save a new version of it."
                ),
            ),
        }
    }
}

fn unknown_code(atlas: &Atlas, word: &str) -> Violation {
    let mut suggestions: Vec<String> = Vec::new();
    let digits = word.split_once('.').filter(|(_, rest)| rest.chars().all(|c| c == '0')).map_or(word, |(whole, _)| whole);
    let padded = format!("0{digits}");
    let lost_zero = digits.len() == 4 && atlas.locate(Country::France, &padded, None).row().is_some();
    if lost_zero {
        suggestions.push(padded);
    }
    if digits.len() < word.len() && atlas.locate(Country::France, digits, None).row().is_some() {
        suggestions.push(digits.to_owned());
    }
    let mut rows: Vec<u32> = atlas.with_postal_code(digits).collect();
    atlas.by_population(&mut rows);
    suggestions
        .extend(rows.iter().take(SUGGESTIONS).filter_map(|&row| atlas.commune(row)).map(|commune| format!("commune:{}", commune.key())));
    let zones = atlas.zonings().filter_map(|zoning| Some(format!("{}:{}", zoning.id(), zoning.zone(word)?.code)));
    suggestions.extend(zones);
    if suggestions.is_empty() {
        suggestions = around(atlas, word, |_| true);
    }
    suggestions.truncate(SUGGESTIONS);
    let (fr, en) = if lost_zero {
        (
            format!(
                "«\u{202f}{word}\u{202f}» n’est pas un code de commune\u{202f}: un code français a cinq caractères\u{202f}; son zéro de tête s’est sans doute perdu."
            ),
            format!("“{word}” is not a commune code: a French code has five characters; its leading zero was probably lost."),
        )
    } else if rows.is_empty() {
        (
            format!(
                "«\u{202f}{word}\u{202f}» n’est pas un code de commune connu. Un nom ou une zone s’écrit avec sa nature\u{202f}: commune:\"Strasbourg\", departement:67."
            ),
            format!("“{word}” is not a known commune code. Write a name or a zone with its kind: commune:\"Strasbourg\", departement:67."),
        )
    } else {
        (
            format!("«\u{202f}{word}\u{202f}» est un code postal, non un code de commune\u{202f}: choisissez la commune."),
            format!("“{word}” is a postal code, not a commune code: choose the commune."),
        )
    };
    Violation::new("perimeter-unknown-code", fr, en).suggesting(suggestions)
}

fn ambiguous_code(atlas: &Atlas, code: &str, rows: [u32; 2]) -> Violation {
    let name = |row: u32| atlas.commune(row).map_or("", |commune| commune.name);
    let [french, belgian] = rows.map(name);
    Violation::new(
        "perimeter-ambiguous-code",
        format!(
            "«\u{202f}{code}\u{202f}» est à la fois un code français ({french}) et un code belge ({belgian})\u{202f}: précisez le pays."
        ),
        format!("“{code}” is both a French code ({french}) and a Belgian one ({belgian}): give the country."),
    )
    .suggesting(Country::ALL.map(|country| format!("{}-{}", country.code(), code.to_uppercase())))
}

fn unknown_kind(atlas: &Atlas, kind: &str) -> Violation {
    if let Some(header) = not_imported(kind) {
        let (name, source) = (&header.name, &header.source);
        return Violation::new(
            "perimeter-zoning-not-imported",
            format!(
                "Le zonage «\u{202f}{}\u{202f}» n’est pas encore importé dans cette installation\u{202f}: importez le fichier qui le donne ({source}).",
                name.fr
            ),
            format!("The zoning “{}” is not imported in this installation yet: import the file that gives it ({source}).", name.en),
        );
    }
    let ids: Vec<String> =
        ["commune", "perimetre"].into_iter().map(str::to_owned).chain(atlas.zonings().map(|zoning| zoning.id().to_owned())).collect();
    Violation::new(
        "perimeter-unknown-kind",
        format!("«\u{202f}{kind}\u{202f}» n’est pas un zonage connu. On peut écrire\u{202f}: {}.", ids.join(", ")),
        format!("“{kind}” is not a known zoning. You can write: {}.", ids.join(", ")),
    )
    .suggesting(nearest(&slug(kind), ids.iter().map(String::as_str)).map(|id| format!("{id}:")))
}

/// The zoning that is called `kind` by a descriptor that comes with the program.
fn not_imported(kind: &str) -> Option<ZoningHeader> {
    let kind = slug(kind);
    let called = |header: &ZoningHeader| slug(&header.id) == kind || header.aliases.iter().any(|alias| slug(alias) == kind);
    sources::embedded().ok()?.into_iter().map(|descriptor| descriptor.zoning).find(called)
}

fn unknown_zone(atlas: &Atlas, zoning: u32, value: &str) -> Violation {
    let header = atlas.zoning_at(zoning).map(Zoning::header);
    let singular = |french: bool| header.map_or("", |header| if french { &header.singular.fr } else { &header.singular.en });
    let mut suggestions: Vec<String> = Vec::new();
    if let Some(zoning) = atlas.zoning_at(zoning) {
        let padded = (1..4).map(|zeros| format!("{}{value}", "0".repeat(zeros))).find_map(|padded| zoning.zone(&padded));
        suggestions.extend(padded.map(|zone| format!("{}:{}", zoning.id(), zone.code)));
    }
    suggestions.extend(around(atlas, value, |target| matches!(target, Target::Zone(other, _) if other == zoning)));
    suggestions.dedup();
    Violation::new(
        "perimeter-unknown-zone",
        format!("«\u{202f}{value}\u{202f}» n’est ni le code ni le nom d’une zone de ce zonage ({}).", singular(true)),
        format!("“{value}” is neither the code nor the name of a zone of this zoning ({}).", singular(false)),
    )
    .suggesting(suggestions)
}

fn ambiguous_name(atlas: &Atlas, value: &str, targets: Vec<Target>) -> Violation {
    let mut hits: Vec<_> = targets.into_iter().filter_map(|target| atlas.hit(target)).collect();
    hits.sort_by_key(|hit| match hit.target {
        Target::Commune(row) => std::cmp::Reverse(atlas.commune(row).and_then(|commune| commune.population)),
        Target::Zone(..) => std::cmp::Reverse(None),
    });
    let count = hits.len();
    hits.truncate(SUGGESTIONS);
    let list = |french: bool| {
        let names = hits.iter().map(|hit| {
            let (name, context) = if french { (&hit.name.fr, &hit.context.fr) } else { (&hit.name.en, &hit.context.en) };
            format!("{name} ({context})")
        });
        names.collect::<Vec<_>>().join(", ")
    };
    Violation::new(
        "perimeter-ambiguous-name",
        format!("{count} territoires s’appellent «\u{202f}{value}\u{202f}»\u{202f}: {}. Choisissez par le code.", list(true)),
        format!("{count} territories are called “{value}”: {}. Choose by code.", list(false)),
    )
    .suggesting(hits.into_iter().map(|hit| hit.reference))
}

/// What the search box would offer for that text, when it is of the wanted kind.
fn around(atlas: &Atlas, text: &str, wanted: impl Fn(Target) -> bool) -> Vec<String> {
    let hits = atlas.search(text, 4 * SUGGESTIONS);
    hits.into_iter().filter(|hit| wanted(hit.target)).map(|hit| hit.reference).take(SUGGESTIONS).collect()
}

/// The names most like `text`, best first, if any is like it at all.
fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    let folded = fold(text);
    let mut likely: Vec<(f64, &str)> =
        names.map(|name| (strsim::jaro_winkler(&folded, &fold(name)), name)).filter(|(likeness, _)| *likeness > 0.75).collect();
    likely.sort_by(|a, b| b.0.total_cmp(&a.0));
    likely.into_iter().map(|(_, name)| name).take(3)
}

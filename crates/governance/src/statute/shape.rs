//! The shape of a statute's file: every key, whether it must be there, what it may hold.

use std::ops::Range;

use bassin_directory::KINDS;
use bassin_kernel::Day;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::findings::Findings;

/// What a body may be to the one it depends on.
pub const RELATIONS: [&str; 11] = [
    "chamber",
    "pole",
    "bureau",
    "commission",
    "steering-committee",
    "working-group",
    "core",
    "enlarged-circle",
    "sectoral",
    "territorial",
    "scientific-council",
];
const VOICES: [&str; 3] = ["deliberative", "consultative", "observer"];
const MODES: [&str; 2] = ["consensus", "opinion"];
const SUBJECTS: [&str; 5] = ["sector", "branch", "occupation", "theme", "territory"];
const CONVENTIONS: [&str; 4] = ["partnership", "objectives", "charter", "framework"];

/// What a key holds.
enum Shape {
    /// A text that says something.
    Text,
    /// A code: lower-case letters, digits, hyphens.
    Code,
    /// A text in both languages.
    Localized,
    /// True or false.
    Flag,
    /// A whole number between two others.
    Number(u32, u32),
    /// A day: `2014-03-20`.
    Day,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Some of these words.
    Words(&'static [&'static str]),
    /// Codes.
    Codes,
    /// A table.
    Table(&'static [Key]),
    /// Tables.
    Tables(&'static [Key]),
}

/// A key.
struct Key {
    name: &'static str,
    required: bool,
    shape: Shape,
}

const fn must(name: &'static str, shape: Shape) -> Key {
    Key { name, required: true, shape }
}

const fn may(name: &'static str, shape: Shape) -> Key {
    Key { name, required: false, shape }
}

const SOURCE: Key = must("source", Shape::Text);
const SENTENCE: Key = must("sentence", Shape::Localized);
const CLAUSE: &[Key] = &[SOURCE, SENTENCE];
const MONTHS: &[Key] = &[must("months", Shape::Number(1, 1200)), SOURCE, SENTENCE];
const ITEM: &[Key] = &[must("code", Shape::Code), must("name", Shape::Localized)];
const COMPOSITION: &[Key] = &[
    must("component", Shape::Code),
    must("name", Shape::Localized),
    may("kinds", Shape::Words(&KINDS)),
    may("min", Shape::Number(0, 500)),
    may("max", Shape::Number(1, 500)),
    may("voice", Shape::Word(&VOICES)),
    may("substitutes", Shape::Flag),
    may("designated_by", Shape::Localized),
    may("local", Shape::Flag),
    SOURCE,
    SENTENCE,
];
const SUBJECT: &[Key] = &[must("kinds", Shape::Words(&SUBJECTS)), may("common_theme", Shape::Flag), SOURCE, SENTENCE];
const TERM: &[Key] = &[
    must("months", Shape::Number(1, 36)),
    may("renewal_after_evaluation", Shape::Flag),
    may("evaluation_due_months", Shape::Number(1, 36)),
    SOURCE,
    SENTENCE,
];
const RHYTHM: &[Key] = &[may("min", Shape::Number(1, 366)), may("max", Shape::Number(1, 366)), SOURCE, SENTENCE];
const CONVOCATION: &[Key] = &[must("days", Shape::Number(1, 366)), SOURCE, SENTENCE];
const QUORUM: &[Key] = &[may("percent", Shape::Number(1, 100)), may("each_component", Shape::Flag), SOURCE, SENTENCE];
const DECISION: &[Key] = &[
    must("mode", Shape::Word(&MODES)),
    may("written", Shape::Flag),
    may("silence_agrees", Shape::Flag),
    may("written_days", Shape::Number(1, 366)),
    SOURCE,
    SENTENCE,
];
const COMMUNICATION: &[Key] = &[may("days", Shape::Number(1, 366)), SOURCE, SENTENCE];
const PROJECTS: &[Key] =
    &[must("aspects", Shape::Tables(ITEM)), may("natures", Shape::Tables(ITEM)), may("publics", Shape::Tables(ITEM)), SOURCE, SENTENCE];
const OPINIONS: &[Key] =
    &[may("own_initiative", Shape::Flag), may("days", Shape::Number(1, 366)), may("deemed", Shape::Flag), SOURCE, SENTENCE];
const CONVENTION: &[Key] =
    &[must("kinds", Shape::Words(&CONVENTIONS)), may("parties", Shape::Codes), may("required", Shape::Flag), SOURCE, SENTENCE];
const STATUTE: &[Key] = &[
    must("id", Shape::Code),
    must("version", Shape::Number(1, 9999)),
    must("jurisdiction", Shape::Text),
    may("in_force_from", Shape::Day),
    must("name", Shape::Localized),
    must("purpose", Shape::Table(CLAUSE)),
    may("parents", Shape::Codes),
    may("relation", Shape::Word(&RELATIONS)),
    may("dependence", Shape::Table(CLAUSE)),
    may("leadership", Shape::Table(CLAUSE)),
    may("several_parents", Shape::Table(CLAUSE)),
    may("composition", Shape::Tables(COMPOSITION)),
    may("subject", Shape::Table(SUBJECT)),
    may("term", Shape::Table(TERM)),
    may("cure", Shape::Table(MONTHS)),
    may("mandate", Shape::Table(MONTHS)),
    may("rhythm", Shape::Table(RHYTHM)),
    may("convocation", Shape::Table(CONVOCATION)),
    may("quorum", Shape::Table(QUORUM)),
    may("decision", Shape::Table(DECISION)),
    may("communication", Shape::Table(COMMUNICATION)),
    may("projects", Shape::Table(PROJECTS)),
    may("opinions", Shape::Table(OPINIONS)),
    may("convention", Shape::Table(CONVENTION)),
    may("missions", Shape::Tables(CLAUSE)),
    may("open", Shape::Tables(CLAUSE)),
];

/// Everything that departs from the shape, and every value outside its bounds.
pub(super) fn check(root: &Spanned<DeTable<'_>>, found: &mut Findings<'_>) {
    table(root.get_ref(), &root.span(), STATUTE, "", found);
}

fn table(table: &DeTable<'_>, at: &Range<usize>, keys: &[Key], path: &str, found: &mut Findings<'_>) {
    for (name, content) in table {
        let word: &str = name.get_ref();
        let inner = if path.is_empty() { word.to_owned() } else { format!("{path}.{word}") };
        match keys.iter().find(|key| key.name == word) {
            Some(key) => value(content, &key.shape, &inner, found),
            None => {
                let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
                found.unknown("unknown-key", &name.span(), path, word, &names);
            }
        }
    }
    for key in keys.iter().filter(|key| key.required && !table.contains_key(key.name)) {
        let name = key.name;
        found.add(
            "missing-key",
            at,
            path,
            &format!("la clé « {name} » manque. Ajoutez-la."),
            &format!("the key “{name}” is missing. Add it."),
        );
    }
}

fn value(value: &Spanned<DeValue<'_>>, shape: &Shape, path: &str, found: &mut Findings<'_>) {
    let at = value.span();
    match (shape, value.get_ref()) {
        (Shape::Text, DeValue::String(text)) => text_says_something(text, &at, path, found),
        (Shape::Code, DeValue::String(text)) => code(text, &at, path, found),
        (Shape::Localized, DeValue::Table(content)) => localized(content, &at, path, found),
        (Shape::Flag, DeValue::Boolean(_)) => {}
        (Shape::Number(least, most), DeValue::Integer(number)) => {
            let number = i64::from_str_radix(number.as_str(), number.radix()).unwrap_or(i64::MAX);
            within(number, *least, *most, &at, path, found);
        }
        (Shape::Day, DeValue::String(text)) if text.parse::<Day>().is_ok() => {}
        (Shape::Word(words), DeValue::String(text)) => word(text, words, &at, path, found),
        (Shape::Words(words), DeValue::Array(list)) => {
            for entry in list.iter() {
                match entry.get_ref() {
                    DeValue::String(text) => word(text, words, &entry.span(), path, found),
                    _ => misshapen(shape, &entry.span(), path, found),
                }
            }
        }
        (Shape::Codes, DeValue::Array(list)) => {
            for entry in list.iter() {
                match entry.get_ref() {
                    DeValue::String(text) => code(text, &entry.span(), path, found),
                    _ => misshapen(shape, &entry.span(), path, found),
                }
            }
        }
        (Shape::Table(keys), DeValue::Table(content)) => table(content, &at, keys, path, found),
        (Shape::Tables(keys), DeValue::Array(list)) => {
            for (index, entry) in list.iter().enumerate() {
                let path = format!("{path}[{}]", index + 1);
                match entry.get_ref() {
                    DeValue::Table(content) => table(content, &entry.span(), keys, &path, found),
                    _ => misshapen(shape, &entry.span(), &path, found),
                }
            }
        }
        _ => misshapen(shape, &at, path, found),
    }
}

fn text_says_something(text: &str, at: &Range<usize>, path: &str, found: &mut Findings<'_>) {
    if text.trim().is_empty() {
        found.add("empty", at, path, "ce texte est vide. Écrivez-le.", "this text is empty. Write it.");
    }
}

fn code(text: &str, at: &Range<usize>, path: &str, found: &mut Findings<'_>) {
    let plain = text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
    if text.is_empty() || !plain {
        let violation = found.add(
            "code",
            at,
            path,
            &format!("« {text} » n’est pas un code\u{202f}: lettres minuscules sans accent, chiffres et traits d’union."),
            &format!("“{text}” is not a code: lower-case letters without accents, digits and hyphens."),
        );
        let mended = bassin_kernel::text::slug(text);
        violation.suggestions = (!mended.is_empty()).then_some(mended).into_iter().collect();
    }
}

fn word(text: &str, words: &[&str], at: &Range<usize>, path: &str, found: &mut Findings<'_>) {
    if !words.contains(&text) {
        found.unknown("unknown-word", at, path, text, words);
    }
}

fn localized(content: &DeTable<'_>, at: &Range<usize>, path: &str, found: &mut Findings<'_>) {
    const BOTH: &[Key] = &[may("fr", Shape::Text), may("en", Shape::Text)];
    table(content, at, BOTH, path, found);
    for (key, fr, en) in [("fr", "le français", "French"), ("en", "l’anglais", "English")] {
        if !content.contains_key(key) {
            let (fr, en) = (
                format!("la phrase manque dans une langue\u{202f}: {fr}. Ajoutez « {key} »."),
                format!("the sentence is missing in {en}. Add “{key}”."),
            );
            found.add("missing-language", at, path, &fr, &en);
        }
    }
}

fn within(number: i64, least: u32, most: u32, at: &Range<usize>, path: &str, found: &mut Findings<'_>) {
    if (i64::from(least)..=i64::from(most)).contains(&number) {
        return;
    }
    if path == "term.months" {
        found.add(
            "term-too-long",
            at,
            path,
            "une période dure de 1 à 36 mois\u{202f}: au-delà, il faut une nouvelle période, donc une nouvelle décision.",
            "a term lasts from 1 to 36 months: beyond, a new term is needed, hence a new decision.",
        );
        return;
    }
    found.add(
        "out-of-bounds",
        at,
        path,
        &format!("{number} n’est pas accepté\u{202f}: donnez un nombre de {least} à {most}."),
        &format!("{number} is not accepted: give a number from {least} to {most}."),
    );
}

fn misshapen(shape: &Shape, at: &Range<usize>, path: &str, found: &mut Findings<'_>) {
    let (fr, en) = match shape {
        Shape::Text | Shape::Code | Shape::Word(_) => ("écrivez un texte entre guillemets", "write a text between quotes"),
        Shape::Localized => (
            "écrivez la phrase dans les deux langues : { fr = \"…\", en = \"…\" }",
            "write the sentence in both languages: { fr = \"…\", en = \"…\" }",
        ),
        Shape::Flag => ("écrivez true ou false", "write true or false"),
        Shape::Number(..) => ("écrivez un nombre entier", "write a whole number"),
        Shape::Day => ("écrivez une date entre guillemets, comme \"2014-03-20\"", "write a date between quotes, such as \"2014-03-20\""),
        Shape::Words(_) | Shape::Codes => ("écrivez une liste de textes : [\"…\", \"…\"]", "write a list of texts: [\"…\", \"…\"]"),
        Shape::Table(_) => ("écrivez une table : [clé]", "write a table: [key]"),
        Shape::Tables(_) => ("écrivez une suite de tables : [[clé]]", "write a series of tables: [[key]]"),
    };
    found.add("shape", at, path, &format!("{fr}."), &format!("{en}."));
}

//! The last touch on the words of a page: acronyms lead to the glossary at their first use, apostrophes and French spaces are as in a book.

use std::{borrow::Cow, collections::HashMap, fmt::Write as _};

use bassin_kernel::{Language, text::NARROW_SPACE};

use crate::{chart::escaped, reader::Reader, standard::Term};

/// Elements whose acronyms are not explained: links, headings, names of fields, drawings.
const UNEXPLAINED: [&str; 13] =
    ["a", "abbr", "button", "caption", "h1", "h2", "h3", "label", "option", "select", "summary", "svg", "title"];
/// Elements whose words are what one types: nothing of them changes.
const TYPED: [&str; 3] = ["code", "pre", "textarea"];
/// How a map begins.
const MAP: &str = "<svg class=\"map\"";
/// From how many letters a word in capitals is an acronym to explain.
const SHORTEST: usize = 3;

/// `body`, the HTML of a page, with its words finished.
pub(crate) fn finished(reader: &Reader, body: &str) -> String {
    let mut acronyms: HashMap<&str, &Term> = reader.shell.glossary.iter().filter_map(|term| Some((acronym(term)?, term))).collect();
    if reader.path() == "/glossaire" {
        acronyms.clear();
    }
    let mut html = String::with_capacity(body.len() + 1024);
    let (mut unexplained, mut typed) = (0_usize, 0_usize);
    let mut rest = body;
    while let Some(start) = rest.find('<') {
        let (words, tagged) = rest.split_at(start);
        let (tag, after) = tagged.split_at(tagged.find('>').map_or(tagged.len(), |end| end + 1));
        match (typed, unexplained) {
            (0, 0) => explain(&mut html, reader, &set(reader.language, words), &mut acronyms),
            (0, _) => html.push_str(&set(reader.language, words)),
            _ => html.push_str(words),
        }
        html.push_str(tag);
        // A map is most of a page's bytes, and has no words but names.
        if tag.starts_with(MAP)
            && let Some(end) = after.find("</svg>")
        {
            html.push_str(&after[..end]);
            rest = &after[end..];
            unexplained += 1;
            continue;
        }
        unexplained = inside(unexplained, tag, &UNEXPLAINED);
        typed = inside(typed, tag, &TYPED);
        rest = after;
    }
    html.push_str(rest);
    html
}

/// `text` with curved apostrophes and, in French, narrow spaces before high punctuation and within quotes.
fn set(language: Language, text: &str) -> Cow<'_, str> {
    let text = if text.contains("&#39;") { Cow::Owned(text.replace("&#39;", "’")) } else { Cow::Borrowed(text) };
    if language == Language::English || !text.contains([' ', '\u{a0}']) {
        return text;
    }
    let mut mended = String::with_capacity(text.len() + 8);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or_default();
        match letter {
            ' ' | '\u{a0}' if ":;!?»".contains(next) => mended.push(NARROW_SPACE),
            '«' if next == ' ' || next == '\u{a0}' => {
                mended.push('«');
                mended.push(NARROW_SPACE);
                letters.next();
            }
            letter => mended.push(letter),
        }
    }
    Cow::Owned(mended)
}

fn acronym(term: &Term) -> Option<&str> {
    let word = term.word.fr.as_str();
    (word.len() >= SHORTEST && word.chars().all(|letter| letter.is_ascii_uppercase())).then_some(word)
}

/// How many of `elements` are open after `tag`, when `depth` were before.
fn inside(depth: usize, tag: &str, elements: &[&str]) -> usize {
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
    match (elements.contains(&name), tag.starts_with("</")) {
        (false, _) => depth,
        (true, true) => depth.saturating_sub(1),
        (true, false) => depth + 1,
    }
}

fn explain(html: &mut String, reader: &Reader, text: &str, acronyms: &mut HashMap<&str, &Term>) {
    for chunk in text.split_inclusive(|letter: char| !letter.is_alphanumeric()) {
        let word = chunk.trim_end_matches(|letter: char| !letter.is_alphanumeric());
        let Some(term) = acronyms.remove(word) else {
            html.push_str(chunk);
            continue;
        };
        let definition = escaped(reader.text(&term.definition));
        let (anchor, after) = (term.anchor(), &chunk[word.len()..]);
        let _ = write!(html, "<a class=\"term\" href=\"/glossaire#{anchor}\"><abbr title=\"{definition}\">{word}</abbr></a>{after}");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::http::Uri;
    use bassin_kernel::{Language, LocalizedText};

    use super::*;
    use crate::{Catalogue, Shell};

    fn finished_here(body: &str) -> String {
        let term = |word: &str| Term { word: LocalizedText::same(word), definition: LocalizedText::same("Un « sens » \"précis\"") };
        let mut shell = Shell::new(Catalogue::new(&[]));
        shell.glossary = vec![term("EPCI"), term("Bassin")];
        finished(&Reader::of(Arc::new(shell), Language::French, Uri::from_static("/")), body)
    }

    #[test]
    fn the_first_use_leads_to_the_glossary() {
        let html = finished_here("<p>L’EPCI et un autre EPCI.</p>");
        assert_eq!(html.matches("/glossaire#epci").count(), 1);
        assert!(
            html.contains(
                "L’<a class=\"term\" href=\"/glossaire#epci\"><abbr title=\"Un « sens » &quot;précis&quot;\">EPCI</abbr></a> et un"
            ),
            "{html}"
        );
    }

    #[test]
    fn links_headings_and_attributes_are_left_alone() {
        let body = "<h1>EPCI</h1><a href=\"/EPCI\">EPCI</a><svg><title>EPCI</title></svg><p title=\"EPCI\">EPCIX Bassin</p>";
        assert_eq!(finished_here(body), body);
    }

    #[test]
    fn french_is_set_as_in_a_book_and_code_is_not_touched() {
        let html = finished_here("<p>L&#39;essai : « oui » !</p><code>a : b&#39;</code><b> ; c</b>");
        assert_eq!(html, "<p>L’essai\u{202f}: «\u{202f}oui\u{202f}»\u{202f}!</p><code>a : b&#39;</code><b>\u{202f}; c</b>");
    }
}

//! Errors of the TOML reader, told in both languages with the file, the line and the key.

use bassin_kernel::Violation;

/// The violation of the text of the file `file` that does not have the shape it should.
pub fn misshapen(file: &str, text: &str, error: &toml::de::Error) -> Violation {
    let line = error.span().map(|span| text.as_bytes()[..span.start.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() + 1);
    let (fr, en) = sentences(error.message());
    let (at_fr, at_en) = line.map_or_else(Default::default, |line| (format!(", ligne {line}"), format!(", line {line}")));
    let mut violation = Violation::new("descriptor-error", format!("{file}{at_fr}\u{202f}: {fr}"), format!("{file}{at_en}: {en}"));
    violation.location.row = line.map(|line| line as u64);
    violation.suggestions = quoted(error.message()).into_iter().skip(1).collect();
    violation
}

/// What stands between backquotes.
fn quoted(message: &str) -> Vec<String> {
    message.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn sentences(message: &str) -> (String, String) {
    let words = quoted(message);
    let accepted = words.iter().skip(1).map(|word| format!("« {word} »")).collect::<Vec<_>>().join(", ");
    let accepted_en = words.iter().skip(1).map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ");
    match (message.split(' ').take(2).collect::<Vec<_>>().as_slice(), words.first()) {
        (["unknown", "field"], Some(word)) => (
            format!("la clé « {word} » n’existe pas ici. Sont acceptées\u{202f}: {accepted}."),
            format!("the key “{word}” does not exist here. Accepted: {accepted_en}."),
        ),
        (["unknown", "variant"], Some(word)) => (
            format!("« {word} » n’est pas une valeur acceptée. Sont acceptées\u{202f}: {accepted}."),
            format!("“{word}” is not an accepted value. Accepted: {accepted_en}."),
        ),
        (["missing", "field"], Some(word)) => {
            (format!("la clé « {word} » manque. Ajoutez-la."), format!("the key “{word}” is missing. Add it."))
        }
        (["duplicate", _], Some(word)) => {
            (format!("la clé « {word} » est écrite deux fois. Gardez-en une."), format!("the key “{word}” is written twice. Keep one."))
        }
        _ => {
            let detail = message.trim().replace('\n', " ");
            (format!("le texte n’a pas la forme attendue ({detail})."), format!("the text does not have the expected shape ({detail})."))
        }
    }
}

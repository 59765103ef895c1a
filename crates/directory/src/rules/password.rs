//! Passwords: long enough, hard to guess, without a network.

use bassin_kernel::Violation;
use zxcvbn::{Score, feedback::Warning, zxcvbn};

/// The fewest characters.
const SHORTEST: usize = 12;
/// The most: beyond, a text is not a password.
const LONGEST: usize = 256;
/// The fewest characters beside names, addresses and the platform's own.
const LEFT: usize = 8;
/// Where the rules come from.
const SOURCE: &str = "OWASP ASVS 5.0, V6.2";

/// Everything that keeps `password` from being accepted for somebody; `about` is what others know of them: names, address.
#[must_use]
pub fn check(password: &str, about: &[&str]) -> Vec<Violation> {
    let length = password.chars().count();
    let mut violations = Vec::new();
    if length < SHORTEST {
        violations.push(
            Violation::new(
                "password-short",
                format!(
                    "Au moins {SHORTEST} caractères : il en manque {}. Une suite de quatre mots sans rapport convient bien.",
                    SHORTEST - length
                ),
                format!("At least {SHORTEST} characters: {} missing. Four unrelated words in a row do well.", SHORTEST - length),
            )
            .sourced(SOURCE),
        );
    }
    if length > LONGEST {
        violations.push(
            Violation::new("password-long", format!("Au plus {LONGEST} caractères."), format!("At most {LONGEST} characters."))
                .sourced(SOURCE),
        );
        return violations;
    }
    let context: Vec<&str> =
        about.iter().flat_map(|text| [*text].into_iter().chain(text.split(['@', '.', '-', '_', ' ']))).chain(["bassin"]).collect();
    let personal = repeats(password, &context);
    let guess = zxcvbn(password, &context);
    let keys = repeats(password, &KEYS);
    if personal || keys || guess.score() < Score::Three {
        let along = keys.then_some(Warning::StraightRowsOfKeysAreEasyToGuess);
        let warning = along.or_else(|| guess.feedback().and_then(zxcvbn::feedback::Feedback::warning));
        let (fr, en) = reason(warning, personal);
        violations.push(
            Violation::new(
                "password-guessable",
                format!("Trop facile à deviner : {fr}. Ajoutez un ou deux mots sans rapport."),
                format!("Too easy to guess: {en}. Add one or two unrelated words."),
            )
            .sourced(SOURCE),
        );
    }
    violations.into_iter().map(|violation| violation.on("password")).collect()
}

/// The rows of a French or Belgian keyboard, which the estimator does not know.
const KEYS: [&str; 5] = ["azertyuiop", "qsdfghjklm", "azerty", "qsdfgh", "wxcvbn"];

/// Whether little is left of a password once what others know of its person is taken out.
fn repeats(password: &str, known: &[&str]) -> bool {
    let mut rest = password.to_lowercase();
    let whole = rest.len();
    for text in known.iter().filter(|text| text.chars().count() >= 3) {
        rest = rest.replace(&text.to_lowercase(), "");
    }
    rest.len() < whole && rest.chars().filter(|letter| letter.is_alphanumeric()).count() < LEFT
}

const fn reason(warning: Option<Warning>, personal: bool) -> (&'static str, &'static str) {
    if personal {
        return (
            "il reprend votre nom, votre adresse ou le nom de la plateforme",
            "it repeats your name, your address or the name of the platform",
        );
    }
    match warning {
        Some(Warning::ThisIsATop10Password | Warning::ThisIsATop100Password | Warning::ThisIsACommonPassword) => {
            ("c’est l’un des mots de passe les plus répandus", "it is one of the most common passwords")
        }
        Some(Warning::ThisIsSimilarToACommonlyUsedPassword) => {
            ("il ressemble à un mot de passe très répandu", "it is close to a very common password")
        }
        Some(Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess) => {
            ("il suit les touches du clavier", "it follows the keys of the keyboard")
        }
        Some(Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess) => {
            ("il se répète", "it repeats itself")
        }
        Some(Warning::SequencesLikeAbcAreEasyToGuess) => {
            ("il contient une suite comme abc ou 6543", "it holds a sequence such as abc or 6543")
        }
        Some(Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess) => ("il contient une date", "it holds a date"),
        Some(Warning::AWordByItselfIsEasyToGuess) => ("un mot seul se trouve dans un dictionnaire", "a single word is in a dictionary"),
        Some(Warning::NamesAndSurnamesByThemselvesAreEasyToGuess | Warning::CommonNamesAndSurnamesAreEasyToGuess) => {
            ("c’est un nom ou un prénom", "it is a name")
        }
        None => ("un programme le trouverait en peu d’essais", "a program would find it in few attempts"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ABOUT: [&str; 2] = ["Claire Vauthier", "claire.vauthier@exemple.fr"];

    fn codes(password: &str) -> Vec<String> {
        check(password, &ABOUT).into_iter().map(|violation| violation.code).collect()
    }

    #[test]
    fn what_is_easy_to_guess_is_refused_and_why_is_told() {
        for (password, expected, told) in [
            ("court", vec!["password-short", "password-guessable"], "dictionnaire"),
            ("motdepasse123", vec!["password-guessable"], ""),
            ("123456789012", vec!["password-guessable"], ""),
            ("aaaaaaaaaaaaaaaa", vec!["password-guessable"], "répète"),
            ("claire.vauthier2026", vec!["password-guessable"], "votre nom"),
            ("bassinbassin1", vec!["password-guessable"], "plateforme"),
            ("Vauthier, Vauthier !", vec!["password-guessable"], "votre nom"),
            ("azertyuiopqsdfgh", vec!["password-guessable"], "clavier"),
            ("", vec!["password-short", "password-guessable"], ""),
        ] {
            assert_eq!(codes(password), expected, "{password}");
            let last = check(password, &ABOUT).pop().unwrap();
            assert!(last.message.fr.contains(told), "{password}: {}", last.message.fr);
            assert_eq!(last.location.field.as_deref(), Some("password"));
        }
        for password in ["tilleul pivot cuivre nuage", "7vR!qz0#Lm2kWd", "épinette-douze-vagues-lentes"] {
            assert_eq!(codes(password), Vec::<String>::new(), "{password}");
        }
        assert_eq!(codes(&"é".repeat(10_000)), ["password-long"]);
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer(password in ".{0,60}") {
            let violations = check(&password, &ABOUT);
            prop_assert_eq!(password.chars().count() < SHORTEST, violations.iter().any(|violation| violation.code == "password-short"));
        }
    }
}

//! The sentences of what is found in rows: what happened, which rule, what to do. The code is given by the reporter.

use bassin_kernel::{Language, Violation, text};

use super::{
    number::NotANumber,
    plan::{CodeAt, Route, ValueColumn},
};
use crate::descriptor::PeriodFormat;

fn at(row: u64, column: &str, fr: String, en: String) -> Violation {
    Violation::new("", fr, en).at(row, column.trim())
}

fn at_row(row: u64, fr: String, en: String) -> Violation {
    Violation::new("", fr, en).at_row(row)
}

/// What a cell holds, cut so that a sentence stays a sentence.
fn shown(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { format!("{}…", text.chars().take(40).collect::<String>()) }
}

pub fn blank_row(row: u64) -> Violation {
    at_row(row, format!("La ligne {row} est vide\u{202f}: elle est sautée."), format!("Row {row} is empty: it is skipped."))
}

pub fn left_out(row: u64) -> Violation {
    at_row(
        row,
        format!("La ligne {row} est laissée de côté, comme le descripteur le demande."),
        format!("Row {row} is left out, as the descriptor asks."),
    )
}

pub fn no_level(row: u64) -> Violation {
    at_row(
        row,
        format!("La ligne {row} ne correspond à aucun niveau géographique du descripteur. Complétez le descripteur, ou retirez la ligne."),
        format!("Row {row} matches no geographical level of the descriptor. Complete the descriptor, or remove the row."),
    )
}

pub fn member(row: u64, column: &str, member: &str, accepted: &[String]) -> Violation {
    let shown = shown(member);
    at(
        row,
        column,
        format!("Ligne {row}, colonne « {column} »\u{202f}: « {shown} » n’est pas une modalité connue de ce jeu de données."),
        format!("Row {row}, column “{column}”: “{shown}” is not a known member of this dataset."),
    )
    .suggesting(accepted.iter().take(20))
}

pub fn period(row: u64, column: &str, written: &str, format: PeriodFormat) -> Violation {
    let shown = shown(written);
    let example = match format {
        PeriodFormat::MonthYear => "janvier_2020",
        PeriodFormat::Year | PeriodFormat::SchoolYearStart => "2020",
        PeriodFormat::Iso => "2020, 2020-01, 2020-Q1, 2020/2021",
    };
    at(
        row,
        column,
        format!("Ligne {row}, colonne « {column} »\u{202f}: « {shown} » n’est pas une période. Écrivez-la ainsi\u{202f}: {example}."),
        format!("Row {row}, column “{column}”: “{shown}” is not a period. Write it so: {example}."),
    )
}

pub fn subset(row: u64, part: &str, part_text: &str, whole: &str, whole_text: &str) -> Violation {
    at(
        row,
        part,
        format!(
            "Ligne {row}\u{202f}: « {part} » ({part_text}) dépasse « {whole} » ({whole_text}), dont il est une partie. Vérifiez les deux chiffres."
        ),
        format!("Row {row}: “{part}” ({part_text}) exceeds “{whole}” ({whole_text}), of which it is a part. Check both figures."),
    )
}

pub fn rounded(row: u64, column: &str, decimals: u8) -> Violation {
    at(
        row,
        column,
        format!(
            "La colonne « {column} » a plus de {decimals} décimales (la première fois ligne {row})\u{202f}: les chiffres sont arrondis, au pair le plus proche."
        ),
        format!("Column “{column}” has more than {decimals} decimals (first at row {row}): figures are rounded, half to even."),
    )
}

pub fn out_of_bounds(row: u64, column: &ValueColumn, written: &str) -> Violation {
    let header = &column.header;
    let shown = shown(written);
    let bound = |value: Option<i64>, language| value.map(|value| scaled_text(value, column.decimals, language));
    let range = |least: &str, most: &str, language| match (bound(column.minimum, language), bound(column.maximum, language)) {
        (Some(low), Some(high)) => format!("{least} {low}, {most} {high}"),
        (Some(low), None) => format!("{least} {low}"),
        (None, Some(high)) => format!("{most} {high}"),
        (None, None) => String::new(),
    };
    at(
        row,
        header,
        format!(
            "Ligne {row}, colonne « {header} »\u{202f}: {shown} est hors des bornes ({}). Corrigez le chiffre.",
            range("au moins", "au plus", Language::French)
        ),
        format!(
            "Row {row}, column “{header}”: {shown} is out of bounds ({}). Correct the figure.",
            range("at least", "at most", Language::English)
        ),
    )
}

#[expect(clippy::cast_precision_loss, reason = "a bound is a small number, shown to a reader")]
fn scaled_text(value: i64, decimals: u8, language: Language) -> String {
    let number = value as f64 / 10_f64.powi(i32::from(decimals));
    text::number(number, usize::from(number.fract() != 0.0) * usize::from(decimals), language)
}

pub fn not_a_number(row: u64, column: &ValueColumn, written: &str, why: NotANumber) -> Violation {
    let header = &column.header;
    let shown = shown(written);
    let known: Vec<&str> = column.markers.iter().map(|(text, _)| text.as_str()).collect();
    let (fr, en) = match why {
        NotANumber::OtherMark => (
            format!("« {shown} » est écrit avec l’autre signe décimal. Écrivez tous les nombres comme le descripteur le dit."),
            format!("“{shown}” is written with the other decimal mark. Write all numbers as the descriptor says."),
        ),
        NotANumber::TooLarge => (format!("« {shown} » est un nombre trop grand."), format!("“{shown}” is too large a number.")),
        NotANumber::Text if written.is_empty() => (
            "la case est vide, et le descripteur ne dit pas ce que cela signifie.".to_owned(),
            "the cell is empty, and the descriptor does not tell what that means.".to_owned(),
        ),
        NotANumber::Text => {
            (format!("« {shown} » n’est ni un nombre ni une marque connue."), format!("“{shown}” is neither a number nor a known marker."))
        }
    };
    let swapped = match why {
        NotANumber::OtherMark => vec![
            written
                .chars()
                .map(|c| {
                    if c == ',' {
                        '.'
                    } else if c == '.' {
                        ','
                    } else {
                        c
                    }
                })
                .collect::<String>(),
        ],
        _ => known.into_iter().filter(|text| !text.is_empty()).map(str::to_owned).collect(),
    };
    at(row, header, format!("Ligne {row}, colonne « {header} »\u{202f}: {fr}"), format!("Row {row}, column “{header}”: {en}"))
        .suggesting(swapped)
}

pub fn too_large(row: u64, column: &str) -> Violation {
    at(
        row,
        column,
        format!("Ligne {row}, colonne « {column} »\u{202f}: la somme des parties est trop grande pour être tenue."),
        format!("Row {row}, column “{column}”: the sum of the parts is too large to be held."),
    )
}

pub fn repeated(row: u64, column: &str, code: &str, first_row: u64) -> Violation {
    at(
        row,
        column,
        format!(
            "Ligne {row}, colonne « {column} »\u{202f}: « {code} » a déjà ces chiffres plus haut (code rencontré d’abord ligne {first_row}). Gardez une seule ligne."
        ),
        format!(
            "Row {row}, column “{column}”: “{code}” already has these figures above (code first met at row {first_row}). Keep one row."
        ),
    )
}

pub fn conflict(row: u64, column: &str, code: &str) -> Violation {
    at(
        row,
        column,
        format!(
            "Ligne {row}, colonne « {column} »\u{202f}: « {code} » a plus haut un autre chiffre pour la même période. Aucun des deux n’est retenu\u{202f}: la donnée est tenue pour non publiée."
        ),
        format!(
            "Row {row}, column “{column}”: “{code}” has another figure above for the same period. Neither is kept: the figure is held as not published."
        ),
    )
}

pub fn same_row(row: u64, column: &str, code: &str) -> Violation {
    at(
        row,
        column,
        format!("Ligne {row}, colonne « {column} »\u{202f}: « {code} » répète une ligne identique, comptée une fois."),
        format!("Row {row}, column “{column}”: “{code}” repeats an identical row, counted once."),
    )
}

pub fn successor(row: u64, column: &str, code: &str, name: &str) -> Violation {
    at(
        row,
        column,
        format!(
            "Ligne {row}, colonne « {column} »\u{202f}: la commune « {code} » n’existe plus sous ce code\u{202f}; ses chiffres vont à {name}."
        ),
        format!("Row {row}, column “{column}”: the commune “{code}” no longer exists under this code; its figures go to {name}."),
    )
}

pub fn split(row: u64, column: &str, code: &str) -> Violation {
    at(
        row,
        column,
        format!(
            "Ligne {row}, colonne « {column} »\u{202f}: la commune « {code} » a été divisée depuis. Ses chiffres valent pour l’ensemble et ne peuvent pas être partagés."
        ),
        format!(
            "Row {row}, column “{column}”: the commune “{code}” was divided since. Its figures hold for the whole and cannot be shared out."
        ),
    )
}

pub fn not_covered(row: u64, column: &str, code: &str) -> Violation {
    at(
        row,
        column,
        format!(
            "Ligne {row}, colonne « {column} »\u{202f}: « {code} » est hors des territoires connus, comme le descripteur l’admet. La ligne n’est pas reprise."
        ),
        format!("Row {row}, column “{column}”: “{code}” is outside the known territories, as the descriptor allows. The row is not used."),
    )
}

pub fn leading_zero(row: u64, column: &str, code: &str, repaired: &str) -> Violation {
    at(
        row,
        column,
        format!("Ligne {row}, colonne « {column} »\u{202f}: le code « {code} » a perdu ses zéros de tête\u{202f}: « {repaired} ». Dans le tableur, mettez la colonne au format texte avant d’enregistrer."),
        format!("Row {row}, column “{column}”: the code “{code}” has lost its leading zeros: “{repaired}”. In the spreadsheet, set the column to text before saving."),
    )
    .suggesting([repaired])
}

pub fn unknown(row: u64, route: &Route, code: &str, suggestions: &[String], vintage: u16) -> Violation {
    let (shown, column) = (shown(code), &route.column);
    let support = if route.commune { "commune" } else { &route.support };
    let (rule_fr, rule_en) = match (&route.code, route.commune) {
        (CodeAt::Constant(_), _) => (" Corrigez le descripteur.".to_owned(), " Correct the descriptor.".to_owned()),
        (_, true) => (
            format!(" Vérifiez le code et le millésime des communes ({vintage})."),
            format!(" Check the code and the vintage of the communes ({vintage})."),
        ),
        _ => (" Vérifiez le code et le zonage.".to_owned(), " Check the code and the zoning.".to_owned()),
    };
    at(
        row,
        column,
        format!("Ligne {row}, colonne « {column} »\u{202f}: « {shown} » n’est pas un code connu ({support}).{rule_fr}"),
        format!("Row {row}, column “{column}”: “{shown}” is not a known code ({support}).{rule_en}"),
    )
    .suggesting(suggestions)
}

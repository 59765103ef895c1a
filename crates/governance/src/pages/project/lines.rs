//! Lists typed one item a line, its parts separated by `;` (or by a tab, when pasted from a spreadsheet).

use bassin_kernel::{Day, Language, Violation, text};

use crate::{BudgetLine, Partner, ProjectStep};

/// The parts of each line that is not empty, with its number from 1.
fn parts(typed: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let lines = typed.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(index, line)| (index + 1, line.split([';', '\t']).map(str::trim).collect()))
}

fn part(parts: &[&str], index: usize) -> String {
    parts.get(index).map(|part| (*part).to_owned()).unwrap_or_default()
}

/// Organisations: `name ; role`.
pub(super) fn partners(typed: &str) -> Vec<Partner> {
    parts(typed).map(|(_, parts)| Partner { organisation: None, name: part(&parts, 0), role: part(&parts, 1) }).collect()
}

/// Steps: `step ; day`, the day being left out when it is not known.
pub(super) fn steps(typed: &str) -> Result<Vec<ProjectStep>, Vec<Violation>> {
    gather(parts(typed).map(|(line, parts)| {
        let written = part(&parts, 1);
        let on = day(&written);
        if on.is_none() && !written.is_empty() {
            let fr = format!("Ligne {line} : « {written} » n’est pas une date (jour/mois/année).");
            return Err(Box::new(
                Violation::new("project-step-day", fr, format!("Line {line}: “{written}” is not a day (day/month/year).")).on("steps"),
            ));
        }
        Ok(ProjectStep { label: part(&parts, 0), on })
    }))
}

/// Budget lines: `what ; amount ; funding ; obtained`.
pub(super) fn budget(typed: &str) -> Result<Vec<BudgetLine>, Vec<Violation>> {
    gather(parts(typed).map(|(line, parts)| {
        let written = part(&parts, 1);
        let Some(cents) = cents(&written) else {
            let fr = format!("Ligne {line} : « {written} » n’est pas un montant en euros.");
            return Err(Box::new(
                Violation::new("project-amount", fr, format!("Line {line}: “{written}” is not an amount in euros.")).on("budget"),
            ));
        };
        let obtained = matches!(text::fold(&part(&parts, 3)).as_str(), "obtenu" | "obtained" | "oui" | "yes");
        Ok(BudgetLine { label: part(&parts, 0), cents, funding: part(&parts, 2), obtained })
    }))
}

fn gather<T>(items: impl Iterator<Item = Result<T, Box<Violation>>>) -> Result<Vec<T>, Vec<Violation>> {
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            Ok(item) => good.push(item),
            Err(violation) => wrong.push(*violation),
        }
    }
    if wrong.is_empty() { Ok(good) } else { Err(wrong) }
}

fn day(written: &str) -> Option<Day> {
    let typed = || ["%d/%m/%Y", "%d.%m.%Y"].iter().find_map(|format| Day::parse_from_str(written, format).ok());
    written.parse().ok().or_else(typed).filter(|day| (1900..=2200).contains(&chrono::Datelike::year(day)))
}

/// Euros as people write them, in cents: `12 500`, `12 500,5 €`, `1,200.50`. `None` when it is not an amount, or is beyond a thousand billion.
fn cents(written: &str) -> Option<i64> {
    let plain: String = written.chars().filter(|c| !c.is_whitespace() && *c != '€').collect();
    let (whole, decimals) = match plain.rsplit_once([',', '.']) {
        Some((whole, decimals)) if decimals.len() <= 2 => (whole, decimals),
        _ => (plain.as_str(), ""),
    };
    let whole = whole.replace([',', '.'], "");
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || !digits(&whole) || !digits(decimals) {
        return None;
    }
    format!("{whole}{decimals:0<2}").parse().ok()
}

/// An amount as it is read: `12 500,00 €`.
pub(super) fn euros(cents: i64, language: Language) -> String {
    let whole = text::count(cents.unsigned_abs() / 100, language);
    let (sign, rest) = (if cents < 0 { "−" } else { "" }, cents.unsigned_abs() % 100);
    match language {
        Language::French => format!("{sign}{whole},{rest:02}\u{a0}€"),
        Language::English => format!("{sign}€{whole}.{rest:02}"),
    }
}

/// Partners as they are typed.
pub(super) fn typed_partners(partners: &[Partner]) -> String {
    lines(partners.iter().map(|partner| join(&[&partner.name, &partner.role])))
}

/// Steps as they are typed.
pub(super) fn typed_steps(steps: &[ProjectStep]) -> String {
    lines(steps.iter().map(|step| join(&[&step.label, &step.on.map(|on| on.format("%d/%m/%Y").to_string()).unwrap_or_default()])))
}

/// Budget lines as they are typed.
pub(super) fn typed_budget(budget: &[BudgetLine], language: Language) -> String {
    let state = |obtained| match (language, obtained) {
        (Language::French, true) => "obtenu",
        (Language::French, false) => "recherché",
        (Language::English, true) => "obtained",
        (Language::English, false) => "sought",
    };
    lines(budget.iter().map(|line| {
        let amount = format!("{},{:02}", line.cents / 100, line.cents.unsigned_abs() % 100);
        let state = if line.funding.is_empty() { "" } else { state(line.obtained) };
        join(&[&line.label, &amount, &line.funding, state])
    }))
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

fn join(parts: &[&str]) -> String {
    let last = parts.iter().rposition(|part| !part.is_empty()).map_or(0, |last| last + 1);
    parts[..last].iter().map(|part| part.replace([';', '\t', '\n'], ",")).collect::<Vec<_>>().join(" ; ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (written, expected) in [
            ("12 500", Some(1_250_000)),
            ("12\u{202f}500,5 €", Some(1_250_050)),
            ("1,200.50", Some(120_050)),
            ("1.200", Some(120_000)),
            ("0,05", Some(5)),
            ("", None),
            ("douze", None),
            ("-5", None),
            ("9999999999999", None),
        ] {
            assert_eq!(cents(written), expected, "{written}");
        }
        assert_eq!(euros(1_250_005, Language::French), "12\u{202f}500,05\u{a0}€");
        assert_eq!(euros(1_250_005, Language::English), "€12,500.05");
    }

    #[test]
    fn every_line_that_cannot_be_read_is_told() {
        let wrong = budget("Machine ; 10 ; FSE ; obtenu\n\nAnimation ; beaucoup\nTransport ; peu").unwrap_err();
        assert_eq!(wrong.iter().map(|violation| violation.message.fr.as_str()).filter(|text| text.starts_with("Ligne ")).count(), 2);
        assert!(wrong[0].message.fr.starts_with("Ligne 3"));
        assert!(steps("Étude ; 31/02/2026").is_err());
        assert_eq!(steps("Étude\t2026-02-28").unwrap()[0].on, "2026-02-28".parse().ok());
    }

    proptest! {
        #[test]
        fn what_is_kept_comes_back_as_it_was(label in "[a-z]{1,9}", cents in 0i64..99_999_999_999, funding in "[a-z]{1,9}", obtained: bool) {
            let kept = vec![BudgetLine { label, cents, funding, obtained }];
            prop_assert_eq!(budget(&typed_budget(&kept, Language::French)).unwrap(), kept);
        }

        #[test]
        fn anything_typed_is_read_or_refused(typed in "\\PC{0,80}") {
            let _ = (partners(&typed), steps(&typed), budget(&typed));
        }
    }
}

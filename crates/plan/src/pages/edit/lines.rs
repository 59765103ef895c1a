//! Budgets as they are typed: one line each, `what for ; who pays ; year ; planned ; committed ; spent`.

use bassin_kernel::Violation;

use crate::BudgetLine;

/// The lines of a budget, or all that cannot be read, by line.
pub(super) fn read(typed: &str) -> Result<Vec<BudgetLine>, Vec<Violation>> {
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    for (number, line) in (1usize..).zip(typed.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match one(line) {
            Some(line) => good.push(line),
            None => wrong.push(
                Violation::new(
                    "budget-unreadable",
                    format!("Ligne {number} : « {line} » ne se lit pas. Écrivez : objet ; financeur ; année ; prévu ; engagé ; dépensé."),
                    format!("Line {number}: “{line}” cannot be read. Write: what for ; who pays ; year ; planned ; committed ; spent."),
                )
                .on("budget"),
            ),
        }
    }
    if wrong.is_empty() { Ok(good) } else { Err(wrong) }
}

fn one(line: &str) -> Option<BudgetLine> {
    let cells: Vec<&str> = line.split([';', '\t']).map(str::trim).collect();
    let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
    let amount = |at: usize| match cell(at) {
        "" | "–" => Some(None),
        written => cents(written).map(Some),
    };
    let year = match cell(2) {
        "" => None,
        written => Some(written.parse().ok().filter(|year| (1990..=2200).contains(year))?),
    };
    if cells.len() > 6 {
        return None;
    }
    let (label, funder) = (cell(0).to_owned(), cell(1).to_owned());
    Some(BudgetLine { label, funder, year, planned: amount(3)?, committed: amount(4)?, spent: amount(5)? })
}

/// Euros as people write them, in cents: `12 500`, `12 500,5 €`. `None` when it is not an amount, or is beyond a thousand billion.
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

/// A budget as it is typed.
pub(super) fn typed(budget: &[BudgetLine]) -> String {
    let amount = |cents: Option<i64>| cents.map(|cents| format!("{},{:02}", cents / 100, cents % 100)).unwrap_or_default();
    let line = |line: &BudgetLine| {
        let year = line.year.map(|year| year.to_string()).unwrap_or_default();
        let texts = [line.label.replace([';', '\n'], ","), line.funder.replace([';', '\n'], ",")];
        [texts[0].clone(), texts[1].clone(), year, amount(line.planned), amount(line.committed), amount(line.spent)].join(" ; ")
    };
    budget.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_budget_is_read_as_people_write_it() {
        let read = read("Animation ; Région ; 2019 ; 12 500 ; 10 000,5 € ;\n\nÉtude").unwrap();
        let first = BudgetLine {
            label: "Animation".into(),
            funder: "Région".into(),
            year: Some(2019),
            planned: Some(1_250_000),
            committed: Some(1_000_050),
            spent: None,
        };
        assert_eq!(read, [first, BudgetLine { label: "Étude".into(), ..BudgetLine::default() }]);
        let wrong = super::read("A ; B ; 2019 ; beaucoup\nB ; C ; l’an prochain").unwrap_err();
        assert!(wrong[0].message.fr.starts_with("Ligne 1") && wrong[1].message.fr.starts_with("Ligne 2"));
    }

    proptest! {
        #[test]
        fn what_is_kept_comes_back_as_it_was(label in "[a-z]{1,9}", funder in "[a-z]{0,9}", planned in proptest::option::of(0i64..99_999_999_999)) {
            let kept = vec![BudgetLine { label, funder, year: Some(2020), planned, committed: None, spent: planned }];
            prop_assert_eq!(read(&typed(&kept)).unwrap(), kept);
        }

        #[test]
        fn anything_typed_is_read_or_refused(typed in "\\PC{0,80}") {
            let _ = read(&typed);
        }
    }
}

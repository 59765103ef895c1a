//! Reading plans.

use bassin_kernel::Problem;

use crate::written::Plan;

/// The plans of the program, in the order they are listed.
const FILES: [(&str, &str); 1] = [("cprdfop-grand-est.toml", include_str!("../../../data/plans/cprdfop-grand-est.toml"))];

/// The plans of the program.
///
/// # Errors
/// A file is not a plan.
pub fn embedded() -> Result<Vec<Plan>, Problem> {
    FILES.into_iter().map(|(name, text)| read(name, text)).collect()
}

fn read(name: &str, text: &str) -> Result<Plan, Problem> {
    toml::from_str(text).map_err(|error| {
        Problem::invalid(
            "plan-unreadable",
            format!("Le plan « {name} » ne peut pas être lu : {}", error.message()),
            format!("The plan “{name}” cannot be read: {}", error.message()),
        )
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn plan() -> Plan {
        embedded().unwrap().remove(0)
    }

    #[test]
    fn the_contract_has_three_priorities_twelve_challenges_and_thirty_eight_actions() {
        let plan = plan();
        assert_eq!((plan.priorities.len(), plan.challenges(), plan.actions().count()), (3, 12, 38));
        let per_priority =
            plan.priorities.iter().map(|priority| priority.challenges.iter().map(|challenge| challenge.actions.len()).collect());
        let per_priority: Vec<Vec<usize>> = per_priority.collect();
        assert_eq!(per_priority, [vec![2, 2, 3], vec![4, 3, 4], vec![2, 6, 2, 5, 3, 2]]);
        let numbers: BTreeSet<String> = plan.actions().map(|action| action.number()).collect();
        assert_eq!(numbers.len(), 38, "no two actions share a number");
    }

    #[test]
    fn every_action_is_complete_or_says_what_its_text_leaves_open() {
        for located in plan().actions() {
            let (number, action) = (located.number(), located.action);
            assert!(!action.title.fr.is_empty() && !action.title.en.is_empty(), "{number}");
            assert!(!action.objectives.is_empty() && !action.keywords.is_empty(), "{number}");
            let lacking = action.pilots.is_empty() || action.partners.is_empty() || action.steps.is_empty() || action.indicators.is_empty();
            assert!(!lacking || !action.open.is_empty(), "{number} lacks something and does not say that its text leaves it open");
        }
    }

    #[test]
    fn steps_are_in_order_and_end_after_they_begin() {
        for located in plan().actions() {
            for step in &located.action.steps {
                if let (Some(from), Some(to)) = (step.from, step.to) {
                    assert!(from <= to, "{}: {}", located.number(), step.when);
                }
                assert!(
                    step.from.is_some() || step.to.is_some() || !step.when.contains("20"),
                    "{}: {} has a year",
                    located.number(),
                    step.when
                );
            }
        }
    }

    #[test]
    fn known_facts_of_the_contract_are_there() {
        let plan = plan();
        let portfolio = plan.action("2.1.2").unwrap();
        assert!(portfolio.action.indicators.iter().any(|measure| measure.text.contains("100 000 en 2022")));
        let survey = plan.action("3.2.6").unwrap();
        assert_eq!(survey.action.pilots, ["OREF Grand Est"]);
        assert!(survey.action.indicators.iter().any(|measure| measure.text.contains("10 %")));
        let undecided: Vec<String> =
            plan.actions().filter(|action| action.action.pilots.is_empty()).map(|action| action.number()).collect();
        assert_eq!(undecided, ["3.4.1", "3.4.2", "3.4.3", "3.4.4", "3.5.3"], "their pilots were still to be named");
    }

    #[test]
    fn a_file_that_is_no_plan_is_told() {
        let problem = read("autre.toml", "id = 1").unwrap_err();
        assert_eq!(problem.violations[0].code, "plan-unreadable");
        assert!(problem.violations[0].message.fr.contains("autre.toml"));
    }
}

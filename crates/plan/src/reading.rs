//! Reading plans.

use bassin_kernel::Problem;

use crate::written::Plan;

/// The plans of the program, in the order they are listed.
const FILES: [(&str, &str); 3] = [
    ("cprdfop-grand-est.toml", include_str!("../../../data/plans/cprdfop-grand-est.toml")),
    ("axe-4-clusters.toml", include_str!("../../../data/plans/axe-4-clusters.toml")),
    ("pole-competences-de-base.toml", include_str!("../../../data/plans/pole-competences-de-base.toml")),
];

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
    fn key_steps_and_links_to_other_strategies_are_those_of_the_text() {
        let plan = plan();
        let challenges = plan.priorities.iter().flat_map(|priority| priority.challenges.iter().map(move |challenge| (priority, challenge)));
        let tied: Vec<(String, usize)> = challenges
            .filter(|(_, challenge)| !challenge.links.is_empty())
            .map(|(priority, challenge)| (format!("{}.{}", priority.number, challenge.number), challenge.links.len()))
            .collect();
        let expected = [("1.3", 3), ("3.1", 1), ("3.2", 2), ("3.3", 2), ("3.4", 2), ("3.5", 1), ("3.6", 2)];
        let expected = expected.map(|(number, links)| (number.to_owned(), links));
        assert_eq!(tied, expected);
        assert_eq!(plan.priorities[2].links, ["SRDEII", "SRADDET", "SRE"], "priority 3 is tied to the three as a whole");
        for challenge in plan.priorities.iter().flat_map(|priority| &priority.challenges) {
            assert!(challenge.steps.iter().all(|step| step.to.is_some() || !step.when.contains("20")), "{:?}", challenge.title);
        }
    }

    #[test]
    fn shorter_plans_have_the_levels_and_the_dates_of_their_texts() {
        let plans = embedded().unwrap();
        let [_, axis, pole] = plans.as_slice() else { panic!("three plans") };
        let levels = |plan: &Plan| plan.levels.iter().map(|level| level.fr.clone()).collect::<Vec<_>>();
        assert_eq!((levels(axis), axis.nodes.len()), (vec!["Axe".to_owned(), "Projet".to_owned()], 2));
        assert_eq!((levels(pole), pole.nodes.len()), (vec!["Mission".to_owned(), "Action".to_owned()], 10));
        let project = &axis.nodes[1];
        assert_eq!((project.steps.len(), project.indicators.len()), (3, 3));
        assert_eq!(project.partners, ["FOREM", "IPIEQ", "Fonds sectoriel", "CSEF"]);
        assert!(project.pilots.is_empty() && project.open.iter().any(|open| open.contains("Pilote")), "the text names no pilot");
        let of_mission = |mission: &str| pole.nodes.iter().filter(|node| node.number.starts_with(&format!("{mission}."))).count();
        assert_eq!((of_mission("1"), of_mission("2")), (3, 5), "the agenda of 3.3, the five actions of 3.2");
        let dated: Vec<_> = pole.nodes.iter().flat_map(|node| &node.steps).filter_map(|step| step.to).collect();
        assert_eq!(dated, ["2019-03-31".parse().unwrap()], "the text gives one date");
        for node in axis.nodes.iter().chain(&pole.nodes) {
            assert!(!node.title.fr.is_empty() && !node.title.en.is_empty(), "{}", node.number);
            let above = node.number.rsplit_once('.').map(|(above, _)| above);
            assert!(above.is_none_or(|above| axis.nodes.iter().chain(&pole.nodes).any(|other| other.number == above)), "{}", node.number);
        }
    }

    #[test]
    fn a_file_that_is_no_plan_is_told() {
        let problem = read("autre.toml", "id = 1").unwrap_err();
        assert_eq!(problem.violations[0].code, "plan-unreadable");
        assert!(problem.violations[0].message.fr.contains("autre.toml"));
    }
}

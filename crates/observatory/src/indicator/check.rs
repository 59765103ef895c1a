//! Whether indicators speak of measures that the descriptors have. Everything that does not hold is reported at once.

use bassin_kernel::Violation;

use super::{Formula, Indicator, MeasureRef};
use crate::descriptor::{Descriptor, Descriptors};

/// What an indicator asks for and no descriptor has.
pub fn violations(indicator: &Indicator, descriptors: &Descriptors) -> Vec<Violation> {
    let mut found: Vec<Violation> =
        indicator.formula.measures().filter_map(|measure| of_measure(indicator, measure, descriptors)).collect();
    let first = indicator.formula.measures().next();
    if first.is_none() {
        found.push(violation(&indicator.id, "sa formule ne nomme aucune mesure.", "its formula names no measure."));
    }
    let described = first.and_then(|measure| descriptors.get(&measure.dataset));
    if let (Some(by), Some(described)) = (&indicator.by, described)
        && !described.descriptor.dimensions.iter().any(|dimension| dimension.id == *by)
    {
        let dataset = &described.descriptor.id;
        found.push(violation(
            &indicator.id,
            &format!("« {by} » n’est pas une dimension de « {dataset} »."),
            &format!("“{by}” is not a dimension of “{dataset}”."),
        ));
    }
    found
}

fn of_measure(indicator: &Indicator, asked: &MeasureRef, descriptors: &Descriptors) -> Option<Violation> {
    let unknown = |what: &str| {
        violation(
            &indicator.id,
            &format!("« {asked} » ne désigne aucune mesure connue ({what})."),
            &format!("“{asked}” is no known measure ({what})."),
        )
    };
    let Some(described) = descriptors.get(&asked.dataset) else { return Some(unknown(&asked.dataset)) };
    let descriptor = &described.descriptor;
    let Some(measure) = descriptor.measures.iter().find(|measure| measure.id == asked.measure) else {
        return Some(unknown(&asked.measure));
    };
    if let Some(pair) = asked.members.split('|').find(|pair| !pair.is_empty() && !has_member(descriptor, pair)) {
        return Some(unknown(pair));
    }
    (measure.kind.adds_up() != indicator.formula.adds_up()).then(|| match indicator.formula {
        Formula::Published(_) => violation(
            &indicator.id,
            &format!("« {asked} » s’additionne\u{202f}: écrivez « sum » ou « ratio », non « published »."),
            &format!("“{asked}” adds up: write “sum” or “ratio”, not “published”."),
        ),
        Formula::Sum(_) | Formula::Ratio { .. } => violation(
            &indicator.id,
            &format!("« {asked} » est une médiane, un taux ou un indice, qui ne s’additionne pas\u{202f}: écrivez « published »."),
            &format!("“{asked}” is a median, rate or index, which does not add up: write “published”."),
        ),
    })
}

/// Whether `dimension=member` can be met in the dataset.
fn has_member(descriptor: &Descriptor, pair: &str) -> bool {
    let Some((id, member)) = pair.split_once('=') else { return false };
    let dimension = descriptor.dimensions.iter().find(|dimension| dimension.id == id);
    dimension.is_some_and(|dimension| !dimension.closed || dimension.members.contains_key(member))
}

fn violation(id: &str, fr: &str, en: &str) -> Violation {
    Violation::new("indicator-invalid", format!("Indicateur « {id} »\u{202f}: {fr}"), format!("Indicator “{id}”: {en}"))
}

#[cfg(test)]
mod tests {
    use super::super::Indicators;
    use crate::{descriptor::Descriptors, embedded};

    fn descriptors() -> Descriptors {
        Descriptors::load(&embedded::DESCRIPTORS, None).unwrap()
    }

    fn refused(formula: &str, rest: &str) -> Vec<String> {
        let text = format!(
            "theme = \"population\"\n[[indicators]]\nid = \"mine\"\nname = {{ fr = \"n\", en = \"n\" }}\nunit = {{ fr = \"u\", en = \"u\" }}\n\
             direction = \"neutral\"\ndefinition = {{ fr = \"d\", en = \"d\" }}\nformula = {formula}\n{rest}"
        );
        let read = Indicators::read([("mine.toml", text.as_str())]).unwrap();
        read.over(&descriptors())
            .err()
            .map_or_else(Vec::new, |problem| problem.violations.into_iter().map(|violation| violation.message.en).collect())
    }

    #[test]
    fn every_embedded_indicator_has_its_measures() {
        Indicators::read(embedded::INDICATORS).unwrap().over(&descriptors()).unwrap();
    }

    #[test]
    fn everything_that_no_descriptor_has_is_reported_at_once() {
        let found = refused(
            r#"{ sum = ["nowhere/x", "bmo-2024/nothing", "bmo-2024/recruitment-projects|sex=f", "filosofi-2020/poverty-rate"] }"#,
            "by = \"sex\"",
        );
        assert_eq!(found.len(), 4, "{found:?}");
        let found = refused(r#"{ published = "bmo-2024/recruitment-projects" }"#, "by = \"sex\"");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|sentence| sentence.contains("“mine”")));
    }

    #[test]
    fn what_exists_is_accepted() {
        assert!(refused(r#"{ sum = ["bmo-2024/recruitment-projects|occupation=A0Z40"] }"#, "by = \"occupation\"").is_empty());
        assert!(refused(r#"{ published = "filosofi-2020/poverty-rate" }"#, "").is_empty());
        assert!(refused(r#"{ published = "tensions-2019/tightness|occupation-family=ZZZ" }"#, "")[0].contains("ZZZ"));
    }
}

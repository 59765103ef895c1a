//! What a portrait shows, and what it says it does not know.

use bassin_observatory::{import::unwatched, portrait::Status};
use bassin_testkit::on_each_engine;

use super::{is_unknown, line, migrations, observatory, portrait, write};

#[tokio::test]
async fn sums_are_exact_between_bounds_or_partial_and_say_so() {
    on_each_engine(migrations, |store| async move {
        let observatory = observatory(&store).await;
        let two = portrait(&observatory, "67482, 67218");
        let jobs = &line(&two, "essai-jobs").value;
        assert_eq!((jobs.status, jobs.value), (Status::Exact, Some(150.0)));

        let masked = portrait(&observatory, "67482, 67447");
        let jobs = &line(&masked, "essai-jobs").value;
        assert_eq!((jobs.status, jobs.lower, jobs.upper, jobs.masked), (Status::Interval, Some(101.0), Some(104.0), 1));

        let partial = portrait(&observatory, "67482, 67043, 67001");
        let jobs = &line(&partial, "essai-jobs").value;
        assert_eq!((jobs.status, jobs.value, jobs.missing), (Status::Partial, Some(130.0), 1), "Achenheim is not in the file");
    })
    .await;
}

#[tokio::test]
async fn ratios_are_ratios_of_sums_over_the_communes_that_have_both_terms() {
    on_each_engine(migrations, |store| async move {
        let observatory = observatory(&store).await;
        let two = portrait(&observatory, "67482, 67218");
        assert_eq!(line(&two, "essai-rate").value.value, Some(10.0), "15 openings for 150 jobs");
        let missing = portrait(&observatory, "67482, 67043");
        let rate = &line(&missing, "essai-rate-2019").value;
        assert_eq!((rate.value, rate.status, rate.missing), (Some(100.0), Status::Partial, 1));
    })
    .await;
}

#[tokio::test]
async fn a_change_is_told_over_the_communes_published_at_both_periods() {
    on_each_engine(migrations, |store| async move {
        let observatory = observatory(&store).await;
        let whole = portrait(&observatory, "67482, 67218");
        let change = line(&whole, "essai-jobs").change.as_ref().unwrap();
        assert!((change.value.value.unwrap() - 100.0 * 20.0 / 130.0).abs() < 1e-9);
        let missing = portrait(&observatory, "67482, 67043");
        let change = line(&missing, "essai-jobs").change.as_ref().unwrap();
        assert_eq!((change.value.value, change.value.missing), (Some(25.0), 1), "67043 had no figure in 2019");
    })
    .await;
}

#[tokio::test]
async fn medians_are_shown_for_one_commune_and_never_added_up() {
    on_each_engine(migrations, |store| async move {
        let observatory = observatory(&store).await;
        let one = portrait(&observatory, "commune:FR-67482");
        assert_eq!(line(&one, "essai-wage").value.value, Some(20_000.0));
        let three = portrait(&observatory, "67482, 67218, 67043");
        assert!(is_unknown(&three, "essai-wage"));
        let gap = three.gaps.iter().find(|gap| gap.indicators.contains(&"essai-wage".to_owned())).unwrap();
        assert_eq!(gap.reason, "not-additive");
        assert!(gap.text.en.contains("In the 2 published communes of the perimeter, from 20,000 to 23,000"), "{}", gap.text.en);
    })
    .await;
}

#[tokio::test]
async fn figures_of_wider_zones_are_shown_for_unions_of_them_and_offered_otherwise() {
    on_each_engine(migrations, |store| async move {
        let observatory = observatory(&store).await;
        let both = portrait(&observatory, "departement:67 + departement:68");
        let projects = line(&both, "essai-projects");
        assert_eq!((projects.value.lower, projects.value.upper), (Some(105.0), Some(109.0)));
        let labels: Vec<&str> = projects.breakdown.iter().map(|member| member.label.fr.as_str()).collect();
        assert_eq!(labels, ["Soudeurs", "Menuisiers"], "largest first");

        let part = portrait(&observatory, "commune:FR-67482");
        assert!(is_unknown(&part, "essai-projects"));
        let gap = part.gaps.iter().find(|gap| gap.indicators.contains(&"essai-projects".to_owned())).unwrap();
        assert_eq!(gap.reason, "other-scale");
        assert_eq!(gap.alternatives[0].expression, "departement:67");

        let region = portrait(&observatory, "region:44");
        assert!(is_unknown(&region, "essai-projects"), "two départements are not the region");
    })
    .await;
}

#[tokio::test]
async fn a_perimeter_is_compared_with_what_surrounds_it() {
    on_each_engine(migrations, |store| async move {
        let observatory = observatory(&store).await;
        let compared = |expression: &str| {
            let portrait = portrait(&observatory, expression);
            portrait.comparisons.iter().map(|comparison| comparison.expression.clone()).collect::<Vec<_>>()
        };
        assert_eq!(compared("commune:FR-67482"), ["departement:67", "region:44", "pays:FR"]);
        assert_eq!(compared("departement:67"), ["region:44", "pays:FR"]);
        assert_eq!(compared("pays:FR"), Vec::<String>::new());
        let across = compared("departement:08 + province:BE-80000");
        assert!(across.contains(&"region:44".to_owned()) && across.contains(&"pays:BE".to_owned()), "{across:?}");
    })
    .await;
}

#[tokio::test]
async fn every_figure_leads_to_its_source_and_a_newer_file_replaces_it() {
    on_each_engine(migrations, |store| async move {
        let observatory = observatory(&store).await;
        let before = portrait(&observatory, "commune:FR-67482");
        let source = before.sources.iter().find(|source| source.dataset == "essai").unwrap();
        assert_eq!((source.citation.fr.as_str(), source.licence.as_str()), ("Chiffres inventés", "EUPL-1.2"));
        let newer = write(store.directory(), "essai-2.csv", "code;JOBS24;JOBS19;OPEN24;MEDIAN\n67482;7;7;7;7\n");
        let operator = bassin_kernel::Viewer::Operator("claire".to_owned());
        observatory.import(&operator, &newer, unwatched()).await.unwrap();
        assert_eq!(line(&portrait(&observatory, "commune:FR-67482"), "essai-jobs").value.value, Some(7.0));
        assert_eq!(line(&before, "essai-jobs").value.value, Some(100.0), "a portrait already drawn does not change");
    })
    .await;
}

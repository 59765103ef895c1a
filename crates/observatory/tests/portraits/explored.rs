//! One indicator over the zones of a zoning.

use bassin_kernel::{Language, Period};
use bassin_observatory::{Order, exploration_csv, explore};
use bassin_testkit::on_each_engine;
use bassin_web::{Catalogue, Reader};

use super::{migrations, observatory};

#[tokio::test]
async fn zones_are_ranked_sorted_and_the_unknown_come_last() {
    on_each_engine(migrations, |store| async move {
        let observatory = observatory(&store).await;
        let perimeter = observatory.territory().resolve("67482, 67218, 67447, 67043, 67001").unwrap();
        let indicator = observatory.indicators().get("essai-jobs").unwrap().clone();
        let run = |order| explore(&observatory.figures(), &indicator, "communes", &perimeter, None, order);

        let falling = run(Order::Descending);
        assert_eq!(falling.period, Some(Period::year(2024)));
        let codes: Vec<&str> = falling.zones.iter().map(|zone| zone.code.as_str()).collect();
        assert_eq!(codes, ["FR-67482", "FR-67218", "FR-67043", "FR-67447", "FR-67001"], "an interval ranks by its middle");
        let ranks: Vec<Option<u32>> = falling.zones.iter().map(|zone| zone.rank).collect();
        assert_eq!(ranks, [Some(1), Some(2), Some(3), Some(4), None]);

        let rising = run(Order::Ascending);
        assert_eq!(rising.zones.first().unwrap().code, "FR-67447");
        assert_eq!(rising.zones.last().unwrap().code, "FR-67001", "the unknown comes last both ways");
        assert_eq!(run(Order::Code).zones.first().unwrap().code, "FR-67001");
    })
    .await;
}

#[tokio::test]
async fn a_zone_that_lies_partly_inside_is_shown_whole_and_said_so() {
    on_each_engine(migrations, |store| async move {
        let observatory = observatory(&store).await;
        let perimeter = observatory.territory().resolve("departement:68 + 67482").unwrap();
        let indicator = observatory.indicators().get("essai-projects").unwrap().clone();
        let exploration = explore(&observatory.figures(), &indicator, "departement", &perimeter, None, Order::Code);
        let rows: Vec<_> =
            exploration.zones.iter().map(|zone| (zone.code.as_str(), zone.inside < zone.communes, zone.value.rank())).collect();
        assert_eq!(rows, [("67", true, Some(42.0)), ("68", false, Some(65.0))]);

        let reader = Reader::new(Catalogue::new(&bassin_observatory::LOCALES), Language::French);
        let csv = String::from_utf8(exploration_csv(&exploration, &indicator, &reader)).unwrap();
        assert_eq!(csv.lines().count(), 3);
        assert!(csv.contains("Haut-Rhin;departement:68"), "{csv}");
    })
    .await;
}

//! What actions are tied to: territories and their map, pages of the portal.

use bassin_kernel::Viewer;
use bassin_plan::{Plans, rules, rules::act::Act};
use bassin_testkit::on_each_engine;

use super::{
    CONTRACT, SHEET, action, ask, day, entry::counted, first_body, followed, governance_on, hidden, migrations, portal, reports::secretary,
};

fn tie(kind: bassin_plan::TieKind, reference: &str, label: &str) -> bassin_plan::Tie {
    bassin_plan::Tie { kind, reference: reference.into(), label: label.into() }
}

/// Gives an action these ties.
async fn tied(room: &Plans, number: &str, ties: Vec<bassin_plan::Tie>) {
    let node = action(room, number).await.node;
    let (parts, budget) = (node.parts.clone(), node.budget.clone());
    let edit = rules::act::Edit { parts, body: node.body, starts: node.starts, ends: node.ends, ties, budget };
    room.act(&Viewer::System, node.id, room.fresh(), node.revision, Act::Edit(edit)).await.unwrap();
}

/// How many actions a zone has in the table beside the map.
fn in_zone(page: &str, zone: &str) -> usize {
    let mark = [format!(">{zone}</a></th><td class=\"num\">"), format!(">{zone}</th><td class=\"num\">")];
    let rest = mark.iter().find_map(|mark| page.split_once(mark.as_str())).unwrap_or_else(|| panic!("no {zone} in {page}")).1;
    rest.split('<').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn actions_are_counted_in_each_zone_they_concern_and_those_of_the_whole_territory_apart() {
    use bassin_plan::TieKind::Territory;
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let visitor = portal(&room, Viewer::Anonymous);
        let at = format!("/plan/{CONTRACT}/territoires");
        let empty = ask(&visitor, &at, None).await;
        assert!(empty.text().contains("Aucune action n’est encore rattachée à un territoire."));
        tied(&room, "1.1.1", vec![tie(Territory, "departement:67", ""), tie(Territory, "departement:68", "")]).await;
        tied(&room, "1.1.2", vec![tie(Territory, "commune:FR-67482", ""), tie(Territory, "", "Communes rurales")]).await;
        tied(&room, "2.1.1", vec![tie(Territory, "region:44", "")]).await;
        let all = ask(&visitor, &at, None).await;
        let counts = ["Bas-Rhin", "Haut-Rhin", "Vosges"].map(|zone| in_zone(all.text(), zone));
        assert_eq!(counts, [2, 1, 0], "what concerns the whole territory is not counted");
        assert!(all.text().contains("Tout le territoire du plan") && all.text().contains("35 actions ne disent pas leur territoire"));
        assert!(all.text().contains("Communes rurales") && all.text().contains("contours"), "without contours, the table says so");
        let south = ask(&visitor, &format!("{at}?zone=departement%3A68"), None).await;
        assert!(south.text().contains(">1.1.1 ") && !south.text().contains(">1.1.2 "), "only what concerns the zone");
        let second = ask(&visitor, &format!("{at}?priorite=2"), None).await;
        assert_eq!(in_zone(second.text(), "Bas-Rhin"), 0);
        assert!(second.text().contains(">2.1.1 ") && second.text().contains("/tableau?priorite=2"), "filters follow to the other views");
        let table = ask(&visitor, &format!("/plan/{CONTRACT}/tableau?priorite=2"), None).await;
        assert!(table.text().contains("2.1.1") && !table.text().contains("1.1.1"));
    })
    .await;
}

#[tokio::test]
async fn an_action_shows_what_it_is_tied_to_under_its_name_of_today() {
    use bassin_plan::TieKind::{Body, Need, Project};
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let (governance, body) = first_body(&store).await;
        let body = governance.body(&body.to_string()).await.unwrap();
        let at = format!("/instances/{}", body.slug);
        let ties = vec![tie(Body, &at, ""), tie(Project, &format!("/projets/{}", room.fresh()), "Un projet"), tie(Need, "", "Soudeurs")];
        tied(&room, "1.1.1", ties).await;
        let page = ask(&portal(&room, Viewer::Anonymous), SHEET, None).await;
        assert!(page.text().contains(&format!("<a href=\"{at}\">{}</a>", body.name)), "{}", page.text());
        assert!(page.text().contains("<dd>Un projet</dd>") && page.text().contains("<dd>Soudeurs</dd>"), "no link to what is not there");
        let office = portal(&room, Viewer::System);
        let form = ask(&office, &format!("{SHEET}/fiche"), None).await;
        let (id, revision) = (hidden(form.text(), "id"), hidden(form.text(), "revision"));
        let nowhere = format!("/projets/{}", room.fresh());
        let fields = |reference: &str| {
            [
                ("id", id.clone()),
                ("revision", revision.clone()),
                ("tie-kind-0", "project".into()),
                ("tie-reference-0", reference.into()),
                ("tie-label-0", String::new()),
            ]
        };
        for wrong in [nowhere.as_str(), "https://ailleurs.example/"] {
            let sent = fields(wrong);
            let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let refused = ask(&office, &format!("{SHEET}/fiche"), Some(&sent)).await;
            assert!(
                refused.status == 422 && refused.text().contains("Aucune page de ce portail"),
                "{wrong}: {} {}",
                refused.status,
                refused.text()
            );
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_known_of_the_body_in_charge_is_counted_and_not_typed() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let member = room.fresh();
        let (office, body) = secretary(&store, member).await;
        let governance = governance_on(bassin_database::Database::clone(&store), store.directory()).await;
        let seat = bassin_governance::SeatDraft {
            id: room.fresh(),
            body: body.id,
            component: "secretariat".into(),
            voice: None,
            title: String::new(),
            organisation: None,
            substitute_of: None,
            count: 1,
        };
        let seat = governance.add_seats(&office, seat).await.unwrap().remove(0);
        let designation = bassin_governance::Designation {
            id: room.fresh(),
            seat: seat.id,
            person: Some(member),
            organisation: None,
            function: bassin_governance::Function::Member,
            starts_on: Some(day("2020-03-01")),
            ends_on: Some(day("2022-02-28")),
            act: "Arrêté du 1er mars 2020".into(),
            appointed: true,
        };
        governance.designate(&office, designation, true).await.unwrap();
        let node = action(&room, "1.1.1").await.node;
        let edit = rules::act::Edit {
            parts: node.parts.clone(),
            body: Some(body.id),
            starts: node.starts,
            ends: node.ends,
            ties: node.ties.clone(),
            budget: node.budget.clone(),
        };
        room.act(&Viewer::System, node.id, room.fresh(), node.revision, Act::Edit(edit)).await.unwrap();
        let years = |figures: Vec<bassin_plan::Figure>| -> Vec<(String, f64)> {
            figures.iter().map(|figure| (figure.period.to_string(), figure.value)).collect()
        };
        for (key, expected) in
            [("governance.members", vec![("2020".to_owned(), 1.0), ("2021".to_owned(), 1.0)]), ("governance.organisations", Vec::new())]
        {
            let sheet = action(&room, "1.1.1").await;
            let draft = rules::act::IndicatorDraft { source: bassin_plan::Source::Computed(key.into()), ..counted(&sheet.indicators[0]) };
            room.act(&Viewer::System, node.id, room.fresh(), sheet.node.revision, Act::Indicator(draft)).await.unwrap();
            let (tree, sheet) = (room.tree(CONTRACT).await.unwrap(), action(&room, "1.1.1").await);
            assert_eq!(years(room.figures_of(&tree, &sheet, &sheet.indicators[0]).await.unwrap()), expected, "{key}");
        }
    })
    .await;
}

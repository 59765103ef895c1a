//! Importing sources and naming perimeters, on each engine.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::sync::Arc;

use axum::{Router, body::Body, http::Request};
use bassin_database::journal;
use bassin_kernel::{Grant, Kind, Person, Role, Scope, Viewer};
use bassin_territory::{Sharing, Territory, migrations};
use bassin_testkit::{Answer, get, on_each_engine, send};
use bassin_web::{Catalogue, Identify, SESSION, Shell, shell};
use uuid::Uuid;

fn operator() -> Viewer {
    Viewer::Operator("camille".to_owned())
}

#[tokio::test]
async fn perimeters_keep_their_versions() {
    on_each_engine(migrations, |store| async move {
        let territory = Territory::open((*store).clone(), store.directory()).await.unwrap();
        let saved = territory.save_perimeter(&operator(), "Mon bassin", "department:\"Bas-Rhin\" - Strasbourg").await.unwrap_err();
        assert_eq!((saved.kind, saved.violations[0].code.as_str()), (Kind::Invalid, "perimeter-unknown-code"));
        assert_eq!(store.generation().await.unwrap(), 0);

        let saved = territory.save_perimeter(&operator(), "Mon bassin", "department:\"Bas-Rhin\" - 67482").await.unwrap();
        assert_eq!((saved.slug.as_str(), saved.expression.as_str(), saved.versions.len()), ("mon-bassin", "departement:67 - FR-67482", 1));
        territory.save_perimeter(&operator(), "Mon bassin", "departement:67 - FR-67482").await.unwrap();
        let again = territory.save_perimeter(&operator(), "Mon Bassin", "departement:67").await.unwrap();
        assert_eq!((again.versions.len(), again.communes, again.versions[0].communes), (2, 514, 513));
        assert_eq!(again.versions[0].expression, "department:\"Bas-Rhin\" - 67482");
        assert_eq!(store.generation().await.unwrap(), 2);

        let other = Territory::open((*store).clone(), store.directory()).await.unwrap();
        assert_eq!(other.resolve("perimetre:mon-bassin + departement:68").unwrap().canonical, "departement:67 + departement:68");
        territory.delete_perimeter(&operator(), "mon-bassin").await.unwrap();
        assert_eq!(other.resolve("perimetre:mon-bassin").unwrap().rows.len(), 514);
        other.refresh().await.unwrap();
        assert_eq!(other.resolve("perimetre:mon-bassin").unwrap_err().violations[0].code, "perimeter-unknown-saved");
        assert_eq!(territory.delete_perimeter(&operator(), "mon-bassin").await.unwrap_err().kind, Kind::NotFound);
        let actions: Vec<String> =
            journal::list(&store, &journal::Page::default()).await.unwrap().into_iter().map(|entry| entry.action).collect();
        assert_eq!(actions.len(), 3);
        assert!(actions.contains(&"perimeter.delete".to_owned()));
    })
    .await;
}

fn person(number: u128, grants: Vec<Grant>) -> Viewer {
    let id = Uuid::from_u128(number);
    Viewer::Person(Arc::new(Person { account: id, person: id, name: "Claire".to_owned(), grants }))
}

#[tokio::test]
async fn people_have_perimeters_of_their_own_and_share_them_or_not() {
    on_each_engine(migrations, |store| async move {
        let territory = Territory::open((*store).clone(), store.directory()).await.unwrap();
        let (anne, max) = (person(1, Vec::new()), person(2, Vec::new()));
        let of_anne = territory.save_perimeter(&anne, "Mon bassin", "departement:67").await.unwrap();
        let of_max = territory.save_perimeter(&max, "Mon bassin", "departement:68").await.unwrap();
        assert_ne!(of_anne.slug, of_max.slug, "two people may give the same name");
        assert!(of_anne.slug.starts_with("mon-bassin-") && of_anne.slug.len() > "mon-bassin-".len() + 8, "{}", of_anne.slug);
        let again = territory.save_perimeter(&anne, "mon BASSIN", "departement:67 + 68066").await.unwrap();
        assert_eq!((again.slug.as_str(), again.versions.len()), (of_anne.slug.as_str(), 2));
        assert_eq!(again.versions[1].saved_by, anne.actor());

        // Private: nobody else sees it, or refers to it.
        let slug = of_anne.slug.as_str();
        let seen = async |viewer: &Viewer| territory.perimeter_seen_by(viewer, slug).await.is_ok();
        assert!(seen(&anne).await && !seen(&max).await && !seen(&Viewer::Anonymous).await);
        let reference = format!("perimetre:{slug}");
        assert_eq!(territory.resolve(&reference).unwrap_err().violations[0].code, "perimeter-unknown-saved");
        assert!(territory.public_perimeters().await.unwrap().is_empty());
        assert_eq!(territory.own_perimeters(&anne).await.unwrap().len(), 1);

        for other in [&max, &Viewer::Anonymous, &person(3, vec![Grant { role: Role::Administrator, scope: Scope::Platform }])] {
            let refused = territory.edit_perimeter(other, slug, "À moi", Sharing::Public).await.unwrap_err();
            assert!(matches!(refused.kind, Kind::NotFound | Kind::Forbidden), "{refused}");
            assert!(territory.delete_perimeter(other, slug).await.is_err());
        }
        territory.edit_perimeter(&anne, slug, "Bassin de Colmar", Sharing::Link).await.unwrap();
        assert!(seen(&Viewer::Anonymous).await && territory.public_perimeters().await.unwrap().is_empty());
        assert!(territory.resolve(&reference).is_ok());
        assert_eq!(territory.delete_perimeter(&max, slug).await.unwrap_err().kind, Kind::Forbidden);

        territory.edit_perimeter(&anne, slug, "Bassin de Colmar", Sharing::Public).await.unwrap();
        assert_eq!(territory.public_perimeters().await.unwrap()[0].name, "Bassin de Colmar");
        let wrong = territory.edit_perimeter(&anne, slug, " ! ", Sharing::Public).await.unwrap_err();
        assert_eq!(wrong.violations[0].location.field.as_deref(), Some("name"));
        territory.delete_perimeter(&anne, slug).await.unwrap();
        assert!(!seen(&anne).await && territory.resolve(&reference).is_err());
        assert_eq!(territory.own_perimeters(&max).await.unwrap().len(), 1);
    })
    .await;
}

/// The portal, where the session says who reads: a number, or nobody.
fn portal(territory: &Territory) -> Router {
    let identify: Identify = Arc::new(|headers| {
        let number = headers["cookie"].to_str().unwrap().split('=').next_back().and_then(|number| number.parse().ok());
        Box::pin(async move { number.map_or(Viewer::Anonymous, |number| person(number, Vec::new())) })
    });
    let catalogue = Catalogue::new(&bassin_territory::LOCALES);
    shell(bassin_territory::routes(territory.clone()), Shell { identify: Some(identify), accounts: true, ..Shell::new(catalogue) })
}

async fn asked(portal: &Router, who: u128, method: &str, path: &str, form: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("cookie", format!("{SESSION}={who}"))
        .header("content-type", "application/x-www-form-urlencoded");
    send(portal, request.body(Body::from(form.to_owned())).unwrap()).await
}

#[tokio::test]
async fn perimeters_are_saved_shared_and_deleted_in_pages() {
    on_each_engine(migrations, |store| async move {
        let territory = Territory::open((*store).clone(), store.directory()).await.unwrap();
        let portal = portal(&territory);
        let door = get(&portal, "/territoires/mes-perimetres").await;
        assert_eq!((door.status.as_u16(), door.header("location")), (303, "/connexion?suite=%2Fterritoires%2Fmes-perimetres"));
        let composer = asked(&portal, 1, "GET", "/territoires/perimetre?p=departement:67", "").await;
        assert!(composer.text().contains("/territoires/perimetre/enregistrer?p=departement%3A67"), "{}", composer.text());

        let wrong = asked(&portal, 1, "POST", "/territoires/perimetre/enregistrer", "name=+&p=departement:67&sharing=link").await;
        assert_eq!(wrong.status.as_u16(), 422);
        for part in ["href=\"#name\"", "aria-invalid=\"true\"", "value=\"departement:67\"", "value=\"link\" checked"] {
            assert!(wrong.text().contains(part), "{part} in {}", wrong.text());
        }
        let saved =
            asked(&portal, 1, "POST", "/territoires/perimetre/enregistrer", "name=Mon+bassin&p=departement:67&sharing=private").await;
        let (page, code) = saved.header("location").split_once('?').unwrap();
        assert_eq!((saved.status.as_u16(), code), (303, "fait=perimeter-saved"));
        let own = asked(&portal, 1, "GET", saved.header("location"), "").await;
        assert!(own.text().contains("Le périmètre est enregistré.") && own.text().contains("privé"), "{}", own.text());
        assert_eq!((asked(&portal, 2, "GET", page, "").await.status.as_u16(), get(&portal, page).await.status.as_u16()), (404, 404));
        assert_eq!(asked(&portal, 2, "POST", &format!("{page}/supprimer"), "").await.status.as_u16(), 404);
        assert!(!get(&portal, "/territoires").await.text().contains("Mon bassin"));

        asked(&portal, 1, "POST", &format!("{page}/modifier"), "name=Bassin+de+Colmar&sharing=public").await;
        assert!(get(&portal, "/territoires").await.text().contains("Bassin de Colmar"));
        let shared = asked(&portal, 2, "GET", page, "").await;
        assert!(shared.text().contains("<h1>Bassin de Colmar") && !shared.text().contains("/supprimer"), "{}", shared.text());
        assert_eq!(asked(&portal, 2, "GET", &format!("{page}/modifier"), "").await.status.as_u16(), 403);
        assert!(asked(&portal, 1, "GET", &format!("{page}/supprimer"), "").await.text().contains("Ce qui va se passer"));
        let deleted = asked(&portal, 1, "POST", &format!("{page}/supprimer"), "").await;
        assert_eq!(deleted.header("location"), "/territoires/mes-perimetres?fait=perimeter-deleted");
        let list = asked(&portal, 1, "GET", deleted.header("location"), "").await;
        assert!(list.text().contains("Vous n’avez enregistré aucun périmètre"), "{}", list.text());
    })
    .await;
}

#[tokio::test]
async fn a_visitor_saves_nothing() {
    on_each_engine(migrations, |store| async move {
        let territory = Territory::open((*store).clone(), store.directory()).await.unwrap();
        let refused = territory.save_perimeter(&Viewer::Anonymous, "Mon bassin", "departement:67").await.unwrap_err();
        assert_eq!(refused.kind, Kind::Forbidden);
        let file = store.directory().join("bassins.csv");
        std::fs::write(&file, "codgeo,codbe,libbe\n67482,4206,STRASBOURG\n").unwrap();
        assert_eq!(territory.import(&Viewer::Anonymous, &file).await.unwrap_err().kind, Kind::Forbidden);
        assert_eq!(territory.atlas().zonings().filter(|zoning| zoning.id() == "bassin-emploi").count(), 0);
        assert_eq!(store.generation().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_source_is_kept_once_and_another_process_takes_it_in() {
    on_each_engine(migrations, |store| async move {
        let territory = Territory::open((*store).clone(), store.directory()).await.unwrap();
        let other = Territory::open((*store).clone(), store.directory()).await.unwrap();
        let file = store.directory().join("bassins.csv");
        std::fs::write(&file, "codgeo,codbe,libbe\n67482,4206,STRASBOURG\n1001,8201,BOURG\n").unwrap();
        assert!(territory.recognises(&file).unwrap());
        let before = territory.atlas().hash();
        let imported = territory.import(&operator(), &file).await.unwrap();
        assert!(!imported.already && imported.sources[0].fr.contains("2 zones"));
        assert_ne!(territory.atlas().hash(), before);
        assert!(territory.import(&operator(), &file).await.unwrap().already);
        assert_eq!(store.generation().await.unwrap(), 1);

        assert!(other.atlas().zoning("bassin-emploi").is_none());
        other.refresh().await.unwrap();
        assert_eq!(other.resolve("bassin-emploi:4206").unwrap().label.fr, "STRASBOURG (bassin d’emploi)");
        assert_eq!(other.atlas().hash(), territory.atlas().hash());

        std::fs::write(&file, "codgeo,codbe,libbe\n67482,4206,STRASBOURG\n99999,4206,STRASBOURG\n").unwrap();
        assert_eq!(territory.import(&operator(), &file).await.unwrap_err().violations[0].code, "geo-unknown-code");
        std::fs::write(&file, "codgeo,codbe,libbe\n67482,4206,STRASBOURG\n67218,4206,STRASBOURG\n").unwrap();
        assert!(!territory.import(&operator(), &file).await.unwrap().already);
        assert_eq!(territory.resolve("bassin-emploi:4206").unwrap().rows.len(), 2);
        std::fs::write(&file, "a,b\n1,2\n").unwrap();
        assert!(!territory.recognises(&file).unwrap());
        assert_eq!(territory.import(&operator(), &file).await.unwrap_err().violations[0].code, "file-not-recognised");
    })
    .await;
}

#[tokio::test]
async fn an_added_descriptor_is_enough_for_another_zoning() {
    on_each_engine(migrations, |store| async move {
        let folder = store.directory().join("zonings");
        std::fs::create_dir_all(&folder).unwrap();
        let text = "[zoning]\nid = \"agence\"\nname = { fr = \"Agences\", en = \"Agencies\" }\nsingular = { fr = \"agence\", en = \"agency\" }\n\
                    vintage = 2024\nsource = \"Région\"\nlicence = \"Licence Ouverte\"\n[file]\ncountry = \"FR\"\ncommune = \"insee\"\n\
                    commune_vintage = 2024\nzone_name = \"agence\"\n";
        std::fs::write(folder.join("agence.toml"), text).unwrap();
        let territory = Territory::open((*store).clone(), store.directory()).await.unwrap();
        let file = store.directory().join("agences.csv");
        std::fs::write(&file, "insee;agence\n67482;Maison de la Région\n").unwrap();
        territory.import(&operator(), &file).await.unwrap();
        assert_eq!(territory.resolve("agence:\"Maison de la Région\"").unwrap().canonical, "agence:maison-de-la-region");
        std::fs::write(folder.join("autre.toml"), "[zoning]\n").unwrap();
        assert_eq!(Territory::open((*store).clone(), store.directory()).await.err().unwrap().violations[0].code, "zoning-descriptor");
    })
    .await;
}

#[tokio::test]
async fn real_sources_are_found_again_after_a_restart() {
    let files = [
        "territory/insee_historique_modifications_communes.csv",
        "territory/insee_table-appartenance-geo-communes-2024.xlsx",
        "territory/DERIVE_bassins_EFE_communes_2019.csv",
        "territory/communes-08-ardennes.geojson",
    ];
    let Some(data) = bassin_testkit::shared_data() else { return };
    let files = files.map(|file| data.join(file));
    let store = bassin_testkit::directory();
    let url = format!("sqlite://{}", store.path().join("store.sqlite").display());
    let database = bassin_database::Database::connect(&url, migrations(), bassin_testkit::clock(), bassin_testkit::ids()).await.unwrap();
    let territory = Territory::open(database.clone(), store.path()).await.unwrap();
    for file in &files {
        assert!(!territory.import(&operator(), file).await.unwrap().already);
    }
    assert_eq!(database.generation().await.unwrap(), 4);
    let again = Territory::open(database, store.path()).await.unwrap();
    assert_eq!(again.atlas().hash(), territory.atlas().hash());
    let ids: Vec<String> = again.atlas().zonings().skip(7).map(|zoning| zoning.id().to_owned()).collect();
    assert_eq!(ids, ["zone-emploi", "bassin-vie", "aire-attraction", "unite-urbaine", "bassin-efe"]);
    let perimeter = again.resolve("bassin-efe:luxembourg + zone-emploi:4403").unwrap();
    assert_eq!(perimeter.canonical, "zone-emploi:4403 + bassin-efe:luxembourg");
    assert!(perimeter.notes(&again.atlas()).iter().any(|note| note.fr.contains("vérifier")));
    assert!(!again.contours().is_empty());
}

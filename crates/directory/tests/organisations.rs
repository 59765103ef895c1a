//! Organisations and people, on each engine.

use bassin_database::{Database, Record};
use bassin_directory::{
    Directory, Membership, Organisation, OrganisationDraft, Person, PersonDraft, Search, Site, add_membership, add_organisation, add_person,
};
use bassin_kernel::{Day, Problem, Viewer};
use bassin_territory::Territory;
use bassin_testkit::{Migrations, Store, on_each_engine};
use uuid::Uuid;

fn migrations() -> Migrations {
    let mut all = bassin_territory::migrations();
    all.extend(bassin_mail::migrations());
    all.extend(bassin_directory::migrations());
    all
}

fn operator() -> Viewer {
    Viewer::Operator("camille".to_owned())
}

async fn open(store: &Store) -> Directory {
    let territory = Territory::open((**store).clone(), store.directory()).await.unwrap();
    Directory::open((**store).clone(), territory, store.directory())
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn school() -> OrganisationDraft {
    OrganisationDraft {
        name: "Lycée Cornouaille".into(),
        short_name: "LGT".into(),
        kind: "secondary-school".into(),
        uai: "0290098z".into(),
        sectors: "Bois; métiers d’art".into(),
        ..OrganisationDraft::default()
    }
}

fn site(number: u128, commune: &str) -> Site {
    Site {
        id: id(number),
        name: "Siège".into(),
        address: "8 avenue des Oiseaux".into(),
        postcode: String::new(),
        commune: commune.into(),
        accessibility: String::new(),
        phone: String::new(),
    }
}

async fn organisation(database: &Database, number: u128, draft: OrganisationDraft, sites: Vec<Site>) -> Result<Organisation, Problem> {
    database
        .write(&operator(), |transaction| async move {
            let sheet = add_organisation(&transaction, id(number), &draft, sites).await?;
            Ok((sheet, Record::new("organisation.add", "organisation", id(number).to_string())))
        })
        .await
}

async fn person(database: &Database, number: u128, given: &str, family: &str) -> Result<Person, Problem> {
    let draft = PersonDraft::named(id(number), given, family);
    database
        .write(&operator(), |transaction| async move {
            Ok((add_person(&transaction, draft).await?, Record::new("person.add", "person", id(number).to_string())))
        })
        .await
}

async fn tie(database: &Database, membership: Membership) -> Result<Membership, Problem> {
    let id = membership.id.to_string();
    database
        .write(&operator(), |transaction| async move {
            Ok((add_membership(&transaction, membership).await?, Record::new("membership.add", "membership", id)))
        })
        .await
}

async fn found(directory: &Directory, search: Search) -> Vec<String> {
    directory.search_organisations(&search).await.unwrap().items.into_iter().map(|sheet| sheet.name).collect()
}

#[tokio::test]
async fn organisations_are_found_by_words_identifiers_kind_sector_and_place() {
    on_each_engine(migrations, |store| async move {
        let directory = open(&store).await;
        organisation(&store, 1, school(), vec![site(11, "FR-29232")]).await.unwrap();
        let forem = OrganisationDraft {
            name: "Office wallon de l’emploi".into(),
            kind: "employment-operator".into(),
            bce: "0236.363.165".into(),
            ..OrganisationDraft::default()
        };
        organisation(&store, 2, forem, vec![site(12, "BE-53053")]).await.unwrap();
        let by = |query: &str| Search { query: query.into(), ..Search::default() };
        assert_eq!(found(&directory, Search::default()).await, ["Lycée Cornouaille", "Office wallon de l’emploi"]);
        assert_eq!(found(&directory, by("CORNOU lycee")).await, ["Lycée Cornouaille"]);
        assert_eq!(found(&directory, by("0290098 Z")).await, ["Lycée Cornouaille"]);
        assert_eq!(found(&directory, by("0236.363")).await, ["Office wallon de l’emploi"]);
        assert_eq!(found(&directory, by("%")).await.len(), 2, "a sign is no pattern");
        assert_eq!(found(&directory, by("ouaille")).await, Vec::<String>::new());
        assert_eq!(found(&directory, Search { component: "education".into(), ..Search::default() }).await, ["Lycée Cornouaille"]);
        assert_eq!(found(&directory, Search { sector: "metiers".into(), ..Search::default() }).await, ["Lycée Cornouaille"]);
        assert_eq!(found(&directory, Search { perimeter: "departement:29".into(), ..Search::default() }).await, ["Lycée Cornouaille"]);
        assert_eq!(found(&directory, Search { perimeter: "BE-53053".into(), ..Search::default() }).await, ["Office wallon de l’emploi"]);
        let refused = directory.search_organisations(&Search { perimeter: "nulle part".into(), ..Search::default() }).await.unwrap_err();
        assert_eq!(refused.violations[0].location.field.as_deref(), Some("perimeter"));
        let second = directory.search_organisations(&Search { page: 2, size: 1, ..Search::default() }).await.unwrap();
        assert_eq!((second.total, second.items[0].name.as_str()), (2, "Office wallon de l’emploi"));
        assert_eq!(second.items[0].sites[0].commune, "BE-53053");
    })
    .await;
}

#[tokio::test]
async fn a_sheet_added_twice_is_there_once_and_an_identifier_has_one_sheet() {
    on_each_engine(migrations, |store| async move {
        let directory = open(&store).await;
        let first = organisation(&store, 1, school(), Vec::new()).await.unwrap();
        let again = organisation(&store, 1, OrganisationDraft { name: "Autre".into(), ..school() }, Vec::new()).await.unwrap();
        assert_eq!(first, again);
        let refused = organisation(&store, 2, school(), Vec::new()).await.unwrap_err();
        let violation = &refused.violations[0];
        assert_eq!((violation.code.as_str(), violation.location.field.as_deref()), ("identifier-taken", Some("uai")));
        assert!(violation.message.fr.contains("Lycée Cornouaille"));
        assert_eq!(violation.suggestions, [format!("/structures/{}", id(1))]);
        assert_eq!(directory.search_organisations(&Search::default()).await.unwrap().total, 1);
        assert_eq!(directory.organisation(id(2)).await.unwrap(), None);
        assert_eq!(directory.organisations(&[id(1), id(2)]).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn people_belong_to_organisations_for_a_time() {
    on_each_engine(migrations, |store| async move {
        let directory = open(&store).await;
        organisation(&store, 1, school(), Vec::new()).await.unwrap();
        person(&store, 2, "Ada", "Lovelace").await.unwrap();
        person(&store, 3, "", "Noether").await.unwrap();
        assert_eq!(person(&store, 4, "Ada", "").await.unwrap_err().violations[0].location.field.as_deref(), Some("family_name"));
        let membership = Membership {
            id: id(5),
            person: id(2),
            organisation: id(1),
            function: "Proviseure".into(),
            referent: true,
            starts_on: day("2024-02-29"),
            ends_on: Some(day("2026-01-15")),
        };
        tie(&store, membership.clone()).await.unwrap();
        assert_eq!(directory.memberships_of(id(2), day("2026-01-15")).await.unwrap(), std::slice::from_ref(&membership));
        assert_eq!(directory.memberships_of(id(2), day("2026-01-16")).await.unwrap(), []);
        assert_eq!(directory.members_of(id(1), day("2024-02-28")).await.unwrap(), []);
        assert_eq!(directory.members_of(id(1), day("2024-02-29")).await.unwrap(), [membership.clone()]);
        let nobody = Membership { id: id(6), person: id(9), ..membership };
        assert!(tie(&store, nobody).await.is_err());
        let found = directory.search_people("lovel", 1, 10).await.unwrap();
        assert_eq!((found.total, found.items[0].name().as_str()), (1, "Ada Lovelace"));
        assert_eq!(directory.search_people("", 1, 10).await.unwrap().total, 2);
    })
    .await;
}

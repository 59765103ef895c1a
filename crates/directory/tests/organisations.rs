//! Organisations and people, on each engine.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::sync::Arc;

use axum::{body::Body, http::Request};
use bassin_database::{Database, Record};
use bassin_directory::{
    CorrectionState, Directory, Membership, Organisation, OrganisationDraft, Person, PersonDraft, Search, Site, add_membership,
    add_organisation, add_person,
    rules::{Identifier, Scheme},
};
use bassin_kernel::{Clock as _, Day, Grant, Kind, Problem, Role, Scope, Viewer};
use bassin_territory::Territory;
use bassin_testkit::{Migrations, Store, get, on_each_engine, send};
use bassin_web::{Catalogue, Shell, shell as shell_of};
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
        assert_eq!(directory.members_of(id(1), day("2024-02-29")).await.unwrap(), std::slice::from_ref(&membership));
        let nobody = Membership { id: id(6), person: id(9), ..membership };
        assert!(tie(&store, nobody).await.is_err());
        let found = directory.search_people("lovel", 1, 10).await.unwrap();
        assert_eq!((found.total, found.items[0].name().as_str()), (1, "Ada Lovelace"));
        assert_eq!(directory.search_people("", 1, 10).await.unwrap().total, 2);
    })
    .await;
}

/// Somebody who has signed in, with these rights.
fn somebody(person: u128, grants: &[(Role, Scope)]) -> Viewer {
    let grants = grants.iter().map(|(role, scope)| Grant { role: *role, scope: *scope }).collect();
    Viewer::Person(Arc::new(bassin_kernel::Person { account: id(9_000 + person), person: id(person), name: "Quelqu’un".into(), grants }))
}

fn administrator() -> Viewer {
    somebody(900, &[(Role::Administrator, Scope::Platform)])
}

fn codes(problem: &Problem) -> Vec<&str> {
    problem.violations.iter().map(|violation| violation.code.as_str()).collect()
}

#[tokio::test]
async fn a_sheet_is_changed_by_those_who_keep_it_and_a_stale_form_loses_nothing() {
    on_each_engine(migrations, |store| async move {
        let directory = open(&store).await;
        let anyone = somebody(50, &[]);
        let place = Site { id: id(11), commune: "Quimper".into(), ..site(11, "") };
        let sheet = directory.create_organisation(&anyone, id(1), &school(), Some(place.clone())).await.unwrap();
        assert_eq!(sheet.sites[0].commune, "FR-29232");
        let again = directory.create_organisation(&anyone, id(1), &school(), Some(place)).await.unwrap();
        assert_eq!((again.id, store.generation().await.unwrap()), (sheet.id, 1), "sent twice, added once");
        let both =
            directory.create_organisation(&anyone, id(2), &OrganisationDraft::default(), Some(site(12, "nulle part"))).await.unwrap_err();
        assert_eq!(codes(&both), ["required", "organisation-kind-unknown", "site-commune"]);
        assert_eq!(directory.create_organisation(&Viewer::Anonymous, id(2), &school(), None).await.unwrap_err().kind, Kind::Forbidden);

        let edited = OrganisationDraft { short_name: "Cornouaille".into(), ..school() };
        assert_eq!(directory.edit_organisation(&anyone, id(1), 0, &edited).await.unwrap_err().kind, Kind::Forbidden);
        let elsewhere = somebody(51, &[(Role::Referent, Scope::Organisation(id(99)))]);
        assert_eq!(directory.edit_organisation(&elsewhere, id(1), 0, &edited).await.unwrap_err().kind, Kind::Forbidden);
        let referent = somebody(52, &[(Role::Referent, Scope::Organisation(id(1)))]);
        let saved = directory.edit_organisation(&referent, id(1), 0, &edited).await.unwrap();
        assert_eq!((saved.short_name.as_str(), saved.revision), ("Cornouaille", 1));
        let twice = directory.edit_organisation(&referent, id(1), 0, &edited).await.unwrap();
        assert_eq!(twice.revision, 1, "the same form again changes nothing");
        let stale = OrganisationDraft { phone: "+32 65 00 00 00".into(), ..school() };
        assert_eq!(directory.edit_organisation(&administrator(), id(1), 0, &stale).await.unwrap_err().kind, Kind::Conflict);
        assert_eq!(directory.organisation(id(1)).await.unwrap().unwrap(), saved);
        let removed = directory.remove_site(&referent, id(1), 1, id(11)).await.unwrap();
        assert_eq!((removed.sites.len(), removed.revision), (0, 2));
    })
    .await;
}

#[tokio::test]
async fn corrections_are_proposed_answered_and_seen() {
    on_each_engine(migrations, |store| async move {
        let directory = open(&store).await;
        organisation(&store, 1, school(), Vec::new()).await.unwrap();
        let proposer = somebody(50, &[]);
        let referent = somebody(52, &[(Role::Referent, Scope::Organisation(id(1)))]);
        let propose = |number: u128, field: &'static str, text: &'static str, reason: &'static str| {
            let (directory, proposer) = (directory.clone(), proposer.clone());
            async move { directory.propose_correction(&proposer, id(number), id(1), (field, text), reason).await }
        };
        assert_eq!(codes(&propose(70, "uai", "0290098A", "").await.unwrap_err()), ["uai-key", "correction-reason"]);
        assert_eq!(codes(&propose(70, "name", "Lycée Cornouaille", "Vu sur place").await.unwrap_err()), ["correction-same"]);
        assert_eq!(codes(&propose(70, "id", "x", "Vu sur place").await.unwrap_err()), ["correction-field"]);
        propose(71, "phone", "02 98 00 00 00", "Vu sur la plaque").await.unwrap();
        propose(71, "phone", "02 98 00 00 00", "Vu sur la plaque").await.unwrap();
        propose(72, "name", "Lycée de Cornouaille", "Vu sur la plaque").await.unwrap();
        assert_eq!(directory.corrections(id(1)).await.unwrap().len(), 2);
        assert_eq!(directory.decide_correction(&proposer, id(71), true, "").await.unwrap_err().kind, Kind::Forbidden);
        directory.decide_correction(&referent, id(71), true, "Merci").await.unwrap();
        assert_eq!(directory.organisation(id(1)).await.unwrap().unwrap().phone, "02 98 00 00 00");
        assert_eq!(codes(&directory.decide_correction(&referent, id(72), false, " ").await.unwrap_err()), ["correction-answer"]);
        directory.decide_correction(&referent, id(72), false, "Le nom est juste").await.unwrap();
        assert_eq!(directory.decide_correction(&referent, id(72), true, "").await.unwrap_err().kind, Kind::Conflict);
        let seen = directory.corrections_by(id(50)).await.unwrap();
        let states: Vec<(CorrectionState, &str)> = seen.iter().map(|one| (one.state, one.answer.as_str())).collect();
        assert!(states.contains(&(CorrectionState::Accepted, "Merci")) && states.contains(&(CorrectionState::Refused, "Le nom est juste")));
    })
    .await;
}

#[tokio::test]
async fn corrections_of_sites_change_only_what_they_propose() {
    on_each_engine(migrations, |store| async move {
        let directory = open(&store).await;
        organisation(&store, 1, school(), vec![site(11, "FR-29232")]).await.unwrap();
        let proposer = somebody(50, &[]);
        let referent = somebody(52, &[(Role::Referent, Scope::Organisation(id(1)))]);
        let propose = |number: u128, site: u128, typed: Option<Site>, reason: &'static str| {
            let (directory, proposer) = (directory.clone(), proposer.clone());
            async move { directory.propose_site(&proposer, id(number), (id(1), id(site)), typed.as_ref(), reason).await }
        };
        let stored = site(11, "FR-29232");
        assert_eq!(codes(&propose(70, 11, Some(stored.clone()), "").await.unwrap_err()), ["correction-same", "correction-reason"]);
        assert_eq!(codes(&propose(70, 99, None, "Vu sur place").await.unwrap_err()), ["correction-same"], "a site that is not there");
        let nowhere = Site { commune: "Nullepart-sur-Rien".into(), ..stored.clone() };
        assert_eq!(codes(&propose(70, 11, Some(nowhere), "Vu sur place").await.unwrap_err()), ["site-commune"]);
        let moved = Site { address: "1 rue Neuve".into(), ..stored.clone() };
        propose(71, 11, Some(moved.clone()), "Courrier du lycée").await.unwrap();
        propose(71, 11, Some(moved), "Courrier du lycée").await.unwrap();
        propose(72, 12, Some(Site { name: "Annexe".into(), ..site(12, "FR-29232") }), "Vu sur place").await.unwrap();
        assert_eq!(directory.corrections(id(1)).await.unwrap().len(), 2);
        // Meanwhile the referent gives the site its telephone: it stays.
        let revision = directory.organisation(id(1)).await.unwrap().unwrap().revision;
        let called = Site { phone: "02 98 00 00 00".into(), ..stored };
        directory.put_site(&referent, id(1), revision, &called).await.unwrap();
        assert_eq!(directory.decide_correction(&proposer, id(71), true, "").await.unwrap_err().kind, Kind::Forbidden);
        directory.decide_correction(&referent, id(71), true, "Merci").await.unwrap();
        directory.decide_correction(&referent, id(72), true, "").await.unwrap();
        let sites = directory.organisation(id(1)).await.unwrap().unwrap().sites;
        let seen: Vec<(&str, &str, &str)> =
            sites.iter().map(|site| (site.name.as_str(), site.address.as_str(), site.phone.as_str())).collect();
        assert_eq!(seen, [("Siège", "1 rue Neuve", "02 98 00 00 00"), ("Annexe", "8 avenue des Oiseaux", "")]);
        propose(73, 12, None, "Fermée depuis juin").await.unwrap();
        propose(74, 12, Some(Site { name: "Annexe nord".into(), ..site(12, "FR-29232") }), "Nouveau nom").await.unwrap();
        directory.decide_correction(&referent, id(73), true, "").await.unwrap();
        assert_eq!(directory.organisation(id(1)).await.unwrap().unwrap().sites.len(), 1);
        assert_eq!(codes(&directory.decide_correction(&referent, id(74), true, "").await.unwrap_err()), ["correction-site-gone"]);
    })
    .await;
}

#[tokio::test]
async fn two_sheets_become_one_and_are_parted_again_exactly() {
    on_each_engine(migrations, |store| async move {
        let directory = open(&store).await;
        organisation(&store, 1, school(), vec![site(11, "FR-29232")]).await.unwrap();
        let other = OrganisationDraft {
            name: "Lycee Cornouaile".into(),
            uai: String::new(),
            siren: "130025265".into(),
            phone: "1".into(),
            ..school()
        };
        organisation(&store, 2, other, vec![site(12, "FR-29232")]).await.unwrap();
        person(&store, 3, "Ada", "Lovelace").await.unwrap();
        let tie_to = Membership {
            id: id(5),
            person: id(3),
            organisation: id(2),
            function: String::new(),
            referent: true,
            starts_on: day("2024-01-01"),
            ends_on: None,
        };
        tie(&store, tie_to).await.unwrap();
        let pairs = directory.duplicates().await.unwrap();
        assert_eq!(pairs.iter().map(|one| one.pair).collect::<Vec<_>>(), [(id(1), id(2))]);
        let before = directory.organisations(&[id(1), id(2)]).await.unwrap();

        assert_eq!(
            directory.merge_organisations(&operator_without_rights(), id(80), id(1), id(2)).await.unwrap_err().kind,
            Kind::Forbidden
        );
        assert_eq!(codes(&directory.merge_organisations(&administrator(), id(80), id(1), id(1)).await.unwrap_err()), ["merge-same"]);
        directory.merge_organisations(&administrator(), id(80), id(1), id(2)).await.unwrap();
        directory.merge_organisations(&administrator(), id(80), id(1), id(2)).await.unwrap();
        let one = directory.organisation(id(2)).await.unwrap().unwrap();
        assert_eq!((one.id, one.identifiers.len(), one.sites.len(), one.phone.as_str()), (id(1), 2, 2, "1"));
        assert_eq!(directory.members_of(id(1), day("2026-01-01")).await.unwrap().len(), 1);
        assert_eq!(directory.search_organisations(&Search::default()).await.unwrap().total, 1);
        assert_eq!(directory.duplicates().await.unwrap(), []);

        directory.undo_merge(&administrator(), id(80)).await.unwrap();
        let after = directory.organisations(&[id(1), id(2)]).await.unwrap();
        for number in [id(1), id(2)] {
            let expected =
                Organisation { revision: after[&number].revision, updated_at: after[&number].updated_at, ..before[&number].clone() };
            assert_eq!(after[&number], expected);
        }
        assert_eq!(directory.members_of(id(2), day("2026-01-01")).await.unwrap().len(), 1);

        directory.merge_organisations(&administrator(), id(81), id(1), id(2)).await.unwrap();
        let kept = directory.organisation(id(1)).await.unwrap().unwrap();
        let later = OrganisationDraft { description: "Changée depuis".into(), ..kept.draft() };
        directory.edit_organisation(&administrator(), id(1), kept.revision, &later).await.unwrap();
        assert_eq!(codes(&directory.undo_merge(&administrator(), id(81)).await.unwrap_err()), ["merge-overtaken"]);
    })
    .await;
}

fn operator_without_rights() -> Viewer {
    somebody(60, &[(Role::Referent, Scope::Organisation(id(1)))])
}

#[tokio::test]
async fn people_are_merged_parted_and_forgotten_without_losing_what_they_did() {
    on_each_engine(migrations, |store| async move {
        let directory = open(&store).await;
        organisation(&store, 1, school(), Vec::new()).await.unwrap();
        person(&store, 2, "Ada", "Lovelace").await.unwrap();
        person(&store, 3, "A.", "Lovelace").await.unwrap();
        for (number, of) in [(5, 2), (6, 3)] {
            let one = Membership {
                id: id(number),
                person: id(of),
                organisation: id(1),
                function: String::new(),
                referent: true,
                starts_on: day("2024-01-01"),
                ends_on: None,
            };
            tie(&store, one).await.unwrap();
        }
        directory.merge_people(&administrator(), id(80), id(2), id(3)).await.unwrap();
        assert_eq!(directory.person(id(3)).await.unwrap().unwrap().id, id(2));
        assert_eq!(directory.aliases(id(2)).await.unwrap(), [id(2), id(3)]);
        assert_eq!(directory.all_memberships_of(id(2)).await.unwrap().len(), 2);
        directory.undo_merge(&administrator(), id(80)).await.unwrap();
        assert_eq!(directory.person(id(3)).await.unwrap().unwrap().name(), "A. Lovelace");
        assert_eq!(directory.all_memberships_of(id(2)).await.unwrap().len(), 1);

        let herself = somebody(2, &[]);
        assert_eq!(directory.erase_person(&somebody(3, &[]), id(2)).await.unwrap_err().kind, Kind::Forbidden);
        let renamed = PersonDraft { email: "ada@exemple.org".into(), ..PersonDraft::named(id(2), "Ada", "King") };
        let opened = directory.person(id(2)).await.unwrap().unwrap().revision;
        assert_eq!(directory.edit_person(&herself, opened - 1, &renamed).await.unwrap_err().kind, Kind::Conflict);
        assert_eq!(directory.edit_person(&herself, opened, &renamed).await.unwrap().name(), "Ada King");
        directory.erase_person(&herself, id(2)).await.unwrap();
        let gone = directory.person(id(2)).await.unwrap().unwrap();
        assert_eq!((gone.name().as_str(), gone.email.as_str()), ("N. N.", ""));
        assert_eq!(directory.search_people("", 1, 10).await.unwrap().total, 1);
        let past = directory.all_memberships_of(id(2)).await.unwrap();
        assert_eq!((past.len(), past[0].referent, past[0].ends_on), (1, false, Some(day("2026-01-15"))));
    })
    .await;
}

#[tokio::test]
async fn a_file_is_imported_whole_or_not_at_all_and_twice_changes_nothing() {
    on_each_engine(migrations, |store| async move {
        let directory = open(&store).await;
        organisation(&store, 1, school(), vec![site(11, "FR-29232")]).await.unwrap();
        let write = |name: &str, text: &[u8]| {
            let path = store.directory().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let bad = write(
            "bad.csv",
            "nom;nature;uai;commune\n;secondary-school;0290098A;Nulle part\nBien;training-operator;;Quimper\nX;rien;0290098Z;\nY;other;0290098Z;\n".as_bytes(),
        );
        let refused = directory.preview_import(&administrator(), &bad).await.unwrap_err();
        let told: Vec<(u64, &str)> = refused
            .violations
            .iter()
            .map(|one| (one.location.row.unwrap(), one.location.column.as_deref().unwrap()))
            .collect();
        assert_eq!(told, [(2, "nom"), (2, "uai"), (2, "commune"), (4, "nature")]);
        assert_eq!(directory.import_organisations(&administrator(), &bad, "bad").await.unwrap_err(), refused);
        let twice = write("twice.csv", "nom;nature;uai\nX;other;0290098Z\nY;other;0290098Z\n".as_bytes());
        assert_eq!(codes(&directory.import_organisations(&administrator(), &twice, "twice").await.unwrap_err()), ["import-twice"]);
        assert_eq!(directory.search_organisations(&Search::default()).await.unwrap().total, 1);

        let namesakes = write("namesakes.csv", "nom;nature;commune\nX;other;Mons\n".as_bytes());
        let several = directory.preview_import(&administrator(), &namesakes).await.unwrap_err();
        assert!(several.violations[0].suggestions.contains(&"BE-53053".to_owned()), "{several:?}");
        let good = write(
            "good.csv",
            "nom;nature;uai;bce;téléphone;commune;adresse;code_postal\nLycée Cornouaille;secondary-school;0290098Z;;'+33298;29232;8 avenue des Oiseaux;\nForem;Employment operator;;0236.363.165;;Mons;;7000\n".as_bytes(),
        );
        let preview = directory.preview_import(&administrator(), &good).await.unwrap();
        assert_eq!((preview.added.len(), preview.changed.len(), preview.unchanged), (1, 1, 0));
        assert_eq!(preview.changed[0].fields, [("phone".to_owned(), String::new(), "+33298".to_owned())]);
        assert_eq!(store.generation().await.unwrap(), 1, "a preview writes nothing");
        directory.import_organisations(&administrator(), &good, "good").await.unwrap();
        let sheet = directory.organisation(id(1)).await.unwrap().unwrap();
        assert_eq!((sheet.phone.as_str(), sheet.sites.len(), sheet.short_name.as_str()), ("+33298", 1, "LGT"));
        let again = directory.import_organisations(&administrator(), &good, "good").await.unwrap();
        assert_eq!((again.unchanged, store.generation().await.unwrap()), (2, 2));
        let windows = write("windows.csv", b"nom;nature;commune\nMus\xe9e du fer;Association;Quimper\n\xc9cole;\xc9tablissement d\x92enseignement secondaire;Quimper\n");
        let preview = directory.preview_import(&administrator(), &windows).await;
        assert_eq!(preview.map(|preview| preview.added[0].name.clone()).map_err(|problem| codes(&problem).join(" ")), Ok("Musée du fer".into()));
        let image = write("image.csv", b"\x89PNG\r\n\x1a\n\0\0");
        assert_eq!(codes(&directory.preview_import(&administrator(), &image).await.unwrap_err()), ["format-error"]);
        let strange = write("strange.csv", b"nom;couleur\nX;bleu\n");
        assert_eq!(codes(&directory.preview_import(&administrator(), &strange).await.unwrap_err()), ["import-column", "import-column-missing"]);
        assert_eq!(directory.preview_import(&operator_without_rights(), &good).await.unwrap_err().kind, Kind::Forbidden);
    })
    .await;
}

/// A form with one file, as a browser sends it.
fn with_file(path: &str, content: &[u8]) -> Request<Body> {
    let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"liste.csv\"\r\nContent-Type: text/csv\r\n\r\n";
    let body = [head.as_bytes(), content, b"\r\n--x--\r\n"].concat();
    let request = Request::post(path).header("cookie", "bassin-session=x");
    request.header("content-type", "multipart/form-data; boundary=x").body(Body::from(body)).unwrap()
}

#[tokio::test]
async fn an_import_that_nobody_agrees_to_leaves_no_file_behind() {
    on_each_engine(migrations, |store| async move {
        let directory = open(&store).await;
        let shell = Shell {
            identify: Some(Arc::new(|_| Box::pin(async { administrator() }))),
            accounts: true,
            ..Shell::new(Catalogue::new(&bassin_directory::LOCALES))
        };
        let router = shell_of(bassin_directory::routes(directory.clone()), shell);
        let shown = send(&router, with_file("/structures/import", b"nom;nature;commune\nMus\xe9e du fer;Association;Quimper\n")).await;
        assert!(shown.status == 200 && shown.text().contains("Musée du fer"), "{}", shown.text());
        let image = send(&router, with_file("/structures/import", b"\x89PNG\r\n\x1a\n\0\0")).await;
        assert!(image.status == 422 && image.text().contains("n’est pas"), "{}", image.text());
        let waiting = || std::fs::read_dir(store.directory().join("waiting")).unwrap().count();
        assert_eq!(waiting(), 1, "what was refused is gone, what may be agreed to waits");
        let now = bassin_kernel::SystemClock.now();
        assert_eq!(directory.sweep_files(now).unwrap(), 0);
        assert_eq!(directory.sweep_files(now + std::time::Duration::from_secs(25 * 3600)).unwrap(), 1);
        assert_eq!((waiting(), store.generation().await.unwrap()), (0, 0));
    })
    .await;
}

#[test]
fn the_numbers_of_real_schools_have_the_right_key() {
    let Some(shared) = bassin_testkit::shared_data() else { return };
    let text = std::fs::read_to_string(shared.join("training/inserjeunes/depp-etablissements-2020_2021-apprentissage.csv")).unwrap();
    let numbers: Vec<&str> = text.lines().filter_map(|line| line.split(';').next()).filter(|code| code.len() == 8).collect();
    assert!(numbers.len() > 300, "{}", numbers.len());
    let wrong: Vec<&&str> = numbers.iter().filter(|code| Identifier::parse(Scheme::Uai, code).is_err()).collect();
    assert!(wrong.len() * 100 <= numbers.len(), "{wrong:?}");
}

#[tokio::test]
async fn pages_show_people_to_those_who_have_signed_in_and_files_hold_no_formula() {
    on_each_engine(migrations, |store| async move {
        let directory = open(&store).await;
        let draft = OrganisationDraft { description: "=1+1".into(), ..school() };
        organisation(&store, 1, draft, vec![site(11, "FR-29232")]).await.unwrap();
        person(&store, 2, "Ada", "Lovelace").await.unwrap();
        let catalogue = bassin_web::Catalogue::new(&bassin_directory::LOCALES);
        let router = bassin_web::shell(bassin_directory::routes(directory), bassin_web::Shell::new(catalogue));
        let list = get(&router, "/structures?q=cornou&composante=education").await;
        assert_eq!(list.status, 200);
        assert!(list.text().contains("Lycée Cornouaille") && list.text().contains("1 structure"), "{}", list.text());
        assert!(!list.text().contains("/structures/nouvelle"), "a visitor is not offered what they may not do");
        assert!(get(&router, "/structures?q=zzz").await.text().contains("Aucune structure"));
        let wrong = get(&router, "/structures?lieu=%C3%A9%26").await;
        assert!(wrong.text().contains("aria-invalid"));
        let sheet = get(&router, &format!("/structures/{}", id(1))).await;
        assert!(sheet.text().contains("0290098Z") && sheet.text().contains("Quimper") && !sheet.text().contains("Lovelace"));
        let csv = get(&router, "/structures/liste.csv").await;
        assert!(csv.text().contains("'=1+1") && csv.header("content-disposition").contains("structures.csv"));
        assert_eq!(get(&router, "/structures/liste.xlsx").await.body[..2], *b"PK");
        assert_eq!(get(&router, &format!("/structures/{}", id(99))).await.status, 404);
        assert_eq!(get(&router, "/structures/n-importe-quoi").await.status, 404);
        for closed in [
            format!("/personnes/{}", id(2)),
            "/personnes/suggestions?q=ada".to_owned(),
            "/structures/suggestions?q=l".to_owned(),
            "/structures/import".to_owned(),
            format!("/structures/{}/modifier", id(1)),
        ] {
            assert_eq!(get(&router, &closed).await.status, 403, "{closed}");
        }
    })
    .await;
}

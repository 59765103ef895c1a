//! Bodies, terms, seats, mandates and evaluations, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use bassin_database::{Database, Record};
use bassin_directory::{Directory, Forgotten, OrganisationDraft, PersonDraft, Site, add_organisation, add_person};
use bassin_documents::{Document, Printer};
use bassin_governance::{
    Body, BodyDraft, BodySheet, Designation, Ending, EvaluationDraft, Founding, Function, Governance, Seat, SeatDraft, TermState,
    rules::term::{Act, ActKind, BodyState},
};
use bassin_kernel::{Clock, Day, FixedClock, Grant, Kind, Person, Problem, Role, Scope, Timestamp, Viewer};
use bassin_territory::Territory;
use bassin_testkit::{Migrations, Store, on_each_engine};
use uuid::Uuid;

/// No document is printed here.
struct NoPrinter;

impl Printer for NoPrinter {
    fn pdf(&self, _: &Document) -> Result<Vec<u8>, Problem> {
        Err(Problem::unavailable("Pas d’imprimante.", "No printer."))
    }
}

fn migrations() -> Migrations {
    let mut all = bassin_territory::migrations();
    all.extend(bassin_mail::migrations());
    all.extend(bassin_directory::migrations());
    all.extend(bassin_governance::migrations());
    all
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn codes(problem: &Problem) -> Vec<&str> {
    problem.violations.iter().map(|violation| violation.code.as_str()).collect()
}

/// The room on `store`, on the day of the tests (15 January 2026).
async fn room(store: &Store) -> Governance {
    room_on((**store).clone(), store.directory()).await
}

async fn room_on(database: Database, data: &std::path::Path) -> Governance {
    let territory = Territory::open(database.clone(), data).await.unwrap();
    let directory = Directory::open(database.clone(), territory.clone(), data);
    Governance::open(database, directory, territory, Arc::new(NoPrinter), data).unwrap()
}

/// The same room, later.
async fn later(store: &Store, at: &str) -> Governance {
    let clock: Arc<dyn Clock> = Arc::new(FixedClock(at.parse::<Timestamp>().unwrap()));
    let database = Database::connect(store.url(), migrations(), clock, Arc::new(bassin_kernel::TimeOrderedIds)).await.unwrap();
    room_on(database, store.directory()).await
}

async fn person(store: &Store, number: u128, name: &str) -> Uuid {
    let draft = PersonDraft::named(id(number), "Dominique", name);
    let added = store.write(&Viewer::System, |tx| async move {
        let person = add_person(&tx, draft).await?;
        Ok((person.id, Record::new("person.add", "person", person.id.to_string())))
    });
    added.await.unwrap()
}

/// An organisation with a site in Strasbourg.
async fn organisation(store: &Store, number: u128, name: &str, kind: &str) -> Uuid {
    let draft = OrganisationDraft { name: name.into(), kind: kind.into(), ..OrganisationDraft::default() };
    let site = Site {
        id: id(number + 5000),
        name: name.into(),
        address: String::new(),
        postcode: String::new(),
        commune: "FR-67482".into(),
        accessibility: String::new(),
        phone: String::new(),
    };
    let added = store.write(&Viewer::System, |tx| async move {
        let organisation = add_organisation(&tx, id(number), &draft, vec![site]).await?;
        Ok((organisation.id, Record::new("organisation.add", "organisation", organisation.id.to_string())))
    });
    added.await.unwrap()
}

fn signed_in(number: u128, grants: Vec<Grant>) -> Viewer {
    Viewer::Person(Arc::new(Person { account: id(number + 9000), person: id(number), name: "Dominique".into(), grants }))
}

fn with(number: u128, role: Role, scope: Scope) -> Viewer {
    signed_in(number, vec![Grant { role, scope }])
}

fn administrator() -> Viewer {
    with(1, Role::Administrator, Scope::Platform)
}

/// An Instance whose secretary is person 2.
async fn instance(store: &Store, room: &Governance, number: u128, name: &str) -> Body {
    person(store, 2, "Secrétaire").await;
    let draft = BodyDraft {
        id: id(number),
        statute: "instance-bassin-efe".into(),
        name: name.into(),
        perimeter: "departement:67".into(),
        secretary: Some(Founding { person: id(2), organisation: None }),
        ..BodyDraft::default()
    };
    room.create_body(&administrator(), draft).await.unwrap()
}

fn pole_draft(number: u128, parents: &[&Body]) -> BodyDraft {
    BodyDraft {
        id: id(number),
        statute: "pole-synergies".into(),
        parents: parents.iter().map(|parent| parent.id).collect(),
        name: "Pôle Compétences de base".into(),
        subject_kind: "theme".into(),
        subject: "Compétences de base".into(),
        term: (Some(day("2026-02-01")), Some(day("2029-01-31"))),
        seats: true,
        ..BodyDraft::default()
    }
}

fn secretary_of(body: &Body) -> Viewer {
    with(2, Role::Secretary, Scope::Body(body.id))
}

async fn seats(room: &Governance, body: &Body) -> Vec<Seat> {
    room.roll(body).await.unwrap().seats
}

fn designation(number: u128, seat: &Seat, person: u128, organisation: Uuid) -> Designation {
    Designation {
        id: id(number),
        seat: seat.id,
        person: Some(id(person)),
        organisation: Some(organisation),
        function: Function::Member,
        starts_on: Some(day("2026-01-15")),
        ends_on: Some(day("2029-01-14")),
        act: "Décision de l’Instance du 12 janvier 2026".into(),
        appointed: true,
    }
}

/// Fills the three components of a pole.
async fn compose(store: &Store, room: &Governance, pole: &Body, by: &Viewer) {
    let kinds = [("education", "secondary-school"), ("enterprise", "enterprise"), ("training", "training-operator")];
    for (number, seat) in seats(room, pole).await.iter().enumerate() {
        let number = number as u128;
        let kind = kinds.iter().find(|(component, _)| *component == seat.component).unwrap().1;
        let organisation = organisation(store, 300 + number, &format!("Structure {number}"), kind).await;
        person(store, 200 + number, &format!("Membre {number}")).await;
        room.designate(by, designation(400 + number, seat, 200 + number, organisation), true).await.unwrap();
    }
}

fn act(number: u128, term: Uuid, kind: ActKind, by: &Body, on: &str) -> Act {
    Act { id: id(number), term, kind, by: Some(by.id), on: day(on), act: "Réunion de l’Instance".into(), reason: "motif".into() }
}

#[tokio::test]
async fn a_pole_is_created_composed_and_recognised_lawfully() {
    on_each_engine(migrations, |store| async move {
        let room = room(&store).await;
        let instance = instance(&store, &room, 100, "Instance Bassin EFE").await;
        let secretary = secretary_of(&instance);

        // Everything that stands in the way of creating it, at once, with its article.
        let empty = BodyDraft { id: id(101), statute: "pole-synergies".into(), ..BodyDraft::default() };
        let scope = BodyDraft { parents: vec![instance.id], ..empty };
        let refused = room.create_body(&secretary, scope).await.unwrap_err();
        assert_eq!(codes(&refused), ["name-missing", "subject-kind", "subject-missing", "term-missing"]);
        assert!(refused.violations[1].source.as_ref().is_some_and(|source| source.contains("art. 18")));
        let sector = BodyDraft { subject_kind: "sector".into(), subject: "Bois".into(), ..pole_draft(101, &[&instance]) };
        assert_eq!(codes(&room.create_body(&secretary, sector).await.unwrap_err()), ["subject-not-common"]);
        let orphan = room.create_body(&administrator(), pole_draft(101, &[])).await.unwrap_err();
        assert!(codes(&orphan).contains(&"parent-missing"));

        // Sent twice, it is created once.
        let pole = room.create_body(&secretary, pole_draft(101, &[&instance])).await.unwrap();
        assert_eq!(room.create_body(&secretary, pole_draft(101, &[&instance])).await.unwrap(), pole);
        assert_eq!((pole.slug.as_str(), seats(&room, &pole).await.len()), ("pole-competences-de-base", 3));
        let namesake = room.create_body(&secretary, pole_draft(102, &[&instance])).await.unwrap();
        assert_eq!(namesake.slug, "pole-competences-de-base-2");

        // It lacks education operators: refused, with the article.
        let term = room.life(&pole).await.unwrap().terms[0].clone();
        let refused = room.decide_term(&secretary, act(500, term.id, ActKind::Recognise, &instance, "2026-01-15"), 1).await.unwrap_err();
        assert_eq!(codes(&refused), ["composition-incomplete"; 3]);
        assert!(refused.violations.iter().any(|one| one.message.fr.contains("enseignement")));
        compose(&store, &room, &pole, &secretary).await;
        let recognised = room.decide_term(&secretary, act(500, term.id, ActKind::Recognise, &instance, "2026-01-15"), 1).await.unwrap();
        assert_eq!(recognised.state, TermState::Recognised);
        assert_eq!(room.standing(&pole, day("2026-01-31")).await.unwrap().state, BodyState::ToCome);
        assert!(room.standing(&pole, day("2026-02-01")).await.unwrap().may_decide().is_ok());
        let lapsed = room.standing(&pole, day("2029-02-01")).await.unwrap();
        assert_eq!(lapsed.state, BodyState::Lapsed);
    })
    .await;
}

#[tokio::test]
async fn only_those_who_hold_the_right_role_at_the_right_place_act() {
    on_each_engine(migrations, |store| async move {
        let room = room(&store).await;
        let (first, second) = (instance(&store, &room, 100, "Instance A").await, instance(&store, &room, 110, "Instance B").await);
        let pole = room.create_body(&secretary_of(&first), pole_draft(101, &[&first, &second])).await.unwrap();
        let term = room.life(&pole).await.unwrap().terms[0].id;
        for stranger in [Viewer::Anonymous, administrator(), with(3, Role::Seat, Scope::Body(first.id))] {
            let refused = room.decide_term(&stranger, act(500, term, ActKind::Recognise, &first, "2026-01-15"), 1).await.unwrap_err();
            assert_eq!(refused.kind, Kind::Forbidden);
            let seat = &seats(&room, &pole).await[0];
            assert_eq!(room.designate(&stranger, designation(600, seat, 2, id(1)), true).await.unwrap_err().kind, Kind::Forbidden);
        }
        let other =
            room.decide_term(&secretary_of(&first), act(500, term, ActKind::Recognise, &second, "2026-01-15"), 1).await.unwrap_err();
        assert_eq!(other.kind, Kind::Forbidden, "nobody decides for another Instance");

        // Rights follow from mandates.
        let grants = room.grants(id(2), day("2026-01-15")).await.unwrap();
        assert!(grants.contains(&Grant { role: Role::Secretary, scope: Scope::Body(first.id) }));
        assert!(!grants.iter().any(|grant| grant.role == Role::Deliberative), "a secretariat has no voice");
        assert!(room.grants(id(2), day("2026-01-14")).await.unwrap().is_empty(), "not before the mandate begins");
        room.close_body(&administrator(), first.id, 1, Some(day("2026-03-01")), "Réorganisation").await.unwrap();
        let after = room.grants(id(2), day("2026-03-02")).await.unwrap();
        assert!(after.iter().all(|grant| grant.scope == Scope::Body(second.id)), "a closed body gives no right");
    })
    .await;
}

#[tokio::test]
async fn a_body_that_nobody_runs_begins_with_the_secretariat_that_the_platform_entrusts() {
    on_each_engine(migrations, |store| async move {
        let room = room(&store).await;
        room.load_demonstration(&Viewer::System).await.unwrap();
        person(&store, 5, "Nadia").await;
        let root = room.body("comite-regional-d-evaluation-grand-est").await.unwrap();
        let child = room.body("conseil-scientifique-du-comite-regional-d-evaluation").await.unwrap();
        let draft = |number: u128, body: &Body, component: &str| SeatDraft {
            id: id(number),
            body: body.id,
            component: component.into(),
            voice: None,
            title: String::new(),
            organisation: None,
            substitute_of: None,
            count: 1,
        };
        let of_the_text = room.statute_of(&root).unwrap().composition[0].component.clone();
        for wrong in [draft(700, &root, &of_the_text), draft(701, &child, "secretariat")] {
            assert_eq!(room.add_seats(&administrator(), wrong).await.unwrap_err().kind, Kind::Forbidden);
        }
        assert_eq!(
            room.add_seats(&with(9, Role::Account, Scope::Platform), draft(702, &root, "secretariat")).await.unwrap_err().kind,
            Kind::Forbidden
        );
        let seat = room.add_seats(&administrator(), draft(703, &root, "secretariat")).await.unwrap().remove(0);
        let secretary = Designation { function: Function::Secretary, organisation: None, ..designation(704, &seat, 5, id(1)) };
        room.designate(&administrator(), secretary, true).await.unwrap();
        let secretary = with(5, Role::Secretary, Scope::Body(root.id));
        room.add_seats(&secretary, draft(705, &root, &of_the_text)).await.unwrap();
        room.add_seats(&secretary, draft(706, &child, "secretariat")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_joint_pole_waits_for_every_instance() {
    on_each_engine(migrations, |store| async move {
        let room = room(&store).await;
        let (first, second) = (instance(&store, &room, 100, "Instance A").await, instance(&store, &room, 110, "Instance B").await);
        let pole = room.create_body(&secretary_of(&first), pole_draft(101, &[&first, &second])).await.unwrap();
        compose(&store, &room, &pole, &secretary_of(&first)).await;
        let term = room.life(&pole).await.unwrap().terms[0].id;
        let one = room.decide_term(&secretary_of(&first), act(500, term, ActKind::Recognise, &first, "2026-01-15"), 1).await.unwrap();
        assert_eq!(one.state, TermState::Proposed);
        assert_eq!(room.standing(&pole, day("2026-02-01")).await.unwrap().state, BodyState::Proposed);
        let both = room.decide_term(&secretary_of(&second), act(501, term, ActKind::Recognise, &second, "2026-01-15"), 1).await.unwrap();
        assert_eq!(both.state, TermState::Recognised);
    })
    .await;
}

#[tokio::test]
async fn two_appointments_to_one_seat_at_once_leave_one_holder() {
    on_each_engine(migrations, |store| async move {
        let room = room(&store).await;
        let instance = instance(&store, &room, 100, "Instance").await;
        let secretary = secretary_of(&instance);
        let pole = room.create_body(&secretary, pole_draft(101, &[&instance])).await.unwrap();
        let seat = seats(&room, &pole).await.into_iter().find(|seat| seat.component == "education").unwrap();
        let school = organisation(&store, 300, "Lycée", "secondary-school").await;
        person(&store, 200, "Premier").await;
        person(&store, 201, "Second").await;
        let (one, other) = tokio::join!(
            room.designate(&secretary, designation(400, &seat, 200, school), false),
            room.designate(&secretary, designation(401, &seat, 201, school), false),
        );
        assert_eq!([&one, &other].iter().filter(|result| result.is_ok()).count(), 1);
        let refused = one.err().or(other.err()).unwrap();
        assert_eq!(codes(&refused), ["seat-occupied"]);
        let places = room.places(&pole, day("2026-01-15")).await.unwrap();
        assert_eq!(places.iter().filter(|place| place.holder.is_some()).count(), 1);

        // An organisation of another component is refused with the article; a replacement ends with the mandate it completes.
        let firm = organisation(&store, 301, "Entreprise", "enterprise").await;
        let wrong = Designation {
            organisation: Some(firm),
            ends_on: Some(day("2029-01-20")),
            starts_on: Some(day("2026-06-01")),
            ..designation(402, &seat, 201, firm)
        };
        let refused = room.designate(&secretary, wrong, true).await.unwrap_err();
        assert_eq!(codes(&refused), ["mandate-completes", "mandate-kind"]);
        let right = Designation { starts_on: Some(day("2026-06-01")), ..designation(402, &seat, 201, school) };
        room.designate(&secretary, right, true).await.unwrap();
        let holder = |on: &str| {
            let (room, pole, on) = (room.clone(), pole.clone(), day(on));
            async move { room.places(&pole, on).await.unwrap().into_iter().find_map(|place| place.holder).unwrap().person }
        };
        let before = holder("2026-05-31").await;
        assert!(before == id(200) || before == id(201));
        assert_eq!(holder("2026-06-01").await, id(201));
    })
    .await;
}

#[tokio::test]
async fn the_last_member_of_a_component_resigns_and_decisions_are_suspended() {
    on_each_engine(migrations, |store| async move {
        let room = room(&store).await;
        let instance = instance(&store, &room, 100, "Instance").await;
        let secretary = secretary_of(&instance);
        let pole = room.create_body(&secretary, pole_draft(101, &[&instance])).await.unwrap();
        compose(&store, &room, &pole, &secretary).await;
        let term = room.life(&pole).await.unwrap().terms[0].id;
        room.decide_term(&secretary, act(500, term, ActKind::Recognise, &instance, "2026-01-15"), 1).await.unwrap();
        let roll = room.roll(&pole).await.unwrap();
        let seat = roll.seats.iter().find(|seat| seat.component == "education").unwrap();
        let mandate = roll.mandates.iter().find(|mandate| mandate.seat == seat.id).unwrap();

        // The member resigns themselves; a form opened before is stale.
        let own = signed_in(mandate.person.as_u128(), Vec::new());
        let stale = room.end_mandate(&own, mandate.id, 7, Ending::Resignation, Some(day("2026-03-09")), "").await.unwrap_err();
        assert_eq!((stale.kind, codes(&stale)), (Kind::Conflict, vec!["stale-form"]));
        room.end_mandate(&own, mandate.id, 1, Ending::Resignation, Some(day("2026-03-09")), "").await.unwrap();
        assert!(room.standing(&pole, day("2026-03-09")).await.unwrap().may_decide().is_ok());
        let standing = room.standing(&pole, day("2026-03-10")).await.unwrap();
        assert!(standing.is_in_force(), "the pole is not destroyed");
        let unmet = standing.may_decide().unwrap_err();
        assert_eq!(unmet.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["composition-incomplete"]);
        assert_eq!(standing.defects[0].since, Some(day("2026-03-10")));
    })
    .await;
}

#[tokio::test]
async fn a_term_is_renewed_after_its_evaluation_and_never_before() {
    on_each_engine(migrations, |store| async move {
        let first = room(&store).await;
        let instance = instance(&store, &first, 100, "Instance").await;
        let secretary = secretary_of(&instance);
        let draft = BodyDraft { secretary: Some(Founding { person: id(2), organisation: None }), ..pole_draft(101, &[&instance]) };
        let pole = first.create_body(&secretary, BodyDraft { seats: false, ..draft }).await.unwrap();
        let own = secretary_of(&pole);
        let both = signed_in(2, [instance.id, pole.id].map(|body| Grant { role: Role::Secretary, scope: Scope::Body(body) }).to_vec());
        let added = first.add_statutory_seats(&both, pole.id).await.unwrap();
        assert_eq!(added.len(), 3);
        assert!(first.add_statutory_seats(&both, pole.id).await.unwrap().is_empty());
        for (number, (seat, kind)) in added.iter().zip(["enterprise", "training-operator", "secondary-school"]).enumerate() {
            let number = number as u128;
            let organisation = organisation(&store, 300 + number, &format!("Structure {number}"), kind).await;
            person(&store, 200 + number, "Membre").await;
            let long = Designation { ends_on: Some(day("2030-01-01")), ..designation(400 + number, seat, 200 + number, organisation) };
            first.designate(&both, long, true).await.unwrap();
        }
        let term = first.life(&pole).await.unwrap().terms[0].id;
        first.decide_term(&both, act(500, term, ActKind::Recognise, &instance, "2026-01-15"), 1).await.unwrap();

        let room = later(&store, "2028-12-01T09:00:00Z").await;
        let overlap = room.propose_term(&own, pole.id, id(700), (Some(day("2029-01-31")), Some(day("2030-01-31"))), "").await.unwrap_err();
        assert_eq!(codes(&overlap), ["term-overlaps"]);
        let next = room.propose_term(&own, pole.id, id(700), (Some(day("2029-02-01")), Some(day("2032-01-31"))), "").await.unwrap();
        let renew = |number: u128, on: &str| act(number, id(700), ActKind::Recognise, &instance, on);
        assert_eq!(codes(&room.decide_term(&both, renew(501, "2028-12-01"), next.revision).await.unwrap_err()), ["renewal-not-evaluated"]);

        let written =
            EvaluationDraft { id: id(800), term, functioning: "Neuf réunions".into(), submitted: true, ..EvaluationDraft::default() };
        let refused = room.write_evaluation(&own, written.clone()).await.unwrap_err();
        assert_eq!(codes(&refused), ["evaluation-incomplete", "evaluation-incomplete", "evaluation-no-advice"]);
        let draft = room.write_evaluation(&own, EvaluationDraft { submitted: false, ..written.clone() }).await.unwrap();
        let stale = room.write_evaluation(&own, EvaluationDraft { submitted: false, ..written.clone() }).await.unwrap_err();
        assert_eq!(stale.kind, Kind::Conflict, "somebody else wrote meanwhile");
        let whole = EvaluationDraft {
            results: "Deux projets".into(),
            recommendations: "Continuer".into(),
            advises_renewal: Some(true),
            revision: draft.revision,
            ..written
        };
        room.write_evaluation(&own, whole).await.unwrap();
        let revision = room.life(&pole).await.unwrap().terms[0].revision;
        room.decide_term(&both, act(502, term, ActKind::Validate, &instance, "2028-12-01"), revision).await.unwrap();
        let early = room.decide_term(&both, renew(501, "2028-11-30"), next.revision).await.unwrap_err();
        assert_eq!(codes(&early), ["renewal-before-evaluation"]);
        room.decide_term(&both, renew(501, "2028-12-01"), next.revision).await.unwrap();
        // Sent twice, it is decided once.
        room.decide_term(&both, renew(501, "2028-12-01"), next.revision).await.unwrap();
        let states: Vec<TermState> = room.life(&pole).await.unwrap().terms.iter().map(|term| term.state).collect();
        assert_eq!(states, [TermState::Renewed, TermState::Recognised]);
        assert!(room.standing(&pole, day("2029-02-01")).await.unwrap().may_decide().is_ok());
    })
    .await;
}

#[tokio::test]
async fn two_people_change_the_same_sheet() {
    on_each_engine(migrations, |store| async move {
        let room = room(&store).await;
        let instance = instance(&store, &room, 100, "Instance").await;
        let secretary = secretary_of(&instance);
        let sheet = |mission: &str| BodySheet {
            name: "Instance".into(),
            mission: mission.into(),
            themes: vec![" Bois ".into(), String::new()],
            ..BodySheet::default()
        };
        let after = room.edit_body(&secretary, instance.id, 1, sheet("Une")).await.unwrap();
        assert_eq!((after.revision, after.themes.as_slice()), (2, ["Bois".to_owned()].as_slice()));
        assert_eq!(room.edit_body(&secretary, instance.id, 1, sheet("Autre")).await.unwrap_err().kind, Kind::Conflict);
        assert_eq!(room.body(&instance.slug).await.unwrap().mission, "Une");
        let wrong = BodySheet { perimeter: "departement:inconnu".into(), ..BodySheet::default() };
        let refused = room.edit_body(&secretary, instance.id, 2, wrong).await.unwrap_err();
        let fields: Vec<_> = refused.violations.iter().filter_map(|one| one.location.field.as_deref()).collect();
        assert_eq!(fields, ["name", "perimeter"]);
        // Among the common themes now: a pole may be built around it.
        let sector = BodyDraft { subject_kind: "sector".into(), subject: "bois".into(), ..pole_draft(101, &[&instance]) };
        room.create_body(&secretary, sector).await.unwrap();
    })
    .await;
}

/// A row of `body_term` written behind the program's back.
fn raw_term(first: &str, last: &str, longest: u32) -> String {
    format!(
        "INSERT INTO body_term (id, body, number, starts_on, ends_on, longest, state, act, revision) \
         VALUES ('{}', '{}', 9, '{first}', '{last}', {longest}, 'proposed', '', 1)",
        id(900),
        id(100)
    )
}

#[tokio::test]
async fn the_store_itself_refuses_a_term_too_long_or_a_seat_held_twice() {
    use sea_orm::ConnectionTrait as _;
    on_each_engine(migrations, |store| async move {
        let room = room(&store).await;
        instance(&store, &room, 100, "Instance").await;
        let mandate = room.roll(&room.body("instance").await.unwrap()).await.unwrap().mandates[0].clone();
        let twice = format!(
            "INSERT INTO mandate (id, seat, person, function, starts_on, ends_on, state, act, ended_because, revision) \
             VALUES ('{}', '{}', '{}', 'member', '{}', '2026-12-31', 'appointed', '', '', 1)",
            id(901),
            mandate.seat,
            id(2),
            mandate.period.first()
        );
        let write = |sql: String| {
            let store = (*store).clone();
            async move {
                let written = store.write(&Viewer::System, |tx| async move {
                    tx.execute_unprepared(&sql).await?;
                    // Undone: only whether the store accepts it is asked.
                    Ok(((), None::<Record>))
                });
                written.await.is_ok()
            }
        };
        for (first, last, longest, accepted) in [
            ("2024-02-29", "2027-02-28", 36, true),
            ("2024-02-29", "2027-03-01", 36, false),
            ("2019-03-15", "2022-03-14", 36, true),
            ("2019-03-15", "2022-03-15", 36, false),
            ("2021-03-01", "2024-02-29", 36, true),
            ("2026-01-01", "2026-12-31", 12, true),
            ("2026-01-01", "2027-01-01", 12, false),
            ("2026-01-01", "2026-12-31", 37, false),
            ("2026-01-02", "2026-01-01", 36, false),
        ] {
            assert_eq!(write(raw_term(first, last, longest)).await, accepted, "{first} – {last}, {longest} months");
        }
        assert!(!write(twice).await, "two mandates of one seat never begin on the same day");
    })
    .await;
}

#[tokio::test]
async fn the_same_people_in_two_bodies_are_counted_once() {
    on_each_engine(migrations, |store| async move {
        let room = room(&store).await;
        let (first, second) = (instance(&store, &room, 100, "Chambre enseignement").await, instance(&store, &room, 110, "Instance").await);
        let today = day("2026-01-15");
        // Person 2 runs both.
        assert_eq!(room.everybody(&second, today).await.unwrap().len(), 1);
        let same = BodySheet { name: "Instance".into(), same_as: Some(first.id), ..BodySheet::default() };
        let second = room.edit_body(&secretary_of(&second), second.id, 1, same).await.unwrap();
        assert_eq!(room.everybody(&second, today).await.unwrap().len(), 1, "under two names, counted once");
        let itself = BodySheet { name: "Instance".into(), same_as: Some(second.id), ..BodySheet::default() };
        assert_eq!(codes(&room.edit_body(&secretary_of(&second), second.id, 2, itself).await.unwrap_err()), ["same-unknown"]);
    })
    .await;
}

#[tokio::test]
async fn whoever_has_acted_is_kept_without_a_name_and_anybody_else_is_deleted() {
    on_each_engine(migrations, |store| async move {
        let room = room(&store).await;
        let territory = Territory::open((*store).clone(), store.directory()).await.unwrap();
        let directory = Directory::open((*store).clone(), territory, store.directory());
        directory.held_by(vec![room.memory()]);
        instance(&store, &room, 10, "Instance Bassin").await;
        person(&store, 3, "Passant").await;
        person(&store, 4, "Doublon").await;
        directory.merge_people(&administrator(), id(90), id(3), id(4)).await.unwrap();
        let reasons = directory.held(id(2)).await.unwrap();
        assert_eq!(reasons.iter().map(|reason| reason.fr.as_str()).collect::<Vec<_>>(), ["1 mandat"]);
        assert_eq!(directory.held(id(3)).await.unwrap(), []);

        assert_eq!(directory.erase_person(&administrator(), id(2)).await.unwrap(), Forgotten::Anonymous);
        assert_eq!(directory.person(id(2)).await.unwrap().unwrap().name(), "N. N.");
        assert_eq!(directory.erase_person(&administrator(), id(3)).await.unwrap(), Forgotten::Deleted);
        assert_eq!(directory.person(id(3)).await.unwrap(), None);
        assert_eq!(directory.person(id(4)).await.unwrap(), None, "the sheet merged into theirs goes as well");
        assert_eq!(directory.merges_into(id(3)).await.unwrap(), [], "what the merge moved held the name");
        assert_eq!(directory.erase_person(&administrator(), id(3)).await.unwrap_err().kind, Kind::NotFound);
    })
    .await;
}

#[tokio::test]
async fn the_mandates_of_a_merged_sheet_give_their_rights_to_the_one_that_was_kept() {
    on_each_engine(migrations, |store| async move {
        let room = room(&store).await;
        let territory = Territory::open((*store).clone(), store.directory()).await.unwrap();
        let directory = Directory::open((*store).clone(), territory, store.directory());
        let body = instance(&store, &room, 10, "Instance Bassin").await;
        person(&store, 3, "Même personne").await;
        directory.merge_people(&administrator(), id(90), id(3), id(2)).await.unwrap();
        let grants = room.grants(id(3), day("2026-01-15")).await.unwrap();
        assert!(grants.contains(&Grant { role: Role::Secretary, scope: Scope::Body(body.id) }), "{grants:?}");
        directory.undo_merge(&administrator(), id(90)).await.unwrap();
        assert_eq!(room.grants(id(3), day("2026-01-15")).await.unwrap(), []);
    })
    .await;
}

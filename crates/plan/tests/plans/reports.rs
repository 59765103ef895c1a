//! Campaigns and reports, on both engines.

use std::sync::Arc;

use bassin_database::{Database, journal};
use bassin_kernel::{FixedClock, Grant, Kind, Person, Role, Scope, TimeOrderedIds, Timestamp, Viewer};
use bassin_mail::{Mail, Settings};
use bassin_plan::{
    AwaitedKind, CampaignDraft, Door, Figure, Given, Plans, ReportAct, ReportDraft,
    campaign::{Collection, Standing},
    report::{Report as Bilan, ReportKind, ReportState},
    rules::{
        act::{Act, Mark, Measured, Report, Told},
        campaign::standing,
    },
};
use bassin_testkit::{Store, get, on_each_engine, send};
use bassin_web::{Catalogue, Shell, shell};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;

use super::{CONTRACT, action, day, followed, governance_on, migrations, plans_on};

fn administrator() -> Viewer {
    let grants = vec![Grant { role: Role::Administrator, scope: Scope::Platform }];
    Viewer::Person(Arc::new(Person { account: Uuid::from_u128(1), person: Uuid::from_u128(1), name: "Essai".into(), grants }))
}

fn stranger() -> Viewer {
    Viewer::Person(Arc::new(Person { account: Uuid::from_u128(2), person: Uuid::from_u128(2), name: "Autre".into(), grants: Vec::new() }))
}

fn draft(room: &Plans, node: Uuid, addresses: &str) -> CampaignDraft {
    CampaignDraft {
        id: Uuid::from_u128(0xC0),
        plan: CONTRACT.into(),
        title: "Bilan 2025".into(),
        message: "Merci de renseigner votre fiche.".into(),
        period: "2025".parse().ok(),
        closes_on: room.today().checked_add_days(chrono::Days::new(20)),
        remind_before: 5,
        addresses: vec![(node, addresses.into())],
    }
}

pub(super) async fn opened(room: &Plans) -> Collection {
    let node = action(room, "1.1.1").await.node.id;
    room.open_campaign(&administrator(), draft(room, node, "pilote@region.example")).await.unwrap()
}

/// The secrets of the letters that left, the latest last.
async fn secrets(store: &Store) -> Vec<String> {
    let mail = Mail::open(Database::clone(store), &Settings::default(), store.directory()).unwrap();
    while mail.deliver().await.unwrap().sent > 0 {}
    let mut found = Vec::new();
    for entry in std::fs::read_dir(store.directory().join("mail")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap().replace("=\r\n", "");
        let at = text.find("/suivi/").unwrap() + "/suivi/".len();
        found.push(text[at..].chars().take_while(char::is_ascii_hexdigit).collect());
    }
    found
}

pub(super) async fn later(store: &Store, at: &str) -> Plans {
    let at: Timestamp = format!("{at}T10:00:00Z").parse().unwrap();
    let database = Database::connect(store.url(), migrations(), Arc::new(FixedClock(at)), Arc::new(TimeOrderedIds)).await.unwrap();
    plans_on(database, store.directory()).await
}

fn told(done: &str) -> Option<Told> {
    let empty = String::new;
    Some(Told {
        period: "2025".parse().unwrap(),
        done: done.into(),
        successes: "Réseau actif".into(),
        difficulties: empty(),
        remedies: empty(),
    })
}

fn given(form: u128, revision: i64, report: Report) -> Given {
    Given { form: Uuid::from_u128(form), revision, report, nothing: false, given_by: String::new() }
}

fn code(problem: &bassin_kernel::Problem) -> &str {
    &problem.violations[0].code
}

#[tokio::test]
async fn a_campaign_asks_everybody_once_and_hides_nobody() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let node = action(&room, "1.1.1").await.node.id;
        let refused = room.open_campaign(&administrator(), draft(&room, node, "pilote@@region")).await.unwrap_err();
        assert_eq!(refused.violations[0].location.field.as_deref(), Some(format!("address-{node}").as_str()));
        let collection = opened(&room).await;
        assert_eq!(opened(&room).await, collection, "sent twice, opened once");
        assert_eq!(collection.received(), (0, 38));
        let of =
            |wanted: Standing| collection.requests.iter().filter(|one| standing(&collection.campaign, one, room.today()) == wanted).count();
        assert_eq!((of(Standing::NoPilot), of(Standing::NoAddress), of(Standing::Pending)), (5, 32, 1));
        assert_eq!(secrets(&store).await.len(), 1, "one letter, to the only address known");
        let mut second = draft(&room, node, "");
        second.id = Uuid::from_u128(0xC1);
        assert_eq!(code(&room.open_campaign(&administrator(), second).await.unwrap_err()), "campaign-twice");
    })
    .await;
}

#[tokio::test]
async fn a_link_tells_of_its_sheet_and_of_no_other() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        opened(&room).await;
        let door = Door::Link(secrets(&store).await.remove(0));
        let sheet = action(&room, "1.1.1").await;
        assert_eq!(room.opened(&door).await.unwrap().sheet().unwrap().node.id, sheet.node.id);
        let empty = room.answer_request(&door, given(1, 1, Report::default())).await.unwrap_err();
        assert_eq!(code(&empty), "answer-empty");
        let other = action(&room, "1.1.2").await;
        let done = Mark::Done { on: Some(day("2018-06-15")), evidence: "Compte rendu".into() };
        let elsewhere = Report { milestones: vec![(other.milestones[0].id, done.clone())], ..Report::default() };
        assert_eq!(code(&room.answer_request(&door, given(2, 1, elsewhere)).await.unwrap_err()), "plan-gone");
        let report =
            Report { milestones: vec![(sheet.milestones[0].id, done)], told: told("Feuille de route adoptée"), ..Report::default() };
        let answer = room.answer_request(&door, given(3, 1, report.clone())).await.unwrap();
        assert_eq!(room.answer_request(&door, given(3, 1, report.clone())).await.unwrap(), answer, "sent twice, received once");
        assert_eq!(answer.answer.as_ref().unwrap().times, 1);
        let stale = room.answer_request(&door, given(4, 1, report)).await.unwrap_err();
        assert_eq!(stale.kind, Kind::Conflict);
        let stored = action(&room, "1.1.1").await;
        assert!(stored.milestones[0].done_on.is_some() && stored.node.revision == 2);
        assert_eq!(action(&room, "1.1.2").await, other);
        let again = Report { told: told("Feuille de route adoptée et diffusée"), ..Report::default() };
        assert_eq!(room.answer_request(&door, given(5, 2, again)).await.unwrap().answer.unwrap().times, 2, "one may come back to it");
        let (collection, _) = room.collection(&administrator(), Uuid::from_u128(0xC0)).await.unwrap();
        assert_eq!(collection.received(), (1, 38));
        let page = journal::Page { action: Some("campaign.answer".into()), ..journal::Page::default() };
        let entries = journal::list(&store, &page).await.unwrap();
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].on_behalf.as_deref(), Some(format!("plan-request:{}", answer.id).as_str()), "the journal names the link");
        assert!(!entries[0].summary.contains('@'));
    })
    .await;
}

#[tokio::test]
async fn a_link_opens_nothing_once_replaced_closed_or_past_its_day() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let collection = opened(&room).await;
        let first = Door::Link(secrets(&store).await.remove(0));
        assert_eq!(room.opened(&Door::Link("0".repeat(64))).await.unwrap_err().kind, Kind::NotFound);
        let last = collection.campaign.closes_on;
        let past = later(&store, &last.succ_opt().unwrap().to_string()).await;
        assert_eq!(code(&past.opened(&first).await.unwrap_err()), "campaign-over");
        let report = Report { told: told("Trop tard"), ..Report::default() };
        assert_eq!(code(&past.answer_request(&first, given(1, 1, report.clone())).await.unwrap_err()), "campaign-over");
        let request = collection.requests.iter().find(|one| !one.recipients.is_empty()).unwrap();
        assert_eq!(standing(&collection.campaign, request, past.today()), Standing::Late);
        let officer = Door::Officer(administrator(), request.id);
        let untold = past.answer_request(&officer, given(2, 1, report.clone())).await.unwrap_err();
        assert_eq!(code(&untold), "answer-given-by");
        let by_phone = Given { given_by: "Mme Exemple, chargée de mission".into(), ..given(3, 1, report) };
        let kept = past.answer_request(&officer, by_phone).await.unwrap().answer.unwrap();
        assert!(kept.typed_by.is_some() && kept.given_by.starts_with("Mme"));
        let kept = room.collection(&administrator(), collection.campaign.id).await.unwrap().0;
        let revision = kept.request(request.id).unwrap().revision;
        room.readdress(&administrator(), request.id, revision, "autre@region.example").await.unwrap();
        assert_eq!(room.opened(&first).await.unwrap_err().kind, Kind::NotFound, "the letter sent before opens nothing any more");
        let links = secrets(&store).await;
        assert_eq!(links.len(), 2);
        room.close_campaign(&administrator(), collection.campaign.id, collection.campaign.revision).await.unwrap();
        for secret in links {
            assert_eq!(room.opened(&Door::Link(secret)).await.unwrap_err().kind, Kind::NotFound);
        }
    })
    .await;
}

#[tokio::test]
async fn reminders_leave_once_and_only_to_those_who_are_silent() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let collection = opened(&room).await;
        assert_eq!(room.tick("2020-01-01T00:00:00Z".parse().unwrap()).await.unwrap(), 0);
        let before = collection.campaign.closes_on - chrono::Duration::days(5);
        let due = later(&store, &before.to_string()).await;
        let now: Timestamp = format!("{before}T10:00:00Z").parse().unwrap();
        assert_eq!((due.tick(now).await.unwrap(), due.tick(now).await.unwrap()), (1, 0));
        assert_eq!(due.remind_pilots(&administrator(), collection.campaign.id, Uuid::from_u128(77)).await.unwrap(), 1);
        let request = collection.requests.iter().find(|one| !one.recipients.is_empty()).unwrap().id;
        let letters = room.collection(&administrator(), collection.campaign.id).await.unwrap().0.request(request).unwrap().letters;
        assert_eq!(letters, 3);
        let door = Door::Officer(administrator(), request);
        let answer = Given { given_by: "Le pilote".into(), ..given(9, 1, Report { told: told("Fait"), ..Report::default() }) };
        room.answer_request(&door, answer).await.unwrap();
        assert_eq!(due.remind_pilots(&administrator(), collection.campaign.id, Uuid::from_u128(78)).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn questions_and_answers_are_kept_and_sent() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let collection = opened(&room).await;
        let link = Door::Link(secrets(&store).await.remove(0));
        assert_eq!(code(&room.say(&link, Uuid::from_u128(1), "  ").await.unwrap_err()), "message-empty");
        room.say(&link, Uuid::from_u128(2), "Faut-il compter les apprentis ?").await.unwrap();
        room.say(&link, Uuid::from_u128(2), "Faut-il compter les apprentis ?").await.unwrap();
        let request = room.opened(&link).await.unwrap().request.id;
        let said = room.say(&Door::Officer(administrator(), request), Uuid::from_u128(3), "Oui, tous.").await.unwrap();
        assert_eq!(said.thread.iter().map(|one| one.side.code()).collect::<Vec<_>>(), ["pilot", "officer"]);
        assert_eq!(secrets(&store).await.len(), 2, "the answer reached the pilot with a link");
        assert_eq!(room.say(&Door::Officer(stranger(), request), Uuid::from_u128(4), "x").await.unwrap_err().kind, Kind::Forbidden);
        assert_eq!(room.collection(&stranger(), collection.campaign.id).await.unwrap_err().kind, Kind::Forbidden);
    })
    .await;
}

async fn step(room: &Plans, report: &Bilan, act: ReportAct) -> Result<Bilan, bassin_kernel::Problem> {
    let now = room.report(&administrator(), report.id).await.unwrap().report;
    room.act_on_report(&administrator(), report.id, room.fresh(), now.revision, act).await
}

async fn begun(room: &Plans, id: u128, kind: ReportKind, compares: Option<Uuid>) -> Bilan {
    let draft = ReportDraft {
        id: Uuid::from_u128(id),
        plan: CONTRACT.into(),
        kind,
        period: "2025".parse().ok(),
        title: "Bilan 2025".into(),
        compares,
    };
    let report = room.begin_report(&administrator(), draft.clone()).await.unwrap();
    assert_eq!(room.begin_report(&administrator(), draft).await.unwrap(), report, "sent twice, begun once");
    report
}

pub(super) async fn frozen(room: &Plans, id: u128, kind: ReportKind, compares: Option<Uuid>) -> Bilan {
    let report = begun(room, id, kind, compares).await;
    step(room, &report, ReportAct::Collect(Some(Uuid::from_u128(0xC0)))).await.unwrap();
    let write = ReportAct::Write { title: "Bilan 2025".into(), introduction: "Début.".into(), conclusion: "Fin.".into() };
    step(room, &report, write).await.unwrap();
    step(room, &report, ReportAct::Consolidate).await.unwrap();
    step(room, &report, ReportAct::Freeze).await.unwrap()
}

async fn measure(room: &Plans, value: f64, comment: &str) {
    let sheet = action(room, "1.1.1").await;
    let measured = Measured {
        indicator: sheet.indicators[1].id,
        period: "2025".parse().unwrap(),
        source: Figure::DECLARED.into(),
        value,
        provisional: false,
        comment: comment.into(),
    };
    let report = Report { figures: vec![measured], told: told("Fait"), ..Report::default() };
    room.act(&Viewer::System, sheet.node.id, room.fresh(), sheet.node.revision, Act::Report(report)).await.unwrap();
}

#[tokio::test]
async fn what_is_revised_after_freezing_changes_nothing_of_the_report() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let collection = opened(&room).await;
        measure(&room, 180.0, "").await;
        let report = begun(&room, 0xB0, ReportKind::Yearly, None).await;
        step(&room, &report, ReportAct::Collect(Some(collection.campaign.id))).await.unwrap();
        assert_eq!(code(&step(&room, &report, ReportAct::Consolidate).await.unwrap_err()), "report-awaited");
        room.close_campaign(&administrator(), collection.campaign.id, 1).await.unwrap();
        step(&room, &report, ReportAct::Consolidate).await.unwrap();
        assert_eq!(code(&step(&room, &report, ReportAct::Freeze).await.unwrap_err()), "report-introduction");
        let write = ReportAct::Write { title: "Bilan 2025".into(), introduction: "Début.".into(), conclusion: "Fin.".into() };
        step(&room, &report, write.clone()).await.unwrap();
        step(&room, &report, ReportAct::Freeze).await.unwrap();
        let before = room.report(&administrator(), report.id).await.unwrap();
        measure(&room, 150.0, "Révision nationale").await;
        assert_eq!(code(&step(&room, &report, write).await.unwrap_err()), "report-frozen");
        let after = room.report(&administrator(), report.id).await.unwrap();
        assert_eq!((before.text.clone(), before.copy.clone()), (after.text, after.copy), "not a byte moved");
        let value = |copy: &bassin_plan::report::Snapshot| {
            let node = copy.nodes.iter().find(|node| node.number == "1.1.1").unwrap();
            node.indicators.iter().flat_map(|one| &one.figures).map(|figure| figure.value).collect::<Vec<_>>()
        };
        assert_eq!(value(&before.copy), [180.0]);
        let review = frozen(&room, 0xB1, ReportKind::MidTerm, Some(report.id)).await;
        let review = room.report(&administrator(), review.id).await.unwrap();
        assert_eq!(value(&review.copy), [150.0], "a later report tells the revised value");
        let since = &review.since.as_ref().unwrap().2;
        assert_eq!(since.still, 38, "neither progress nor health moved");
        let corrected: Vec<_> = since.revised.iter().map(|one| (one.before.unwrap().1, one.after.unwrap().1)).collect();
        assert_eq!((corrected, since.measured.len()), (vec![(180.0, 150.0)], 0), "a correction is told as such");
        store
            .write(&Viewer::System, |transaction| async move {
                transaction.execute_unprepared("UPDATE plan_snapshot SET value = REPLACE(value, '180.0', '190.0')").await?;
                Ok(((), bassin_database::Record::new("test", "test", "test")))
            })
            .await
            .unwrap();
        let altered = room.report(&administrator(), report.id).await.unwrap_err();
        assert_eq!(altered.kind, Kind::Unavailable, "a copy that was tampered with is not shown");
    })
    .await;
}

#[tokio::test]
async fn a_report_is_read_by_all_once_a_body_adopted_it_and_not_before() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let collection = opened(&room).await;
        room.close_campaign(&administrator(), collection.campaign.id, 1).await.unwrap();
        let report = frozen(&room, 0xB0, ReportKind::Yearly, None).await;
        let tree = room.tree(CONTRACT).await.unwrap();
        assert_eq!(room.report(&Viewer::Anonymous, report.id).await.unwrap_err().kind, Kind::NotFound);
        assert!(room.reports(&stranger(), &tree).await.unwrap().is_empty());
        assert_eq!(code(&step(&room, &report, ReportAct::Publish).await.unwrap_err()), "report-order");
        let form = room.fresh();
        let refused = room.act_on_report(&stranger(), report.id, form, report.revision, ReportAct::Publish).await.unwrap_err();
        assert_eq!(refused.kind, Kind::Forbidden);
        let governance = governance_on(Database::clone(&store), store.directory()).await;
        governance.first_start().await.unwrap();
        let body = governance.bodies(room.today()).await.unwrap().remove(0).body;
        step(&room, &report, ReportAct::Submit(Some(body.id))).await.unwrap();
        let seat = vec![Grant { role: Role::Seat, scope: Scope::Body(body.id) }];
        let member = Viewer::Person(Arc::new(Person { account: body.id, person: body.id, name: "Membre".into(), grants: seat }));
        assert!(room.report(&member, report.id).await.is_ok(), "who sits in the body reads what is submitted to it");
        assert_eq!(room.report(&stranger(), report.id).await.unwrap_err().kind, Kind::NotFound);
        let adopt = |reference: &str| ReportAct::Adopt { on: Some(room.today()), decision: None, reference: reference.into() };
        assert_eq!(code(&step(&room, &report, adopt(" ")).await.unwrap_err()), "report-reference");
        step(&room, &report, adopt("Délibération n° 12")).await.unwrap();
        assert_eq!(room.report(&Viewer::Anonymous, report.id).await.unwrap_err().kind, Kind::NotFound, "adopted is not published");
        step(&room, &report, ReportAct::Publish).await.unwrap();
        let read = room.report(&Viewer::Anonymous, report.id).await.unwrap();
        assert_eq!((read.report.state, read.copy.actions().count()), (ReportState::Published, 38));
        assert_eq!(code(&step(&room, &report, ReportAct::Withdraw("x".into())).await.unwrap_err()), "report-order");
    })
    .await;
}

#[tokio::test]
async fn a_report_that_is_withdrawn_makes_room_for_another() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let collection = opened(&room).await;
        room.close_campaign(&administrator(), collection.campaign.id, 1).await.unwrap();
        let report = frozen(&room, 0xB0, ReportKind::Yearly, None).await;
        let withdrawn = step(&room, &report, ReportAct::Withdraw("Erreur de période".into())).await.unwrap();
        assert_eq!(withdrawn.state, ReportState::Withdrawn);
        let another = begun(&room, 0xB2, ReportKind::Yearly, None).await;
        assert_eq!(another.state, ReportState::Open, "a withdrawn one makes room");
        let stale = room.act_on_report(&administrator(), another.id, room.fresh(), 99, ReportAct::Withdraw("x".into())).await.unwrap_err();
        assert_eq!(stale.kind, Kind::Conflict);
    })
    .await;
}

#[tokio::test]
async fn a_page_behind_a_wrong_link_shows_nothing() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        opened(&room).await;
        let secret = secrets(&store).await.remove(0);
        let router = shell(bassin_plan::routes(room), Shell::new(Catalogue::new(&bassin_plan::LOCALES)));
        let right = get(&router, &format!("/suivi/{secret}")).await;
        assert_eq!(right.status, 200);
        assert!(right.text().contains("1.1.1") && right.text().contains("name=\"done\""));
        assert_eq!((right.header("cache-control"), right.header("referrer-policy")), ("no-store", "same-origin"));
        let wrong = get(&router, &format!("/suivi/{}", "f".repeat(64))).await;
        assert_eq!(wrong.status, 404);
        assert!(!wrong.text().contains("1.1.1"));
        let campaigns = get(&router, &format!("/plan/{CONTRACT}/campagnes")).await;
        assert_eq!(campaigns.status, 403);
        assert_eq!(get(&router, &format!("/plan/{CONTRACT}/bilans")).await.status, 200);
    })
    .await;
}

/// Somebody with an address, who runs a body.
pub(super) async fn secretary(store: &Store, id: Uuid) -> (Viewer, bassin_governance::Body) {
    let governance = governance_on(Database::clone(store), store.directory()).await;
    let draft = bassin_directory::PersonDraft {
        email: "secretariat@essai.example".into(),
        ..bassin_directory::PersonDraft::named(id, "Bruno", "Essai")
    };
    let add = |transaction| async move {
        let person = bassin_directory::add_person(&transaction, draft).await?;
        Ok((person, bassin_database::Record::new("person.add", "person", id.to_string())))
    };
    store.write(&Viewer::System, add).await.unwrap();
    let draft = bassin_governance::BodyDraft {
        id: Uuid::from_u128(0xF1),
        statute: "crefop".into(),
        name: "Bureau".into(),
        secretary: Some(bassin_governance::Founding { person: id, organisation: None }),
        ..Default::default()
    };
    let body = governance.create_body(&Viewer::Operator("essai".into()), draft).await.unwrap();
    let grants = governance.grants(id, day("2026-01-15")).await.unwrap();
    (Viewer::Person(Arc::new(Person { account: id, person: id, name: "Bruno".into(), grants })), body)
}

#[tokio::test]
async fn a_body_that_is_sent_a_report_is_written_to_once_and_finds_it_among_what_awaits() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let (bruno, body) = secretary(&store, Uuid::from_u128(0xB2)).await;
        let collection = opened(&room).await;
        room.close_campaign(&administrator(), collection.campaign.id, 1).await.unwrap();
        let report = frozen(&room, 0xB0, ReportKind::Yearly, None).await;
        let written = || async {
            let all = bassin_mail::letters(&store, &bassin_mail::Filter::default()).await.unwrap().letters;
            all.into_iter().filter(|letter| letter.to == "secretariat@essai.example").map(|letter| letter.subject).collect::<Vec<_>>()
        };
        assert!(written().await.is_empty());
        let form = room.fresh();
        for _ in 0..2 {
            room.act_on_report(&administrator(), report.id, form, report.revision, ReportAct::Submit(Some(body.id))).await.unwrap();
        }
        assert_eq!(written().await, [format!("Bilan à adopter : {}", report.title)]);
        let awaited = room.awaiting(&bruno).await.unwrap();
        assert_eq!((awaited.len(), awaited[0].kind, awaited[0].id), (1, AwaitedKind::Report, report.id));
        assert!(room.awaiting(&stranger()).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_pilot_finds_what_is_asked_and_answers_by_their_account() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let node = action(&room, "1.1.1").await.node;
        let claire = Uuid::from_u128(0xC1);
        let draft = bassin_directory::PersonDraft::named(claire, "Claire", "Martin");
        let add = |transaction| async move {
            let person = bassin_directory::add_person(&transaction, draft).await?;
            Ok((person, bassin_database::Record::new("person.add", "person", claire.to_string())))
        };
        store.write(&Viewer::System, add).await.unwrap();
        let pilot =
            bassin_plan::Part { role: bassin_plan::PartRole::Pilot, organisation: None, person: Some(claire), label: "OREF".into() };
        let (starts, ends, ties, budget) = (node.starts, Some(day("2026-01-10")), node.ties.clone(), node.budget.clone());
        let edit = bassin_plan::rules::act::Edit { parts: vec![pilot], body: None, starts, ends, ties, budget };
        room.act(&Viewer::System, node.id, room.fresh(), 1, bassin_plan::rules::act::Act::Edit(edit)).await.unwrap();
        let collection = opened(&room).await;
        let request = collection.requests.iter().find(|one| one.node == node.id).unwrap().clone();
        let viewer = Viewer::Person(Arc::new(Person { account: claire, person: claire, name: "Claire".into(), grants: Vec::new() }));
        let found = room.awaiting(&viewer).await.unwrap();
        let kinds: Vec<AwaitedKind> = found.iter().map(|one| one.kind).collect();
        assert_eq!(kinds, [AwaitedKind::End, AwaitedKind::Request], "in order of date: past its end, then to answer");
        assert_eq!((found[0].due, found[1].due), (ends, Some(collection.campaign.closes_on)));
        let door = Door::Pilot(viewer.clone(), request.id);
        assert_eq!(room.opened(&Door::Pilot(stranger(), request.id)).await.unwrap_err().kind, Kind::Forbidden);
        let revision = room.opened(&door).await.unwrap().sheet().unwrap().node.revision;
        let report = Report { told: told("Deux réunions"), ..Report::default() };
        let refused = room.answer_request(&Door::Pilot(stranger(), request.id), given(0xE1, revision, report.clone())).await.unwrap_err();
        assert_eq!(refused.kind, Kind::Forbidden);
        let answered = room.answer_request(&door, given(0xE1, revision, report)).await.unwrap().answer.unwrap();
        assert_eq!((answered.typed_by, answered.times), (None, 1), "nobody typed it for her");
        assert!(room.awaiting(&viewer).await.unwrap().iter().all(|one| one.kind != AwaitedKind::Request), "it no longer awaits");
    })
    .await;
}

/// The API, asked by nobody or by the administrator.
async fn asked(room: &Plans, path: &str, signed_in: bool) -> bassin_testkit::Answer {
    let identify: bassin_web::Identify = Arc::new(|_| Box::pin(async { administrator() }));
    let (api, _) = bassin_plan::api(room.clone()).split_for_parts();
    let router = shell(api, Shell { identify: Some(identify), ..Shell::new(Catalogue::new(&bassin_plan::LOCALES)) });
    let mut request = axum::http::Request::builder().uri(format!("/plans/{CONTRACT}{path}"));
    if signed_in {
        request = request.header("cookie", format!("{}=1", bassin_web::SESSION));
    }
    send(&router, request.body(axum::body::Body::empty()).unwrap()).await
}

#[tokio::test]
async fn programs_read_published_reports_and_those_who_run_the_plan_follow_campaigns() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let collection = opened(&room).await;
        measure(&room, 180.0, "").await;
        assert_eq!(asked(&room, "/campaigns", false).await.status, 403);
        let campaigns = asked(&room, "/campaigns", true).await.json();
        let known = &campaigns["data"][0];
        assert_eq!((&campaigns["total"], &known["asked"], &known["received"]), (&json!(1), &json!(38), &json!(0)));
        assert_eq!((&known["no_pilot"], &known["no_address"], &known["pending"]), (&json!(5), &json!(32), &json!(1)));
        let campaign = asked(&room, &format!("/campaigns/{}", collection.campaign.id), true).await;
        assert_eq!(campaign.json()["requests"].as_array().unwrap().len(), 38);
        assert!(!campaign.text().contains('@'), "no address leaves");
        assert_eq!(asked(&room, &format!("/campaigns/{}", collection.campaign.id), false).await.status, 403);

        room.close_campaign(&administrator(), collection.campaign.id, 1).await.unwrap();
        let report = frozen(&room, 0xB0, ReportKind::Yearly, None).await;
        let one = format!("/reports/{}", report.id);
        assert_eq!(asked(&room, "/reports", false).await.json()["total"], 0);
        assert_eq!(asked(&room, &one, false).await.status, 404);
        let governance = governance_on(Database::clone(&store), store.directory()).await;
        governance.first_start().await.unwrap();
        let body = governance.bodies(room.today()).await.unwrap().remove(0).body;
        step(&room, &report, ReportAct::Submit(Some(body.id))).await.unwrap();
        let adopt = ReportAct::Adopt { on: Some(room.today()), decision: None, reference: "PV".into() };
        step(&room, &report, adopt).await.unwrap();
        step(&room, &report, ReportAct::Publish).await.unwrap();
        measure(&room, 150.0, "Révision").await;

        let list = asked(&room, "/reports?kind=yearly&period=2025", false).await.json();
        assert_eq!(
            (&list["total"], &list["data"][0]["state"], &list["data"][0]["kind"]),
            (&json!(1), &json!("published"), &json!("yearly"))
        );
        assert_eq!(asked(&room, "/reports?kind=final", false).await.json()["total"], 0);
        assert_eq!(asked(&room, "/reports?page=2", false).await.json()["data"], json!([]));
        for wrong in ["/reports?kind=monthly", "/reports?period=demain"] {
            assert_eq!(asked(&room, wrong, false).await.status, 422, "{wrong}");
        }
        let read = asked(&room, &one, false).await.json();
        let text = serde_json::to_string(&read["content"]).unwrap();
        assert!(text.contains("180.0") && !text.contains("150.0"), "what was frozen, not what is stored today");
        assert_eq!(read["content"]["nodes"].as_array().unwrap().len(), 53);
    })
    .await;
}

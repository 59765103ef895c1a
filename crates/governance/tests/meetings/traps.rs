//! What goes wrong in real meetings: who speaks for a seat, who counts, what was said before the meeting, a text that changes meanwhile.

use axum::http::StatusCode;
use bassin_governance::rules::consensus::Event;
use bassin_governance::{Decision, DecisionDraft, DecisionState, Presence, Procedure, Quorum, Said, Stand, Step};
use bassin_kernel::{Kind, Problem};
use bassin_testkit::on_each_engine;
use uuid::Uuid;

use super::{Portal, STATUTE, call, convened, id, item, migrations, person, seat, token, viewer};

const DECISION: u128 = 0xdec1;
/// The substitute of the last seat.
const DEPUTY: u128 = 9000;

/// A decision put to the second item of a meeting, before the body.
pub(crate) async fn put(portal: &Portal, meeting: Uuid, decision: u128) -> Result<Decision, Problem> {
    draft(portal, meeting, decision).await?;
    lead(portal, decision, Event::Open).await
}

/// The same, not before the body yet.
pub(crate) async fn draft(portal: &Portal, meeting: Uuid, decision: u128) -> Result<Decision, Problem> {
    let draft = DecisionDraft {
        id: id(decision),
        title: "Partager l’atelier".to_owned(),
        text: "L’atelier est partagé.".to_owned(),
        subject: None,
        meeting: Some(meeting),
        item: Some(item(2)),
        procedure: Procedure::Meeting,
        deadline: None,
        notified_on: None,
        notice: String::new(),
        public: true,
    };
    let secretary = viewer(&portal.governance, 2).await;
    portal.governance.draft_decision(&secretary, id(super::BODY), draft).await
}

pub(crate) async fn lead(portal: &Portal, decision: u128, event: Event) -> Result<Decision, Problem> {
    let secretary = viewer(&portal.governance, 2).await;
    let revision = portal.governance.decision(&secretary, id(decision)).await?.decision.revision;
    let step = Step { event, revision, words: String::new(), text: String::new() };
    portal.governance.step_decision(&secretary, id(decision), step).await
}

/// What somebody says for a seat, by their own account; the secretariat says it for others.
async fn say(portal: &Portal, who: u128, of: u128, stand: Stand) -> Result<bassin_governance::Position, Problem> {
    let words = if stand == Stand::Object { "Le coût n’est pas chiffré.".to_owned() } else { String::new() };
    let said = Said { decision: id(DECISION), version: 1, seat: seat(of), stand, words };
    portal.governance.take_position(&viewer(&portal.governance, who).await, said).await
}

pub(crate) async fn roll(portal: &Portal, meeting: Uuid, calls: &[(u128, &str)]) {
    for (number, choice) in calls {
        let answer = call(portal, meeting, *number, choice).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    portal.must(2, &format!("/reunions/{meeting}/presences"), &[("action", "rest")]).await;
}

async fn recuse(portal: &Portal, meeting: Uuid, number: u128) {
    let (item, seat) = (item(2).to_string(), seat(number).to_string());
    let fields = [("action", "deporter"), ("item", item.as_str()), ("seat", &seat), ("reason", "Intérêt dans l’atelier")];
    portal.must(2, &format!("/reunions/{meeting}/conduite"), &fields).await;
}

async fn quorum(portal: &Portal, meeting: Uuid) -> Quorum {
    portal.governance.sitting(&bassin_kernel::Viewer::System, meeting).await.unwrap().quorum(Some(item(2)))
}

pub(crate) fn codes(refused: &Problem) -> Vec<&str> {
    refused.violations.iter().map(|violation| violation.code.as_str()).collect()
}

#[tokio::test]
async fn the_titular_who_comes_after_the_substitute_spoke_takes_the_one_position_of_the_seat() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 4).await;
        let meeting = convened(&portal).await;
        roll(&portal, meeting, &[(1, "room"), (2, "room"), (3, "room"), (4, &format!("substitute:{}", person(DEPUTY)))]).await;
        portal.must(2, &format!("/reunions/{meeting}/ouvrir"), &[]).await;
        put(&portal, meeting, DECISION).await.unwrap();
        let spoken = say(&portal, DEPUTY, 4, Stand::Agree).await.unwrap();
        assert!(spoken.substitute && spoken.recorded_by.is_none());

        // The titular comes in: the seat is counted once, and its substitute speaks no more.
        assert_eq!(call(&portal, meeting, 4, "room").await.status, StatusCode::SEE_OTHER);
        let found = quorum(&portal, meeting).await;
        assert_eq!((found.base, found.present), (4, 4));
        assert_eq!(say(&portal, DEPUTY, 4, Stand::StandAside).await.unwrap_err().kind, Kind::Forbidden);
        let titular = say(&portal, 4, 4, Stand::Reservations).await.unwrap();
        assert_eq!((titular.person, titular.substitute), (person(4), false));

        // The titular leaves again: what they said stays, whoever holds the pen.
        assert_eq!(call(&portal, meeting, 4, &format!("substitute:{}", person(DEPUTY))).await.status, StatusCode::SEE_OTHER);
        for pen in [DEPUTY, 2] {
            let refused = say(&portal, pen, 4, Stand::Agree).await.unwrap_err();
            assert_eq!(codes(&refused), ["titular-spoke"]);
        }
        say(&portal, 1, 1, Stand::Agree).await.unwrap();
        lead(&portal, DECISION, Event::Call).await.unwrap();
        assert_eq!(lead(&portal, DECISION, Event::Adopt).await.unwrap().state, DecisionState::AdoptedWithReservations);

        let case = portal.governance.decision(&bassin_kernel::Viewer::Anonymous, id(DECISION)).await.unwrap();
        let of_seat: Vec<_> = case.positions.iter().filter(|position| position.seat == seat(4)).collect();
        assert_eq!(
            of_seat.iter().map(|position| (position.person, position.stand)).collect::<Vec<_>>(),
            [(person(4), Stand::Reservations)]
        );
        let told = case.history.iter().filter(|line| line.seat == Some(seat(4))).count();
        assert_eq!(told, 2, "both are kept in the history");
    })
    .await;
}

#[tokio::test]
async fn recused_seats_leave_the_base_of_a_decision_overall_and_by_component() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 6).await;
        let meeting = convened(&portal).await;
        roll(&portal, meeting, &[(1, "room"), (4, "room")]).await;
        portal.must(2, &format!("/reunions/{meeting}/ouvrir"), &[]).await;
        put(&portal, meeting, DECISION).await.unwrap();
        for (person, of) in [(1, 1), (4, 4)] {
            say(&portal, person, of, Stand::Agree).await.unwrap();
        }
        let refused = lead(&portal, DECISION, Event::Call).await.unwrap_err();
        assert_eq!(codes(&refused), ["quorum-count"], "two of six, three are needed");
        assert_eq!(refused.violations[0].source.as_deref(), Some("Texte, art. 4"));

        // Two of those who are away have an interest: two of four is enough.
        recuse(&portal, meeting, 2).await;
        recuse(&portal, meeting, 5).await;
        let found = quorum(&portal, meeting).await;
        assert_eq!((found.base, found.recused, found.needed, found.met), (4, 2, 2, true));
        let bases: Vec<u32> = found.components.iter().map(|component| component.base).collect();
        assert_eq!(bases, [2, 2]);
        lead(&portal, DECISION, Event::Call).await.unwrap();

        // The one who speaks for education has one too: its component is not there any more, and its voice is not heard.
        recuse(&portal, meeting, 4).await;
        let refused = lead(&portal, DECISION, Event::Adopt).await.unwrap_err();
        assert_eq!(codes(&refused), ["quorum-count", "quorum-component", "component-silent"]);
        assert_eq!(codes(&say(&portal, 4, 4, Stand::Object).await.unwrap_err()), ["seat-recused"]);
        assert_eq!(call(&portal, meeting, 6, "remote").await.status, StatusCode::SEE_OTHER);
        say(&portal, 6, 6, Stand::Agree).await.unwrap();
        assert_eq!(lead(&portal, DECISION, Event::Adopt).await.unwrap().state, DecisionState::Adopted);
    })
    .await;
}

#[tokio::test]
async fn everybody_invited_and_nobody_answering_is_no_quorum_nor_are_answers_a_presence() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 4).await;
        let meeting = convened(&portal).await;
        put(&portal, meeting, DECISION).await.unwrap();
        for answered in [false, true] {
            if answered {
                for number in 1..=4 {
                    let answer = format!("/convocations/{}", token(&portal, number).await);
                    portal.watch.set("2026-03-19T13:00:00Z");
                    portal.must(0, &answer, &[("answer", "coming")]).await;
                }
                portal.watch.set("2026-03-20T13:00:00Z");
            }
            let found = quorum(&portal, meeting).await;
            assert_eq!((found.base, found.present, found.met), (4, 0, false));
            let refused = lead(&portal, DECISION, Event::Call).await.unwrap_err();
            assert_eq!(codes(&refused), ["meeting-not-in-session", "quorum-nobody", "quorum-component", "quorum-component"]);
        }
        portal.must(2, &format!("/reunions/{meeting}/presences"), &[("action", "rest")]).await;
        let refused = portal.post(2, &format!("/reunions/{meeting}/ouvrir"), &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Personne n’est présent"), "{}", refused.text());
    })
    .await;
}

#[tokio::test]
async fn a_statute_that_changes_after_an_act_began_changes_nothing_to_it() {
    on_each_engine(migrations, |store| async move {
        let mut portal = Portal::open(&store, 4).await;
        let meeting = convened(&portal).await;
        roll(&portal, meeting, &[(1, "room"), (3, "room")]).await;
        portal.must(2, &format!("/reunions/{meeting}/ouvrir"), &[]).await;
        let opened = put(&portal, meeting, DECISION).await.unwrap();
        assert_eq!(opened.rule.and_then(|rule| rule.quorum).and_then(|quorum| quorum.percent), Some(50));

        // Its file is written again under the same version, and another version joins it.
        let harder = STATUTE
            .replace("percent = 50", "percent = 100")
            .replace("days = 10", "days = 60")
            .replace("Texte, art.", "Autre texte, art.")
            + "[decision]\nmode = \"opinion\"\nsource = \"Autre texte, art. 6\"\nsentence = { fr = \"Des avis.\", en = \"Opinions.\" }\n";
        let folder = store.directory().join("statutes");
        std::fs::write(folder.join("assembly.toml"), &harder).unwrap();
        std::fs::write(folder.join("assembly-2.toml"), harder.replace("version = 1", "version = 2")).unwrap();
        portal.reopen(&store).await;

        let found = quorum(&portal, meeting).await;
        assert_eq!((found.present, found.needed, found.met), (2, 2, true));
        say(&portal, 1, 1, Stand::Agree).await.unwrap();
        say(&portal, 3, 3, Stand::Agree).await.unwrap();
        lead(&portal, DECISION, Event::Call).await.unwrap();
        assert_eq!(lead(&portal, DECISION, Event::Adopt).await.unwrap().state, DecisionState::Adopted);
        let conduct = portal.get(2, &format!("/reunions/{meeting}/conduite")).await;
        assert!(!conduct.text().contains("Autre texte"), "{}", conduct.text());

        // What begins now follows the text of now.
        assert_eq!(codes(&put(&portal, meeting, 0xdec2).await.unwrap_err()), ["body-gives-opinions"]);
        portal.watch.set("2026-03-21T09:00:00Z");
        let next = id(0x3ee8);
        let mut plan = super::plan(next);
        plan[3] = ("date", "2026-04-20");
        portal.must(2, "/instances/assemblee/reunions/nouvelle", &plan).await;
        let refused = portal.post(2, &format!("/reunions/{next}/convocation"), &[("urgency", "")]).await;
        assert!(refused.text().contains("le texte en demande 60") && refused.text().contains("Autre texte, art. 3"), "{}", refused.text());
    })
    .await;
}

#[tokio::test]
async fn the_secretariat_records_what_those_who_are_there_say_and_nothing_for_those_who_are_not() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 6).await;
        let meeting = convened(&portal).await;
        let deputy = format!("substitute-remote:{}", person(DEPUTY));
        roll(&portal, meeting, &[(1, "room"), (2, "room"), (3, "excused"), (4, "remote"), (6, &deputy)]).await;
        let (line, five, four) = (id(0x11e).to_string(), seat(5).to_string(), seat(4).to_string());
        let fields = [("id", line.as_str()), ("seat", &five), ("choice", "proxy"), ("proxy", &four)];
        portal.must(2, &format!("/reunions/{meeting}/presences"), &fields).await;
        portal.must(2, &format!("/reunions/{meeting}/ouvrir"), &[]).await;
        put(&portal, meeting, DECISION).await.unwrap();

        let there = say(&portal, 2, 4, Stand::Object).await.unwrap();
        assert_eq!((there.person, there.recorded_by, there.substitute), (person(4), Some(person(2)), false));
        let deputy = say(&portal, 2, 6, Stand::Agree).await.unwrap();
        assert_eq!((deputy.person, deputy.substitute), (person(DEPUTY), true));
        assert_eq!(codes(&say(&portal, 2, 3, Stand::Agree).await.unwrap_err()), ["seat-not-present"], "excused");
        assert_eq!(say(&portal, 1, 4, Stand::Agree).await.unwrap_err().kind, Kind::Invalid, "an objection is not written over");

        // A seat that gave its proxy is heard while the seat that holds it is there.
        let represented = say(&portal, 2, 5, Stand::Agree).await.unwrap();
        assert_eq!((represented.person, represented.recorded_by), (person(5), Some(person(2))));
        assert_eq!(call(&portal, meeting, 4, "excused").await.status, StatusCode::SEE_OTHER);
        assert_eq!(codes(&say(&portal, 2, 5, Stand::Abstain).await.unwrap_err()), ["seat-not-present"], "its proxy has left");
        assert_eq!(say(&portal, 3, 1, Stand::Agree).await.unwrap_err().kind, Kind::Forbidden, "a member holds no pen");
        let case = portal.governance.decision(&viewer(&portal.governance, 2).await, id(DECISION)).await.unwrap();
        assert_eq!(case.positions.len(), 3);
        let sitting = portal.governance.sitting(&bassin_kernel::Viewer::System, meeting).await.unwrap();
        let stays = sitting.dossier.attendances.iter().filter(|line| line.seat == Some(seat(4)));
        let stays: Vec<Presence> = stays.map(|line| line.presence).collect();
        assert_eq!(stays, [Presence::Remote, Presence::Excused], "when they left is kept");
    })
    .await;
}

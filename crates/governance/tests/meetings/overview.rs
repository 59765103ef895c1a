//! What the first page of a body and the list of bodies say, to those who may read it.

use bassin_database::Record;
use bassin_kernel::Viewer;
use bassin_testkit::on_each_engine;
use sea_orm::ConnectionTrait;

use super::{BODY, Portal, convened, id, migrations};

async fn run(portal: &Portal, statements: &[String]) {
    portal
        .database
        .write(&Viewer::System, |tx| async move {
            for statement in statements {
                tx.execute_unprepared(statement).await?;
            }
            Ok(((), Record::new("test.change", "test", "1")))
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_text_that_names_nobody_raises_no_alarm_and_a_seat_left_empty_does() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 4).await;
        let (bare, seat) = (id(0xba5e), id(0xba5e_5ea7));
        run(
            &portal,
            &[
                format!(
                    "INSERT INTO body (id, slug, name, statute, statute_version, subject_kind, subject, perimeter, mission, themes, source, \
                     content, closed_because, folded, revision) VALUES ('{bare}', 'decrite', 'Instance décrite', 'assembly-of-tests', 1, '', '', \
                     '', '', '[]', '', 'demonstration', '', 'instance decrite', 1)"
                ),
                format!(
                    "INSERT INTO seat (id, body, component, voice, number, title) VALUES ('{seat}', '{bare}', 'enterprise', 'deliberative', 1, 'Recteur')"
                ),
            ],
        )
        .await;
        for page in ["/instances", "/instances/decrite", "/instances/decrite/composition"] {
            let read = portal.get(0, page).await;
            assert!(read.text().contains("non nommés par le texte") || read.text().contains("ne nomme pas les titulaires"), "{page}");
            for alarm in ["composition incomplète", "tag bad", "Il manque une représentation"] {
                assert!(!read.text().contains(alarm), "{page}: {alarm}: {}", read.text());
            }
        }
        assert!(portal.get(0, "/instances/decrite/composition").await.text().contains("Recteur"));

        // The same text, with people who sat and left: that is amiss.
        let left = "UPDATE mandate SET state = 'resigned', ended_on = '2026-01-31'";
        run(&portal, &[format!("UPDATE body SET content = 'demonstration' WHERE id = '{}'", id(BODY)), left.to_owned()]).await;
        let list = portal.get(0, "/instances").await;
        assert_eq!(list.text().matches("composition incomplète").count(), 1);
        assert!(portal.get(0, "/instances/assemblee").await.text().contains("Il manque une représentation"));
    })
    .await;
}

#[tokio::test]
async fn the_first_page_tells_what_comes_and_what_calls_for_care_to_those_who_may_know() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 4).await;
        let empty = portal.get(0, "/instances/assemblee").await;
        assert!(empty.text().contains("Aucune réunion annoncée") && empty.text().contains("Aucune décision adoptée"), "{}", empty.text());
        assert!(empty.text().contains("0 réunion(s) en douze mois, pour 3 attendue(s)"), "the rhythm of its text");
        let meeting = portal.planned().await;
        let address = format!("/reunions/{meeting}");
        assert!(!portal.get(0, "/instances/assemblee").await.text().contains(&address), "it is being prepared");
        assert!(portal.get(3, "/instances/assemblee").await.text().contains("en préparation pour le"));
        portal.must(2, &format!("{address}/convocation"), &[("urgency", "")]).await;
        let told = portal.get(0, "/instances/assemblee").await;
        assert!(told.text().contains(&address) && told.text().contains("prochaine réunion"), "{}", told.text());
    })
    .await;
}

#[tokio::test]
async fn a_decision_put_to_the_meeting_of_another_body_is_not_taken_there() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 4).await;
        let meeting = convened(&portal).await;
        super::traps::roll(&portal, meeting, &[(1, "room"), (3, "room")]).await;
        portal.must(2, &format!("/reunions/{meeting}/ouvrir"), &[]).await;
        super::traps::put(&portal, meeting, 0xdec5).await.unwrap();
        let other = id(0xba5e);
        run(
            &portal,
            &[
                format!(
                    "INSERT INTO body (id, slug, name, statute, statute_version, subject_kind, subject, perimeter, mission, themes, source, \
                     content, closed_because, folded, revision) VALUES ('{other}', 'autre', 'Autre', 'assembly-of-tests', 1, '', '', \
                     '', '', '[]', '', 'own', '', 'autre', 1)"
                ),
                format!("UPDATE meeting SET body = '{other}' WHERE id = '{meeting}'"),
            ],
        )
        .await;
        let refused = super::traps::lead(&portal, 0xdec5, bassin_governance::rules::consensus::Event::Call).await.unwrap_err();
        assert_eq!(super::traps::codes(&refused), ["meeting-elsewhere"]);
    })
    .await;
}

//! What the points of an agenda are about, and those invited without a seat.

use axum::http::StatusCode;
use bassin_kernel::TimeOrderedIds;
use bassin_testkit::on_each_engine;

use super::traps::{draft, put, roll};
use super::{Portal, convened, id, item, migrations, person};
use bassin_kernel::Ids as _;

#[tokio::test]
async fn a_point_leads_to_what_it_is_about_everywhere_it_is_told() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 4).await;
        let meeting = portal.planned().await;
        draft(&portal, meeting, 0xdec1).await.unwrap();
        let (agenda, tied) = (format!("/reunions/{meeting}/ordre-du-jour"), format!("decision:{}", id(0xdec1)));
        let form = portal.get(2, &agenda).await;
        assert!(
            form.text().contains(&format!("value=\"{tied}\"")) && form.text().contains("Décision\u{202f}: Partager l’atelier"),
            "{}",
            form.text()
        );
        let two = item(2).to_string();
        let edit = |subject: String| {
            let (portal, agenda, two) = (&portal, agenda.clone(), two.clone());
            async move {
                let fields =
                    [("action", "modifier"), ("id", two.as_str()), ("title", "Point 2"), ("purpose", "decision"), ("subject", &subject)];
                portal.post(2, &agenda, &fields).await
            }
        };
        let refused = edit(format!("decision:{}", id(0xbad))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Cet objet n’est pas de cette instance"), "{}", refused.text());
        assert_eq!(edit(tied).await.status, StatusCode::SEE_OTHER);
        let link = format!("href=\"/decisions/{}\"", id(0xdec1));
        let page = format!("/reunions/{meeting}");
        for address in [&agenda, &page] {
            assert!(portal.get(2, address).await.text().contains(&link), "{address}");
        }
        portal.must(2, &format!("{page}/convocation"), &[("urgency", "")]).await;
        assert!(!portal.get(0, &page).await.text().contains(&link), "a draft is not for visitors");
        portal.watch.set("2026-03-20T13:00:00Z");
        roll(&portal, meeting, &[(1, "room"), (3, "room")]).await;
        portal.must(2, &format!("{page}/ouvrir"), &[]).await;
        assert!(portal.get(2, &format!("{page}/conduite")).await.text().contains(&link));
        for number in [1, 2] {
            let item = item(number).to_string();
            portal.must(2, &format!("{page}/conduite"), &[("item", &item), ("action", "traiter"), ("notes", "Fait.")]).await;
        }
        portal.must(2, &format!("{page}/clore"), &[]).await;
        let minutes = format!("{page}/compte-rendu");
        let drafted = portal.get(2, &minutes).await;
        assert!(drafted.text().contains("Ce point se rapporte à\u{202f}: Décision\u{202f}: Partager l’atelier."), "{}", drafted.text());
        portal.must(2, &minutes, &[("action", "rediger"), ("text", "Texte")]).await;
        portal.must(2, &minutes, &[("action", "soumettre")]).await;
        assert!(portal.get(2, &minutes).await.text().contains(&link));
        let json = portal.get(0, &format!("/api/v1/meetings/{meeting}")).await.json();
        assert!(json["agenda_item"][1]["subject"].is_null(), "it is not public");
    })
    .await;
}

async fn invite(portal: &Portal, meeting: uuid::Uuid, fields: &[(&str, &str)]) -> bassin_testkit::Answer {
    let guest = TimeOrderedIds.next().to_string();
    let all: Vec<(&str, &str)> = [("action", "ajouter"), ("id", guest.as_str())].into_iter().chain(fields.iter().copied()).collect();
    portal.post(2, &format!("/reunions/{meeting}/invites"), &all).await
}

#[tokio::test]
async fn guests_are_told_by_letter_and_heard_without_a_voice() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 4).await;
        let meeting = portal.planned().await;
        let page = format!("/reunions/{meeting}");
        assert_eq!(portal.get(3, &format!("{page}/invites")).await.status, StatusCode::FORBIDDEN, "a member invites nobody");
        let lost = invite(&portal, meeting, &[("name", "Claude Verrier"), ("email", "claude")]).await;
        assert_eq!(lost.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(lost.text().contains("value=\"Claude Verrier\"") && lost.text().contains("Donnez une adresse électronique"));
        let claude = [("name", "Claude Verrier"), ("email", "claude@verre.example"), ("organisation", "Verrerie de Meisenthal")];
        assert_eq!(invite(&portal, meeting, &claude).await.status, StatusCode::SEE_OTHER);
        assert_eq!(invite(&portal, meeting, &claude).await.status, StatusCode::UNPROCESSABLE_ENTITY, "once each");
        // Somebody of the directory: their sheet says the rest.
        let known = person(9000).to_string();
        assert_eq!(invite(&portal, meeting, &[("person", &known)]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(portal.letters().await.len(), 0, "nobody is told before the convocation");

        portal.must(2, &format!("{page}/convocation"), &[("urgency", "")]).await;
        let letters = portal.letters().await;
        assert_eq!(letters.len(), 6);
        let to = |who: &str| letters.iter().filter(|(to, _)| to == who).map(|(_, letter)| letter.clone()).collect::<Vec<_>>();
        let letter = &to("claude@verre.example")[0];
        assert!(letter.contains("Vous êtes invité(e)") && letter.contains("METHOD:REQUEST") && letter.contains("Point 2"), "{letter}");
        assert!(!letter.contains("/convocations/"), "no answer is asked of a guest");
        assert_eq!(to("s@example.org").len(), 1);
        assert_eq!(invite(&portal, meeting, &[("name", "Nour"), ("email", "nour@exemple.org")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(portal.letters().await.len(), 7, "told at once");
        assert!(!portal.get(0, &page).await.text().contains("Verrier"), "visitors read no names");
        assert!(portal.get(3, &page).await.text().contains("Claude Verrier, Verrerie de Meisenthal"));

        portal.watch.set("2026-03-20T13:00:00Z");
        let presences = format!("{page}/presences");
        assert!(portal.get(2, &presences).await.text().contains("Claude Verrier, Verrerie de Meisenthal"));
        let line = TimeOrderedIds.next().to_string();
        let here = [
            ("action", "guest"),
            ("id", line.as_str()),
            ("name", "Claude Verrier, Verrerie de Meisenthal"),
            ("capacity", "guest"),
            ("presence", "room"),
        ];
        portal.must(2, &presences, &here).await;
        roll(&portal, meeting, &[(1, "room")]).await;
        let quorum = portal.governance.sitting(&bassin_kernel::Viewer::System, meeting).await.unwrap().quorum(None);
        assert_eq!((quorum.base, quorum.present), (4, 1), "a guest does not count");
        let sheet = portal.get(2, &format!("{page}/emargement.pdf")).await;
        assert!(sheet.text().contains("Claude Verrier, Verrerie de Meisenthal"));
        portal.must(2, &format!("{page}/ouvrir"), &[]).await;
        for number in [1, 2] {
            let item = item(number).to_string();
            portal.must(2, &format!("{page}/conduite"), &[("item", &item), ("action", "reporter"), ("notes", "Faute de quorum.")]).await;
        }
        portal.must(2, &format!("{page}/clore"), &[]).await;
        let minutes = portal.get(2, &format!("{page}/compte-rendu")).await;
        assert!(minutes.text().contains("Claude Verrier, Verrerie de Meisenthal (invité"), "{}", minutes.text());
    })
    .await;
}

#[tokio::test]
async fn a_guest_is_told_of_a_cancellation() {
    on_each_engine(migrations, |store| async move {
        let portal = Portal::open(&store, 4).await;
        let meeting = convened(&portal).await;
        portal.watch.set("2026-03-10T13:00:00Z");
        assert_eq!(invite(&portal, meeting, &[("name", "Nour"), ("email", "nour@exemple.org")]).await.status, StatusCode::SEE_OTHER);
        assert!(put(&portal, meeting, 0xdec1).await.is_ok());
        portal.must(2, &format!("/reunions/{meeting}/annuler"), &[("reason", "Grève des transports")]).await;
        let told = portal.letters().await.into_iter().filter(|(to, letter)| to == "nour@exemple.org" && letter.contains("METHOD:CANCEL"));
        assert_eq!(told.count(), 1);
    })
    .await;
}

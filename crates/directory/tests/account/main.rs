//! Accounts, through the pages and the commands, on both engines.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod provider;
mod support;

use std::sync::Arc;

use bassin_database::{Error, Transaction};
use bassin_directory::{Acts, Answer, Directory, Invitation, JournalFilter, KeyState, Opened, State, Visit};
use bassin_kernel::{Grant, Language, LocalizedText, Problem, Role, Scope, Viewer};
use support::{PASSWORD, on_each};
use uuid::Uuid;

fn invitation(number: u128, email: &str) -> Invitation {
    Invitation {
        id: account(number),
        person: Uuid::from_u128(number + 0x20_000),
        given_name: "Léa".to_owned(),
        family_name: format!("Durand-{number}"),
        email: email.to_owned(),
        language: Language::French,
        administrator: false,
        statistician: false,
    }
}

/// Identifiers far from those that the store gives.
fn account(number: u128) -> Uuid {
    Uuid::from_u128(number + 0x10_000)
}

fn visit(token: Option<&str>) -> Visit {
    Visit { address: "192.0.2.1".to_owned(), device: "Firefox · Linux".to_owned(), token: token.map(str::to_owned) }
}

fn code(problem: &bassin_kernel::Problem) -> &str {
    &problem.violations[0].code
}

#[tokio::test]
async fn the_first_link_works_once_and_only_without_an_administrator() {
    on_each(|house| async move {
        let directory = &house.directory;
        assert_eq!(code(&directory.first_link(&Viewer::Anonymous).await.unwrap_err()), "sign-in-required");
        let old = directory.first_link(&Viewer::System).await.unwrap().unwrap();
        let link = directory.first_link(&Viewer::System).await.unwrap().unwrap();
        assert_eq!(house.get(&old, "").await.status, 404, "a new link replaces the one before");
        let page = house.get(&link, "").await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Première visite"), "{}", page.text());
        // What is typed comes back, but for the password, with every mistake at its field.
        let wrong = house
            .post(&link, "", &[("given_name", "Claire"), ("family_name", ""), ("email", "pas une adresse"), ("password", "claire")])
            .await;
        assert_eq!(wrong.status, 422);
        for part in
            ["value=\"Claire\"", "pas une adresse", "family_name-errors", "email-errors", "password-errors", "Trop facile à deviner"]
        {
            assert!(wrong.text().contains(part), "{part} is not in {}", wrong.text());
        }
        assert!(!wrong.text().contains("value=\"claire\""));
        let typed = [("given_name", "Claire"), ("family_name", "Vauthier"), ("email", " Claire@Exemple.FR "), ("password", PASSWORD)];
        let done = house.post(&link, "", &typed).await;
        assert_eq!((done.status.as_u16(), done.header("location")), (303, "/administration?fait=account-first"));
        let cookie = done.header("set-cookie");
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/") && !cookie.contains("Secure"),
            "{cookie}"
        );
        let session = support::session(&done);
        assert_eq!(house.get("/administration", &session).await.status, 200);
        assert_eq!(house.post(&link, "", &typed).await.status, 409, "the link works once");
        assert_eq!(directory.first_link(&Viewer::System).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_opens_an_account_once_and_expires() {
    on_each(|house| async move {
        let admin = house.administrator().await;
        let viewer = house.viewer(&admin).await;
        house.directory.invite(&viewer, invitation(1, "lea@exemple.fr")).await.unwrap();
        house.directory.invite(&viewer, invitation(1, "lea@exemple.fr")).await.unwrap();
        let letters = house.letters().await;
        assert_eq!(letters.len(), 1, "submitting twice invites once");
        insta::assert_snapshot!("invitation", support::without_secret(&letters[0]));
        let again = house.directory.invite(&viewer, invitation(2, "LEA@exemple.fr")).await.unwrap_err();
        assert_eq!(code(&again), "account-taken");
        let link = support::link(&letters[0]);
        assert!(house.directory.sign_in("lea@exemple.fr", PASSWORD, &visit(None)).await.is_err(), "not before the invitation is accepted");
        house.clock.forward(7 * 24 * 60);
        let expired = house.get(&link, "").await;
        assert_eq!(expired.status, 409);
        assert!(expired.text().contains("son délai est passé"));
        let viewer = house.viewer(&house.sign_in("claire@exemple.fr").await).await;
        house.directory.invite_again(&viewer, account(1)).await.unwrap();
        let link = support::link(&house.letters().await[0]);
        let weak = house.post(&link, "", &[("password", "durand durand")]).await;
        assert_eq!(weak.status, 422);
        assert!(weak.text().contains("votre nom"), "{}", weak.text());
        let done = house.post(&link, "", &[("password", PASSWORD)]).await;
        assert_eq!(done.header("location"), "/mon-espace?fait=account-ready");
        assert_eq!(house.post(&link, "", &[("password", PASSWORD)]).await.status, 409);
        let lea = house.viewer(&support::session(&done)).await;
        assert_eq!(lea.name(), "Léa Durand-1");
        assert!(!lea.holds(Role::Administrator, &[]));
    })
    .await;
}

#[tokio::test]
async fn nobody_takes_the_rights_of_somebody_else_by_inviting_themselves() {
    on_each(|house| async move {
        house.administrator().await;
        let mallory = house.member(5, "mallory@exemple.fr").await;
        let viewer = house.viewer(&mallory).await;
        let chair = house.person(0x30_000, "Jeanne", "Roux", "jeanne@exemple.fr").await;
        let stolen = Invitation { person: chair, ..invitation(50, "mallory2@exemple.fr") };
        assert_eq!(code(&house.directory.invite(&viewer, stolen).await.unwrap_err()), "right-missing");
        let crown = Invitation { administrator: true, ..invitation(51, "ami@exemple.fr") };
        assert_eq!(code(&house.directory.invite(&viewer, crown).await.unwrap_err()), "right-missing");
        let fair = Invitation { person: chair, ..invitation(52, "Jeanne@exemple.fr") };
        house.directory.invite(&viewer, fair).await.unwrap();
        assert_eq!(
            code(&house.directory.invite(&Viewer::Anonymous, invitation(53, "x@exemple.fr")).await.unwrap_err()),
            "sign-in-required"
        );
    })
    .await;
}

#[tokio::test]
async fn signing_in_tells_nothing_of_unknown_addresses_and_slows_down() {
    on_each(|house| async move {
        house.administrator().await;
        let form = |email: &'static str, password: &'static str| [("email", email), ("password", password), ("suite", "")];
        let unknown = house.post("/connexion", "", &form("personne@exemple.fr", PASSWORD)).await;
        let wrong = house.post("/connexion", "", &form("claire@exemple.fr", "autre chose du tout")).await;
        assert_eq!((unknown.status, wrong.status), (wrong.status, 422.try_into().unwrap()));
        assert_eq!(unknown.text().replace("personne@", "claire@"), wrong.text());
        // Four more, then one waits, even with the right password.
        for _ in 0..5 {
            house.post("/connexion", "", &form("claire@exemple.fr", "autre chose du tout")).await;
        }
        let early = house.post("/connexion", "", &form("claire@exemple.fr", PASSWORD)).await;
        assert_eq!(early.status, 422);
        assert!(early.text().contains("Attendez 5 secondes"), "{}", early.text());
        house.clock.seconds(5);
        let done = house.post("/connexion", "", &form("claire@exemple.fr", PASSWORD)).await;
        assert_eq!((done.status.as_u16(), done.header("location")), (303, "/mon-espace"));
        // Only within the portal.
        for (suite, to) in
            [("/instances?q=a", "/instances?q=a"), ("//evil.example", "/mon-espace"), ("https://evil.example/", "/mon-espace")]
        {
            let done = house.post("/connexion", "", &[("email", "claire@exemple.fr"), ("password", PASSWORD), ("suite", suite)]).await;
            assert_eq!(done.header("location"), to);
        }
    })
    .await;
}

#[tokio::test]
async fn sessions_rotate_end_and_are_seen() {
    on_each(|house| async move {
        let first = house.administrator().await;
        let opened = house.directory.sign_in("claire@exemple.fr", PASSWORD, &visit(Some(&first))).await.unwrap();
        assert_eq!(house.viewer(&first).await, Viewer::Anonymous, "signing in again ends the session the browser held");
        let here = opened.token;
        let there = house.sign_in("claire@exemple.fr").await;
        let viewer = house.viewer(&here).await;
        assert!(viewer.holds(Role::Administrator, &[]));
        let sessions = house.directory.sessions(&viewer).await.unwrap();
        assert_eq!(sessions.len(), 2);
        let page = house.get("/compte", &here).await;
        assert!(page.text().contains("Firefox · Linux") && page.text().contains("cette session"), "{}", page.text());
        let other = house.session(&there).await;
        let ended = house.post(&format!("/compte/sessions/{other}"), &here, &[]).await;
        assert_eq!(ended.status, 303);
        assert_eq!(house.viewer(&there).await, Viewer::Anonymous);
        // Used now and then, a session lasts, thirty days at most.
        for _ in 0..65 {
            assert!(house.viewer(&here).await.person().is_some());
            house.clock.forward(11 * 60);
        }
        assert_eq!(house.viewer(&here).await.person().is_some(), 65 * 11 < 30 * 24);
        house.clock.forward(6 * 60);
        assert_eq!(house.viewer(&here).await, Viewer::Anonymous);
        let idle = house.sign_in("claire@exemple.fr").await;
        house.clock.forward(12 * 60);
        assert_eq!(house.viewer(&idle).await, Viewer::Anonymous);
        let out = house.sign_in("claire@exemple.fr").await;
        let answer = house.post("/deconnexion", &out, &[]).await;
        assert!(answer.header("set-cookie").contains("Max-Age=0"), "{}", answer.header("set-cookie"));
        assert_eq!(house.viewer(&out).await, Viewer::Anonymous);
    })
    .await;
}

#[tokio::test]
async fn no_secret_is_kept_in_the_clear() {
    on_each(|house| async move {
        let session = house.administrator().await;
        let codes = house.second_factor(&session).await.1;
        let dump = house.dump().await;
        assert!(dump.contains("$argon2id$v=19$m=19456,t=2,p=1$"));
        for secret in [PASSWORD, session.as_str()].into_iter().chain(codes.iter().map(String::as_str)) {
            assert!(!dump.contains(secret), "{secret} is in the store");
        }
        let key = std::fs::read_to_string(house.data().join("secret.key")).unwrap();
        assert_eq!(key.len(), 64);
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(house.data().join("secret.key")).unwrap().permissions()) & 0o777,
            0o600
        );
    })
    .await;
}

#[tokio::test]
async fn the_second_factor_is_asked_for_and_no_code_serves_twice() {
    on_each(|house| async move {
        let session = house.administrator().await;
        let (totp, codes) = house.second_factor(&session).await;
        assert_eq!(codes.len(), 10);
        let begin = async || {
            let opened = house.directory.sign_in("claire@exemple.fr", PASSWORD, &visit(None)).await.unwrap();
            assert!(!opened.whole);
            assert_eq!(house.viewer(&opened.token).await, Viewer::Anonymous, "the password alone opens nothing");
            opened.token
        };
        let token = begin().await;
        assert_eq!(house.get("/connexion/code", &token).await.status, 200);
        let now = totp.generate(house.clock.unix()).to_string();
        let used = house.post("/connexion/code", &token, &[("code", &now), ("suite", "")]).await;
        assert_eq!(used.status, 422, "the code that confirmed the second factor has served: {}", used.text());
        house.clock.seconds(30);
        let next = totp.generate(house.clock.unix()).to_string();
        let done = house.post("/connexion/code", &token, &[("code", &next), ("suite", "/compte")]).await;
        assert_eq!(done.header("location"), "/compte");
        let whole = support::session(&done);
        assert_ne!(whole, token, "the session changes its token");
        assert!(house.viewer(&whole).await.person().is_some());
        assert!(house.directory.second_step(&next, &visit(Some(&token))).await.is_err(), "the first step is used up");
        let replay = begin().await;
        assert_eq!(code(&house.directory.second_step(&next, &visit(Some(&replay))).await.unwrap_err()), "code-wrong");
        let recovered = house.directory.second_step(&codes[3].to_uppercase(), &visit(Some(&replay))).await.unwrap();
        assert!(recovered.whole);
        let again = begin().await;
        assert_eq!(code(&house.directory.second_step(&codes[3], &visit(Some(&again))).await.unwrap_err()), "code-wrong");
        let late = begin().await;
        house.clock.forward(10);
        assert_eq!(code(&house.directory.second_step("000000", &visit(Some(&late))).await.unwrap_err()), "sign-in-again");
        assert_eq!(house.get("/connexion/code", &late).await.header("location"), "/connexion");
    })
    .await;
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_link_that_works_once() {
    on_each(|house| async move {
        let session = house.administrator().await;
        let known = house.post("/mot-de-passe", "", &[("email", "claire@exemple.fr")]).await;
        let unknown = house.post("/mot-de-passe", "", &[("email", "personne@exemple.fr")]).await;
        assert_eq!((known.status, known.header("location")), (unknown.status, unknown.header("location")));
        let letters = house.letters().await;
        assert_eq!(letters.len(), 1);
        insta::assert_snapshot!("reset", support::without_secret(&letters[0]));
        let link = support::link(&letters[0]);
        let new = "quatre mots nouveaux ailleurs";
        assert_eq!(house.post(&link, "", &[("password", "bassin2026")]).await.status, 422);
        assert_eq!(house.post(&link, "", &[("password", new)]).await.header("location"), "/connexion?fait=account-password");
        assert_eq!(house.get(&link, "").await.status, 409);
        assert_eq!(house.viewer(&session).await, Viewer::Anonymous, "every session has ended");
        assert!(house.directory.sign_in("claire@exemple.fr", PASSWORD, &visit(None)).await.is_err());
        assert!(house.directory.sign_in("claire@exemple.fr", new, &visit(None)).await.is_ok());
        insta::assert_snapshot!("changed", house.letters().await[0]);
        house.post("/mot-de-passe", "", &[("email", "claire@exemple.fr")]).await;
        let late = support::link(&house.letters().await[0]);
        house.clock.forward(60);
        assert_eq!(house.get(&late, "").await.status, 409);
    })
    .await;
}

#[tokio::test]
async fn ones_account_is_changed_by_oneself() {
    on_each(|house| async move {
        let here = house.administrator().await;
        let there = house.sign_in("claire@exemple.fr").await;
        let new = "quatre mots nouveaux ailleurs";
        let wrong = house.post("/compte/mot-de-passe", &here, &[("current", "faux"), ("password", new)]).await;
        assert!(wrong.status == 422 && wrong.text().contains("current-errors"), "{}", wrong.text());
        let done = house.post("/compte/mot-de-passe", &here, &[("current", PASSWORD), ("password", new)]).await;
        assert_eq!(done.header("location"), "/compte?fait=account-password-changed");
        assert!(house.viewer(&here).await.person().is_some());
        assert_eq!(house.viewer(&there).await, Viewer::Anonymous);
        house.letters().await;
        house.post("/compte/adresse", &here, &[("email", "Nouvelle@exemple.fr"), ("current", new)]).await;
        let letters = house.letters().await;
        assert_eq!(letters.len(), 2, "the new address confirms, the present one is told");
        let confirmation = letters
            .iter()
            .find(|letter| letter.lines().any(|line| line.starts_with("To:") && line.contains("nouvelle@exemple.fr")))
            .unwrap();
        let link = support::link(confirmation);
        assert!(house.directory.sign_in("nouvelle@exemple.fr", new, &visit(None)).await.is_err());
        assert_eq!(house.get(&link, "").await.status, 200);
        assert_eq!(house.post(&link, "", &[]).await.status, 303);
        assert!(house.directory.sign_in("nouvelle@exemple.fr", new, &visit(None)).await.is_ok());
        assert!(house.directory.sign_in("claire@exemple.fr", new, &visit(None)).await.is_err());
        // The only administrator stays.
        let alone = house.post("/compte/fermeture", &here, &[("current", new)]).await;
        assert!(alone.status == 422 && alone.text().contains("le seul compte"), "{}", alone.text());
    })
    .await;
}

#[tokio::test]
async fn a_closed_account_is_signed_out_at_once_and_its_person_stays() {
    on_each(|house| async move {
        let admin = house.administrator().await;
        let lea = house.member(1, "lea@exemple.fr").await;
        let person = house.viewer(&lea).await.person().unwrap().person;
        let page = house.get(&format!("/administration/comptes/{}", account(1)), &admin).await;
        assert!(page.status == 200 && page.text().contains("Durand-1"));
        assert_eq!(house.post(&format!("/administration/comptes/{}/fermeture", account(1)), &lea, &[]).await.status, 403);
        assert_eq!(house.post(&format!("/administration/comptes/{}/fermeture", account(1)), &admin, &[]).await.status, 303);
        assert_eq!(house.viewer(&lea).await, Viewer::Anonymous);
        assert_eq!(house.get("/compte", &lea).await.header("location"), "/connexion?suite=%2Fcompte");
        assert!(house.directory.person(person).await.unwrap().is_some());
        let viewer = house.viewer(&admin).await;
        assert_eq!(house.directory.account(&viewer, account(1)).await.unwrap().0.email, "", "the address is erased from the account");
        // The same person may be invited again.
        let back = Invitation { person, ..invitation(9, "lea@exemple.fr") };
        assert_eq!(house.directory.invite(&viewer, back).await.unwrap().state, State::Invited);
    })
    .await;
}

/// A room in which nobody has done anything.
struct Quiet;

impl Acts for Quiet {
    fn hold<'a>(&'a self, _: &'a [Uuid]) -> Answer<'a, Result<Vec<LocalizedText>, Problem>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn hold_in<'a>(&'a self, _: &'a Transaction, _: &'a [Uuid]) -> Answer<'a, Result<Vec<LocalizedText>, Error>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn forget<'a>(&'a self, _: &'a Transaction, _: &'a [Uuid]) -> Answer<'a, Result<(), Error>> {
        Box::pin(async { Ok(()) })
    }
}

#[tokio::test]
async fn a_person_whom_nothing_holds_leaves_with_their_account_and_the_journal_stays_readable() {
    on_each(|house| async move {
        let admin = house.administrator().await;
        let lea = house.member(1, "lea@exemple.fr").await;
        let person = house.viewer(&lea).await.person().unwrap().person;
        house.directory.held_by(vec![Arc::new(Quiet)]);
        let address = format!("/personnes/{person}/effacer");
        assert!(house.get(&address, &lea).await.text().contains("name=\"current\""), "one’s own sheet takes one’s password");
        let wrong = house.post(&address, &lea, &[("current", "autre chose")]).await;
        assert_eq!((wrong.status.as_u16(), house.viewer(&lea).await.person().is_some()), (422, true));
        let done = house.post(&address, &lea, &[("current", PASSWORD)]).await;
        assert_eq!((done.status.as_u16(), done.header("location")), (303, "/?fait=person-deleted"));
        assert_eq!(house.viewer(&lea).await, Viewer::Anonymous);
        assert_eq!(house.directory.person(person).await.unwrap(), None);
        let left = house.dump().await;
        assert!(!left.contains("lea@exemple.fr") && !left.contains("Durand-1") && left.contains("claire@exemple.fr"), "{left}");
        let journal = house.get("/administration/journal", &admin).await;
        assert!(journal.status == 200 && journal.text().contains("N. N.") && !journal.text().contains("Durand-1"), "{}", journal.text());
        assert!(house.get(&format!("/personnes/{person}"), &admin).await.status == 404);

        let claire = house.viewer(&admin).await.person().unwrap().person;
        let last = house.post(&format!("/personnes/{claire}/effacer"), &admin, &[("current", PASSWORD)]).await;
        assert!(last.status == 422 && last.text().contains("administre la plateforme"), "{}", last.text());
    })
    .await;
}

#[tokio::test]
async fn links_and_sessions_that_have_passed_are_taken_away_and_use_leaves_the_journal_as_it_is() {
    on_each(|house| async move {
        let admin = house.administrator().await;
        house.directory.ask_reset("claire@exemple.fr", "").await.unwrap();
        house.letters().await;
        let kept = |dump: &str| (dump.matches("purpose=").count(), dump.matches("device=").count());
        let before = house.entries().await;
        for _ in 0..3 {
            house.clock.forward(120);
            assert_eq!(house.get("/compte", &admin).await.status, 200);
        }
        assert_eq!(house.entries().await, before, "a session in use writes nothing in the journal");
        assert_eq!((house.directory.tidy().await.unwrap(), kept(&house.dump().await)), (0, (2, 1)));
        house.clock.forward(13 * 60);
        assert_eq!((house.directory.tidy().await.unwrap(), kept(&house.dump().await)), (1, (2, 0)), "nobody came for twelve hours");
        house.clock.forward(31 * 24 * 60);
        assert_eq!((house.directory.tidy().await.unwrap(), kept(&house.dump().await)), (2, (0, 0)));
        assert_eq!((house.directory.tidy().await.unwrap(), house.entries().await), (0, before));
    })
    .await;
}

#[tokio::test]
async fn an_administrator_who_is_locked_out_comes_in_again_and_the_journal_tells_who_helped() {
    on_each(|house| async move {
        let admin = house.administrator().await;
        house.member(1, "lea@exemple.fr").await;
        house.second_factor(&admin).await;
        assert_eq!(house.directory.key().await.unwrap(), KeyState::Fits);
        let operator = Viewer::Operator("camille".to_owned());
        let nobody = house.directory.rescue(&operator, "lea@exemple.fr", true).await.unwrap_err();
        assert_eq!(nobody.violations[0].suggestions, ["claire@exemple.fr"], "{nobody:?}");
        let viewer = house.viewer(&admin).await;
        let kept = house.directory.rescue(&operator, "Claire@exemple.fr", false).await.unwrap();
        assert!(house.directory.own_account(&viewer).await.unwrap().unwrap().has_second_factor());
        let link = house.directory.rescue(&operator, "claire@exemple.fr", true).await.unwrap();
        assert_eq!(house.get(&kept, "").await.status, 404, "a later link replaces the one before");
        assert_eq!(house.viewer(&admin).await, Viewer::Anonymous, "her sessions are closed");
        let other = "sapin horloge velours marée";
        assert_eq!(house.post(&link, "", &[("password", other)]).await.status, 303);
        let opened = house.directory.sign_in("claire@exemple.fr", other, &visit(None)).await.unwrap();
        assert!(opened.whole, "no second factor is asked for any more");
        let viewer = house.viewer(&opened.token).await;
        let filter = JournalFilter { limit: 50, ..JournalFilter::default() };
        let journal = house.directory.journal(&viewer, &filter).await.unwrap();
        let told: Vec<(String, String)> = journal.into_iter().map(|line| (line.entry.action, line.name)).collect();
        assert_eq!(told.iter().filter(|(action, who)| action == "account.rescue" && who.contains("camille")).count(), 2, "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn a_key_that_is_lost_or_of_another_store_is_told() {
    on_each(|house| async move {
        assert_eq!(house.directory.key().await.unwrap(), KeyState::Unused);
        let admin = house.administrator().await;
        house.second_factor(&admin).await;
        let key = house.data().join("secret.key");
        assert!(house.directory.key_is_a_file());
        std::fs::remove_file(&key).unwrap();
        assert_eq!(house.again().await.key().await.unwrap(), KeyState::Missing);
        assert!(!key.exists(), "looking makes no key");
        std::fs::write(&key, "ab".repeat(32)).unwrap();
        assert_eq!(house.again().await.key().await.unwrap(), KeyState::Other);
    })
    .await;
}

#[tokio::test]
async fn administrators_find_people_in_a_list_and_a_file() {
    on_each(|house| async move {
        let admin = house.administrator().await;
        let lea = house.member(1, "lea@exemple.fr").await;
        house.person(40, "Ada", "=Lovelace", "ada@exemple.org").await;
        assert_eq!(house.get("/personnes", &lea).await.status, 403);
        assert_eq!(house.get("/personnes/liste.csv", &lea).await.status, 403);
        let all = house.get("/personnes", &admin).await;
        assert!(all.status == 200 && all.text().contains("3 personnes") && all.text().contains("ada@exemple.org"), "{}", all.text());
        let some = house.get("/personnes?q=durand", &admin).await;
        assert!(some.text().contains("Durand-1") && !some.text().contains("Lovelace") && some.text().contains("liste.csv?q=durand"));
        assert!(house.get("/personnes?q=personne-ainsi", &admin).await.text().contains("Personne ne répond"));
        let file = house.get("/personnes/liste.csv", &admin).await;
        assert!(file.text().contains("Durand-1;lea@exemple.fr") && file.text().contains("'=Lovelace"), "{}", file.text());
    })
    .await;
}

#[tokio::test]
async fn the_administration_is_for_administrators() {
    on_each(|house| async move {
        let admin = house.administrator().await;
        let lea = house.member(1, "lea@exemple.fr").await;
        let id = account(1);
        let sheet = format!("/administration/comptes/{id}");
        for path in [
            "/administration",
            "/administration/comptes",
            &sheet,
            "/administration/journal",
            "/administration/journal.csv",
            "/administration/courriers",
        ] {
            assert_eq!(house.get(path, &admin).await.status, 200, "{path}");
            assert_eq!(house.get(path, &lea).await.status, 403, "{path}");
            assert_eq!(house.get(path, "").await.status, 303, "{path}");
        }
        let revision = house.directory.account(&house.viewer(&admin).await, id).await.unwrap().0.revision.to_string();
        let grant = [("administrator", "1"), ("revision", revision.as_str())];
        assert_eq!(house.post(&sheet, &lea, &grant).await.status, 403);
        assert_eq!(house.post(&sheet, &admin, &grant).await.status, 303);
        assert!(house.viewer(&lea).await.holds(Role::Administrator, &[]));
        let stale = house.post(&sheet, &admin, &[("revision", revision.as_str())]).await;
        assert!(stale.status == 422 && stale.text().contains("modifié entre-temps"), "{}", stale.text());
        // The journal tells who did it, by name, and is whole.
        let page = house.get(&format!("/administration/journal?genre=account&objet={id}"), &admin).await;
        assert!(
            page.text().contains("account.roles") && page.text().contains("Claire Vauthier") && page.text().contains("intact"),
            "{}",
            page.text()
        );
        let mine = JournalFilter { person: house.viewer(&lea).await.person().map(|person| person.person), ..JournalFilter::default() };
        let entries = house.directory.journal(&house.viewer(&admin).await, &mine).await.unwrap();
        assert!(!entries.is_empty() && entries.iter().all(|entry| entry.name == "Léa Durand-1"));
        let csv = house.get("/administration/journal.csv?action=account.", &admin).await;
        assert!(csv.text().contains("account.invite") && !csv.text().contains("session."), "{}", csv.text());
        let found = house.get("/administration/comptes?q=durand", &admin).await;
        assert!(found.text().contains("lea@exemple.fr") && !found.text().contains("claire@exemple.fr"));
    })
    .await;
}

/// Every command on one's own account, tried by somebody else in every way: the victim's account does not change.
#[tokio::test]
async fn no_command_reaches_the_account_of_somebody_else() {
    on_each(|house| async move {
        let admin = house.administrator().await;
        let lea = house.member(1, "lea@exemple.fr").await;
        let mallory = house.member(2, "mallory@exemple.fr").await;
        let victim = house.session(&lea).await;
        let hers = house.session(&mallory).await;
        let before = house.directory.account(&house.viewer(&admin).await, account(1)).await.unwrap().0;
        // A viewer forged with the victim's account, or with their person, is nobody's.
        let real = house.viewer(&mallory).await;
        let mallory_person = real.person().unwrap().clone();
        let grants: Vec<Grant> =
            Role::ALL.iter().map(|role| Grant { role: *role, scope: Scope::Organisation(Uuid::from_u128(77)) }).collect();
        let strong = Viewer::Person(std::sync::Arc::new(bassin_kernel::Person { grants, ..mallory_person }));
        for viewer in [&real, &strong] {
            let directory: &Directory = &house.directory;
            assert!(directory.end_session(viewer, victim).await.is_err());
            assert!(directory.sessions(viewer).await.unwrap().iter().all(|session| session.id != victim));
            directory.end_other_sessions(viewer, hers).await.unwrap();
            assert!(directory.change_password(viewer, PASSWORD, "encore quatre mots bizarres", None).await.is_ok() || viewer != &real);
            assert!(directory.close(viewer, account(1)).await.is_err());
            assert!(directory.set_roles(viewer, account(1), true, true, before.revision).await.is_err());
            assert!(directory.invite_again(viewer, account(1)).await.is_err());
            assert!(directory.account(viewer, account(1)).await.is_err());
            assert!(directory.letters(viewer, &bassin_mail::Filter::default()).await.is_err());
        }
        for viewer in [Viewer::Anonymous, Viewer::System, Viewer::Operator("root".to_owned())] {
            assert!(house.directory.end_session(&viewer, victim).await.is_err());
            assert!(house.directory.change_password(&viewer, PASSWORD, "encore quatre mots bizarres", None).await.is_err());
            assert!(house.directory.begin_second_factor(&viewer).await.is_err());
            assert!(house.directory.close_own(&viewer, PASSWORD).await.is_err());
        }
        let after = house.directory.account(&house.viewer(&admin).await, account(1)).await.unwrap().0;
        assert_eq!(before, after);
        assert!(house.viewer(&lea).await.person().is_some());
    })
    .await;
}

#[tokio::test]
async fn tokens_that_mean_nothing_are_refused_everywhere() {
    on_each(|house| async move {
        house.administrator().await;
        let long = "a".repeat(5_000);
        for token in ["x", "../..", "%00", "é", &"0".repeat(64), &long] {
            let token = token.replace('/', "%2F");
            for door in ["premiere-visite", "invitation", "mot-de-passe", "compte/adresse"] {
                let status = house.get(&format!("/{door}/{token}"), "").await.status.as_u16();
                assert!([400, 404, 422].contains(&status), "{door}/{token}: {status}");
            }
            assert_eq!(house.viewer(&token).await, Viewer::Anonymous);
        }
        // A link for one purpose opens no other door.
        let viewer = house.viewer(&house.sign_in("claire@exemple.fr").await).await;
        house.directory.invite(&viewer, invitation(1, "lea@exemple.fr")).await.unwrap();
        let link = support::link(&house.letters().await[0]);
        for door in ["premiere-visite", "mot-de-passe", "compte/adresse"] {
            assert_eq!(house.get(&link.replace("invitation", door), "").await.status, 404);
        }
        let _: Opened = house.directory.accept(link.rsplit('/').next().unwrap(), PASSWORD, &visit(None)).await.unwrap();
    })
    .await;
}

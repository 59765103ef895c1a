//! A plan is followed: the office opens its follow-up and ties an action to its pilot, who tells how it goes from a telephone; a visitor reads it.

use crate::{
    NARROW, WIDE,
    support::{self, Browser, Estate, Walker},
};

const PASSWORD: &str = "prairie tambour velours cascade";
const PILOT: (&str, &str, &str) = ("Claire", "Dumont", "claire.dumont@example.org");
const ACTION: &str = "/plan/cprdfop-grand-est-2018-2022/1.1.1";
const DONE: &str = "Le réseau s’est réuni trois fois.";

#[tokio::test(flavor = "multi_thread")]
async fn a_pilot_tells_how_an_action_goes_from_a_telephone() {
    let Some(browser) = Browser::find() else { return };
    let axe = support::axe();
    let estate = Estate::found();
    let office = Walker::open(&browser, WIDE, axe.as_deref()).await;
    open_the_platform(&estate, &office).await;
    open_the_follow_up(&estate, &office).await;
    name_the_pilot(&estate, &office).await;
    office.close().await;

    let telephone = Walker::open(&browser, NARROW, axe.as_deref()).await;
    come_in(&estate, &telephone).await;
    tell(&estate, &telephone).await;
    telephone.sign_out().await;
    telephone.visit(&estate, ACTION).await;
    telephone.see(DONE).await;
    telephone.see("Étape faite").await;
    telephone.see_nothing_of(PILOT.1).await;
    telephone.look("plan-action").await;
    for view in ["", "/tableau", "/retards", "/calendrier", "/instances", "/territoires"] {
        telephone.visit(&estate, &format!("/plan/cprdfop-grand-est-2018-2022{view}")).await;
        telephone.look(&format!("plan{}", view.replace('/', "-"))).await;
    }
    telephone.close().await;
}

async fn open_the_platform(estate: &Estate, office: &Walker<'_>) {
    office.visit(estate, estate.first_visit()).await;
    for (name, value) in [("given_name", "Ada"), ("family_name", "Lenoir"), ("email", "ada.lenoir@example.org"), ("password", PASSWORD)] {
        office.fill(name, value).await;
    }
    office.press("Créer le compte d’administration").await;
    office.visit(estate, "/administration/comptes").await;
    office.follow("Inviter").await;
    for (name, value) in [("given_name", PILOT.0), ("family_name", PILOT.1), ("email", PILOT.2)] {
        office.fill(name, value).await;
    }
    office.press("Envoyer l’invitation").await;
    office.see("L’invitation est envoyée").await;
}

async fn open_the_follow_up(estate: &Estate, office: &Walker<'_>) {
    office.visit(estate, ACTION).await;
    office.see_barred("Faire le point").await;
    office.visit(estate, "/plan/cprdfop-grand-est-2018-2022").await;
    office.follow("Gérer le plan").await;
    office.look("plan-gestion").await;
    office.fill("since", "2018-01-01").await;
    office.press("Enregistrer").await;
    office.see("Les réglages du plan sont enregistrés").await;
    office.see("En retard").await;
}

async fn name_the_pilot(estate: &Estate, office: &Walker<'_>) {
    office.visit(estate, ACTION).await;
    office.follow("Modifier la fiche").await;
    office.look("plan-fiche").await;
    office.unfold("Sa fiche dans l’annuaire").await;
    office.pick("person-0", PILOT.1).await;
    office.press("Enregistrer").await;
    office.see("La fiche est enregistrée").await;
}

/// The invitation that was received by letter, then a password.
async fn come_in(estate: &Estate, walker: &Walker<'_>) {
    let letter = estate.letter(PILOT.2, "/invitation/").await;
    let (_, link) = letter.split_once("/invitation/").expect("the letter holds the link");
    let token: String = link.chars().take_while(char::is_ascii_alphanumeric).collect();
    walker.visit(estate, &format!("/invitation/{token}")).await;
    walker.fill("password", PASSWORD).await;
    walker.press("Ouvrir mon compte").await;
    walker.see("Votre compte est prêt").await;
}

/// From her own page: three pages, two taps, a sentence.
async fn tell(estate: &Estate, telephone: &Walker<'_>) {
    telephone.visit(estate, "/mon-espace").await;
    telephone.see("Étape d’une action à terminer").await;
    telephone.look("mon-espace-pilote").await;
    telephone.follow("Mes actions dans les plans").await;
    telephone.look("plan-mes-actions").await;
    telephone.follow("Faire le point").await;
    let milestone = telephone.name_of("mark-").await;
    telephone.choose(&milestone, "done").await;
    telephone.fill("done", DONE).await;
    telephone.press("Enregistrer le point").await;
    telephone.see("Le point est enregistré").await;
    telephone.follow("Faire le point").await;
    telephone.look("plan-point").await;
    assert_eq!(telephone.value("done").await, DONE, "what was told comes back");
}

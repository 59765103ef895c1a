//! A plan is followed: the office opens its follow-up and ties an action to its pilot, who tells how it goes from a telephone; a visitor reads it.
//! The office fills values as in a spreadsheet.

use crate::{
    NARROW, PLAIN, WIDE,
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

const VALUES: &str = "/plan/cprdfop-grand-est-2018-2022/saisie?periode=toutes";
/// Keys, as the driver knows them.
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const HOME: &str = "\u{e011}";
const UP: &str = "\u{e013}";
const RIGHT: &str = "\u{e014}";
const UNDO: &str = "\u{e009}z";
const REDO: &str = "\u{e009}y";

#[tokio::test(flavor = "multi_thread")]
async fn the_office_fills_values_as_in_a_spreadsheet() {
    let Some(browser) = Browser::find() else { return };
    let axe = support::axe();
    let estate = Estate::found();
    let office = Walker::open(&browser, WIDE, axe.as_deref()).await;
    open_the_platform(&estate, &office).await;
    open_the_follow_up(&estate, &office).await;
    for (indicator, unit) in [("Identification", "pilotes"), ("Activités qui font vivre", "réunions")] {
        office.visit(&estate, ACTION).await;
        office.follow(&format!("Modifier {indicator}")).await;
        office.fill("unit", unit).await;
        office.press("Enregistrer").await;
    }
    type_and_paste(&estate, &office).await;
    save_and_take_back(&estate, &office).await;
    come_back_to_a_draft(&estate, &office).await;
    office.close().await;
    paste_without_scripts(&estate, &browser, axe.as_deref()).await;
}

async fn read(walker: &Walker<'_>, names: &[String]) -> Vec<String> {
    let mut values = Vec::new();
    for name in names {
        values.push(walker.value(name).await);
    }
    values
}

/// Two indicators, five years: a value typed in each, then two lines of three cells pasted.
async fn type_and_paste(estate: &Estate, office: &Walker<'_>) {
    office.visit(estate, VALUES).await;
    let cells = office.names_of("value-").await;
    assert_eq!(cells.len(), 10);
    office.fill(&cells[0], "12").await;
    office.key(ENTER).await;
    assert_eq!(office.focused().await, cells[5], "below");
    office.key("7,5").await;
    office.key(UP).await;
    office.key(RIGHT).await;
    assert_eq!(office.focused().await, cells[1], "beside, since nothing is being typed there");
    office.key("99").await;
    office.key(ESCAPE).await;
    assert_eq!(office.value(&cells[1]).await, "", "the cell is as it was");
    office.key(RIGHT).await;
    let before = read(office, &cells).await;
    office.paste("1 234,5\t12,5 %\tn.c.\tde trop\r\n1\u{202f}000\t2\t3\r\n").await;
    let pasted = ["12", "", "1 234,5", "12,5 %", "n.c.", "7,5", "", "1\u{202f}000", "2", "3"];
    // The years are five: the cells of 2020 to 2022 take the three first columns, the fourth is outside.
    assert_eq!(read(office, &cells).await, pasted);
    office.see("« de trop »").await;
    office.see("« n.c. »").await;
    office.look("plan-saisie").await;
    office.key(UNDO).await;
    assert_eq!(read(office, &cells).await, before, "one paste is one step");
    office.key(UNDO).await;
    assert_eq!(office.value(&cells[5]).await, "");
    office.key(REDO).await;
    office.key(REDO).await;
    assert_eq!(read(office, &cells).await, pasted);
    office.key(HOME).await;
    assert_eq!(office.focused().await, cells[0]);
    office.fill(&cells[4], "8").await;
}

async fn save_and_take_back(estate: &Estate, office: &Walker<'_>) {
    office.press("Enregistrer").await;
    office.see("Les valeurs sont enregistrées").await;
    let cells = office.names_of("value-").await;
    assert_eq!(read(office, &cells).await, ["12", "", "1234,5", "12,5", "8", "7,5", "", "1000", "2", "3"]);
    office.follow("Voir cette saisie").await;
    office.look("plan-saisie-lot").await;
    office.press("Annuler cette saisie").await;
    office.see("La saisie est annulée").await;
    office.visit(estate, VALUES).await;
    assert!(read(office, &cells).await.iter().all(String::is_empty));
    office.see("annulée").await;
}

/// A page that closes keeps what was typed, until it is saved.
async fn come_back_to_a_draft(estate: &Estate, office: &Walker<'_>) {
    let cells = office.names_of("value-").await;
    office.fill(&cells[3], "21").await;
    office.key(ENTER).await;
    office.visit(estate, ACTION).await;
    office.visit(estate, VALUES).await;
    assert_eq!(office.value(&cells[3]).await, "21");
    office.press("Enregistrer").await;
    office.see("Annuler cette saisie (une valeur)").await;
    office.press("Annuler cette saisie").await;
    office.visit(estate, VALUES).await;
    assert_eq!(office.value(&cells[3]).await, "", "a draft that was saved does not come back");
}

async fn paste_without_scripts(estate: &Estate, browser: &Browser, axe: Option<&str>) {
    let plain = Walker::open(browser, PLAIN, axe).await;
    plain.visit(estate, "/connexion").await;
    plain.fill("email", "ada.lenoir@example.org").await;
    plain.fill("password", PASSWORD).await;
    plain.press("Se connecter").await;
    plain.visit(estate, VALUES).await;
    plain.unfold("Coller depuis un tableur").await;
    plain.put("tableau", "1.1.1\t1\t2019\t1 234,5\tnon\tRelevé\n9.9\tRien\t2019\t1").await;
    plain.press("Remplir le tableau").await;
    plain.see("Une case est remplie").await;
    plain.see("Ligne 2").await;
    plain.press("Enregistrer").await;
    plain.see("Les valeurs sont enregistrées").await;
    plain.press("Annuler cette saisie").await;
    plain.see("La saisie est annulée").await;
    plain.close().await;
}

//! A year of a plan is told: pilots answer by a link from a telephone, the office follows, draws the report, freezes it, has it adopted and
//! publishes it; whoever reads it finds what was told, and goes on finding it whatever changes afterwards.

use std::io::{Cursor, Read as _};

use crate::{
    NARROW, WIDE,
    life::{ADA, open_with},
    support::{self, Browser, Estate, Walker},
};

const PLAN: &str = "/plan/cprdfop-grand-est-2018-2022";
const PILOT: &str = "pilote@region.example";
const SILENT: &str = "silence@region.example";
const DONE: &str = "Trois réunions du réseau, feuille de route adoptée.";
const SUCCESS: &str = "Douze partenaires engagés.";
const DIFFICULTY: &str = "Peu de très petites entreprises.";
const REMEDY: &str = "Un relais par les chambres consulaires.";
const QUESTION: &str = "Nous ne savons pas s’il faut compter les apprentis.";
const ANSWER: &str = "Oui, tous les apprentis.";
const INTRODUCTION: &str = "L’année 2022 est la dernière du contrat.";
/// What an answer may cost to somebody in a hurry: fields, choices and buttons touched.
const FEW: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn a_year_of_the_plan_is_collected_reported_adopted_and_published() {
    let Some(browser) = Browser::find() else { return };
    let axe = support::axe();
    let estate = Estate::found();
    let office = Walker::open(&browser, WIDE, axe.as_deref()).await;
    open_with(&estate, &office, ADA, &[]).await;
    let campaign = ask_everybody(&estate, &office).await;

    let telephone = Walker::open(&browser, NARROW, axe.as_deref()).await;
    answer(&estate, &telephone).await;
    reply(&estate, &office, &campaign).await;
    telephone.visit(&estate, &link(&estate, ANSWER).await).await;
    telephone.see(ANSWER).await;
    telephone.look("suivi-repondu").await;
    remind_and_close(&estate, &office, &campaign).await;
    telephone.visit(&estate, &link(&estate, ANSWER).await).await;
    telephone.see_nothing_of(DONE).await;
    telephone.close().await;

    let report = draw(&estate, &office).await;
    let street = Walker::open(&browser, NARROW, axe.as_deref()).await;
    street.is_kept_from(&estate, &report, DONE).await;
    office.press("Publier le bilan").await;
    office.see("Le bilan est publié").await;
    read(&estate, &street, &report).await;
    change(&estate, &office, &street, &report).await;
    street.close().await;
    office.close().await;
}

/// The follow-up of the plan begins, then a collection about 2022: two pilots have an address.
async fn ask_everybody(estate: &Estate, office: &Walker<'_>) -> String {
    office.visit(estate, &format!("{PLAN}/gestion")).await;
    office.fill("since", "2018-01-01").await;
    office.press("Enregistrer").await;
    office.follow("Collectes").await;
    office.look("collectes-vides").await;
    office.follow("Ouvrir une collecte").await;
    office.look("collecte-formulaire").await;
    office.fill("title", "Bilan 2022").await;
    office.fill("period", "2022").await;
    let addresses = office.names_of("address-").await;
    for (name, address) in addresses.iter().zip([PILOT, SILENT]) {
        office.fill(name, address).await;
    }
    office.press("Ouvrir et envoyer les demandes").await;
    office.see("La collecte est ouverte").await;
    office.see("0 sur 38").await;
    office.look("collecte").await;
    office.path().await
}

/// The link of the letter to the pilot that says `words`.
async fn link(estate: &Estate, words: &str) -> String {
    let letter = estate.letter(PILOT, words).await;
    let (_, rest) = letter.split_once("/suivi/").expect("the letter holds the link");
    let secret: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    format!("/suivi/{secret}")
}

/// From a telephone, without an account, in a few gestures.
async fn answer(estate: &Estate, telephone: &Walker<'_>) {
    telephone.visit(estate, &link(estate, "/suivi/").await).await;
    telephone.look("suivi").await;
    let before = telephone.gestures();
    for (name, words) in [("done", DONE), ("successes", SUCCESS), ("difficulties", DIFFICULTY), ("remedies", REMEDY)] {
        telephone.fill(name, words).await;
    }
    telephone.choose(&telephone.name_of("state-").await, "done").await;
    telephone.fill(&telephone.name_of("value-").await, "12").await;
    telephone.press("Envoyer la réponse").await;
    telephone.see("Merci, votre réponse est enregistrée").await;
    let gestures = telephone.gestures() - before;
    assert!(gestures <= FEW, "an answer takes {gestures} gestures");
    telephone.fill("text", QUESTION).await;
    telephone.press("Envoyer le message").await;
    telephone.see(QUESTION).await;
}

/// The office sees the answer come, and answers the question.
async fn reply(estate: &Estate, office: &Walker<'_>, campaign: &str) {
    office.visit(estate, campaign).await;
    office.see("1 sur 38").await;
    office.see("question posée").await;
    office.look("collecte-suivie").await;
    office.follow("1.1.1").await;
    office.see(QUESTION).await;
    office.look("demande").await;
    office.fill("text", ANSWER).await;
    office.press("Envoyer le message").await;
    office.see(ANSWER).await;
}

async fn remind_and_close(estate: &Estate, office: &Walker<'_>, campaign: &str) {
    office.visit(estate, campaign).await;
    office.press("Relancer ceux qui n’ont pas répondu").await;
    office.see("Les rappels partent").await;
    estate.letter(SILENT, "pas encore arriv").await;
    office.press("Clore la collecte").await;
    office.see("La collecte est close").await;
    office.look("collecte-close").await;
}

/// From the collection to the adoption.
async fn draw(estate: &Estate, office: &Walker<'_>) -> String {
    office.visit(estate, &format!("{PLAN}/bilans")).await;
    office.look("bilans-vides").await;
    office.follow("Commencer un bilan").await;
    office.look("bilan-formulaire").await;
    office.fill("period", "2022").await;
    office.fill("title", "Bilan annuel 2022").await;
    office.press("Commencer un bilan").await;
    office.see("Le bilan est commencé").await;
    office.choose("campaign", "Bilan 2022").await;
    office.press("Rattacher cette collecte").await;
    office.press("Consolider").await;
    office.see_barred("Figer le bilan").await;
    office.fill("introduction", INTRODUCTION).await;
    office.fill("conclusion", "Les actions sans pilote appellent une décision.").await;
    office.press("Enregistrer le brouillon").await;
    office.look("bilan-projet").await;
    office.press("Figer le bilan").await;
    office.see("Le bilan est figé").await;
    office.choose("body", "Hainaut-Centre").await;
    office.press("Soumettre à cette instance").await;
    office.look("bilan-soumis").await;
    office.press("Enregistrer l’adoption").await;
    office.see("indiquez ce qui le prouve").await;
    office.fill("reference", "Délibération n° 22-118").await;
    office.press("Enregistrer l’adoption").await;
    office.see("L’adoption est enregistrée").await;
    office.path().await
}

/// Without an account: the page with all that the contract asks of a report, and its files.
async fn read(estate: &Estate, street: &Walker<'_>, report: &str) {
    street.visit(estate, &format!("{PLAN}/bilans")).await;
    street.look("bilans").await;
    street.follow("Bilan annuel 2022").await;
    for words in ["État d’avancement", "Résultats au regard des objectifs", "Réussites, difficultés et remèdes", "Ce qui est en retard"]
    {
        street.see(words).await;
    }
    for words in [INTRODUCTION, DONE, SUCCESS, DIFFICULTY, REMEDY] {
        street.see(words).await;
    }
    street.see_nothing_of(PILOT).await;
    street.look("bilan").await;
    let pdf = estate.fetch(&format!("{report}/bilan.pdf"));
    assert!(pdf.starts_with(b"%PDF"));
    if let Some(words) = support::words(&pdf) {
        assert!(words.contains(SUCCESS) && words.contains("Santé des actions"), "{words}");
    }
    for (file, part, words) in [("docx", "word/document.xml", SUCCESS), ("xlsx", "xl/sharedStrings.xml", SUCCESS)] {
        let bytes = estate.fetch(&format!("{report}/bilan.{file}"));
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name(part).unwrap().read_to_string(&mut text).unwrap();
        assert!(text.contains(words), "{file}");
    }
}

/// A value is corrected in the plan: the report still tells the one it was published with.
async fn change(estate: &Estate, office: &Walker<'_>, street: &Walker<'_>, report: &str) {
    let kept = estate.fetch(&format!("{report}/bilan.json"));
    street.visit(estate, report).await;
    let read = street.text().await;
    office.visit(estate, &format!("{PLAN}/1.1.1/point?periode=2022")).await;
    office.fill(&office.name_of("value-").await, "57").await;
    office.unfold("Commentaire").await;
    office.fill(&office.name_of("comment-").await, "Deux réunions de plus, retrouvées.").await;
    office.fill("successes", "Une réussite racontée après coup.").await;
    office.press("Enregistrer le point").await;
    office.see("Le point est enregistré").await;
    office.see("57").await;
    street.visit(estate, report).await;
    assert_eq!(street.text().await, read, "the page of a published report does not change");
    assert_eq!(estate.fetch(&format!("{report}/bilan.json")), kept, "not a byte of its content either");
}

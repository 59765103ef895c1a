//! A convention is signed in every way there is: drawn on the screen, typed without JavaScript, on paper. What is refused says why and loses nothing.

use std::path::PathBuf;

use crate::{
    NARROW, PLAIN, WIDE,
    life::{ADA, Someone, found_an_instance, open_with, sign_in, today},
    support::{self, Browser, Estate, Walker},
};

const NAME: &str = "Ada Lenoir";
const TEXT: &str = "Entre les parties, il est convenu ce qui suit.\n\n## Article 1 – Objet\n\nLes parties partagent :\n- la cabine de vernissage ;\n- le four.\n\n## Article 2 – Durée\n\nTrois ans.";
const CENTRES: [&str; 2] = ["Formabois", "Institut technique de la Scierie"];

#[tokio::test(flavor = "multi_thread")]
async fn a_convention_is_signed_on_screen_in_words_and_on_paper() {
    let Some(browser) = Browser::find() else { return };
    let axe = support::axe();
    let estate = Estate::found();
    let office = Walker::open(&browser, WIDE, axe.as_deref()).await;
    open_with(&estate, &office, ADA, &CENTRES).await;
    found_an_instance(&estate, &office, "Instance de la Haine", "province:50000", ADA).await;
    let convention = write_it(&estate, &office).await;
    draw_it(&estate, &office, &convention).await;
    type_it(&estate, &browser, &convention, ADA).await;
    receive_paper(&estate, &office, &convention).await;
    office.close().await;
    let street = Walker::open(&browser, NARROW, axe.as_deref()).await;
    street.visit(&estate, &convention).await;
    street.see("Article 1 – Objet").await;
    street.look("convention-publique").await;
    street.close().await;
}

/// A convention between the Instance and two centres, for each of which Ada signs.
async fn write_it(estate: &Estate, office: &Walker<'_>) -> String {
    office.visit(estate, "/instances/instance-de-la-haine/conventions").await;
    office.look("conventions-vides").await;
    office.follow("Rédiger une convention").await;
    office.fill("convention-title", "Convention de partage d’équipements").await;
    office.fill("convention-starts_on", &today().to_string()).await;
    office.fill("convention-text", TEXT).await;
    office.look("convention-formulaire").await;
    office.press("Enregistrer").await;
    office.see("il en faut deux au moins").await;
    let convention = office.path().await;
    for (already, organisation) in [None, Some(CENTRES[0]), Some(CENTRES[1])].into_iter().enumerate() {
        office.visit(estate, &convention).await;
        // The form is unfolded as long as two parties are missing.
        if already == 2 {
            office.unfold("Ajouter une partie").await;
        }
        match organisation {
            Some(name) => office.pick("party-organisation", name).await,
            None => office.choose("party-body", "Instance de la Haine").await,
        }
        office.fill("party-capacity", if organisation.is_some() { "Centre de formation" } else { "Instance" }).await;
        office.pick("party-person", ADA.family).await;
        office.fill("party-signatory_capacity", "Directrice").await;
        if organisation.is_some() {
            office.fill("party-delegation", "Délégation du conseil d’administration").await;
            office.fill("party-delegation_until", &(today() + chrono::Months::new(6)).to_string()).await;
        }
        office.press("Ajouter la partie").await;
        office.see("C’est enregistré").await;
    }
    office.unfold("Ajouter un engagement").await;
    office.fill("obligation-words", "Tenir le planning de la cabine").await;
    office.fill("obligation-due_on", &(today() + chrono::Months::new(2)).to_string()).await;
    office.press("Ajouter l’engagement").await;
    office.look("convention").await;
    office.press("Soumettre aux parties").await;
    office.choose("lock-previewed", "J’ai relu la convention").await;
    office.press("Verrouiller le texte").await;
    office.see("À signer").await;
    office.look("convention-a-signer").await;
    convention
}

/// Drawn: refused as long as consent is not given, and the drawing is still there.
async fn draw_it(estate: &Estate, office: &Walker<'_>, convention: &str) {
    office.visit(estate, convention).await;
    office.follow("Signer").await;
    office.draw("sign-drawing").await;
    office.look("signature-tracee").await;
    let drawn = office.value("sign-drawing").await;
    office.press("Signer").await;
    office.see("Cochez la case").await;
    assert_eq!(office.value("sign-drawing").await.trim(), drawn.trim(), "the drawing comes back");
    office.look("signature-refusee").await;
    office.choose("sign-consents", "Je signe").await;
    office.press("Signer").await;
    office.see("La signature est enregistrée").await;
    office.see("tracé à l’écran").await;
}

/// Typed, where no script runs.
async fn type_it(estate: &Estate, browser: &Browser, convention: &str, someone: Someone) {
    let plain = Walker::open(browser, PLAIN, None).await;
    sign_in(estate, &plain, someone).await;
    plain.visit(estate, convention).await;
    plain.follow("Signer").await;
    plain.see_nothing_of("Effacer le tracé").await;
    plain.choose("sign-consents", "Je signe").await;
    plain.press("Signer").await;
    plain.see("écrivez vos nom et prénom").await;
    plain.fill("sign-name", NAME).await;
    plain.press("Signer").await;
    plain.see("nom écrit et consentement").await;
    plain.close().await;
}

/// On paper: not a PDF, too large, then the copy.
async fn receive_paper(estate: &Estate, office: &Walker<'_>, convention: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &[u8]| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    };
    let huge = [&b"%PDF-1.7\n"[..], &vec![b' '; 11 << 20]].concat();
    let wrong = [file("lettre.pdf", b"Ceci n'est pas un PDF."), file("enorme.pdf", &huge)];
    office.visit(estate, convention).await;
    office.unfold("Joindre une copie signée").await;
    office.choose("paper-party", CENTRES[1]).await;
    office.fill("paper-on", &today().to_string()).await;
    for (path, words) in wrong.iter().zip(["n’est pas d’un type accepté", "trop lourd"]) {
        office.attach("paper-file", path).await;
        office.press("Enregistrer la signature").await;
        office.see(words).await;
        assert_eq!(office.value("paper-on").await, today().to_string(), "what was typed is still there");
        office.look(&format!("papier-refuse-{}", path.file_stem().unwrap().display())).await;
    }
    office.attach("paper-file", &file("signee.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")).await;
    office.press("Enregistrer la signature").await;
    office.see("copie signée sur papier").await;
    office.see("En vigueur").await;
    office.look("convention-en-vigueur").await;
}

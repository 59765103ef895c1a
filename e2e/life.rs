//! One whole life, through the pages alone: a platform opens, two Instances are founded, one of them creates a pole that lacks a component and is
//! refused, completes it, recognises it; the pole meets, somebody objects, the text is reworked and adopted, communicated, acknowledged; a joint
//! project is agreed to by one Instance and returned by the other; the pole is evaluated and renewed. The power is cut in the middle. Visitors see
//! what is public, nothing else.
//!
//! The clock is the real one: so that the term of the pole is near its end, its recognition is recorded as of the day it would have taken place.

use std::sync::OnceLock;

use bassin_kernel::{Clock as _, DateRange, Day, SystemClock, day_of, local};
use chrono::{Days, Duration, Months, NaiveDateTime, NaiveTime};

use crate::{
    NARROW, PLAIN, WIDE,
    support::{self, Browser, Estate, Walker},
};

const ARTICLE: &str = "Accord de coopération du 20 mars 2014, art. 18";
const PASSWORD: &str = "prairie tambour velours cascade";
const POLE: &str = "/instances/pole-bois";
const OBJECTION: &str = "Nos élèves n’auraient accès à l’atelier que le soir.";

/// Somebody of the story.
#[derive(Clone, Copy)]
pub struct Someone {
    pub given: &'static str,
    pub family: &'static str,
    pub email: &'static str,
}

impl Someone {
    const fn new(given: &'static str, family: &'static str, email: &'static str) -> Self {
        Self { given, family, email }
    }

    fn name(self) -> String {
        format!("{} {}", self.given, self.family)
    }
}

pub const ADA: Someone = Someone::new("Ada", "Lenoir", "ada.lenoir@example.org");
const CLAIRE: Someone = Someone::new("Claire", "Dumont", "claire.dumont@example.org");
const HUGO: Someone = Someone::new("Hugo", "Petit", "hugo.petit@example.org");
const ANNE: Someone = Someone::new("Anne", "Martin", "anne.martin@example.org");
const BRUNO: Someone = Someone::new("Bruno", "Lambert", "bruno.lambert@example.org");
const DENISE: Someone = Someone::new("Denise", "Collard", "denise.collard@example.org");

/// A component of the pole: words of its name, who sits and for which organisation.
struct Component {
    words: &'static str,
    person: Someone,
    organisation: &'static str,
    kind: &'static str,
    commune: &'static str,
}

const COMPONENTS: [Component; 3] = [
    Component {
        words: "partenaires sociaux, siège",
        person: ANNE,
        organisation: "Ateliers du Chêne",
        kind: "enterprise",
        commune: "Soignies",
    },
    Component {
        words: "de l’insertion, siège", person: BRUNO, organisation: "Formabois", kind: "training-operator", commune: "Charleroi"
    },
    Component {
        words: "enseignement qualifiant, siège",
        person: DENISE,
        organisation: "Institut technique de la Scierie",
        kind: "secondary-school",
        commune: "Tournai",
    },
];

#[tokio::test(flavor = "multi_thread")]
async fn a_pole_lives_from_its_foundation_to_its_renewal() {
    let Some(browser) = Browser::find() else { return };
    let axe = support::axe();
    let mut estate = Estate::found();
    let office = Walker::open(&browser, WIDE, axe.as_deref()).await;
    open_the_platform(&estate, &office).await;
    found_the_instances(&estate, &office).await;
    office.sign_out().await;
    come_in(&estate, &office, CLAIRE).await;
    office.look("mon-espace").await;
    create_the_pole(&estate, &office).await;
    recognise_it(&estate, &office).await;
    let project = write_a_project(&estate, &office).await;
    let meeting = convene(&estate, &office).await;
    let decision = put_the_project(&estate, &office, &project, &meeting).await;

    let member = Walker::open(&browser, PLAIN, None).await;
    come_in(&estate, &member, DENISE).await;
    member.sign_out().await;
    sign_in(&estate, &member, DENISE).await;
    take_position(&estate, &member, &decision, "object", OBJECTION).await;
    find_it_blocked(&estate, &office, &decision).await;

    let street = Walker::open(&browser, NARROW, axe.as_deref()).await;
    see_no_draft(&estate, &street, [&project, &meeting, &decision]).await;
    estate.cut_power();
    rework_it(&estate, &office, &decision).await;
    take_position(&estate, &member, &decision, "agree", "").await;
    member.see("D’accord").await;
    member.close().await;
    adopt_it(&estate, &office, &decision).await;
    close_the_meeting(&estate, &office, &meeting).await;
    submit_it(&estate, &office, &project).await;

    see_what_is_public(&estate, &street, [&project, &meeting, &decision]).await;
    return_it(&estate, &street, &project).await;
    street.close().await;
    renew_the_pole(&estate, &office).await;
    office.close().await;
    let verified = estate.run(&["journal", "verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
}

/// The first visit, by the link that the terminal gave; then organisations and people.
async fn open_the_platform(estate: &Estate, office: &Walker<'_>) {
    office.visit(estate, estate.first_visit()).await;
    office.look("premiere-visite").await;
    become_administrator(office, ADA).await;
    office.look("administration").await;
    for someone in [CLAIRE, HUGO, DENISE] {
        office.visit(estate, "/administration/comptes").await;
        office.follow("Inviter").await;
        office.fill("given_name", someone.given).await;
        office.fill("family_name", someone.family).await;
        office.fill("email", someone.email).await;
        office.press("Envoyer l’invitation").await;
        office.see("L’invitation est envoyée").await;
    }
    office.visit(estate, "/administration/comptes").await;
    office.look("comptes").await;
    for someone in [ANNE, BRUNO] {
        office.visit(estate, "/personnes/nouvelle").await;
        office.fill("given_name", someone.given).await;
        office.fill("family_name", someone.family).await;
        office.fill("email", someone.email).await;
        office.press("Enregistrer").await;
        office.see(&someone.name()).await;
    }
    office.look("personne").await;
    for component in COMPONENTS {
        office.visit(estate, "/structures/nouvelle").await;
        office.fill("name", component.organisation).await;
        office.choose("kind", component.kind).await;
        office.fill("commune", component.commune).await;
        office.press("Ajouter").await;
        office.see(component.commune).await;
    }
    office.look("structure").await;
    office.visit(estate, "/structures").await;
    office.see("Formabois").await;
    office.look("structures").await;
}

async fn become_administrator(office: &Walker<'_>, someone: Someone) {
    office.fill("given_name", someone.given).await;
    office.fill("family_name", someone.family).await;
    office.fill("email", someone.email).await;
    office.fill("password", PASSWORD).await;
    office.press("Créer le compte d’administration").await;
    office.see("La plateforme est ouverte").await;
}

/// The first visit, and training centres, without a look: for stories about something else.
pub async fn open_with(estate: &Estate, office: &Walker<'_>, someone: Someone, centres: &[&str]) {
    office.visit(estate, estate.first_visit()).await;
    become_administrator(office, someone).await;
    for centre in centres {
        office.visit(estate, "/structures/nouvelle").await;
        office.fill("name", centre).await;
        office.choose("kind", "training-operator").await;
        office.fill("commune", "Charleroi").await;
        office.press("Ajouter").await;
        office.see("Charleroi").await;
    }
}

/// An Instance, with its territory and its first secretariat.
pub async fn found_an_instance(estate: &Estate, office: &Walker<'_>, name: &str, perimeter: &str, secretary: Someone) {
    office.visit(estate, "/instances/nouvelle").await;
    office.follow("Instance Bassin Enseignement qualifiant").await;
    office.fill("name", name).await;
    office.fill("perimeter", perimeter).await;
    office.pick("secretary", secretary.family).await;
    office.press("Créer l’instance").await;
    office.see("L’instance est créée").await;
    office.see(&secretary.name()).await;
}

/// Two Instances, each with its territory and its first secretariat.
async fn found_the_instances(estate: &Estate, office: &Walker<'_>) {
    office.visit(estate, "/instances").await;
    office.follow("Créer une instance").await;
    office.look("statuts-au-choix").await;
    for (name, perimeter, secretary) in
        [("Instance de la Haine", "province:50000", CLAIRE), ("Instance de la Lesse", "province:90000", HUGO)]
    {
        found_an_instance(estate, office, name, perimeter, secretary).await;
    }
}

/// The invitation that was received by letter, then a password.
async fn come_in(estate: &Estate, walker: &Walker<'_>, someone: Someone) {
    let letter = estate.letter(someone.email, "/invitation/").await;
    let (_, link) = letter.split_once("/invitation/").expect("the letter holds the link");
    let token: String = link.chars().take_while(char::is_ascii_alphanumeric).collect();
    walker.visit(estate, &format!("/invitation/{token}")).await;
    walker.see(&someone.name()).await;
    walker.fill("password", PASSWORD).await;
    walker.press("Ouvrir mon compte").await;
    walker.see("Votre compte est prêt").await;
}

pub async fn sign_in(estate: &Estate, walker: &Walker<'_>, someone: Someone) {
    walker.visit(estate, "/connexion").await;
    walker.fill("email", someone.email).await;
    walker.fill("password", PASSWORD).await;
    walker.press("Se connecter").await;
    assert_eq!(walker.path().await, "/mon-espace");
}

/// The day the story began: it does not change when midnight passes meanwhile.
pub fn today() -> Day {
    static TODAY: OnceLock<Day> = OnceLock::new();
    *TODAY.get_or_init(|| day_of(SystemClock.now()))
}

/// A meeting that is still to come and may already be opened, whatever the time: it begins within the hour, and ends on the day it began.
fn soon() -> (NaiveDateTime, NaiveDateTime) {
    let start = local(SystemClock.now()) + Duration::minutes(50);
    let late = start.time() >= LAST;
    let start = if late { (start.date() + Days::new(1)).and_time(NaiveTime::MIN) } else { start };
    (start, start.date().and_time(LAST).min(start + Duration::minutes(30)))
}

/// The last minute of a day at which a meeting may end.
const LAST: NaiveTime = NaiveTime::from_hms_opt(23, 59, 0).unwrap();

/// A term of three years that began thirty-two months ago: its evaluation is due.
fn term() -> DateRange {
    DateRange::months_from(today() - Months::new(32), 36)
}

/// The Instance declares a theme, and proposes a pole around it.
async fn create_the_pole(estate: &Estate, office: &Walker<'_>) {
    office.visit(estate, "/instances/instance-de-la-haine").await;
    office.look("instance").await;
    office.follow("Modifier la fiche").await;
    office.fill("themes", "Métiers du bois").await;
    office.press("Enregistrer").await;
    office.see("Métiers du bois").await;
    office.follow("Créer une instance qui en dépend").await;
    office.follow("Pôle de synergies").await;
    office.look("creer-un-pole").await;
    office.fill("name", "Pôle Bois").await;
    office.choose("parents", "Instance de la Haine").await;
    office.choose("subject_kind", "sector").await;
    office.fill("subject", "Métiers du bois").await;
    office.fill("starts_on", &term().first().to_string()).await;
    office.fill("ends_on", &term().last().to_string()).await;
    office.pick("secretary", CLAIRE.family).await;
    office.press("Créer l’instance").await;
    office.see("L’instance est créée").await;
    for component in &COMPONENTS[..2] {
        fill_the_seat(estate, office, component).await;
    }
    office.look("composition-incomplete").await;
}

async fn fill_the_seat(estate: &Estate, office: &Walker<'_>, component: &Component) {
    office.visit(estate, &format!("{POLE}/composition")).await;
    office.follow(component.words).await;
    office.pick("person", component.person.family).await;
    office.pick("organisation", component.organisation).await;
    office.choose("how", "appoint").await;
    office.fill("act", "Délibération de l’Instance").await;
    office.press("Enregistrer").await;
    office.see("La nomination est enregistrée").await;
}

/// Without education operators it is refused, with the article; with them, it is recognised.
async fn recognise_it(estate: &Estate, office: &Walker<'_>) {
    let terms = format!("{POLE}/periodes");
    office.visit(estate, &terms).await;
    office.see_barred("Reconnaître").await;
    office.see("Opérateurs d’enseignement qualifiant").await;
    office.see(ARTICLE).await;
    office.look("reconnaissance-refusee").await;
    let refusal = office.address("Refuser").await;
    office.visit(estate, &refusal.replace("kind=refuse", "kind=recognise")).await;
    office.fill("act", "Délibération de l’Instance").await;
    office.press("Reconnaître").await;
    office.see("enseignement qualifiant").await;
    office.see(ARTICLE).await;
    office.look("reconnaissance-refusee-au-formulaire").await;

    fill_the_seat(estate, office, &COMPONENTS[2]).await;
    office.look("composition").await;
    office.visit(estate, &terms).await;
    office.follow("Reconnaître").await;
    office.fill("act", "Délibération de l’Instance, point 4").await;
    office.press("Reconnaître").await;
    office.see("La décision est enregistrée").await;
    office.see("Reconnue par Instance de la Haine").await;
    office.look("periodes").await;
    office.visit(estate, POLE).await;
    office.look("pole").await;
}

/// A project on the territories of both Instances.
async fn write_a_project(estate: &Estate, office: &Walker<'_>) -> String {
    office.visit(estate, &format!("{POLE}/projets")).await;
    office.look("projets-vides").await;
    office.follow("Proposer un projet").await;
    office.choose("poles", "Pôle Bois").await;
    office.fill("title", "Atelier de menuiserie partagé").await;
    office.fill("summary", "Un atelier ouvert aux élèves, aux apprenants et aux demandeurs d’emploi.").await;
    office.fill("need", "Trois opérateurs achètent séparément les mêmes machines.").await;
    office.fill("link", "Le projet porte sur les métiers du bois.").await;
    office.choose("aspects", "equipment").await;
    office.fill("nature-innovative", "Aucun atelier n’est partagé dans le bassin.").await;
    office.choose("publics", "pupils").await;
    office.pick("lead", "Formabois").await;
    office.fill("territory", "province:50000 + province:90000").await;
    office.fill("starts", &today().to_string()).await;
    office.fill("ends", &term().last().to_string()).await;
    office.fill("budget", "Machines ; 12 500 ; Fonds existant ; recherché").await;
    office.fill("expected", "Deux cents heures d’atelier par mois.").await;
    office.look("projet-formulaire").await;
    office.press("Enregistrer").await;
    office.see("12\u{202f}500,00").await;
    office.look("projet").await;
    office.path().await
}

/// Planned for later, in less than an hour: it is still to come, and may already be opened.
async fn convene(estate: &Estate, office: &Walker<'_>) -> String {
    office.visit(estate, &format!("{POLE}/reunions/nouvelle")).await;
    office.fill("title", "Réunion d’automne").await;
    let (start, end) = soon();
    office.fill("date", &start.date().to_string()).await;
    office.fill("start", &start.format("%H:%M").to_string()).await;
    office.fill("end", &end.format("%H:%M").to_string()).await;
    office.fill("place", "Soignies, salle des fêtes").await;
    office.look("reunion-formulaire").await;
    office.press("Enregistrer").await;
    office.see("Écrivez son ordre du jour").await;
    office.fill("title", "Atelier partagé").await;
    office.choose("purpose", "decision").await;
    office.press("Inscrire un point").await;
    office.look("ordre-du-jour").await;
    office.follow("Préparer la convocation").await;
    office.see(DENISE.email).await;
    office.look("convocation").await;
    office.press("Envoyer la convocation").await;
    office.see("La convocation est partie").await;
    let meeting = office.path().await;
    estate.letter(ANNE.email, "text/calendar").await;
    office.visit(estate, &format!("{meeting}/presences")).await;
    office.see_barred("Ouvrir la réunion").await;
    for someone in [ANNE, BRUNO, DENISE] {
        office.press(&format!("Présent {}", someone.name())).await;
    }
    office.look("presences").await;
    office.press("Ouvrir la réunion").await;
    office.see("La réunion est ouverte").await;
    office.look("reunion").await;
    office.visit(estate, &format!("{meeting}/conduite")).await;
    office.look("conduite").await;
    meeting
}

/// The decision that adopts the project, opened in the meeting; two members agree aloud.
async fn put_the_project(estate: &Estate, office: &Walker<'_>, project: &str, meeting: &str) -> String {
    office.visit(estate, project).await;
    office.follow("Faire adopter le projet").await;
    office.fill("decision-text", "Le pôle adopte le projet d’atelier partagé, ouvert le soir.").await;
    office.choose("decision-place", "Atelier partagé").await;
    office.look("decision-formulaire").await;
    office.press("Enregistrer").await;
    let decision = office.path().await;
    office.look("decision-projet").await;
    office.press("Soumettre à l’instance").await;
    office.see("Le texte est soumis à l’instance").await;
    assert!(meeting.starts_with("/reunions/"));
    speak_for_two(office).await;
    decision
}

async fn speak_for_two(office: &Walker<'_>) {
    for someone in [ANNE, BRUNO] {
        office.choose("position-seat", &someone.name()).await;
        office.choose("position-stand", "agree").await;
        office.press("Enregistrer la position").await;
    }
}

async fn take_position(estate: &Estate, member: &Walker<'_>, decision: &str, stand: &str, words: &str) {
    member.visit(estate, decision).await;
    member.choose("position-stand", stand).await;
    member.fill("position-words", words).await;
    member.press("Enregistrer la position").await;
    member.see(words).await;
}

async fn find_it_blocked(estate: &Estate, office: &Walker<'_>, decision: &str) {
    office.visit(estate, decision).await;
    office.see(OBJECTION).await;
    office.press("Lancer l’appel").await;
    office.see("Ce qui manque pour adopter").await;
    office.look("decision-objection").await;
    office.press("Déclarer adoptée").await;
    office.see(ARTICLE).await;
    office.unfold("Constater qu’une objection").await;
    office.press("Constater le blocage").await;
    office.see("Bloquée par une objection").await;
    office.look("decision-bloquee").await;
}

/// Nothing of what is being prepared is told to visitors.
async fn see_no_draft(estate: &Estate, street: &Walker<'_>, [project, meeting, decision]: [&str; 3]) {
    for path in [project, decision] {
        street.is_kept_from(estate, path, "telier").await;
    }
    street.is_kept_from(estate, meeting, "automne").await;
    for path in ["/administration", "/administration/comptes", "/administration/journal", "/compte", "/mon-espace", "/personnes/nouvelle"] {
        street.is_kept_from(estate, path, DENISE.family).await;
    }
    for (path, words) in [(format!("{POLE}/decisions"), "telier"), ("/projets".into(), "telier"), (format!("{POLE}/reunions"), "automne")] {
        street.visit(estate, &path).await;
        street.see_nothing_of(words).await;
    }
    street.visit(estate, "/connexion").await;
    street.look("connexion").await;
}

/// After the power came back, nothing is lost: the secretary is still signed in, the objection is there, and the text goes on.
async fn rework_it(estate: &Estate, office: &Walker<'_>, decision: &str) {
    office.visit(estate, decision).await;
    office.see("Bloquée par une objection").await;
    office.see(OBJECTION).await;
    office.fill("rework-text", "Le pôle adopte le projet d’atelier partagé, ouvert en journée deux jours par semaine.").await;
    office.fill("rework-words", "Répondre à l’objection de l’enseignement.").await;
    office.press("Soumettre la nouvelle version").await;
    office.see("La nouvelle version est soumise").await;
    office.unfold("Différences entre la version 1 et la version 2").await;
    office.look("decision-retravaillee").await;
    speak_for_two(office).await;
}

/// Adopted, then communicated to the Instance, which acknowledges.
async fn adopt_it(estate: &Estate, office: &Walker<'_>, decision: &str) {
    office.visit(estate, decision).await;
    office.press("Lancer l’appel").await;
    office.see("Rien ne manque pour déclarer la décision adoptée").await;
    office.fill("adopt-words", "Personne ne maintient d’objection.").await;
    office.press("Déclarer adoptée").await;
    office.see("La décision est adoptée et communiquée").await;
    office.see(OBJECTION).await;
    office.look("decision-adoptee").await;
    office.visit(estate, &format!("{POLE}/decisions")).await;
    office.look("decisions").await;
    office.visit(estate, "/instances/instance-de-la-haine/transmissions").await;
    office.look("transmissions").await;
    office.follow("telier").await;
    office.look("transmission").await;
    office.press("Enregistrer").await;
    office.see("C’est enregistré").await;
}

async fn close_the_meeting(estate: &Estate, office: &Walker<'_>, meeting: &str) {
    office.visit(estate, &format!("{meeting}/conduite")).await;
    office.press("Point traité").await;
    office.press("Clore la réunion").await;
    office.see("La réunion est close").await;
    office.visit(estate, &format!("{meeting}/compte-rendu")).await;
    let minutes = office.value("text").await;
    for told in [ANNE.family, DENISE.family, OBJECTION, "ouvert en journée", "Adoptée"] {
        assert!(minutes.contains(told), "the minutes say nothing of {told}: {minutes}");
    }
    office.look("compte-rendu").await;
}

/// To both Instances, of which the first agrees.
async fn submit_it(estate: &Estate, office: &Walker<'_>, project: &str) {
    office.visit(estate, project).await;
    office.see("Adopté par le pôle").await;
    for act in ["Soumettre aux instances", "Déclarer recevable", "Donner l’accord"] {
        office.follow(act).await;
        office.look("projet-acte").await;
        office.press(act).await;
    }
    office.see("Instance de la Lesse").await;
    office.look("projet-soumis").await;
}

/// What was adopted is public; what is private stays so.
async fn see_what_is_public(estate: &Estate, street: &Walker<'_>, [project, meeting, decision]: [&str; 3]) {
    street.visit(estate, &format!("{POLE}/decisions")).await;
    street.follow("telier").await;
    assert_eq!(street.path().await, decision);
    street.see("ouvert en journée").await;
    street.look("visiteur-decision").await;
    street.visit(estate, "/projets").await;
    street.look("visiteur-projets").await;
    street.follow("telier").await;
    assert_eq!(street.path().await, project);
    street.look("visiteur-projet").await;
    street.is_kept_from(estate, meeting, "automne").await;
    for page in ["/instances", POLE] {
        street.visit(estate, page).await;
        street.look(&format!("visiteur-{}", page.trim_start_matches("/instances").trim_start_matches('/'))).await;
    }
    street.visit(estate, &format!("{POLE}/composition")).await;
    street.see_nothing_of(DENISE.email).await;
}

/// The second Instance's secretary signs in with the keyboard alone, and returns the project.
async fn return_it(estate: &Estate, street: &Walker<'_>, project: &str) {
    come_in(estate, street, HUGO).await;
    street.sign_out().await;
    street.visit(estate, &format!("/connexion?suite={project}")).await;
    street.tab_to("email").await;
    street.key(HUGO.email).await;
    street.tab_to("password").await;
    street.key(PASSWORD).await;
    street.key("\u{e007}").await;
    street.see("Atelier de menuiserie partagé").await;
    street.follow("Renvoyer aux auteurs").await;
    street.fill("words", "Le transport des élèves n’est pas prévu.").await;
    street.press("Renvoyer aux auteurs").await;
    street.see("Renvoyé à ses auteurs").await;
    street.look("projet-renvoye").await;
}

/// No renewal before the evaluation; then evaluated by the pole, validated by the Instance, renewed.
async fn renew_the_pole(estate: &Estate, office: &Walker<'_>) {
    let terms = format!("{POLE}/periodes");
    office.visit(estate, &terms).await;
    office.press("Proposer").await;
    office.see("La période est proposée").await;
    office.see_barred("Reconnaître").await;
    office.see("n’a pas été remise").await;
    office.see(ARTICLE).await;
    office.look("renouvellement-refuse").await;
    office.follow("Écrire l’évaluation").await;
    office.fill("functioning", "Le pôle s’est réuni, les trois composantes étaient là.").await;
    office.fill("results", "Un projet d’atelier partagé est adopté.").await;
    office.fill("recommendations", "Prévoir le transport des élèves.").await;
    office.choose("advises_renewal", "1").await;
    office.look("evaluation").await;
    office.press("Remettre aux instances").await;
    office.see("L’évaluation est remise").await;
    for (label, done) in [("Valider l’évaluation", "Évaluation validée par"), ("Reconnaître", "renouvelée")] {
        office.follow(label).await;
        office.fill("act", "Délibération de l’Instance").await;
        office.press(label).await;
        office.see(done).await;
    }
    office.look("renouvelee").await;
}

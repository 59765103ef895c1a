//! What is written to those who are asked, each letter with a link of its own.

use bassin_database::{Error, Transaction};
use bassin_kernel::{Language, text};
use bassin_mail::Letter;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::digest;
use crate::{
    Plans, Sheet, Tree,
    campaign::{Campaign, Collection, Key, Recipient},
    store,
};

/// Why a letter is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Occasion {
    /// The campaign opens, or somebody else is asked.
    Opened,
    /// No answer came; the form that asked for it.
    Reminded(Uuid),
    /// Whoever runs the plan wrote: the message, and what it says.
    Said(Uuid, String),
}

impl Plans {
    /// Queues a letter to each address of a request, in the transaction, and keeps the request.
    pub(super) async fn write_to_pilots(
        &self,
        transaction: &Transaction,
        tree: &Tree,
        collection: &mut Collection,
        place: usize,
        occasion: &Occasion,
    ) -> Result<(), Error> {
        let campaign = &collection.campaign;
        let Some(request) = collection.requests.get_mut(place) else { return Ok(()) };
        let Some(sheet) = tree.sheet(request.node) else { return Ok(()) };
        if request.recipients.is_empty() {
            return Ok(());
        }
        for recipient in &request.recipients {
            let secret = self.secret();
            let key = Key { digest: digest(&secret), request: request.id, at: transaction.now() };
            store::campaign::add_key(transaction, &key).await?;
            let link = self.directory.link(&format!("/suivi/{secret}"));
            let (subject, body) = words(occasion, campaign, tree, sheet, recipient, &link);
            let id = match occasion {
                Occasion::Opened => self.fresh(),
                Occasion::Reminded(form) | Occasion::Said(form, _) => once(*form, request.id, &recipient.email),
            };
            let letter =
                Letter { id, to: recipient.email.clone(), name: recipient.name.clone(), subject, text: body, attachments: Vec::new() };
            bassin_mail::queue(transaction, &letter).await?;
        }
        request.letters += 1;
        request.written_at = Some(transaction.now());
        request.revision += 1;
        store::campaign::save_request(transaction, request).await?;
        Ok(())
    }

    /// Tells whoever opened the campaign that a pilot asks something.
    pub(super) async fn write_to_officer(
        &self,
        transaction: &Transaction,
        tree: &Tree,
        campaign: &Campaign,
        (node, request, message): (Uuid, Uuid, Uuid),
        said: &str,
    ) -> Result<(), Error> {
        let Some(id) = campaign.opened_by else { return Ok(()) };
        let Some(officer) = bassin_directory::person_in(transaction, id).await?.filter(|person| !person.email.is_empty()) else {
            return Ok(());
        };
        let Some(sheet) = tree.sheet(node) else { return Ok(()) };
        let page = self.directory.link(&format!("/plan/{}/campagnes/{}/demandes/{request}", campaign.plan, campaign.id));
        let number = &sheet.node.number;
        let (subject, text) = match officer.language {
            Language::French => (
                format!("Question d’un pilote : action {number}"),
                format!("Bonjour,\n\nLe pilote de l’action {number} « {} » écrit :\n\n{said}\n\nRépondre :\n{page}\n", sheet.node.title.fr),
            ),
            Language::English => (
                format!("A pilot asks: action {number}"),
                format!("Hello,\n\nThe pilot of action {number} “{}” writes:\n\n{said}\n\nAnswer:\n{page}\n", sheet.node.title.en),
            ),
        };
        let id = once(message, request, &officer.email);
        let letter = Letter { id, to: officer.email.clone(), name: officer.name(), subject, text, attachments: Vec::new() };
        bassin_mail::queue(transaction, &letter).await
    }
}

/// The same identifier for the same form, request and address: pressed twice, it leaves once.
fn once(form: Uuid, request: Uuid, email: &str) -> Uuid {
    let digest = Sha256::digest(format!("{form} {request} {email}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

fn words(occasion: &Occasion, campaign: &Campaign, tree: &Tree, sheet: &Sheet, to: &Recipient, link: &str) -> (String, String) {
    let (number, title) = (&sheet.node.number, sheet.node.title.get(to.language));
    let (plan, period) = (tree.plan.name.get(to.language), campaign.period.label(to.language));
    let (message, last) = (&campaign.message, text::day(campaign.closes_on, to.language));
    match to.language {
        Language::French => {
            let hello = if to.name.is_empty() { "Bonjour,".to_owned() } else { format!("Bonjour {},", to.name) };
            let (subject, opening) = match occasion {
                Occasion::Opened => (format!("Action {number} : où en est-on en {period} ?"), message.clone()),
                Occasion::Reminded(_) => (
                    format!("Rappel – action {number} : où en est-on en {period} ?"),
                    format!("Votre réponse n’est pas encore arrivée.\n\n{message}"),
                ),
                Occasion::Said(_, said) => (format!("Action {number} : réponse à votre question"), said.clone()),
            };
            let rest = format!(
                "Action {number} : {title}\nPlan : {plan}\nPériode : {period}\nÀ renseigner jusqu’au {last} inclus, sur un ordinateur ou un téléphone :\n{link}\n\n\
                 Ce lien n’ouvre que cette fiche, sans compte, jusqu’à la fin de la collecte. Il vous est personnel : ne le transmettez qu’à la personne qui répond de l’action. \
                 Une question ? Posez-la au bas de la même page.\n"
            );
            (subject, format!("{hello}\n\n{opening}\n\n{rest}"))
        }
        Language::English => {
            let hello = if to.name.is_empty() { "Hello,".to_owned() } else { format!("Hello {},", to.name) };
            let (subject, opening) = match occasion {
                Occasion::Opened => (format!("Action {number}: how far is it in {period}?"), message.clone()),
                Occasion::Reminded(_) => (
                    format!("Reminder – action {number}: how far is it in {period}?"),
                    format!("Your answer has not come yet.\n\n{message}"),
                ),
                Occasion::Said(_, said) => (format!("Action {number}: an answer to your question"), said.clone()),
            };
            let rest = format!(
                "Action {number}: {title}\nPlan: {plan}\nPeriod: {period}\nTo be filled until {last} included, on a computer or a telephone:\n{link}\n\n\
                 This link opens this sheet only, without an account, until the collection ends. It is yours alone: give it only to whoever answers for the action. \
                 A question? Ask it at the foot of the same page.\n"
            );
            (subject, format!("{hello}\n\n{opening}\n\n{rest}"))
        }
    }
}

//! What is done with collection campaigns: opening one, reminding, putting off, closing.

mod answer;
mod letters;

use std::{collections::HashMap, sync::Arc};

use bassin_database::{Error, Record, Transaction, problem};
use bassin_kernel::{Day, Kind, Period, Problem, Timestamp, Viewer, Violation, day_of};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use self::letters::Occasion;
use super::{act::stale, read::no_plan, right::check_manage};
use crate::{
    Plan, Plans, Sheet, Tree,
    campaign::{Campaign, Collection, Extension, Recipient, Request},
    rules::campaign as rules,
    store,
};

pub use answer::{Door, Given, Opened};

/// A campaign as its form gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignDraft {
    /// Made when the form was shown.
    pub id: Uuid,
    /// The plan.
    pub plan: String,
    /// Its title.
    pub title: String,
    /// What is said to those who are asked.
    pub message: String,
    /// The period.
    pub period: Option<Period>,
    /// The last day.
    pub closes_on: Option<Day>,
    /// How many days before the last one a reminder leaves.
    pub remind_before: u32,
    /// For each action, the addresses to write to, as they are typed.
    pub addresses: Vec<(Uuid, String)>,
}

impl Plans {
    /// The campaigns of a plan with their requests, the latest first.
    ///
    /// # Errors
    /// The viewer does not run the plan, or the store does not answer.
    pub async fn campaigns(&self, viewer: &Viewer, plan: &Plan) -> Result<Vec<Collection>, Problem> {
        check_manage(viewer, plan)?;
        let connection = self.database.read();
        let mut found = Vec::new();
        for campaign in store::campaign::of_plan(connection, &plan.id).await.map_err(problem)? {
            found.extend(store::campaign::collection(connection, campaign.id).await.map_err(problem)?);
        }
        Ok(found)
    }

    /// A campaign, with the plan it is about.
    ///
    /// # Errors
    /// There is none, the viewer does not run its plan, or the store does not answer.
    pub async fn collection(&self, viewer: &Viewer, id: Uuid) -> Result<(Collection, Arc<Tree>), Problem> {
        let found = store::campaign::collection(self.database.read(), id).await.map_err(problem)?.ok_or_else(no_campaign)?;
        let tree = self.tree(&found.campaign.plan).await?;
        check_manage(viewer, &tree.plan)?;
        Ok((found, tree))
    }

    /// Where those who pilot the actions asked about can be written to, as the directory knows: people first, then organisations.
    ///
    /// # Errors
    /// The viewer does not run the plan, or the store does not answer.
    pub async fn recipients(&self, viewer: &Viewer, tree: &Tree) -> Result<HashMap<Uuid, Vec<Recipient>>, Problem> {
        check_manage(viewer, &tree.plan)?;
        let sheets = rules::asked(tree);
        let parts = || sheets.iter().flat_map(|sheet| sheet.node.pilots());
        let people: Vec<Uuid> = parts().filter_map(|part| part.person).collect();
        let organisations: Vec<Uuid> = parts().filter_map(|part| part.organisation).collect();
        let people = self.directory.people(&people).await?;
        let organisations = self.directory.organisations(&organisations).await?;
        let of = |sheet: &Sheet| {
            let mut found: Vec<Recipient> = Vec::new();
            for part in sheet.node.pilots() {
                let person = part.person.and_then(|id| people.get(&id)).filter(|person| !person.email.is_empty());
                let organisation = part.organisation.and_then(|id| organisations.get(&id)).filter(|found| !found.email.is_empty());
                let reached = match (person, organisation) {
                    (Some(person), _) => Recipient { name: person.name(), email: person.email.clone(), language: person.language },
                    (None, Some(one)) => {
                        Recipient { name: one.name.clone(), email: one.email.clone(), language: bassin_kernel::Language::French }
                    }
                    (None, None) => continue,
                };
                if !found.iter().any(|known| known.email.eq_ignore_ascii_case(&reached.email)) {
                    found.push(reached);
                }
            }
            found
        };
        Ok(sheets.into_iter().map(|sheet| (sheet.node.id, of(sheet))).collect())
    }

    /// Opens a campaign: one request for each action that is asked about, and a letter to whoever can be reached. Sent twice, it is opened once.
    ///
    /// # Errors
    /// The viewer does not run the plan, or rules are not met (all of them are told).
    pub async fn open_campaign(&self, viewer: &Viewer, draft: CampaignDraft) -> Result<Collection, Problem> {
        let tree = self.tree(&draft.plan).await?;
        let known = self.recipients(viewer, &tree).await?;
        let names = self.pilot_names(&tree).await?;
        let (room, who) = (self.clone(), viewer.clone());
        self.database
            .write(viewer, |transaction| async move {
                let plan = store::tree::plan(&transaction, &draft.plan).await?.ok_or_else(|| no_plan(&draft.plan))?;
                check_manage(&who, &plan)?;
                if let Some(known) = store::campaign::collection(&transaction, draft.id).await? {
                    return Ok((known, None));
                }
                let others = store::campaign::of_plan(&transaction, &plan.id).await?;
                let (addresses, mut wrong) = typed(&draft.addresses, &known);
                let campaign = campaign(&draft, &who, transaction.now(), &mut wrong);
                wrong.extend(rules::unmet_to_open(&plan, &campaign, &others, day_of(transaction.now())));
                if !wrong.is_empty() {
                    return Err(Problem::new(Kind::Invalid, wrong).into());
                }
                let request = |sheet: &Sheet| Request {
                    id: room.fresh(),
                    campaign: campaign.id,
                    node: sheet.node.id,
                    pilots: names.get(&sheet.node.id).cloned().unwrap_or_default(),
                    recipients: addresses.get(&sheet.node.id).cloned().unwrap_or_default(),
                    letters: 0,
                    written_at: None,
                    answer: None,
                    thread: Vec::new(),
                    revision: 1,
                };
                let requests = rules::asked(&tree).into_iter().map(request).collect();
                let mut opened = Collection { campaign, requests };
                store::campaign::add(&transaction, &opened).await?;
                for place in 0..opened.requests.len() {
                    room.write_to_pilots(&transaction, &tree, &mut opened, place, &Occasion::Opened).await?;
                }
                let record = Record::new("campaign.open", "plan-campaign", opened.campaign.id.to_string())
                    .summary(format!("{} : {} demandes", opened.campaign.period, opened.requests.len()))
                    .after(json!(opened.campaign));
                Ok((opened, Some(record)))
            })
            .await
    }

    /// Writes again to those who have not answered. How many requests that is.
    ///
    /// # Errors
    /// The viewer does not run the plan, or the campaign is over.
    pub async fn remind_pilots(&self, viewer: &Viewer, id: Uuid, form: Uuid) -> Result<usize, Problem> {
        let (_, tree) = self.collection(viewer, id).await?;
        let (room, who) = (self.clone(), viewer.clone());
        self.database
            .write(viewer, |transaction| async move {
                let mut collection = room.manageable(&transaction, &who, id).await?;
                if !collection.campaign.is_open(day_of(transaction.now())) {
                    return Err(Problem::new(Kind::Invalid, vec![rules::closed()]).into());
                }
                // Pressed twice: the letters of the same form bear the same identifiers, and leave once.
                let count = room.remind_silent(&transaction, &tree, &mut collection, form).await?;
                let record = Record::new("campaign.remind", "plan-campaign", id.to_string()).summary(format!("{count} demandes relancées"));
                Ok((count, (count > 0).then_some(record)))
            })
            .await
    }

    /// Puts the last day off.
    ///
    /// # Errors
    /// The viewer does not run the plan, rules are not met, or somebody else changed the campaign meanwhile.
    pub async fn extend_campaign(
        &self,
        viewer: &Viewer,
        id: Uuid,
        revision: i64,
        to: Option<Day>,
        reason: &str,
    ) -> Result<Campaign, Problem> {
        let (room, who, reason) = (self.clone(), viewer.clone(), reason.trim().to_owned());
        self.database
            .write(viewer, |transaction| async move {
                let before = room.manageable(&transaction, &who, id).await?.campaign;
                if to == Some(before.closes_on) && before.extensions.last().is_some_and(|last| last.reason == reason) {
                    return Ok((before, None));
                }
                current(&before, revision)?;
                let to = to.unwrap_or(before.closes_on);
                let wrong = rules::unmet_to_extend(&before, to, &reason, day_of(transaction.now()));
                if !wrong.is_empty() {
                    return Err(Problem::new(Kind::Invalid, wrong).into());
                }
                let mut after = before.clone();
                let by = who.person().map(|person| person.person);
                after.extensions.push(Extension { from: before.closes_on, to, reason, by, at: transaction.now() });
                after.closes_on = to;
                after.revision += 1;
                store::campaign::save(&transaction, &after).await?;
                let record = Record::new("campaign.extend", "plan-campaign", id.to_string()).before(json!(before)).after(json!(after));
                Ok((after, Some(record)))
            })
            .await
    }

    /// Closes a campaign: links open nothing any more.
    ///
    /// # Errors
    /// The viewer does not run the plan, or somebody else changed the campaign meanwhile.
    pub async fn close_campaign(&self, viewer: &Viewer, id: Uuid, revision: i64) -> Result<Campaign, Problem> {
        let (room, who) = (self.clone(), viewer.clone());
        self.database
            .write(viewer, |transaction| async move {
                let collection = room.manageable(&transaction, &who, id).await?;
                let before = collection.campaign.clone();
                if before.closed_at.is_some() {
                    return Ok((before, None));
                }
                current(&before, revision)?;
                let mut after = before.clone();
                after.closed_at = Some(transaction.now());
                after.revision += 1;
                store::campaign::save(&transaction, &after).await?;
                for request in &collection.requests {
                    store::campaign::forget_keys(&transaction, request.id).await?;
                }
                let record = Record::new("campaign.close", "plan-campaign", id.to_string()).before(json!(before)).after(json!(after));
                Ok((after, Some(record)))
            })
            .await
    }

    /// Writes to other addresses about a request: the links sent before open nothing any more.
    ///
    /// # Errors
    /// The viewer does not run the plan, an address is none, the campaign is over, or somebody else changed the request meanwhile.
    pub async fn readdress(&self, viewer: &Viewer, id: Uuid, revision: i64, addresses: &str) -> Result<Request, Problem> {
        let found = store::campaign::request(self.database.read(), id).await.map_err(problem)?.ok_or_else(no_request)?;
        let (_, tree) = self.collection(viewer, found.campaign).await?;
        let (room, who, addresses) = (self.clone(), viewer.clone(), addresses.to_owned());
        self.database
            .write(viewer, |transaction| async move {
                let mut collection = room.manageable(&transaction, &who, found.campaign).await?;
                let place = collection.requests.iter().position(|request| request.id == id).ok_or_else(no_request)?;
                let before = collection.requests.get(place).cloned().ok_or_else(no_request)?;
                let recipients =
                    parsed(&addresses, &before.recipients).map_err(|wrong| Problem::new(Kind::Invalid, vec![bad(&wrong, "addresses")]))?;
                if recipients == before.recipients {
                    return Ok((before, None));
                }
                if before.revision != revision {
                    return Err(stale().into());
                }
                if !collection.campaign.is_open(day_of(transaction.now())) {
                    return Err(Problem::new(Kind::Invalid, vec![rules::closed()]).into());
                }
                store::campaign::forget_keys(&transaction, id).await?;
                if let Some(request) = collection.requests.get_mut(place) {
                    request.recipients = recipients;
                }
                room.write_to_pilots(&transaction, &tree, &mut collection, place, &Occasion::Opened).await?;
                let after = collection.requests.get(place).cloned().ok_or_else(no_request)?;
                store::campaign::save_request(&transaction, &after).await?;
                let record = Record::new("campaign.address", "plan-request", id.to_string()).before(json!(before)).after(json!(after));
                Ok((after, Some(record)))
            })
            .await
    }

    /// Sends the reminders that are due. How many campaigns that is.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn tick(&self, now: Timestamp) -> Result<usize, Problem> {
        let today = day_of(now);
        let open = store::campaign::open(self.database.read()).await.map_err(problem)?;
        let mut count = 0;
        for campaign in open.into_iter().filter(|campaign| rules::reminds(campaign, today)) {
            let (room, tree) = (self.clone(), self.tree(&campaign.plan).await?);
            let form = self.fresh();
            self.database
                .write(&Viewer::System, |transaction| async move {
                    let Some(mut collection) = store::campaign::collection(&transaction, campaign.id).await? else { return Ok(((), None)) };
                    if !rules::reminds(&collection.campaign, today) {
                        return Ok(((), None));
                    }
                    let asked = room.remind_silent(&transaction, &tree, &mut collection, form).await?;
                    let record = Record::new("campaign.remind", "plan-campaign", campaign.id.to_string())
                        .summary(format!("{asked} demandes relancées"));
                    Ok(((), Some(record)))
                })
                .await?;
            count += 1;
        }
        Ok(count)
    }

    async fn remind_silent(&self, transaction: &Transaction, tree: &Tree, collection: &mut Collection, form: Uuid) -> Result<usize, Error> {
        let silent: Vec<Uuid> = rules::silent(collection).map(|request| request.id).collect();
        for id in &silent {
            let Some(place) = collection.requests.iter().position(|request| request.id == *id) else { continue };
            self.write_to_pilots(transaction, tree, collection, place, &Occasion::Reminded(form)).await?;
        }
        collection.campaign.reminded_on = Some(day_of(transaction.now()));
        collection.campaign.revision += 1;
        store::campaign::save(transaction, &collection.campaign).await?;
        Ok(silent.len())
    }

    /// A campaign whose plan the viewer runs, as it is in the transaction.
    async fn manageable(&self, transaction: &Transaction, who: &Viewer, id: Uuid) -> Result<Collection, Error> {
        let found = store::campaign::collection(transaction, id).await?.ok_or_else(no_campaign)?;
        let plan = store::tree::plan(transaction, &found.campaign.plan).await?.ok_or_else(|| no_plan(&found.campaign.plan))?;
        check_manage(who, &plan)?;
        Ok(found)
    }

    /// How the pilots of each node are called: organisations by their name, people by what they are pilots as.
    pub(crate) async fn pilot_names(&self, tree: &Tree) -> Result<HashMap<Uuid, Vec<String>>, Problem> {
        let organisations: Vec<Uuid> =
            tree.sheets.iter().flat_map(|sheet| sheet.node.pilots()).filter_map(|part| part.organisation).collect();
        let people: Vec<Uuid> = tree.sheets.iter().flat_map(|sheet| sheet.node.pilots()).filter_map(|part| part.person).collect();
        let organisations = self.directory.organisations(&organisations).await?;
        let people = self.directory.people(&people).await?;
        let name = |part: &crate::Part| {
            let organisation = part.organisation.and_then(|id| organisations.get(&id)).map(|found| found.name.clone());
            let person = part.person.and_then(|id| people.get(&id)).map(bassin_directory::Person::name);
            let label = Some(part.label.trim().to_owned()).filter(|label| !label.is_empty());
            organisation.or(label).or(person)
        };
        Ok(tree.sheets.iter().map(|sheet| (sheet.node.id, sheet.node.pilots().filter_map(name).collect())).collect())
    }

    /// Something nobody guesses: a digest of two identifiers, which hold 148 random bits.
    fn secret(&self) -> String {
        digest(&format!("{}{}", self.fresh(), self.fresh()))
    }
}

fn campaign(draft: &CampaignDraft, who: &Viewer, now: Timestamp, wrong: &mut Vec<Violation>) -> Campaign {
    if draft.period.is_none() {
        wrong.push(
            Violation::new(
                "campaign-period",
                "Indiquez la période : 2019, 2018/2019, 2019-Q1 ou 2019-03.",
                "Give the period: 2019, 2018/2019, 2019-Q1 or 2019-03.",
            )
            .on("period"),
        );
    }
    if draft.closes_on.is_none() {
        wrong.push(Violation::new("campaign-closing", "Indiquez la date limite.", "Give the last day.").on("closes_on"));
    }
    Campaign {
        id: draft.id,
        plan: draft.plan.clone(),
        title: draft.title.trim().to_owned(),
        message: draft.message.trim().to_owned(),
        period: draft.period.unwrap_or(Period::year(0)),
        closes_on: draft.closes_on.unwrap_or_else(|| day_of(now)),
        remind_before: draft.remind_before.min(365),
        reminded_on: None,
        extensions: Vec::new(),
        opened_at: now,
        opened_by: who.person().map(|person| person.person),
        closed_at: None,
        revision: 1,
    }
}

type Addresses = HashMap<Uuid, Vec<Recipient>>;

/// The addresses typed, with the names the directory knows for them, and what is wrong with them.
fn typed(addresses: &[(Uuid, String)], known: &Addresses) -> (Addresses, Vec<Violation>) {
    let (mut found, mut wrong) = (Addresses::new(), Vec::new());
    for (node, text) in addresses {
        match parsed(text, known.get(node).map(Vec::as_slice).unwrap_or_default()) {
            Ok(recipients) => drop(found.insert(*node, recipients)),
            Err(bad_ones) => wrong.push(bad(&bad_ones, &format!("address-{node}"))),
        }
    }
    (found, wrong)
}

fn parsed(text: &str, known: &[Recipient]) -> Result<Vec<Recipient>, Vec<String>> {
    let mut recipients = rules::addresses(text, bassin_mail::is_address)?;
    for recipient in &mut recipients {
        if let Some(same) = known.iter().find(|one| one.email.eq_ignore_ascii_case(&recipient.email)) {
            *recipient = same.clone();
        }
    }
    Ok(recipients)
}

fn bad(wrong: &[String], field: &str) -> Violation {
    let list = wrong.join(", ");
    Violation::new(
        "campaign-address",
        format!("Ce n’est pas une adresse électronique : {list}."),
        format!("This is not an e-mail address: {list}."),
    )
    .on(field)
}

fn current(campaign: &Campaign, revision: i64) -> Result<(), Error> {
    if campaign.revision == revision { Ok(()) } else { Err(stale().into()) }
}

pub(crate) fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn no_campaign() -> Problem {
    Problem::not_found("Cette collecte n’existe pas.", "There is no such collection.")
}

fn no_request() -> Problem {
    Problem::not_found("Cette demande n’existe pas.", "There is no such request.")
}

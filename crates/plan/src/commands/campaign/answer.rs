//! What pilots answer: by their link, which opens one sheet for a time, by their account, or on the telephone to whoever runs the plan.

use std::sync::Arc;

use bassin_database::{Error, Record, Transaction, problem};
use bassin_kernel::{Kind, Problem, Viewer, Violation, day_of};
use serde_json::json;
use uuid::Uuid;

use super::{digest, letters::Occasion, no_campaign, no_request};
use crate::{
    Plans, Sheet, Tree,
    campaign::{Answer, Campaign, Message, Request, Side},
    commands::{
        act::with_merges_followed,
        read::no_plan,
        right::{check_manage, check_report},
    },
    rules::{
        act::{Act, Report},
        campaign as rules,
    },
    store,
};

/// By what one comes to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Door {
    /// The secret of a letter: the link itself is the right.
    Link(String),
    /// The request, for those who pilot its action, by their own account.
    Pilot(Viewer, Uuid),
    /// The request, for whoever runs the plan.
    Officer(Viewer, Uuid),
}

/// A request that a door opens, with what it is about.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The campaign.
    pub campaign: Campaign,
    /// The request.
    pub request: Request,
    /// The plan.
    pub tree: Arc<Tree>,
}

impl Opened {
    /// The sheet that is asked about.
    ///
    /// # Errors
    /// It is no longer in the plan.
    pub fn sheet(&self) -> Result<&Sheet, Problem> {
        self.tree.sheet(self.request.node).ok_or_else(no_request)
    }
}

/// What is answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Made when the form was shown.
    pub form: Uuid,
    /// The revision of the sheet it was shown with.
    pub revision: i64,
    /// What is told.
    pub report: Report,
    /// That there is nothing to tell.
    pub nothing: bool,
    /// Who gave it on the telephone, when an officer types it.
    pub given_by: String,
}

impl Plans {
    /// The request that a door opens.
    ///
    /// # Errors
    /// The link opens nothing, or no longer: then nothing is told of what it opened. The viewer does not run the plan.
    pub async fn opened(&self, door: &Door) -> Result<Opened, Problem> {
        let connection = self.database.read();
        let request = match door {
            Door::Link(secret) => store::campaign::opened_by(connection, &digest(secret)).await.map_err(problem)?.ok_or_else(no_link)?,
            Door::Pilot(_, id) | Door::Officer(_, id) => {
                store::campaign::request(connection, *id).await.map_err(problem)?.ok_or_else(no_request)?
            }
        };
        let campaign = store::campaign::campaign(connection, request.campaign).await.map_err(problem)?.ok_or_else(no_campaign)?;
        let tree = self.tree(&campaign.plan).await?;
        match door {
            Door::Link(_) => rules::check_link(&campaign, self.today())?,
            Door::Pilot(viewer, _) => check_report(viewer, &tree.plan, &tree.sheet(request.node).ok_or_else(no_request)?.node)?,
            Door::Officer(viewer, _) => check_manage(viewer, &tree.plan)?,
        }
        Ok(Opened { campaign, request, tree })
    }

    /// Keeps what a pilot tells: the sheet changes by the same rules as from the pilot's own account. Sent twice, it is kept once.
    ///
    /// # Errors
    /// The door does not open, rules are not met (all of them are told), or somebody else changed the sheet meanwhile.
    pub async fn answer_request(&self, door: &Door, given: Given) -> Result<Request, Problem> {
        let (room, door) = (self.clone(), door.clone());
        let viewer = author(&door);
        self.database
            .write(&viewer.clone(), |transaction| async move {
                let (campaign, before) = room.stand_at(&transaction, &door).await?;
                if before.answer.as_ref().is_some_and(|answer| answer.form == given.form) {
                    return Ok((before, None));
                }
                let officer = matches!(door, Door::Officer(..));
                let mut wrong: Vec<Violation> =
                    rules::unmet_answer(&given.report, given.nothing, before.answer.is_some()).into_iter().collect();
                if officer && given.given_by.trim().is_empty() {
                    wrong.push(
                        Violation::new("answer-given-by", "Dites de qui vous tenez cette réponse.", "Say who gave you this answer.")
                            .on("given_by"),
                    );
                }
                if campaign.closed_at.is_some() {
                    wrong.push(rules::closed());
                }
                if !wrong.is_empty() {
                    return Err(Problem::new(Kind::Invalid, wrong).into());
                }
                let act = Act::Report(given.report);
                let (sheet, told) = room.perform(&transaction, &viewer, before.node, (given.form, given.revision), &act).await?;
                let earlier = before.answer.as_ref();
                let mut after = before.clone();
                after.answer = Some(Answer {
                    form: given.form,
                    first_at: earlier.map_or(transaction.now(), |answer| answer.first_at),
                    at: transaction.now(),
                    typed_by: viewer.person().filter(|_| officer).map(|person| person.person),
                    given_by: given.given_by.trim().to_owned(),
                    nothing: given.nothing,
                    times: earlier.map_or(1, |answer| answer.times + 1),
                });
                after.revision += 1;
                store::campaign::save_request(&transaction, &after).await?;
                let told = told.and_then(|told| told.after);
                let record = Record::new("campaign.answer", "action", before.node.to_string())
                    .summary(format!("{} {}", sheet.node.number, campaign.period))
                    .on_behalf(format!("plan-request:{}", before.id))
                    .before(json!(before))
                    .after(json!({ "request": after, "sheet": told }));
                Ok((after, Some(record)))
            })
            .await
    }

    /// Asks, or answers, about a request. Sent twice, it is said once. The other side is written to.
    ///
    /// # Errors
    /// The door does not open, or nothing is said.
    pub async fn say(&self, door: &Door, message: Uuid, text: &str) -> Result<Request, Problem> {
        let tree = self.opened(door).await?.tree;
        let (room, door, text) = (self.clone(), door.clone(), text.trim().to_owned());
        let viewer = author(&door);
        self.database
            .write(&viewer.clone(), |transaction| async move {
                let (campaign, before) = room.stand_at(&transaction, &door).await?;
                if before.thread.iter().any(|known| known.id == message) {
                    return Ok((before, None));
                }
                if text.is_empty() {
                    let (fr, en) = ("Écrivez votre message.", "Write your message.");
                    return Err(Problem::new(Kind::Invalid, vec![Violation::new("message-empty", fr, en).on("text")]).into());
                }
                let side = if matches!(door, Door::Officer(..)) { Side::Officer } else { Side::Pilot };
                let mut collection = store::campaign::collection(&transaction, campaign.id).await?.ok_or_else(no_campaign)?;
                let place = collection.requests.iter().position(|one| one.id == before.id).ok_or_else(no_request)?;
                let by = viewer.person().map(|person| person.person);
                let mut after = before.clone();
                after.thread.push(Message { id: message, side, text: text.clone(), by, at: transaction.now() });
                after.revision += 1;
                store::campaign::save_request(&transaction, &after).await?;
                if let Some(stored) = collection.requests.get_mut(place) {
                    stored.clone_from(&after);
                }
                match side {
                    Side::Officer if campaign.is_open(day_of(transaction.now())) => {
                        room.write_to_pilots(&transaction, &tree, &mut collection, place, &Occasion::Said(message, text)).await?;
                    }
                    Side::Officer => {}
                    Side::Pilot => {
                        room.write_to_officer(&transaction, &tree, &campaign, (after.node, after.id, message), &text).await?;
                    }
                }
                let record = Record::new("campaign.say", "plan-request", before.id.to_string())
                    .on_behalf(format!("plan-request:{}", before.id))
                    .before(json!(before))
                    .after(json!(after));
                Ok((collection.requests.get(place).cloned().unwrap_or(after), Some(record)))
            })
            .await
    }

    /// What a door opens, as it is in the transaction.
    async fn stand_at(&self, transaction: &Transaction, door: &Door) -> Result<(Campaign, Request), Error> {
        let request = match door {
            Door::Link(secret) => store::campaign::opened_by(transaction, &digest(secret)).await?.ok_or_else(no_link)?,
            Door::Pilot(_, id) | Door::Officer(_, id) => store::campaign::request(transaction, *id).await?.ok_or_else(no_request)?,
        };
        let campaign = store::campaign::campaign(transaction, request.campaign).await?.ok_or_else(no_campaign)?;
        match door {
            Door::Link(_) => rules::check_link(&campaign, day_of(transaction.now()))?,
            Door::Pilot(viewer, _) => {
                let plan = store::tree::plan(transaction, &campaign.plan).await?.ok_or_else(|| no_plan(&campaign.plan))?;
                let sheet = store::tree::sheet(transaction, request.node).await?.ok_or_else(no_request)?;
                check_report(viewer, &plan, &with_merges_followed(transaction, &sheet.node).await?)?;
            }
            Door::Officer(viewer, _) => {
                let plan = store::tree::plan(transaction, &campaign.plan).await?.ok_or_else(|| no_plan(&campaign.plan))?;
                check_manage(viewer, &plan)?;
            }
        }
        Ok((campaign, request))
    }
}

/// Under whose name it is written: the link has none of its own, the journal says which request it stands for.
fn author(door: &Door) -> Viewer {
    match door {
        Door::Link(_) => Viewer::System,
        Door::Pilot(viewer, _) | Door::Officer(viewer, _) => viewer.clone(),
    }
}

fn no_link() -> Problem {
    Problem::not_found(
        "Ce lien n’ouvre aucune fiche : vérifiez qu’il est entier, ou demandez-en un autre à la personne qui vous l’a envoyé. Il a pu être remplacé, ou la collecte être close.",
        "This link opens no sheet: check that it is whole, or ask whoever sent it for another one. It may have been replaced, or the collection closed.",
    )
}

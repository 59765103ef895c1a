//! What is done to the nodes of a plan, and to the plan itself.

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{Day, Kind, Problem, Viewer, day_of};
use serde_json::json;
use uuid::Uuid;

use super::{read::no_plan, right::check_report};
use crate::{
    Amendment, Event, Fact, Node, Part, Plan, PlanState, Plans, Sheet, check_manage, policy,
    rules::act::{Act, Context, Edit, apply},
    store,
};

/// What is settled about a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settling {
    /// The body that owns it.
    pub owner: Option<Uuid>,
    /// Since when it is followed here.
    pub followed_since: Option<Day>,
    /// Whether it is in force.
    pub state: PlanState,
}

impl Plans {
    /// Does `act` to a node. `form` is the identifier made when the form was shown: sent twice, it is done once. `revision` is that of the node
    /// the form was shown with.
    ///
    /// # Errors
    /// The viewer may not, every rule that stands in the way, or somebody else changed the node meanwhile.
    pub async fn act(&self, viewer: &Viewer, node: Uuid, form: Uuid, revision: i64, act: Act) -> Result<Sheet, Problem> {
        if let Act::Edit(edit) = &act
            && let Some(body) = edit.body
        {
            self.governance.body(&body.to_string()).await?;
        }
        let (room, who) = (self.clone(), viewer.clone());
        self.database.write(viewer, |transaction| async move { room.perform(&transaction, &who, node, (form, revision), &act).await }).await
    }

    /// The same, in the transaction of a command that does more.
    pub(crate) async fn perform(
        &self,
        transaction: &Transaction,
        who: &Viewer,
        node: Uuid,
        (form, revision): (Uuid, i64),
        act: &Act,
    ) -> Result<(Sheet, Option<Record>), Error> {
        let before = store::tree::sheet(transaction, node).await?.ok_or_else(no_node)?;
        let plan = store::tree::plan(transaction, &before.node.plan).await?.ok_or_else(|| no_plan(&before.node.plan))?;
        if act.is_report() {
            check_report(who, &plan, &with_merges_followed(transaction, &before.node).await?)?
        } else {
            check_manage(who, &plan)?
        }
        if store::tree::known_form(transaction, form).await? {
            return Ok((before, None));
        }
        in_force(&plan, act.is_report())?;
        if before.node.revision != revision {
            return Err(stale().into());
        }
        if let Act::Edit(edit) = act {
            known_to_the_directory(transaction, &edit.parts).await?;
        }
        let context = Context {
            today: day_of(transaction.now()),
            now: transaction.now(),
            by: who.person().map(|person| person.person),
            below: store::tree::living_below(transaction, node).await?,
        };
        let act = match act {
            Act::Edit(edit) => &Act::Edit(Edit { parts: as_stored(transaction, &before.node.parts, &edit.parts).await?, ..edit.clone() }),
            act => act,
        };
        let mut after = before.clone();
        let facts = apply(&mut after, act, &context).map_err(|unmet| Problem::new(Kind::Invalid, unmet))?;
        if facts.is_empty() {
            return Ok((before, None));
        }
        after.node.revision += 1;
        store::tree::save(transaction, &before, &after).await?;
        store::tree::append(transaction, &self.events(&plan.id, Some(node), form, facts, &context)).await?;
        let record = Record::new(act.code(), "action", node.to_string())
            .summary(format!("{} {}", before.node.number, before.node.title.fr))
            .before(json!(before))
            .after(json!(after));
        Ok((after, Some(record)))
    }

    /// Says which body owns a plan, since when it is followed here, whether it is in force.
    ///
    /// # Errors
    /// The viewer may not, there is no such body, or somebody else changed the plan meanwhile.
    pub async fn settle(&self, viewer: &Viewer, id: &str, form: Uuid, revision: i64, settling: Settling) -> Result<Plan, Problem> {
        if let Some(body) = settling.owner {
            self.governance.body(&body.to_string()).await?;
        }
        let (room, who, id) = (self.clone(), viewer.clone(), id.to_owned());
        self.database
            .write(viewer, |transaction| async move {
                let before = store::tree::plan(&transaction, &id).await?.ok_or_else(|| no_plan(&id))?;
                check_manage(&who, &before)?;
                if store::tree::known_form(&transaction, form).await? {
                    return Ok((before, None));
                }
                if before.revision != revision {
                    return Err(stale().into());
                }
                let mut after = before.clone();
                (after.owner, after.state, after.followed_since) = (settling.owner, settling.state, settling.followed_since);
                if after == before {
                    return Ok((before, None));
                }
                after.revision += 1;
                store::tree::update_plan(&transaction, &after).await?;
                let context = bare(&transaction, &who);
                let opened = after.followed_since.filter(|_| after.followed_since != before.followed_since);
                let fact = opened.map_or(Fact::Settled, |since| Fact::Followed { since });
                store::tree::append(&transaction, &room.events(&id, None, form, vec![fact], &context)).await?;
                let record = Record::new("plan.settle", "plan", &id).summary(&after.name.fr).before(json!(before)).after(json!(after));
                Ok((after, Some(record)))
            })
            .await
    }

    /// Records an amendment: the plan has one version more from then on.
    ///
    /// # Errors
    /// The viewer may not, the amendment does not say what, why and who decided, or somebody else changed the plan meanwhile.
    pub async fn amend(&self, viewer: &Viewer, revision: i64, mut amendment: Amendment) -> Result<Plan, Problem> {
        let (room, who) = (self.clone(), viewer.clone());
        self.database
            .write(viewer, |transaction| async move {
                let before = store::tree::plan(&transaction, &amendment.plan).await?.ok_or_else(|| no_plan(&amendment.plan))?;
                let owner: Vec<_> = before.owner.map(bassin_kernel::Scope::Body).into_iter().collect();
                who.check(&policy::PLAN_AMEND, &owner)?;
                if store::tree::known_form(&transaction, amendment.id).await? {
                    return Ok((before, None));
                }
                in_force(&before, false)?;
                if before.revision != revision {
                    return Err(stale().into());
                }
                crate::rules::act::amendable(&before, &amendment).map_err(|unmet| Problem::new(Kind::Invalid, unmet))?;
                let mut after = before.clone();
                after.version += 1;
                after.revision += 1;
                amendment.version = after.version;
                store::tree::update_plan(&transaction, &after).await?;
                store::tree::amend(&transaction, &amendment).await?;
                let (context, fact) = (bare(&transaction, &who), Fact::Amended { version: after.version });
                store::tree::append(&transaction, &room.events(&after.id, None, amendment.id, vec![fact], &context)).await?;
                let record = Record::new("plan.amend", "plan", &after.id)
                    .summary(format!("{} : version {}", after.name.fr, after.version))
                    .before(json!(before))
                    .after(json!({ "plan": after, "amendment": amendment }));
                Ok((after, Some(record)))
            })
            .await
    }

    pub(super) fn events(&self, plan: &str, node: Option<Uuid>, form: Uuid, facts: Vec<Fact>, context: &Context) -> Vec<Event> {
        let event = |fact| Event { id: self.fresh(), form, plan: plan.to_owned(), node, fact, by: context.by, at: context.now };
        facts.into_iter().map(event).collect()
    }
}

pub(super) fn bare(transaction: &Transaction, who: &Viewer) -> Context {
    let by = who.person().map(|person| person.person);
    Context { today: day_of(transaction.now()), now: transaction.now(), by, below: Vec::new() }
}

/// What keeps anybody from telling how a plan goes.
pub(crate) fn unmet(plan: &Plan) -> Vec<bassin_kernel::Violation> {
    in_force(plan, true).err().map(|problem| problem.violations).unwrap_or_default()
}

/// Refuses what an archived plan does not take any more, and what is told of a plan that is not followed yet.
pub(super) fn in_force(plan: &Plan, report: bool) -> Result<(), Problem> {
    if plan.state != PlanState::InForce {
        return Err(Problem::invalid(
            "plan-over",
            "Ce plan est archivé ou sert de modèle : il ne change plus.",
            "This plan is archived or serves as a template: it no longer changes.",
        ));
    }
    if report && plan.followed_since.is_none() {
        return Err(Problem::invalid(
            "plan-not-followed",
            "Le suivi de ce plan n’est pas ouvert : l’instance qui le porte, ou l’administrateur tant qu’aucune ne le porte, l’ouvre depuis sa page de gestion.",
            "The follow-up of this plan is not open: the body that owns it, or the administrator until one does, opens it from its management page.",
        ));
    }
    Ok(())
}

/// A node with its parts under the sheets their holders have now, when theirs were merged into others.
pub(super) async fn with_merges_followed(transaction: &Transaction, node: &Node) -> Result<Node, Error> {
    let mut node = node.clone();
    for part in &mut node.parts {
        *part = part_followed(transaction, part).await?;
    }
    Ok(node)
}

async fn part_followed(transaction: &Transaction, part: &Part) -> Result<Part, Error> {
    let mut part = part.clone();
    if let Some(id) = part.organisation {
        part.organisation = bassin_directory::organisation_in(transaction, id).await?.map(|now| now.id).or(Some(id));
    }
    if let Some(id) = part.person {
        part.person = bassin_directory::person_in(transaction, id).await?.map(|now| now.id).or(Some(id));
    }
    Ok(part)
}

/// The parts a form gives, under the sheets they are stored with: a merge, which may be undone, is shown and never written.
async fn as_stored(transaction: &Transaction, stored: &[Part], given: &[Part]) -> Result<Vec<Part>, Error> {
    let (mut left, mut parts) = (Vec::new(), given.to_vec());
    for part in stored {
        left.push((part, part_followed(transaction, part).await?));
    }
    for part in &mut parts {
        let same = |(_, now): &(&Part, Part)| (now.organisation, now.person) == (part.organisation, part.person);
        let alike = |one: &(&Part, Part)| same(one) && one.1.label == part.label;
        if let Some(place) = left.iter().position(alike).or_else(|| left.iter().position(same)) {
            let (known, _) = left.remove(place);
            (part.organisation, part.person) = (known.organisation, known.person);
        }
    }
    Ok(parts)
}

pub(super) async fn known_to_the_directory(transaction: &Transaction, parts: &[Part]) -> Result<(), Error> {
    let unknown = || {
        Problem::invalid(
            "part-unknown",
            "Une des fiches choisies n’est plus dans l’annuaire : choisissez-en une autre.",
            "One of the sheets chosen is no longer in the directory: choose another one.",
        )
    };
    for part in parts {
        if let Some(organisation) = part.organisation {
            bassin_directory::organisation_in(transaction, organisation).await?.ok_or_else(unknown)?;
        }
        if let Some(person) = part.person {
            bassin_directory::person_in(transaction, person).await?.ok_or_else(unknown)?;
        }
    }
    Ok(())
}

pub(crate) fn stale() -> Problem {
    Problem::one(
        Kind::Conflict,
        "plan-stale",
        "Quelqu’un d’autre a modifié cette fiche depuis que vous l’avez ouverte. Comparez, puis enregistrez de nouveau.",
        "Somebody else changed this sheet since you opened it. Compare, then save again.",
    )
}

pub(crate) fn no_node() -> Problem {
    Problem::not_found("Cette action n’existe pas dans ce plan.", "There is no such action in this plan.")
}

pub(crate) fn no_piece() -> Problem {
    Problem::not_found(
        "Cet élément n’existe pas sur cette fiche, ou n’y est plus.",
        "There is no such thing on this sheet, or there no longer is.",
    )
}

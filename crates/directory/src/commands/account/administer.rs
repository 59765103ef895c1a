//! Running the platform: accounts, letters, journal.

use std::collections::HashMap;

use bassin_database::{Error, Record, Transaction, journal};
use bassin_kernel::{Day, Kind, Problem, Scope, Viewer, instant};
use bassin_mail::{Filter, Letters};
use uuid::Uuid;

use super::invite::no_account;
use crate::{
    Directory, NOBODY, Person, policy,
    store::account::{self as store, Account, Purpose, State},
};

/// A page of accounts, with their people.
#[derive(Debug, Clone)]
pub struct AccountList {
    /// The accounts.
    pub accounts: Vec<(Account, Option<Person>)>,
    /// How many there are on all pages.
    pub total: u64,
}

/// Which entries of the journal are wanted. What is empty does not filter.
#[derive(Debug, Clone, Default)]
pub struct JournalFilter {
    /// A kind of object: `body`, `account`.
    pub kind: String,
    /// An object.
    pub object: String,
    /// A person.
    pub person: Option<Uuid>,
    /// An action, or how it begins: `account.`.
    pub action: String,
    /// From this day.
    pub from: Option<Day>,
    /// To this day, included.
    pub to: Option<Day>,
    /// Only entries before this number.
    pub before: Option<u64>,
    /// How many at most.
    pub limit: u64,
}

/// An entry of the journal, with the name of who acted.
#[derive(Debug, Clone)]
pub struct JournalEntry {
    /// The entry.
    pub entry: journal::Entry,
    /// Who acted, as people know them.
    pub name: String,
}

/// What the verification of the journal found.
pub type Verification = Result<journal::Verified, Problem>;

impl Directory {
    /// Accounts in a state, those of people whose name or address has these words.
    ///
    /// # Errors
    /// The viewer may not, or the store does not answer.
    pub async fn accounts(&self, viewer: &Viewer, state: Option<State>, words: &str, page: u64, size: u64) -> Result<AccountList, Problem> {
        viewer.check(&policy::ACCOUNT_MANAGE, &[Scope::Platform])?;
        let connection = self.database.read();
        let named = if words.is_empty() { Vec::new() } else { self.search_people(words, 1, 200).await?.items };
        let named: Vec<Uuid> = named.iter().map(|person| person.id).collect();
        let (accounts, total) = store::find(connection, state, words, &named, page, size).await.map_err(Error::from)?;
        let ids: Vec<Uuid> = accounts.iter().map(|account| account.person).collect();
        let people = self.people(&ids).await?;
        Ok(AccountList {
            accounts: accounts
                .into_iter()
                .map(|account| {
                    let person = people.get(&account.person).cloned();
                    (account, person)
                })
                .collect(),
            total,
        })
    }

    /// An account and its person.
    ///
    /// # Errors
    /// The viewer may not, or there is none.
    pub async fn account(&self, viewer: &Viewer, id: Uuid) -> Result<(Account, Option<Person>), Problem> {
        viewer.check(&policy::ACCOUNT_MANAGE, &[Scope::Platform])?;
        let account = store::by_id(self.database.read(), id).await.map_err(Error::from)?.ok_or_else(no_account)?;
        let person = self.person(account.person).await?;
        Ok((account, person))
    }

    /// Gives and takes platform roles.
    ///
    /// # Errors
    /// The viewer may not, the account changed meanwhile or is closed, or nobody would run the platform.
    pub async fn set_roles(
        &self,
        viewer: &Viewer,
        id: Uuid,
        administrator: bool,
        statistician: bool,
        revision: i64,
    ) -> Result<(), Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let account = store::by_id(&transaction, id).await?.filter(|account| account.state != State::Closed);
                viewer.check(&policy::ACCOUNT_MANAGE, &[Scope::Platform])?;
                let mut account = account.ok_or_else(no_account)?;
                if account.revision != revision {
                    return Err(changed().into());
                }
                if !administrator {
                    last_administrator(&transaction, &account).await?;
                }
                let before = account.outline();
                (account.administrator, account.statistician) = (administrator, statistician);
                store::update(&transaction, &mut account).await?;
                Ok(((), Record::new("account.roles", "account", id.to_string()).before(before).after(account.outline())))
            })
            .await
    }

    /// Closes somebody's account. Their person stays in the directory.
    ///
    /// # Errors
    /// The viewer may not, the account is closed already, or nobody would run the platform.
    pub async fn close(&self, viewer: &Viewer, id: Uuid) -> Result<(), Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let account = store::by_id(&transaction, id).await?.filter(|account| account.state != State::Closed);
                viewer.check(&policy::ACCOUNT_MANAGE, &[Scope::Platform])?;
                let mut account = account.ok_or_else(no_account)?;
                last_administrator(&transaction, &account).await?;
                let before = account.outline();
                closed(&transaction, &mut account).await?;
                Ok(((), Record::new("account.close", "account", id.to_string()).before(before).after(account.outline())))
            })
            .await
    }

    /// The letters that wait, have left or have failed.
    ///
    /// # Errors
    /// The viewer may not, or the store does not answer.
    pub async fn letters(&self, viewer: &Viewer, filter: &Filter) -> Result<Letters, Problem> {
        viewer.check(&policy::MAIL_MANAGE, &[Scope::Platform])?;
        bassin_mail::letters(&self.database, filter).await
    }

    /// Puts a letter back at the head of the queue.
    ///
    /// # Errors
    /// The viewer may not, or the letter has left.
    pub async fn retry_letter(&self, viewer: &Viewer, id: Uuid) -> Result<(), Problem> {
        self.database
            .write(viewer, |transaction| async move {
                viewer.check(&policy::MAIL_MANAGE, &[Scope::Platform])?;
                if !bassin_mail::retry(&transaction, id).await? {
                    return Err(Problem::not_found(
                        "Ce courrier est déjà parti, ou ce qu’il disait n’est plus gardé.",
                        "This letter has left already, or what it said is no longer kept.",
                    )
                    .into());
                }
                Ok(((), Record::new("letter.retry", "letter", id.to_string())))
            })
            .await
    }

    /// Entries of the journal, the newest first, with the names of those who acted.
    ///
    /// # Errors
    /// The viewer may not, or the store does not answer.
    pub async fn journal(&self, viewer: &Viewer, filter: &JournalFilter) -> Result<Vec<JournalEntry>, Problem> {
        viewer.check(&policy::JOURNAL_READ, &[Scope::Platform])?;
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let midnight = |day: Day| instant(day.and_time(chrono::NaiveTime::MIN));
        let actors = match filter.person {
            Some(person) => self.aliases(person).await?.iter().map(|id| format!("person:{id}")).collect(),
            None => Vec::new(),
        };
        let page = journal::Page {
            object_kind: given(&filter.kind),
            object_id: given(&filter.object),
            actor: None,
            actors,
            action: given(&filter.action),
            from: filter.from.map(midnight),
            to: filter.to.and_then(|day| day.succ_opt()).map(midnight),
            before: filter.before,
            limit: filter.limit,
        };
        let entries = journal::list(&self.database, &page).await?;
        let of = |actor: &str| actor.strip_prefix("person:").and_then(|id| id.parse::<Uuid>().ok());
        let ids: Vec<Uuid> = entries.iter().filter_map(|entry| of(&entry.actor)).collect();
        let people: HashMap<Uuid, Person> = self.people(&ids).await?;
        // Somebody who was deleted is as one whose name was erased.
        let name = |actor: &str| match of(actor) {
            Some(id) => people.get(&id).map_or_else(|| NOBODY.to_owned(), Person::name),
            None => actor.to_owned(),
        };
        Ok(entries.into_iter().map(|entry| JournalEntry { name: name(&entry.actor), entry }).collect())
    }

    /// Verifies the chain of the journal.
    ///
    /// # Errors
    /// The viewer may not.
    pub async fn verify_journal(&self, viewer: &Viewer) -> Result<Verification, Problem> {
        viewer.check(&policy::JOURNAL_READ, &[Scope::Platform])?;
        Ok(journal::verify(&self.database).await)
    }
}

/// Erases what lets an account sign in.
pub(crate) async fn closed(transaction: &Transaction, account: &mut Account) -> Result<(), Error> {
    account.state = State::Closed;
    for secret in [&mut account.email, &mut account.password, &mut account.totp, &mut account.totp_pending] {
        secret.clear();
    }
    (account.administrator, account.statistician) = (false, false);
    store::end_sessions(transaction, account.id, None).await?;
    store::put_codes(transaction, account.id, &[]).await?;
    store::unlink(transaction, account.id).await?;
    for purpose in Purpose::ALL {
        store::void_tokens(transaction, purpose, Some(account.id)).await?;
    }
    store::update(transaction, account).await?;
    Ok(())
}

/// Refuses what would leave nobody to run the platform.
pub(crate) async fn last_administrator(transaction: &Transaction, account: &Account) -> Result<(), Error> {
    let one = account.administrator && account.state == State::Active;
    if one && store::administrators(transaction).await? <= 1 {
        return Err(Problem::invalid(
            "last-administrator",
            "C’est le seul compte qui administre la plateforme. Donnez d’abord ce rôle à une autre personne qui s’est déjà connectée.",
            "This is the only account that runs the platform. First give that role to somebody else who has signed in.",
        )
        .into());
    }
    Ok(())
}

fn changed() -> Problem {
    Problem::one(
        Kind::Conflict,
        "account-changed",
        "Ce compte a été modifié entre-temps. Ce qui est affiché est ce qui est enregistré maintenant : vérifiez, puis recommencez.",
        "This account was changed meanwhile. What is shown is what is kept now: check, then try again.",
    )
}

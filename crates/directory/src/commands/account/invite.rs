//! How accounts begin: the first administrator, invitations.

use std::time::Duration;

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{Kind, Language, Problem, Scope, Viewer, Violation};
use bassin_mail::queue;
use uuid::Uuid;

use super::{OneTime, Opened, Visit, digest, email_violation, letters::Reader, normal, sign_in::Assurance, usable};
use crate::{
    Directory, Person, PersonDraft, policy,
    rules::{check_person, password},
    store::{
        account::{self as store, Account, Purpose, State},
        person,
    },
};

/// How long an invitation lasts.
const INVITATION: Duration = Duration::from_hours(7 * 24);
/// How long the link of the first start lasts.
const FIRST: Duration = Duration::from_hours(24);

/// The first administrator, as they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstAdministrator {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The address that will sign in.
    pub email: String,
    /// The password.
    pub password: String,
    /// The language they read.
    pub language: Language,
}

/// An invitation, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The account to be: inviting twice invites once.
    pub id: Uuid,
    /// The person, when they are in the directory; otherwise, this is the identifier of the one to add.
    pub person: Uuid,
    /// Given name, of somebody to add.
    pub given_name: String,
    /// Family name, of somebody to add.
    pub family_name: String,
    /// The address that will sign in.
    pub email: String,
    /// The language they read, of somebody to add.
    pub language: Language,
    /// Whether they will run the platform.
    pub administrator: bool,
    /// Whether they will load and document figures.
    pub statistician: bool,
}

/// Who is invited, for the page of the invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// Given and family name.
    pub name: String,
    /// The address that will sign in.
    pub email: String,
}

impl Directory {
    /// The path of a new link for the first administrator; none once there is one. A link made before stops working.
    ///
    /// # Errors
    /// The store's.
    pub async fn first_link(&self, viewer: &Viewer) -> Result<Option<String>, Problem> {
        viewer.check(&policy::ACCOUNT_MANAGE, &[])?;
        if store::administrators(self.database.read()).await.map_err(Error::from)? > 0 {
            return Ok(None);
        }
        self.database
            .write(viewer, |transaction| async move {
                let made = OneTime { purpose: Purpose::First, account: None, email: "", lasts: FIRST };
                let secret = self.one_time(&transaction, made).await?;
                Ok((Some(format!("/premiere-visite/{secret}")), Record::new("account.first-link", "account", "")))
            })
            .await
    }

    /// Whether the link of the first start still works.
    ///
    /// # Errors
    /// Why it does not.
    pub async fn first_visit(&self, token: &str) -> Result<(), Problem> {
        let found = store::token_by_digest(self.database.read(), &digest(token)).await.map_err(Error::from)?;
        usable(found, Purpose::First, self.database.clock().now()).map(|_| ())
    }

    /// Creates the first administrator and signs them in.
    ///
    /// # Errors
    /// The link no longer works, or everything to mend in what was typed.
    pub async fn create_first(&self, token: &str, first: &FirstAdministrator, visit: &Visit) -> Result<Opened, Problem> {
        self.first_visit(token).await?;
        let email = normal(&first.email);
        let draft = PersonDraft {
            email: email.clone(),
            language: first.language,
            ..PersonDraft::named(self.database.ids().next(), &first.given_name, &first.family_name)
        };
        let mut violations = check_person(&draft).err().map(|problem| problem.violations).unwrap_or_default();
        violations.retain(|violation| violation.location.field.as_deref() != Some("email"));
        violations.extend(email_violation(&email));
        violations.extend(password::check(&first.password, &[&first.given_name, &first.family_name, &email]));
        if !violations.is_empty() {
            return Err(Problem::new(Kind::Invalid, violations));
        }
        let kept = self.accounts.hashed(&first.password).await?;
        let token = digest(token);
        self.database
            .write(&Viewer::System, |transaction| async move {
                usable(store::token_by_digest(&transaction, &token).await?, Purpose::First, transaction.now())?;
                store::use_token(&transaction, &token).await?;
                let sheet = crate::add_person(&transaction, draft).await?;
                let account = Account {
                    email,
                    password: kept,
                    administrator: true,
                    state: State::Active,
                    ..blank(self.database.ids().next(), sheet.id, transaction.now())
                };
                store::insert(&transaction, &account).await?;
                let record = Record::new("account.first", "account", account.id.to_string()).after(account.outline());
                let (opened, _) = self.open_in(&transaction, account, visit, true, Assurance::default()).await?;
                Ok((opened, record))
            })
            .await
    }

    /// Invites somebody by letter: an administrator, or whoever may add a person. Only an administrator gives roles, or invites somebody who
    /// is in the directory at another address than their sheet's: an account holds all the rights of its person.
    ///
    /// # Errors
    /// The viewer may not, everything to mend in what was typed, or the address or the person has an account already.
    pub async fn invite(&self, viewer: &Viewer, invitation: Invitation) -> Result<Account, Problem> {
        let email = normal(&invitation.email);
        self.database
            .write(viewer, |transaction| async move {
                viewer.check(&policy::PERSON_ADD, &[Scope::Platform])?;
                if invitation.administrator || invitation.statistician {
                    viewer.check(&policy::ACCOUNT_MANAGE, &[Scope::Platform])?;
                }
                if let Some(there) = store::by_id(&transaction, invitation.id).await? {
                    let same = there.email == email && there.state == State::Invited;
                    return if same { Ok((there, None)) } else { Err(taken().into()) };
                }
                let sheet = self.sheet_of(&transaction, viewer, &invitation, &email).await?;
                let people = person::aliases(&transaction, sheet.id).await?;
                let known = [store::by_email(&transaction, &email).await?, store::by_person(&transaction, &people).await?];
                if known.iter().flatten().next().is_some() {
                    return Err(taken().into());
                }
                let account = Account {
                    email: email.clone(),
                    administrator: invitation.administrator,
                    statistician: invitation.statistician,
                    ..blank(invitation.id, sheet.id, transaction.now())
                };
                store::insert(&transaction, &account).await?;
                self.send_invitation(&transaction, &account, &sheet).await?;
                let record = Record::new("account.invite", "account", account.id.to_string()).after(account.outline());
                Ok((account, Some(record)))
            })
            .await
    }

    /// The sheet of whom an invitation is for, added when it is not there.
    async fn sheet_of(&self, transaction: &Transaction, viewer: &Viewer, invitation: &Invitation, email: &str) -> Result<Person, Error> {
        let malformed = email_violation(email);
        if let Some(sheet) = person::by_id(transaction, invitation.person).await? {
            if let Some(violation) = malformed {
                return Err(Problem::new(Kind::Invalid, vec![violation]).into());
            }
            if normal(&sheet.email) != email {
                viewer.check(&policy::ACCOUNT_MANAGE, &[Scope::Platform])?;
            }
            return Ok(sheet);
        }
        let draft = PersonDraft {
            email: email.to_owned(),
            language: invitation.language,
            ..PersonDraft::named(invitation.person, &invitation.given_name, &invitation.family_name)
        };
        let mut violations = check_person(&draft).err().map(|problem| problem.violations).unwrap_or_default();
        violations.retain(|violation| violation.location.field.as_deref() != Some("email"));
        violations.extend(malformed);
        if violations.is_empty() {
            crate::add_person(transaction, draft).await
        } else {
            Err(Problem::new(Kind::Invalid, violations).into())
        }
    }

    async fn send_invitation(&self, transaction: &Transaction, account: &Account, sheet: &Person) -> Result<(), Error> {
        let made = OneTime { purpose: Purpose::Invitation, account: Some(account.id), email: "", lasts: INVITATION };
        let secret = self.one_time(transaction, made).await?;
        let reader = Reader::new(Some(sheet), &account.email);
        let letter = self.letter(&reader, "invitation", &format!("/invitation/{secret}"), Some(transaction.now() + INVITATION));
        queue(transaction, &letter).await
    }

    /// Sends an invitation again; the link sent before stops working.
    ///
    /// # Errors
    /// The viewer may not, or the account is not waiting for its person.
    pub async fn invite_again(&self, viewer: &Viewer, id: Uuid) -> Result<(), Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let account = store::by_id(&transaction, id).await?.filter(|account| account.state == State::Invited);
                viewer.check(&policy::ACCOUNT_MANAGE, &[Scope::Platform])?;
                let account = account.ok_or_else(no_account)?;
                let sheet = person::by_id(&transaction, account.person).await?.ok_or_else(no_account)?;
                self.send_invitation(&transaction, &account, &sheet).await?;
                Ok(((), Record::new("account.invite", "account", id.to_string()).after(account.outline())))
            })
            .await
    }

    /// Who an invitation is for.
    ///
    /// # Errors
    /// Why its link does not work.
    pub async fn invitation(&self, token: &str) -> Result<Invited, Problem> {
        Ok(self.invited(token).await?.0)
    }

    async fn invited(&self, token: &str) -> Result<(Invited, Account), Problem> {
        let connection = self.database.read();
        let found = store::token_by_digest(connection, &digest(token)).await.map_err(Error::from)?;
        let found = usable(found, Purpose::Invitation, self.database.clock().now())?;
        let account = store::by_id(connection, found.account.unwrap_or_default()).await.map_err(Error::from)?;
        let account = account.filter(|account| account.state == State::Invited).ok_or_else(no_account)?;
        let sheet = person::by_id(connection, account.person).await.map_err(Error::from)?;
        Ok((Invited { name: sheet.map(|sheet| sheet.name()).unwrap_or_default(), email: account.email.clone() }, account))
    }

    /// Accepts an invitation with a password, and signs in.
    ///
    /// # Errors
    /// The link no longer works, or everything to mend in the password.
    pub async fn accept(&self, token: &str, chosen: &str, visit: &Visit) -> Result<Opened, Problem> {
        let (invited, account) = self.invited(token).await?;
        let violations = password::check(chosen, &[&invited.name, &invited.email]);
        if !violations.is_empty() {
            return Err(Problem::new(Kind::Invalid, violations));
        }
        let kept = self.accounts.hashed(chosen).await?;
        let token = digest(token);
        // The link authorises its person.
        let viewer = self.viewer_of(&account).await?;
        self.database
            .write(&viewer, |transaction| async move {
                let found = usable(store::token_by_digest(&transaction, &token).await?, Purpose::Invitation, transaction.now())?;
                store::use_token(&transaction, &token).await?;
                let account = store::by_id(&transaction, found.account.unwrap_or_default()).await?;
                let account = account.filter(|account| account.state == State::Invited).ok_or_else(no_account)?;
                let before = account.outline();
                let account = Account { password: kept, state: State::Active, ..account };
                let record = Record::new("account.accept", "account", account.id.to_string()).before(before).after(account.outline());
                let (opened, _) = self.open_in(&transaction, account, visit, true, Assurance::default()).await?;
                Ok((opened, record))
            })
            .await
    }
}

/// An account without anything yet.
fn blank(id: Uuid, person: Uuid, now: bassin_kernel::Timestamp) -> Account {
    Account {
        id,
        person,
        email: String::new(),
        password: String::new(),
        administrator: false,
        statistician: false,
        totp: String::new(),
        totp_pending: String::new(),
        totp_step: 0,
        state: State::Invited,
        created_at: now,
        signed_in_at: None,
        revision: 0,
    }
}

pub(super) fn no_account() -> Problem {
    Problem::not_found("Ce compte n’existe pas ou plus.", "There is no such account any more.")
}

pub(super) fn taken() -> Problem {
    let violation = Violation::new(
        "account-taken",
        "Cette personne ou cette adresse a déjà un compte.",
        "This person or this address has an account already.",
    );
    Problem::new(Kind::Conflict, vec![violation.on("email")])
}

//! A forgotten password, a new address.

use std::time::Duration;

use bassin_database::{Error, Record};
use bassin_kernel::{Kind, Problem, Viewer, Violation};
use bassin_mail::queue;

use super::{OneTime, authorise, digest, email_violation, invite::taken, letters::Reader, normal, usable};
use crate::{
    Directory,
    rules::password,
    store::{
        account::{self as store, Account, Purpose, State, Token},
        person,
    },
};

/// How long the link to choose another password lasts.
pub(super) const RESET: Duration = Duration::from_hours(1);
/// How long the link that confirms an address lasts.
const CONFIRMATION: Duration = Duration::from_hours(24);

impl Directory {
    /// Sends a link to choose another password, if the address has an account. Whether it has is not told.
    ///
    /// # Errors
    /// Too early after other requests, or the store's.
    pub async fn ask_reset(&self, email: &str, address: &str) -> Result<(), Problem> {
        let email = normal(email);
        self.accounts.begin(&format!("reset:{email}"), address, self.database.clock().now())?;
        self.database
            .write(&Viewer::System, |transaction| async move {
                let account = store::by_email(&transaction, &email).await?.filter(|account| account.state == State::Active);
                let Some(account) = account else { return Ok(((), None)) };
                let made = OneTime { purpose: Purpose::Reset, account: Some(account.id), email: "", lasts: RESET };
                let secret = self.one_time(&transaction, made).await?;
                let sheet = person::by_id(&transaction, account.person).await?;
                let reader = Reader::new(sheet.as_ref(), &account.email);
                let letter = self.letter(&reader, "reset", &format!("/mot-de-passe/{secret}"), Some(transaction.now() + RESET));
                queue(&transaction, &letter).await?;
                Ok(((), Some(Record::new("account.ask-reset", "account", account.id.to_string()))))
            })
            .await
    }

    /// The address whose password a link resets.
    ///
    /// # Errors
    /// Why the link does not work.
    pub async fn resettable(&self, token: &str) -> Result<String, Problem> {
        Ok(self.to_reset(token).await?.1.email)
    }

    async fn to_reset(&self, token: &str) -> Result<(Token, Account), Problem> {
        let connection = self.database.read();
        let found = store::token_by_digest(connection, &digest(token)).await.map_err(Error::from)?;
        let found = usable(found, Purpose::Reset, self.database.clock().now())?;
        let account = store::by_id(connection, found.account.unwrap_or_default()).await.map_err(Error::from)?;
        let account = account.filter(|account| account.state == State::Active).ok_or_else(super::invite::no_account)?;
        Ok((found, account))
    }

    /// Sets another password by a link, and ends every session. The second factor, if any, stays.
    ///
    /// # Errors
    /// The link no longer works, or everything to mend in the password.
    pub async fn reset(&self, token: &str, chosen: &str) -> Result<(), Problem> {
        let (found, account) = self.to_reset(token).await?;
        let sheet = self.person(account.person).await?;
        let name = sheet.as_ref().map(crate::Person::name).unwrap_or_default();
        let violations = password::check(chosen, &[&name, &account.email]);
        if !violations.is_empty() {
            return Err(Problem::new(Kind::Invalid, violations));
        }
        let kept = self.accounts.hashed(chosen).await?;
        let email = account.email.clone();
        self.database
            .write(&Viewer::System, |transaction| async move {
                let found = usable(store::token_by_digest(&transaction, &found.digest).await?, Purpose::Reset, transaction.now())?;
                store::use_token(&transaction, &found.digest).await?;
                let account = store::by_id(&transaction, account.id).await?.filter(|account| account.state == State::Active);
                let mut account = account.ok_or_else(super::invite::no_account)?;
                account.password = kept;
                store::update(&transaction, &mut account).await?;
                store::end_sessions(&transaction, account.id, None).await?;
                let reader = Reader::new(sheet.as_ref(), &account.email);
                queue(&transaction, &self.letter(&reader, "changed", "/mot-de-passe", None)).await?;
                Ok(((), Record::new("account.reset", "account", account.id.to_string()).after(account.outline())))
            })
            .await?;
        self.accounts.succeed(&email, "", self.database.clock().now());
        Ok(())
    }

    /// Asks for another address: a link sent there confirms it, and the present one is told.
    ///
    /// # Errors
    /// Not an address, not the password, or the address has an account already.
    pub async fn ask_email(&self, viewer: &Viewer, email: &str, password: &str) -> Result<(), Problem> {
        let email = normal(email);
        self.confirm_password(viewer, password).await?;
        if let Some(violation) = email_violation(&email) {
            return Err(Problem::new(Kind::Invalid, vec![violation]));
        }
        self.database
            .write(viewer, |transaction| async move {
                let account = authorise(&transaction, viewer).await?;
                if account.email == email {
                    let same =
                        Violation::new("email-same", "C’est déjà l’adresse de ce compte.", "This is the address of this account already.");
                    return Err(Problem::new(Kind::Invalid, vec![same.on("email")]).into());
                }
                if store::by_email(&transaction, &email).await?.is_some() {
                    return Err(taken().into());
                }
                let made = OneTime { purpose: Purpose::Email, account: Some(account.id), email: &email, lasts: CONFIRMATION };
                let secret = self.one_time(&transaction, made).await?;
                let sheet = person::by_id(&transaction, account.person).await?;
                let path = format!("/compte/adresse/{secret}");
                let until = Some(transaction.now() + CONFIRMATION);
                queue(&transaction, &self.letter(&Reader::new(sheet.as_ref(), &email), "email", &path, until)).await?;
                queue(&transaction, &self.letter(&Reader::new(sheet.as_ref(), &account.email), "email-asked", "/compte", None)).await?;
                Ok(((), Record::new("account.ask-email", "account", account.id.to_string())))
            })
            .await
    }

    /// The address that a link confirms.
    ///
    /// # Errors
    /// Why the link does not work.
    pub async fn confirmable(&self, token: &str) -> Result<String, Problem> {
        let found = store::token_by_digest(self.database.read(), &digest(token)).await.map_err(Error::from)?;
        Ok(usable(found, Purpose::Email, self.database.clock().now())?.email)
    }

    /// Confirms a new address by its link: it signs in from now on, and is where the person is written to.
    ///
    /// # Errors
    /// The link no longer works, or the address was taken meanwhile.
    pub async fn confirm_email(&self, token: &str) -> Result<(), Problem> {
        let token = digest(token);
        self.database
            .write(&Viewer::System, |transaction| async move {
                let found = usable(store::token_by_digest(&transaction, &token).await?, Purpose::Email, transaction.now())?;
                store::use_token(&transaction, &token).await?;
                let account = store::by_id(&transaction, found.account.unwrap_or_default()).await?;
                let mut account = account.filter(|account| account.state == State::Active).ok_or_else(super::invite::no_account)?;
                if store::by_email(&transaction, &found.email).await?.is_some() {
                    return Err(taken().into());
                }
                let before = account.outline();
                account.email = found.email;
                store::update(&transaction, &mut account).await?;
                if let Some(mut sheet) = person::by_id(&transaction, account.person).await? {
                    sheet.email.clone_from(&account.email);
                    sheet.revision += 1;
                    person::update(&transaction, &sheet).await?;
                }
                Ok(((), Record::new("account.email", "account", account.id.to_string()).before(before).after(account.outline())))
            })
            .await
    }
}

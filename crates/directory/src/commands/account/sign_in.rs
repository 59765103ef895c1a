//! Signing in and out.

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{Kind, Problem, Viewer};
use uuid::Uuid;

use super::{digest, normal};
use crate::{
    Directory,
    store::account::{self as store, Account, Session, State},
};

/// From where somebody comes.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    /// The network address.
    pub address: String,
    /// What the browser says it is.
    pub device: String,
    /// The token of the session the browser holds already; it ends.
    pub token: Option<String>,
}

/// A session just opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The token for the browser's cookie.
    pub token: String,
    /// Whether one is signed in; otherwise the second factor is waited for.
    pub whole: bool,
}

/// Who vouches for a session besides a password.
#[derive(Debug, Clone, Default)]
pub(crate) struct Assurance {
    pub provider: String,
    pub acr: String,
    pub amr: String,
    pub id_token: String,
}

impl Directory {
    /// Signs in with an address and a password. Whether the address is unknown or the password wrong is not told, and takes as long.
    ///
    /// # Errors
    /// Wrong, or too early after wrong attempts.
    pub async fn sign_in(&self, email: &str, password: &str, visit: &Visit) -> Result<Opened, Problem> {
        let now = self.database.clock().now();
        let email = normal(email);
        self.accounts.begin(&email, &visit.address, now)?;
        let account = store::by_email(self.database.read(), &email).await.map_err(Error::from)?;
        let account = account.filter(|account| account.state == State::Active);
        let kept = account.as_ref().map(|account| account.password.clone()).unwrap_or_default();
        let right = self.accounts.matches(password, &kept).await?;
        let Some(account) = account.filter(|_| right) else {
            tracing::info!(address = visit.address, "a sign-in was refused");
            return Err(refused());
        };
        if !account.has_second_factor() {
            self.accounts.succeed(&email, &visit.address, now);
        }
        self.open_session(&account, visit, !account.has_second_factor(), Assurance::default()).await
    }

    /// Opens a session, in the name of its person.
    pub(super) async fn open_session(
        &self,
        account: &Account,
        visit: &Visit,
        whole: bool,
        assurance: Assurance,
    ) -> Result<Opened, Problem> {
        // What was just proved authorises its person.
        let viewer = self.viewer_of(account).await?;
        let id = account.id;
        self.database
            .write(&viewer, |transaction| async move {
                let account = store::by_id(&transaction, id).await?.filter(|account| account.state == State::Active).ok_or_else(refused)?;
                let (opened, session) = self.open_in(&transaction, account, visit, whole, assurance).await?;
                let action = if whole { "session.open" } else { "session.begin" };
                Ok((opened, Record::new(action, "session", session.to_string())))
            })
            .await
    }

    /// Opens a session in a transaction, instead of the one the browser held.
    pub(super) async fn open_in(
        &self,
        transaction: &Transaction,
        mut account: Account,
        visit: &Visit,
        whole: bool,
        assurance: Assurance,
    ) -> Result<(Opened, Uuid), Error> {
        if let Some(held) = &visit.token
            && let Some(session) = store::session_by_digest(transaction, &digest(held)).await?
        {
            store::end_session(transaction, session.account, session.id).await?;
        }
        let token = self.accounts.token()?;
        let session = Session {
            id: self.database.ids().next(),
            account: account.id,
            whole,
            opened_at: transaction.now(),
            seen_at: transaction.now(),
            device: visit.device.clone(),
            provider: assurance.provider,
            acr: assurance.acr,
            amr: assurance.amr,
            id_token: assurance.id_token,
        };
        store::insert_session(transaction, &digest(&token), &session).await?;
        if whole {
            account.signed_in_at = Some(transaction.now());
            store::update(transaction, &mut account).await?;
        }
        Ok((Opened { token, whole }, session.id))
    }

    /// Ends the session of a token. Where its identity provider is to be told, if any.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn sign_out(&self, viewer: &Viewer, token: &str) -> Result<Option<Session>, Problem> {
        let digest = digest(token);
        let viewer = if viewer.may_write() { viewer.clone() } else { Viewer::System };
        self.database
            .write(&viewer, |transaction| async move {
                let Some(session) = store::session_by_digest(&transaction, &digest).await? else { return Ok((None, None)) };
                store::end_session(&transaction, session.account, session.id).await?;
                let record = Record::new("session.close", "session", session.id.to_string());
                Ok((Some(session), Some(record)))
            })
            .await
    }
}

/// The one answer to a wrong address and to a wrong password.
fn refused() -> Problem {
    Problem::one(
        Kind::Invalid,
        "sign-in-refused",
        "L’adresse ou le mot de passe ne correspondent pas. Vérifiez les deux ; si vous avez oublié le mot de passe, demandez-en un autre.",
        "The address or the password do not match. Check both; if you have forgotten the password, ask for another one.",
    )
}

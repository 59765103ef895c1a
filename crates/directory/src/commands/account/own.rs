//! One's own account: password, sessions, closure.

use bassin_database::{Error, Record};
use bassin_kernel::{Kind, Problem, Viewer, Violation};
use bassin_mail::queue;
use uuid::Uuid;

use super::{administer::last_administrator, authorise, identify::is_live, letters::Reader};
use crate::{
    Directory,
    rules::password,
    store::{
        account::{self as store, Account, Session, State},
        person,
    },
};

impl Directory {
    /// The account of who looks.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn own_account(&self, viewer: &Viewer) -> Result<Option<Account>, Problem> {
        let Some(person) = viewer.person() else { return Ok(None) };
        let account = store::by_id(self.database.read(), person.account).await.map_err(Error::from)?;
        Ok(account.filter(|account| account.state == State::Active))
    }

    /// Checks the password of who acts, before something that a borrowed browser must not do. An account without password, signed in by an
    /// identity provider, has none to give.
    pub(super) async fn confirm_password(&self, viewer: &Viewer, password: &str) -> Result<Account, Problem> {
        let account = self.own_account(viewer).await?.ok_or_else(super::signed_out)?;
        if !account.has_password() {
            return Ok(account);
        }
        self.accounts.begin(&account.email, "", self.database.clock().now())?;
        if !self.accounts.matches(password, &account.password).await? {
            let violation =
                Violation::new("password-wrong", "Ce n’est pas votre mot de passe actuel.", "This is not your present password.");
            return Err(Problem::new(Kind::Invalid, vec![violation.on("current")]));
        }
        self.accounts.succeed(&account.email, "", self.database.clock().now());
        Ok(account)
    }

    /// Checks the password of who acts on their own sheet: an open browser must not be enough to lose it.
    ///
    /// # Errors
    /// Not their password.
    pub(crate) async fn confirm_own(&self, viewer: &Viewer, person: Uuid, password: &str) -> Result<(), Problem> {
        if viewer.person().is_some_and(|viewer| viewer.person == person) {
            self.confirm_password(viewer, password).await?;
        }
        Ok(())
    }

    /// Changes one's password, and ends one's other sessions.
    ///
    /// # Errors
    /// Not the present password, or everything to mend in the new one.
    pub async fn change_password(&self, viewer: &Viewer, current: &str, chosen: &str, session: Option<Uuid>) -> Result<(), Problem> {
        let account = self.confirm_password(viewer, current).await?;
        let mut violations = password::check(chosen, &[viewer.name(), &account.email]);
        if current == chosen {
            violations
                .push(Violation::new("password-same", "C’est le mot de passe actuel.", "This is the present password.").on("password"));
        }
        if !violations.is_empty() {
            return Err(Problem::new(Kind::Invalid, violations));
        }
        let kept = self.accounts.hashed(chosen).await?;
        self.database
            .write(viewer, |transaction| async move {
                let mut account = authorise(&transaction, viewer).await?;
                account.password = kept;
                store::update(&transaction, &mut account).await?;
                store::end_sessions(&transaction, account.id, session).await?;
                let sheet = person::by_id(&transaction, account.person).await?;
                let reader = Reader::new(sheet.as_ref(), &account.email);
                queue(&transaction, &self.letter(&reader, "changed", "/mot-de-passe", None)).await?;
                Ok(((), Record::new("account.password", "account", account.id.to_string()).after(account.outline())))
            })
            .await
    }

    /// One's live sessions, the one used last first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn sessions(&self, viewer: &Viewer) -> Result<Vec<Session>, Problem> {
        let Some(person) = viewer.person() else { return Ok(Vec::new()) };
        let now = self.database.clock().now();
        let mut sessions = store::sessions_of(self.database.read(), person.account).await.map_err(Error::from)?;
        sessions.retain(|session| is_live(session, now));
        Ok(sessions)
    }

    /// Ends one of one's sessions, or all but one.
    ///
    /// # Errors
    /// It is not one's own, or has ended.
    pub async fn end_session(&self, viewer: &Viewer, id: Uuid) -> Result<(), Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let account = authorise(&transaction, viewer).await?;
                if !store::end_session(&transaction, account.id, id).await? {
                    return Err(Problem::not_found("Cette session est déjà terminée.", "This session has ended already.").into());
                }
                Ok(((), Record::new("session.end", "session", id.to_string())))
            })
            .await
    }

    /// Ends one's sessions but for one.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn end_other_sessions(&self, viewer: &Viewer, but: Uuid) -> Result<(), Problem> {
        self.database
            .write(viewer, |transaction| async move {
                let account = authorise(&transaction, viewer).await?;
                let ended = store::end_sessions(&transaction, account.id, Some(but)).await?;
                let record = Record::new("session.end-others", "account", account.id.to_string()).summary(format!("sessions: {ended}"));
                Ok(((), (ended > 0).then_some(record)))
            })
            .await
    }

    /// Closes one's account: nobody signs in with it any more, its address and secrets are erased, the person stays in the directory.
    ///
    /// # Errors
    /// Not the password, or nobody else runs the platform.
    pub async fn close_own(&self, viewer: &Viewer, password: &str) -> Result<(), Problem> {
        self.confirm_password(viewer, password).await?;
        self.database
            .write(viewer, |transaction| async move {
                let mut account = authorise(&transaction, viewer).await?;
                last_administrator(&transaction, &account).await?;
                let before = account.outline();
                super::administer::closed(&transaction, &mut account).await?;
                Ok(((), Record::new("account.close", "account", account.id.to_string()).before(before).after(account.outline())))
            })
            .await
    }
}

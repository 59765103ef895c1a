//! From the cookie of a request to who asks, with the rights they hold today.

use std::{sync::Arc, time::Duration};

use axum::http::{HeaderMap, header};
use axum_extra::extract::cookie::Cookie;
use bassin_database::Error;
use bassin_kernel::{Grant, Person, Problem, Role, Scope, Timestamp, Viewer, day_of};
use uuid::Uuid;

use super::digest;
use crate::{
    Directory,
    store::{
        account::{self as store, Account, Session, State},
        person,
    },
};

/// The name of the cookie that holds the token of a session.
pub const SESSION_COOKIE: &str = "bassin-session";

/// How long a session lasts without being used.
pub(super) const IDLE: Duration = Duration::from_hours(12);
/// How long a session lasts at most.
pub(super) const ABSOLUTE: Duration = Duration::from_hours(30 * 24);
/// How long the second factor may be waited for.
pub(super) const SECOND_STEP: Duration = Duration::from_mins(10);
/// How often a session in use is noted as such.
const NOTED: Duration = Duration::from_hours(1);

/// The value of a cookie of a request.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let found = all.flat_map(Cookie::split_parse).filter_map(Result::ok).find(|cookie| cookie.name() == name);
    found.map(|cookie| cookie.value().to_owned())
}

/// Whether a session can be used at `now`.
pub(super) fn is_live(session: &Session, now: Timestamp) -> bool {
    if session.whole { now < session.seen_at + IDLE && now < session.opened_at + ABSOLUTE } else { now < session.opened_at + SECOND_STEP }
}

impl Directory {
    /// Who asks: the person of the session that the request shows, with their platform roles and memberships of today. Mandates are added by
    /// whoever knows bodies. Anybody whose session or account has ended is a visitor.
    pub async fn identify(&self, headers: &HeaderMap) -> Viewer {
        let Some(token) = cookie(headers, SESSION_COOKIE) else { return Viewer::Anonymous };
        match self.of_token(&token).await {
            Ok(viewer) => viewer.unwrap_or(Viewer::Anonymous),
            Err(problem) => {
                tracing::warn!(%problem, "a session could not be read");
                Viewer::Anonymous
            }
        }
    }

    async fn of_token(&self, token: &str) -> Result<Option<Viewer>, Problem> {
        let Some((session, account)) = self.session(token).await? else { return Ok(None) };
        if !session.whole || account.state != State::Active {
            return Ok(None);
        }
        let viewer = self.viewer_of(&account).await?;
        if self.database.clock().now() >= session.seen_at + NOTED {
            let id = session.id;
            self.database.note(|transaction| async move { Ok(store::seen(&transaction, id).await?) }).await?;
        }
        Ok(Some(viewer))
    }

    /// A person as they would be if they came in now; none without an active account.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn viewer_of_person(&self, person: Uuid) -> Result<Option<Viewer>, Problem> {
        let account = store::by_person(self.database.read(), &[person]).await.map_err(Error::from)?;
        match account.filter(|account| account.state == State::Active) {
            Some(account) => Ok(Some(self.viewer_of(&account).await?)),
            None => Ok(None),
        }
    }

    /// The live session of a token, and its account.
    pub(super) async fn session(&self, token: &str) -> Result<Option<(Session, Account)>, Problem> {
        let connection = self.database.read();
        let now = self.database.clock().now();
        let session = store::session_by_digest(connection, &digest(token)).await.map_err(Error::from)?;
        let Some(session) = session.filter(|session| is_live(session, now)) else { return Ok(None) };
        let account = store::by_id(connection, session.account).await.map_err(Error::from)?;
        Ok(account.map(|account| (session, account)))
    }

    /// The person of an account, with what follows from their roles and memberships today.
    pub(super) async fn viewer_of(&self, account: &Account) -> Result<Viewer, Error> {
        let connection = self.database.read();
        let sheet = person::by_id(connection, account.person).await?;
        let (id, name) = sheet.map_or_else(|| (account.person, String::new()), |sheet| (sheet.id, sheet.name()));
        let today = day_of(self.database.clock().now());
        let mut grants = Vec::new();
        let roles = [(account.administrator, Role::Administrator), (account.statistician, Role::Statistician)];
        grants.extend(roles.into_iter().filter(|(held, _)| *held).map(|(_, role)| Grant { role, scope: Scope::Platform }));
        for membership in person::memberships_of(connection, id, Some(today)).await? {
            let scope = Scope::Organisation(membership.organisation);
            grants.push(Grant { role: Role::Member, scope });
            if membership.referent {
                grants.push(Grant { role: Role::Referent, scope });
            }
        }
        Ok(Viewer::Person(Arc::new(Person { account: account.id, person: id, name, grants })))
    }

    /// The session that a request shows, when it is whole.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn current_session(&self, headers: &HeaderMap) -> Result<Option<Session>, Problem> {
        let Some(token) = cookie(headers, SESSION_COOKIE) else { return Ok(None) };
        Ok(self.session(&token).await?.map(|(session, _)| session).filter(|session| session.whole))
    }
}

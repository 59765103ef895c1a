//! Tables of the `account` part: accounts, sessions, one-time links, recovery codes, identities held elsewhere.

mod past;
mod read;
mod table;
mod write;

use bassin_kernel::Timestamp;
use uuid::Uuid;

pub(crate) use past::{Past, any_past, remove_past};
pub(crate) use read::{
    administrators, any_sealed, by_email, by_id, by_person, external_of, find, identity, of_people, recovery_left, session_by_digest,
    sessions_of, token_by_digest,
};
pub(crate) use table::migrations;
pub(crate) use write::{
    end_session, end_sessions, insert, insert_session, insert_token, link, put_codes, remove_of, seen, unlink, update, use_code, use_token,
    void_tokens,
};

/// The life of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Its person has been invited and has not come yet.
    Invited,
    /// Its person can sign in.
    Active,
    /// Nobody can sign in with it any more; its person stays in the directory.
    Closed,
}

impl State {
    /// Every state, in the order of an account's life.
    pub const ALL: [Self; 3] = [Self::Invited, Self::Active, Self::Closed];

    /// Its name in the store.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Closed => "closed",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What lets a person sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its identifier.
    pub id: Uuid,
    /// Its person.
    pub person: Uuid,
    /// The address that signs in, in lower case; empty once closed.
    pub email: String,
    /// The password as an argon2id string; empty without.
    pub(crate) password: String,
    /// Whether its person runs the platform.
    pub administrator: bool,
    /// Whether its person loads and documents figures.
    pub statistician: bool,
    /// The secret of the second factor, encrypted; empty without.
    pub(crate) totp: String,
    /// The secret shown and not confirmed yet, encrypted; empty without.
    pub(crate) totp_pending: String,
    /// The time step of the last code used: neither it nor an earlier one serves again.
    pub(crate) totp_step: i64,
    /// Where it is in its life.
    pub state: State,
    /// When it was created.
    pub created_at: Timestamp,
    /// When its person last signed in.
    pub signed_in_at: Option<Timestamp>,
    /// Rises by one at each change.
    pub revision: i64,
}

impl Account {
    /// Whether signing in asks for a code after the password.
    #[must_use]
    pub const fn has_second_factor(&self) -> bool {
        !self.totp.is_empty()
    }

    /// Whether a password signs in.
    #[must_use]
    pub const fn has_password(&self) -> bool {
        !self.password.is_empty()
    }

    /// What the journal keeps the digest of: no secret.
    pub(crate) fn outline(&self) -> serde_json::Value {
        serde_json::json!({
            "id": self.id, "person": self.person, "email": self.email, "administrator": self.administrator, "statistician": self.statistician,
            "second_factor": self.has_second_factor(), "password": self.has_password(), "state": self.state.code(), "revision": self.revision,
        })
    }
}

/// A browser in which somebody has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its identifier, which opens nothing.
    pub id: Uuid,
    /// The account.
    pub account: Uuid,
    /// Whether the second factor, when there is one, has been given.
    pub whole: bool,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was last noted as used.
    pub seen_at: Timestamp,
    /// What the browser says it is.
    pub device: String,
    /// The identity provider that vouched; empty for a password.
    pub provider: String,
    /// The level of assurance the provider told.
    pub acr: String,
    /// The means of authentication the provider told.
    pub amr: String,
    /// The provider's token, encrypted, to sign out there as well; empty without.
    pub(crate) id_token: String,
}

/// What a one-time link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The first administrator.
    First,
    /// Accepting an invitation.
    Invitation,
    /// A forgotten password.
    Reset,
    /// Confirming a new address.
    Email,
}

impl Purpose {
    pub(crate) const ALL: [Self; 4] = [Self::First, Self::Invitation, Self::Reset, Self::Email];

    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Invitation => "invitation",
            Self::Reset => "reset",
            Self::Email => "email",
        }
    }
}

/// A one-time link, known by the digest of its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub digest: String,
    pub purpose: Purpose,
    pub account: Option<Uuid>,
    /// The new address, for its confirmation.
    pub email: String,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

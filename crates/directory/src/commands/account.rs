//! What people can do: accounts, sessions, one-time links.

mod administer;
mod identify;
mod invite;
mod letters;
mod own;
mod provider;
mod rescue;
mod reset;
mod seal;
mod second;
mod sign_in;
mod tidy;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use bassin_database::{Error, Transaction};
use bassin_kernel::{Kind, Language, Problem, Timestamp, Viewer, Violation};
use bassin_web::Catalogue;
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

pub use administer::{AccountList, JournalEntry, JournalFilter, Verification};
pub(crate) use administer::{closed, last_administrator};
pub use identify::SESSION_COOKIE;
pub(crate) use identify::cookie;
pub use invite::{FirstAdministrator, Invitation, Invited};
pub use provider::{Provider, ProviderAnswer};
pub use seal::KeyState;
pub use second::SecondFactor;
pub use sign_in::{Opened, Visit};

use crate::{
    Directory,
    rules::attempts::{Attempts, FOR_AN_ACCOUNT, FOR_AN_ADDRESS},
    store::account::{self as store, Account, Purpose, Token},
};

/// Where randomness comes from. It is handed in, so that tests know what to expect.
pub trait Secrets: Send + Sync {
    /// Fills `bytes` with what nobody can guess.
    ///
    /// # Errors
    /// The system has none.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Problem>;
}

/// The randomness of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemSecrets;

impl Secrets for SystemSecrets {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Problem> {
        getrandom::fill(bytes).map_err(|error| failed(&error))
    }
}

/// What the operator decides about accounts.
#[derive(Clone)]
pub struct Settings {
    /// Where randomness comes from.
    pub secrets: Arc<dyn Secrets>,
    /// The secret from which the key that encrypts is made, the same for every node; without, a file of the data directory holds a key.
    pub secret: Option<String>,
    /// Whether a proxy stands before the portal and tells the address of who asks.
    pub behind_proxy: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { secrets: Arc::new(SystemSecrets), secret: None, behind_proxy: false }
    }
}

/// What accounts need beside the store.
pub(crate) struct Accounts {
    settings: Settings,
    data: PathBuf,
    key: OnceLock<[u8; 32]>,
    providers: OnceLock<Vec<Provider>>,
    address: OnceLock<String>,
    catalogue: Catalogue,
    attempts: Mutex<Attempts>,
    /// Passwords hashed at once: each takes 19 MiB.
    hashing: Semaphore,
    /// What the password of an unknown address is compared with, so that it takes as long.
    nobody: OnceLock<String>,
}

/// How many passwords are hashed at once.
const AT_ONCE: usize = 4;
/// Where the portal is, until it says so.
const ADDRESS: &str = "http://127.0.0.1:8080";

impl Accounts {
    pub(crate) fn new(data: &Path, settings: Settings) -> Self {
        Self {
            settings,
            data: data.to_owned(),
            key: OnceLock::new(),
            providers: OnceLock::new(),
            address: OnceLock::new(),
            catalogue: Catalogue::new(&crate::LOCALES),
            attempts: Mutex::default(),
            hashing: Semaphore::new(AT_ONCE),
            nobody: OnceLock::new(),
        }
    }

    /// Where files received for an import wait for an agreement.
    pub(crate) fn waiting(&self) -> PathBuf {
        self.data.join("waiting")
    }

    /// A message of the room.
    pub(crate) fn words(&self, language: Language, key: &str) -> String {
        self.catalogue.text(language, key, &[])
    }

    /// A secret of 256 bits, in hexadecimal.
    fn token(&self) -> Result<String, Problem> {
        let mut bytes = [0; 32];
        self.settings.secrets.fill(&mut bytes)?;
        Ok(hexadecimal(&bytes))
    }

    /// The argon2id string of a password.
    async fn hashed(&self, password: &str) -> Result<String, Problem> {
        let mut salt = [0; 16];
        self.settings.secrets.fill(&mut salt)?;
        let password = password.to_owned();
        let _turn = self.hashing.acquire().await.map_err(|error| failed(&error))?;
        let hashing =
            tokio::task::spawn_blocking(move || argon().hash_password_with_salt(password.as_bytes(), &salt).map(|hash| hash.to_string()));
        hashing.await.map_err(|error| failed(&error))?.map_err(|error| failed(&error))
    }

    /// Whether a password is the one kept; against nothing kept, it takes as long and is not.
    async fn matches(&self, password: &str, kept: &str) -> Result<bool, Problem> {
        let nobody = match self.nobody.get() {
            Some(nobody) => nobody.clone(),
            None => {
                let made = self.hashed("nobody").await?;
                self.nobody.get_or_init(|| made).clone()
            }
        };
        let known = !kept.is_empty();
        let kept = if known { kept.to_owned() } else { nobody };
        let password = password.to_owned();
        let _turn = self.hashing.acquire().await.map_err(|error| failed(&error))?;
        let verifying = tokio::task::spawn_blocking(move || {
            PasswordHash::new(&kept).is_ok_and(|kept| argon().verify_password(password.as_bytes(), &kept).is_ok())
        });
        Ok(verifying.await.map_err(|error| failed(&error))? && known)
    }

    /// Counts an attempt for an account and from an address, before it is made.
    fn begin(&self, account: &str, address: &str, now: Timestamp) -> Result<(), Problem> {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        let tries = [(format!("address:{address}"), FOR_AN_ADDRESS), (format!("account:{account}"), FOR_AN_ACCOUNT)];
        let tries = tries.into_iter().filter(|(key, _)| !key.ends_with(':'));
        for (key, free) in tries {
            attempts.begin(&key, free, now).map_err(|wait| too_many(wait.as_secs().max(1)))?;
        }
        Ok(())
    }

    /// The attempt succeeded.
    fn succeed(&self, account: &str, address: &str, now: Timestamp) {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.succeed(&format!("account:{account}"));
        attempts.forgive(&format!("address:{address}"), now);
    }
}

/// The parameters that OWASP recommends: 19 MiB, two passes, one lane.
fn argon() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

impl Directory {
    /// Says where the portal is served, for the links of letters.
    pub fn served_at(&self, address: &str) {
        let _ = self.accounts.address.set(address.trim_end_matches('/').to_owned());
    }

    /// The full address of a path of the portal.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.accounts.address.get().map_or(ADDRESS, String::as_str))
    }

    /// Whether readers come by HTTPS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.link("").starts_with("https://")
    }

    /// Makes the key that encrypts, when there is none, and reads the identity providers.
    ///
    /// # Errors
    /// A file cannot be made or read.
    pub fn prepare(&self) -> Result<(), Problem> {
        self.accounts.key()?;
        self.accounts.providers().map(|_| ())
    }

    /// Whether the portal trusts what a proxy tells of addresses.
    #[must_use]
    pub fn is_behind_proxy(&self) -> bool {
        self.accounts.settings.behind_proxy
    }

    /// Makes a one-time link in a transaction, and gives its secret. Those made before for the same purpose stop working.
    async fn one_time(&self, transaction: &Transaction, made: OneTime<'_>) -> Result<String, Error> {
        let secret = self.accounts.token()?;
        store::void_tokens(transaction, made.purpose, made.account).await?;
        let token = Token {
            digest: digest(&secret),
            purpose: made.purpose,
            account: made.account,
            email: made.email.to_owned(),
            expires_at: transaction.now() + made.lasts,
            used_at: None,
        };
        store::insert_token(transaction, &token).await?;
        Ok(secret)
    }
}

/// A one-time link to be made.
struct OneTime<'a> {
    purpose: Purpose,
    account: Option<uuid::Uuid>,
    email: &'a str,
    lasts: std::time::Duration,
}

/// A one-time link that can be used at `now`, or why not.
fn usable(token: Option<Token>, purpose: Purpose, now: Timestamp) -> Result<Token, Problem> {
    let token = token.filter(|token| token.purpose == purpose).ok_or_else(|| {
        Problem::not_found(
            "Ce lien n’est pas valable. Il a peut-être été coupé par la messagerie, ou remplacé par un lien plus récent.",
            "This link is not valid. A mail program may have cut it, or a more recent link replaces it.",
        )
    })?;
    if token.used_at.is_some() {
        return Err(Problem::one(
            Kind::Conflict,
            "link-used",
            "Ce lien a déjà servi. S’il s’agissait de vous, connectez-vous ; sinon, prévenez l’administrateur.",
            "This link has been used already. If that was you, sign in; otherwise, tell the administrator.",
        ));
    }
    if now >= token.expires_at {
        return Err(Problem::one(
            Kind::Conflict,
            "link-expired",
            "Ce lien n’est plus valable : son délai est passé. Demandez-en un autre.",
            "This link is no longer valid: its time has passed. Ask for another one.",
        ));
    }
    Ok(token)
}

/// The account of who acts, as it is now.
async fn authorise(transaction: &Transaction, viewer: &Viewer) -> Result<Account, Error> {
    let person = viewer.person().ok_or_else(signed_out)?;
    viewer.check(&crate::policy::ACCOUNT_OWN, &[bassin_kernel::Scope::Person(person.person)])?;
    let account = store::by_id(transaction, person.account).await?;
    Ok(account.filter(|account| account.state == store::State::Active).ok_or_else(signed_out)?)
}

fn signed_out() -> Problem {
    Problem::one(
        Kind::Forbidden,
        "sign-in-required",
        "Il faut être connecté à son compte pour faire cela.",
        "This requires being signed in to one’s account.",
    )
}

/// An address as it signs in: without blanks around it, in lower case.
fn normal(email: &str) -> String {
    email.trim().to_lowercase()
}

fn email_violation(email: &str) -> Option<Violation> {
    (!bassin_mail::is_address(email)).then(|| {
        Violation::new(
            "email-malformed",
            "Donnez une adresse électronique, par exemple prenom.nom@exemple.fr.",
            "Give an e-mail address, for instance name@example.org.",
        )
        .on("email")
    })
}

/// The digest under which a secret is kept.
fn digest(secret: &str) -> String {
    hexadecimal(&Sha256::digest(secret.as_bytes()))
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A fault of the surroundings: the detail goes to the log.
fn failed(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "accounts cannot be served");
    Problem::unavailable("L’opération n’a pas pu aboutir. Réessayez dans un instant.", "This could not be done. Try again in a moment.")
}

fn too_many(seconds: u64) -> Problem {
    let (fr, en) = match seconds {
        1 => ("une seconde".to_owned(), "a second".to_owned()),
        2..=90 => (format!("{seconds} secondes"), format!("{seconds} seconds")),
        _ => (format!("{} minutes", seconds.div_ceil(60)), format!("{} minutes", seconds.div_ceil(60))),
    };
    Problem::invalid(
        "too-many-attempts",
        format!("Trop d’essais de suite. Attendez {fr}, puis recommencez."),
        format!("Too many attempts in a row. Wait {en}, then try again."),
    )
}

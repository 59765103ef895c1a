//! The second factor: codes that change with time, and recovery codes for the day the telephone is lost.

use bassin_database::{Error, Record};
use bassin_kernel::{Kind, Problem, Timestamp, Viewer, Violation};
use totp_rs::{Builder, Secret, Totp};

use super::{Accounts, Opened, Visit, authorise, digest, failed, sign_in::Assurance};
use crate::{
    Directory,
    store::account::{self as store, Account},
};

/// How many recovery codes are given.
const CODES: usize = 10;
/// The letters of recovery codes: none is taken for another.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789_";

/// What a telephone needs to make codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// The secret as text, in groups of four.
    pub secret: String,
    /// The same as an image to scan: SVG.
    pub image: String,
}

impl Accounts {
    fn totp(&self, account: &Account, sealed: &str) -> Result<Option<Totp>, Problem> {
        let Some(secret) = self.unseal(&purpose(account), sealed)? else { return Ok(None) };
        let Ok(secret) = Secret::try_from_base32(&secret) else { return Ok(None) };
        let builder = Builder::new().with_secret(secret).with_issuer(Some("Bassin")).with_account_name(account.email.replace(':', ""));
        builder.build().map(Some).map_err(|error| failed(&error))
    }

    /// The step of a code that is right now and has not served.
    fn step(&self, account: &Account, sealed: &str, code: &str, now: Timestamp) -> Result<Option<i64>, Problem> {
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
        let Some(totp) = self.totp(account, sealed)?.filter(|_| digits.len() == 6) else { return Ok(None) };
        let step = totp.check(&digits, u64::try_from(now.timestamp()).unwrap_or_default()).and_then(|step| i64::try_from(step).ok());
        Ok(step.filter(|step| *step > account.totp_step))
    }

    /// Recovery codes and the digests under which they are kept.
    fn codes(&self) -> Result<(Vec<String>, Vec<String>), Problem> {
        let mut codes = Vec::with_capacity(CODES);
        for _ in 0..CODES {
            let mut bytes = [0; 16];
            self.settings.secrets.fill(&mut bytes)?;
            let letters: String = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 31)])).collect();
            codes.push(format!("{}-{}-{}-{}", &letters[..4], &letters[4..8], &letters[8..12], &letters[12..]));
        }
        let digests = codes.iter().map(|code| digest(&plain(code))).collect();
        Ok((codes, digests))
    }
}

pub(super) fn purpose(account: &Account) -> String {
    format!("totp:{}", account.id)
}

/// A recovery code as it is compared: without hyphens or blanks, in lower case.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

fn wrong_code() -> Problem {
    let violation = Violation::new(
        "code-wrong",
        "Ce code ne convient pas, ou il a déjà servi. Attendez le suivant et vérifiez que l’heure de votre téléphone est juste.",
        "This code does not fit, or has been used already. Wait for the next one and check that the time of your telephone is right.",
    );
    Problem::new(Kind::Invalid, vec![violation.on("code")])
}

impl Directory {
    /// Ends signing in with a code of the telephone, or a recovery code. The session changes its token.
    ///
    /// # Errors
    /// The first step is too old, the code is wrong or has served, or it is too early after wrong attempts.
    pub async fn second_step(&self, code: &str, visit: &Visit) -> Result<Opened, Problem> {
        let now = self.database.clock().now();
        let waiting = match &visit.token {
            Some(token) => self.session(token).await?.filter(|(session, _)| !session.whole),
            None => None,
        };
        let (_, account) = waiting.ok_or_else(|| {
            Problem::one(
                Kind::Conflict,
                "sign-in-again",
                "La première étape date de plus de dix minutes. Recommencez la connexion.",
                "The first step is more than ten minutes old. Start signing in again.",
            )
        })?;
        self.accounts.begin(&account.email, &visit.address, now)?;
        let (id, code) = (account.id, code.to_owned());
        // The password given before and the code authorise its person.
        let viewer = self.viewer_of(&account).await?;
        let opened = self
            .database
            .write(&viewer, |transaction| async move {
                let account = store::by_id(&transaction, id).await?.filter(|account| account.state == store::State::Active);
                let mut account = account.ok_or_else(wrong_code)?;
                let action = match self.accounts.step(&account, &account.totp, &code, transaction.now())? {
                    Some(step) => {
                        account.totp_step = step;
                        "session.open"
                    }
                    None if store::use_code(&transaction, id, &digest(&plain(&code))).await? => "session.open-recovered",
                    None => return Err(wrong_code().into()),
                };
                let (opened, session) = self.open_in(&transaction, account, visit, true, Assurance::default()).await?;
                Ok((opened, Record::new(action, "session", session.to_string())))
            })
            .await?;
        self.accounts.succeed(&account.email, &visit.address, now);
        Ok(opened)
    }

    /// Whether the browser that holds this token has given its password and owes the second factor.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn owes_second_factor(&self, token: &str) -> Result<bool, Problem> {
        Ok(self.session(token).await?.is_some_and(|(session, _)| !session.whole))
    }

    /// Makes the secret of a second factor, which serves once a code confirms it.
    ///
    /// # Errors
    /// Not signed in, or there is a second factor already.
    pub async fn begin_second_factor(&self, viewer: &Viewer) -> Result<(), Problem> {
        let mut bytes = [0; 20];
        self.accounts.settings.secrets.fill(&mut bytes)?;
        let secret = Secret::from(bytes.to_vec()).to_base32();
        self.database
            .write(viewer, |transaction| async move {
                let mut account = authorise(&transaction, viewer).await?;
                if account.has_second_factor() {
                    return Err(Problem::one(
                        Kind::Conflict,
                        "second-factor-there",
                        "La double vérification est déjà en place.",
                        "The second factor is in place already.",
                    )
                    .into());
                }
                account.totp_pending = self.accounts.seal(&purpose(&account), &secret)?;
                store::update(&transaction, &mut account).await?;
                Ok(((), Record::new("account.begin-second-factor", "account", account.id.to_string()).after(account.outline())))
            })
            .await
    }

    /// What the telephone needs, while a code is waited for.
    ///
    /// # Errors
    /// Not signed in, or nothing was begun.
    pub async fn pending_second_factor(&self, viewer: &Viewer) -> Result<Option<SecondFactor>, Problem> {
        let Some(account) = self.own_account(viewer).await? else { return Ok(None) };
        let Some(totp) = self.accounts.totp(&account, &account.totp_pending)? else { return Ok(None) };
        let letters: Vec<char> = totp.secret().to_base32().chars().collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        let url = totp.to_url().map_err(|error| failed(&error))?;
        let code = qrcode::QrCode::new(url).map_err(|error| failed(&error))?;
        let image = code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(220, 220).build();
        let image = image.find("<svg").map(|start| image[start..].to_owned()).unwrap_or_default();
        Ok(Some(SecondFactor { secret: groups.join(" "), image }))
    }

    /// Confirms the second factor with a first code, and gives the recovery codes, shown this once.
    ///
    /// # Errors
    /// The code is wrong, or nothing was begun.
    pub async fn confirm_second_factor(&self, viewer: &Viewer, code: &str) -> Result<Vec<String>, Problem> {
        let (codes, digests) = self.accounts.codes()?;
        let person = viewer.person().map(|person| person.account.to_string()).unwrap_or_default();
        self.accounts.begin(&format!("code:{person}"), "", self.database.clock().now())?;
        self.database
            .write(viewer, |transaction| async move {
                let mut account = authorise(&transaction, viewer).await?;
                let before = account.outline();
                let step = self.accounts.step(&account, &account.totp_pending, code, transaction.now())?.ok_or_else(wrong_code)?;
                account.totp = std::mem::take(&mut account.totp_pending);
                account.totp_step = step;
                store::update(&transaction, &mut account).await?;
                store::put_codes(&transaction, account.id, &digests).await?;
                let record =
                    Record::new("account.second-factor", "account", account.id.to_string()).before(before).after(account.outline());
                Ok((codes, record))
            })
            .await
    }

    /// Replaces the recovery codes; those given before stop working.
    ///
    /// # Errors
    /// Not the password, or there is no second factor.
    pub async fn new_codes(&self, viewer: &Viewer, password: &str) -> Result<Vec<String>, Problem> {
        self.confirm_password(viewer, password).await?;
        let (codes, digests) = self.accounts.codes()?;
        self.database
            .write(viewer, |transaction| async move {
                let account = authorise(&transaction, viewer).await?;
                if !account.has_second_factor() {
                    return Err(wrong_code().into());
                }
                store::put_codes(&transaction, account.id, &digests).await?;
                Ok((codes, Record::new("account.new-codes", "account", account.id.to_string())))
            })
            .await
    }

    /// Removes the second factor.
    ///
    /// # Errors
    /// Not the password.
    pub async fn remove_second_factor(&self, viewer: &Viewer, password: &str) -> Result<(), Problem> {
        self.confirm_password(viewer, password).await?;
        self.database
            .write(viewer, |transaction| async move {
                let mut account = authorise(&transaction, viewer).await?;
                let before = account.outline();
                (account.totp, account.totp_pending) = (String::new(), String::new());
                store::update(&transaction, &mut account).await?;
                store::put_codes(&transaction, account.id, &[]).await?;
                Ok(((), Record::new("account.no-second-factor", "account", account.id.to_string()).before(before).after(account.outline())))
            })
            .await
    }

    /// How many recovery codes are left to the viewer.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn codes_left(&self, viewer: &Viewer) -> Result<u64, Problem> {
        let Some(person) = viewer.person() else { return Ok(0) };
        Ok(store::recovery_left(self.database.read(), person.account).await.map_err(Error::from)?)
    }
}

//! Letting an administrator who is locked out come in again.

use bassin_database::Record;
use bassin_kernel::{Problem, Scope, Viewer};

use super::{OneTime, normal, reset::RESET};
use crate::{
    Directory, policy,
    store::account::{self as store, Account, Purpose, State},
};

impl Directory {
    /// The path of a link with which an administrator who is locked out chooses another password; also without their second factor, when it is lost.
    /// It is for whoever runs the machine.
    ///
    /// # Errors
    /// The viewer may not, no administrator signs in with this address, or the store's.
    pub async fn rescue(&self, viewer: &Viewer, email: &str, second_factor: bool) -> Result<String, Problem> {
        let email = normal(email);
        self.database
            .write(viewer, |transaction| async move {
                viewer.check(&policy::ACCOUNT_MANAGE, &[Scope::Platform])?;
                let found = store::by_email(&transaction, &email).await?.filter(runs);
                let Some(mut account) = found else {
                    let (all, _) = store::find(&*transaction, Some(State::Active), "", &[], 1, 1_000).await?;
                    return Err(unknown(&all).into());
                };
                let before = account.outline();
                if second_factor {
                    (account.totp, account.totp_pending) = (String::new(), String::new());
                    store::put_codes(&transaction, account.id, &[]).await?;
                    store::end_sessions(&transaction, account.id, None).await?;
                    store::update(&transaction, &mut account).await?;
                }
                let made = OneTime { purpose: Purpose::Reset, account: Some(account.id), email: "", lasts: RESET };
                let secret = self.one_time(&transaction, made).await?;
                let record = Record::new("account.rescue", "account", account.id.to_string()).before(before).after(account.outline());
                let record = if second_factor { record.summary("second factor lifted") } else { record };
                Ok((format!("/mot-de-passe/{secret}"), record))
            })
            .await
    }
}

fn runs(account: &Account) -> bool {
    account.state == State::Active && account.administrator
}

/// Whoever runs the machine reads the whole store: telling them the addresses tells them nothing new.
fn unknown(all: &[Account]) -> Problem {
    let known: Vec<&str> = all.iter().filter(|account| runs(account)).map(|account| account.email.as_str()).collect();
    let mut problem = Problem::not_found(
        "Aucun compte d’administration ne se connecte avec cette adresse.",
        "No administrator’s account signs in with this address.",
    );
    if let Some(violation) = problem.violations.first_mut() {
        violation.suggestions = known.into_iter().map(str::to_owned).collect();
    }
    problem
}

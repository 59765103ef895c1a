//! Signing in with an identity held elsewhere: OpenID Connect, authorisation code with PKCE.
//!
//! Only the issuers that the operator has written down are ever asked, and redirections are not followed.

use std::time::Duration;

use bassin_database::{Error, Record};
use bassin_kernel::{Kind, Problem, Viewer};
use openidconnect::{
    AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, LogoutRequest, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl,
    Scope as AskedScope, TokenResponse as _,
    core::{CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreIdTokenClaims, CoreUserInfoClaims},
    reqwest,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Accounts, Opened, Visit, normal, sign_in::Assurance};
use crate::{
    Directory,
    store::account::{self as store, Session, State},
};

/// How long signing in at the provider may take.
const FLOW: Duration = Duration::from_mins(10);
/// How long a provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// What a provider's token is encrypted for.
const ID_TOKEN: &str = "id-token";
/// What the state of a sign-in under way is encrypted for.
const STATE: &str = "openid-flow";

/// An identity provider, as the operator writes it down in `providers.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Its name in addresses.
    pub id: String,
    /// Its name for people.
    pub label: String,
    issuer: String,
    client_id: String,
    client_secret: Option<String>,
    client_secret_env: Option<String>,
    #[serde(default = "usual_scopes")]
    scopes: Vec<String>,
    #[serde(default)]
    acr_values: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    provider: Vec<Provider>,
}

fn usual_scopes() -> Vec<String> {
    vec!["email".to_owned(), "profile".to_owned()]
}

/// What the browser keeps, encrypted, while its person is at the provider's.
#[derive(Serialize, Deserialize)]
struct Flow {
    provider: String,
    state: String,
    nonce: String,
    verifier: String,
    next: String,
    /// The account to link the identity to, when its person asked from their account.
    account: Option<Uuid>,
    until: i64,
}

/// What the provider answers, in the address it sends the browser back to.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ProviderAnswer {
    /// The code to exchange.
    #[serde(default)]
    pub code: String,
    /// The state given when asking.
    #[serde(default)]
    pub state: String,
    /// Why it refused; empty when it did not.
    #[serde(default)]
    pub error: String,
}

/// Who the provider says it is.
struct Identity {
    issuer: String,
    subject: String,
    verified_email: Option<String>,
    assurance: Assurance,
}

impl Accounts {
    /// The providers that the operator has written down.
    pub(super) fn providers(&self) -> Result<&[Provider], Problem> {
        if let Some(providers) = self.providers.get() {
            return Ok(providers);
        }
        let path = self.data.join("providers.toml");
        let read = match std::fs::read_to_string(&path) {
            Ok(text) => parse(&text).map_err(|(fr, en)| {
                let path = path.display();
                Problem::unavailable(format!("« {path} » n’est pas valable : {fr}."), format!("“{path}” is not valid: {en}."))
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(super::failed(&error)),
        };
        Ok(self.providers.get_or_init(|| read))
    }

    fn provider(&self, id: &str) -> Result<&Provider, Problem> {
        let found = self.providers()?.iter().find(|provider| provider.id == id);
        found.ok_or_else(|| {
            Problem::not_found("Ce fournisseur d’identité n’est pas connu ici.", "This identity provider is not known here.")
        })
    }
}

fn parse(text: &str) -> Result<Vec<Provider>, (String, String)> {
    let file: File = toml::from_str(text).map_err(|error| (error.message().to_owned(), error.message().to_owned()))?;
    for provider in &file.provider {
        let url = openidconnect::url::Url::parse(&provider.issuer);
        let local = |host: &str| ["localhost", "127.0.0.1", "[::1]"].contains(&host);
        let safe = url.is_ok_and(|url| url.scheme() == "https" || (url.scheme() == "http" && url.host_str().is_some_and(local)));
        let named = !provider.id.is_empty()
            && provider.id != "code"
            && provider.id.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        if !safe || !named {
            let id = &provider.id;
            return Err((
                format!("« {id} » demande un nom en lettres, chiffres et tirets, et un émetteur en https"),
                format!("“{id}” takes a name of letters, figures and hyphens, and an issuer in https"),
            ));
        }
    }
    Ok(file.provider)
}

impl Provider {
    fn secret(&self) -> Option<ClientSecret> {
        let kept = self.client_secret_env.as_ref().and_then(|name| std::env::var(name).ok());
        kept.or_else(|| self.client_secret.clone()).map(ClientSecret::new)
    }

    fn away(&self, error: &dyn std::fmt::Display) -> Problem {
        tracing::warn!(provider = self.id, %error, "an identity provider did not answer as it should");
        let label = &self.label;
        Problem::unavailable(
            format!("« {label} » ne répond pas comme prévu. Réessayez dans un instant, ou connectez-vous avec votre mot de passe."),
            format!("“{label}” does not answer as it should. Try again in a moment, or sign in with your password."),
        )
    }

    async fn metadata(&self, http: &reqwest::Client) -> Result<ProviderMetadataWithLogout, Problem> {
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(|error| self.away(&error))?;
        ProviderMetadataWithLogout::discover_async(issuer, http).await.map_err(|error| self.away(&error))
    }
}

fn http() -> Result<reqwest::Client, Problem> {
    let builder = reqwest::ClientBuilder::new().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE);
    builder.build().map_err(|error| super::failed(&error))
}

fn not_this_browser() -> Problem {
    Problem::one(
        Kind::Forbidden,
        "identity-flow",
        "Cette réponse ne correspond à aucune connexion commencée dans ce navigateur, ou elle a trop tardé. Recommencez depuis la page de connexion.",
        "This answer matches no sign-in begun in this browser, or came too late. Start again from the sign-in page.",
    )
}

impl Directory {
    /// The identity providers with which one can sign in.
    ///
    /// # Errors
    /// The operator's file is not valid.
    pub fn providers(&self) -> Result<&[Provider], Problem> {
        self.accounts.providers()
    }

    /// Whether an identity of the provider is linked to the account of who looks.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn linked(&self, viewer: &Viewer) -> Result<Vec<String>, Problem> {
        let Some(person) = viewer.person() else { return Ok(Vec::new()) };
        let issuers = store::external_of(self.database.read(), person.account).await.map_err(Error::from)?;
        let linked = self
            .providers()?
            .iter()
            .filter(|provider| issuers.iter().any(|issuer| issuer.trim_end_matches('/') == provider.issuer.trim_end_matches('/')));
        Ok(linked.map(|provider| provider.id.clone()).collect())
    }

    fn back(&self, provider: &Provider) -> Result<RedirectUrl, Problem> {
        RedirectUrl::new(self.link(&format!("/connexion/{}/retour", provider.id))).map_err(|error| super::failed(&error))
    }

    /// Begins signing in at a provider: the address to go to, and what the browser keeps meanwhile.
    ///
    /// # Errors
    /// There is no such provider, or it does not answer.
    pub async fn begin_provider(&self, viewer: &Viewer, id: &str, next: &str) -> Result<(String, String), Problem> {
        let provider = self.accounts.provider(id)?;
        let metadata = provider.metadata(&http()?).await?;
        let client = CoreClient::from_provider_metadata(metadata, ClientId::new(provider.client_id.clone()), provider.secret())
            .set_redirect_uri(self.back(provider)?);
        let flow = Flow {
            provider: id.to_owned(),
            state: self.accounts.token()?,
            nonce: self.accounts.token()?,
            verifier: self.accounts.token()?,
            next: next.to_owned(),
            account: viewer.person().map(|person| person.account),
            until: (self.database.clock().now() + FLOW).timestamp(),
        };
        let (state, nonce) = (flow.state.clone(), flow.nonce.clone());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(flow.verifier.clone()));
        let mut request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || CsrfToken::new(state), move || Nonce::new(nonce))
            .set_pkce_challenge(challenge);
        for scope in &provider.scopes {
            request = request.add_scope(AskedScope::new(scope.clone()));
        }
        for value in &provider.acr_values {
            request = request.add_auth_context_value(AuthenticationContextClass::new(value.clone()));
        }
        let (address, _, _) = request.url();
        let kept = serde_json::to_string(&flow).map_err(|error| super::failed(&error))?;
        Ok((address.to_string(), self.accounts.seal(STATE, &kept)?))
    }

    /// Ends signing in at a provider: the session, and where to go.
    ///
    /// # Errors
    /// The answer is not for this browser, the provider refused, or the identity has no account here.
    pub async fn finish_provider(
        &self,
        viewer: &Viewer,
        id: &str,
        answer: &ProviderAnswer,
        kept: &str,
        visit: &Visit,
    ) -> Result<(Opened, String), Problem> {
        let provider = self.accounts.provider(id)?;
        let now = self.database.clock().now();
        let flow = self.accounts.unseal(STATE, kept)?.and_then(|text| serde_json::from_str::<Flow>(&text).ok());
        let flow = flow.filter(|flow| flow.provider == id && flow.state == answer.state && now.timestamp() < flow.until);
        let flow = flow.ok_or_else(not_this_browser)?;
        if !answer.error.is_empty() {
            let label = &provider.label;
            return Err(Problem::one(
                Kind::Forbidden,
                "identity-refused",
                format!("« {label} » n’a pas confirmé votre identité. Recommencez, ou connectez-vous avec votre mot de passe."),
                format!("“{label}” did not confirm your identity. Start again, or sign in with your password."),
            ));
        }
        let identity = self.identity(provider, &flow, &answer.code).await?;
        let next = flow.next.clone();
        let linked = flow.account.filter(|account| viewer.person().is_some_and(|person| person.account == *account));
        Ok((self.enter(provider, identity, linked, visit).await?, next))
    }

    async fn identity(&self, provider: &Provider, flow: &Flow, code: &str) -> Result<Identity, Problem> {
        let http = http()?;
        let metadata = provider.metadata(&http).await?;
        let client = CoreClient::from_provider_metadata(metadata, ClientId::new(provider.client_id.clone()), provider.secret())
            .set_redirect_uri(self.back(provider)?);
        let exchange = client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(|error| provider.away(&error))?;
        let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()));
        let tokens = exchange.request_async(&http).await.map_err(|error| provider.away(&error))?;
        let token = tokens.id_token().ok_or_else(|| provider.away(&"no identity token"))?;
        let clock = std::sync::Arc::clone(self.database.clock());
        let verifier = client.id_token_verifier().set_time_fn(move || clock.now());
        let claims = token.claims(&verifier, &Nonce::new(flow.nonce.clone())).map_err(|error| provider.away(&error))?;
        let mut email = verified(claims);
        if email.is_none()
            && let Ok(request) = client.user_info(tokens.access_token().clone(), Some(claims.subject().clone()))
        {
            let told: CoreUserInfoClaims = request.request_async(&http).await.map_err(|error| provider.away(&error))?;
            email = told.email().filter(|_| told.email_verified() == Some(true)).map(|email| normal(email));
        }
        let amr: Vec<&str> = claims.auth_method_refs().into_iter().flatten().map(|method| method.as_str()).collect();
        let assurance = Assurance {
            provider: provider.id.clone(),
            acr: claims.auth_context_ref().map(|acr| acr.to_string()).unwrap_or_default(),
            amr: amr.join(" "),
            id_token: self.accounts.seal(ID_TOKEN, &token.to_string())?,
        };
        Ok(Identity { issuer: claims.issuer().to_string(), subject: claims.subject().to_string(), verified_email: email, assurance })
    }

    /// Signs in the account of an identity: the one it is linked to, the one its person asked to link it to, or the one they were invited to.
    async fn enter(&self, provider: &Provider, identity: Identity, linked: Option<Uuid>, visit: &Visit) -> Result<Opened, Problem> {
        let Identity { issuer, subject, verified_email, assurance } = identity;
        self.database
            .write(&Viewer::System, |transaction| async move {
                let known = store::identity(&transaction, &issuer, &subject).await?;
                let account = match (known.or(linked), &verified_email) {
                    (Some(id), _) => store::by_id(&transaction, id).await?.filter(|account| account.state == State::Active),
                    (None, Some(email)) => store::by_email(&transaction, email).await?.filter(|account| account.state == State::Invited),
                    (None, None) => None,
                };
                let mut account = account.ok_or_else(|| stranger(provider))?;
                if known.is_none() {
                    store::link(&transaction, &issuer, &subject, account.id).await?;
                }
                account.state = State::Active;
                let before = account.outline();
                let id = account.id;
                let (opened, _) = self.open_in(&transaction, account, visit, true, assurance).await?;
                let action = if known.is_some() { "session.open" } else { "account.link" };
                let after = store::by_id(&transaction, id).await?.map(|account| account.outline());
                Ok((opened, Record::new(action, "account", id.to_string()).summary(provider.id.clone()).before(before).after(after)))
            })
            .await
    }

    /// Where to sign out of the provider that vouched for a session, when it offers it.
    ///
    /// # Errors
    /// The provider does not answer.
    pub async fn provider_exit(&self, session: &Session) -> Result<Option<String>, Problem> {
        if session.provider.is_empty() {
            return Ok(None);
        }
        let provider = self.accounts.provider(&session.provider)?;
        let metadata = provider.metadata(&http()?).await?;
        let Some(address) = metadata.additional_metadata().end_session_endpoint.clone() else { return Ok(None) };
        let token = self.accounts.unseal(ID_TOKEN, &session.id_token)?.and_then(|token| token.parse::<CoreIdToken>().ok());
        let home = PostLogoutRedirectUrl::new(self.link("/")).map_err(|error| super::failed(&error))?;
        let mut request =
            LogoutRequest::from(address).set_client_id(ClientId::new(provider.client_id.clone())).set_post_logout_redirect_uri(home);
        if let Some(token) = &token {
            request = request.set_id_token_hint(token);
        }
        Ok(Some(request.http_get_url().to_string()))
    }
}

/// The address of an identity, when the provider says that it is verified.
fn verified(claims: &CoreIdTokenClaims) -> Option<String> {
    claims.email().filter(|_| claims.email_verified() == Some(true)).map(|email| normal(email))
}

fn stranger(provider: &Provider) -> Problem {
    let label = &provider.label;
    Problem::one(
        Kind::Forbidden,
        "identity-unknown",
        format!(
            "« {label} » a confirmé votre identité, mais elle n’est reliée à aucun compte ici. Si vous avez un compte, connectez-vous avec votre mot de passe puis reliez-la depuis votre compte ; sinon, demandez une invitation à l’adresse que « {label} » connaît."
        ),
        format!(
            "“{label}” confirmed your identity, but it is linked to no account here. If you have an account, sign in with your password, then link it from your account; otherwise, ask for an invitation at the address that “{label}” knows."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn only_issuers_that_can_be_trusted_are_written_down() {
        let file =
            |id: &str, issuer: &str| format!("[[provider]]\nid = \"{id}\"\nlabel = \"X\"\nissuer = \"{issuer}\"\nclient_id = \"bassin\"\n");
        for issuer in ["https://auth.example.org/realms/a", "http://127.0.0.1:8125", "http://localhost/"] {
            assert_eq!(parse(&file("x-1", issuer)).unwrap().len(), 1, "{issuer}");
        }
        for (id, issuer) in [
            ("x", "http://example.org"),
            ("x", "file:///etc/passwd"),
            ("x", "ftp://127.0.0.1"),
            ("code", "https://a.example"),
            ("a/b", "https://a.example"),
            ("", "https://a.example"),
            ("x", "nonsense"),
        ] {
            assert!(parse(&file(id, issuer)).is_err(), "{id} {issuer}");
        }
        assert!(parse("[[provider]]\nid = 1").is_err());
        assert!(parse("").unwrap().is_empty());
    }
}

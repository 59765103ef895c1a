//! Signing in with an identity held elsewhere, at a real provider: the certified `oidc-provider`, installed at test time.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
};

use bassin_directory::{Invitation, PersonDraft};
use bassin_kernel::{Language, Viewer};
use openidconnect::{reqwest, url::Url};
use uuid::Uuid;

use crate::support::{House, PASSWORD, PROVIDERS, on_each, session};

const SERVER: &str = r#"
import http from 'node:http';
import * as oidc from 'oidc-provider';
const Provider = oidc.Provider ?? oidc.default;
const server = http.createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'bassin', client_secret: 'chut', redirect_uris: ['http://bassin.exemple/connexion/essai/retour'],
      post_logout_redirect_uris: ['http://bassin.exemple/'] }],
    cookies: { keys: ['essai'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], acr: null },
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id, email: id, email_verified: !id.startsWith('douteux') }) }),
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
"#;

struct Provider {
    process: Child,
    issuer: String,
    /// Kept open: it would stop when nobody listens.
    _said: Option<BufReader<ChildStdout>>,
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Installs the provider once below the target directory, and starts it; nothing without npm or a network.
fn start() -> Option<Provider> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("oidc-provider");
    std::fs::create_dir_all(&folder).ok()?;
    if !folder.join("node_modules/oidc-provider").is_dir() {
        std::fs::write(folder.join("package.json"), "{\"private\": true, \"type\": \"module\"}").ok()?;
        let install =
            Command::new("npm").args(["install", "--no-audit", "--no-fund", "oidc-provider@9"]).current_dir(&folder).output().ok()?;
        if !install.status.success() {
            return None;
        }
    }
    std::fs::write(folder.join("server.mjs"), SERVER).ok()?;
    let mut process =
        Command::new("node").arg("server.mjs").current_dir(&folder).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut said = BufReader::new(process.stdout.take()?);
    let mut provider = Provider { process, issuer: String::new(), _said: None };
    while !provider.issuer.starts_with("http://") {
        provider.issuer.clear();
        if said.read_line(&mut provider.issuer).ok()? == 0 {
            return None;
        }
    }
    provider.issuer.truncate(provider.issuer.trim_end().len());
    provider._said = Some(said);
    Some(provider)
}

/// A browser at the provider's: its cookies, each where it is to be sent.
#[derive(Default)]
struct Browser(BTreeMap<(String, String), String>);

impl Browser {
    async fn fetch(&mut self, url: &Url, form: Option<String>) -> reqwest::Response {
        let client = reqwest::ClientBuilder::new().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let cookies: Vec<String> = self
            .0
            .iter()
            .filter(|((_, path), _)| url.path().starts_with(path.as_str()))
            .map(|((name, _), value)| format!("{name}={value}"))
            .collect();
        let request = match form {
            Some(form) => client.post(url.clone()).header("content-type", "application/x-www-form-urlencoded").body(form),
            None => client.get(url.clone()),
        };
        let answer = request.header("cookie", cookies.join("; ")).send().await.unwrap();
        for cookie in answer.headers().get_all("set-cookie") {
            let mut parts = cookie.to_str().unwrap().split("; ");
            let (name, value) = parts.next().unwrap().split_once('=').unwrap();
            let path = parts.find_map(|part| part.strip_prefix("path=")).unwrap_or("/");
            self.0.insert((name.to_owned(), path.to_owned()), value.to_owned());
        }
        answer
    }

    /// Signs in as somebody and agrees; where the provider sends the browser back to.
    async fn sign_in(&mut self, address: &str, login: &str) -> Url {
        let mut url = Url::parse(address).unwrap();
        let mut form = None;
        for _ in 0..12 {
            let answer = self.fetch(&url, form.take()).await;
            if let Some(location) = answer.headers().get("location") {
                url = url.join(location.to_str().unwrap()).unwrap();
                if url.host_str() == Some("bassin.exemple") {
                    return url;
                }
                continue;
            }
            let page = answer.text().await.unwrap();
            assert!(url.path().starts_with("/interaction/"), "{url}: {page}");
            form = Some(if page.contains("name=\"login\"") {
                format!("prompt=login&login={login}&password=x")
            } else {
                "prompt=consent".to_owned()
            });
        }
        panic!("the provider never came back");
    }
}

/// Begins signing in: where the provider is, and the cookie that binds it to the browser.
async fn begin(house: &House, cookies: &str) -> (String, String) {
    let answer = house.get_with("/connexion/essai?suite=/compte", cookies).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    (answer.header("location").to_owned(), cookie.split(';').next().unwrap().to_owned())
}

fn back(url: &Url) -> String {
    format!("{}?{}", url.path(), url.query().unwrap_or_default())
}

async fn invite(house: &House, number: u128, email: &str) {
    let PersonDraft { given_name, family_name, .. } = PersonDraft::named(Uuid::nil(), "Inès", "Marchal");
    let (id, person) = (Uuid::from_u128(number + 0x40_000), Uuid::from_u128(number + 0x50_000));
    let invitation = Invitation {
        id,
        person,
        given_name,
        family_name,
        email: email.to_owned(),
        language: Language::French,
        administrator: false,
        statistician: false,
    };
    house.directory.invite(&Viewer::System, invitation).await.unwrap();
}

#[tokio::test]
async fn an_identity_held_elsewhere_signs_in() {
    let Some(provider) = start() else {
        println!("npm, node or the network is absent: signing in at a real OpenID provider is not tested");
        return;
    };
    let file = format!(
        "[[provider]]\nid = \"essai\"\nlabel = \"Essai Connect\"\nissuer = \"{}\"\nclient_id = \"bassin\"\nclient_secret = \"chut\"\n",
        provider.issuer
    );
    PROVIDERS.set(file).unwrap();
    on_each(whole).await;
}

async fn whole(house: House) {
    assert!(house.get("/connexion", "").await.text().contains("Se connecter avec Essai Connect"));
    assert_eq!(house.get("/connexion/ailleurs", "").await.status, 404);

    // Nobody invited this address, and the provider does not answer for that one.
    invite(&house, 1, "douteux@exemple.fr").await;
    for stranger in ["inconnu@exemple.fr", "douteux@exemple.fr"] {
        let (address, cookie) = begin(&house, "").await;
        let url = Browser::default().sign_in(&address, stranger).await;
        let refused = house.get_with(&back(&url), &cookie).await;
        assert_eq!(refused.status, 403);
        assert!(refused.text().contains("reliée à aucun compte"), "{}", refused.text());
    }

    // Somebody invited comes in without a password, and comes back.
    invite(&house, 2, "ines@exemple.fr").await;
    let mut browser = Browser::default();
    let (address, cookie) = begin(&house, "").await;
    let asked = Url::parse(&address).unwrap();
    let query: BTreeMap<_, _> = asked.query_pairs().into_owned().collect();
    assert_eq!((query["response_type"].as_str(), query["code_challenge_method"].as_str()), ("code", "S256"));
    let url = browser.sign_in(&address, "ines@exemple.fr").await;
    assert_eq!(house.get_with(&back(&url), "").await.status, 403, "another browser");
    let forged = back(&url).replace(&query["state"], &"0".repeat(64));
    assert_eq!(house.get_with(&forged, &cookie).await.status, 403, "another state");
    let done = house.get_with(&back(&url), &cookie).await;
    assert_eq!((done.status.as_u16(), done.header("location")), (303, "/compte"), "{}", done.text());
    let here = session(&done);
    assert_eq!(house.viewer(&here).await.name(), "Inès Marchal");
    assert_eq!(house.directory.sessions(&house.viewer(&here).await).await.unwrap()[0].provider, "essai");
    let replayed = house.get_with(&back(&url), &cookie).await;
    assert_eq!(replayed.status, 503, "a code serves once");

    // The token must carry the nonce of this sign-in.
    let (address, cookie) = begin(&house, "").await;
    let nonce = Url::parse(&address).unwrap().query_pairs().find(|(name, _)| name == "nonce").unwrap().1.into_owned();
    let url = browser.sign_in(&address.replace(&nonce, &"f".repeat(64)), "ines@exemple.fr").await;
    assert_eq!(house.get_with(&back(&url), &cookie).await.status, 503, "another nonce");

    // She comes back; too late, the answer is worth nothing.
    let (address, cookie) = begin(&house, "").await;
    let url = browser.sign_in(&address, "ines@exemple.fr").await;
    house.clock.forward(10);
    assert_eq!(house.get_with(&back(&url), &cookie).await.status, 403);
    let (address, cookie) = begin(&house, "").await;
    let url = browser.sign_in(&address, "ines@exemple.fr").await;
    let again = session(&house.get_with(&back(&url), &cookie).await);

    // Leaving here offers to leave there.
    let left = house.post("/deconnexion", &again, &[]).await;
    assert!(left.status == 200 && left.text().contains("/session/end?") && left.text().contains("id_token_hint="), "{}", left.text());
    assert_eq!(house.viewer(&again).await, Viewer::Anonymous);
    link(&house).await;
}

/// Somebody with a password links an identity from their account.
async fn link(house: &House) {
    let mine = house.administrator().await;
    let cookies = format!("bassin-session={mine}");
    let (address, cookie) = begin(house, &cookies).await;
    let url = Browser::default().sign_in(&address, "claire-ailleurs@exemple.fr").await;
    // In a browser where she has signed out meanwhile, nothing is linked.
    assert_eq!(house.get_with(&back(&url), &cookie).await.status, 403);
    let (address, cookie) = begin(house, &cookies).await;
    let url = Browser::default().sign_in(&address, "claire-ailleurs@exemple.fr").await;
    let done = house.get_with(&back(&url), &format!("{cookies}; {cookie}")).await;
    assert_eq!(done.header("location"), "/compte");
    let page = house.get("/compte", &session(&done)).await;
    assert!(page.text().contains("Essai Connect") && page.text().contains("reliée"), "{}", page.text());
    assert_eq!(house.viewer(&house.sign_in("claire@exemple.fr").await).await.name(), "Claire Vauthier", "{PASSWORD} still signs in");
}

//! The portal: routes of every room behind one shell, a listener, a clean stop.

use std::{io::IsTerminal, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, http::HeaderMap, routing::get};
use bassin_kernel::{Problem, Viewer};
use bassin_mail::{Mail, Settings};
use bassin_web::{Entry, Limits, Metrics, Shell, Term};
use clap::ArgMatches;
use serde::Deserialize;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use crate::{
    DONE,
    installation::{Installation, Place},
    pages,
    terminal::Terminal,
};

/// How often the portal looks for what another process has written.
const LOOK: Duration = Duration::from_secs(2);
/// How often the portal looks for letters to send.
const POST: Duration = Duration::from_secs(3);
/// How often dates are looked at.
const DATES: Duration = Duration::from_secs(60);
/// How long requests in flight may take once a stop is asked for.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until it is asked to stop.
pub async fn run(place: &Place, options: Option<&ArgMatches>, terminal: &Terminal) -> Result<u8, Problem> {
    let option = |name: &str| options.and_then(|options| options.get_one::<String>(name)).cloned();
    logs(option("log").as_deref() == Some("json"));
    let listener =
        listen(&option("listen").or_else(|| std::env::var("BASSIN_LISTEN").ok()).unwrap_or_else(|| "127.0.0.1:8080".to_owned())).await?;
    let metrics = match option("metrics") {
        Some(address) => Some((listen(&address).await?, Metrics::install()?)),
        None => None,
    };
    let installation = Installation::open(place).await?;
    installation.governance.first_start().await?;
    installation.plans.take_texts().await?;
    installation.plans.load_evaluation(&Viewer::System).await?;
    installation.governance.refresh().await?;
    installation.directory.prepare()?;
    let mail = Mail::open(installation.database.clone(), &letters(), &place.data)?;
    let address = listener.local_addr().map_err(|error| unserved(&error))?;
    let address = format!("http://{address}/");
    installation.directory.served_at(&std::env::var("BASSIN_URL").unwrap_or_else(|_| address.clone()));
    terminal.result(&terminal.t_with("cli-ready", &[("address", address.into())]));
    crate::commands::account_link(&installation, &Viewer::System, terminal).await?;
    if let Some((listener, metrics)) = metrics {
        let router = Router::new().route("/metrics", get(async move || metrics.render()));
        tokio::spawn(async move { axum::serve(listener, router).await });
    }
    tokio::spawn(follow(installation.clone()));
    tokio::spawn(deliver(mail.clone()));
    tokio::spawn(keep_dates(installation.clone(), mail));
    serve(listener, router(&installation)).await?;
    installation.database.close().await;
    terminal.say(&terminal.t("cli-stopped"));
    Ok(DONE)
}

async fn serve(listener: TcpListener, router: Router) -> Result<(), Problem> {
    let asked = Arc::new(tokio::sync::Notify::new());
    let told = Arc::clone(&asked);
    let serving = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).with_graceful_shutdown(async move {
        stop_signal().await;
        told.notify_one();
    });
    let overtime = async {
        asked.notified().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = serving.into_future() => ended.map_err(|error| unserved(&error)),
        () = overtime => Ok(()),
    }
}

async fn stop_signal() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).ok();
        let terminated = async {
            match &mut terminated {
                Some(signal) => signal.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! { _ = interrupted => {}, _ = terminated => {} }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
}

/// Takes in what other processes write, for as long as the portal lives.
async fn follow(installation: Installation) {
    loop {
        tokio::time::sleep(LOOK).await;
        if let Err(problem) = installation.refresh().await {
            tracing::warn!(%problem, "what another process wrote could not be taken in");
        }
    }
}

/// How letters leave, as the environment says.
fn letters() -> Settings {
    Settings { smtp: std::env::var("BASSIN_SMTP").ok(), from: std::env::var("BASSIN_MAIL_FROM").ok() }
}

/// Sends the letters that are due, for as long as the portal lives.
async fn deliver(mail: Mail) {
    loop {
        if let Err(problem) = mail.deliver().await {
            tracing::warn!(%problem, "letters could not be sent");
        }
        tokio::time::sleep(POST).await;
    }
}

/// Does what dates ask for (reminders, opinions deemed given, conventions that begin and end), and takes away what has passed its time, for as
/// long as the portal lives.
async fn keep_dates(installation: Installation, mail: Mail) {
    loop {
        let tidied = async { Ok::<_, Problem>(mail.tidy().await? + installation.directory.tidy().await?) };
        if let Err(problem) = tidied.await {
            tracing::warn!(%problem, "what has passed its time could not be taken away");
        }
        if let Err(problem) = installation.governance.tick(installation.database.clock().now()).await {
            tracing::warn!(%problem, "what dates ask for could not be done");
        }
        if let Err(problem) = installation.plans.tick(installation.database.clock().now()).await {
            tracing::warn!(%problem, "reminders of plans could not be sent");
        }
        tokio::time::sleep(DATES).await;
    }
}

/// Who a session belongs to: the person, with their roles and memberships, then their mandates of today.
async fn identify(installation: Installation, headers: HeaderMap) -> Viewer {
    let viewer = installation.directory.identify(&headers).await;
    installation.with_mandates(&viewer).await.unwrap_or_else(|problem| {
        tracing::warn!(%problem, "mandates could not be read");
        viewer
    })
}

fn logs(json: bool) {
    // For people: what goes wrong. For machines: every request as well.
    let usual = if json { "warn,bassin=info,bassin_web=info,bassin_database=info" } else { "warn" };
    let filter = EnvFilter::try_from_env("RUST_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr);
    // A second installation in the same process (a test) keeps the first one's logs.
    let _ = if json { logs.json().try_init() } else { logs.try_init() };
}

async fn listen(address: &str) -> Result<TcpListener, Problem> {
    TcpListener::bind(address).await.map_err(|error| {
        let (fr, en) = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                ("elle est déjà occupée par un autre programme".to_owned(), "another program already uses it".to_owned())
            }
            std::io::ErrorKind::PermissionDenied => ("le système ne l’autorise pas".to_owned(), "the system does not allow it".to_owned()),
            _ => (error.to_string(), error.to_string()),
        };
        Problem::unavailable(
            format!("Impossible d’écouter à l’adresse {address} : {fr}. Choisissez-en une autre, par exemple --listen 127.0.0.1:8081."),
            format!("Cannot listen at {address}: {en}. Choose another address, for instance --listen 127.0.0.1:8081."),
        )
    })
}

fn unserved(error: &std::io::Error) -> Problem {
    Problem::unavailable(format!("Le portail s’est arrêté : {error}."), format!("The portal stopped: {error}."))
}

/// Every route of the portal, behind the shell.
pub fn router(installation: &Installation) -> Router {
    let api = bassin_territory::api(installation.territory.clone())
        .merge(bassin_directory::api(installation.directory.clone()))
        .merge(bassin_observatory::api(installation.observatory.clone()))
        .merge(bassin_governance::api(installation.governance.clone()))
        .merge(bassin_plan::api(installation.plans.clone()));
    let router = pages::routes(installation)
        .merge(bassin_territory::routes(installation.territory.clone()))
        .merge(bassin_directory::routes(installation.directory.clone()))
        .merge(bassin_observatory::routes(installation.observatory.clone()))
        .merge(bassin_governance::routes(installation.governance.clone()))
        .merge(bassin_plan::routes(installation.plans.clone()))
        .merge(bassin_web::openapi::documented(api));
    let health = installation.clone();
    let known = installation.clone();
    let shell = Shell {
        navigation: vec![
            Entry { section: "territories", key: "nav-territories", address: "/territoires" },
            Entry { section: bassin_governance::SECTION, key: "nav-bodies", address: "/instances" },
            Entry { section: bassin_plan::SECTION, key: "nav-plan", address: "/plan" },
        ],
        identify: Some(Arc::new(move |headers| Box::pin(identify(known.clone(), headers)))),
        accounts: true,
        https: installation.directory.is_secure(),
        footer: vec![
            Entry { section: bassin_directory::SECTION, key: "organisation-list-title", address: "/structures" },
            Entry { section: "statutes", key: "statute-list-title", address: "/statuts" },
            Entry { section: "practices", key: "practice-list-title", address: "/pratiques" },
            Entry { section: "data", key: "datasets-title", address: "/donnees" },
            Entry { section: "indicators", key: "indicators-title", address: "/indicateurs" },
            Entry { section: "api", key: "footer-api", address: "/api" },
        ],
        fictional: installation.governance.fictional(),
        glossary: glossary(),
        health: Arc::new(move || {
            let installation = health.clone();
            Box::pin(async move { installation.database.generation().await.map(|_| ()) })
        }),
        limits: Limits { address: 62 << 10, ..Limits::default() },
        ..Shell::new(crate::catalogue())
    };
    bassin_web::shell(router, shell)
}

#[derive(Deserialize)]
struct Glossary {
    terms: Vec<GlossaryTerm>,
}

#[derive(Deserialize)]
struct GlossaryTerm {
    fr: String,
    en: String,
    definition_fr: String,
    definition_en: String,
}

fn glossary() -> Vec<Term> {
    let term = |term: GlossaryTerm| Term {
        word: bassin_kernel::LocalizedText::new(term.fr, term.en),
        definition: bassin_kernel::LocalizedText::new(term.definition_fr, term.definition_en),
    };
    toml::from_str::<Glossary>(include_str!("../../../data/glossary.toml"))
        .map(|file| file.terms.into_iter().map(term).collect())
        .unwrap_or_default()
}

//! An installation: its data directory, its store, and the rooms opened on them.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use bassin_database::Database;
use bassin_directory::Directory;
use bassin_governance::Governance;
use bassin_kernel::{Clock, Ids, Kind, Person, Problem, SystemClock, TimeOrderedIds, Viewer, day_of};
use bassin_observatory::Observatory;
use bassin_plan::Plans;
use bassin_territory::Territory;
use bassin_typesetting::Typesetter;
use bassin_web::Catalogue;
use clap::ArgMatches;

/// The folders of the data directory that a backup keeps with the store.
pub const FOLDERS: [&str; 7] = ["files", "cube", "territory", "zonings", "datasets", "indicators", "statutes"];

/// The file of the data directory that holds the key, which a backup keeps only when it is asked to.
pub const KEY: &str = "secret.key";

/// Where an installation is.
#[derive(Debug, Clone)]
pub struct Place {
    /// The data directory.
    pub data: PathBuf,
    /// The store's address.
    pub url: String,
}

impl Place {
    /// The place given on the command line or in the environment.
    #[must_use]
    pub fn of(matches: &ArgMatches) -> Self {
        let data = matches.get_one::<String>("data").map_or_else(|| PathBuf::from("bassin-data"), PathBuf::from);
        let url = matches.get_one::<String>("database-url").cloned();
        Self::new(data, url)
    }

    /// A data directory and, when it is not the SQLite store inside it, the store's address.
    #[must_use]
    pub fn new(data: PathBuf, url: Option<String>) -> Self {
        let url = url.unwrap_or_else(|| format!("sqlite://{}", data.join("store.sqlite").display()));
        Self { data, url }
    }
}

/// The rooms, open.
#[derive(Clone)]
pub struct Installation {
    /// Where it is.
    pub place: Place,
    /// The store.
    pub database: Database,
    /// Territories.
    pub territory: Territory,
    /// Who is who.
    pub directory: Directory,
    /// Figures.
    pub observatory: Observatory,
    /// Bodies that decide.
    pub governance: Governance,
    /// What was promised.
    pub plans: Plans,
}

impl Installation {
    /// Opens an installation, and makes it on the first start.
    ///
    /// # Errors
    /// The directory cannot be written, the store does not open, a descriptor is wrong.
    pub async fn open(place: &Place) -> Result<Self, Problem> {
        prepare(&place.data)?;
        let (clock, ids) = Self::surroundings();
        // Whatever keeps the store from opening, its address included, is the surroundings' fault: status 2.
        let closed = |problem| Problem { kind: Kind::Unavailable, ..problem };
        let database = Database::connect(&place.url, migrations(), clock, ids).await.map_err(closed)?;
        let territory = Territory::open(database.clone(), &place.data).await?;
        let observatory = Observatory::open(database.clone(), territory.clone(), &place.data).await?;
        let directory = Directory::open_with(database.clone(), territory.clone(), &place.data, accounts());
        let governance = Governance::open(database.clone(), directory.clone(), territory.clone(), Arc::new(Typesetter), &place.data)?;
        let plans = Plans::open(database.clone(), territory.clone(), directory.clone(), observatory.clone(), governance.clone())?;
        directory.held_by(vec![governance.memory(), plans.memory()]);
        Ok(Self { place: place.clone(), database, territory, directory, observatory, governance, plans })
    }

    /// The clock and the ids of a real installation.
    #[must_use]
    pub fn surroundings() -> (Arc<dyn Clock>, Arc<dyn Ids>) {
        (Arc::new(SystemClock), Arc::new(TimeOrderedIds))
    }

    /// Somebody that the directory knows, with what follows from their mandates of today.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn with_mandates(&self, viewer: &Viewer) -> Result<Viewer, Problem> {
        let Viewer::Person(person) = viewer else { return Ok(viewer.clone()) };
        let today = day_of(self.database.clock().now());
        let mut person = Person::clone(person);
        person.grants.extend(self.governance.grants(person.person, today).await?);
        Ok(Viewer::Person(Arc::new(person)))
    }

    /// Takes in what another process has written.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn refresh(&self) -> Result<(), Problem> {
        self.territory.refresh().await?;
        self.observatory.refresh().await?;
        self.governance.refresh().await
    }
}

/// What the environment says of accounts.
fn accounts() -> bassin_directory::Settings {
    bassin_directory::Settings {
        secret: std::env::var("BASSIN_SECRET").ok().filter(|secret| !secret.is_empty()),
        behind_proxy: std::env::var("BASSIN_BEHIND_PROXY").is_ok_and(|value| value == "1"),
        ..bassin_directory::Settings::default()
    }
}

/// The migrations of every room, in the order of the rooms.
#[must_use]
pub fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
    let mut all = bassin_territory::migrations();
    all.extend(bassin_mail::migrations());
    all.extend(bassin_directory::migrations());
    all.extend(bassin_observatory::migrations());
    all.extend(bassin_governance::migrations());
    all.extend(bassin_plan::migrations());
    all
}

/// The messages of every room.
#[must_use]
pub fn catalogue() -> Catalogue {
    let own = [
        (bassin_kernel::Language::French, include_str!("../locales/fr.ftl")),
        (bassin_kernel::Language::English, include_str!("../locales/en.ftl")),
    ];
    let rooms: [&[_]; 6] = [
        &bassin_territory::LOCALES,
        &bassin_directory::LOCALES,
        &bassin_observatory::LOCALES,
        &bassin_governance::LOCALES,
        &bassin_plan::LOCALES,
        &own,
    ];
    Catalogue::new(&rooms.concat())
}

/// The operator at the command line, under the name of the operating system account.
#[must_use]
pub fn operator() -> Viewer {
    let name = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    Viewer::Operator(name.unwrap_or_else(|| "operator".to_owned()))
}

fn prepare(data: &Path) -> Result<(), Problem> {
    let unwritable = |error: &std::io::Error| {
        let path = data.display();
        Problem::unavailable(
            format!("Le répertoire de données « {path} » ne peut pas être créé ou modifié ({error}). Choisissez-en un autre avec --data."),
            format!("The data directory “{path}” cannot be created or written ({error}). Choose another one with --data."),
        )
    };
    for folder in FOLDERS {
        std::fs::create_dir_all(data.join(folder)).map_err(|error| unwritable(&error))?;
    }
    let probe = data.join(".probe");
    std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)).map_err(|error| unwritable(&error))
}

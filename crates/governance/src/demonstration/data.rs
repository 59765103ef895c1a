//! The files of the demonstration.

use bassin_kernel::{Kind, Problem, Violation};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::{Body, Content, statute::Statute};

/// A file's name and its text, the bodies a file's bodies depend on being in the same file, before them.
const FILES: [(&str, &str); 3] = [
    ("grand-est.toml", include_str!("../../../../data/demonstration/grand-est.toml")),
    ("hainaut-centre.toml", include_str!("../../../../data/demonstration/hainaut-centre.toml")),
    ("lorraine.toml", include_str!("../../../../data/demonstration/lorraine.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    bodies: Vec<Sheet>,
}

/// A body as its document describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sheet {
    /// What tells it from the others, in these files.
    pub(crate) key: String,
    /// Its name.
    pub(crate) name: String,
    /// Its statute.
    pub(crate) statute: String,
    /// The keys of the bodies it depends on.
    #[serde(default)]
    pub(crate) parents: Vec<String>,
    #[serde(default)]
    subject_kind: String,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    pub(crate) perimeter: String,
    mission: String,
    source: String,
    /// The seats the text names.
    #[serde(default)]
    pub(crate) seats: Vec<SeatSheet>,
}

/// A seat as its document names it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeatSheet {
    /// The component of the statute.
    pub(crate) component: String,
    /// What the text calls it.
    #[serde(default)]
    pub(crate) title: String,
    /// Whether it is the substitute of the first seat of its component that has none yet.
    #[serde(default)]
    pub(crate) substitute: bool,
}

impl SeatSheet {
    /// A seat that the text gives to a component without naming it.
    pub(crate) fn of(component: &str) -> Self {
        Self { component: component.to_owned(), title: String::new(), substitute: false }
    }
}

impl Sheet {
    /// The body, but for its name in addresses.
    pub(crate) fn body(&self, id: Uuid, statute: &Statute) -> Body {
        Body {
            id,
            slug: String::new(),
            name: self.name.clone(),
            statute: statute.id.clone(),
            statute_version: statute.version,
            parents: self.parents.iter().map(|key| identifier(key)).collect(),
            subject_kind: self.subject_kind.clone(),
            subject: self.subject.clone(),
            perimeter: self.perimeter.clone(),
            mission: self.mission.clone(),
            themes: Vec::new(),
            source: self.source.clone(),
            content: Content::Demonstration,
            same_as: None,
            closed: None,
            revision: 1,
        }
    }
}

/// The identifier of what has this key: always the same, so that nothing is loaded twice.
pub(crate) fn identifier(key: &str) -> Uuid {
    let digest = Sha256::digest(format!("bassin demonstration {key}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// Every body of the demonstration, those that others depend on first.
pub(crate) fn sheets() -> Result<Vec<Sheet>, Problem> {
    let mut sheets = Vec::new();
    for (name, text) in FILES {
        let file: File = toml::from_str(text).map_err(|error| {
            let detail = error.message();
            Problem::new(
                Kind::Invalid,
                vec![Violation::new("demonstration-unreadable", format!("{name} : {detail}"), format!("{name}: {detail}"))],
            )
        })?;
        sheets.extend(file.bodies);
    }
    Ok(sheets)
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, path::Path};

    use super::*;
    use crate::statute::Statutes;

    #[test]
    fn every_file_is_carried_and_every_body_follows_its_statute() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/demonstration");
        let there: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".toml"))
            .collect();
        assert_eq!(FILES.iter().map(|(name, _)| (*name).to_owned()).collect::<BTreeSet<_>>(), there);

        let statutes = Statutes::load(Path::new("/nowhere")).unwrap();
        let sheets = sheets().unwrap();
        assert_eq!(sheets.len(), 62);
        let mut before: Vec<&Sheet> = Vec::new();
        for sheet in &sheets {
            let statute = statutes.latest(&sheet.statute).unwrap();
            let parents: Vec<&&Sheet> = sheet.parents.iter().map(|key| before.iter().find(|other| other.key == *key).unwrap()).collect();
            assert_eq!(parents.is_empty(), statute.parents.is_empty(), "{}", sheet.key);
            assert!(parents.iter().all(|parent| statute.parents.contains(&parent.statute)), "{}", sheet.key);
            let kinds = statute.subject.as_ref().map(|rule| rule.kinds.clone()).unwrap_or_default();
            assert!(sheet.subject_kind.is_empty() || kinds.contains(&sheet.subject_kind), "{}", sheet.key);
            assert_eq!(sheet.subject_kind.is_empty(), statute.subject.is_none(), "{}", sheet.key);
            let components: Vec<&str> = statute.composition.iter().map(|rule| rule.component.as_str()).collect();
            assert!(sheet.seats.iter().all(|seat| components.contains(&seat.component.as_str())), "{}", sheet.key);
            assert!(!sheet.source.is_empty() && !sheet.mission.is_empty() && !sheet.mission.contains('\''), "{}", sheet.key);
            before.push(sheet);
        }
        let count = |statute: &str| sheets.iter().filter(|sheet| sheet.statute == statute).count();
        assert_eq!((count("ctdc"), count("concertation-territoriale-orientation")), (12, 12), "one for each agency");
        assert_eq!((count("crefop-commission"), count("comite-pilotage-cot"), count("pole-lorrain-competences")), (4, 7, 6));
        assert_eq!(sheets.iter().filter(|sheet| sheet.name.ends_with("(en projet)")).count(), 3);
        let names: BTreeSet<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names.len(), sheets.len(), "no two bodies have the same name");
    }
}

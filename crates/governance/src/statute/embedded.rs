//! The statutes the program carries. A test checks that no file is forgotten.

use super::read::File;

/// A file's name and its text.
type Text = (&'static str, &'static str);

const FILES: [Text; 24] = [
    ("chambre-emploi-formation.toml", include_str!("../../../../data/statutes/chambre-emploi-formation.toml")),
    ("chambre-enseignement.toml", include_str!("../../../../data/statutes/chambre-enseignement.toml")),
    ("cluster-competences.toml", include_str!("../../../../data/statutes/cluster-competences.toml")),
    ("comite-pilotage-cot.toml", include_str!("../../../../data/statutes/comite-pilotage-cot.toml")),
    ("comite-pilotage-pole.toml", include_str!("../../../../data/statutes/comite-pilotage-pole.toml")),
    ("comite-regional-evaluation.toml", include_str!("../../../../data/statutes/comite-regional-evaluation.toml")),
    ("concertation-territoriale-orientation.toml", include_str!("../../../../data/statutes/concertation-territoriale-orientation.toml")),
    ("conseil-orientation-groupe.toml", include_str!("../../../../data/statutes/conseil-orientation-groupe.toml")),
    ("conseil-orientation.toml", include_str!("../../../../data/statutes/conseil-orientation.toml")),
    ("conseil-scientifique.toml", include_str!("../../../../data/statutes/conseil-scientifique.toml")),
    ("cprfp.toml", include_str!("../../../../data/statutes/cprfp.toml")),
    ("crefop-bureau.toml", include_str!("../../../../data/statutes/crefop-bureau.toml")),
    ("crefop-commission.toml", include_str!("../../../../data/statutes/crefop-commission.toml")),
    ("crefop.toml", include_str!("../../../../data/statutes/crefop.toml")),
    ("ctdc.toml", include_str!("../../../../data/statutes/ctdc.toml")),
    ("groupe-elus-regionaux.toml", include_str!("../../../../data/statutes/groupe-elus-regionaux.toml")),
    ("groupe-travail-pole.toml", include_str!("../../../../data/statutes/groupe-travail-pole.toml")),
    ("groupe-travail-priorite.toml", include_str!("../../../../data/statutes/groupe-travail-priorite.toml")),
    ("instance-bassin-efe.toml", include_str!("../../../../data/statutes/instance-bassin-efe.toml")),
    ("pole-lorrain-competences.toml", include_str!("../../../../data/statutes/pole-lorrain-competences.toml")),
    ("pole-synergies.toml", include_str!("../../../../data/statutes/pole-synergies.toml")),
    ("psad-cercle-elargi.toml", include_str!("../../../../data/statutes/psad-cercle-elargi.toml")),
    ("psad-noyau.toml", include_str!("../../../../data/statutes/psad-noyau.toml")),
    ("psad.toml", include_str!("../../../../data/statutes/psad.toml")),
];

/// The files.
pub(super) fn files() -> Vec<File> {
    FILES.iter().map(|(name, text)| File { name: (*name).to_owned(), text: (*text).to_owned() }).collect()
}

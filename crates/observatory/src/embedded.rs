//! What the program carries: descriptors, indicators, and the figures printed in the CPRDFOP. A test checks that no file is forgotten.

/// A file name and its text.
type Text = (&'static str, &'static str);

/// Dataset descriptors.
pub const DESCRIPTORS: [Text; 26] = [
    ("bmo-2024.toml", include_str!("../../../data/datasets/bmo-2024.toml")),
    ("chomage-departemental.toml", include_str!("../../../data/datasets/chomage-departemental.toml")),
    ("chomage-regional.toml", include_str!("../../../data/datasets/chomage-regional.toml")),
    ("communes-2024.toml", include_str!("../../../data/datasets/communes-2024.toml")),
    ("cprdfop-active-population.toml", include_str!("../../../data/datasets/cprdfop-active-population.toml")),
    ("cprdfop-agricultural-education.toml", include_str!("../../../data/datasets/cprdfop-agricultural-education.toml")),
    ("cprdfop-apprentices.toml", include_str!("../../../data/datasets/cprdfop-apprentices.toml")),
    ("cprdfop-apprenticeship-breaks.toml", include_str!("../../../data/datasets/cprdfop-apprenticeship-breaks.toml")),
    ("cprdfop-dima.toml", include_str!("../../../data/datasets/cprdfop-dima.toml")),
    ("cprdfop-entry-into-work.toml", include_str!("../../../data/datasets/cprdfop-entry-into-work.toml")),
    ("cprdfop-hirings.toml", include_str!("../../../data/datasets/cprdfop-hirings.toml")),
    ("cprdfop-job-seeker-domains.toml", include_str!("../../../data/datasets/cprdfop-job-seeker-domains.toml")),
    ("cprdfop-job-seekers.toml", include_str!("../../../data/datasets/cprdfop-job-seekers.toml")),
    ("cprdfop-networks.toml", include_str!("../../../data/datasets/cprdfop-networks.toml")),
    ("cprdfop-population.toml", include_str!("../../../data/datasets/cprdfop-population.toml")),
    ("cprdfop-private-employment.toml", include_str!("../../../data/datasets/cprdfop-private-employment.toml")),
    ("cprdfop-pupils.toml", include_str!("../../../data/datasets/cprdfop-pupils.toml")),
    ("cprdfop-unemployment.toml", include_str!("../../../data/datasets/cprdfop-unemployment.toml")),
    ("cprdfop-value-added.toml", include_str!("../../../data/datasets/cprdfop-value-added.toml")),
    ("demandeurs-emploi-communes.toml", include_str!("../../../data/datasets/demandeurs-emploi-communes.toml")),
    ("filosofi-2018.toml", include_str!("../../../data/datasets/filosofi-2018.toml")),
    ("filosofi-2020.toml", include_str!("../../../data/datasets/filosofi-2020.toml")),
    ("rp2017-education.toml", include_str!("../../../data/datasets/rp2017-education.toml")),
    ("rp2017-emploi.toml", include_str!("../../../data/datasets/rp2017-emploi.toml")),
    ("rp2017-population.toml", include_str!("../../../data/datasets/rp2017-population.toml")),
    ("tensions-2019.toml", include_str!("../../../data/datasets/tensions-2019.toml")),
];

/// Indicator files.
pub const INDICATORS: [Text; 9] = [
    ("employment.toml", include_str!("../../../data/indicators/employment.toml")),
    ("enterprises.toml", include_str!("../../../data/indicators/enterprises.toml")),
    ("entry-into-work.toml", include_str!("../../../data/indicators/entry-into-work.toml")),
    ("guidance.toml", include_str!("../../../data/indicators/guidance.toml")),
    ("labour-market.toml", include_str!("../../../data/indicators/labour-market.toml")),
    ("population.toml", include_str!("../../../data/indicators/population.toml")),
    ("skill-needs.toml", include_str!("../../../data/indicators/skill-needs.toml")),
    ("training-provision.toml", include_str!("../../../data/indicators/training-provision.toml")),
    ("vocational-training.toml", include_str!("../../../data/indicators/vocational-training.toml")),
];

/// Data files.
pub const FILES: [(&str, &[u8]); 15] = [
    ("cprdfop-active-population.csv", include_bytes!("../../../data/cprdfop/cprdfop-active-population.csv")),
    ("cprdfop-agricultural-education.csv", include_bytes!("../../../data/cprdfop/cprdfop-agricultural-education.csv")),
    ("cprdfop-apprentices.csv", include_bytes!("../../../data/cprdfop/cprdfop-apprentices.csv")),
    ("cprdfop-apprenticeship-breaks.csv", include_bytes!("../../../data/cprdfop/cprdfop-apprenticeship-breaks.csv")),
    ("cprdfop-dima.csv", include_bytes!("../../../data/cprdfop/cprdfop-dima.csv")),
    ("cprdfop-entry-into-work.csv", include_bytes!("../../../data/cprdfop/cprdfop-entry-into-work.csv")),
    ("cprdfop-hirings.csv", include_bytes!("../../../data/cprdfop/cprdfop-hirings.csv")),
    ("cprdfop-job-seeker-domains.csv", include_bytes!("../../../data/cprdfop/cprdfop-job-seeker-domains.csv")),
    ("cprdfop-job-seekers.csv", include_bytes!("../../../data/cprdfop/cprdfop-job-seekers.csv")),
    ("cprdfop-networks.csv", include_bytes!("../../../data/cprdfop/cprdfop-networks.csv")),
    ("cprdfop-population.csv", include_bytes!("../../../data/cprdfop/cprdfop-population.csv")),
    ("cprdfop-private-employment.csv", include_bytes!("../../../data/cprdfop/cprdfop-private-employment.csv")),
    ("cprdfop-pupils.csv", include_bytes!("../../../data/cprdfop/cprdfop-pupils.csv")),
    ("cprdfop-unemployment.csv", include_bytes!("../../../data/cprdfop/cprdfop-unemployment.csv")),
    ("cprdfop-value-added.csv", include_bytes!("../../../data/cprdfop/cprdfop-value-added.csv")),
];

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, path::Path};

    use super::*;

    fn names(folder: &str, extension: &str) -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(folder);
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        entries.filter(|name| name.ends_with(extension)).collect()
    }

    #[test]
    fn every_file_of_the_data_folder_is_carried() {
        let carried = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
        assert_eq!(carried(DESCRIPTORS.iter().map(|file| file.0).collect()), names("datasets", ".toml"));
        assert_eq!(carried(INDICATORS.iter().map(|file| file.0).collect()), names("indicators", ".toml"));
        assert_eq!(carried(FILES.iter().map(|file| file.0).collect()), names("cprdfop", ".csv"));
    }
}

//! Legal identifiers and their keys.

use serde::{Deserialize, Serialize};

/// The register an identifier belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// French company, 9 digits.
    Siren,
    /// French establishment, 14 digits.
    Siret,
    /// French school, 7 digits and a letter.
    Uai,
    /// Belgian company, 10 digits.
    Bce,
}

/// An identifier whose key is right, in its canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// Its register.
    pub scheme: Scheme,
    /// Digits and letters only.
    pub value: String,
}

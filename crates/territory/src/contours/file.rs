//! Contours kept in one immutable file named after its content.
//!
//! `BASSINCT`, version, then lists of little-endian 32-bit numbers each preceded by its length: starts of arcs, longitudes, latitudes, starts
//! of the uses of each commune, uses, starts of keys; then the levels that keep each point and the keys' text, as bytes; then the SHA-256 of
//! all that precedes.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use bassin_kernel::Problem;
use sha2::{Digest, Sha256};

use super::topology::{Arcs, Point, Use};
use super::{Contours, Level};

const MAGIC: &[u8; 8] = b"BASSINCT";
const VERSION: u32 = 1;
const DIGEST: usize = 32;
/// A file larger than this is not one of ours: France and Belgium at full detail take a tenth of it.
const MOST_BYTES: u64 = 512 << 20;

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where.
    pub path: PathBuf,
    /// SHA-256 of its content, in hexadecimal: its name.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
}

impl Contours {
    /// Writes the contours in the directory `dir`, as `SHA-256.contours`. The file appears whole or not at all; one already there is left.
    ///
    /// # Errors
    /// The directory cannot be written.
    pub fn write(&self, dir: &Path) -> Result<Written, Problem> {
        let bytes = self.to_bytes();
        let sha256 = hexadecimal(&bytes[bytes.len() - DIGEST..]);
        let path = dir.join(format!("{sha256}.contours"));
        if !path.exists() {
            write_whole(&path, &bytes).map_err(|error| {
                tracing::error!(path = %path.display(), %error, "contours not written");
                Problem::unavailable(
                    "Les contours n’ont pas pu être enregistrés\u{202f}: vérifiez l’espace libre et les droits du dossier de données, puis recommencez.",
                    "The contours could not be saved: check the free space and the rights of the data directory, then try again.",
                )
            })?;
        }
        Ok(Written { path, sha256, bytes: bytes.len() as u64 })
    }

    /// Reads contours back. `resolve` gives the row of a commune by its key, as at import: the rows may have changed since.
    ///
    /// # Errors
    /// The file is absent, truncated, altered, or not a file of contours.
    pub fn read(path: &Path, resolve: &dyn Fn(&str) -> Option<u32>) -> Result<Self, Problem> {
        let length = fs::metadata(path).map(|metadata| metadata.len());
        let bytes = length.and_then(|length| if length > MOST_BYTES { Ok(Vec::new()) } else { fs::read(path) });
        let contours = bytes
            .map_err(|error| error.to_string())
            .and_then(|bytes| Self::from_bytes(&bytes, resolve).ok_or_else(|| "not a whole file of contours".to_owned()));
        contours.map_err(|error| {
            tracing::error!(path = %path.display(), error, "contours not read");
            Problem::unavailable(
                "Le fichier des contours enregistrés est absent ou abîmé\u{202f}: les cartes ne s’affichent pas. Importez à nouveau les fonds de carte.",
                "The file of saved contours is missing or damaged: maps are not shown. Import the maps again.",
            )
        })
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        put(&mut bytes, self.arcs.starts.iter().copied());
        put(&mut bytes, self.arcs.points.iter().map(|point| point.lon.cast_unsigned()));
        put(&mut bytes, self.arcs.points.iter().map(|point| point.lat.cast_unsigned()));
        put(&mut bytes, self.starts.iter().copied());
        put(&mut bytes, self.uses.iter().map(|usage| usage.to_bits()));
        let ends = self.units.iter().scan(0usize, |end, unit| {
            *end += unit.key.len();
            Some(u32::try_from(*end).unwrap_or(u32::MAX))
        });
        put(&mut bytes, ends);
        bytes.extend(&self.arcs.kept);
        for unit in &self.units {
            bytes.extend(unit.key.as_bytes());
        }
        let digest = <[u8; DIGEST]>::from(Sha256::digest(&bytes));
        bytes.extend(digest);
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8], resolve: &dyn Fn(&str) -> Option<u32>) -> Option<Self> {
        let (body, digest) = bytes.split_at_checked(bytes.len().checked_sub(DIGEST)?)?;
        if <[u8; DIGEST]>::from(Sha256::digest(body)) != digest {
            return None;
        }
        let mut rest = body.strip_prefix(MAGIC)?.strip_prefix(&VERSION.to_le_bytes())?;
        let arc_starts = take(&mut rest)?;
        let (longitudes, latitudes) = (take(&mut rest)?, take(&mut rest)?);
        let unit_starts = take(&mut rest)?;
        let uses: Vec<Use> = take(&mut rest)?.into_iter().map(Use::from_bits).collect();
        let key_ends = take(&mut rest)?;
        let (kept, text) = rest.split_at_checked(longitudes.len())?;
        let points = points(&longitudes, &latitudes)?;
        let arcs = Arcs { starts: arc_starts, points, kept: kept.to_vec() };
        let sound = rises(&arcs.starts, arcs.points.len(), 2)
            && rises(&unit_starts, uses.len(), 1)
            && unit_starts.len() == key_ends.len() + 1
            && uses.iter().all(|usage| (usage.arc() as usize) < arcs.len())
            && kept.iter().all(|bits| bits >> Level::Commune.rank() & 1 == 1);
        if !sound {
            return None;
        }
        let keys = keys(&key_ends, text)?;
        let rows = keys.iter().map(|key| resolve(key)).collect::<Vec<_>>();
        Some(Self::assemble(arcs, keys.into_iter().zip(rows), unit_starts, uses))
    }
}

fn put(bytes: &mut Vec<u8>, numbers: impl Iterator<Item = u32>) {
    let at = bytes.len();
    bytes.extend([0; 4]);
    for number in numbers {
        bytes.extend(number.to_le_bytes());
    }
    let count = u32::try_from((bytes.len() - at) / 4 - 1).unwrap_or(u32::MAX);
    bytes[at..at + 4].copy_from_slice(&count.to_le_bytes());
}

fn take(rest: &mut &[u8]) -> Option<Vec<u32>> {
    let (count, after) = rest.split_first_chunk::<4>()?;
    let (numbers, after) = after.split_at_checked(usize::try_from(u32::from_le_bytes(*count)).ok()?.checked_mul(4)?)?;
    *rest = after;
    Some(numbers.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number)).collect())
}

fn points(longitudes: &[u32], latitudes: &[u32]) -> Option<Vec<Point>> {
    let on_globe = |point: &Point| point.lon.unsigned_abs() <= 18_000_000 && point.lat.unsigned_abs() <= 9_000_000;
    let pairs = longitudes.iter().zip(latitudes).map(|(lon, lat)| Point { lon: lon.cast_signed(), lat: lat.cast_signed() });
    let points: Vec<Point> = pairs.filter(on_globe).collect();
    (points.len() == longitudes.len() && points.len() == latitudes.len()).then_some(points)
}

/// Whether `starts` goes from 0 to `end` by steps of at least `step`.
fn rises(starts: &[u32], end: usize, step: u32) -> bool {
    starts.first() == Some(&0)
        && starts.last().is_some_and(|last| *last as usize == end)
        && starts.windows(2).all(|pair| pair[1].checked_sub(pair[0]).is_some_and(|length| length >= step))
}

fn keys(ends: &[u32], text: &[u8]) -> Option<Vec<String>> {
    let text = std::str::from_utf8(text).ok()?;
    let mut start = 0;
    let mut keys = Vec::with_capacity(ends.len());
    for &end in ends {
        let end = end as usize;
        keys.push(text.get(start..end)?.to_owned());
        start = end;
    }
    (start == text.len()).then_some(keys)
}

fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let part = path.with_extension(format!("{}.part", std::process::id()));
    let written = File::create(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let renamed = written.and_then(|()| fs::rename(&part, path));
    if renamed.is_err() {
        // The fault to report is the first one; what is left behind is a temporary file.
        fs::remove_file(&part).ok();
    }
    renamed
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string does not fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}

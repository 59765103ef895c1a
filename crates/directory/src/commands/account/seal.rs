//! What must be read again and by nobody else: encrypted with a key kept beside the store, or made from a secret shared by nodes.

use std::{fs, io::Write as _};

use bassin_kernel::Problem;
use chacha20poly1305::{
    ChaCha20Poly1305, Key, Nonce,
    aead::{Aead as _, KeyInit as _, Payload},
};
use sha2::{Digest as _, Sha256};

use super::{Accounts, failed, hexadecimal};
use crate::store::account as store;

/// The file of the data directory that holds the key.
const FILE: &str = "secret.key";
/// Bytes of a nonce.
const NONCE: usize = 12;

/// Whether the key of an installation opens what its store keeps encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// Nothing is encrypted yet.
    Unused,
    /// It does.
    Fits,
    /// There is none, and something is encrypted.
    Missing,
    /// It is the key of another installation.
    Other,
}

impl crate::Directory {
    /// Whether the key opens what the store keeps encrypted. Makes none.
    ///
    /// # Errors
    /// The key or the store cannot be read.
    pub async fn key(&self) -> Result<KeyState, Problem> {
        let Some(account) = store::any_sealed(self.database.read()).await.map_err(bassin_database::problem)? else {
            return Ok(KeyState::Unused);
        };
        let accounts = &self.accounts;
        if accounts.settings.secret.is_none() && !accounts.data.join(FILE).is_file() {
            return Ok(KeyState::Missing);
        }
        let opened = accounts.unseal(&super::second::purpose(&account), &account.totp)?;
        Ok(if opened.is_some() { KeyState::Fits } else { KeyState::Other })
    }

    /// Whether the key is a file of the data directory, which a backup leaves out unless it is asked for.
    #[must_use]
    pub fn key_is_a_file(&self) -> bool {
        self.accounts.settings.secret.is_none() && self.accounts.data.join(FILE).is_file()
    }

    /// A secret that only this installation can make, and makes again alike: for a link that several letters repeat. Keep its digest alone.
    ///
    /// # Errors
    /// The key cannot be read or made.
    pub fn secret_of(&self, purpose: &str, id: uuid::Uuid) -> Result<String, Problem> {
        let key = hexadecimal(self.accounts.key()?);
        Ok(hexadecimal(&Sha256::digest(format!("bassin-link-1\n{key}\n{purpose}\n{id}").as_bytes())))
    }
}

impl Accounts {
    /// Encrypts a text for one purpose.
    pub(super) fn seal(&self, purpose: &str, text: &str) -> Result<String, Problem> {
        let mut nonce = [0; NONCE];
        self.settings.secrets.fill(&mut nonce)?;
        let payload = Payload { msg: text.as_bytes(), aad: purpose.as_bytes() };
        let sealed = self.cipher()?.encrypt(&Nonce::from(nonce), payload).map_err(|error| failed(&error))?;
        Ok(format!("{}{}", hexadecimal(&nonce), hexadecimal(&sealed)))
    }

    /// Decrypts what was encrypted for this purpose; nothing when it was not, or with another key.
    pub(super) fn unseal(&self, purpose: &str, sealed: &str) -> Result<Option<String>, Problem> {
        let Some(bytes) = bytes(sealed).filter(|bytes| bytes.len() > NONCE) else { return Ok(None) };
        let (nonce, sealed) = bytes.split_at(NONCE);
        let Ok(nonce) = <[u8; NONCE]>::try_from(nonce) else { return Ok(None) };
        let payload = Payload { msg: sealed, aad: purpose.as_bytes() };
        let text = self.cipher()?.decrypt(&Nonce::from(nonce), payload).ok();
        Ok(text.and_then(|text| String::from_utf8(text).ok()))
    }

    fn cipher(&self) -> Result<ChaCha20Poly1305, Problem> {
        Ok(ChaCha20Poly1305::new(&Key::from(*self.key()?)))
    }

    /// The key: from the secret of the settings, else from `secret.key`, made the first time.
    pub(super) fn key(&self) -> Result<&[u8; 32], Problem> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let key = match &self.settings.secret {
            Some(secret) => Sha256::digest(format!("bassin-key-1\n{secret}").as_bytes()).into(),
            None => self.file()?,
        };
        Ok(self.key.get_or_init(|| key))
    }

    fn file(&self) -> Result<[u8; 32], Problem> {
        let path = self.data.join(FILE);
        let unreadable = |error: &dyn std::fmt::Display| {
            let path = path.display();
            Problem::unavailable(
                format!("La clé « {path} » ne peut pas être lue ou créée ({error})."),
                format!("The key “{path}” cannot be read or made ({error})."),
            )
        };
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Ok(mut file) => {
                let mut key = [0; 32];
                self.settings.secrets.fill(&mut key)?;
                file.write_all(hexadecimal(&key).as_bytes()).and_then(|()| file.sync_all()).map_err(|error| unreadable(&error))?;
                Ok(key)
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let text = fs::read_to_string(&path).map_err(|error| unreadable(&error))?;
                let key = bytes(text.trim()).and_then(|bytes| bytes.try_into().ok());
                key.ok_or_else(|| unreadable(&"64 × [0-9a-f]"))
            }
            Err(error) => Err(unreadable(&error)),
        }
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

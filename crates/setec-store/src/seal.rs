//! Secrets sealed with the installation's master key, each bound to the place it belongs to.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use setec_core::Secret;
use zeroize::Zeroizing;

use crate::error::{FileContext, Result, StoreError};
use crate::private_file;

const PREFIX: &str = "sealed:v1:";
const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// Why a sealed value or the master key is of no use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The text is no master key.
    #[error("a master key is the base64 of 32 bytes")]
    InvalidKey,
    /// The file holds no master key.
    #[error("{file} does not hold a master key: the base64 of 32 bytes")]
    InvalidKeyFile {
        /// The file's path.
        file: String,
    },
    /// The text was not sealed, or is damaged.
    #[error("the sealed value is damaged")]
    Malformed,
    /// Another master key sealed it, or it was sealed for another place.
    #[error("the value was sealed with another master key or for another place")]
    Foreign,
}

/// The key of all secrets of an installation.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; KEY_BYTES]>);

/// Seals and opens secrets.
#[derive(Clone)]
pub struct Sealer(Arc<MasterKey>);

impl MasterKey {
    /// A new random key.
    pub fn generate() -> Self {
        let mut key = Self(Zeroizing::new([0; KEY_BYTES]));
        fill_randomly(&mut *key.0);
        key
    }

    /// Reads a key from its base64.
    pub fn parse(text: &str) -> Result<Self> {
        let bytes = STANDARD.decode(text.trim()).map(Zeroizing::new);
        let bytes = bytes.map_err(|_| SealError::InvalidKey)?;
        let key = <[u8; KEY_BYTES]>::try_from(bytes.as_slice());
        Ok(Self(Zeroizing::new(
            key.map_err(|_| SealError::InvalidKey)?,
        )))
    }

    /// Reads the key from its file, or makes the file; all who start together get the same key.
    pub fn load_or_create(path: &Path) -> Result<Self> {
        if let Some(key) = Self::load(path)? {
            return Ok(key);
        }
        let key = Self::generate();
        let text = Zeroizing::new(format!("{}\n", STANDARD.encode(key.0.as_slice())));
        match private_file::create(path, text.as_bytes()) {
            Ok(()) => Ok(key),
            Err(error) if error.source.kind() == ErrorKind::AlreadyExists => Self::load(path)?
                .ok_or_else(|| StoreError::NotFound {
                    what: format!("master key {}", path.display()),
                }),
            Err(error) => Err(error.into()),
        }
    }

    fn load(path: &Path) -> Result<Option<Self>> {
        let text = match fs::read_to_string(path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).at("read", path)?,
        };
        private_file::repair_file(path);
        let key = Self::parse(&text).map_err(|_| SealError::InvalidKeyFile {
            file: path.display().to_string(),
        })?;
        Ok(Some(key))
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey([redacted])")
    }
}

impl Sealer {
    /// Seals with this key.
    pub fn new(key: &MasterKey) -> Self {
        Self(Arc::new(key.clone()))
    }

    /// Seals a secret so that it opens only for the same place, such as `hostinger:api_key`.
    pub fn seal(&self, secret: &Secret, bound_to: &str) -> String {
        let mut sealed = [0; NONCE_BYTES].to_vec();
        fill_randomly(&mut sealed);
        let nonce = XNonce::try_from(sealed.as_slice()).expect("24 bytes were made");
        let payload = Payload {
            msg: secret.expose().as_bytes(),
            aad: bound_to.as_bytes(),
        };
        let ciphertext = self
            .cipher()
            .encrypt(&nonce, payload)
            .expect("a secret is far shorter than the cipher's 256 GiB");
        sealed.extend(ciphertext);
        format!("{PREFIX}{}", STANDARD.encode(sealed))
    }

    /// Opens what was sealed for this place.
    pub fn open(&self, text: &str, bound_to: &str) -> Result<Secret> {
        let encoded = text.strip_prefix(PREFIX).ok_or(SealError::Malformed)?;
        let sealed = STANDARD.decode(encoded).map_err(|_| SealError::Malformed)?;
        let (nonce, ciphertext) = sealed
            .split_at_checked(NONCE_BYTES)
            .ok_or(SealError::Malformed)?;
        let nonce = XNonce::try_from(nonce).map_err(|_| SealError::Malformed)?;
        let payload = Payload {
            msg: ciphertext,
            aad: bound_to.as_bytes(),
        };
        let opened = self
            .cipher()
            .decrypt(&nonce, payload)
            .map_err(|_| SealError::Foreign)?;
        let text = String::from_utf8(opened).map_err(|_| SealError::Malformed)?;
        Ok(Secret::new(text))
    }

    /// Whether a text says of itself that it is sealed.
    pub fn is_sealed(text: &str) -> bool {
        text.starts_with(PREFIX)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.0.0).into())
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer([redacted])")
    }
}

fn fill_randomly(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system has random bytes");
}

//! Keys that transactions are signed with.

use std::sync::Arc;

use domain::base::ToName;
use domain::dep::octseq::array::Array;
use domain::tsig::{Algorithm, Key, KeyName, KeyStore};
use setec_core::dns::Name;

/// A TSIG key (RFC 8945); `Debug` prints nothing of its secret.
#[derive(Debug, Clone)]
pub struct TsigKey {
    name: Name,
    key: Arc<Key>,
}

/// Why there is no such key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKey {
    /// Of RFC 8945 the MD5 and the truncated ones are missing, as they should be.
    #[error(
        "'{0}' is not a TSIG algorithm; known are hmac-sha256, hmac-sha384, hmac-sha512 and hmac-sha1"
    )]
    Algorithm(String),
    /// An empty secret signs for everybody.
    #[error("the secret of the TSIG key is empty")]
    EmptySecret,
}

impl TsigKey {
    /// A key of that name; `secret` is the decoded one, not base64.
    pub fn new(name: Name, algorithm: &str, secret: &[u8]) -> Result<Self, InvalidKey> {
        let parsed: Algorithm = algorithm
            .trim()
            .trim_end_matches('.')
            .to_ascii_lowercase()
            .parse()
            .map_err(|_| InvalidKey::Algorithm(algorithm.to_owned()))?;
        if secret.is_empty() {
            return Err(InvalidKey::EmptySecret);
        }
        let wire = Array::try_from(&name.to_wire()[..]).expect("a name has at most 255 bytes");
        let wire = KeyName::from_octets(wire).expect("a Name is a name");
        let key = Key::new(parsed, secret, wire, None, None)
            .expect("signatures that are not truncated are within the bounds");
        Ok(Self {
            name,
            key: Arc::new(key),
        })
    }

    /// The key's name.
    pub fn name(&self) -> &Name {
        &self.name
    }

    pub(crate) fn key(&self) -> &Arc<Key> {
        &self.key
    }
}

/// The keys that one zone knows, as the library looks them up.
#[derive(Clone, Copy)]
pub(crate) struct Keys<'a>(pub(crate) &'a [TsigKey]);

impl KeyStore for Keys<'_> {
    type Key = Arc<Key>;

    fn get_key<N: ToName>(&self, name: &N, algorithm: Algorithm) -> Option<Self::Key> {
        let found = self
            .0
            .iter()
            .map(TsigKey::key)
            .find(|key| key.algorithm() == algorithm && key.name().name_eq(name));
        found.cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::{InvalidKey, TsigKey};

    #[test]
    fn a_key_has_a_known_algorithm_and_a_secret() {
        let name = || "transfer.example".parse().unwrap();
        for good in ["hmac-sha256", "HMAC-SHA512.", "hmac-sha1"] {
            assert!(TsigKey::new(name(), good, b"secret").is_ok(), "{good}");
        }
        let bad = TsigKey::new(name(), "hmac-md5.sig-alg.reg.int", b"secret");
        assert!(matches!(bad, Err(InvalidKey::Algorithm(_))));
        let empty = TsigKey::new(name(), "hmac-sha256", b"");
        assert!(matches!(empty, Err(InvalidKey::EmptySecret)));
        let key = TsigKey::new(name(), "hmac-sha256", b"hunter2").unwrap();
        assert!(!format!("{key:?}").contains("hunter2"));
    }
}

//! Time to live.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How long an answer may be cached, in seconds; at most 2^31 - 1 (RFC 2181 section 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u32")]
pub struct Ttl(u32);

/// The number is above 2^31 - 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a TTL is a number of seconds from 0 to 2147483647")]
pub struct InvalidTtl;

impl Ttl {
    /// Takes seconds.
    pub fn from_secs(secs: u64) -> Result<Self, InvalidTtl> {
        match u32::try_from(secs) {
            Ok(secs) if secs <= 0x7fff_ffff => Ok(Self(secs)),
            _ => Err(InvalidTtl),
        }
    }

    /// The number of seconds.
    pub fn secs(self) -> u32 {
        self.0
    }
}

impl TryFrom<u64> for Ttl {
    type Error = InvalidTtl;

    fn try_from(secs: u64) -> Result<Self, Self::Error> {
        Self::from_secs(secs)
    }
}

impl From<Ttl> for u32 {
    fn from(ttl: Ttl) -> Self {
        ttl.0
    }
}

impl fmt::Display for Ttl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

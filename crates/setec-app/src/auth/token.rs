//! JSON Web Tokens (RFC 7519) with HS256, of one fixed header.
//!
//! Written here on `ring`'s HMAC: the libraries at hand bring RSA, with an advisory that has no
//! fix, for the sake of one MAC over two base64 parts.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Error, ErrorKind, Result};

/// What a token says; times in seconds since 1970.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// The user.
    pub(crate) sub: Uuid,
    /// The session.
    pub(crate) jti: Uuid,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
}

/// `{"alg":"HS256","typ":"JWT"}`; no other header is accepted, so no other algorithm can be.
const HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

pub(crate) fn sign(key: &hmac::Key, claims: &Claims) -> Result<String> {
    let payload = serde_json::to_vec(claims).map_err(Error::internal)?;
    let signed = format!("{HEADER}.{}", URL_SAFE_NO_PAD.encode(payload));
    let tag = hmac::sign(key, signed.as_bytes());
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag)))
}

/// The claims of a token that we signed and that has not expired at `now`.
pub(crate) fn verify(key: &hmac::Key, token: &str, now: i64) -> Result<Claims> {
    let refused = || {
        Error::new(
            ErrorKind::Unauthenticated,
            "the token is invalid or has expired",
        )
    };
    let (signed, tag) = token.rsplit_once('.').ok_or_else(refused)?;
    let tag = URL_SAFE_NO_PAD.decode(tag).map_err(|_| refused())?;
    hmac::verify(key, signed.as_bytes(), &tag).map_err(|_| refused())?;
    let (header, payload) = signed.split_once('.').ok_or_else(refused)?;
    if header != HEADER {
        return Err(refused());
    }
    let payload = URL_SAFE_NO_PAD.decode(payload).map_err(|_| refused())?;
    let claims: Claims = serde_json::from_slice(&payload).map_err(|_| refused())?;
    if claims.exp <= now {
        return Err(refused());
    }
    Ok(claims)
}

#[cfg(test)]
mod tests {
    use ring::hmac;
    use uuid::Uuid;

    use super::{Claims, HEADER, sign, verify};

    fn key(byte: u8) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &[byte; 32])
    }

    #[test]
    fn only_our_own_unexpired_tokens_pass() {
        let claims = Claims {
            sub: Uuid::nil(),
            jti: Uuid::max(),
            iat: 100,
            exp: 200,
        };
        let token = sign(&key(1), &claims).unwrap();
        assert!(token.starts_with(HEADER));
        assert_eq!(verify(&key(1), &token, 199).unwrap().jti, Uuid::max());
        assert!(verify(&key(1), &token, 200).is_err(), "expired");
        assert!(verify(&key(2), &token, 150).is_err(), "another key");
        let mut parts: Vec<&str> = token.split('.').collect();
        let none = "eyJhbGciOiJub25lIn0";
        parts[0] = none;
        for forged in [
            parts.join("."),
            format!("{none}.{}.", parts[1]),
            String::new(),
            "a.b.c".to_owned(),
        ] {
            assert!(verify(&key(1), &forged, 150).is_err(), "{forged}");
        }
    }
}

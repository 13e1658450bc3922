//! Sessions: a token is worth what its row in the database says.

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use ring::hmac;
use setec_core::Secret;
use setec_store::{NewSession, Role, Sealer, Store};
use uuid::Uuid;

use crate::auth::token::{self, Claims};
use crate::{Error, ErrorKind, Result};

/// How long a session lasts.
const LIFETIME: chrono::TimeDelta = chrono::TimeDelta::hours(12);

/// How long another node's sign-out may go unnoticed here.
const CACHE_LIFETIME: Duration = Duration::from_secs(2);

/// What the sealed signing key is bound to.
const KEY_SETTING: &str = "jwt_signing_key";

/// Signs and checks tokens.
pub(crate) struct Sessions {
    key: hmac::Key,
    users: moka::future::Cache<Uuid, (Uuid, String, Role)>,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}

impl Sessions {
    /// Opens the signing key that all nodes share, or makes it.
    pub(crate) async fn open(store: &Store, sealer: &Sealer) -> Result<Self> {
        let mut fresh = [0u8; 32];
        getrandom::fill(&mut fresh).map_err(|error| Error::internal(error.to_string()))?;
        let offered = sealer.seal(&Secret::new(STANDARD.encode(fresh)), KEY_SETTING);
        let stored = store.setting_or_insert(KEY_SETTING, &offered).await?;
        let opened = sealer.open(&stored, KEY_SETTING).map_err(|error| Error {
            message: "the database was sealed with another master key; put that key back"
                .to_owned(),
            ..Error::internal(error)
        })?;
        let bytes = STANDARD.decode(opened.expose()).map_err(Error::internal)?;
        Ok(Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, &bytes),
            users: moka::future::Cache::builder()
                .max_capacity(10_000)
                .time_to_live(CACHE_LIFETIME)
                .build(),
        })
    }

    pub(crate) async fn begin(
        &self,
        store: &Store,
        user_id: Uuid,
    ) -> Result<(Secret, DateTime<Utc>)> {
        let now = Utc::now();
        let expires_at = now + LIFETIME;
        store.delete_expired_sessions(now).await?;
        let id = Uuid::now_v7();
        store
            .create_session(NewSession {
                id,
                user_id,
                expires_at,
            })
            .await?;
        let claims = Claims {
            sub: user_id,
            jti: id,
            iat: now.timestamp(),
            exp: expires_at.timestamp(),
        };
        Ok((Secret::new(token::sign(&self.key, &claims)?), expires_at))
    }

    /// The session of a token that we signed.
    pub(crate) fn verify(&self, token: &str) -> Result<Uuid> {
        Ok(token::verify(&self.key, token, Utc::now().timestamp())?.jti)
    }

    /// The user of a session that has not been ended.
    pub(crate) async fn user_of(
        &self,
        store: &Store,
        session_id: Uuid,
    ) -> Result<(Uuid, String, Role)> {
        let load = async {
            let ended = || {
                Error::new(
                    ErrorKind::Unauthenticated,
                    "the session has ended; sign in again",
                )
            };
            let session = store.session(session_id).await?.ok_or_else(ended)?;
            if session.revoked_at.is_some() || session.expires_at <= Utc::now() {
                return Err(ended());
            }
            let user = store.user(session.user_id).await?.ok_or_else(ended)?;
            Ok((user.id, user.name, user.role))
        };
        let found = self.users.try_get_with(session_id, load).await;
        found.map_err(|error: std::sync::Arc<Error>| error.share())
    }

    pub(crate) async fn forget(&self, session_id: Uuid) {
        self.users.invalidate(&session_id).await;
    }

    pub(crate) fn forget_all(&self) {
        self.users.invalidate_all();
    }
}

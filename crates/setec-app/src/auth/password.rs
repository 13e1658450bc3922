//! Passwords, hashed with Argon2id.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use setec_core::Secret;
use tokio::sync::Semaphore;

use crate::{Error, Result};

/// A hash of nothing anybody knows, checked where there is no user, so that both take equally long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$VE0e3g7DalWHgDwou3nuRA$uC6TER156UQpk0lNQ5+jHM0l5poVjPA1he/Tyn9J4Zw";

/// Each check takes 19 MiB and some 20 ms; a flood of sign-ins must not take the machine.
static VERIFYING: Semaphore = Semaphore::const_new(4);

/// The shortest password that a user may choose.
const MIN_LENGTH: usize = 10;

pub(crate) fn check_new_password(field: &str, password: &Secret) -> Result<()> {
    let length = password.expose().chars().count();
    if length < MIN_LENGTH {
        return Err(Error::field(
            field,
            format!("it has at least {MIN_LENGTH} characters"),
        ));
    }
    if length > 1024 {
        return Err(Error::field(field, "it has at most 1024 characters"));
    }
    Ok(())
}

pub(crate) async fn hash_password(password: Secret) -> Result<String> {
    let hash = tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.expose().as_bytes())
            .map(|hash| hash.to_string())
    });
    let hash = hash.await.map_err(Error::internal)?;
    hash.map_err(|error| Error::internal(error.to_string()))
}

pub(crate) async fn verify_password(password: Secret, hash: Option<String>) -> Result<bool> {
    let exists = hash.is_some();
    let _turn = VERIFYING.acquire().await.map_err(Error::internal)?;
    let verified = tokio::task::spawn_blocking(move || {
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let parsed = PasswordHash::new(&hash).map_err(|error| error.to_string())?;
        let checked = Argon2::default().verify_password(password.expose().as_bytes(), &parsed);
        Ok::<_, String>(checked.is_ok())
    });
    let verified = verified.await.map_err(Error::internal)?;
    Ok(verified.map_err(Error::internal)? && exists)
}

#[cfg(test)]
mod tests {
    use setec_core::Secret;

    use super::{NOBODY, hash_password, verify_password};

    #[tokio::test]
    async fn a_hash_fits_its_password_only() {
        let hash = hash_password(Secret::new("correct horse")).await.unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        let costs = |hash: &str| hash.split('$').nth(3).map(str::to_owned);
        assert_eq!(
            costs(&hash),
            costs(NOBODY),
            "the stand-in costs what a real hash costs"
        );
        assert!(
            verify_password(Secret::new("correct horse"), Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(
            !verify_password(Secret::new("wrong horse"), Some(hash))
                .await
                .unwrap()
        );
        assert!(!verify_password(Secret::new(""), None).await.unwrap());
    }
}

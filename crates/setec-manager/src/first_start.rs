//! The first user of an installation.

use setec_app::App;
use setec_core::Secret;
use zeroize::Zeroizing;

use crate::output;
use crate::serve::with_causes;

/// Letters and digits that nobody mistakes for one another.
const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const LENGTH: usize = 24;

/// Makes the user `admin` where there is no user yet and tells the operator; `true` if it was made.
pub(crate) async fn make_admin(
    app: &App,
    given: Option<Secret>,
    url: &str,
) -> anyhow::Result<bool> {
    if app.has_users().await.map_err(with_causes)? {
        return Ok(false);
    }
    let (password, shown) = if let Some(password) = given {
        let shown = "as given in SETEC_ADMIN_PASSWORD".to_owned();
        (password, Zeroizing::new(shown))
    } else {
        let password = generate()?;
        (Secret::new(password.as_str()), password)
    };
    // Another node may have been faster: only the one that made the user knows its password.
    if !app
        .create_first_admin(password)
        .await
        .map_err(with_causes)?
    {
        return Ok(false);
    }
    let block = Zeroizing::new(format!(
        "\n\
         ------------------------------------------------------------\n\
         \x20 First start: sign in with\n\
         \n\
         \x20   URL:       {url}\n\
         \x20   User name: admin\n\
         \x20   Password:  {}\n\
         \n\
         \x20 The password is not shown again.\n\
         ------------------------------------------------------------\n",
        shown.as_str()
    ));
    if output::line(&block).is_err() {
        // Without this text nobody could ever sign in.
        output::error_line(&block);
    }
    Ok(true)
}

fn generate() -> anyhow::Result<Zeroizing<String>> {
    let mut password = Zeroizing::new(String::with_capacity(LENGTH));
    let fair = u8::MAX - u8::MAX % u8::try_from(ALPHABET.len())?;
    while password.len() < LENGTH {
        let mut byte = [0];
        getrandom::fill(&mut byte)
            .map_err(|error| anyhow::anyhow!("the system has no random bytes: {error}"))?;
        // Bytes above the last full multiple would favour the alphabet's beginning.
        if byte[0] < fair {
            password.push(char::from(ALPHABET[usize::from(byte[0]) % ALPHABET.len()]));
        }
    }
    Ok(password)
}

#[cfg(test)]
mod tests {
    use super::{ALPHABET, LENGTH, generate};

    #[test]
    fn passwords_are_long_clear_and_new() {
        let (one, other) = (generate().unwrap(), generate().unwrap());
        assert_eq!(one.len(), LENGTH);
        assert_ne!(*one, *other);
        assert!(one.bytes().all(|byte| ALPHABET.contains(&byte)));
        assert!(!ALPHABET.iter().any(|letter| b"0O1lIio".contains(letter)));
    }
}

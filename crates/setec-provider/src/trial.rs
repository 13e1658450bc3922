//! What a failed test of an account means for the person who has just typed its key.

use crate::{ErrorKind, ProviderError};

/// Words by which vendors and what stands before them say that they do not let this machine in.
const BLOCKED: [&str; 6] = [
    "blocked",
    "whitelist",
    "your ip",
    "access denied",
    "firewall",
    "not allowed from",
];

/// Whom a test has asked, in words for people.
#[derive(Debug, Clone, Copy)]
pub struct Tested<'a> {
    /// The vendor's name.
    pub vendor: &'a str,
    /// What the vendor calls the credential.
    pub credential: &'a str,
    /// Where the vendor was asked.
    pub address: &'a str,
}

impl Tested<'_> {
    /// The error with what to do about it in front: credentials that are wrong, that have expired,
    /// and a machine that is not let in are different things to mend.
    pub fn explain(self, error: ProviderError) -> ProviderError {
        let Self {
            vendor,
            credential,
            address,
        } = self;
        let said = error.message.to_lowercase();
        let is_blocked = BLOCKED.iter().any(|words| said.contains(words));
        let words = match error.kind {
            ErrorKind::Credentials if said.contains("expired") => {
                format!("the {credential} has expired: make a new one at {vendor} and save it here")
            }
            ErrorKind::Credentials if is_blocked => format!(
                "{vendor} does not let this server in, whatever the {credential}: allow this server's address there"
            ),
            ErrorKind::Credentials => format!(
                "{vendor} does not accept the {credential}: it is mistyped, was deleted or has expired; copy it again, or make a new one"
            ),
            ErrorKind::Unavailable => format!(
                "{vendor} cannot be reached at {address}, or is down; the {credential} was not looked at"
            ),
            ErrorKind::Timeout => {
                format!("{vendor} does not answer at {address}; the {credential} was not looked at")
            }
            _ => return error,
        };
        ProviderError {
            message: format!("{words} ({})", error.message),
            ..error
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tested;
    use crate::{ErrorKind, ProviderError};

    #[test]
    fn each_refusal_says_what_to_do() {
        let tested = Tested {
            vendor: "Example",
            credential: "API key",
            address: "https://api.example/",
        };
        for (kind, said, words) in [
            (
                ErrorKind::Credentials,
                "401: Unauthenticated",
                "Example does not accept the API key: it is mistyped, was deleted or has expired; copy it again, or make a new one (401: Unauthenticated)",
            ),
            (
                ErrorKind::Credentials,
                "401: Token Expired",
                "the API key has expired: make a new one at Example and save it here (401: Token Expired)",
            ),
            (
                ErrorKind::Credentials,
                "Access denied. Your IP is 192.0.2.1",
                "Example does not let this server in, whatever the API key: allow this server's address there (Access denied. Your IP is 192.0.2.1)",
            ),
            (
                ErrorKind::Unavailable,
                "connection failed",
                "Example cannot be reached at https://api.example/, or is down; the API key was not looked at (connection failed)",
            ),
            (ErrorKind::Protocol, "not JSON", "not JSON"),
        ] {
            let error = tested.explain(ProviderError::new(kind, "test", said));
            assert_eq!(error.message, words);
        }
    }
}

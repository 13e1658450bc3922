//! Where the embedded name server listens.

use std::net::SocketAddr;

use anyhow::bail;
use serde::Deserialize;

use crate::config::Purpose;

/// 53 is for whoever may have it and is often another server's.
const PORT: u16 = 5353;

/// Addresses of the embedded name server; none where it is switched off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameServer {
    pub(crate) listen: Vec<SocketAddr>,
    /// Whether somebody asked for them: then the server does not start without them.
    pub(crate) is_given: bool,
}

/// As `config.toml` writes it: one address or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Addresses {
    One(String),
    Several(Vec<String>),
}

impl Addresses {
    pub(super) fn joined(self) -> String {
        match self {
            Self::One(text) => text,
            Self::Several(texts) => texts.join(","),
        }
    }
}

impl NameServer {
    /// Reads `off` or addresses that are separated by commas or spaces.
    pub(super) fn resolve(given: Option<&str>, purpose: Purpose) -> anyhow::Result<Self> {
        let Some(text) = given else {
            let hosts: [&str; 2] = match purpose {
                Purpose::Production => ["0.0.0.0", "[::]"],
                Purpose::Demo => ["127.0.0.1", "[::1]"],
            };
            let listen = hosts.map(|host| format!("{host}:{PORT}").parse());
            return Ok(Self {
                listen: listen.into_iter().collect::<Result<_, _>>()?,
                is_given: false,
            });
        };
        let mut listen = Vec::new();
        let words = text.split([',', ' ']).filter(|word| !word.is_empty());
        for word in words.filter(|word| *word != "off") {
            match word.parse() {
                Ok(address) => listen.push(address),
                Err(_) => bail!(
                    "'{word}' is no address for the name server; off, or an address and a port such as 0.0.0.0:{PORT} or [::]:53 are"
                ),
            }
        }
        Ok(Self {
            listen,
            is_given: true,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::NameServer;
    use crate::config::Purpose;

    #[test]
    fn addresses_are_given_together_or_switched_off() {
        let shown = |given| {
            let resolved = NameServer::resolve(given, Purpose::Production).unwrap();
            let addresses = resolved.listen.iter().map(ToString::to_string);
            addresses.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown(None), "0.0.0.0:5353 [::]:5353");
        assert_eq!(shown(Some("off")), "");
        assert_eq!(
            shown(Some("192.0.2.1:53, [2001:db8::1]:53")),
            "192.0.2.1:53 [2001:db8::1]:53"
        );
        let wrong = NameServer::resolve(Some("192.0.2.1"), Purpose::Production).unwrap_err();
        assert!(
            wrong.to_string().starts_with("'192.0.2.1' is no address"),
            "{wrong}"
        );
    }
}

//! What an account of the local name server says.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ipnet::IpNet;
use setec_core::dns::Name;
use setec_core::{Secret, Violation};
use setec_provider::{ProviderError, Result, Settings};

const OPERATION: &str = "read settings";
const DNS_PORT: u16 = 53;

/// Keys shorter than this are guessed too easily (RFC 8945 section 6 asks for the digest's length).
const SHORTEST_KEY: usize = 16;

/// What a new zone gets where it says nothing itself.
#[derive(Debug)]
pub(super) struct Defaults {
    pub(super) nameservers: Vec<Name>,
    pub(super) hostmaster: Option<Name>,
}

/// Who may transfer an account's zones, and who is told of their changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LocalTransfers {
    /// Secondaries, which are told of every change (RFC 1996) and may transfer.
    pub secondaries: Vec<SocketAddr>,
    /// Further networks that may transfer.
    pub networks: Vec<IpNet>,
    /// The key that every transfer must be signed with, where there is one.
    pub key: Option<TransferKey>,
}

/// A TSIG key (RFC 8945).
#[derive(Clone, PartialEq, Eq)]
pub struct TransferKey {
    /// Its name.
    pub name: Name,
    /// `hmac-sha256`, `hmac-sha384` or `hmac-sha512`.
    pub algorithm: &'static str,
    /// The key itself.
    pub secret: Vec<u8>,
}

impl fmt::Debug for TransferKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransferKey")
            .field("name", &self.name)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}

impl Defaults {
    /// Reads what concerns new zones, all faults at once.
    pub(super) fn read(settings: &Settings) -> Result<Self> {
        let mut violations = Vec::new();
        let nameservers = read_list(
            settings,
            "nameservers",
            "a host name",
            &mut violations,
            |word| {
                word.parse::<Name>()
                    .ok()
                    .filter(|name| !name.is_single_label())
            },
        );
        let hostmaster = settings.extra("hostmaster").and_then(|text| {
            let name = mailbox(text);
            if name.is_none() {
                violations.push(Violation::new(
                    "extra.hostmaster",
                    "a mail address such as hostmaster@example.net",
                ));
            }
            name
        });
        done(
            Self {
                nameservers,
                hostmaster,
            },
            violations,
        )
    }
}

impl LocalTransfers {
    /// Reads what concerns secondaries, all faults at once.
    pub fn read(settings: &Settings) -> Result<Self> {
        let mut violations = Vec::new();
        let secondaries = read_list(
            settings,
            "secondaries",
            "an address, or one with a port such as 192.0.2.53:5353 or [2001:db8::53]:5353",
            &mut violations,
            |word| {
                let bare = word.trim_start_matches('[').trim_end_matches(']');
                let without_port = bare.parse::<IpAddr>().ok();
                let with_port = word.parse().ok();
                with_port.or(without_port.map(|ip| SocketAddr::new(ip, DNS_PORT)))
            },
        );
        let networks = read_list(
            settings,
            "transfer_from",
            "an address or a network such as 198.51.100.0/24",
            &mut violations,
            |word| {
                let address = word.parse::<IpAddr>().map(IpNet::from);
                word.parse().or(address).ok()
            },
        );
        let key = read_key(settings, &mut violations);
        done(
            Self {
                secondaries,
                networks,
                key,
            },
            violations,
        )
    }
}

fn done<T>(read: T, violations: Vec<Violation>) -> Result<T> {
    if violations.is_empty() {
        Ok(read)
    } else {
        Err(ProviderError::invalid(OPERATION, violations))
    }
}

/// Words of a setting, separated by spaces or commas.
fn read_list<T>(
    settings: &Settings,
    key: &str,
    rule: &str,
    violations: &mut Vec<Violation>,
    read: impl Fn(&str) -> Option<T>,
) -> Vec<T> {
    let text = settings.extra(key).unwrap_or_default();
    let words = text
        .split([' ', ',', '\n', '\t'])
        .filter(|word| !word.is_empty());
    let mut all = Vec::new();
    for word in words {
        match read(word) {
            Some(value) => all.push(value),
            None => violations.push(Violation::new(
                format!("extra.{key}"),
                format!("'{word}' is not {rule}"),
            )),
        }
    }
    all
}

/// A mail address as the name that an SOA takes (RFC 1035 section 8): dots before the @ are escaped.
fn mailbox(text: &str) -> Option<Name> {
    let text = text.trim();
    match text.split_once('@') {
        Some((local, domain)) if !local.is_empty() && !domain.is_empty() => {
            format!("{}.{domain}", local.replace('.', "\\."))
                .parse()
                .ok()
        }
        Some(_) => None,
        None => text
            .parse()
            .ok()
            .filter(|name: &Name| !name.is_single_label()),
    }
}

fn read_key(settings: &Settings, violations: &mut Vec<Violation>) -> Option<TransferKey> {
    let secret: &Secret = &settings.api_key;
    let name = settings.extra("tsig_name");
    let algorithm = match settings
        .extra("tsig_algorithm")
        .map(str::to_ascii_lowercase)
    {
        None => "hmac-sha256",
        Some(word) => match word.as_str() {
            "hmac-sha256" => "hmac-sha256",
            "hmac-sha384" => "hmac-sha384",
            "hmac-sha512" => "hmac-sha512",
            _ => {
                let rule = "hmac-sha256, hmac-sha384 or hmac-sha512";
                violations.push(Violation::new("extra.tsig_algorithm", rule));
                "hmac-sha256"
            }
        },
    };
    let name = match (name, secret.is_empty()) {
        (None, true) => return None,
        (None, false) => {
            violations.push(Violation::new(
                "extra.tsig_name",
                "a TSIG secret needs the key's name",
            ));
            return None;
        }
        (Some(_), true) => {
            violations.push(Violation::new("api_key", "a TSIG key needs its secret"));
            return None;
        }
        (Some(name), false) => name.parse::<Name>(),
    };
    if let Err(error) = &name {
        violations.push(Violation::new("extra.tsig_name", error.to_string()));
    }
    let bytes = STANDARD.decode(secret.expose().trim());
    let bytes = bytes.ok().filter(|bytes| bytes.len() >= SHORTEST_KEY);
    if bytes.is_none() {
        let rule = format!("base64 of {SHORTEST_KEY} or more bytes, as tsig-keygen prints it");
        violations.push(Violation::new("api_key", rule));
    }
    Some(TransferKey {
        name: name.ok()?,
        algorithm,
        secret: bytes?,
    })
}

#[cfg(test)]
mod tests {
    use setec_core::Secret;
    use setec_core::dns::Name;
    use setec_provider::Settings;

    use super::{LocalTransfers, mailbox};

    fn settings(extra: &[(&str, &str)], secret: &str) -> Settings {
        Settings {
            api_key: Secret::new(secret),
            extra: extra
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
            ..Settings::default()
        }
    }

    #[test]
    fn addresses_come_with_and_without_ports_and_nets() {
        let read = LocalTransfers::read(&settings(
            &[
                (
                    "secondaries",
                    "192.0.2.53, [2001:db8::53]:5353 2001:db8::54",
                ),
                ("transfer_from", "198.51.100.0/24 203.0.113.9"),
            ],
            "",
        ))
        .unwrap();
        let shown: Vec<String> = read.secondaries.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            ["192.0.2.53:53", "[2001:db8::53]:5353", "[2001:db8::54]:53"]
        );
        let shown: Vec<String> = read.networks.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["198.51.100.0/24", "203.0.113.9/32"]);
        assert_eq!(read.key, None);
    }

    #[test]
    fn every_fault_is_named_at_once_and_no_secret_with_it() {
        let error = LocalTransfers::read(&settings(
            &[
                ("secondaries", "ns2.example.net"),
                ("transfer_from", "198.51.100.0/99"),
                ("tsig_name", "bad..name"),
                ("tsig_algorithm", "hmac-md5"),
            ],
            "hunter2!",
        ))
        .unwrap_err();
        let fields: Vec<&str> = error.violations.iter().map(|v| v.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "extra.secondaries",
                "extra.transfer_from",
                "extra.tsig_algorithm",
                "extra.tsig_name",
                "api_key"
            ]
        );
        assert!(!format!("{error:?}").contains("hunter2"));
    }

    #[test]
    fn a_mail_address_becomes_a_name() {
        for (text, name) in [
            ("hostmaster@example.net", Some("hostmaster.example.net")),
            ("jo.doe@example.net", Some("jo\\.doe.example.net")),
            ("hostmaster.example.net", Some("hostmaster.example.net")),
            ("@example.net", None),
            ("jo@", None),
        ] {
            assert_eq!(mailbox(text).as_ref().map(Name::as_str), name, "{text}");
        }
    }
}

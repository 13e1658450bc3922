//! What an account says, read and checked.

use std::collections::BTreeSet;
use std::net::Ipv6Addr;
use std::str::FromStr;
use std::time::Duration;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use domain::tsig::{Algorithm, Key, KeyName};
use setec_core::Violation;
use setec_core::dns::Name;
use setec_provider::{ProviderError, Result, Settings};

const DEFAULT_PORT: u16 = 53;
const DEFAULT_TIMEOUT_SECS: u64 = 10;
const MAX_TIMEOUT_SECS: u64 = 300;

/// Secrets come with and without their padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Checked settings.
#[derive(Debug)]
pub(super) struct Config {
    /// Host and port.
    pub(super) server: (String, u16),
    /// What signs and verifies every message; none where the server goes by addresses.
    pub(super) key: Option<Key>,
    /// The zones that the account is for.
    pub(super) zones: BTreeSet<Name>,
    /// For a connection, and for each message.
    pub(super) timeout: Duration,
}

impl Config {
    /// Reads all settings, and names everything that is wrong with them.
    pub(super) fn read(settings: &Settings) -> Result<Self> {
        let mut faults = Vec::new();
        let server = keep(&mut faults, "extra.server", server(settings));
        let zones = zones(settings, &mut faults);
        let key = key(settings, &mut faults);
        let timeout = keep(&mut faults, "extra.timeout", timeout(settings));
        match (server, timeout) {
            (Some(server), Some(timeout)) if faults.is_empty() => Ok(Self {
                server,
                key,
                zones,
                timeout,
            }),
            _ => Err(ProviderError::invalid("read settings", faults)),
        }
    }
}

fn keep<T>(
    faults: &mut Vec<Violation>,
    field: &str,
    outcome: std::result::Result<T, String>,
) -> Option<T> {
    match outcome {
        Ok(value) => Some(value),
        Err(rule) => {
            faults.push(Violation::new(field, rule));
            None
        }
    }
}

fn server(settings: &Settings) -> std::result::Result<(String, u16), String> {
    let text = settings.extra("server").unwrap_or_default().trim();
    let wrong = || {
        format!(
            "'{text}' is not a host with or without a port, such as ns1.example.com, 192.0.2.53:5353 or [2001:db8::53]:53"
        )
    };
    if text.parse::<Ipv6Addr>().is_ok() {
        return Ok((text.to_owned(), DEFAULT_PORT));
    }
    if let Some(bracketed) = text.strip_prefix('[') {
        let (address, rest) = bracketed.split_once(']').ok_or_else(wrong)?;
        address.parse::<Ipv6Addr>().map_err(|_| wrong())?;
        let port = match rest.strip_prefix(':') {
            Some(port) => port.parse().map_err(|_| wrong())?,
            None if rest.is_empty() => DEFAULT_PORT,
            None => return Err(wrong()),
        };
        return Ok((address.to_owned(), port));
    }
    let (host, port) = match text.split_once(':') {
        Some((host, port)) => (host, port.parse().map_err(|_| wrong())?),
        None => (text, DEFAULT_PORT),
    };
    // A URL's slashes and a stray colon are no part of a host's name.
    let is_host = host.parse::<Name>().is_ok() && !host.contains(['/', '\\', '*']) && host != ".";
    if !is_host || port == 0 {
        return Err(wrong());
    }
    Ok((host.to_owned(), port))
}

fn zones(settings: &Settings, faults: &mut Vec<Violation>) -> BTreeSet<Name> {
    let text = settings.extra("zones").unwrap_or_default();
    let words = text.split(|c: char| c == ',' || c.is_whitespace());
    let mut zones = BTreeSet::new();
    for word in words.filter(|word| !word.is_empty()) {
        if let Some(zone) = keep(faults, "extra.zones", word.parse().map_err(text_of)) {
            zones.insert(zone);
        }
    }
    if zones.is_empty() && !faults.iter().any(|fault| fault.field == "extra.zones") {
        let rule = "at least one zone is needed, such as example.com, example.org";
        faults.push(Violation::new("extra.zones", rule));
    }
    zones
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
fn text_of(error: impl ToString) -> String {
    error.to_string()
}

fn key(settings: &Settings, faults: &mut Vec<Violation>) -> Option<Key> {
    let algorithm = keep(faults, "extra.algorithm", algorithm(settings));
    let name = settings.extra("key_name").map(str::trim);
    let secret = settings.api_key.expose().trim();
    let (name, secret) = match (name, secret.is_empty()) {
        (None, true) => {
            if settings.extra("algorithm").is_some() {
                let rule = "an algorithm is of a key: key_name and the secret are missing";
                faults.push(Violation::new("extra.algorithm", rule));
            }
            return None;
        }
        (None, false) => {
            let rule = "the secret's key needs its name as well";
            faults.push(Violation::new("extra.key_name", rule));
            return None;
        }
        (Some(_), true) => {
            let rule = "the key needs its secret as well";
            faults.push(Violation::new("api_key", rule));
            return None;
        }
        (Some(name), false) => (name, secret),
    };
    let name = keep(faults, "extra.key_name", key_name(name));
    let secret = keep(faults, "api_key", secret_bytes(secret));
    let key = Key::new(algorithm?, &secret?, name?, None, None);
    Some(key.expect("without truncation there are no bounds to miss"))
}

fn key_name(text: &str) -> std::result::Result<KeyName, String> {
    let name: Name = text.parse().map_err(text_of)?;
    KeyName::from_str(&name.to_absolute()).map_err(text_of)
}

/// The error says nothing of the text, which may hold most of a secret.
fn secret_bytes(text: &str) -> std::result::Result<Vec<u8>, String> {
    match BASE64.decode(text) {
        Ok(bytes) if !bytes.is_empty() => Ok(bytes),
        _ => Err(
            "it is not base64: take the text in quotes behind `secret`, as tsig-keygen prints it"
                .to_owned(),
        ),
    }
}

fn algorithm(settings: &Settings) -> std::result::Result<Algorithm, String> {
    let Some(text) = settings.extra("algorithm") else {
        return Ok(Algorithm::Sha256);
    };
    let lower = text.trim().trim_end_matches('.').to_ascii_lowercase();
    match lower.strip_prefix("hmac-").unwrap_or(&lower) {
        "sha1" => Ok(Algorithm::Sha1),
        "sha256" => Ok(Algorithm::Sha256),
        "sha384" => Ok(Algorithm::Sha384),
        "sha512" => Ok(Algorithm::Sha512),
        _ => Err(format!(
            "'{text}' is none of hmac-sha256, hmac-sha384, hmac-sha512 and hmac-sha1"
        )),
    }
}

fn timeout(settings: &Settings) -> std::result::Result<Duration, String> {
    let Some(text) = settings.extra("timeout") else {
        return Ok(Duration::from_secs(DEFAULT_TIMEOUT_SECS));
    };
    match text.trim().parse() {
        Ok(secs) if (1..=MAX_TIMEOUT_SECS).contains(&secs) => Ok(Duration::from_secs(secs)),
        _ => Err(format!(
            "'{text}' is not a number of seconds from 1 to {MAX_TIMEOUT_SECS}"
        )),
    }
}

#[cfg(test)]
mod tests;

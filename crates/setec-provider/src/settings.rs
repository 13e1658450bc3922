//! What an account says to its driver.

use std::collections::BTreeMap;
use std::sync::Arc;

use setec_core::{Secret, Violation};

use crate::ZoneStorage;

/// Where a setting stands in an account's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKey {
    /// `api_key`.
    ApiKey,
    /// `api_secret`.
    ApiSecret,
    /// `base_url`.
    BaseUrl,
    /// A key of `extra`.
    Extra(&'static str),
}

/// One setting, declared once for forms, help and documents.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Where it stands.
    pub key: FieldKey,
    /// What a form calls it.
    pub label: &'static str,
    /// What it is and where to get it.
    pub help: &'static str,
    /// Whether an account needs it.
    pub required: bool,
}

impl Field {
    /// Whether it is sealed on disk and never shown again.
    pub fn is_secret(&self) -> bool {
        matches!(self.key, FieldKey::ApiKey | FieldKey::ApiSecret)
    }

    /// Its name in the account's file and in the API, such as `extra.server_id`.
    pub fn name(&self) -> String {
        match self.key {
            FieldKey::ApiKey => "api_key".to_owned(),
            FieldKey::ApiSecret => "api_secret".to_owned(),
            FieldKey::BaseUrl => "base_url".to_owned(),
            FieldKey::Extra(key) => format!("extra.{key}"),
        }
    }
}

/// An account's settings, secrets opened.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The main credential.
    pub api_key: Secret,
    /// A second credential, where the driver has one.
    pub api_secret: Secret,
    /// Where the vendor's API is; the driver's own default where absent.
    pub base_url: Option<String>,
    /// Everything else.
    pub extra: BTreeMap<String, String>,
    /// Where zones of our own are kept: no setting, but lent by the app to the account.
    pub storage: Option<Arc<dyn ZoneStorage>>,
}

impl Settings {
    /// One of the further settings.
    pub fn extra(&self, key: &str) -> Option<&str> {
        self.extra
            .get(key)
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }

    /// What the declared fields find wrong: required ones that lack, unknown ones, unsafe URLs.
    pub fn check(&self, fields: &[Field]) -> Vec<Violation> {
        let mut violations = Vec::new();
        for field in fields.iter().filter(|field| field.required) {
            let missing = match field.key {
                FieldKey::ApiKey => self.api_key.is_empty(),
                FieldKey::ApiSecret => self.api_secret.is_empty(),
                FieldKey::BaseUrl => self.base_url.is_none(),
                FieldKey::Extra(key) => self.extra(key).is_none(),
            };
            if missing {
                violations.push(Violation::new(
                    field.name(),
                    format!("{} is required", field.label),
                ));
            }
        }
        for key in self.extra.keys() {
            let known = fields.iter().any(|field| match field.key {
                FieldKey::Extra(known) => known == key,
                _ => false,
            });
            if !known {
                violations.push(Violation::new(format!("extra.{key}"), "no such setting"));
            }
        }
        if !self.api_secret.is_empty()
            && !fields.iter().any(|field| field.key == FieldKey::ApiSecret)
        {
            violations.push(Violation::new(
                "api_secret",
                "this provider has no such setting",
            ));
        }
        if let Some(rule) = self.base_url.as_deref().and_then(base_url_fault) {
            violations.push(Violation::new("base_url", rule));
        }
        if self
            .api_key
            .expose()
            .chars()
            .any(|c| c.is_control() || !c.is_ascii())
        {
            violations.push(Violation::new(
                "api_key",
                "it holds characters that no HTTP header takes",
            ));
        }
        violations
    }
}

/// A key must not cross a network in the clear, so plain HTTP is for this machine only.
fn base_url_fault(text: &str) -> Option<&'static str> {
    let Ok(url) = url::Url::parse(text) else {
        return Some("a URL such as https://dns.example.com:8081");
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Some("credentials do not belong in a URL");
    }
    let loopback = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => return Some("a URL with a host"),
    };
    match url.scheme() {
        "https" => None,
        "http" if loopback => None,
        "http" => Some(
            "plain http would show the key to the network; use https (http is for loopback only)",
        ),
        _ => Some("an https URL"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, FieldKey, Settings};

    const FIELDS: &[Field] = &[
        Field {
            key: FieldKey::ApiKey,
            label: "API Key",
            help: "",
            required: true,
        },
        Field {
            key: FieldKey::Extra("server_id"),
            label: "Server",
            help: "",
            required: false,
        },
    ];

    #[test]
    fn every_fault_is_named_at_once() {
        let settings = Settings {
            base_url: Some("http://dns.example.com".to_owned()),
            extra: [("sever_id".to_owned(), "x".to_owned())].into(),
            ..Settings::default()
        };
        let fields: Vec<String> = settings
            .check(FIELDS)
            .into_iter()
            .map(|v| v.field)
            .collect();
        assert_eq!(fields, ["api_key", "extra.sever_id", "base_url"]);
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        for (url, ok) in [
            ("http://127.0.0.1:8081", true),
            ("http://[::1]:8081", true),
            ("https://dns.example.com", true),
            ("http://10.0.0.1", false),
            ("ftp://127.0.0.1", false),
            ("https://user:pw@dns.example.com", false),
            ("nonsense", false),
        ] {
            assert_eq!(super::base_url_fault(url).is_none(), ok, "{url}");
        }
    }
}

//! What an account's file holds, as the form that changes it may show it.

use std::collections::BTreeMap;

use setec_provider::{Field, FieldKey};
use setec_store::AccountFile;

use super::Accounts;
use crate::Result;

/// What is stored of an account, by the names of its driver's fields.
#[derive(Debug, Clone, Default)]
pub struct SavedSettings {
    /// Settings that are no secrets, with their values.
    pub values: BTreeMap<String, String>,
    /// Secrets that are stored; their values are never shown.
    pub secrets: Vec<String>,
}

impl SavedSettings {
    /// Only what the driver declares is shown: a value that it does not know might be a secret.
    fn of(file: &AccountFile, fields: &[Field]) -> Self {
        let mut saved = Self::default();
        for field in fields {
            let secret = match field.key {
                FieldKey::ApiKey => Some(&file.api_key),
                FieldKey::ApiSecret => Some(&file.api_secret),
                FieldKey::BaseUrl | FieldKey::Extra(_) => None,
            };
            if secret.is_some_and(|secret| !secret.is_empty()) {
                saved.secrets.push(field.name());
            }
            let value = match field.key {
                FieldKey::BaseUrl => file.base_url.as_ref(),
                FieldKey::Extra(key) => file.extra.get(key),
                FieldKey::ApiKey | FieldKey::ApiSecret => None,
            };
            if let Some(value) = value {
                saved.values.insert(field.name(), value.clone());
            }
        }
        saved
    }
}

impl Accounts {
    /// What is stored of an account; nothing where there is none.
    pub(super) async fn saved(&self, name: &str, fields: &[Field]) -> Result<SavedSettings> {
        let file = self.stored(name).await?;
        Ok(file.map_or_else(SavedSettings::default, |file| {
            SavedSettings::of(&file, fields)
        }))
    }
}

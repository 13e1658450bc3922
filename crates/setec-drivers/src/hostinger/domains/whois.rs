//! WHOIS profiles.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;
use setec_core::domain::{EntityType, NewWhoisProfile, WhoisProfile};
use setec_provider::Result;
use setec_provider::domains::WhoisProvider;

use super::Domains;
use crate::hostinger::client::Accepted;
use crate::hostinger::{date, ids, lenient};

const PATH: &str = "api/domains/v1/whois";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireProfile {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    tld: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    country: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    entity_type: Option<String>,
    // Both are without a schema upstream, and `[]` when empty.
    #[serde(deserialize_with = "lenient::texts")]
    whois_details: BTreeMap<String, String>,
    #[serde(deserialize_with = "lenient::texts")]
    tld_details: BTreeMap<String, String>,
    #[serde(deserialize_with = "date::optional")]
    created_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "date::optional")]
    updated_at: Option<DateTime<Utc>>,
}

impl From<WireProfile> for WhoisProfile {
    fn from(wire: WireProfile) -> Self {
        Self {
            id: wire.id.unwrap_or_default(),
            tld: wire.tld.unwrap_or_default(),
            country: wire.country.unwrap_or_default(),
            entity_type: match wire.entity_type.as_deref() {
                Some("organization") => EntityType::Organization,
                _ => EntityType::Individual,
            },
            whois_details: wire.whois_details,
            tld_details: wire.tld_details,
            created_at: wire.created_at,
            updated_at: wire.updated_at,
        }
    }
}

#[async_trait]
impl WhoisProvider for Domains {
    async fn list(&self, tld: Option<&str>) -> Result<Vec<WhoisProfile>> {
        let query: Vec<(&str, &str)> = tld.map(|tld| ("tld", tld)).into_iter().collect();
        let profiles: Vec<WireProfile> = self
            .client
            .get_with("list WHOIS profiles", PATH, &query)
            .await?;
        Ok(profiles.into_iter().map(WhoisProfile::from).collect())
    }

    async fn get(&self, id: &str) -> Result<WhoisProfile> {
        let operation = "read WHOIS profile";
        let profile: WireProfile = self
            .client
            .get(operation, &profile_path(operation, id)?)
            .await?;
        Ok(profile.into())
    }

    async fn create(&self, profile: &NewWhoisProfile) -> Result<WhoisProfile> {
        let entity_type = match profile.entity_type {
            EntityType::Individual => "individual",
            EntityType::Organization => "organization",
        };
        let mut body = json!({
            "tld": profile.tld,
            "country": profile.country,
            "entity_type": entity_type,
            "whois_details": profile.whois_details,
        });
        if !profile.tld_details.is_empty() {
            body["tld_details"] = json!(profile.tld_details);
        }
        let made: WireProfile = self
            .client
            .post("create WHOIS profile", PATH, Some(&body))
            .await?;
        Ok(made.into())
    }

    async fn delete(&self, id: &str) -> Result<()> {
        let operation = "delete WHOIS profile";
        self.client
            .delete::<Accepted>(operation, &profile_path(operation, id)?, None)
            .await?;
        Ok(())
    }

    async fn usage(&self, id: &str) -> Result<Vec<String>> {
        let operation = "read WHOIS profile's usage";
        let path = format!("{}/usage", profile_path(operation, id)?);
        self.client.get(operation, &path).await
    }
}

fn profile_path(operation: &'static str, id: &str) -> Result<String> {
    let number = ids::find(operation, "WHOIS profile", id, "")?;
    Ok(format!("{PATH}/{number}"))
}

//! Firewalls.

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::{Value, json};
use setec_core::Violation;
use setec_core::server::{Action, Firewall, FirewallRule, NewFirewallRule};
use setec_provider::servers::FirewallProvider;
use setec_provider::{ProviderError, Result};

use super::{SERVER_PREFIX, Servers};
use crate::hostinger::client::Accepted;
use crate::hostinger::{ids, lenient};

const PATH: &str = "api/vps/v1/firewall";

/// The words of the API, in its spelling.
const PROTOCOLS: [&str; 13] = [
    "TCP",
    "UDP",
    "ICMP",
    "GRE",
    "any",
    "ESP",
    "AH",
    "ICMPv6",
    "SSH",
    "HTTP",
    "HTTPS",
    "MySQL",
    "PostgreSQL",
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireFirewall {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::flag")]
    is_synced: Option<bool>,
    #[serde(deserialize_with = "lenient::list")]
    rules: Vec<WireRule>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireRule {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    action: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    protocol: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    port: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    source: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    source_detail: Option<String>,
}

impl From<WireFirewall> for Firewall {
    fn from(wire: WireFirewall) -> Self {
        Self {
            id: wire.id.unwrap_or_default(),
            name: wire.name.unwrap_or_default(),
            is_synced: wire.is_synced.unwrap_or_default(),
            rules: wire.rules.into_iter().map(FirewallRule::from).collect(),
        }
    }
}

impl From<WireRule> for FirewallRule {
    fn from(wire: WireRule) -> Self {
        Self {
            id: wire.id.unwrap_or_default(),
            action: wire.action.unwrap_or_else(|| "accept".to_owned()),
            rule: NewFirewallRule {
                protocol: wire.protocol.unwrap_or_default(),
                port: wire.port.unwrap_or_default(),
                source: wire.source.unwrap_or_default(),
                source_detail: wire.source_detail.unwrap_or_default(),
            },
        }
    }
}

#[async_trait]
impl FirewallProvider for Servers {
    async fn list(&self) -> Result<Vec<Firewall>> {
        let found: Vec<WireFirewall> = self.client.pages("list firewalls", PATH).await?;
        Ok(found.into_iter().map(Firewall::from).collect())
    }

    async fn get(&self, id: &str) -> Result<Firewall> {
        let operation = "read firewall";
        let found: WireFirewall = self.client.get(operation, &path(operation, id)?).await?;
        Ok(found.into())
    }

    async fn create(&self, name: &str) -> Result<Firewall> {
        let body = json!({"name": name});
        let made: WireFirewall = self
            .client
            .post("create firewall", PATH, Some(&body))
            .await?;
        Ok(made.into())
    }

    async fn delete(&self, id: &str) -> Result<()> {
        let operation = "delete firewall";
        self.client
            .delete::<Accepted>(operation, &path(operation, id)?, None)
            .await?;
        Ok(())
    }

    async fn add_rule(&self, id: &str, rule: &NewFirewallRule) -> Result<FirewallRule> {
        let operation = "add firewall rule";
        let path = format!("{}/rules", path(operation, id)?);
        let body = rule_body(operation, rule)?;
        let made: WireRule = self.client.post(operation, &path, Some(&body)).await?;
        Ok(made.into())
    }

    async fn update_rule(
        &self,
        id: &str,
        rule_id: &str,
        rule: &NewFirewallRule,
    ) -> Result<FirewallRule> {
        let operation = "update firewall rule";
        let path = rule_path(operation, id, rule_id)?;
        let body = rule_body(operation, rule)?;
        let made: WireRule = self.client.put(operation, &path, Some(&body)).await?;
        Ok(made.into())
    }

    async fn delete_rule(&self, id: &str, rule_id: &str) -> Result<()> {
        let operation = "delete firewall rule";
        self.client
            .delete::<Accepted>(operation, &rule_path(operation, id, rule_id)?, None)
            .await?;
        Ok(())
    }

    async fn activate(&self, id: &str, server_id: &str) -> Result<Action> {
        let operation = "activate firewall";
        let path = server_path(operation, id, "activate", server_id)?;
        self.start(operation, &path, None).await
    }

    async fn deactivate(&self, id: &str, server_id: &str) -> Result<Action> {
        let operation = "deactivate firewall";
        let path = server_path(operation, id, "deactivate", server_id)?;
        self.start(operation, &path, None).await
    }

    async fn sync(&self, id: &str, server_id: &str) -> Result<Action> {
        let operation = "sync firewall";
        let path = server_path(operation, id, "sync", server_id)?;
        self.start(operation, &path, None).await
    }
}

/// All four fields are required, and rules always accept.
fn rule_body(operation: &'static str, rule: &NewFirewallRule) -> Result<Value> {
    let mut violations = Vec::new();
    let protocol = PROTOCOLS
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(rule.protocol.trim()));
    if protocol.is_none() {
        let words = format!("one of {}", PROTOCOLS.join(", "));
        violations.push(Violation::new("protocol", words));
    }
    if !["any", "custom"].contains(&rule.source.as_str()) {
        violations.push(Violation::new("source", "any or custom"));
    }
    if !violations.is_empty() {
        return Err(ProviderError::invalid(operation, violations));
    }
    Ok(json!({
        "protocol": protocol,
        "port": rule.port,
        "source": rule.source,
        "source_detail": rule.source_detail,
    }))
}

fn path(operation: &'static str, id: &str) -> Result<String> {
    let number = ids::find(operation, "firewall", id, "")?;
    Ok(format!("{PATH}/{number}"))
}

fn rule_path(operation: &'static str, id: &str, rule_id: &str) -> Result<String> {
    let number = ids::find(operation, "firewall rule", rule_id, "")?;
    Ok(format!("{}/rules/{number}", path(operation, id)?))
}

fn server_path(operation: &'static str, id: &str, verb: &str, server_id: &str) -> Result<String> {
    let server = ids::find(operation, "server", server_id, SERVER_PREFIX)?;
    Ok(format!("{}/{verb}/{server}", path(operation, id)?))
}

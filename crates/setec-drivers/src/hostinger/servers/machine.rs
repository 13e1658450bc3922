//! Virtual machines as the API shows them.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use setec_core::server::{Server, ServerAddress, ServerStatus};

use super::offers::Center;
use crate::hostinger::{date, lenient, slug};

/// A virtual machine.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Machine {
    #[serde(deserialize_with = "lenient::number")]
    pub(super) id: Option<i64>,
    #[serde(deserialize_with = "lenient::text")]
    firewall_group_id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    subscription_id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    data_center_id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    plan: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    hostname: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    state: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    cpus: u64,
    /// In MB, as disk and bandwidth.
    #[serde(deserialize_with = "lenient::count")]
    memory: u64,
    #[serde(deserialize_with = "lenient::count")]
    disk: u64,
    #[serde(deserialize_with = "lenient::count")]
    bandwidth: u64,
    #[serde(deserialize_with = "lenient::list")]
    ipv4: Vec<WireAddress>,
    #[serde(deserialize_with = "lenient::list")]
    ipv6: Vec<WireAddress>,
    template: Option<Image>,
    #[serde(deserialize_with = "date::optional")]
    created_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireAddress {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    address: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    ptr: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Image {
    #[serde(deserialize_with = "lenient::text")]
    name: Option<String>,
}

impl Machine {
    /// The provider's word for the state.
    pub(super) fn state(&self) -> &str {
        self.state.as_deref().unwrap_or_default()
    }

    pub(super) fn into_server(self, centers: &[Center]) -> Server {
        let center = centers
            .iter()
            .find(|center| center.id.is_some() && center.id == self.data_center_id);
        let first = |addresses: &[WireAddress]| addresses.first().and_then(|a| a.address.clone());
        Server {
            id: self.id.unwrap_or_default().to_string(),
            name: self.hostname.clone().unwrap_or_default(),
            status: status(self.state()),
            state: self.state().to_owned(),
            plan: self.plan.as_deref().map(slug::of).unwrap_or_default(),
            region: center.and_then(Center::region),
            data_center_id: self.data_center_id,
            ipv4: first(&self.ipv4),
            ipv6: first(&self.ipv6),
            addresses: self
                .ipv4
                .into_iter()
                .chain(self.ipv6)
                .map(|address| ServerAddress {
                    id: address.id.unwrap_or_default(),
                    address: address.address.unwrap_or_default(),
                    ptr: address.ptr.filter(|ptr| !ptr.is_empty()),
                })
                .collect(),
            os: self.template.and_then(|image| image.name),
            cpus: u32::try_from(self.cpus).unwrap_or(u32::MAX),
            memory_mb: self.memory,
            disk_gb: self.disk / 1024,
            bandwidth_gb: self.bandwidth / 1024,
            created_at: self.created_at,
            labels: std::collections::BTreeMap::new(),
            subscription_id: self.subscription_id,
            firewall_id: self.firewall_group_id,
        }
    }
}

/// Sixteen words for five.
fn status(state: &str) -> ServerStatus {
    match state {
        "running" | "stopping" | "recovery" | "stopping_recovery" | "suspending" => {
            ServerStatus::Running
        }
        "stopped" | "starting" => ServerStatus::Stopped,
        "initial" | "creating" | "recreating" | "restoring" => ServerStatus::Creating,
        "suspended" | "unsuspending" => ServerStatus::Suspended,
        _ => ServerStatus::Error,
    }
}

#[cfg(test)]
mod tests {
    use setec_core::server::ServerStatus;

    #[test]
    fn fields_may_lack_or_be_null() {
        let text = r#"{"id":"7","plan":null,"ipv4":null,"template":null,"memory":"8192","created_at":"2025-02-27T11:54:22.00000Z"}"#;
        let machine: super::Machine = serde_json::from_str(text).unwrap();
        let server = machine.into_server(&[]);
        assert_eq!((server.id.as_str(), server.memory_mb), ("7", 8192));
        assert_eq!(server.status, ServerStatus::Error);
        assert!(server.created_at.is_some() && server.ipv4.is_none());
    }
}

//! Virtual servers and what surrounds them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::Secret;

/// State of a server in the five words of the unified API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ServerStatus {
    /// Powered on.
    Running,
    /// Powered off.
    Stopped,
    /// Being made or rebuilt.
    Creating,
    /// Broken or going away.
    Error,
    /// Held by the provider, mostly for unpaid bills.
    Suspended,
}

/// A rented virtual server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Server {
    /// The provider's id.
    pub id: String,
    /// Host name.
    pub name: String,
    /// State in the words of the unified API.
    pub status: ServerStatus,
    /// State in the provider's own word.
    pub state: String,
    /// Slug of the plan, such as `kvm-2`.
    pub plan: String,
    /// Where it runs: the data center's city or name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The provider's id of the data center.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_center_id: Option<String>,
    /// First IPv4 address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipv4: Option<String>,
    /// First IPv6 address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipv6: Option<String>,
    /// All addresses with their reverse names.
    #[serde(default)]
    pub addresses: Vec<ServerAddress>,
    /// Operating system or template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub os: Option<String>,
    /// Virtual processors.
    pub cpus: u32,
    /// Memory in MiB.
    pub memory_mb: u64,
    /// Disk in GiB.
    pub disk_gb: u64,
    /// Traffic per month in GiB.
    pub bandwidth_gb: u64,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// Labels that Setec Manager keeps for it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// The subscription that pays for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_id: Option<String>,
    /// The firewall in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub firewall_id: Option<String>,
}

/// One address of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerAddress {
    /// The provider's id of the address.
    pub id: String,
    /// The address.
    pub address: String,
    /// The reverse name (PTR), where one is set.
    pub ptr: Option<String>,
}

/// An order for a server.
#[derive(Debug, Clone)]
pub struct NewServer {
    /// Slug of the plan or the provider's price id.
    pub plan: String,
    /// Id, name or city of the data center.
    pub data_center_id: String,
    /// Id or slug of the template.
    pub template: String,
    /// Root password; the provider makes one where absent.
    pub password: Option<Secret>,
    /// Host name; a bare label gets the account's suffix.
    pub hostname: Option<String>,
    /// A key of the account to be installed.
    pub ssh_key_id: Option<String>,
    /// A script to run after the installation.
    pub post_install_script_id: Option<String>,
    /// The provider's payment method; its default one where absent.
    pub payment_method_id: Option<String>,
}

/// What became of an order for a server.
#[derive(Debug, Clone)]
pub struct PurchasedServer {
    /// The server; absent where the provider takes the payment first and makes it later.
    pub server: Option<Server>,
    /// The provider's id of the order.
    pub order_id: Option<String>,
    /// The provider's word for the order's state.
    pub order_status: Option<String>,
}

/// How to install a server anew; everything on it is lost.
#[derive(Debug, Clone)]
pub struct Recreate {
    /// Id or slug of the template.
    pub template: String,
    /// Root password; the provider makes one where absent.
    pub password: Option<Secret>,
    /// A script to run after the installation.
    pub post_install_script_id: Option<String>,
}

/// How far a long-running operation has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ActionStatus {
    /// Queued or under way.
    Running,
    /// Done.
    Success,
    /// Failed.
    Error,
}

/// A long-running operation on a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Action {
    /// The provider's id.
    pub id: String,
    /// The provider's name of the operation.
    pub name: String,
    /// How far it has got.
    pub status: ActionStatus,
    /// The provider's own word for it.
    pub state: String,
    /// When it was asked for.
    pub created_at: Option<DateTime<Utc>>,
    /// When it last changed.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A place where servers run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DataCenter {
    /// The provider's id.
    pub id: String,
    /// City or name.
    pub name: String,
    /// City.
    pub location: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
}

/// An operating system or application image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Template {
    /// The provider's id.
    pub id: String,
    /// Slug by which orders name it, such as `ubuntu-22.04`.
    pub slug: String,
    /// The provider's name.
    pub name: String,
    /// What it holds.
    pub description: String,
}

/// The state of a server's disk at one time, kept beside the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerSnapshot {
    /// The provider's id.
    pub id: String,
    /// Seconds that a restore takes.
    pub restore_secs: u64,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// When the provider drops it.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A backup that the provider made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Backup {
    /// The provider's id.
    pub id: String,
    /// Size in KiB.
    pub size_kb: u64,
    /// Seconds that a restore takes.
    pub restore_secs: u64,
    /// Where it is kept.
    pub location: String,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
}

/// One measured quantity over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Series {
    /// What is measured, such as `cpu_usage`.
    pub name: String,
    /// Unit, such as `%`, `bytes` or `milliseconds`.
    pub unit: String,
    /// Time and value, oldest first.
    pub points: Vec<Point>,
}

/// One measurement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Point {
    /// When.
    pub at: DateTime<Utc>,
    /// How much.
    pub value: f64,
}

/// A set of rules that guards servers; inbound traffic that no rule accepts is dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Firewall {
    /// The provider's id.
    pub id: String,
    /// The name given to it.
    pub name: String,
    /// Whether its servers have the rules as they are now.
    pub is_synced: bool,
    /// The rules.
    pub rules: Vec<FirewallRule>,
}

/// One rule of a firewall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FirewallRule {
    /// The provider's id.
    pub id: String,
    /// `accept` or `drop`.
    pub action: String,
    /// What it lets in and from where.
    #[serde(flatten)]
    pub rule: NewFirewallRule,
}

/// A rule to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewFirewallRule {
    /// `TCP`, `UDP`, `ICMP`, `SSH`, `HTTP` and so on.
    pub protocol: String,
    /// A port or a range such as `1024:2048`.
    pub port: String,
    /// `any` or `custom`.
    pub source: String,
    /// Address, CIDR, range or `any`.
    pub source_detail: String,
}

/// A script that runs once after an installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostInstallScript {
    /// The provider's id.
    pub id: String,
    /// The name given to it.
    pub name: String,
    /// The script itself.
    pub content: String,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated_at: Option<DateTime<Utc>>,
}

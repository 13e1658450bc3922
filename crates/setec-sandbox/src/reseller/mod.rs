//! The Domains Reseller API, the WHMCS add-on of Hostraha and its kin: domains bought from credit.
//!
//! What the vendor leaves open is decided as most of its known clients expect, and its operators'
//! other habits are faults to be switched on.

mod account;
mod contact;
mod date;
mod domains;
mod estate;
mod exchange;
mod fault;
mod form;
mod front;
mod lookup;
mod money;
mod orders;
mod path;
mod refusal;
mod routes;
mod sandbox;
mod serialized;
mod serve;
mod token;
mod wire;

pub use estate::Pace;
pub use exchange::Exchange;
pub use fault::{Fault, UnknownFault};
pub use money::{Money, NoAmount};
pub use sandbox::Sandbox;
pub use serve::serve;

/// The path of the API, to which the action is appended.
pub const ENDPOINT: &str = "/modules/addons/DomainsReseller/api/index.php";

/// The user name of the demo's reseller, whose account is in EUR.
pub const USERNAME: &str = "domains@nordlund-studio.se";

/// The API key of the demo's reseller.
pub const API_KEY: &str = "sandbox-api-key";

/// The user name of a second reseller, whose account is in KES.
pub const OTHER_USERNAME: &str = "ops@savanna-hosting.co.ke";

/// The API key of the second reseller.
pub const OTHER_API_KEY: &str = "sandbox-other-key";

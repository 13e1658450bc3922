//! What can be ordered, as callers ask for it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};
use setec_core::Secret;
use setec_core::domain::Contacts;
use setec_core::order::OrderKind;
use setec_core::server::NewServer;
use setec_store::{Sealer, StoredOrder};
use uuid::Uuid;

use super::PayingSubscription;
use crate::{App, Error, Result};

/// A wish to buy something. It serializes with its secrets: only to be sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OrderRequest {
    /// A new domain.
    RegisterDomain(PurchaseInput),
    /// Further years of a domain.
    RenewDomain(RenewalInput),
    /// A domain from another registrar.
    TransferDomain(TransferInput),
    /// A domain out of redemption.
    RestoreDomain(RestoreInput),
    /// A new server.
    CreateServer(NewServerInput),
    /// The next term of a subscription.
    RenewSubscription(SubscriptionInput),
}

/// An order for a new domain.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PurchaseInput {
    /// The name.
    pub domain: String,
    /// Years.
    pub period: u32,
    /// Whether it shall renew by itself.
    pub auto_renew: Option<bool>,
    /// Whether the registrant's data shall be hidden.
    pub privacy_protection: Option<bool>,
    /// The provider's payment method; its default one where absent.
    pub payment_method_id: Option<String>,
    /// Whose domain it becomes; the provider's stored profile where absent and it has one.
    pub contacts: Option<Contacts>,
    /// Its name servers; the provider's own where empty and it has some.
    pub nameservers: Vec<String>,
}

/// An order for further years.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct RenewalInput {
    /// The domain.
    pub domain: String,
    /// Years.
    pub years: u32,
    /// The provider's payment method; its default one where absent.
    pub payment_method_id: Option<String>,
    /// End of the paid term when the quote was made; callers leave it out.
    pub current_expiry: Option<DateTime<Utc>>,
    /// The subscription that is renewed in its place; callers leave it out.
    pub paying: Option<PayingSubscription>,
}

/// An order to bring a domain in.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TransferInput {
    /// The domain.
    pub domain: String,
    /// The losing registrar's code; empty where the registry has none.
    #[serde(serialize_with = "exposed")]
    pub auth_code: Secret,
    /// Years that come with the transfer.
    pub years: u32,
    /// Whose domain it is from then on.
    pub contacts: Option<Contacts>,
    /// Its name servers afterwards; those it has where empty.
    pub nameservers: Vec<String>,
    /// Whether the registrant's data shall be hidden.
    pub privacy_protection: Option<bool>,
}

/// An order to fetch a domain back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct RestoreInput {
    /// The domain.
    pub domain: String,
    /// End of the paid term when the quote was made; callers leave it out.
    pub current_expiry: Option<DateTime<Utc>>,
}

/// An order for the next term of a subscription.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SubscriptionInput {
    /// The provider's id of the subscription.
    pub subscription_id: String,
    /// The provider's payment method; its default one where absent.
    pub payment_method_id: Option<String>,
    /// End of the paid term when the quote was made; callers leave it out.
    pub current_end: Option<DateTime<Utc>>,
}

/// An order for a server.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct NewServerInput {
    /// Slug of the plan or the provider's price id.
    pub plan: String,
    /// Id, name or city of the data center.
    pub data_center_id: String,
    /// Id or slug of the template.
    pub template: String,
    /// Root password; the provider makes one where absent.
    #[serde(serialize_with = "exposed_if_any")]
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

impl OrderRequest {
    /// What kind of thing it buys.
    pub fn kind(&self) -> OrderKind {
        match self {
            Self::RegisterDomain(_) => OrderKind::RegisterDomain,
            Self::RenewDomain(_) => OrderKind::RenewDomain,
            Self::TransferDomain(_) => OrderKind::TransferDomain,
            Self::RestoreDomain(_) => OrderKind::RestoreDomain,
            Self::CreateServer(_) => OrderKind::CreateServer,
            Self::RenewSubscription(_) => OrderKind::RenewSubscription,
        }
    }

    pub(super) fn years(&self) -> Option<u32> {
        match self {
            Self::RegisterDomain(order) => Some(order.period),
            Self::RenewDomain(order) => Some(order.years),
            Self::TransferDomain(order) => Some(order.years),
            Self::RestoreDomain(_) | Self::CreateServer(_) | Self::RenewSubscription(_) => None,
        }
    }

    pub(super) fn seal(&self, sealer: &Sealer, quote_id: Uuid) -> Result<String> {
        let text = serde_json::to_string(self).map_err(Error::internal)?;
        Ok(sealer.seal(&Secret::new(text), &place(quote_id)))
    }

    pub(super) fn open(sealer: &Sealer, request: &str, quote_id: Uuid) -> Result<Self> {
        let text = sealer.open(request, &place(quote_id))?;
        serde_json::from_str(text.expose()).map_err(Error::internal)
    }
}

impl App {
    /// What was ordered, as it was asked for.
    pub(crate) fn order_request(&self, order: &StoredOrder) -> Result<OrderRequest> {
        OrderRequest::open(&self.orders.sealer, &order.request, order.quote_id)
    }
}

fn place(quote_id: Uuid) -> String {
    format!("quote:{quote_id}")
}

impl From<NewServerInput> for NewServer {
    fn from(input: NewServerInput) -> Self {
        Self {
            plan: input.plan,
            data_center_id: input.data_center_id,
            template: input.template,
            password: input.password,
            hostname: input.hostname,
            ssh_key_id: input.ssh_key_id,
            post_install_script_id: input.post_install_script_id,
            payment_method_id: input.payment_method_id,
        }
    }
}

fn exposed<S: Serializer>(secret: &Secret, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose())
}

#[expect(clippy::ref_option, reason = "serde hands the field over as it is")]
fn exposed_if_any<S: Serializer>(
    secret: &Option<Secret>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    match secret {
        Some(secret) => exposed(secret, serializer),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use setec_core::Secret;
    use setec_store::{MasterKey, Sealer};
    use uuid::Uuid;

    use super::{NewServerInput, OrderRequest};

    #[test]
    fn a_request_is_kept_with_its_secrets_and_shows_none() {
        let request = OrderRequest::CreateServer(NewServerInput {
            password: Some(Secret::new("hunter2-hunter2")),
            ..NewServerInput::default()
        });
        assert!(!format!("{request:?}").contains("hunter2"));
        let sealer = Sealer::new(&MasterKey::generate());
        let id = Uuid::now_v7();
        let kept = request.seal(&sealer, id).expect("it is sealed");
        assert!(!kept.contains("hunter2"));
        let opened = OrderRequest::open(&sealer, &kept, id).expect("it opens");
        let OrderRequest::CreateServer(server) = opened else {
            panic!("{opened:?}");
        };
        assert_eq!(server.password.expect("kept").expose(), "hunter2-hunter2");
        assert!(OrderRequest::open(&sealer, &kept, Uuid::now_v7()).is_err());
    }
}

//! Orders of servers before they are sent: whatever can be known to go wrong is found here, since
//! the vendor charges first and validates after.

use serde_json::{Value, json};
use setec_core::Violation;
use setec_core::billing::Offer;
use setec_core::server::NewServer;
use setec_provider::{ErrorKind, ProviderError, Result};

use super::{Servers, choice, hostname, password, scripts};
use crate::hostinger::{payment, ssh_keys};

/// What the order is called in errors.
pub(super) const BUY: &str = "buy server";

/// An order that nothing was found wrong with.
pub(super) struct Prepared {
    pub(super) body: Value,
    pub(super) offer: Offer,
}

impl Servers {
    /// Whatever can be known to go wrong is found here.
    pub(super) async fn prepare(&self, order: &NewServer) -> Result<Prepared> {
        // What needs no call comes first, and all of it at once.
        let mut violations = Vec::new();
        let hostname = match &order.hostname {
            Some(given) => hostname::qualify(BUY, given, self.hostname_suffix.as_deref())
                .map(Some)
                .or_else(|error| collect(&mut violations, error))?,
            None => None,
        };
        if let Some(password) = &order.password {
            violations.extend(password::violations(password.expose()));
        }
        if let Some(method) = &order.payment_method_id {
            payment::number(BUY, method)
                .map(|_| None::<()>)
                .or_else(|error| collect(&mut violations, error))?;
        }
        if !violations.is_empty() {
            return Err(ProviderError::invalid(BUY, violations));
        }
        let items = self.catalog.servers().await?;
        let (item, price, price_id) = choice::plan(BUY, &items, &order.plan)?;
        let centers = self.offers.data_centers().await?;
        let templates = self.offers.templates().await?;
        let mut setup = json!({
            "template_id": choice::template(BUY, &templates, &order.template)?,
            "data_center_id": choice::data_center(BUY, &centers, &order.data_center_id)?,
        });
        let what = match &hostname {
            Some(hostname) => format!("server {hostname}: {}", item.slug(price)),
            None => format!("server: {}", item.slug(price)),
        };
        let offer = price.offer(BUY, hostname.clone(), what)?;
        if let Some(hostname) = hostname {
            setup["hostname"] = hostname.into();
        }
        if let Some(password) = &order.password {
            setup["password"] = password.expose().into();
        }
        if let Some(id) = &order.ssh_key_id {
            setup["public_key"] = self.public_key(id).await?;
        }
        if let Some(id) = &order.post_install_script_id {
            setup["post_install_script_id"] = self.script(id).await?.into();
        }
        let mut body = json!({"item_id": price_id, "setup": setup});
        let method = order.payment_method_id.as_deref();
        if let Some(number) = payment::usable(&self.client, BUY, method).await? {
            body["payment_method_id"] = number.into();
        }
        Ok(Prepared { body, offer })
    }

    /// An order takes no key's id, only the key itself.
    async fn public_key(&self, id: &str) -> Result<Value> {
        let wanted = ssh_keys::number(id).map(|number| number.to_string());
        let keys = ssh_keys::list(&self.client).await?;
        let found = keys
            .into_iter()
            .find(|key| Some(&key.id) == wanted.as_ref());
        match found {
            Some(key) => Ok(json!({"name": key.name, "key": key.public_key})),
            None => Err(invalid(
                "ssh_key_id",
                format!("the account has no SSH key {id}"),
            )),
        }
    }

    async fn script(&self, id: &str) -> Result<i64> {
        let number = scripts::number(BUY, id)?;
        match setec_provider::servers::ScriptProvider::get(self, id).await {
            Ok(_) => Ok(number),
            Err(error) if error.kind == ErrorKind::NotFound => Err(invalid(
                "post_install_script_id",
                format!("the account has no post-install script {id}"),
            )),
            Err(error) => Err(error),
        }
    }
}

fn invalid(field: &str, rule: String) -> ProviderError {
    ProviderError::invalid(BUY, vec![Violation::new(field, rule)])
}

/// Keeps what is wrong with a field for the end, and lets any other error through.
fn collect<T>(violations: &mut Vec<Violation>, error: ProviderError) -> Result<Option<T>> {
    if error.violations.is_empty() {
        return Err(error);
    }
    violations.extend(error.violations);
    Ok(None)
}

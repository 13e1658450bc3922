//! Name servers below domains. The API shows them and has no call that changes them.

use async_trait::async_trait;
use serde_json::Value;
use setec_core::dns::Name;
use setec_core::domain::ChildNameserver;
use setec_provider::Result;
use setec_provider::domains::ChildNameserverList;

use super::Domains;

#[async_trait]
impl ChildNameserverList for Domains {
    async fn child_nameservers(&self, domain: &Name) -> Result<Vec<ChildNameserver>> {
        let details = self.details(domain.as_str()).await?;
        Ok(details
            .child_name_servers
            .into_iter()
            .filter_map(|(host, addresses)| read(&host, &addresses))
            .collect())
    }
}

fn read(host: &str, addresses: &Value) -> Option<ChildNameserver> {
    let texts: Vec<&str> = match addresses {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        Value::String(text) => vec![text],
        _ => Vec::new(),
    };
    Some(ChildNameserver {
        host: host.parse().ok()?,
        addresses: texts.iter().filter_map(|text| text.parse().ok()).collect(),
    })
}

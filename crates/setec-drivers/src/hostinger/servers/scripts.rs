//! Post-install scripts.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use setec_core::Violation;
use setec_core::server::PostInstallScript;
use setec_provider::servers::ScriptProvider;
use setec_provider::{ProviderError, Result};

use super::Servers;
use crate::hostinger::client::Accepted;
use crate::hostinger::{date, ids, lenient};

const PATH: &str = "api/vps/v1/post-install-scripts";

const MAX_BYTES: usize = 48 * 1024;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireScript {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    content: Option<String>,
    #[serde(deserialize_with = "date::optional")]
    created_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "date::optional")]
    updated_at: Option<DateTime<Utc>>,
}

impl From<WireScript> for PostInstallScript {
    fn from(wire: WireScript) -> Self {
        Self {
            id: wire.id.unwrap_or_default(),
            name: wire.name.unwrap_or_default(),
            content: wire.content.unwrap_or_default(),
            created_at: wire.created_at,
            updated_at: wire.updated_at,
        }
    }
}

/// The number of a script that an order names.
pub(super) fn number(operation: &'static str, id: &str) -> Result<i64> {
    ids::number(id, "").ok_or_else(|| {
        let rule = format!("'{id}' is not the id of a post-install script");
        ProviderError::invalid(
            operation,
            vec![Violation::new("post_install_script_id", rule)],
        )
    })
}

#[async_trait]
impl ScriptProvider for Servers {
    async fn list(&self) -> Result<Vec<PostInstallScript>> {
        let found: Vec<WireScript> = self.client.pages("list post-install scripts", PATH).await?;
        Ok(found.into_iter().map(PostInstallScript::from).collect())
    }

    async fn get(&self, id: &str) -> Result<PostInstallScript> {
        let operation = "read post-install script";
        let found: WireScript = self.client.get(operation, &path(operation, id)?).await?;
        Ok(found.into())
    }

    async fn create(&self, name: &str, content: &str) -> Result<PostInstallScript> {
        let operation = "create post-install script";
        let body = body(operation, name, content)?;
        let made: WireScript = self.client.post(operation, PATH, Some(&body)).await?;
        Ok(made.into())
    }

    async fn update(&self, id: &str, name: &str, content: &str) -> Result<PostInstallScript> {
        let operation = "update post-install script";
        let path = path(operation, id)?;
        let body = body(operation, name, content)?;
        let made: WireScript = self.client.put(operation, &path, Some(&body)).await?;
        Ok(made.into())
    }

    async fn delete(&self, id: &str) -> Result<()> {
        let operation = "delete post-install script";
        self.client
            .delete::<Accepted>(operation, &path(operation, id)?, None)
            .await?;
        Ok(())
    }
}

fn body(operation: &'static str, name: &str, content: &str) -> Result<Value> {
    let mut violations = Vec::new();
    if name.trim().is_empty() {
        violations.push(Violation::new("name", "it is empty"));
    }
    if content.is_empty() || content.len() > MAX_BYTES {
        violations.push(Violation::new("content", "1 byte to 48 KiB"));
    }
    if !violations.is_empty() {
        return Err(ProviderError::invalid(operation, violations));
    }
    Ok(json!({"name": name, "content": content}))
}

fn path(operation: &'static str, id: &str) -> Result<String> {
    let number = ids::find(operation, "post-install script", id, "")?;
    Ok(format!("{PATH}/{number}"))
}

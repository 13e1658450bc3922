//! Data centers and templates.

use std::sync::Arc;

use serde::Deserialize;
use setec_core::server::{DataCenter, Template};
use setec_provider::Result;

use crate::hostinger::client::Client;
use crate::hostinger::kept::Kept;
use crate::hostinger::{lenient, slug};

/// What servers can be made of.
#[derive(Debug)]
pub(super) struct Offers {
    client: Arc<Client>,
    centers: Kept<Center>,
    templates: Kept<Template>,
}

/// A data center.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Center {
    #[serde(deserialize_with = "lenient::text")]
    pub(super) id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) name: Option<String>,
    /// A country code.
    #[serde(deserialize_with = "lenient::text")]
    pub(super) location: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) city: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireTemplate {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    description: Option<String>,
}

impl Offers {
    pub(super) fn new(client: Arc<Client>) -> Self {
        Self {
            client,
            centers: Kept::default(),
            templates: Kept::default(),
        }
    }

    pub(super) async fn data_centers(&self) -> Result<Arc<Vec<Center>>> {
        let read = self
            .client
            .get("list data centers", "api/vps/v1/data-centers");
        self.centers.get_or(read).await
    }

    /// The data centers, or none: a server without its region is better than no server.
    pub(super) async fn known_data_centers(&self) -> Arc<Vec<Center>> {
        self.data_centers().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "servers are shown without their regions");
            Arc::default()
        })
    }

    pub(super) async fn templates(&self) -> Result<Arc<Vec<Template>>> {
        let read = async {
            let found: Vec<WireTemplate> = self
                .client
                .get("list templates", "api/vps/v1/templates")
                .await?;
            Ok(found.into_iter().map(Template::from).collect())
        };
        self.templates.get_or(read).await
    }
}

impl Center {
    /// City, or name where the city is not told.
    pub(super) fn region(&self) -> Option<String> {
        let filled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        filled(&self.city).or_else(|| filled(&self.name))
    }
}

impl From<&Center> for DataCenter {
    fn from(center: &Center) -> Self {
        let region = center.region().unwrap_or_default();
        let country = center.location.as_deref().unwrap_or_default();
        Self {
            id: center.id.clone().unwrap_or_default(),
            name: region.clone(),
            location: region,
            country: country.to_uppercase(),
        }
    }
}

impl From<WireTemplate> for Template {
    fn from(wire: WireTemplate) -> Self {
        let name = wire.name.unwrap_or_default();
        Self {
            id: wire.id.unwrap_or_default(),
            slug: slug::of(&name),
            name,
            description: wire.description.unwrap_or_default(),
        }
    }
}

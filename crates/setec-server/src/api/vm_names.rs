//! `.../vms/{id}/names`: which names point at a server.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use setec_app::{App, NameAt, NamesAt};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::Caller;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list_vm_names))
}

/// A record set that holds an address of the server.
#[derive(Serialize, ToSchema)]
struct NameAtBody {
    /// The account of the zone.
    account: String,
    zone: String,
    /// Relative to the zone, `@` for its apex.
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    /// The server's addresses that it holds.
    addresses: Vec<String>,
    /// Further addresses that it holds.
    others: Vec<String>,
}

impl From<NameAt> for NameAtBody {
    fn from(name: NameAt) -> Self {
        Self {
            account: name.account,
            zone: name.zone,
            name: name.name,
            rtype: name.rtype,
            addresses: name.addresses,
            others: name.others,
        }
    }
}

/// Names of a server.
#[derive(Serialize, ToSchema)]
struct VmNamesBody {
    /// The server's addresses.
    addresses: Vec<String>,
    names: Vec<NameAtBody>,
    /// How many zones were looked through.
    zones: usize,
    /// Zones that could not be, as `account/zone`.
    unread: Vec<String>,
}

impl From<NamesAt> for VmNamesBody {
    fn from(names: NamesAt) -> Self {
        Self {
            addresses: names.addresses,
            names: names.names.into_iter().map(NameAtBody::from).collect(),
            zones: names.zones,
            unread: names.unread,
        }
    }
}

/// List the record sets of all zones that hold a server's addresses
#[utoipa::path(get, path = "/{provider}/vms/{id}/names", tag = "vms", responses((status = 200, body = VmNamesBody), Errors))]
async fn list_vm_names(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<VmNamesBody>, ApiError> {
    let names = app.names_at_server(&actor, &provider, &id).await?;
    Ok(Json(names.into()))
}

//! `/api/tags` and `.../tags`: words of one's own on domains, zones and servers.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use setec_app::{Actor, App, TagEdit, TagTarget, TagUse, Tagged};
use setec_core::TagKind;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller};

/// Below an account.
pub(crate) fn account_routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(set_domain_tags))
        .routes(routes!(get_zone_tags, set_zone_tags))
        .routes(routes!(set_vm_tags))
}

/// Over all accounts.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list_tags, change_tags))
}

/// The tags of one thing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TagsRequest {
    /// At most 20, each `[a-z0-9][a-z0-9._:-]{0,39}`; they replace the ones before.
    #[schema(example = json!(["client:acme", "production"]))]
    tags: Vec<String>,
}

/// The tags of one thing as they are now, sorted.
#[derive(Serialize, ToSchema)]
struct TagsBody {
    #[schema(example = json!(["client:acme", "production"]))]
    tags: Vec<String>,
}

async fn set(
    app: &Arc<App>,
    actor: &Actor,
    kind: TagKind,
    (account, id): (String, String),
    request: TagsRequest,
) -> Result<Json<TagsBody>, ApiError> {
    let target = TagTarget { account, kind, id };
    let tags = app.set_tags(actor, target, &request.tags).await?;
    Ok(Json(TagsBody { tags }))
}

/// Replace the tags of a domain
#[utoipa::path(put, path = "/{provider}/domains/{domain}/tags", tag = "tags", request_body = TagsRequest, responses((status = 200, body = TagsBody), Errors))]
async fn set_domain_tags(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(path): Path<(String, String)>,
    Body(request): Body<TagsRequest>,
) -> Result<Json<TagsBody>, ApiError> {
    set(&app, &actor, TagKind::Domain, path, request).await
}

/// Show the tags of a zone
#[utoipa::path(get, path = "/{provider}/dns/{domain}/tags", tag = "tags", responses((status = 200, body = TagsBody), Errors))]
async fn get_zone_tags(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<TagsBody>, ApiError> {
    let tags = app.zone_tags(&actor, &provider, &domain).await?;
    Ok(Json(TagsBody { tags }))
}

/// Replace the tags of a zone
#[utoipa::path(put, path = "/{provider}/dns/{domain}/tags", tag = "tags", request_body = TagsRequest, responses((status = 200, body = TagsBody), Errors))]
async fn set_zone_tags(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(path): Path<(String, String)>,
    Body(request): Body<TagsRequest>,
) -> Result<Json<TagsBody>, ApiError> {
    set(&app, &actor, TagKind::Zone, path, request).await
}

/// Replace the tags of a virtual server
#[utoipa::path(put, path = "/{provider}/vms/{id}/tags", tag = "tags", request_body = TagsRequest, responses((status = 200, body = TagsBody), Errors))]
async fn set_vm_tags(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(path): Path<(String, String)>,
    Body(request): Body<TagsRequest>,
) -> Result<Json<TagsBody>, ApiError> {
    set(&app, &actor, TagKind::Server, path, request).await
}

/// A tag, and on how many things it is.
#[derive(Serialize, ToSchema)]
struct TagUseBody {
    #[schema(example = "client:acme")]
    tag: String,
    domains: u64,
    zones: u64,
    servers: u64,
}

impl From<TagUse> for TagUseBody {
    fn from(found: TagUse) -> Self {
        Self {
            tag: found.tag,
            domains: found.domains,
            zones: found.zones,
            servers: found.servers,
        }
    }
}

/// List every tag that is in use, and on how many domains, zones and servers
#[utoipa::path(get, path = "/api/tags", tag = "tags", responses((status = 200, body = [TagUseBody]), Errors))]
async fn list_tags(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
) -> Result<Json<Vec<TagUseBody>>, ApiError> {
    let tags = app.tags_in_use(&actor).await?;
    Ok(Json(tags.into_iter().map(TagUseBody::from).collect()))
}

/// Something that can bear tags.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TagTargetRequest {
    kind: TagKind,
    #[schema(example = "hostinger")]
    account: String,
    /// A domain's or zone's name, or a server's id.
    #[schema(example = "example.com")]
    id: String,
}

/// What becomes of the tags of many things.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangeTagsRequest {
    /// 1 to 1000.
    things: Vec<TagTargetRequest>,
    /// Tags that all of them get.
    #[serde(default)]
    #[schema(example = json!(["client:acme"]))]
    add: Vec<String>,
    /// Tags that all of them lose.
    #[serde(default)]
    remove: Vec<String>,
}

/// A thing and its tags as they are now.
#[derive(Serialize, ToSchema)]
struct TaggedThingBody {
    kind: TagKind,
    #[schema(example = "hostinger")]
    account: String,
    #[schema(example = "example.com")]
    id: String,
    /// Sorted.
    tags: Vec<String>,
}

impl From<Tagged<TagTarget>> for TaggedThingBody {
    fn from(Tagged { thing, tags }: Tagged<TagTarget>) -> Self {
        Self {
            kind: thing.kind,
            account: thing.account,
            id: thing.id,
            tags,
        }
    }
}

/// Add and remove tags of many domains, zones and servers, all or none
#[utoipa::path(post, path = "/api/tags", tag = "tags", request_body = ChangeTagsRequest, responses((status = 200, body = [TaggedThingBody]), Errors))]
async fn change_tags(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Body(request): Body<ChangeTagsRequest>,
) -> Result<Json<Vec<TaggedThingBody>>, ApiError> {
    let things = request.things.into_iter().map(|thing| TagTarget {
        account: thing.account,
        kind: thing.kind,
        id: thing.id,
    });
    let edit = TagEdit {
        things: things.collect(),
        add: request.add,
        remove: request.remove,
    };
    let changed = app.edit_tags(&actor, edit).await?;
    Ok(Json(changed.into_iter().map(Into::into).collect()))
}

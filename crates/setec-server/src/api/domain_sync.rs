//! All domains of all accounts as they were last seen, and their synchronisation.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{AccountSync, App, DomainOverview, DomainQuery, SyncedDomain, Tagged};
use setec_core::Money;
use setec_core::domain::DomainStatus;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Caller, Query};

/// A request waits so long at most.
const MAX_WAIT_SECS: u64 = 60;

/// Below an account.
pub(crate) fn account_routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(get_domain_sync, sync_account_domains))
        .routes(routes!(sync_domain))
}

/// Over all accounts.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_synced_domains))
        .routes(routes!(sync_all_domains))
}

/// A domain as it was last seen.
#[derive(Serialize, ToSchema)]
struct SyncedDomainBody {
    #[schema(example = "hostinger")]
    account: String,
    #[schema(example = "example.com")]
    name: String,
    status: DomainStatus,
    /// End of the paid term.
    expires_at: Option<DateTime<Utc>>,
    auto_renew: Option<bool>,
    locked: Option<bool>,
    privacy_protection: Option<bool>,
    nameservers: Vec<String>,
    /// What a further term costs, one year where the registry sells years.
    renewal_price: Option<Money>,
    /// When the provider last told it.
    last_synced: DateTime<Utc>,
    /// When the provider was last asked.
    checked_at: DateTime<Utc>,
    /// Why the provider has not answered since `last_synced`; what stands here is of then.
    problem: Option<String>,
    /// Words of your own, which the provider does not know; sorted.
    tags: Vec<String>,
}

impl From<Tagged<SyncedDomain>> for SyncedDomainBody {
    fn from(Tagged { thing: state, tags }: Tagged<SyncedDomain>) -> Self {
        Self {
            account: state.account,
            name: state.domain,
            status: state.status,
            expires_at: state.expires_at,
            auto_renew: state.auto_renew,
            locked: state.locked,
            privacy_protection: state.privacy,
            nameservers: state.nameservers,
            renewal_price: state.renewal_price,
            last_synced: state.seen_at,
            checked_at: state.checked_at,
            problem: state.problem,
            tags,
        }
    }
}

/// How far the synchronisation of an account is.
#[derive(Serialize, ToSchema)]
struct AccountSyncBody {
    account: String,
    /// Whether it is under way.
    running: bool,
    /// When the last one ended.
    last_synced: Option<DateTime<Utc>>,
    /// When it is due by the schedule.
    next_at: Option<DateTime<Utc>>,
    /// The domains that the last one has found.
    domains: u32,
    /// Those of them that could not be read.
    problems: u32,
    /// What was wrong with the account as a whole.
    problem: Option<String>,
}

impl From<AccountSync> for AccountSyncBody {
    fn from(sync: AccountSync) -> Self {
        Self {
            account: sync.account,
            running: sync.is_running,
            last_synced: sync.finished_at,
            next_at: sync.next_at,
            domains: sync.domains,
            problems: sync.problems,
            problem: sync.problem,
        }
    }
}

/// Domains of all accounts.
#[derive(Serialize, ToSchema)]
struct SyncedDomainsBody {
    /// In the order of accounts and names.
    domains: Vec<SyncedDomainBody>,
    /// Every account that has domains.
    accounts: Vec<AccountSyncBody>,
    /// `after` of the next page, where there may be one.
    next: Option<String>,
}

impl From<DomainOverview> for SyncedDomainsBody {
    fn from(overview: DomainOverview) -> Self {
        let domains = overview.domains.into_iter().map(SyncedDomainBody::from);
        let accounts = overview.accounts.into_iter().map(AccountSyncBody::from);
        Self {
            domains: domains.collect(),
            accounts: accounts.collect(),
            next: overview.next,
        }
    }
}

/// Which domains.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SyncedQuery {
    /// Only of this account
    account: Option<String>,
    /// Only in this status
    status: Option<String>,
    /// Only those that bear this tag
    tag: Option<String>,
    /// Only those whose term ends within so many days, or has ended
    expiring_within_days: Option<u32>,
    /// Only those after this entry, `account/domain`: the next page
    after: Option<String>,
    /// How many at most, 1 to 10000
    limit: Option<u64>,
}

/// List the domains of all accounts as they were last seen; no provider is asked
#[utoipa::path(get, path = "/api/hosting/domains", tag = "domains", params(SyncedQuery), responses((status = 200, body = SyncedDomainsBody), Errors))]
async fn list_synced_domains(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Query(query): Query<SyncedQuery>,
) -> Result<Json<SyncedDomainsBody>, ApiError> {
    let query = DomainQuery {
        account: query.account,
        status: query.status,
        tag: query.tag,
        expiring_within_days: query.expiring_within_days,
        after: query.after,
        limit: query.limit,
    };
    Ok(Json(app.domain_overview(&actor, &query).await?.into()))
}

/// Begin to synchronise the domains of all accounts
#[utoipa::path(post, path = "/api/hosting/domains/sync", tag = "domains", responses((status = 200, body = [AccountSyncBody]), Errors))]
async fn sync_all_domains(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
) -> Result<Json<Vec<AccountSyncBody>>, ApiError> {
    let begun = app.sync_all_domains(&actor).await?;
    Ok(Json(begun.into_iter().map(AccountSyncBody::from).collect()))
}

/// Whether to wait.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WaitQuery {
    /// Seconds to wait for the end, up to 60
    wait: Option<u64>,
}

impl WaitQuery {
    fn duration(&self) -> Duration {
        Duration::from_secs(self.wait.unwrap_or(0).min(MAX_WAIT_SECS))
    }
}

/// Show how far the synchronisation of an account's domains is
#[utoipa::path(get, path = "/{provider}/domains/sync", tag = "domains", params(WaitQuery), responses((status = 200, body = AccountSyncBody), Errors))]
async fn get_domain_sync(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Query(query): Query<WaitQuery>,
) -> Result<Json<AccountSyncBody>, ApiError> {
    let sync = app
        .account_sync(&actor, &provider, query.duration())
        .await?;
    Ok(Json(sync.into()))
}

/// Begin to synchronise the domains of an account, unless that is under way
#[utoipa::path(post, path = "/{provider}/domains/sync", tag = "domains", params(WaitQuery), responses((status = 200, body = AccountSyncBody), Errors))]
async fn sync_account_domains(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Query(query): Query<WaitQuery>,
) -> Result<Json<AccountSyncBody>, ApiError> {
    let sync = app.sync_account_domains(&actor, &provider, query.duration());
    Ok(Json(sync.await?.into()))
}

/// Ask for a domain's state now, at the registrar where the provider can
#[utoipa::path(post, path = "/{provider}/domains/{domain}/sync", tag = "domains", responses((status = 200, body = SyncedDomainBody), Errors))]
async fn sync_domain(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<SyncedDomainBody>, ApiError> {
    let state = app.sync_tagged_domain(&actor, &provider, &domain).await?;
    Ok(Json(state.into()))
}

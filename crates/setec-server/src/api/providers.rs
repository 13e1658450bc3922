//! `/api/hosting/providers`: accounts and their credentials.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{
    AccountHealth, AccountSummary, AccountView, App, CallsLeft, ConfigureAccount, HealthState,
};
use setec_core::Secret;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller, OptionalBody};

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_providers))
        .routes(routes!(get_provider, delete_provider))
        .routes(routes!(configure_provider))
        .routes(routes!(test_provider))
}

/// What was done.
#[derive(Serialize, ToSchema)]
pub(crate) struct Status {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'static str>,
}

impl Status {
    pub(crate) fn of(status: &'static str) -> Self {
        Self {
            status,
            message: None,
        }
    }
}

/// An account, or a provider that has none yet.
#[derive(Serialize, ToSchema)]
struct ProviderBody {
    #[schema(example = "hostinger")]
    name: String,
    #[schema(example = "Hostinger")]
    display_name: String,
    /// Whether credentials are in place and were not refused.
    connected: bool,
    driver: String,
    /// Whether it is a simulator, where nothing is real and nothing costs money.
    sandbox: bool,
    capabilities: Vec<&'static str>,
    /// What is wrong with the account's file.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// Whether the account works; null for a provider that has none yet.
    health: Option<HealthBody>,
    /// When its domains were last read.
    last_sync: Option<DateTime<Utc>>,
    /// What is left of its calls; null where no limit is known.
    budget: Option<BudgetBody>,
}

/// Whether an account works, as its calls have shown since the server began.
#[derive(Serialize, ToSchema)]
struct HealthBody {
    state: HealthWord,
    /// Since when, where that is known.
    since: Option<DateTime<Utc>>,
    /// What is wrong, where something is.
    message: Option<String>,
}

/// `unknown`: it has not been asked yet.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum HealthWord {
    Ok,
    Failing,
    Unknown,
}

impl From<AccountHealth> for HealthBody {
    fn from(health: AccountHealth) -> Self {
        Self {
            state: match health.state {
                HealthState::Ok => HealthWord::Ok,
                HealthState::Failing => HealthWord::Failing,
                HealthState::Unknown => HealthWord::Unknown,
            },
            since: health.since,
            message: health.message,
        }
    }
}

/// The tightest of the provider's limits on calls.
#[derive(Serialize, ToSchema)]
struct BudgetBody {
    /// Calls in each window, where the provider tells.
    limit: Option<u64>,
    /// Calls that are left of this window.
    remaining: u64,
    /// When the next window begins; null where this one has not begun.
    resets_at: Option<DateTime<Utc>>,
}

impl From<CallsLeft> for BudgetBody {
    fn from(left: CallsLeft) -> Self {
        Self {
            limit: left.limit,
            remaining: left.remaining,
            resets_at: left.resets_at,
        }
    }
}

impl From<AccountSummary> for ProviderBody {
    fn from(summary: AccountSummary) -> Self {
        Self {
            name: summary.name,
            display_name: summary.display_name,
            connected: summary.connected,
            driver: summary.driver,
            sandbox: summary.sandbox,
            capabilities: summary.capabilities,
            error: summary.error,
            health: summary.health.map(HealthBody::from),
            last_sync: summary.last_sync,
            budget: summary.budget.map(BudgetBody::from),
        }
    }
}

/// List all accounts, and the providers that have none
#[utoipa::path(get, path = "", tag = "providers", responses((status = 200, body = [ProviderBody]), Errors))]
async fn list_providers(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
) -> Result<Json<Vec<ProviderBody>>, ApiError> {
    Ok(Json(
        app.providers(&actor)
            .await?
            .into_iter()
            .map(ProviderBody::from)
            .collect(),
    ))
}

/// One setting of a provider.
#[derive(Serialize, ToSchema)]
struct FieldBody {
    name: String,
    label: &'static str,
    help: &'static str,
    secret: bool,
    required: bool,
}

/// What the provider's DNS can hold.
#[derive(Serialize, ToSchema)]
struct DnsFactsBody {
    record_types: Vec<String>,
    min_ttl: u32,
    default_ttl: u32,
    /// `null` where there is no limit of the provider's own
    max_ttl: Option<u32>,
    /// Whether a value can be kept without being served, and be served again
    switches_values: bool,
}

/// An account in detail.
#[derive(Serialize, ToSchema)]
struct ProviderDetailBody {
    #[serde(flatten)]
    provider: ProviderBody,
    base_url: Option<String>,
    fields: Vec<FieldBody>,
    /// What is stored, by the names of `fields`; never a secret
    settings: BTreeMap<String, String>,
    /// Which secret `fields` are stored
    secrets: Vec<String>,
    dns: Option<DnsFactsBody>,
}

impl From<AccountView> for ProviderDetailBody {
    fn from(view: AccountView) -> Self {
        let record_types = view.record_types;
        Self {
            provider: view.summary.into(),
            base_url: view.base_url,
            fields: view
                .fields
                .into_iter()
                .map(|field| FieldBody {
                    name: field.name,
                    label: field.label,
                    help: field.help,
                    secret: field.secret,
                    required: field.required,
                })
                .collect(),
            settings: view.saved.values,
            secrets: view.saved.secrets,
            dns: view.dns.map(|dns| DnsFactsBody {
                record_types,
                min_ttl: dns.min_ttl.secs(),
                default_ttl: dns.default_ttl.secs(),
                max_ttl: dns.max_ttl.map(setec_core::dns::Ttl::secs),
                switches_values: dns.switches_values,
            }),
        }
    }
}

/// Show an account: capabilities and settings, without secrets
#[utoipa::path(get, path = "/{provider}", tag = "providers", responses((status = 200, body = ProviderDetailBody), Errors))]
async fn get_provider(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
) -> Result<Json<ProviderDetailBody>, ApiError> {
    Ok(Json(app.provider(&actor, &provider).await?.into()))
}

/// Credentials and settings of an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConfigureRequest {
    /// The main credential; the stored one stays where absent. Never returned by any call.
    #[schema(value_type = Option<String>, format = Password)]
    api_key: Option<Secret>,
    #[schema(value_type = Option<String>, format = Password)]
    api_secret: Option<Secret>,
    /// Where the provider's API is; empty for the default. A change needs `api_key` again.
    base_url: Option<String>,
    /// Further settings of the driver, which replace the stored ones.
    extra: Option<BTreeMap<String, String>>,
    /// The driver, where the account's name is another.
    driver: Option<String>,
}

impl From<ConfigureRequest> for ConfigureAccount {
    fn from(request: ConfigureRequest) -> Self {
        Self {
            driver: request.driver,
            api_key: request.api_key,
            api_secret: request.api_secret,
            base_url: request.base_url,
            extra: request.extra,
        }
    }
}

/// Set an account's credentials; a new name with `driver` makes a further account
#[utoipa::path(post, path = "/{provider}/configure", tag = "providers", request_body = ConfigureRequest,
    responses((status = 200, body = Status), Errors))]
async fn configure_provider(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Body(request): Body<ConfigureRequest>,
) -> Result<Json<Status>, ApiError> {
    app.configure_provider(&actor, &provider, request.into())
        .await?;
    Ok(Json(Status::of("configured")))
}

/// Test the saved credentials by a call to the provider; or those in the body, without saving them
#[utoipa::path(post, path = "/{provider}/test", tag = "providers", request_body = Option<ConfigureRequest>,
    responses((status = 200, body = Status), Errors))]
async fn test_provider(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    OptionalBody(request): OptionalBody<ConfigureRequest>,
) -> Result<Json<Status>, ApiError> {
    app.test_provider(&actor, &provider, request.map(Into::into))
        .await?;
    Ok(Json(Status {
        status: "ok",
        message: Some("Connection successful"),
    }))
}

/// Delete an account's saved credentials
#[utoipa::path(delete, path = "/{provider}", tag = "providers", responses((status = 200, body = Status), Errors))]
async fn delete_provider(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
) -> Result<Json<Status>, ApiError> {
    app.delete_provider(&actor, &provider).await?;
    Ok(Json(Status::of("deleted")))
}

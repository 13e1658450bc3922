//! `/api/overview`: everything at a glance.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use setec_app::{
    AccountCost, AccountCounts, App, Attention, AttentionKind, AttentionSeverity, Overview,
    Renewal, RenewalKind,
};
use setec_core::{Currency, Money};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::Caller;
use crate::api::journal::JournalBody;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(get_overview))
}

/// How much an account holds; `null` where it has nothing of the kind, or has not told yet.
#[derive(Serialize, ToSchema)]
struct CountsBody {
    account: String,
    /// The driver's id; empty where the account's file is broken.
    driver: String,
    sandbox: bool,
    domains: Option<usize>,
    zones: Option<usize>,
    servers: Option<usize>,
    keys: Option<usize>,
    subscriptions: Option<usize>,
    /// Why some of it is old or missing.
    problem: Option<String>,
}

impl From<AccountCounts> for CountsBody {
    fn from(counts: AccountCounts) -> Self {
        Self {
            account: counts.account,
            driver: counts.driver,
            sandbox: counts.sandbox,
            domains: counts.domains,
            zones: counts.zones,
            servers: counts.servers,
            keys: counts.keys,
            subscriptions: counts.subscriptions,
            problem: counts.problem,
        }
    }
}

/// Something that somebody should look at.
#[derive(Serialize, ToSchema)]
struct AttentionBody {
    /// `expiring`, `expired`, `domain_state`, `account_failing`, `drift`, `dangling`,
    /// `order_waiting`, `order_unknown`, `unpaid` or `server_state`.
    kind: &'static str,
    /// `error`, `warning` or `notice`.
    severity: &'static str,
    account: String,
    /// The domain, zone, server, order or account.
    subject: String,
    message: String,
    /// The page of the web UI where it is dealt with.
    #[schema(example = "/domains/hostinger/example.com")]
    link: String,
    /// When it happens or was noticed.
    at: Option<DateTime<Utc>>,
}

impl From<Attention> for AttentionBody {
    fn from(attention: Attention) -> Self {
        Self {
            kind: match attention.kind {
                AttentionKind::Expiring => "expiring",
                AttentionKind::Expired => "expired",
                AttentionKind::DomainState => "domain_state",
                AttentionKind::AccountFailing => "account_failing",
                AttentionKind::Drift => "drift",
                AttentionKind::Dangling => "dangling",
                AttentionKind::OrderWaiting => "order_waiting",
                AttentionKind::OrderUnknown => "order_unknown",
                AttentionKind::Unpaid => "unpaid",
                AttentionKind::ServerState => "server_state",
            },
            severity: match attention.severity {
                AttentionSeverity::Error => "error",
                AttentionSeverity::Warning => "warning",
                AttentionSeverity::Notice => "notice",
            },
            account: attention.account,
            subject: attention.subject,
            message: attention.message,
            link: attention.link,
            at: attention.at,
        }
    }
}

/// Cost of a month.
#[derive(Serialize, ToSchema)]
struct MonthBody {
    #[schema(example = "2026-06")]
    month: String,
    minor: i64,
}

/// What an account costs a month in one currency.
#[derive(Serialize, ToSchema)]
struct CostBody {
    account: String,
    currency: Currency,
    /// What all that is paid for now costs a month, in minor units.
    monthly_minor: i64,
    /// The last six months, oldest first: what was paid for in each of what is there now.
    trend: Vec<MonthBody>,
}

impl From<AccountCost> for CostBody {
    fn from(cost: AccountCost) -> Self {
        let trend = cost.trend.into_iter().map(|month| MonthBody {
            month: month.month,
            minor: month.minor,
        });
        Self {
            account: cost.account,
            currency: cost.monthly.currency,
            monthly_minor: cost.monthly.minor,
            trend: trend.collect(),
        }
    }
}

/// Something whose term ends.
#[derive(Serialize, ToSchema)]
struct RenewalBody {
    account: String,
    /// `domain` or `subscription`.
    kind: &'static str,
    /// The domain, or the subscription's product.
    name: String,
    /// The provider's id of the subscription.
    id: Option<String>,
    at: DateTime<Utc>,
    /// What the next term costs.
    price: Option<Money>,
    auto_renew: Option<bool>,
}

impl From<Renewal> for RenewalBody {
    fn from(renewal: Renewal) -> Self {
        Self {
            account: renewal.account,
            kind: match renewal.kind {
                RenewalKind::Domain => "domain",
                RenewalKind::Subscription => "subscription",
            },
            name: renewal.name,
            id: renewal.id,
            at: renewal.at,
            price: renewal.price,
            auto_renew: renewal.auto_renew,
        }
    }
}

/// Everything at a glance.
#[derive(Serialize, ToSchema)]
struct OverviewBody {
    counts: Vec<CountsBody>,
    /// What somebody should look at, the worst first.
    attention: Vec<AttentionBody>,
    costs: Vec<CostBody>,
    /// What is due in the next 90 days, the next first.
    renewals: Vec<RenewalBody>,
    /// The last ten changes, newest first.
    changes: Vec<JournalBody>,
    asked_at: DateTime<Utc>,
}

impl From<Overview> for OverviewBody {
    fn from(overview: Overview) -> Self {
        let attention = overview.attention.into_iter().map(AttentionBody::from);
        let renewals = overview.renewals.into_iter().map(RenewalBody::from);
        Self {
            counts: overview.counts.into_iter().map(CountsBody::from).collect(),
            attention: attention.collect(),
            costs: overview.costs.into_iter().map(CostBody::from).collect(),
            renewals: renewals.collect(),
            changes: overview
                .changes
                .into_iter()
                .map(JournalBody::from)
                .collect(),
            asked_at: overview.asked_at,
        }
    }
}

/// Show everything at a glance
///
/// Lists of providers are up to a minute old; an account that does not answer within a few seconds
/// is shown as it told last, with `problem`.
#[utoipa::path(get, path = "/api/overview", tag = "system", responses((status = 200, body = OverviewBody), Errors))]
async fn get_overview(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
) -> Result<Json<OverviewBody>, ApiError> {
    Ok(Json(app.overview(&actor).await?.into()))
}

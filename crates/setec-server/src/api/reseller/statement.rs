//! Statements of customers' credit.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{App, Customer, LedgerRow, Statement, StatementPeriod};
use setec_core::Money;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Caller, Query};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(get_customer_statement))
}

/// Which statement.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StatementQuery {
    /// From that day of UTC on, or from that time; the begin of the month where absent
    #[param(example = "2027-01-01")]
    from: Option<String>,
    /// Up to before that day of UTC, or that time; now where absent
    #[param(example = "2027-02-01")]
    until: Option<String>,
    /// `json` or `csv`; what the Accept header asks for where absent
    #[param(inline)]
    format: Option<Format>,
}

/// The form of a statement.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Format {
    Json,
    Csv,
}

/// What became of a customer's credit in a period.
#[derive(Serialize, ToSchema)]
struct StatementBody {
    customer_id: Uuid,
    email: String,
    /// What the customer had before the first row.
    opening: Money,
    /// Oldest first.
    rows: Vec<StatementRowBody>,
    /// What it had after the last row.
    closing: Money,
}

/// One movement of a customer's credit.
#[derive(Serialize, ToSchema)]
struct StatementRowBody {
    /// Id of the ledger's transaction.
    id: Uuid,
    at: DateTime<Utc>,
    /// `deposit`, `withdrawal`, `correction`, `charge` or `refund`.
    #[schema(example = "charge")]
    kind: &'static str,
    /// What it is about, in words for the customer.
    description: String,
    /// The customer's order that it belongs to.
    order_id: Option<Uuid>,
    domain: Option<String>,
    /// Who brought it about.
    by: String,
    /// What it added to the credit.
    amount: Money,
    /// What the customer had after it.
    balance: Money,
}

impl From<LedgerRow> for StatementRowBody {
    fn from(row: LedgerRow) -> Self {
        Self {
            description: row.description(),
            id: row.transaction.id,
            at: row.transaction.at,
            kind: row.transaction.kind.as_str(),
            order_id: row.sale.as_ref().map(|sale| sale.id),
            domain: row.sale.map(|sale| sale.domain),
            by: row.transaction.by,
            amount: row.amount,
            balance: row.balance,
        }
    }
}

fn body((customer, statement): (Customer, Statement)) -> StatementBody {
    StatementBody {
        customer_id: customer.id,
        email: customer.email,
        opening: statement.opening,
        rows: statement
            .rows
            .into_iter()
            .map(StatementRowBody::from)
            .collect(),
        closing: statement.closing,
    }
}

/// Show what became of a customer's credit in a period, as JSON or as a table for spreadsheets
#[utoipa::path(get, path = "/api/reseller/customers/{id}/statement", tag = "reseller", params(StatementQuery),
    responses((status = 200, content((StatementBody = "application/json"), (String = "text/csv"))), Errors))]
async fn get_customer_statement(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    Query(query): Query<StatementQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let period = StatementPeriod {
        from: read_time("from", query.from.as_deref())?,
        until: read_time("until", query.until.as_deref())?,
    };
    let wanted = query.format.unwrap_or_else(|| accepted(&headers));
    if wanted == Format::Json {
        let statement = app.customer_statement(&actor, &id, period).await?;
        return Ok(Json(body(statement)).into_response());
    }
    let table = app.customer_statement_csv(&actor, &id, period).await?;
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/csv; charset=utf-8; header=present",
        ),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"statement.csv\"",
        ),
    ];
    Ok((headers, table).into_response())
}

/// A day's begin in UTC, or a time.
fn read_time(field: &str, text: Option<&str>) -> Result<Option<DateTime<Utc>>, ApiError> {
    let Some(text) = text else { return Ok(None) };
    let day = text.parse::<NaiveDate>();
    let day = day.map(|day| day.and_time(NaiveTime::MIN).and_utc());
    let time = day.or_else(|_| text.parse::<DateTime<Utc>>());
    let rule = "a day such as 2027-01-31, or a time such as 2027-01-31T12:00:00Z";
    time.map(Some).map_err(|_| ApiError::invalid(field, rule))
}

fn accepted(headers: &HeaderMap) -> Format {
    let accept = headers.get(header::ACCEPT);
    let accept = accept.and_then(|value| value.to_str().ok());
    let is_csv = |accept: &str| accept.trim_start().starts_with("text/csv");
    if accept.is_some_and(is_csv) {
        Format::Csv
    } else {
        Format::Json
    }
}

//! Customers' credit, and the ledger as a whole.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{App, Balance, CreditInput, CreditMoved, LedgerCheck, LedgerKind, Mismatch};
use setec_core::Money;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller, IdempotencyKey};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(move_customer_credit))
        .routes(routes!(check_ledger))
}

/// How credit is moved by hand.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum CreditKind {
    /// The customer has paid in.
    Deposit,
    /// The customer is paid out.
    Withdrawal,
    /// Something is put right; the amount may be below zero.
    Correction,
}

/// A movement of credit.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CreditRequest {
    kind: CreditKind,
    /// How much, in the customer's currency.
    amount: Money,
    /// Why; the customer's statement shows it.
    #[schema(example = "invoice 2027-0117")]
    reason: String,
}

/// A movement of credit that was made.
#[derive(Serialize, ToSchema)]
struct CreditBody {
    /// Id of the ledger's transaction.
    id: Uuid,
    at: DateTime<Utc>,
    #[schema(value_type = CreditKind)]
    kind: &'static str,
    /// What was added to the credit.
    amount: Money,
    /// What the customer has from then on.
    balance: Money,
}

impl From<CreditMoved> for CreditBody {
    fn from(moved: CreditMoved) -> Self {
        Self {
            id: moved.transaction.id,
            at: moved.transaction.at,
            kind: moved.transaction.kind.as_str(),
            amount: moved.amount,
            balance: moved.balance,
        }
    }
}

/// Pay a customer's credit in or out, or put it right; with a key once, however often it is sent
#[utoipa::path(post, path = "/api/reseller/customers/{id}/credit", tag = "reseller", request_body = CreditRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same movement with the same key is made once")),
    responses((status = 200, body = CreditBody), Errors))]
async fn move_customer_credit(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    IdempotencyKey(key): IdempotencyKey,
    Body(request): Body<CreditRequest>,
) -> Result<Json<CreditBody>, ApiError> {
    let input = CreditInput {
        kind: match request.kind {
            CreditKind::Deposit => LedgerKind::Deposit,
            CreditKind::Withdrawal => LedgerKind::Withdrawal,
            CreditKind::Correction => LedgerKind::Correction,
        },
        amount: request.amount,
        reason: request.reason,
        key,
    };
    Ok(Json(app.move_credit(&actor, &id, input).await?.into()))
}

/// What a look at the whole ledger has found.
#[derive(Serialize, ToSchema)]
struct LedgerCheckBody {
    /// Whether everything is as it must be.
    right: bool,
    transactions: u64,
    entries: u64,
    /// Orders of customers.
    orders: u64,
    /// What is where: all customers' credit, what is held, revenue, cash and corrections. The sum
    /// of each currency is zero.
    totals: Vec<TotalBody>,
    /// Everything that is not as it must be.
    mismatches: Vec<MismatchBody>,
}

/// What a part of the ledger holds.
#[derive(Serialize, ToSchema)]
struct TotalBody {
    #[schema(example = "customers")]
    account: String,
    amount: Money,
}

/// Something that is not as it must be.
#[derive(Serialize, ToSchema)]
struct MismatchBody {
    /// The transaction, the ledger account or the order.
    subject: String,
    problem: String,
}

impl From<LedgerCheck> for LedgerCheckBody {
    fn from(check: LedgerCheck) -> Self {
        let total = |total: Balance| TotalBody {
            account: total.ledger_account,
            amount: total.amount,
        };
        let mismatch = |each: Mismatch| MismatchBody {
            subject: each.subject,
            problem: each.problem,
        };
        Self {
            right: check.mismatches.is_empty(),
            transactions: check.transactions,
            entries: check.entries,
            orders: check.sales,
            totals: check.totals.into_iter().map(total).collect(),
            mismatches: check.mismatches.into_iter().map(mismatch).collect(),
        }
    }
}

/// Reckon the whole ledger anew and tell everything that is not as it must be
#[utoipa::path(get, path = "/api/reseller/ledger/check", tag = "reseller", responses((status = 200, body = LedgerCheckBody), Errors))]
async fn check_ledger(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
) -> Result<Json<LedgerCheckBody>, ApiError> {
    Ok(Json(app.check_ledger(&actor).await?.into()))
}

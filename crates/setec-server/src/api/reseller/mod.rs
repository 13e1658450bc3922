//! `/api/reseller`: customers who buy from the operator, their keys, credit and prices.

mod credit;
mod customers;
mod domains;
mod keys;
mod orders;
mod prices;
mod routing;
mod statement;

use std::sync::Arc;

use setec_app::App;
use utoipa_axum::router::OpenApiRouter;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(customers::routes())
        .merge(keys::routes())
        .merge(credit::routes())
        .merge(statement::routes())
        .merge(orders::routes())
        .merge(domains::routes())
        .merge(prices::routes())
        .merge(routing::routes())
}

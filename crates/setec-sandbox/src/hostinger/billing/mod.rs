mod catalog;
mod charge;
mod method;
mod order;
mod subscription;

use super::routes::Routes;

pub(super) use catalog::{Item, Price};
pub(super) use charge::{Purchase, charge};
pub(super) use method::Method;
pub(super) use order::Order;
pub(super) use subscription::Subscription;

pub(super) fn routes() -> Routes {
    Routes::new("/api/billing/v1")
        .get("/catalog", catalog::list)
        .post("/orders", order::create)
        .get("/payment-methods", method::list)
        .post("/payment-methods/{paymentMethodId}", method::make_default)
        .delete("/payment-methods/{paymentMethodId}", method::remove)
        .get("/subscriptions", subscription::list)
        .patch(
            "/subscriptions/{subscriptionId}/auto-renewal/enable",
            subscription::enable_renewal,
        )
        .delete(
            "/subscriptions/{subscriptionId}/auto-renewal/disable",
            subscription::disable_renewal,
        )
        .post("/subscriptions/{subscriptionId}/renew", subscription::renew)
}

use chrono::{DateTime, Months, TimeDelta, Utc};
use http::StatusCode;
use serde_json::json;

use super::{Item, Order, Price, Subscription};
use crate::hostinger::estate::Estate;
use crate::hostinger::fault::{Charge, Effect};
use crate::hostinger::refusal::{Answer, Refusal, Reply};
use crate::hostinger::routes::Ask;

// The agency of the demo estate is Swedish; `total` is with VAT, `subtotal` without.
const VAT_PERCENT: i64 = 25;

/// What is bought.
pub(in crate::hostinger) struct Purchase {
    pub(in crate::hostinger) item: Item,
    pub(in crate::hostinger) price: Price,
}

/// An order that has been made, and how the call that made it ends.
pub(in crate::hostinger) struct Charged {
    pub(in crate::hostinger) order: Order,
    outcome: Outcome,
}

enum Outcome {
    Paid,
    Initiated,
    Declined,
}

impl Purchase {
    /// Checks price and payment method, which happens before anything is charged.
    pub(in crate::hostinger) fn check(
        estate: &Estate,
        field: &str,
        price_id: &str,
        method_id: Option<i64>,
    ) -> Result<Self, Refusal> {
        let (item, price) = estate.price(price_id).ok_or_else(|| {
            let field_words = field.replace('_', " ");
            Refusal::field(field, format!("The selected {field_words} is invalid."))
        })?;
        check_method(estate, method_id)?;
        Ok(Self {
            item: item.clone(),
            price: price.clone(),
        })
    }
}

/// Refuses an order that no card can pay.
pub(super) fn check_method(estate: &Estate, wanted: Option<i64>) -> Result<(), Refusal> {
    let refuse = |text: &str| Refusal::field("payment_method_id", text);
    let method = estate
        .methods
        .iter()
        .find(|method| wanted.map_or(method.is_default, |id| method.id == id))
        .ok_or_else(|| refuse("The selected payment method id is invalid."))?;
    if method.is_expired || method.is_suspended {
        return Err(refuse("The selected payment method cannot be charged."));
    }
    Ok(())
}

/// Charges the card and makes a subscription.
pub(in crate::hostinger) fn charge(
    estate: &mut Estate,
    ask: &Ask,
    purchase: &Purchase,
    quantity: i64,
) -> Result<Charged, Refusal> {
    let subscription = Subscription::started(estate, &purchase.item, &purchase.price, ask.now);
    let cents = purchase
        .price
        .first_period_price
        .unwrap_or(purchase.price.price)
        * quantity;
    let charged = pay(estate, ask, cents, &subscription.id)?;
    estate.subscriptions.push(subscription);
    Ok(charged)
}

/// Charges the card for a subscription and records the order.
pub(super) fn pay(
    estate: &mut Estate,
    ask: &Ask,
    cents: i64,
    subscription_id: &str,
) -> Result<Charged, Refusal> {
    let declined = |moment| ask.has(&Effect::DeclinedCard { charge: moment });
    if declined(Charge::Before) {
        return Err(card_declined());
    }
    let outcome = if declined(Charge::After) {
        Outcome::Declined
    } else if ask.has(&Effect::Orders202) {
        Outcome::Initiated
    } else {
        Outcome::Paid
    };
    let status = match outcome {
        Outcome::Paid => "completed",
        Outcome::Initiated => "payment_initiated",
        Outcome::Declined => "awaiting_payment",
    };
    let order = Order {
        id: estate.next_id(),
        subscription_id: subscription_id.to_owned(),
        status,
        currency: "USD",
        subtotal: cents,
        total: cents + (cents * VAT_PERCENT + 50) / 100,
        billing_address: super::order::address(),
        created_at: ask.now,
        updated_at: ask.now,
    };
    estate.orders.push(order.clone());
    Ok(Charged { order, outcome })
}

impl Charged {
    /// Whether the paid thing is now delivered without further ado.
    pub(in crate::hostinger) fn is_paid(&self) -> bool {
        matches!(self.outcome, Outcome::Paid)
    }

    /// The answer of the ordering call, whose 200 body is up to the caller.
    pub(in crate::hostinger) fn answer(self, body: impl FnOnce(Order) -> Answer) -> Answer {
        match self.outcome {
            Outcome::Paid => body(self.order),
            Outcome::Initiated => Ok(Reply {
                status: StatusCode::ACCEPTED,
                body: json!({
                    "id": self.order.id,
                    "subscription_id": self.order.subscription_id,
                    "status": self.order.status,
                    "message": "Payment is being processed",
                }),
            }),
            Outcome::Declined => Err(card_declined()),
        }
    }
}

fn card_declined() -> Refusal {
    Refusal::new(StatusCode::PAYMENT_REQUIRED, "Your card was declined.")
}

/// The end of a period that starts at a time.
pub(super) fn period_end(start: DateTime<Utc>, period: i64, unit: &str) -> DateTime<Utc> {
    let count = u32::try_from(period).unwrap_or(0);
    let end = match unit {
        "year" => start.checked_add_months(Months::new(12 * count)),
        "month" => start.checked_add_months(Months::new(count)),
        "week" => start.checked_add_signed(TimeDelta::weeks(period)),
        _ => start.checked_add_signed(TimeDelta::days(period)),
    };
    end.expect("periods are a few years at most")
}

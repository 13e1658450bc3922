use chrono::{DateTime, Utc};
use serde::Serialize;

use super::charge::{check_method, pay, period_end};
use super::{Item, Price};
use crate::hostinger::clock::{stamped, stamped_option};
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, ok};
use crate::hostinger::routes::Ask;

/// A recurring charge. Nothing in it names the domain or the machine it pays for.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Subscription {
    pub(in crate::hostinger) id: String,
    pub(in crate::hostinger) name: String,
    pub(in crate::hostinger) status: &'static str,
    pub(in crate::hostinger) billing_period: i64,
    pub(in crate::hostinger) billing_period_unit: &'static str,
    pub(in crate::hostinger) currency_code: &'static str,
    pub(in crate::hostinger) total_price: i64,
    pub(in crate::hostinger) renewal_price: i64,
    pub(in crate::hostinger) is_auto_renewed: bool,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) created_at: DateTime<Utc>,
    #[serde(with = "stamped_option")]
    pub(in crate::hostinger) expires_at: Option<DateTime<Utc>>,
    #[serde(with = "stamped_option")]
    pub(in crate::hostinger) next_billing_at: Option<DateTime<Utc>>,
    #[serde(skip)]
    pub(in crate::hostinger) paid_until: DateTime<Utc>,
}

/// `GET subscriptions`.
pub(super) fn list(estate: &mut Estate, _: &Ask) -> Answer {
    ok(&estate.subscriptions)
}

/// `PATCH subscriptions/{id}/auto-renewal/enable`.
pub(super) fn enable_renewal(estate: &mut Estate, ask: &Ask) -> Answer {
    let subscription = find(estate, ask)?;
    subscription.set_renewal(true);
    ok(subscription)
}

/// `DELETE subscriptions/{id}/auto-renewal/disable`.
pub(super) fn disable_renewal(estate: &mut Estate, ask: &Ask) -> Answer {
    let subscription = find(estate, ask)?;
    subscription.set_renewal(false);
    ok(subscription)
}

/// `POST subscriptions/{id}/renew`.
pub(super) fn renew(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let wanted = form.optional_integer("payment_method_id");
    form.done()?;
    let (id, cents) = {
        let subscription = find(estate, ask)?;
        (subscription.id.clone(), subscription.renewal_price)
    };
    check_method(estate, wanted)?;
    let charged = pay(estate, ask, cents, &id)?;
    if charged.is_paid() {
        let subscription = find(estate, ask)?;
        subscription.extend();
        let paid_until = subscription.paid_until;
        for holding in &mut estate.portfolio {
            if holding.subscription_id.as_deref() == Some(&id) {
                holding.expires_at = Some(paid_until);
            }
        }
    }
    charged.answer(ok)
}

impl Subscription {
    pub(super) fn started(
        estate: &mut Estate,
        item: &Item,
        price: &Price,
        now: DateTime<Utc>,
    ) -> Self {
        let paid_until = period_end(now, price.period, price.period_unit);
        Self {
            id: estate.next_subscription_id(),
            name: item.name.clone(),
            status: "active",
            billing_period: price.period,
            billing_period_unit: price.period_unit,
            currency_code: price.currency,
            total_price: price.price,
            renewal_price: price.price,
            is_auto_renewed: true,
            created_at: now,
            expires_at: None,
            next_billing_at: Some(paid_until),
            paid_until,
        }
    }

    /// `expires_at` is set only when an end is scheduled (spec 1.7).
    pub(in crate::hostinger) fn set_renewal(&mut self, is_on: bool) {
        self.is_auto_renewed = is_on;
        if is_on {
            self.status = "active";
            self.expires_at = None;
            self.next_billing_at = Some(self.paid_until);
        } else {
            self.status = "not_renewing";
            self.expires_at = Some(self.paid_until);
            self.next_billing_at = None;
        }
    }

    fn extend(&mut self) {
        self.paid_until = period_end(
            self.paid_until,
            self.billing_period,
            self.billing_period_unit,
        );
        self.set_renewal(self.is_auto_renewed);
    }
}

fn find<'a>(estate: &'a mut Estate, ask: &Ask) -> Result<&'a mut Subscription, Refusal> {
    let id = ask.param("subscriptionId");
    estate
        .subscriptions
        .iter_mut()
        .find(|subscription| subscription.id == id)
        .ok_or_else(|| Refusal::not_found("Subscription"))
}

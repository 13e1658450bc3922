use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::reseller::estate::{Addons, Due, Estate, Kind, Outcome, Tld, in_currency};
use crate::reseller::fault::{Effect, Refund, When};
use crate::reseller::form::Table;
use crate::reseller::money::Money;
use crate::reseller::path::normal_name;
use crate::reseller::refusal::{Answer, Refusal, ok};
use crate::reseller::routes::Ask;

/// A year of ID protection where it is sold, in EUR.
const PRIVACY: Money = Money(250);

/// What the three orders have in common.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) years: u32,
    pub(super) addons: Addons,
    /// What it costs besides, in the account's currency.
    pub(super) fee: Money,
}

/// When an order is carried out.
pub(super) enum Fate {
    Now,
    Later(Due),
}

impl Wanted {
    pub(super) fn read(params: &Table, kind: Kind) -> Result<Self, Refusal> {
        let domain = params.required("domain")?;
        let name = normal_name(domain).ok_or_else(|| Refusal::invalid("Invalid domain name"))?;
        let years = params.number("regperiod")?;
        let empty = Table::default();
        let addons = params.table("addons")?.unwrap_or(&empty);
        Ok(Self {
            kind,
            name,
            years,
            fee: Money::default(),
            addons: Addons {
                dns: addons.flag("dnsmanagement"),
                email: addons.flag("emailforwarding"),
                privacy: addons.flag("idprotection"),
            },
        })
    }

    /// Takes the money and journals the order, or changes nothing.
    pub(super) fn pay(&self, estate: &mut Estate, ask: &Ask, tld: &Tld) -> Result<u64, Refusal> {
        let currency = estate.resellers[ask.reseller].currency;
        let mut total = tld.price(self.kind, self.years, currency).ok_or_else(|| {
            Refusal::business(format!(
                "The period of {} years is not available for .{}",
                self.years, tld.suffix
            ))
        })?;
        if self.addons.privacy && !tld.has_privacy {
            let text = format!("ID protection is not available for .{}", tld.suffix);
            return Err(Refusal::business(text));
        }
        if self.addons.privacy && ask.has(&Effect::PaidPrivacy) {
            total += in_currency(PRIVACY, currency).times(self.years);
        }
        if ask.has(&Effect::NoCredit) {
            return Err(Refusal::no_credit());
        }
        total += self.fee;
        registrar_error(ask, When::Before)?;
        estate.pay(
            ask.reseller,
            self.kind,
            &self.name,
            self.years,
            total,
            ask.now,
        )
    }
}

/// What becomes of an order, if a fault has a say in it.
pub(super) fn fate(ask: &Ask, order_id: u64, good: Outcome) -> Fate {
    for effect in &ask.effects {
        let (at, outcome) = match effect {
            Effect::PendingOrders { millis: None } => (None, good),
            Effect::PendingOrders {
                millis: Some(millis),
            } => (later(ask, *millis), good),
            Effect::FailedOrders { millis, refund } => {
                let outcome = Outcome::Fail {
                    reason: "The registry has refused the order".to_owned(),
                    is_refunded: *refund == Refund::Yes,
                };
                (later(ask, *millis), outcome)
            }
            _ => continue,
        };
        return Fate::Later(Due {
            order_id,
            at,
            outcome,
        });
    }
    Fate::Now
}

/// So many milliseconds from now; beyond all time is never.
fn later(ask: &Ask, millis: u64) -> Option<DateTime<Utc>> {
    let wait = TimeDelta::try_milliseconds(i64::try_from(millis).ok()?)?;
    ask.now.checked_add_signed(wait)
}

/// The answer to an order that is made; with a fault it denies that.
pub(super) fn accepted(ask: &Ask) -> Answer {
    registrar_error(ask, When::After)?;
    if ask.has(&Effect::ObjectOrders) {
        return ok(json!({"success": true, "result": "success", "status": "success"}));
    }
    ok(json!("success"))
}

fn registrar_error(ask: &Ask, charge: When) -> Result<(), Refusal> {
    if ask.has(&Effect::RegistrarError { charge }) {
        return Err(Refusal::business(
            "An error occurred while connecting to the registrar",
        ));
    }
    Ok(())
}

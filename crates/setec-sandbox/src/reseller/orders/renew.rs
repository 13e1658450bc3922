use chrono::TimeDelta;

use super::wanted::{self, Fate, Wanted, accepted};
use crate::reseller::date::years_later;
use crate::reseller::estate::{
    Estate, Kind, LATE_DAYS, Outcome, REDEMPTION_DAYS, REDEMPTION_FEE, State, in_currency,
};
use crate::reseller::refusal::{Answer, Refusal};
use crate::reseller::routes::Ask;

/// How long an expired domain can still be renewed where the list tells of no periods.
const GRACE_DAYS: i64 = 40;

/// `POST order/domains/renew`: the same order twice is two renewals.
pub(in crate::reseller) fn renew(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut wanted = Wanted::read(&ask.params, Kind::Renew)?;
    let holding = estate.resellers[ask.reseller]
        .holding_mut(&wanted.name)
        .ok_or_else(|| Refusal::not_found("Domain not found"))?;
    if holding.state != State::Active {
        return Err(Refusal::business("The domain has no active order"));
    }
    let last_days = if holding.tld.has_redemption() {
        LATE_DAYS + REDEMPTION_DAYS
    } else {
        GRACE_DAYS
    };
    if holding.expires + TimeDelta::days(last_days) < ask.now {
        return Err(Refusal::business("The domain can no longer be renewed"));
    }
    // Registries sell no more than ten years ahead; a longer period is refused by its price.
    let ahead = years_later(holding.expires, wanted.years.min(100));
    if ahead > years_later(ask.now, 10) {
        return Err(Refusal::business(
            "A domain cannot be renewed for more than 10 years",
        ));
    }
    let tld = holding.tld;
    // A restore is a renewal with a fee; the API has no order of its own for it.
    if holding.is_restorable(ask.now) {
        let currency = estate.resellers[ask.reseller].currency;
        wanted.fee = in_currency(REDEMPTION_FEE, currency);
    }
    let order_id = wanted.pay(estate, ask, &tld)?;
    let years = wanted.years;
    let fate = wanted::fate(ask, order_id, Outcome::Renew { years });
    if matches!(fate, Fate::Now) {
        estate.set_order_status(order_id, "active");
    }
    let holding = estate.resellers[ask.reseller]
        .holding_mut(&wanted.name)
        .expect("it was there before it was paid for");
    match fate {
        Fate::Now => holding.expires = years_later(holding.expires, years),
        Fate::Later(due) => holding.queue.push(due),
    }
    accepted(ask)
}

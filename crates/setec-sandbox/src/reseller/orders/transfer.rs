use chrono::TimeDelta;

use super::nameservers;
use super::wanted::{Fate, Wanted, accepted, fate};
use crate::reseller::contact::Contacts;
use crate::reseller::date::years_later;
use crate::reseller::estate::{Due, Duty, Estate, Foreign, Holding, Kind, Outcome, State, Tld};
use crate::reseller::fault::Effect;
use crate::reseller::refusal::{Answer, Refusal};
use crate::reseller::routes::Ask;
use crate::reseller::serialized;

/// `POST order/domains/transfer`: accepted at once, decided by the losing side later.
pub(in crate::reseller) fn transfer(estate: &mut Estate, ask: &Ask) -> Answer {
    let wanted = Wanted::read(&ask.params, Kind::Transfer)?;
    let nameservers = nameservers::ordered(&ask.params)?;
    let contacts = Contacts::ordered(&ask.params)?;
    let fields = serialized::domain_fields(&ask.params)?;
    let tld = estate.tld_of(&wanted.name)?;
    tld.check(&contacts, &fields)?;
    let foreign = estate
        .foreign
        .iter()
        .find(|foreign| foreign.name == wanted.name)
        .cloned()
        .ok_or_else(|| Refusal::business("The domain is not registered or already here"))?;
    let eppcode = ask.params.text("eppcode");
    if eppcode.is_none() && tld.duty != Duty::Tag {
        return Err(Refusal::business("The EPP code is required"));
    }
    let order_id = wanted.pay(estate, ask, &tld)?;
    let outcome = outcome(&foreign, &tld, eppcode, wanted.years, ask);
    let mut holding = Holding::new(&wanted.name, tld, foreign.expires, contacts, order_id);
    holding.state = State::PendingTransfer;
    holding.addons = wanted.addons;
    if tld.duty != Duty::FreeTransfer {
        holding.nameservers = nameservers;
    }
    let wait = if tld.duty == Duty::FreeTransfer {
        TimeDelta::zero()
    } else {
        TimeDelta::from_std(estate.pace.transfer).unwrap_or(TimeDelta::MAX)
    };
    let due = match fate(ask, order_id, outcome.clone()) {
        Fate::Later(due) => due,
        Fate::Now if ask.has(&Effect::StuckTransfer) => Due {
            order_id,
            at: None,
            outcome,
        },
        Fate::Now => Due {
            order_id,
            at: ask.now.checked_add_signed(wait),
            outcome,
        },
    };
    holding.queue.push(due);
    estate.resellers[ask.reseller].put(holding);
    estate.settle(ask.now);
    accepted(ask)
}

/// How the losing registrar will decide.
fn outcome(foreign: &Foreign, tld: &Tld, eppcode: Option<&str>, years: u32, ask: &Ask) -> Outcome {
    let reason = if ask.has(&Effect::FailedTransfer) {
        "The transfer was rejected by the losing registrar"
    } else if foreign.is_locked {
        "clientTransferProhibited"
    } else if tld.duty != Duty::Tag && eppcode != Some(foreign.eppcode.as_str()) {
        "Invalid authorization information"
    } else {
        let added = if tld.duty == Duty::FreeTransfer || tld.duty == Duty::Tag {
            0
        } else {
            years
        };
        return Outcome::Activate {
            expires: years_later(foreign.expires, added),
        };
    };
    Outcome::Fail {
        reason: reason.to_owned(),
        is_refunded: false,
    }
}

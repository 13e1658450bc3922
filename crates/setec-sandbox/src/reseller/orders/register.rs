use super::nameservers;
use super::wanted::{Fate, Wanted, accepted, fate};
use crate::reseller::contact::Contacts;
use crate::reseller::date::years_later;
use crate::reseller::estate::{Estate, Holding, Kind, Outcome, State};
use crate::reseller::refusal::{Answer, Refusal};
use crate::reseller::routes::Ask;
use crate::reseller::serialized;

/// `POST order/domains/register`.
pub(in crate::reseller) fn register(estate: &mut Estate, ask: &Ask) -> Answer {
    let wanted = Wanted::read(&ask.params, Kind::Register)?;
    let nameservers = nameservers::ordered(&ask.params)?;
    let contacts = Contacts::ordered(&ask.params)?;
    let fields = serialized::domain_fields(&ask.params)?;
    let tld = estate.tld_of(&wanted.name)?;
    tld.check(&contacts, &fields)?;
    if estate.is_registered(&wanted.name) {
        return Err(Refusal::business(
            "The domain is not available for registration",
        ));
    }
    if estate.premium_price(&wanted.name).is_some() {
        return Err(Refusal::business("Premium domains are not supported"));
    }
    let order_id = wanted.pay(estate, ask, &tld)?;
    let expires = years_later(ask.now, wanted.years);
    let mut holding = Holding::new(&wanted.name, tld, expires, contacts, order_id);
    holding.nameservers = nameservers;
    holding.addons = wanted.addons;
    match fate(ask, order_id, Outcome::Activate { expires }) {
        Fate::Now => estate.set_order_status(order_id, "active"),
        Fate::Later(due) => {
            holding.state = State::Pending;
            holding.queue.push(due);
        }
    }
    estate.resellers[ask.reseller].put(holding);
    accepted(ask)
}

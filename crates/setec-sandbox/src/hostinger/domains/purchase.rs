use super::holding::Change;
use super::{Contacts, Holding, availability};
use crate::hostinger::billing::{Purchase, charge};
use crate::hostinger::dns::is_host_name;
use crate::hostinger::estate::Estate;
use crate::hostinger::fault::Effect;
use crate::hostinger::form::Form;
use crate::hostinger::refusal::{Answer, Refusal, ok};
use crate::hostinger::routes::Ask;

/// `POST portfolio`: answers an order; the registration comes later.
pub(super) fn create(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let domain = form.string("domain").to_ascii_lowercase();
    let price_id = form.string("item_id");
    let method_id = form.optional_integer("payment_method_id");
    let wanted = Wanted::read(&mut form);
    if !domain.is_empty() && !is_host_name(&domain) {
        form.reject("domain", "The domain field format is invalid.");
    }
    form.done()?;
    let purchase = Purchase::check(estate, "item_id", &price_id, method_id)?;
    let tld = tld(&domain);
    if purchase.item.id != format!("hostingercom-domain-{}", tld.replace('.', "-")) {
        return Err(Refusal::field(
            "item_id",
            "The selected item id is invalid.",
        ));
    }
    if availability::is_taken(estate, &domain) {
        let text = format!("Domain {domain} is not available for registration.");
        return Err(Refusal::field("domain", text));
    }
    let contacts = wanted.resolve(estate, tld)?;
    let charged = charge(estate, ask, &purchase, 1)?;
    let mut holding = Holding::requested(estate.next_id(), Some(&domain), ask.now);
    holding.contacts = contacts;
    holding.subscription_id = Some(charged.order.subscription_id.clone());
    holding.years = u32::try_from(purchase.price.period).unwrap_or(1);
    if charged.is_paid() {
        let change = if ask.has(&Effect::FailedRegistration) {
            Change::FailRegistration
        } else {
            Change::Register
        };
        holding.enqueue(estate.registration_due(ask.now), change);
    } else {
        // Paid for or not, it waits for `setup` (spec 1.7).
        holding.status = "pending_setup";
    }
    estate.portfolio.push(holding);
    charged.answer(ok)
}

/// The contacts that a request asks for.
#[derive(Debug, Default)]
pub(super) struct Wanted([Option<i64>; 4]);

impl Wanted {
    pub(super) fn read(form: &mut Form) -> Self {
        Self(
            ["owner_id", "admin_id", "billing_id", "tech_id"]
                .map(|role| form.optional_integer(&format!("domain_contacts.{role}"))),
        )
    }

    /// The contacts to register with; one left out is the default profile of the TLD.
    pub(super) fn resolve(&self, estate: &Estate, tld: &str) -> Result<Contacts, Refusal> {
        let default = estate.default_profile(tld);
        let mut ids = [0; 4];
        for (id, wanted) in ids.iter_mut().zip(self.0) {
            *id = match wanted {
                Some(wanted) if estate.profiles.iter().any(|profile| profile.id == wanted) => {
                    wanted
                }
                Some(_) => {
                    let text = "The selected domain contacts is invalid.";
                    return Err(Refusal::field("domain_contacts", text));
                }
                None => default.ok_or_else(|| {
                    let text = format!("WHOIS profile for .{tld} is required.");
                    Refusal::field("domain_contacts", text)
                })?,
            };
        }
        let [owner, admin, billing, tech] = ids;
        Ok(Contacts {
            owner,
            admin,
            billing,
            tech,
        })
    }
}

/// Everything after the first label.
pub(super) fn tld(domain: &str) -> &str {
    domain.split_once('.').map_or("", |(_, tld)| tld)
}

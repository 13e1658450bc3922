//! Contacts of domains. The API has them as WHOIS profiles of a TLD, which domains point to.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde_json::{Map, Value, json};
use setec_core::dns::Name;
use setec_core::domain::contact::{Contact, Contacts, Role};
use setec_core::domain::{EntityType, NewWhoisProfile, WhoisProfile};
use setec_provider::domains::{ContactProvider, WhoisProvider};
use setec_provider::{ProviderError, Result};

use super::Domains;
use super::availability::split;
use crate::hostinger::client::Accepted;
use crate::hostinger::ids;

const CHANGE: &str = "set contacts";

/// Our role, and the API's word for it.
const ROLES: [(Role, &str); 4] = [
    (Role::Registrant, "owner"),
    (Role::Admin, "admin"),
    (Role::Billing, "billing"),
    (Role::Tech, "tech"),
];

fn from_profile(profile: WhoisProfile) -> Contact {
    let mut details = profile.whois_details;
    let mut take = |key: &str| details.remove(key).unwrap_or_default();
    let contact = Contact {
        first_name: take("first_name"),
        last_name: take("last_name"),
        organization: take("company_name"),
        email: take("email"),
        phone: take("phone"),
        fax: String::new(),
        address1: take("address"),
        address2: String::new(),
        city: take("city"),
        state: take("state"),
        postcode: take("zip"),
        country: profile.country,
        tax_id: String::new(),
        extra: profile.tld_details,
    };
    contact.normalized()
}

/// The second line of an address goes behind the first; a tax number has no place.
fn to_profile(tld: &str, contact: &Contact) -> NewWhoisProfile {
    let address = [contact.address1.as_str(), contact.address2.as_str()]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let details = [
        ("first_name", contact.first_name.as_str()),
        ("last_name", &contact.last_name),
        ("company_name", &contact.organization),
        ("email", &contact.email),
        ("phone", &contact.phone),
        ("address", &address),
        ("city", &contact.city),
        ("state", &contact.state),
        ("zip", &contact.postcode),
    ];
    NewWhoisProfile {
        tld: tld.to_owned(),
        country: contact.country.clone(),
        entity_type: if contact.organization.is_empty() {
            EntityType::Individual
        } else {
            EntityType::Organization
        },
        whois_details: details
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(key, text)| (key.to_owned(), text.to_owned()))
            .collect(),
        tld_details: contact.extra.clone(),
    }
}

impl Domains {
    /// The id of a profile with that contact, which is made where there is none.
    async fn profile_of(
        &self,
        operation: &'static str,
        tld: &str,
        contact: &Contact,
    ) -> Result<i64> {
        let wanted = to_profile(tld, contact);
        let known = WhoisProvider::list(self, Some(tld)).await?;
        let same = known.into_iter().find(|profile| {
            profile.country.eq_ignore_ascii_case(&wanted.country)
                && profile.whois_details == wanted.whois_details
                && profile.tld_details == wanted.tld_details
        });
        let profile = match same {
            Some(profile) => profile,
            None => WhoisProvider::create(self, &wanted).await?,
        };
        ids::find(operation, "WHOIS profile", &profile.id, "")
    }

    /// The contacts of an order by the ids of their profiles.
    pub(super) async fn ordered_contacts(
        &self,
        operation: &'static str,
        tld: &str,
        contacts: &Contacts,
    ) -> Result<Value> {
        let mut ids = Map::new();
        for (role, word) in ROLES {
            if let Some(contact) = contacts.of(role) {
                let id = self.profile_of(operation, tld, contact).await?;
                ids.insert(format!("{word}_id"), id.into());
            }
        }
        Ok(Value::Object(ids))
    }
}

#[async_trait]
impl ContactProvider for Domains {
    async fn contacts(&self, domain: &Name) -> Result<Contacts> {
        let ids = self.details(domain.as_str()).await?.domain_contacts;
        let mut read: BTreeMap<&String, Contact> = BTreeMap::new();
        let mut contacts = Contacts::default();
        for (role, word) in ROLES {
            let Some(id) = ids.get(&format!("{word}_id")) else {
                continue;
            };
            if !read.contains_key(id) {
                read.insert(id, from_profile(WhoisProvider::get(self, id).await?));
            }
            *contacts.place(role) = read.get(id).cloned();
        }
        Ok(contacts)
    }

    /// One change moves roles from one profile to one other, so roles go in such groups.
    async fn set_contacts(&self, domain: &Name, contacts: &Contacts) -> Result<()> {
        let contacts = contacts.clone().normalized();
        let given = Role::ALL.into_iter().filter_map(|role| {
            let contact = contacts.given(role)?;
            Some(contact.check(role.word()))
        });
        let violations: Vec<_> = given.flatten().collect();
        if !violations.is_empty() {
            return Err(ProviderError::invalid(CHANGE, violations));
        }
        let (_, tld) = split(CHANGE, domain.as_str())?;
        let now = self.details(domain.as_str()).await?.domain_contacts;
        let mut groups: BTreeMap<(Option<String>, i64), Vec<&str>> = BTreeMap::new();
        for (role, word) in ROLES {
            let Some(contact) = contacts.given(role) else {
                continue;
            };
            let before = now.get(&format!("{word}_id")).cloned();
            let after = self.profile_of(CHANGE, &tld, contact).await?;
            if before.as_deref() != Some(&after.to_string()) {
                groups.entry((before, after)).or_default().push(word);
            }
        }
        for ((_, profile), roles) in groups {
            let body = json!({
                "new_whois_id": profile,
                "domain": domain.as_str(),
                "change_for": roles,
            });
            self.client
                .put::<Accepted>(CHANGE, "api/domains/v1/whois/change", Some(&body))
                .await?;
        }
        Ok(())
    }
}

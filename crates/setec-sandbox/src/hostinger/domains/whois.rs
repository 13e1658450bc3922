use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};

use crate::hostinger::clock::stamped;
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, accepted, ok};
use crate::hostinger::routes::Ask;

/// Contact data for one TLD.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Profile {
    pub(in crate::hostinger) id: i64,
    pub(in crate::hostinger) tld: String,
    pub(in crate::hostinger) country: String,
    pub(in crate::hostinger) entity_type: String,
    pub(in crate::hostinger) whois_details: Value,
    pub(in crate::hostinger) tld_details: Value,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) created_at: DateTime<Utc>,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) updated_at: DateTime<Utc>,
    #[serde(skip)]
    pub(in crate::hostinger) is_default: bool,
}

/// `GET whois`.
pub(super) fn list(estate: &mut Estate, ask: &Ask) -> Answer {
    let rows: Vec<&Profile> = estate
        .profiles
        .iter()
        .filter(|profile| ask.query("tld").is_none_or(|tld| profile.tld == tld))
        .collect();
    ok(rows)
}

/// `POST whois`.
pub(super) fn create(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let tld = form.string("tld").to_ascii_lowercase();
    let entity_type = form.one_of("entity_type", &["individual", "organization"]);
    let country = form.string("country");
    let whois_details = form.object("whois_details");
    let tld_details = form
        .get("tld_details")
        .cloned()
        .unwrap_or_else(|| json!({}));
    if !country.is_empty() && country.len() != 2 {
        form.reject("country", "The country field must be 2 characters.");
    }
    form.done()?;
    let profile = Profile {
        id: estate.next_id(),
        is_default: estate.default_profile(&tld).is_none(),
        tld,
        country: country.to_ascii_uppercase(),
        entity_type,
        whois_details,
        tld_details,
        created_at: ask.now,
        updated_at: ask.now,
    };
    estate.profiles.push(profile.clone());
    ok(profile)
}

/// `GET whois/{whoisId}`.
pub(super) fn show(estate: &mut Estate, ask: &Ask) -> Answer {
    ok(find(estate, ask.id("whoisId"))?)
}

/// `DELETE whois/{whoisId}`.
pub(super) fn remove(estate: &mut Estate, ask: &Ask) -> Answer {
    let id = find(estate, ask.id("whoisId"))?.id;
    if !users(estate, id).is_empty() {
        let text = "WHOIS profile is in use.";
        return Err(Refusal::field("whois_id", text));
    }
    estate.profiles.retain(|profile| profile.id != id);
    accepted()
}

/// `GET whois/{whoisId}/usage`.
pub(super) fn usage(estate: &mut Estate, ask: &Ask) -> Answer {
    let id = find(estate, ask.id("whoisId"))?.id;
    ok(users(estate, id))
}

/// `PUT whois/default/{whoisId}`.
pub(super) fn set_default(estate: &mut Estate, ask: &Ask) -> Answer {
    let (id, tld) = {
        let profile = find(estate, ask.id("whoisId"))?;
        (profile.id, profile.tld.clone())
    };
    for profile in estate.profiles.iter_mut().filter(|other| other.tld == tld) {
        profile.is_default = profile.id == id;
    }
    accepted()
}

/// `DELETE whois/default/{whoisId}`.
pub(super) fn unset_default(estate: &mut Estate, ask: &Ask) -> Answer {
    find(estate, ask.id("whoisId"))?.is_default = false;
    accepted()
}

pub(super) fn find(estate: &mut Estate, id: i64) -> Result<&mut Profile, Refusal> {
    estate
        .profiles
        .iter_mut()
        .find(|profile| profile.id == id)
        .ok_or_else(|| Refusal::not_found("WHOIS profile"))
}

fn users(estate: &Estate, id: i64) -> Vec<String> {
    estate
        .portfolio
        .iter()
        .filter(|holding| holding.contacts.contains(id))
        .filter_map(|holding| holding.domain.clone())
        .collect()
}

impl Estate {
    /// The profile that is used for a TLD when an order names none.
    pub(in crate::hostinger) fn default_profile(&self, tld: &str) -> Option<i64> {
        self.profiles
            .iter()
            .find(|profile| profile.tld == tld && profile.is_default)
            .map(|profile| profile.id)
    }
}

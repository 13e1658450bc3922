use chrono::TimeDelta;

use super::holding::Change;
use super::portfolio::registered;
use super::purchase::tld;
use super::{Verification, whois};
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, accepted};
use crate::hostinger::routes::Ask;

const ROLES: [&str; 4] = ["owner", "admin", "billing", "tech"];

/// `PUT whois/change`; a new owner has to be confirmed by mail (IRTP).
pub(super) fn change(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let new_id = form.integer("new_whois_id");
    let domain = form.string("domain").to_ascii_lowercase();
    let roles: Vec<String> = (0..form.array("change_for"))
        .map(|index| form.one_of(&format!("change_for.{index}"), &ROLES))
        .collect();
    if roles.len() > ROLES.len() {
        let text = "The change for field must not have more than 4 items.";
        form.reject("change_for", text);
    }
    form.done()?;
    let new = whois::find(estate, new_id)?.clone();
    if new.tld != tld(&domain) {
        let text = "The selected new whois id is invalid.";
        return Err(Refusal::field("new_whois_id", text));
    }
    let due = estate.queue_due(ask.now);
    let holding = registered(estate, &domain)?;
    let old_owner = holding.contacts.owner;
    for role in &roles {
        let change = Change::Contact {
            role: role.clone(),
            profile: new_id,
        };
        holding.enqueue(due, change);
    }
    if roles.iter().any(|role| role == "owner") && old_owner != new_id {
        let old_email = whois::find(estate, old_owner)
            .map(|profile| email(&profile.whois_details))
            .unwrap_or_default();
        estate.verifications.retain(|other| other.domain != domain);
        estate.verifications.push(Verification {
            domain,
            status: "pending",
            old_confirmed_at: None,
            new_confirmed_at: None,
            old_whois_profile_email: old_email,
            new_whois_profile_email: email(&new.whois_details),
            expires_at: ask.now + TimeDelta::days(5),
        });
    }
    accepted()
}

fn email(details: &serde_json::Value) -> String {
    details["email"].as_str().unwrap_or_default().to_owned()
}

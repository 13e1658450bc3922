use serde_json::json;

use super::success;
use crate::reseller::estate::Holding;
use crate::reseller::fault::Effect;
use crate::reseller::refusal::{Answer, Refusal, ok};
use crate::reseller::routes::Ask;

/// `GET contact`.
pub(in crate::reseller) fn contact(holding: &mut Holding, ask: &Ask) -> Answer {
    let technical = if ask.has(&Effect::TechnicalRole) {
        "Technical"
    } else {
        "Tech"
    };
    let space = if ask.has(&Effect::UnderscoreLabels) {
        "_"
    } else {
        " "
    };
    ok(holding.contacts.to_json(technical, space))
}

/// `POST contact`.
pub(in crate::reseller) fn set_contact(holding: &mut Holding, ask: &Ask) -> Answer {
    let details = ask.params.required_table("contactdetails")?;
    let changed = holding.contacts.changed(details)?;
    if ask.has(&Effect::PendingContacts) {
        holding.is_contact_change_pending = true;
    } else {
        holding.contacts = changed;
    }
    ok(json!({"success": true}))
}

/// `POST protectid`.
pub(in crate::reseller) fn protect_id(holding: &mut Holding, ask: &Ask) -> Answer {
    let status = ask.params.number("status")?;
    if !holding.tld.has_privacy {
        let text = format!("ID protection is not available for .{}", holding.tld.suffix);
        return Err(Refusal::business(text));
    }
    holding.addons.privacy = status != 0;
    success()
}

use serde_json::{Value, json};

use super::names::numbered;
use crate::reseller::date::moment;
use crate::reseller::estate::{Holding, State};
use crate::reseller::fault::Effect;
use crate::reseller::refusal::{Answer, ok};
use crate::reseller::routes::Ask;

/// `GET information`: what is only ordered has no expiry yet.
pub(in crate::reseller) fn information(holding: &mut Holding, ask: &Ask) -> Answer {
    let is_ordered = matches!(
        holding.state,
        State::Pending | State::PendingTransfer | State::TransferFailed(_)
    );
    let expires = if is_ordered {
        Value::Null
    } else {
        json!(moment(ask, holding.expires))
    };
    let nameservers = if ask.has(&Effect::NameserverObject) {
        numbered(&holding.nameservers)
    } else {
        json!(holding.nameservers)
    };
    let is_changing = holding.is_contact_change_pending;
    let status_field = if ask.has(&Effect::StatusField) {
        "status"
    } else {
        "registrationStatus"
    };
    let mut fields = json!({
        "domain": holding.name,
        "nameservers": nameservers,
        "transferLock": holding.is_locked,
        "expiryDate": expires,
        "restorable": holding.is_restorable(ask.now),
        "renewBeforeExpiration": holding.tld.years == [1],
        "idProtectionStatus": holding.addons.privacy,
        "dnsManagementStatus": holding.addons.dns,
        "emailForwardingStatus": holding.addons.email,
        "transferLockExpiryDate": null,
        "irtpOptOutStatus": false,
        "irtpTransferLock": false,
        "irtpTransferLockExpiryDate": null,
        "domainContactChangePending": is_changing,
        "domainContactChangeExpiryDate": is_changing
            .then(|| moment(ask, ask.now + chrono::TimeDelta::days(14))),
        "willDomainSuspend": false,
        "isIrtpEnabled": holding.tld.has_privacy,
        "irtpVerificationTriggerFields": [],
        "registrantEmailAddress": holding.contacts.registrant("email"),
    });
    fields[status_field] = json!(holding.status(ask.now));
    ok(fields)
}

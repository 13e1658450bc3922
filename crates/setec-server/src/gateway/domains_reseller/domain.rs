//! The calls of one domain.

use serde_json::{Map, Value, json};
use setec_app::{ChildNameserverInput, ResellerDomain, ResellerStanding, Switch};
use setec_core::domain::{DomainOperation, DomainStatus, EmailForward, TransferState};

use super::contact as contacts;
use super::fields::{self, Fields, flag};
use super::form::{Input, Table};
use super::receive::Ask;
use super::reply::{Answer, REQUIRED, Refusal};

/// What a change is answered with.
fn done() -> Value {
    json!({"success": "success"})
}

/// `GET information`: what is only ordered has no expiry yet.
pub(super) async fn information(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let standing = ask.app.reseller_information(&ask.caller, &domain).await?;
    let (status, here) = match &standing {
        ResellerStanding::Here(here) => (word(here.state.status), Some(here)),
        ResellerStanding::OnTheWay(DomainOperation::Transfer) => ("Pending Transfer", None),
        ResellerStanding::OnTheWay(_) => ("Pending", None),
    };
    let state = here.map(|here| &here.state);
    let expires = state.and_then(|state| state.expires_at);
    let is = |known: Option<Option<bool>>| known.flatten().unwrap_or_default();
    Ok(json!({
        "domain": domain,
        "nameservers": state.map(|state| state.nameservers.clone()).unwrap_or_default(),
        "transferLock": is(state.map(|state| state.locked)),
        "expiryDate": expires.map(|at| at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()),
        // Operators document the one, the vendor's client reads the other.
        "registrationStatus": status,
        "status": status,
        "restorable": state.is_some_and(|state| state.status == DomainStatus::Redemption),
        "renewBeforeExpiration": false,
        "idProtectionStatus": is(state.map(|state| state.privacy)),
        "dnsManagementStatus": here.is_some_and(|here| here.has_dns),
        "emailForwardingStatus": here.is_some_and(|here| here.has_email),
        "transferLockExpiryDate": null,
        "irtpOptOutStatus": false,
        "irtpTransferLock": false,
        "irtpTransferLockExpiryDate": null,
        "domainContactChangePending": false,
        "domainContactChangeExpiryDate": null,
        "willDomainSuspend": false,
        "isIrtpEnabled": false,
        "irtpVerificationTriggerFields": [],
        "registrantEmailAddress": here.and_then(|here| here.registrant.as_deref()).unwrap_or_default(),
    }))
}

/// WHMCS's word for where a domain stands.
fn word(status: DomainStatus) -> &'static str {
    match status {
        DomainStatus::Active => "Active",
        DomainStatus::PendingSetup
        | DomainStatus::PendingVerification
        | DomainStatus::Requested => "Pending",
        DomainStatus::PendingTransfer => "Pending Transfer",
        DomainStatus::Expired => "Expired",
        DomainStatus::Redemption => "Redemption",
        DomainStatus::Suspended => "Suspended",
        DomainStatus::TransferredAway => "Transferred Away",
        DomainStatus::Deleted | DomainStatus::Failed => "Cancelled",
        DomainStatus::Unknown => "Unknown",
    }
}

/// `POST sync`.
pub(super) async fn sync(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let standing = ask.app.reseller_sync(&ask.caller, &domain).await?;
    let ResellerStanding::Here(here) = standing else {
        return Ok(json!({"active": false, "expired": false, "transferredAway": false}));
    };
    Ok(synced(&here))
}

fn synced(here: &ResellerDomain) -> Value {
    let status = here.state.status;
    let is_expired = matches!(status, DomainStatus::Expired | DomainStatus::Redemption);
    let mut fields = json!({
        "active": status == DomainStatus::Active,
        "expired": is_expired,
        "transferredAway": status == DomainStatus::TransferredAway,
    });
    if let Some(at) = here.state.expires_at {
        fields["expirydate"] = json!(at.format("%Y-%m-%d").to_string());
    }
    if matches!(status, DomainStatus::Deleted | DomainStatus::Failed) {
        fields["cancelled"] = json!(true);
    }
    fields
}

/// `POST transfersync`: PHP's empty array while nothing is decided.
pub(super) async fn transfer_sync(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    Ok(
        match ask.app.reseller_transfer(&ask.caller, &domain).await? {
            TransferState::Pending { .. } => json!([]),
            TransferState::Completed { expires_at } => {
                let mut fields = json!({"completed": true});
                if let Some(at) = expires_at {
                    fields["expirydate"] = json!(at.format("%Y-%m-%d").to_string());
                }
                fields
            }
            TransferState::Failed { reason } => json!({"failed": true, "reason": reason}),
            TransferState::Cancelled => {
                json!({"failed": true, "reason": "The transfer was called off"})
            }
        },
    )
}

/// `GET nameservers`: `ns1` to `ns5` and nothing else, for clients take every value for one.
pub(super) async fn nameservers(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let servers = ask.app.reseller_nameservers(&ask.caller, &domain).await?;
    let numbered = (0..5).map(|at| {
        let server = servers.get(at).map_or("", String::as_str);
        (format!("ns{}", at + 1), Value::from(server))
    });
    Ok(Value::Object(numbered.collect::<Map<_, _>>()))
}

/// `POST nameservers`.
pub(super) async fn set_nameservers(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let mut fields = Fields::new(&ask.table);
    let servers = fields::nameservers(&mut fields);
    if servers.is_empty() {
        fields.fault("ns1", REQUIRED);
        fields.fault("ns2", REQUIRED);
    }
    fields.finish()?;
    ask.app
        .reseller_set_nameservers(&ask.caller, &domain, &servers)
        .await?;
    Ok(json!({"success": true}))
}

/// `POST nameservers/register`.
pub(super) async fn register_glue(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let mut fields = Fields::new(&ask.table);
    let input = ChildNameserverInput {
        host: host(&fields.required("nameserver"), &domain),
        addresses: vec![fields.required("ipaddress")],
    };
    fields.finish()?;
    ask.app
        .reseller_register_nameserver(&ask.caller, &domain, &input)
        .await?;
    Ok(done())
}

/// `POST nameservers/modify`.
pub(super) async fn modify_glue(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let mut fields = Fields::new(&ask.table);
    let host = host(&fields.required("nameserver"), &domain);
    let from = fields.required("currentipaddress");
    let to = fields.required("newipaddress");
    fields.finish()?;
    ask.app
        .reseller_change_nameserver(&ask.caller, &domain, &host, (&from, &to))
        .await?;
    Ok(done())
}

/// `POST nameservers/delete`.
pub(super) async fn delete_glue(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let mut fields = Fields::new(&ask.table);
    let host = host(&fields.required("nameserver"), &domain);
    fields.finish()?;
    ask.app
        .reseller_delete_nameserver(&ask.caller, &domain, &host)
        .await?;
    Ok(done())
}

/// WHMCS's form asks for the label alone, others send the whole name.
fn host(text: &str, domain: &str) -> String {
    if text.is_empty() || text.contains('.') {
        return text.to_owned();
    }
    format!("{text}.{domain}")
}

/// `GET contact`.
pub(super) async fn contact(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let found = ask.app.reseller_contacts(&ask.caller, &domain).await?;
    Ok(contacts::shown(&found))
}

/// `POST contact`.
pub(super) async fn set_contact(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let details = ask.table.table("contactdetails");
    let Some(details) = details.or_else(|| ask.table.table("contacts")) else {
        return Err(Refusal::field("contactdetails", REQUIRED));
    };
    let current = ask.app.reseller_contacts(&ask.caller, &domain).await?;
    let mut fields = Fields::new(&ask.table);
    let wanted = contacts::over(&current, &details, &mut fields);
    fields.finish()?;
    let saved = ask.app.reseller_set_contacts(&ask.caller, &domain, wanted);
    Box::pin(saved).await?;
    Ok(json!({"success": true}))
}

/// `GET email`.
pub(super) async fn email(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let forwards = ask
        .app
        .reseller_email_forwards(&ask.caller, &domain)
        .await?;
    let rows = forwards
        .iter()
        .map(|forward| json!({"prefix": forward.prefix, "forwardto": forward.target}));
    Ok(rows.collect())
}

/// `POST email`: two lists that are matched by their keys; rows of empty texts are none.
pub(super) async fn set_email(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let mut fields = Fields::new(&ask.table);
    let mut list = |name: &str| {
        let found = column(&ask.table, name);
        if found.is_none() {
            fields.fault(name, REQUIRED);
        }
        found.unwrap_or_default()
    };
    let (prefixes, targets) = (list("prefix"), list("forwardto"));
    let text = |list: &[(String, String)], key: &str| {
        let found = list.iter().find(|(name, _)| name == key);
        found.map_or_else(String::new, |(_, text)| text.trim().to_owned())
    };
    let mut keys: Vec<&String> = prefixes
        .iter()
        .chain(&targets)
        .map(|(key, _)| key)
        .collect();
    keys.sort_by_key(|key| (key.parse::<u64>().unwrap_or(u64::MAX), (*key).clone()));
    keys.dedup();
    let mut forwards = Vec::new();
    for key in keys {
        let (prefix, target) = (text(&prefixes, key), text(&targets, key));
        match (prefix.is_empty(), target.is_empty()) {
            (true, true) => {}
            (true, false) => fields.fault(&format!("prefix.{key}"), REQUIRED),
            (false, true) => fields.fault(&format!("forwardto.{key}"), REQUIRED),
            (false, false) => {
                // Some send the whole address.
                let suffix = format!("@{domain}");
                let prefix = prefix.strip_suffix(&suffix).unwrap_or(&prefix).to_owned();
                forwards.push(EmailForward { prefix, target });
            }
        }
    }
    fields.finish()?;
    ask.app
        .reseller_set_email_forwards(&ask.caller, &domain, forwards)
        .await?;
    Ok(done())
}

/// The texts of a list by key; one text alone is a list of one.
fn column(table: &Table, name: &str) -> Option<Vec<(String, String)>> {
    if let Some(list) = table.table(name) {
        let texts = list.rows().filter_map(|(key, value)| match value {
            Input::Text(text) => Some((key.to_owned(), text.clone())),
            Input::Table(_) => None,
        });
        return Some(texts.collect());
    }
    match table.get(name)? {
        Input::Text(text) => Some(vec![("0".to_owned(), text.clone())]),
        Input::Table(_) => None,
    }
}

/// `GET lock`: a bare word.
pub(super) async fn lock(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let locked = ask.app.reseller_lock(&ask.caller, &domain).await?;
    Ok(json!(if locked == Some(true) {
        "locked"
    } else {
        "unlocked"
    }))
}

/// `POST lock`. Some clients send words, some numbers, and nothing is taken for a wish to unlock
/// that is none.
pub(super) async fn set_lock(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let given = ["lockstatus", "lockenabled"];
    let given = given.iter().find_map(|name| ask.table.get(name));
    let Some(Input::Text(text)) = given else {
        return Err(Refusal::field("lockstatus", REQUIRED));
    };
    let lock = match text.trim().to_ascii_lowercase().as_str() {
        "locked" | "lock" | "1" | "true" | "on" | "yes" => Some(true),
        "unlocked" | "unlock" | "0" | "false" | "off" | "no" | "" => Some(false),
        _ => None,
    };
    let lock = lock.ok_or_else(|| {
        Refusal::field(
            "lockstatus",
            format!("'{text}' is neither locked nor unlocked"),
        )
    })?;
    ask.app
        .reseller_set_lock(&ask.caller, &domain, switch(lock))
        .await?;
    Ok(done())
}

/// `POST protectid`.
pub(super) async fn protect_id(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let given = ["status", "idprotection", "protectenable"];
    let given = given.iter().find_map(|name| ask.table.get(name));
    let Some(Input::Text(text)) = given else {
        return Err(Refusal::field("status", REQUIRED));
    };
    let on = flag(text).ok_or_else(|| Refusal::field("status", "1 or 0"))?;
    ask.app
        .reseller_set_privacy(&ask.caller, &domain, switch(on))
        .await?;
    Ok(done())
}

fn switch(on: bool) -> Switch {
    if on { Switch::On } else { Switch::Off }
}

/// `GET eppcode`.
pub(super) async fn epp_code(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let code = ask.app.reseller_auth_code(&ask.caller, &domain).await?;
    Ok(json!({"eppcode": code.0.expose()}))
}

/// `POST release`.
pub(super) async fn release(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let mut fields = Fields::new(&ask.table);
    let tag = fields.required("transfertag");
    fields.finish()?;
    ask.app.reseller_release(&ask.caller, &domain, &tag).await?;
    Ok(done())
}

/// `POST delete`.
pub(super) async fn delete(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    ask.app.reseller_delete(&ask.caller, &domain).await?;
    Ok(done())
}

use http::StatusCode;
use serde::Serialize;

use super::action::{Finish, begin};
use super::power::usable_state;
use crate::hostinger::estate::Estate;
use crate::hostinger::page::page;
use crate::hostinger::refusal::{Answer, Refusal, accepted, ok};
use crate::hostinger::routes::Ask;

/// A key of the account; the answer has no fingerprint.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct PublicKey {
    pub(in crate::hostinger) id: i64,
    pub(in crate::hostinger) name: String,
    pub(in crate::hostinger) key: String,
}

/// `GET public-keys`.
pub(super) fn list(estate: &mut Estate, ask: &Ask) -> Answer {
    page(ask, &estate.keys)
}

/// `POST public-keys`.
pub(super) fn create(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let name = form.string("name");
    let key = form.string("key");
    if !key.is_empty() && !is_key(&key) {
        form.reject("key", "The key field format is invalid.");
    }
    form.done()?;
    let key = PublicKey {
        id: estate.next_id(),
        name,
        key: key.trim().to_owned(),
    };
    estate.keys.push(key.clone());
    ok(key)
}

/// `DELETE public-keys/{publicKeyId}`; machines keep the key.
pub(super) fn remove(estate: &mut Estate, ask: &Ask) -> Answer {
    let id = ask.id("publicKeyId");
    if !estate.keys.iter().any(|key| key.id == id) {
        return Err(Refusal::not_found("Public key"));
    }
    estate.keys.retain(|key| key.id != id);
    accepted()
}

/// `POST public-keys/attach/{virtualMachineId}`.
pub(super) fn attach(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let ids = form.integers("ids");
    for (index, id) in ids.iter().enumerate() {
        if !estate.keys.iter().any(|key| key.id == *id) {
            let field = format!("ids.{index}");
            form.reject(&field, format!("The selected {field} is invalid."));
        }
    }
    form.done()?;
    usable_state(estate, ask)?;
    let keys = estate
        .keys
        .iter()
        .filter(|key| ids.contains(&key.id))
        .map(|key| key.key.clone())
        .collect();
    begin(estate, ask, "ct_set_publickeys", None, Finish::Keys(keys))
}

/// `GET virtual-machines/{id}/public-keys`: documented, and not there (hostinger/api#58).
pub(super) fn attached(_: &mut Estate, _: &Ask) -> Answer {
    Err(Refusal::coded(
        StatusCode::NOT_FOUND,
        "VPS:2002",
        "Route is not found.",
    ))
}

/// Whether a text looks like an OpenSSH public key.
pub(super) fn is_key(text: &str) -> bool {
    let mut fields = text.split_whitespace();
    let algorithm = fields.next().unwrap_or_default();
    let blob = fields.next().unwrap_or_default();
    let is_known = algorithm.starts_with("ssh-")
        || algorithm.starts_with("ecdsa-sha2-")
        || algorithm.starts_with("sk-");
    is_known
        && blob.len() > 40
        && blob
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
}

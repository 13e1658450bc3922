mod dns;
mod email;
mod information;
mod leave;
mod names;
mod people;
mod sync;

use serde_json::json;

use super::refusal::{Answer, ok};

pub(super) use dns::{dns, set_dns};
pub(super) use email::{email, set_email};
pub(super) use information::information;
pub(super) use leave::{delete, epp_code, lock, release, set_lock};
pub(super) use names::{delete_glue, modify_glue, nameservers, register_glue, set_nameservers};
pub(super) use people::{contact, protect_id, set_contact};
pub(super) use sync::{sync, transfer_sync};

/// What most changes answer.
fn success() -> Answer {
    ok(json!({"success": "success"}))
}

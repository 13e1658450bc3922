use serde_json::json;

use super::success;
use crate::reseller::estate::{Duty, Holding, State};
use crate::reseller::fault::Effect;
use crate::reseller::refusal::{Answer, Refusal, ok};
use crate::reseller::routes::Ask;

/// `GET lock`: a bare string.
pub(in crate::reseller) fn lock(holding: &mut Holding, _: &Ask) -> Answer {
    need_lock(holding)?;
    ok(json!(if holding.is_locked {
        "locked"
    } else {
        "unlocked"
    }))
}

/// `POST lock`: `locked` locks, and anything else unlocks.
pub(in crate::reseller) fn set_lock(holding: &mut Holding, ask: &Ask) -> Answer {
    let status = ask.params.required("lockstatus")?;
    need_lock(holding)?;
    holding.is_locked = status == "locked";
    ok(json!({}))
}

fn need_lock(holding: &Holding) -> Result<(), Refusal> {
    if holding.tld.has_lock {
        return Ok(());
    }
    let text = format!(
        "Registrar lock is not supported for .{}",
        holding.tld.suffix
    );
    Err(Refusal::business(text))
}

/// `GET eppcode`.
pub(in crate::reseller) fn epp_code(holding: &mut Holding, ask: &Ask) -> Answer {
    if holding.tld.duty == Duty::Tag {
        let text = "This TLD has no EPP codes, release the domain to another tag";
        return Err(Refusal::business(text));
    }
    if ask.has(&Effect::MailedEpp) {
        return success();
    }
    let mut code = holding.eppcode.clone();
    if ask.has(&Effect::EncodedEpp) {
        code = html_entities(&code);
    }
    if ask.has(&Effect::BareEpp) {
        return ok(json!(code));
    }
    ok(json!({"eppcode": code}))
}

/// PHP's `htmlspecialchars`.
fn html_entities(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#039;")
}

/// `POST release`: only where domains leave by a tag.
pub(in crate::reseller) fn release(holding: &mut Holding, ask: &Ask) -> Answer {
    let tag = ask.params.required("transfertag")?;
    if holding.tld.duty != Duty::Tag {
        let text = format!("Release is not supported for .{}", holding.tld.suffix);
        return Err(Refusal::business(text));
    }
    let is_tag = tag
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
    if !is_tag {
        return Err(Refusal::business("Invalid transfer tag"));
    }
    holding.state = State::TransferredAway;
    ok(json!({"success": true}))
}

/// `POST delete`.
pub(in crate::reseller) fn delete(holding: &mut Holding, _: &Ask) -> Answer {
    holding.state = State::Cancelled;
    success()
}

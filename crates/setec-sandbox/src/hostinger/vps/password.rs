use http::StatusCode;

use super::action::{Finish, begin};
use super::power::usable_state;
use crate::hostinger::estate::Estate;
use crate::hostinger::fault::Effect;
use crate::hostinger::form::Form;
use crate::hostinger::refusal::{Answer, Refusal};
use crate::hostinger::routes::Ask;

// From one field report (spec 1.4).
const PUNCTUATION: &str = "-().&@?'#;/,+";

/// `PUT root-password`.
pub(super) fn set_root(estate: &mut Estate, ask: &Ask) -> Answer {
    set(estate, ask, "ct_set_rootpasswd", 12)
}

/// `PUT panel-password`.
pub(super) fn set_panel(estate: &mut Estate, ask: &Ask) -> Answer {
    set(estate, ask, "ct_set_panelpasswd", 8)
}

fn set(estate: &mut Estate, ask: &Ask, action: &'static str, least: usize) -> Answer {
    let mut form = ask.form();
    let password = form.string("password");
    check(&mut form, "password", &password, least);
    form.done()?;
    check_strength(ask, &password)?;
    usable_state(estate, ask)?;
    begin(estate, ask, action, None, Finish::Nothing)
}

/// The length, which the gateway checks.
pub(super) fn check(form: &mut Form, field: &str, password: &str, least: usize) {
    form.length(field, password, least, 256);
}

/// The rule of the service behind, which the document's own example breaks.
pub(super) fn check_strength(ask: &Ask, password: &str) -> Result<(), Refusal> {
    let has = |test: fn(char) -> bool| password.chars().any(test);
    let is_strong = has(|letter| letter.is_ascii_uppercase())
        && has(|letter| letter.is_ascii_lowercase())
        && has(|letter| letter.is_ascii_digit())
        && has(|letter| PUNCTUATION.contains(letter));
    if is_strong || !ask.has(&Effect::StrictPassword) {
        return Ok(());
    }
    Err(Refusal::coded(
        StatusCode::UNPROCESSABLE_ENTITY,
        "VPS:2004",
        "Password must contain at least one uppercase letter, one lowercase letter, one number \
         and one special character -().&@?'#;/,+",
    ))
}

use super::action::{Finish, begin};
use super::machine::find;
use super::password;
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal};
use crate::hostinger::routes::Ask;

/// `POST start`.
pub(super) fn start(estate: &mut Estate, ask: &Ask) -> Answer {
    let meanwhile = match usable_state(estate, ask)? {
        "stopped" | "error" => Some("starting"),
        _ => None,
    };
    begin(estate, ask, "ct_start", meanwhile, Finish::State("running"))
}

/// `POST stop`.
pub(super) fn stop(estate: &mut Estate, ask: &Ask) -> Answer {
    let meanwhile = match usable_state(estate, ask)? {
        "stopped" => None,
        _ => Some("stopping"),
    };
    begin(estate, ask, "ct_stop", meanwhile, Finish::State("stopped"))
}

/// `POST restart`; a stopped machine is started.
pub(super) fn restart(estate: &mut Estate, ask: &Ask) -> Answer {
    let meanwhile = match usable_state(estate, ask)? {
        "stopped" | "error" => "starting",
        _ => "stopping",
    };
    begin(
        estate,
        ask,
        "ct_restart",
        Some(meanwhile),
        Finish::State("running"),
    )
}

/// `POST recovery`.
pub(super) fn start_recovery(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let password = form.string("root_password");
    password::check(&mut form, "root_password", &password, 12);
    form.done()?;
    usable_state(estate, ask)?;
    begin(
        estate,
        ask,
        "ct_recovery_start",
        Some("stopping"),
        Finish::State("recovery"),
    )
}

/// `DELETE recovery`.
pub(super) fn stop_recovery(estate: &mut Estate, ask: &Ask) -> Answer {
    if find(estate, ask)?.state != "recovery" {
        return Err(unusable("Virtual machine is not in recovery mode."));
    }
    begin(
        estate,
        ask,
        "ct_recovery_stop",
        Some("stopping_recovery"),
        Finish::State("running"),
    )
}

/// The state of a machine that can be worked on.
pub(super) fn usable_state(estate: &mut Estate, ask: &Ask) -> Result<&'static str, Refusal> {
    match find(estate, ask)?.state {
        "initial" => Err(unusable("Virtual machine is not set up.")),
        "suspended" | "suspending" => Err(unusable("Virtual machine is suspended.")),
        "creating" | "recreating" | "restoring" => Err(unusable("Virtual machine is not ready.")),
        "destroying" | "destroyed" => Err(unusable("Virtual machine is destroyed.")),
        state => Ok(state),
    }
}

fn unusable(text: &str) -> Refusal {
    Refusal::field("virtual_machine_id", text)
}

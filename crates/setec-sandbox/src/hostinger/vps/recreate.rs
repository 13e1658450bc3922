use super::action::{Finish, begin};
use super::{machine, password};
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal};
use crate::hostinger::routes::Ask;

/// `POST recreate`: installs anew, and the snapshot is gone.
pub(super) fn recreate(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let template_id = form.integer("template_id");
    let passwords = ["password", "panel_password"].map(|field| {
        let password = form.optional_string(field).unwrap_or_default();
        password::check(&mut form, field, &password, 12);
        password
    });
    form.optional_integer("post_install_script_id");
    let template = estate.template(template_id).cloned();
    if template_id != 0 && template.is_none() {
        form.reject("template_id", "The selected template id is invalid.");
    }
    form.done()?;
    for password in passwords.iter().filter(|password| !password.is_empty()) {
        password::check_strength(ask, password)?;
    }
    let state = machine::find(estate, ask)?.state;
    if matches!(state, "initial" | "suspended" | "creating" | "recreating") {
        let text = "Virtual machine cannot be recreated now.";
        return Err(Refusal::field("virtual_machine_id", text));
    }
    let template = template.ok_or_else(|| Refusal::not_found("Template"))?;
    let finish = Finish::Recreated(template);
    begin(estate, ask, "ct_recreate", Some("recreating"), finish)
}

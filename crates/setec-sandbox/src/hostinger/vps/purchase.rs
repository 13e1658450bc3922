use serde_json::json;

use super::Machine;
use super::setup::Setup;
use crate::hostinger::billing::{Purchase, charge};
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, ok};
use crate::hostinger::routes::Ask;

/// `POST virtual-machines`: charges first and checks the host name and the password after.
///
/// What fails then leaves a paid machine in the state `initial`, as in the field report.
pub(super) fn create(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let price_id = form.string("item_id");
    let method_id = form.optional_integer("payment_method_id");
    if form.get("setup").is_none() {
        form.reject("setup", "The setup field is required.");
    }
    let setup = Setup::read(&mut form, "setup", ask, estate);
    form.done()?;
    let purchase = Purchase::check(estate, "item_id", &price_id, method_id)?;
    if purchase.item.category != "VPS" {
        return Err(Refusal::field(
            "item_id",
            "The selected item id is invalid.",
        ));
    }
    let charged = charge(estate, ask, &purchase, 1)?;
    let id = estate.next_machine_id();
    let mut machine = Machine::initial(id, ask.now);
    machine.plan = Some(purchase.item.name.clone());
    machine.subscription_id = Some(charged.order.subscription_id.clone());
    machine.size_from(purchase.item.metadata.as_ref());
    estate.machines.push(machine);
    if charged.is_paid() {
        setup.check(ask)?;
        setup.start(estate, ask, id);
    }
    let machine = estate.machines.last().map(|machine| json!(machine));
    charged.answer(|order| ok(json!({"order": order, "virtual_machine": machine})))
}

mod action;
mod backup;
mod firewall;
mod firewall_rule;
mod machine;
mod metrics;
mod monarx;
mod network;
mod offers;
mod password;
mod power;
mod public_key;
mod purchase;
mod recreate;
mod script;
mod setup;
mod snapshot;
mod v2;

use super::routes::Routes;

pub(super) use action::Action;
pub(super) use backup::Backup;
pub(super) use firewall::{Firewall, Rule};
pub(super) use machine::{Address, Machine};
pub(super) use offers::{DataCenter, Template};
pub(super) use public_key::PublicKey;
pub(super) use script::Script;
pub(super) use snapshot::Snapshot;

pub(super) fn routes() -> Routes {
    let routes = Routes::new("/api/vps/v1")
        .get("/data-centers", offers::data_centers)
        .get("/templates", offers::templates)
        .get("/templates/{templateId}", offers::template)
        .get("/public-keys", public_key::list)
        .post("/public-keys", public_key::create)
        .delete("/public-keys/{publicKeyId}", public_key::remove)
        .post("/public-keys/attach/{virtualMachineId}", public_key::attach)
        .get("/post-install-scripts", script::list)
        .post("/post-install-scripts", script::create)
        .get("/post-install-scripts/{postInstallScriptId}", script::show)
        .put(
            "/post-install-scripts/{postInstallScriptId}",
            script::update,
        )
        .delete(
            "/post-install-scripts/{postInstallScriptId}",
            script::remove,
        );
    machine_routes(firewall_routes(routes))
}

fn firewall_routes(routes: Routes) -> Routes {
    routes
        .get("/firewall", firewall::list)
        .post("/firewall", firewall::create)
        .get("/firewall/{firewallId}", firewall::show)
        .delete("/firewall/{firewallId}", firewall::remove)
        .post("/firewall/{firewallId}/rules", firewall_rule::create)
        .put("/firewall/{firewallId}/rules", v2::replace_rules)
        .put(
            "/firewall/{firewallId}/rules/{ruleId}",
            firewall_rule::update,
        )
        .delete(
            "/firewall/{firewallId}/rules/{ruleId}",
            firewall_rule::remove,
        )
        .post("/firewall/{firewallId}/sync", v2::sync_all)
        .post(
            "/firewall/{firewallId}/activate/{virtualMachineId}",
            firewall::activate,
        )
        .post(
            "/firewall/{firewallId}/deactivate/{virtualMachineId}",
            firewall::deactivate,
        )
        .post(
            "/firewall/{firewallId}/sync/{virtualMachineId}",
            firewall::sync,
        )
}

fn machine_routes(routes: Routes) -> Routes {
    const ONE: &str = "/virtual-machines/{virtualMachineId}";
    let at = |rest: &str| format!("{ONE}{rest}");
    routes
        .get("/virtual-machines", machine::list)
        .post("/virtual-machines", purchase::create)
        .get(ONE, machine::show)
        .post(&at("/setup"), setup::setup)
        .post(&at("/start"), power::start)
        .post(&at("/stop"), power::stop)
        .post(&at("/restart"), power::restart)
        .post(&at("/recovery"), power::start_recovery)
        .delete(&at("/recovery"), power::stop_recovery)
        .post(&at("/recreate"), recreate::recreate)
        .put(&at("/hostname"), network::set_hostname)
        .delete(&at("/hostname"), network::reset_hostname)
        .put(&at("/nameservers"), network::set_nameservers)
        .post(&at("/ptr/{ipAddressId}"), network::set_ptr)
        .delete(&at("/ptr/{ipAddressId}"), network::remove_ptr)
        .put(&at("/root-password"), password::set_root)
        .put(&at("/panel-password"), password::set_panel)
        .get(&at("/metrics"), metrics::show)
        .get(&at("/actions"), action::list)
        .get(&at("/actions/{actionId}"), action::show)
        .get(&at("/backups"), backup::list)
        .post(&at("/backups/{backupId}/restore"), backup::restore)
        .get(&at("/snapshot"), snapshot::show)
        .post(&at("/snapshot"), snapshot::create)
        .delete(&at("/snapshot"), snapshot::remove)
        .post(&at("/snapshot/restore"), snapshot::restore)
        .get(&at("/monarx"), monarx::show)
        .post(&at("/monarx"), monarx::install)
        .delete(&at("/monarx"), monarx::uninstall)
        .get(&at("/public-keys"), public_key::attached)
        .get(&at("/ssh-keys"), v2::ssh_keys)
        .post(&at("/ssh-keys"), v2::add_ssh_keys)
        .delete(&at("/ssh-keys"), v2::remove_ssh_keys)
}

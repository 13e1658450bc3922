//! Every operation of the API can be reached by a command.

use clap::{Command, CommandFactory};
use serde_json::Value;

use crate::args::Arguments;

/// Operations of the API, each with the command that calls it.
const COMMANDS: &[(&str, &str)] = &[
    ("login", "login"),
    ("logout", "logout"),
    ("status", "status"),
    ("change_password", "users password"),
    ("list_users", "users list"),
    ("create_user", "users create"),
    ("delete_user", "users delete"),
    ("list_journal", "journal"),
    ("events", "watch"),
    ("healthz", "server health"),
    ("readyz", "server ready"),
    ("metrics", "server metrics"),
    ("get_name_server", "server nameserver"),
    ("list_providers", "providers list"),
    ("get_provider", "providers show"),
    ("configure_provider", "providers configure"),
    ("test_provider", "providers test"),
    ("delete_provider", "providers delete"),
    ("list_zones", "dns zones"),
    ("list_all_zones", "dns zones"),
    ("create_zone", "dns create-zone"),
    ("delete_zone", "dns delete-zone"),
    ("export_zone", "dns export"),
    ("notify_zone", "dns notify"),
    ("reset_zone", "dns reset"),
    ("list_records", "dns list"),
    ("create_record", "dns create"),
    ("update_records", "dns update"),
    ("delete_records", "dns delete"),
    ("plan_zone", "dns plan"),
    ("apply_plan", "dns apply"),
    ("get_protection", "dns protect show"),
    ("set_protection", "dns protect set"),
    ("plan_many", "dns plan"),
    ("plan_replace", "dns replace"),
    ("apply_bulk", "dns replace"),
    ("list_zone_history", "dns history list"),
    ("get_zone_version", "dns history show"),
    ("diff_zone_versions", "dns history diff"),
    ("plan_zone_restore", "dns history restore"),
    ("lint_zone", "dns lint"),
    ("get_zone_live", "dns live"),
    ("get_overview", "overview"),
    ("search", "search"),
    ("list_vm_names", "vms names"),
    ("list_zone_snapshots", "dns snapshots list"),
    ("get_zone_snapshot", "dns snapshots show"),
    ("restore_zone_snapshot", "dns snapshots restore"),
    ("list_domains", "domains list"),
    ("get_domain", "domains show"),
    ("check_domains", "domains check"),
    ("purchase_domain", "domains purchase"),
    ("get_nameservers", "domains nameservers"),
    ("set_nameservers", "domains nameservers"),
    ("get_contacts", "domains contacts show"),
    ("set_contacts", "domains contacts set"),
    ("list_child_nameservers", "domains glue list"),
    ("register_child_nameserver", "domains glue add"),
    ("change_child_nameserver", "domains glue change"),
    ("delete_child_nameserver", "domains glue delete"),
    ("get_email_forwarding", "domains email show"),
    ("set_email_forwarding", "domains email set"),
    ("get_domain_subscription", "domains subscription show"),
    ("set_domain_subscription", "domains subscription set"),
    ("remove_domain_subscription", "domains subscription remove"),
    ("get_transfer", "domains transfer-status"),
    ("cancel_transfer", "domains cancel-transfer"),
    ("release_domain", "domains release"),
    ("request_domain_deletion", "domains delete-request"),
    ("list_tlds", "domains tlds"),
    ("list_domain_prices", "domains prices"),
    ("suggest_domains", "domains suggest"),
    ("get_credit", "providers credit"),
    ("list_synced_domains", "domains overview"),
    ("sync_all_domains", "domains sync"),
    ("sync_account_domains", "domains sync"),
    ("get_domain_sync", "domains sync"),
    ("sync_domain", "domains sync"),
    ("lock_domain", "domains lock"),
    ("unlock_domain", "domains unlock"),
    ("enable_privacy", "domains privacy enable"),
    ("disable_privacy", "domains privacy disable"),
    ("get_auth_code", "domains auth-code"),
    ("get_forwarding", "domains forwarding show"),
    ("set_forwarding", "domains forwarding set"),
    ("delete_forwarding", "domains forwarding delete"),
    ("list_whois_profiles", "domains whois list"),
    ("create_whois_profile", "domains whois create"),
    ("get_whois_profile", "domains whois show"),
    ("delete_whois_profile", "domains whois delete"),
    ("get_whois_usage", "domains whois usage"),
    ("create_quote", "domains quote register"),
    ("get_quote", "orders quote"),
    ("confirm_quote", "orders confirm"),
    ("list_orders", "orders list"),
    ("get_order", "orders show"),
    ("approve_order", "orders approve"),
    ("reject_order", "orders reject"),
    ("cancel_order", "orders cancel"),
    ("reconcile_order", "orders reconcile"),
    ("settle_order", "orders settle"),
    ("get_spending_limits", "users limits show"),
    ("set_spending_limits", "users limits set"),
    ("list_customers", "reseller customers list"),
    ("create_customer", "reseller customers create"),
    ("get_customer", "reseller customers show"),
    ("update_customer", "reseller customers update"),
    ("suspend_customer", "reseller customers suspend"),
    ("resume_customer", "reseller customers resume"),
    ("list_customer_keys", "reseller keys list"),
    ("create_customer_key", "reseller keys create"),
    ("rotate_customer_keys", "reseller keys rotate"),
    ("revoke_customer_key", "reseller keys revoke"),
    ("move_customer_credit", "reseller credit deposit"),
    ("check_ledger", "reseller credit check"),
    ("get_customer_statement", "reseller statement"),
    ("list_customer_orders", "reseller orders"),
    ("list_customer_domains", "reseller domains list"),
    ("assign_customer_domain", "reseller domains assign"),
    ("take_customer_domain", "reseller domains take"),
    ("list_price_rules", "reseller prices list"),
    ("create_price_rule", "reseller prices create"),
    ("replace_price_rule", "reseller prices replace"),
    ("delete_price_rule", "reseller prices delete"),
    ("preview_price", "reseller prices preview"),
    ("list_routes", "reseller routes list"),
    ("set_route", "reseller routes set"),
    ("delete_route", "reseller routes delete"),
    ("list_exchange_rates", "reseller rates list"),
    ("set_exchange_rate", "reseller rates set"),
    ("delete_exchange_rate", "reseller rates delete"),
    ("list_vms", "vms list"),
    ("create_vm", "vms create"),
    ("get_vm", "vms show"),
    ("start_vm", "vms start"),
    ("stop_vm", "vms stop"),
    ("restart_vm", "vms restart"),
    ("recreate_vm", "vms recreate"),
    ("set_vm_hostname", "vms hostname set"),
    ("reset_vm_hostname", "vms hostname reset"),
    ("set_vm_root_password", "vms root-password"),
    ("set_vm_labels", "vms labels"),
    ("set_vm_ptr", "vms ptr set"),
    ("reset_vm_ptr", "vms ptr reset"),
    ("attach_vm_ssh_keys", "vms attach-keys"),
    ("get_vm_metrics", "vms metrics"),
    ("list_vm_actions", "vms actions"),
    ("get_vm_action", "vms action"),
    ("get_vm_snapshot", "vms snapshot show"),
    ("create_vm_snapshot", "vms snapshot create"),
    ("delete_vm_snapshot", "vms snapshot delete"),
    ("restore_vm_snapshot", "vms snapshot restore"),
    ("list_vm_backups", "vms backups list"),
    ("restore_vm_backup", "vms backups restore"),
    ("list_data_centers", "vms datacenters"),
    ("list_templates", "vms templates"),
    ("list_tags", "tags list"),
    ("change_tags", "tags add"),
    ("get_zone_tags", "tags show"),
    ("set_domain_tags", "tags set"),
    ("set_zone_tags", "tags set"),
    ("set_vm_tags", "tags set"),
    ("list_firewalls", "vms firewalls list"),
    ("create_firewall", "vms firewalls create"),
    ("get_firewall", "vms firewalls show"),
    ("delete_firewall", "vms firewalls delete"),
    ("add_firewall_rule", "vms firewalls add-rule"),
    ("update_firewall_rule", "vms firewalls update-rule"),
    ("delete_firewall_rule", "vms firewalls delete-rule"),
    ("activate_firewall", "vms firewalls activate"),
    ("deactivate_firewall", "vms firewalls deactivate"),
    ("sync_firewall", "vms firewalls sync"),
    ("list_scripts", "vms scripts list"),
    ("create_script", "vms scripts create"),
    ("get_script", "vms scripts show"),
    ("update_script", "vms scripts update"),
    ("delete_script", "vms scripts delete"),
    ("list_ssh_keys", "ssh-keys list"),
    ("add_ssh_key", "ssh-keys add"),
    ("delete_ssh_key", "ssh-keys delete"),
    ("list_subscriptions", "billing subscriptions"),
    ("enable_auto_renewal", "billing auto-renewal enable"),
    ("disable_auto_renewal", "billing auto-renewal disable"),
    ("get_catalog", "billing catalog"),
    ("list_payment_methods", "billing payment-methods list"),
    (
        "set_default_payment_method",
        "billing payment-methods set-default",
    ),
    ("delete_payment_method", "billing payment-methods delete"),
];

fn operations() -> Vec<String> {
    let document = serde_json::to_value(setec_server::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let methods = paths
        .values()
        .filter_map(Value::as_object)
        .flat_map(|methods| methods.values());
    methods
        .filter_map(|operation| Some(operation["operationId"].as_str()?.to_owned()))
        .collect()
}

fn has_command(path: &str) -> bool {
    let mut command: &Command = &Arguments::command();
    for word in path.split(' ') {
        match command.find_subcommand(word) {
            Some(found) => command = found,
            None => return false,
        }
    }
    !command.is_subcommand_required_set()
}

fn leaves(command: &Command, path: &str, found: &mut Vec<String>) {
    if !command.has_subcommands() {
        found.push(path.trim().to_owned());
    }
    for child in command.get_subcommands() {
        leaves(child, &format!("{path} {}", child.get_name()), found);
    }
}

#[test]
fn the_command_line_is_well_formed() {
    Arguments::command().debug_assert();
}

#[test]
fn every_operation_has_a_command() {
    let operations = operations();
    assert!(operations.len() > 80, "{operations:?}");
    let missing: Vec<&String> = operations
        .iter()
        .filter(|operation| !COMMANDS.iter().any(|(known, _)| known == operation))
        .collect();
    assert!(missing.is_empty(), "no command calls {missing:?}");
    for (operation, command) in COMMANDS {
        assert!(
            operations.iter().any(|known| known == operation),
            "{operation} is no operation"
        );
        assert!(has_command(command), "there is no command `{command}`");
    }
}

#[test]
fn the_manual_has_every_command() {
    let manual = include_str!("../../../../docs/cli.md");
    let mut commands = Vec::new();
    leaves(&Arguments::command(), "", &mut commands);
    let missing: Vec<&String> = commands
        .iter()
        .filter(|command| !manual.contains(&format!("setec-manager {command}")))
        .collect();
    assert!(missing.is_empty(), "docs/cli.md does not show {missing:?}");
}

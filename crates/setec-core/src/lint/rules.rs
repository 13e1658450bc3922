//! The list of rules and their run over a zone.

use crate::dns::Zone;
use crate::lint::view::View;
use crate::lint::{
    Finding, Surroundings, caa, cname, delegation, dkim, dmarc, spf, target, ttl, value, wildcard,
};

type Rule = fn(&View<'_>, &mut Vec<Finding>);

const RULES: &[Rule] = &[
    value::outside_zone,
    value::private_address,
    value::long_text,
    cname::beside_data,
    cname::at_apex,
    cname::several,
    cname::in_a_loop,
    cname::dangling,
    target::is_address,
    target::is_cname,
    target::dangling,
    target::null_mx,
    delegation::name_servers,
    delegation::registrar,
    delegation::glue,
    delegation::signers,
    delegation::occluded,
    spf::several,
    spf::missing,
    spf::no_mail,
    spf::content,
    dmarc::missing,
    dmarc::content,
    dkim::keys,
    caa::issuer,
    caa::content,
    ttl::bounds,
    ttl::outlier,
    ttl::negative,
    wildcard::misplaced,
    wildcard::delegated,
    wildcard::shadowed,
];

/// What is wrong with a zone, the worst first and then by name.
pub fn lint(zone: &Zone, surroundings: &Surroundings<'_>) -> Vec<Finding> {
    let view = View::new(zone, surroundings);
    let mut findings = Vec::new();
    for rule in RULES {
        rule(&view, &mut findings);
    }
    findings.sort_by(|a, b| {
        (a.severity, &a.name, a.rule, a.rtype).cmp(&(b.severity, &b.name, b.rule, b.rtype))
    });
    findings
}

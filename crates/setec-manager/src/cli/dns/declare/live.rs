//! Zones as they are at their accounts.

use setec_core::dns::{Name, RecordType, Ttl, Zone};
use setec_core::zone_file::{Source, parse};

use crate::cli::client::account;
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};

/// A zone without its SOA, which is the provider's own.
pub(super) async fn zone(context: &Context<'_>, provider: &str, name: &Name) -> Result<Zone> {
    let path = account(provider).at("dns").at(name.as_str()).at("export");
    let text = context.client.get_text(path).await?;
    let source = Source {
        file: "export",
        text: &text,
        origin: name,
        default_ttl: Ttl::from_secs(0).expect("zero is a TTL"),
    };
    let mut no_include = |_: &str| Err("an export includes nothing".to_owned());
    let zone = parse(&source, &mut no_include)
        .map_err(|faults| Failure::Failed(format!("{name} cannot be read: {}", faults[0])))?;
    let sets = zone.sets().filter(|set| set.key.rtype != RecordType::Soa);
    Ok(Zone::from_sets(name.clone(), sets.cloned()))
}

/// The names of an account's zones.
pub(super) async fn names(context: &Context<'_>, provider: &str) -> Result<Vec<Name>> {
    let answer = context.client.get(account(provider).at("dns")).await?;
    let read = |text: &str| {
        text.parse::<Name>()
            .map_err(|error| Failure::Failed(error.to_string()))
    };
    let entries = answer.entries().iter();
    entries.map(|zone| read(zone.str("name"))).collect()
}

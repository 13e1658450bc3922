//! Which changes go together into one message.

use std::collections::{HashMap, HashSet};

use setec_core::dns::{Name, RecordType};
use setec_core::plan::Change;

use crate::rfc2136::client::Client;
use crate::rfc2136::transfer::Forms;
use crate::rfc2136::update;

/// A part of the changes that fits into no message.
#[derive(Debug)]
pub(super) struct DoesNotFit<'a>(pub(super) Vec<&'a Change>);

/// The changes in their order, as few messages as halving finds.
///
/// All changes fit into one message nearly always. Where they do not, the order of a plan makes the
/// messages safe one after the other; only what takes a CNAME's place, or leaves it to one, goes
/// with it.
pub(super) fn pack<'a>(
    client: &Client,
    zone: &Name,
    changes: &'a [Change],
) -> Result<Vec<Vec<&'a Change>>, DoesNotFit<'a>> {
    let mut messages = Vec::new();
    split(client, zone, &units(changes), &mut messages)?;
    Ok(messages)
}

fn split<'a>(
    client: &Client,
    zone: &Name,
    units: &[Vec<&'a Change>],
    messages: &mut Vec<Vec<&'a Change>>,
) -> Result<(), DoesNotFit<'a>> {
    let all = units.concat();
    if update::message(client, zone, &all, &Forms::new()).is_ok() {
        messages.push(all);
        return Ok(());
    }
    if units.len() <= 1 {
        return Err(DoesNotFit(all));
    }
    let (first, second) = units.split_at(units.len() / 2);
    split(client, zone, first, messages)?;
    split(client, zone, second, messages)
}

/// Changes that make sense together only.
fn units(changes: &[Change]) -> Vec<Vec<&Change>> {
    let cnames: HashSet<&Name> = changes
        .iter()
        .map(Change::key)
        .filter(|key| key.rtype == RecordType::Cname)
        .map(|key| &key.name)
        .collect();
    let mut units: Vec<Vec<&Change>> = Vec::new();
    let mut places: HashMap<&Name, usize> = HashMap::new();
    for change in changes {
        let name = &change.key().name;
        if !cnames.contains(name) {
            units.push(vec![change]);
            continue;
        }
        let place = *places.entry(name).or_insert(units.len());
        match units.get_mut(place) {
            Some(unit) => unit.push(change),
            None => units.push(vec![change]),
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl};
    use setec_core::plan::{Change, order};

    use super::pack;
    use crate::rfc2136::client::Client;

    fn set(owner: &str, rtype: RecordType, text: &str) -> RecordSet {
        let key = SetKey {
            name: owner.parse().expect("a name"),
            rtype,
        };
        let data = RecordData::parse(rtype, text, &Name::root()).expect("data");
        RecordSet::new(key, Ttl::from_secs(60).expect("a TTL"), [data])
    }

    fn client() -> Client {
        Client::new(("127.0.0.1".to_owned(), 53), None, Duration::from_secs(1))
    }

    #[test]
    fn a_long_plan_is_split_and_what_belongs_together_stays() {
        let zone: Name = "example.com".parse().unwrap();
        let mut changes: Vec<Change> = (0..3000)
            .flat_map(|n| {
                let owner = format!("h{n}.example.com");
                [
                    Change::Delete(set(&owner, RecordType::A, "192.0.2.1")),
                    Change::Create(set(&owner, RecordType::Cname, "target.example.com.")),
                ]
            })
            .collect();
        order(&mut changes);
        let messages = pack(&client(), &zone, &changes).unwrap();
        assert!(messages.len() > 1);
        assert_eq!(messages.iter().map(Vec::len).sum::<usize>(), 6000);
        for message in &messages {
            let names = |wanted: fn(&Change) -> bool| -> Vec<&Name> {
                let wanted = message.iter().filter(|change| wanted(change));
                wanted.map(|change| &change.key().name).collect()
            };
            assert_eq!(
                names(|change| change.after().is_none()),
                names(|change| change.after().is_some())
            );
        }
    }

    #[test]
    fn a_thousand_addresses_fit_into_one_message() {
        let zone: Name = "example.com".parse().unwrap();
        let sets = (0..1000).map(|n| set(&format!("h{n}.example.com"), RecordType::A, "192.0.2.1"));
        let changes: Vec<Change> = sets.map(Change::Create).collect();
        assert_eq!(pack(&client(), &zone, &changes).unwrap().len(), 1);
    }

    #[test]
    fn a_set_that_fits_into_no_message_is_named() {
        let zone: Name = "example.com".parse().unwrap();
        let text = format!("\"{}\"", "x".repeat(250)).repeat(250);
        let change = Change::Replace {
            before: set("big.example.com", RecordType::Txt, &text),
            after: set("big.example.com", RecordType::Txt, &format!("\"y\"{text}")),
        };
        let changes = [
            Change::Create(set("a.example.com", RecordType::A, "192.0.2.1")),
            change,
        ];
        let error = pack(&client(), &zone, &changes).unwrap_err();
        assert_eq!(error.0, [&changes[1]]);
    }
}

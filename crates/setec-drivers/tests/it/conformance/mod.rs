//! What every driver with DNS has to do, whatever its vendor: one suite for all of them.
//!
//! A driver joins with a [`Place`]: the driver connected to a real server or a simulator, a zone to
//! work on, and a way to look at the zone that does not go through the driver. Its test is
//! `conformance::run(&place).await`. Each case works on names of its own, so they share the zone.

mod cases;
mod texts;
mod types;

use std::panic::AssertUnwindSafe;
use std::process::Command;

use futures::FutureExt;
use futures::future::BoxFuture;
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};
use setec_core::plan::{Change, diff};
use setec_provider::DnsProvider;
use setec_provider::dns::ApplyError;

/// A driver, and what it writes to.
pub(crate) trait Place: Sync {
    /// The connected account.
    fn dns(&self) -> &dyn DnsProvider;

    /// The zone that the cases work on; it is there and may hold anything.
    fn zone(&self) -> Name;

    /// The set as the world sees it, not through the driver; `None` where there is none.
    fn look(&self, key: &SetKey) -> Option<RecordSet>;

    /// Whether the vendor can hold that text; what it cannot hold, the suite sees refused.
    fn holds_text(&self, _text: &[u8]) -> bool {
        true
    }

    /// How many sets one write may make.
    fn most_sets(&self) -> usize {
        1000
    }

    /// What becomes of two writes to one set that were made from the same read.
    fn race(&self) -> Race;
}

/// What a driver can promise when two write at once. Within one installation the app's lock on the
/// zone keeps writers apart; this is about everybody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Race {
    /// The second is carried out beside the first, or refused with `Conflict`.
    NothingIsLost,
    /// The vendor replaces whole sets and has no preconditions: the second write stands.
    TheLastStands,
    /// The vendor replaces whole zones and has no preconditions: the driver refuses a plan that is
    /// stale, and of writes that overlap in time the last stands.
    StaleIsRefused,
}

type Case = for<'a> fn(&'a dyn Place) -> BoxFuture<'a, ()>;

/// Names a case and the function that it is.
macro_rules! cases {
    ($($module:ident::$case:ident),* $(,)?) => {
        &[$((stringify!($case), |place| $module::$case(place).boxed())),*]
    };
}

const CASES: &[(&str, Case)] = cases![
    cases::values_come_and_go_one_by_one,
    cases::a_cname_takes_the_place_of_an_address_and_back,
    cases::special_names_are_names,
    cases::a_ttl_changes_without_its_values,
    cases::a_ttl_that_the_provider_does_not_take_is_refused,
    cases::many_sets_at_once,
    cases::a_refused_change_leaves_its_zone_as_it_was,
    cases::two_writers_of_one_set,
    cases::two_writers_at_the_same_time,
    texts::texts_are_bytes,
    types::declared_types_are_held,
    types::types_that_are_not_declared_are_refused,
];

/// Runs every case, and fails with the names of those that fail.
pub(crate) async fn run(place: &dyn Place) {
    let mut failed = Vec::new();
    for (name, case) in CASES {
        // The panic's own words are on standard error by then.
        if AssertUnwindSafe(case(place)).catch_unwind().await.is_err() {
            failed.push(*name);
        }
    }
    assert!(failed.is_empty(), "failed: {}", failed.join(", "));
}

/// What a case does with its place.
impl dyn Place + '_ {
    /// A name of the zone.
    fn name(&self, label: &str) -> Name {
        Name::in_zone(label, &self.zone()).expect("a name of the zone")
    }

    fn key(&self, label: &str, rtype: RecordType) -> SetKey {
        SetKey {
            name: self.name(label),
            rtype,
        }
    }

    /// A set with the least TTL above a minute that the provider takes.
    fn set(&self, label: &str, rtype: RecordType, values: &[&str]) -> RecordSet {
        let values = values
            .iter()
            .map(|text| RecordData::parse(rtype, text, &Name::root()).expect("record data"));
        self.set_of(label, rtype, values)
    }

    fn set_of(
        &self,
        label: &str,
        rtype: RecordType,
        values: impl IntoIterator<Item = RecordData>,
    ) -> RecordSet {
        let minute = Ttl::from_secs(60).expect("a TTL");
        let ttl = minute.max(self.dns().facts().min_ttl);
        RecordSet::new(self.key(label, rtype), ttl, values)
    }

    /// The zone without its SOA, whose serial goes its own way.
    async fn read(&self) -> Zone {
        let zone = self.zone();
        let mut read = self.dns().zone(&zone).await.expect("the zone is read");
        read.remove(&SetKey {
            name: zone,
            rtype: RecordType::Soa,
        });
        read
    }

    async fn apply(&self, changes: &[Change]) -> Result<(), ApplyError> {
        let written = self.dns().apply(&self.zone(), changes).await?;
        assert_eq!(
            written.answers.is_empty(),
            changes.is_empty(),
            "each write is told"
        );
        Ok(())
    }

    /// Brings the zone to what `edit` makes of it. The zone as it is read is that then, all else is
    /// as it was, the world sees it, and applying the same again does nothing.
    async fn edit(&self, edit: impl FnOnce(&mut Zone)) {
        let live = self.read().await;
        let mut wanted = live.clone();
        edit(&mut wanted);
        let changes = diff(&live, &wanted);
        assert!(!changes.is_empty(), "the case changes something");
        self.apply(&changes).await.expect("the changes are applied");
        let after = self.read().await;
        let left = diff(&after, &wanted);
        assert_eq!(left, [], "a second plan finds nothing");
        for change in &changes {
            let seen = self.look(change.key());
            assert_eq!(seen.as_ref(), change.after(), "{:?}", change.key());
        }
        self.apply(&left).await.expect("nothing is applied");
        assert_eq!(diff(&self.read().await, &wanted), []);
    }

    /// The same with whole sets.
    async fn put(&self, sets: impl IntoIterator<Item = RecordSet>) {
        self.edit(|zone| sets.into_iter().for_each(|set| zone.put(set)))
            .await;
    }

    async fn remove(&self, keys: impl IntoIterator<Item = SetKey>) {
        self.edit(|zone| keys.into_iter().for_each(|key| drop(zone.remove(&key))))
            .await;
    }
}

/// What `dig` sees at a server on 127.0.0.1, for places that answer queries.
pub(crate) fn dig(port: u16, key: &SetKey) -> Option<RecordSet> {
    let rtype = match key.rtype {
        RecordType::Unknown(number) => format!("TYPE{number}"),
        RecordType::Alias => "TYPE65401".to_owned(),
        known => known.to_string(),
    };
    let output = Command::new("dig")
        .args(["+tcp", "+time=5", "+tries=3", "+norecurse", "@127.0.0.1"])
        .args(["-p", &port.to_string(), "+noall", "+answer", "+authority"])
        .args([&key.name.to_absolute(), &rtype])
        .output()
        .expect("dig is installed (bind9-dnsutils)");
    let text = String::from_utf8(output.stdout).expect("dig prints ASCII");
    let mut set: Option<RecordSet> = None;
    for line in text.lines() {
        let mut rest = line;
        let mut word = || {
            let (word, behind) = rest.split_once([' ', '\t'])?;
            rest = behind.trim_start();
            Some(word)
        };
        let (Some(owner), Some(ttl), Some(_), Some(shown)) = (word(), word(), word(), word())
        else {
            continue;
        };
        // A delegation is answered in the authority section, a SOA stands there for nothing.
        if shown.parse() != Ok(key.rtype) || owner.parse() != Ok(key.name.clone()) {
            continue;
        }
        let value = RecordData::parse(key.rtype, rest, &Name::root()).expect("record data");
        let secs = ttl.parse().expect("a TTL");
        set.get_or_insert_with(|| {
            let ttl = Ttl::from_secs(secs).expect("a TTL");
            RecordSet::new(key.clone(), ttl, [])
        })
        .insert(value);
    }
    set
}

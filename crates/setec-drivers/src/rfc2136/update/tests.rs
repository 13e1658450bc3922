use domain::base::iana::Class;
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl};
use setec_core::plan::Change;

use super::{Line, prerequisites, updates};
use crate::rfc2136::transfer::Forms;

fn set(owner: &str, rtype: RecordType, ttl: u64, values: &[&str]) -> RecordSet {
    let key = SetKey {
        name: owner.parse().expect("a name"),
        rtype,
    };
    let values = values
        .iter()
        .map(|text| RecordData::parse(rtype, text, &Name::root()).expect("data"));
    RecordSet::new(key, Ttl::from_secs(ttl).expect("a TTL"), values)
}

fn show(lines: Vec<Line>) -> Vec<String> {
    let show = |line: Line| {
        let data =
            match RecordData::from_wire(RecordType::from_number(line.rtype.to_int()), &line.data) {
                Ok(data) if !line.data.is_empty() => format!(" {data}"),
                _ => String::new(),
            };
        let Line {
            owner,
            class,
            rtype,
            ttl,
            ..
        } = line;
        let class = match class {
            Class::ANY => "ANY".to_owned(),
            other => other.to_string(),
        };
        format!("{owner} {ttl} {class} {rtype}{data}")
    };
    lines.into_iter().map(show).collect()
}

fn told(changes: &[Change]) -> (Vec<String>, Vec<String>) {
    let zone = "example".parse().expect("a name");
    let all: Vec<&Change> = changes.iter().collect();
    let forms = Forms::new();
    let updates = changes.iter().flat_map(|c| updates(&zone, c, &forms));
    (show(prerequisites(&all, &forms)), show(updates.collect()))
}

#[test]
fn a_replaced_set_is_as_it_was_read_and_keeps_its_siblings() {
    let (prerequisites, updates) = told(&[Change::Replace {
        before: set("w.example", RecordType::A, 60, &["192.0.2.1", "192.0.2.2"]),
        after: set("w.example", RecordType::A, 60, &["192.0.2.2", "192.0.2.3"]),
    }]);
    assert_eq!(
        prerequisites,
        ["w.example 0 IN A 192.0.2.1", "w.example 0 IN A 192.0.2.2"]
    );
    assert_eq!(
        updates,
        [
            "w.example 0 NONE A 192.0.2.1",
            "w.example 60 IN A 192.0.2.3"
        ]
    );
}

#[test]
fn another_ttl_means_a_new_set() {
    let (_, updates) = told(&[Change::Replace {
        before: set("w.example", RecordType::A, 60, &["192.0.2.1"]),
        after: set("w.example", RecordType::A, 90, &["192.0.2.1"]),
    }]);
    assert_eq!(
        updates,
        ["w.example 0 ANY A", "w.example 90 IN A 192.0.2.1"]
    );
}

#[test]
fn the_zones_own_ns_are_never_without_one() {
    let (_, updates) = told(&[Change::Replace {
        before: set("example", RecordType::Ns, 60, &["a.example."]),
        after: set("example", RecordType::Ns, 90, &["b.example."]),
    }]);
    assert_eq!(
        updates,
        [
            "example 90 IN NS b.example.",
            "example 0 NONE NS a.example."
        ]
    );
}

#[test]
fn what_is_made_finds_its_place_empty() {
    let (alone, _) = told(&[
        Change::Create(set("c.example", RecordType::Cname, 60, &["x.example."])),
        Change::Create(set("w.example", RecordType::A, 60, &["192.0.2.1"])),
        Change::Create(set("w.example", RecordType::Txt, 60, &["x"])),
    ]);
    assert_eq!(
        alone,
        [
            "c.example 0 NONE ANY",
            "w.example 0 NONE A",
            "w.example 0 NONE CNAME",
            "w.example 0 NONE TXT",
        ]
    );
    let (swapped, updates) = told(&[
        Change::Delete(set("w.example", RecordType::A, 60, &["192.0.2.1"])),
        Change::Create(set("w.example", RecordType::Cname, 60, &["x.example."])),
    ]);
    assert_eq!(swapped[0], "w.example 0 IN A 192.0.2.1");
    assert!(swapped.contains(&"w.example 0 NONE AAAA".to_owned()));
    assert!(!swapped.contains(&"w.example 0 NONE A".to_owned()));
    assert_eq!(
        updates,
        ["w.example 0 ANY A", "w.example 60 IN CNAME x.example."]
    );
}

#[test]
fn the_servers_own_form_of_a_value_is_used() {
    let before = set("t.example", RecordType::Txt, 60, &["\"ab\" \"c\"", "d"]);
    let forms = Forms::from([(
        (before.key.clone(), before.values()[0].clone()),
        vec![b"\x02ab\x01c".to_vec(), b"\x03abc".to_vec()],
    )]);
    let change = Change::Replace {
        after: set("t.example", RecordType::Txt, 60, &["d"]),
        before,
    };
    let lines = prerequisites(&[&change], &forms);
    let data: Vec<&[u8]> = lines.iter().map(|line| &line.data[..]).collect();
    assert_eq!(data, [&b"\x02ab\x01c"[..], b"\x03abc", b"\x01d"]);
    let zone = "example".parse().expect("a name");
    let gone: Vec<Vec<u8>> = updates(&zone, &change, &forms)
        .into_iter()
        .map(|line| line.data)
        .collect();
    assert_eq!(gone, [b"\x02ab\x01c".to_vec(), b"\x03abc".to_vec()]);
}

//! Plans carried out, and races lost.

use setec_core::dns::{RecordData, RecordSet, Ttl};
use setec_core::plan::Change;
use setec_provider::ErrorKind;

use super::fixture::{BOTH, Fixture, data, key, set};
use super::server::{Program, ServedZone};

#[tokio::test]
async fn a_plan_is_one_message() {
    for program in BOTH {
        let Some(fixture) = Fixture::start(program, "old A 192.0.2.9\nswap A 192.0.2.8") else {
            continue;
        };
        let answers = fixture
            .edit(|zone| {
                zone.remove(&key("old.example.com", "A"));
                zone.remove(&key("swap.example.com", "A"));
                zone.put(set("swap.example.com", "CNAME", 60, &["x.example."]));
                zone.put(set("www.example.com", "A", 60, &["192.0.2.1", "192.0.2.2"]));
            })
            .await;
        assert_eq!(answers.len(), 1);
        assert_eq!(answers[0].call, "UPDATE example.com. 4 changes");
        assert_eq!(answers[0].text, "NOERROR");
        let dig = |name, rtype| fixture.server.dig(name, rtype);
        assert_eq!(dig("www.example.com", "A"), ["192.0.2.1", "192.0.2.2"]);
        assert_eq!(dig("swap.example.com", "CNAME"), ["x.example."]);
        assert_eq!(dig("old.example.com", "A"), [""; 0]);
    }
}

#[tokio::test]
async fn the_zones_own_ns_are_replaced_and_never_gone() {
    for program in BOTH {
        let Some(fixture) = Fixture::start(program, "") else {
            continue;
        };
        let ns = |ttl, values: &[&str]| set("example.com", "NS", ttl, values);
        for wanted in [
            ns(300, &["a.example.org.", "b.example.org."]),
            ns(300, &["c.example.org."]),
            ns(60, &["d.example.org."]),
            ns(90, &["d.example.org.", "e.example.org."]),
        ] {
            fixture.edit(|zone| zone.put(wanted)).await;
        }
        let live = fixture.read().await;
        let gone = live.get(&key("example.com", "NS")).unwrap().clone();
        let error = fixture.apply(&[Change::Delete(gone)]).await.unwrap_err();
        assert_eq!(error.source.kind, ErrorKind::Invalid);
        assert_eq!(error.source.violations[0].field, "@/NS");
        assert_eq!(fixture.read().await, live);
    }
}

#[tokio::test]
async fn a_lost_race_is_seen_and_says_what_has_changed() {
    for program in BOTH {
        let records = "www A 192.0.2.1\nfree TXT free\ntarget A 192.0.2.4";
        let Some(fixture) = Fixture::start(program, records) else {
            continue;
        };
        let www = |values: &[&str]| set("www.example.com", "A", 300, values);
        let replace = Change::Replace {
            before: www(&["192.0.2.1"]),
            after: www(&["192.0.2.1", "192.0.2.2"]),
        };
        let create = Change::Create(set("new.example.com", "A", 60, &["192.0.2.5"]));
        let alias = Change::Create(set("alias.example.com", "CNAME", 60, &["x.example."]));
        // Somebody else is faster.
        fixture.server.nsupdate(
            "zone example.com\nupdate add www.example.com 300 A 192.0.2.7\n\
             update add new.example.com 60 CNAME y.example.\n\
             update add alias.example.com 60 TXT text",
        );
        let before = fixture.read().await;
        for (change, words) in [
            (
                replace.clone(),
                "www.example.com A was 192.0.2.1 and is now 192.0.2.1 192.0.2.7",
            ),
            (create, "new.example.com has CNAME records"),
            (alias, "alias.example.com has TXT records"),
            (
                Change::Delete(www(&["192.0.2.1"])),
                "www.example.com A was 192.0.2.1 and is now 192.0.2.1 192.0.2.7",
            ),
            (
                Change::Delete(set("gone.example.com", "A", 60, &["192.0.2.1"])),
                "gone.example.com A was 192.0.2.1 and is now nothing",
            ),
            (
                Change::Create(set("target.example.com", "A", 300, &["192.0.2.1"])),
                "target.example.com A was nothing and is now 192.0.2.4",
            ),
        ] {
            // A good change beside the bad one is not made either.
            let good = Change::Create(set("good.example.com", "A", 60, &["192.0.2.1"]));
            let error = fixture.apply(&[good, change]).await.unwrap_err();
            assert_eq!(
                error.source.kind,
                ErrorKind::Conflict,
                "{program:?} {words}"
            );
            assert_eq!(
                error.source.message,
                format!("somebody else has changed the zone meanwhile: {words}"),
                "{program:?}"
            );
            assert_eq!(error.applied, []);
            assert_eq!(fixture.read().await, before);
        }
    }
}

#[tokio::test]
async fn what_is_as_wanted_already_is_no_conflict() {
    for program in BOTH {
        let Some(fixture) = Fixture::start(program, "www 60 A 192.0.2.1") else {
            continue;
        };
        let change = Change::Create(set("www.example.com", "A", 60, &["192.0.2.1"]));
        let answers = fixture.apply(&[change]).await.unwrap();
        assert!(
            answers[0]
                .text
                .ends_with("the zone holds these changes already")
        );
    }
}

/// The server compares bytes: strings of a text, upper case in a CAA's tag and in an HTTPS target.
#[tokio::test]
async fn values_in_the_servers_own_form_are_changed() {
    let records = "t TXT \"ab\" \"cd\"\nt TXT other\nc CAA 0 ISSUE \"ca.example\"\nh HTTPS 1 Svc.Example. alpn=h2\n\
                   m MX 10 Mail.Example.\nn CNAME Target.Example.";
    for program in BOTH {
        let Some(fixture) = Fixture::start(program, records) else {
            continue;
        };
        fixture
            .edit(|zone| {
                let mut texts = zone.get(&key("t.example.com", "TXT")).unwrap().clone();
                assert!(texts.insert(data("TXT", "third")));
                zone.put(texts);
                zone.put(set("h.example.com", "HTTPS", 300, &["1 . alpn=h3"]));
                zone.remove(&key("c.example.com", "CAA"));
                zone.put(set("m.example.com", "MX", 300, &["20 mail.example."]));
                zone.put(set("n.example.com", "CNAME", 300, &["other.example."]));
            })
            .await;
        let texts = fixture.server.dig("t.example.com", "TXT");
        assert_eq!(texts, ["\"ab\" \"cd\"", "\"other\"", "\"third\""]);
        fixture
            .edit(|zone| {
                let mut texts = zone.get(&key("t.example.com", "TXT")).unwrap().clone();
                assert!(texts.remove(&RecordData::Txt((*b"abcd").into())));
                zone.put(texts);
            })
            .await;
        assert_eq!(fixture.server.dig("t.example.com", "TXT").len(), 2);
    }
}

#[tokio::test]
async fn a_long_plan_goes_in_several_messages() {
    for program in BOTH {
        let Some(fixture) = Fixture::start(program, "last A 192.0.2.1") else {
            continue;
        };
        let text = "x".repeat(200);
        let sets = (0..600).map(|n| set(&format!("h{n:03}.example.com"), "TXT", 60, &[&text]));
        let mut changes: Vec<Change> = sets.map(Change::Create).collect();
        let calls = fixture.dns().calls(&changes);
        assert!(calls > 1);
        let answers = fixture.apply(&changes).await.unwrap();
        assert_eq!(u32::try_from(answers.len()).unwrap(), calls);
        assert_eq!(fixture.read().await.len(), 602);

        // What stands after a failure half-way is told.
        changes = changes
            .iter()
            .map(|change| Change::Delete(change.after().unwrap().clone()))
            .collect();
        changes.push(Change::Delete(set(
            "last.example.com",
            "A",
            300,
            &["192.0.2.2"],
        )));
        let error = fixture.apply(&changes).await.unwrap_err();
        assert_eq!(error.source.kind, ErrorKind::Conflict);
        assert!(!error.answers.is_empty());
        let left = fixture.read().await;
        assert_eq!(left.len(), 602 - error.applied.len());
        assert!(error.applied.iter().all(|key| left.get(key).is_none()));
    }
}

#[tokio::test]
async fn a_zone_that_the_server_signs_is_changed_as_any_other() {
    for program in BOTH {
        let zone = ServedZone {
            signed: true,
            ..ServedZone::new("example.com", "www A 192.0.2.1\nswap A 192.0.2.8")
        };
        let Some(fixture) = Fixture::with(program, &zone) else {
            continue;
        };
        let mut tries = 0;
        while fixture.server.dig("example.com", "DNSKEY").is_empty() {
            tries += 1;
            assert!(
                tries < 200,
                "{program:?} does not sign: {}",
                fixture.server.log()
            );
        }
        let live = fixture.read().await;
        assert_eq!(live.len(), 3, "only what is not of DNSSEC");
        fixture
            .edit(|zone| {
                zone.put(set("www.example.com", "A", 60, &["192.0.2.2"]));
                zone.remove(&key("swap.example.com", "A"));
                zone.put(set("swap.example.com", "CNAME", 60, &["x.example."]));
                zone.put(set("new.example.com", "CNAME", 60, &["x.example."]));
            })
            .await;
        assert_eq!(fixture.server.dig("www.example.com", "A"), ["192.0.2.2"]);
        assert!(!fixture.server.dig("www.example.com", "RRSIG").is_empty());
        let error = fixture
            .apply(&[Change::Create(set(
                "example.com",
                "TYPE59",
                60,
                &["\\# 5 0001 0d 02 aa"],
            ))])
            .await
            .unwrap_err();
        assert_eq!(error.source.kind, ErrorKind::Invalid);
        assert!(error.source.message.contains("the server's own"), "{error}");
    }
}

#[tokio::test]
async fn what_no_update_can_do_is_refused_before_any_is_sent() {
    let Some(fixture) = Fixture::start(Program::Bind, "") else {
        return;
    };
    let mut hidden = RecordSet::new(key("off.example.com", "A"), Ttl::from_secs(60).unwrap(), []);
    hidden.insert_disabled(data("A", "192.0.2.1"));
    let huge = RecordSet::new(
        key("huge.example.com", "TXT"),
        Ttl::from_secs(60).unwrap(),
        [RecordData::Txt(vec![b'x'; 65_400].into())],
    );
    let changes = [
        set("www.example.org", "A", 60, &["192.0.2.1"]),
        set("example.com", "SOA", 60, &["a. b. 1 2 3 4 5"]),
        set("alias.example.com", "ALIAS", 60, &["x.example."]),
        set("sig.example.com", "TYPE46", 60, &["\\# 1 00"]),
        hidden,
        huge,
    ]
    .map(Change::Create);
    let error = fixture.apply(&changes).await.unwrap_err().source;
    assert_eq!(error.kind, ErrorKind::Invalid);
    let fields: Vec<&str> = error.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "www.example.org./A",
            "@/SOA",
            "alias/ALIAS",
            "sig/RRSIG",
            "off/A",
            "huge/TXT"
        ]
    );
    assert_eq!(fixture.read().await.len(), 1);
}

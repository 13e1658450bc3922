use serde_json::json;
use setec_core::dns::{RecordData, RecordSet, RecordType};
use setec_core::plan::Change;
use setec_provider::ErrorKind;

use super::harness::{Account, data, key, set};

const ZONE: &str = "quillfeather.com";

#[tokio::test]
async fn one_more_value_leaves_its_siblings_alone() {
    let account = Account::new().await;
    let before = account.zone(ZONE).await;
    let api = key("api.quillfeather.com", RecordType::A);
    // Somebody adds another value between the read and the write.
    account.sandbox.change_outside(
        ZONE,
        "api",
        "A",
        300,
        &["203.0.113.18", "203.0.113.19", "203.0.113.50"],
    );
    let mut after = before.get(&api).expect("the set").clone();
    after.insert(data(RecordType::A, "203.0.113.60"));
    let change = Change::Replace {
        before: before.get(&api).expect("the set").clone(),
        after,
    };
    account.apply(ZONE, &[change]).await.unwrap();
    assert_eq!(
        account.upstream(ZONE, "api", "A"),
        [
            "203.0.113.18",
            "203.0.113.19",
            "203.0.113.50",
            "203.0.113.60"
        ]
    );
    assert_eq!(
        account.bodies("PUT"),
        [json!({"overwrite": false, "zone": [
            {"name": "api", "type": "A", "ttl": 300, "records": [{"content": "203.0.113.60"}]}
        ]})]
    );
    account.finish();
}

#[tokio::test]
async fn one_value_less_leaves_its_siblings_alone() {
    let account = Account::new().await;
    account
        .edit(ZONE, |zone| {
            let key = key("quillfeather.com", RecordType::Mx);
            let mut mail = zone.get(&key).expect("MX").clone();
            assert!(mail.remove(&data(RecordType::Mx, "5 alt1.aspmx.l.google.com.")));
            zone.put(mail);
        })
        .await
        .unwrap();
    let left = account.upstream(ZONE, "@", "MX");
    assert_eq!(left.len(), 4);
    assert!(!left.contains(&"5 alt1.aspmx.l.google.com.".to_owned()));
    let bodies = account.bodies("PUT");
    assert_eq!(bodies.len(), 1);
    assert_eq!(bodies[0]["overwrite"], true);
    account.finish();
}

#[tokio::test]
async fn contents_are_sent_as_a_zone_file_has_them() {
    let account = Account::new().await;
    let sets = [
        set("a1.example.com", RecordType::A, 300, &["192.0.2.9"]),
        set("a1.example.com", RecordType::Aaaa, 300, &["2001:db8::9"]),
        set("al.example.com", RecordType::Alias, 300, &["x.example.net"]),
        set(
            "_s._tcp.example.com",
            RecordType::Srv,
            300,
            &["1 2 3 sip.example.net"],
        ),
        set(
            "t.example.com",
            RecordType::Txt,
            300,
            &[r#""say \"hi\"; ok""#],
        ),
        set(
            "ca.example.com",
            RecordType::Caa,
            300,
            &["0 issue letsencrypt.org"],
        ),
        set(
            "m.example.com",
            RecordType::Mx,
            300,
            &["10 mail.example.net"],
        ),
        set(
            "c.example.com",
            RecordType::Cname,
            300,
            &["www.example.net"],
        ),
        set(
            "sub.example.com",
            RecordType::Ns,
            300,
            &["ns1.example.net", "ns2.example.net"],
        ),
    ];
    account
        .edit("example.com", |zone| {
            for set in &sets {
                zone.put(set.clone());
            }
        })
        .await
        .unwrap();
    let body = account.bodies("PUT").remove(0);
    let sent = |owner: &str| {
        let sets = body["zone"].as_array().expect("sets");
        let set = sets.iter().find(|set| set["name"] == owner);
        set.expect("the set")["records"][0]["content"].clone()
    };
    for (owner, content) in [
        ("al", "x.example.net."),
        ("_s._tcp", "1 2 3 sip.example.net."),
        ("t", r#""say \"hi\"; ok""#),
        ("ca", r#"0 issue "letsencrypt.org""#),
        ("m", "10 mail.example.net."),
        ("c", "www.example.net."),
    ] {
        assert_eq!(sent(owner), content);
    }
    let zone = account.zone("example.com").await;
    for set in &sets {
        assert_eq!(zone.get(&set.key), Some(set));
    }
    // All of it is one call, behind one validation.
    assert_eq!(account.writes().len(), 2);
    account.finish();
}

#[tokio::test]
async fn overwrite_is_said_in_every_write() {
    let account = Account::new().await;
    account
        .edit(ZONE, |zone| {
            zone.put(set(
                "new.quillfeather.com",
                RecordType::A,
                300,
                &["192.0.2.1"],
            ));
            zone.put(set(
                "api.quillfeather.com",
                RecordType::A,
                600,
                &["192.0.2.2"],
            ));
        })
        .await
        .unwrap();
    let mut said: Vec<bool> = Vec::new();
    for body in [account.bodies("PUT"), account.bodies("POST")].concat() {
        said.push(body["overwrite"].as_bool().expect("overwrite is there"));
        for set in body["zone"].as_array().expect("sets") {
            assert!(set["ttl"].is_u64(), "{set}");
        }
    }
    assert_eq!(said.len(), 3);
    account.finish();
}

#[tokio::test]
async fn changes_of_one_kind_share_a_call() {
    let account = Account::new().await;
    account
        .edit(ZONE, |zone| {
            for (at, owner) in ["a", "c", "e"].into_iter().enumerate() {
                let value = format!("192.0.2.{at}");
                let owner = format!("{owner}.quillfeather.com");
                zone.put(set(&owner, RecordType::A, 300, &[&value]));
            }
            for owner in ["api", "*.preview"] {
                let owner = format!("{owner}.quillfeather.com");
                zone.put(set(&owner, RecordType::A, 900, &["192.0.2.7"]));
            }
            zone.remove(&key("_dmarc.quillfeather.com", RecordType::Txt));
            zone.remove(&key("google._domainkey.quillfeather.com", RecordType::Txt));
        })
        .await
        .unwrap();
    let calls: Vec<String> = account
        .writes()
        .into_iter()
        .map(|call| call.method)
        .collect();
    assert_eq!(calls, ["POST", "PUT", "PUT", "DELETE"]);
    assert_eq!(account.upstream(ZONE, "c", "A"), ["192.0.2.1"]);
    assert!(account.upstream(ZONE, "_dmarc", "TXT").is_empty());
    account.finish();
}

#[tokio::test]
async fn an_address_becomes_a_cname_and_an_address_again() {
    let account = Account::new().await;
    let cname = set(
        "api.quillfeather.com",
        RecordType::Cname,
        300,
        &["x.example.net"],
    );
    let swap = |from: RecordType, to: setec_core::dns::RecordSet| {
        account.edit(ZONE, move |zone| {
            zone.remove(&key("api.quillfeather.com", from));
            zone.put(to);
        })
    };
    swap(RecordType::A, cname).await.unwrap();
    assert_eq!(account.upstream(ZONE, "api", "CNAME"), ["x.example.net."]);
    assert!(account.upstream(ZONE, "api", "A").is_empty());
    let address = set("api.quillfeather.com", RecordType::A, 300, &["192.0.2.1"]);
    swap(RecordType::Cname, address).await.unwrap();
    assert_eq!(account.upstream(ZONE, "api", "A"), ["192.0.2.1"]);
    assert!(account.upstream(ZONE, "api", "CNAME").is_empty());
    account.finish();
}

#[tokio::test]
async fn what_made_room_for_a_refused_cname_is_put_back() {
    let account = Account::new().await;
    account.fault("server-error:status=500,on=PUT,times=2");
    let error = account
        .edit(ZONE, |zone| {
            zone.remove(&key("api.quillfeather.com", RecordType::A));
            zone.put(set(
                "api.quillfeather.com",
                RecordType::Cname,
                300,
                &["x.example.net"],
            ));
        })
        .await
        .unwrap_err();
    assert_eq!(error.source.kind, ErrorKind::Unavailable);
    assert_eq!(error.applied, []);
    assert_eq!(
        account.upstream(ZONE, "api", "A"),
        ["203.0.113.18", "203.0.113.19"]
    );
    account.finish();
}

#[tokio::test]
async fn a_delegation_comes_with_its_glue_and_goes_with_it() {
    let account = Account::new().await;
    let sets = [
        set(
            "sub.example.com",
            RecordType::Ns,
            3600,
            &["ns1.sub.example.com"],
        ),
        set("ns1.sub.example.com", RecordType::A, 3600, &["192.0.2.1"]),
    ];
    account
        .edit("example.com", |zone| {
            for set in &sets {
                zone.put(set.clone());
            }
        })
        .await
        .unwrap();
    assert_eq!(
        account.upstream("example.com", "sub", "NS"),
        ["ns1.sub.example.com."]
    );
    account
        .edit("example.com", |zone| {
            for set in &sets {
                zone.remove(&set.key);
            }
        })
        .await
        .unwrap();
    assert!(account.upstream("example.com", "ns1.sub", "A").is_empty());
    account.finish();
}

#[tokio::test]
async fn a_short_ttl_is_refused_before_any_call() {
    let account = Account::new().await;
    let change = Change::Create(set("x.example.com", RecordType::A, 59, &["192.0.2.1"]));
    let error = account.apply("example.com", &[change]).await.unwrap_err();
    assert_eq!(error.source.kind, ErrorKind::Invalid);
    assert_eq!(error.source.message, "x/A: a TTL is at least 60 seconds");
    assert!(account.sandbox.exchanges().is_empty());
}

#[tokio::test]
async fn the_zones_own_records_are_the_vendors() {
    let account = Account::new().await;
    let zone = account.zone("example.com").await;
    account.sandbox.take_exchanges();
    let live = |rtype| {
        zone.get(&key("example.com", rtype))
            .expect("the set")
            .clone()
    };
    for change in [
        Change::Delete(live(RecordType::Ns)),
        Change::Create(set(
            "example.com",
            RecordType::Soa,
            3600,
            &["a.example. b.example. 1 2 3 4 5"],
        )),
        Change::Create(set(
            "example.com",
            RecordType::Ptr,
            3600,
            &["host.example."],
        )),
    ] {
        let error = account.apply("example.com", &[change]).await.unwrap_err();
        assert_eq!(error.source.kind, ErrorKind::Invalid, "{error}");
    }
    assert!(account.sandbox.exchanges().is_empty());
}

#[tokio::test]
async fn disabled_records_are_not_lost_in_silence() {
    let account = Account::new().await;
    let old = key("old.quillfeather.com", RecordType::A);
    let error = account
        .edit(ZONE, |zone| {
            let mut set = zone.get(&old).expect("the set").clone();
            set.remove(&data(RecordType::A, "198.51.100.8"));
            set.insert(data(RecordType::A, "192.0.2.8"));
            zone.put(set);
        })
        .await
        .unwrap_err();
    assert_eq!(error.source.kind, ErrorKind::Conflict);
    assert!(error.to_string().contains("disabled records"), "{error}");
    assert!(account.writes().is_empty());
    // One more value does not touch them, and neither does taking all of it away.
    account
        .edit(ZONE, |zone| {
            let mut set = zone.get(&old).expect("the set").clone();
            set.insert(data(RecordType::A, "192.0.2.8"));
            zone.put(set);
        })
        .await
        .unwrap();
    let set = account.zone(ZONE).await.get(&old).expect("the set").clone();
    assert_eq!((set.values().len(), set.disabled().len()), (2, 1));
    account
        .edit(ZONE, |zone| {
            zone.remove(&old);
        })
        .await
        .unwrap();
    assert!(account.zone(ZONE).await.get(&old).is_none());
    account.finish();
}

#[tokio::test]
async fn a_refused_validation_leaves_the_zone_alone() {
    let account = Account::new().await;
    let before = account.sandbox.zone_json(ZONE);
    let error = account
        .edit(ZONE, |zone| {
            // Beside a CNAME that stays.
            zone.put(set(
                "cdn.quillfeather.com",
                RecordType::A,
                300,
                &["192.0.2.1"],
            ));
            zone.put(set(
                "ok.quillfeather.com",
                RecordType::A,
                300,
                &["192.0.2.1"],
            ));
        })
        .await
        .unwrap_err();
    assert_eq!(error.source.kind, ErrorKind::Invalid);
    assert!(
        error
            .to_string()
            .starts_with("validate DNS records: hostinger API error 422: [DNS:4008]"),
        "{error}"
    );
    assert_eq!(account.sandbox.zone_json(ZONE), before);
    assert_eq!(account.writes().len(), 1);
    account.finish();
}

#[tokio::test]
async fn a_zone_that_the_account_lacks_cannot_be_written() {
    let account = Account::new().await;
    let change = Change::Create(set("x.nobody.example", RecordType::A, 300, &["192.0.2.1"]));
    let error = account
        .apply("nobody.example", &[change])
        .await
        .unwrap_err();
    assert_eq!(error.source.kind, ErrorKind::NotFound);
    assert!(error.to_string().contains("DNS:4009"), "{error}");
    account.finish();
}

#[tokio::test]
async fn texts_survive_whatever_is_in_them() {
    let account = Account::new().await;
    let long = "ä".repeat(300);
    let texts = ["grüße \"dich\" \\ 100%; ok", &long, "  spaces  "];
    let key = key("texts.example.com", RecordType::Txt);
    let values = texts.map(|text| RecordData::Txt(text.as_bytes().into()));
    let ttl = account.dns().facts().default_ttl;
    let wanted = RecordSet::new(key.clone(), ttl, values);
    account
        .edit("example.com", |zone| zone.put(wanted.clone()))
        .await
        .unwrap();
    assert_eq!(account.zone("example.com").await.get(&key), Some(&wanted));
    account.finish();
}

//! Plans of a folder, and what is applied.

use super::{demo, power_dns};

#[test]
fn a_change_is_planned_reviewed_and_applied() {
    let demo = demo();
    demo.dns(&["adopt", "hostinger", "example.com", "solveig-interiors.com"])
        .ok();
    demo.append("example.com.zone", "\ndeclared 300 IN A 192.0.2.30\n");

    let planned = demo.dns(&["plan"]);
    assert_eq!(planned.code, Some(2), "{planned:?}");
    let line = "  + declared.example.com A 300 192.0.2.30\n";
    assert!(planned.stdout.contains(line), "{planned:?}");
    assert!(
        planned
            .stdout
            .contains("example.com at hostinger: +1 ~0 -0"),
        "{planned:?}"
    );
    assert!(!planned.stdout.contains("solveig"), "{planned:?}");
    let plan = demo.says(&["plan"], 2);
    assert_eq!(plan["summary"]["create"], 1);
    let digest = plan["digest"].as_str().unwrap().to_owned();
    assert!(demo.dns(&["diff"]).ok().contains(line));

    let unasked = demo.dns(&["apply"]);
    assert_eq!(unasked.code, Some(2), "{unasked:?}");
    assert!(!demo.live("example.com").contains("declared"));

    demo.append(
        "solveig-interiors.com.zone",
        "\ndeclared 300 IN A 192.0.2.31\n",
    );
    demo.write("reviewed.json", &plan.to_string());
    for reviewed in [digest.as_str(), "reviewed.json"] {
        let stale = demo.dns(&["apply", "--plan", reviewed, "--yes"]);
        assert_eq!(stale.code, Some(5), "{stale:?}");
        assert!(
            stale.stdout.contains("declared.solveig-interiors.com"),
            "{stale:?}"
        );
        let named = stale
            .stderr
            .contains("solveig-interiors.com at hostinger has changes");
        assert_eq!(named, reviewed != digest, "{stale:?}");
        assert!(!demo.live("example.com").contains("declared"));
    }

    let digest = demo.says(&["plan"], 2)["digest"]
        .as_str()
        .unwrap()
        .to_owned();
    let applied = demo.dns(&["apply", "--plan", &digest]);
    assert!(
        applied
            .ok()
            .contains("example.com at hostinger: 1 record set changed"),
        "{applied:?}"
    );
    assert!(
        demo.dns(&["plan"])
            .ok()
            .contains("2 zones: nothing to change")
    );
    assert_eq!(demo.dns(&["apply", "--plan", &digest]).code, Some(5));
}

#[test]
fn a_guard_is_overridden_by_its_word_and_a_failure_stops_no_other_zone() {
    let demo = demo();
    demo.dns(&[
        "adopt",
        "hostinger",
        "example.com",
        "solveig-interiors.com",
        "--policy",
        "sync",
    ])
    .ok();
    demo.append(
        "solveig-interiors.com.zone",
        "\ndeclared 300 IN A 192.0.2.31\n",
    );
    demo.write("example.com.zone", "@ 300 IN A 192.0.2.1\n");
    let planned = demo.dns(&["plan"]);
    assert!(
        planned
            .stdout
            .contains("override with --override remove-mx"),
        "{planned:?}"
    );
    let refused = demo.dns(&["apply", "--yes"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(
        refused.stdout.contains("example.com at hostinger: error: "),
        "{refused:?}"
    );
    assert!(refused.stdout.contains("remove-mx"), "{refused:?}");
    assert!(
        refused
            .stdout
            .contains("solveig-interiors.com at hostinger: 1 record set changed"),
        "{refused:?}"
    );

    let plan = demo.says(&["plan"], 2);
    let zones = plan["zones"].as_array().unwrap();
    let changed = zones
        .iter()
        .find(|zone| zone["zone"] == "example.com")
        .unwrap();
    let words: Vec<String> = changed["plan"]["guards"]
        .as_array()
        .unwrap()
        .iter()
        .map(|guard| format!("example.com={}", guard["guard"].as_str().unwrap()))
        .collect();
    let mut arguments = vec!["apply", "--yes"];
    for word in &words {
        arguments.extend(["--override", word]);
    }
    let applied = demo.dns(&arguments);
    assert_eq!(applied.code, Some(0), "{applied:?}");
    assert!(demo.dns(&["plan"]).ok().contains("nothing to change"));
    let unknown = demo.dns(&["apply", "--override", "everything"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
}

#[test]
fn thirty_zones_of_a_real_server_are_planned_and_applied_at_once() {
    let demo = demo();
    let Some(vendor) = power_dns(&demo) else {
        return;
    };
    let names: Vec<String> = (0..30).map(|n| format!("zone-{n}.example")).collect();
    for name in &names {
        let body = format!(
            r#"{{"name":"{name}.","kind":"Native","nameservers":["ns1.example.net."],"rrsets":[
                {{"name":"www.{name}.","type":"A","ttl":300,"records":[
                    {{"content":"192.0.2.1","disabled":false}},{{"content":"192.0.2.2","disabled":true}}]}},
                {{"name":"off.{name}.","type":"A","ttl":300,"records":[{{"content":"192.0.2.3","disabled":true}}]}},
                {{"name":"text.{name}.","type":"TXT","ttl":60,"records":[{{"content":"\"a;b \\\"c\\\"\"","disabled":false}}]}}]}}"#
        );
        let (status, answer) = vendor.request("POST", "/api/v1/servers/localhost/zones", &body);
        assert_eq!(status, 201, "{answer}");
    }
    let adopted = demo.dns(&["adopt", "powerdns", "--policy", "sync"]);
    assert!(adopted.ok().contains("30 zones adopted"), "{adopted:?}");
    for (n, name) in names.iter().enumerate() {
        let line = format!("\nnew 300 IN A 192.0.2.{n}\n");
        demo.append(&format!("{name}.zone"), &line);
    }
    let plan = demo.says(&["plan"], 2);
    assert_eq!(plan["summary"]["changed"], 30, "{plan}");
    assert_eq!(plan["summary"]["create"], 30, "{plan}");
    let digest = plan["digest"].as_str().unwrap();
    let applied = demo.says(&["apply", "--plan", digest, "--parallel", "30"], 0);
    assert_eq!(applied["zones"].as_array().unwrap().len(), 30);
    assert!(
        demo.dns(&["plan"])
            .ok()
            .contains("30 zones: nothing to change")
    );
    assert_eq!(vendor.dig("new.zone-7.example", "A"), ["192.0.2.7"]);
    let (_, zone) = vendor.request("GET", "/api/v1/servers/localhost/zones/zone-7.example.", "");
    assert_eq!(
        zone.matches(r#""disabled": true"#).count() + zone.matches(r#""disabled":true"#).count(),
        2,
        "{zone}"
    );
}

#[test]
fn a_zone_that_is_not_there_is_made_with_its_records() {
    let demo = demo();
    let Some(vendor) = power_dns(&demo) else {
        return;
    };
    let mut settings = vec!["account = \"powerdns\"\npolicy = \"sync\"".to_owned()];
    for n in 0..10 {
        settings.push(format!("[[zone]]\nname = \"new-{n}.example\""));
        let text = format!("@ NS ns1.example.net.\n@ MX 10 mail.example.net.\nwww A 192.0.2.{n}\n");
        demo.write(&format!("new-{n}.example.zone"), &text);
    }
    demo.write("setec.toml", &settings.join("\n"));
    let planned = demo.dns(&["plan"]);
    assert_eq!(planned.code, Some(2), "{planned:?}");
    for line in [
        "new-7.example at powerdns: a new zone, +3 ~0 -0\n",
        "  + www.new-7.example A 3600 192.0.2.7\n",
        "10 zones: 10 to change (+30 ~0 -0), 10 of them to be made, about 10 calls",
    ] {
        assert!(planned.stdout.contains(line), "{line}: {planned:?}");
    }
    let plan = demo.says(&["plan"], 2);
    assert_eq!(plan["summary"]["create_zones"], 10, "{plan}");
    let applied = demo.dns(&["apply", "--plan", plan["digest"].as_str().unwrap()]);
    let line = "new-7.example at powerdns: zone made with 3 record sets\n";
    assert!(applied.ok().contains(line), "{applied:?}");
    assert_eq!(vendor.dig("www.new-7.example", "A"), ["192.0.2.7"]);
    let again = demo.dns(&["plan"]);
    assert!(
        again.ok().contains("10 zones: nothing to change"),
        "{again:?}"
    );

    demo.write("new-0.example.zone", "");
    demo.write(
        "setec.toml",
        "[[zone]]\nname = \"elsewhere.example\"\naccount = \"hostinger\"\nfile = \"new-1.example.zone\"\n\
         [[zone]]\nname = \"empty.example\"\naccount = \"powerdns\"\nfile = \"new-0.example.zone\"\n",
    );
    let refused = demo.dns(&["plan"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    for words in [
        "zone elsewhere.example not found, and provider 'hostinger' (Hostinger) makes none",
        "zone empty.example is not there, and a new zone needs records",
    ] {
        assert!(refused.stdout.contains(words), "{words}: {refused:?}");
    }
}

#[test]
fn what_is_protected_is_refused_and_a_content_is_replaced_everywhere() {
    let demo = demo();
    let zone = ["hostinger", "example.com"];
    demo.dns(&[&["protect", "set"], &zone[..], &["--set", "keep A"]].concat())
        .ok();
    let shown = demo.dns(&[&["protect", "show"], &zone[..]].concat());
    assert!(shown.ok().contains("keep A"), "{shown:?}");
    demo.dns(&[&["protect", "set"], &zone[..], &["--none"]].concat())
        .ok();
    let shown = demo.says(&[&["protect", "show"], &zone[..]].concat(), 0);
    assert_eq!(shown["sets"].as_array().unwrap().len(), 0, "{shown}");

    for name in ["first", "second"] {
        let create = [&["create"], &zone[..], &["--name", name, "--type", "A"]].concat();
        demo.dns(&[&create[..], &["--content", "192.0.2.70", "--ttl", "300"]].concat())
            .ok();
    }
    let replace = [
        "replace",
        "--search",
        "192.0.2.70",
        "--replace",
        "192.0.2.71",
    ];
    let shown = demo.dns(&replace);
    let line = "  ~ first.example.com A 300 192.0.2.70 -> 300 192.0.2.71\n";
    assert!(shown.ok().contains(line), "{shown:?}");
    let applied = demo.dns(&[&replace[..], &["--apply", "--yes"]].concat());
    assert!(
        applied.ok().contains("2 record sets changed"),
        "{applied:?}"
    );
    let zone = demo.live("example.com");
    assert!(
        zone.contains("192.0.2.71") && !zone.contains("192.0.2.70"),
        "{zone}"
    );
}

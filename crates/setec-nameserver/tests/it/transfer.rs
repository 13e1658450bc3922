//! Zones sent to secondaries, by other people's tools.

use std::fmt::Write;
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use domain::base::iana::{Opcode, Rtype};
use domain::base::{Message, MessageBuilder};
use setec_core::dns::Name;
use setec_nameserver::{NotifyTarget, ServedZone, TransferRule, TsigKey, ZonePolicy};

use crate::differential::bind::{Bind, free_port};
use crate::differential::client::{Question, ask, read_frame, send_frame};
use crate::differential::{Ours, read as read_zone};
use crate::protocol::zone;

const KEY: &str = "hmac-sha256:transfer.key:c2VjcmV0IHNlY3JldCBzZWNyZXQ=";
const SECRET: &[u8] = b"secret secret secret";
const PATIENCE: Duration = Duration::from_secs(30);

fn key() -> TsigKey {
    TsigKey::new(
        "transfer.key".parse().expect("it is well-formed"),
        "hmac-sha256",
        SECRET,
    )
    .expect("it is well-formed")
}

fn policy(networks: &[&str], keys: Vec<TsigKey>) -> ZonePolicy {
    ZonePolicy {
        transfer: TransferRule {
            networks: networks
                .iter()
                .map(|text| text.parse().expect("it is well-formed"))
                .collect(),
            keys,
        },
        ..ZonePolicy::default()
    }
}

/// What a tool prints of a transfer; `None` where it is not installed.
fn run(tool: &str, server: SocketAddr, words: &[&str]) -> Option<String> {
    let output = Command::new(tool)
        .args(["@127.0.0.1", "-p", &server.port().to_string()])
        .args(words)
        .output();
    let Ok(output) = output else {
        eprintln!("SKIPPED: {tool} not found");
        return None;
    };
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn records(text: &str) -> usize {
    let is_record = |line: &&str| line.split_whitespace().nth(2) == Some("IN");
    text.lines().filter(is_record).count()
}

#[test]
fn a_zone_is_sent_to_whom_the_policy_allows() {
    let ours = Ours::start(&[]);
    ours.zones.set(ServedZone::new(&zone()).unwrap());
    let name: Name = "example.test".parse().unwrap();
    let axfr = ["example.test", "AXFR"];
    let signed = ["-y", KEY, "example.test", "AXFR"];
    let Some(refused) = run("dig", ours.address, &axfr) else {
        return;
    };
    assert!(refused.contains("Transfer failed"), "{refused}");

    ours.zones
        .set_policy(&name, policy(&["127.0.0.0/8"], vec![]));
    // The ALIAS at the apex cannot be told without a resolver for those of the other names.
    let unknown = run("dig", ours.address, &axfr).unwrap();
    assert!(unknown.contains("Transfer failed"), "{unknown}");
    let text = "@ 300 SOA ns1 admin 1 7200 900 1209600 60\n@ 300 NS ns1\nns1 300 A 192.0.2.1\n\
                ns1 300 AAAA 2001:db8::1\n@ 300 ALIAS ns1\n*.w 300 TXT \"wild\"\n";
    ours.zones
        .set(ServedZone::new(&read_zone(&name, text)).unwrap());
    let sent = run("dig", ours.address, &axfr).unwrap();
    assert_eq!(records(&sent), 8, "{sent}");
    assert!(
        sent.contains("example.test.\t\t300\tIN\tAAAA\t2001:db8::1"),
        "flattened: {sent}"
    );
    assert!(!sent.contains("TYPE65401"), "{sent}");

    ours.zones.set_policy(&name, policy(&[], vec![key()]));
    assert!(
        run("dig", ours.address, &axfr)
            .unwrap()
            .contains("Transfer failed")
    );
    for tool in ["dig", "kdig"] {
        let Some(sent) = run(tool, ours.address, &signed) else {
            continue;
        };
        assert_eq!(records(&sent), 8, "{sent}");
        assert!(
            !sent.contains("WARNING") && !sent.contains("error"),
            "{sent}"
        );
    }
    ours.zones
        .set_policy(&name, policy(&["192.0.2.0/24"], vec![key()]));
    let elsewhere = run("dig", ours.address, &signed).unwrap();
    assert!(elsewhere.contains("Transfer failed"), "{elsewhere}");
}

#[test]
fn a_wrong_signature_is_named_as_such() {
    let ours = Ours::start(&[]);
    ours.zones.set(ServedZone::new(&zone()).unwrap());
    let name: Name = "example.test".parse().unwrap();
    ours.zones.set_policy(&name, policy(&[], vec![key()]));
    let asked = |key: &str, more: &str| {
        run(
            "dig",
            ours.address,
            &["-y", key, more, "example.test", "SOA"],
        )
    };
    let Some(good) = asked(KEY, "+tcp") else {
        return;
    };
    assert!(
        good.contains("status: NOERROR") && !good.contains("verify"),
        "{good}"
    );
    let good = asked(KEY, "+notcp").unwrap();
    assert!(good.contains("TSIG") && good.contains("NOERROR"), "{good}");
    let bad_signature = asked("hmac-sha256:transfer.key:d3Jvbmc=", "+notcp").unwrap();
    assert!(bad_signature.contains("BADSIG"), "{bad_signature}");
    assert!(bad_signature.contains("NOTAUTH"), "{bad_signature}");
    let bad_key = asked("hmac-sha256:other.key:d3Jvbmc=", "+notcp").unwrap();
    assert!(bad_key.contains("BADKEY"), "{bad_key}");
    let bad_time = asked(KEY, "+fuzztime=1000").unwrap();
    assert!(bad_time.contains("BADTIME"), "{bad_time}");
}

#[test]
fn a_large_zone_is_sent_whole_and_signed() {
    let name: Name = "large.test".parse().unwrap();
    let mut text = String::from("@ 300 SOA ns1 admin 1 7200 900 1209600 60\n@ 300 NS ns1\n");
    for at in 0..20_000 {
        writeln!(text, "host{at}.sub{} 300 A 192.0.2.{}", at / 100, at % 250).unwrap();
    }
    let many: Vec<String> = (0..1_500)
        .map(|at| format!("many 300 A 10.0.{}.{}\n", at / 250, at % 250))
        .collect();
    // Each of them wants nearly a message of its own.
    for at in 0..3 {
        let string = format!("\"{}\" ", at.to_string().repeat(255));
        writeln!(text, "huge{at} 300 TXT {}", string.repeat(232)).unwrap();
    }
    text.push_str(&many.concat());
    let ours = Ours::start(&[]);
    ours.zones
        .set(ServedZone::new(&read_zone(&name, &text)).unwrap());
    ours.zones.set_policy(&name, policy(&[], vec![key()]));
    for tool in ["dig", "kdig"] {
        let words = ["-y", KEY, "large.test", "AXFR"];
        let Some(sent) = run(tool, ours.address, &words) else {
            continue;
        };
        assert_eq!(
            records(&sent),
            21_506,
            "{}",
            &sent[sent.len().saturating_sub(500)..]
        );
        let unlike = sent
            .lines()
            .filter(|line| line.starts_with("host777.sub7."));
        assert_eq!(unlike.count(), 1);
    }
}

#[test]
fn an_ixfr_query_gets_the_soa_or_the_whole_zone() {
    let ours = Ours::start(&[]);
    let name: Name = "example.test".parse().unwrap();
    let text = "@ 300 SOA ns1 admin 7 7200 900 1209600 60\n@ 300 NS ns1\nns1 300 A 192.0.2.1\n";
    ours.zones
        .set(ServedZone::new(&read_zone(&name, text)).unwrap());
    ours.zones
        .set_policy(&name, policy(&["127.0.0.1/32"], vec![]));
    let Some(current) = run("dig", ours.address, &["example.test", "IXFR=7"]) else {
        return;
    };
    assert_eq!(records(&current), 1, "{current}");
    let old = run("dig", ours.address, &["example.test", "IXFR=6"]).unwrap();
    assert_eq!(records(&old), 4, "{old}");
    let over_udp = run("dig", ours.address, &["+notcp", "example.test", "IXFR=6"]).unwrap();
    assert!(
        records(&over_udp) == 1 || records(&over_udp) == 4,
        "{over_udp}"
    );
}

#[test]
fn queries_behind_a_transfer_are_answered_after_it() {
    let ours = Ours::start(&[]);
    let name: Name = "example.test".parse().unwrap();
    let text = "@ 300 SOA ns1 admin 7 7200 900 1209600 60\n@ 300 NS ns1\n";
    ours.zones
        .set(ServedZone::new(&read_zone(&name, text)).unwrap());
    ours.zones
        .set_policy(&name, policy(&["127.0.0.1/32"], vec![]));
    let mut stream = TcpStream::connect(ours.address).unwrap();
    for rtype in [Rtype::AXFR, Rtype::NS] {
        let question = Question {
            name: "example.test".to_owned(),
            rtype,
            edns: None,
            is_tcp: true,
        };
        send_frame(&mut stream, &question.to_wire());
    }
    for (rtype, answers) in [(Rtype::AXFR, 3), (Rtype::NS, 1)] {
        let frame = read_frame(&mut stream).unwrap();
        let message = Message::from_octets(frame).unwrap();
        assert_eq!(message.first_question().unwrap().qtype(), rtype);
        assert_eq!(message.header_counts().ancount(), answers);
    }
}

#[test]
fn bind_as_a_secondary_follows_every_change() {
    let ours = Ours::start(&[]);
    let name: Name = "example.test".parse().unwrap();
    let text = |serial: u32| {
        format!(
            "@ 300 SOA ns1 admin {serial} 7200 900 1209600 60\n@ 300 NS ns1\nns1 300 A 192.0.2.{serial}\n"
        )
    };
    let served = |serial| ServedZone::new(&read_zone(&name, &text(serial))).unwrap();
    ours.zones.set(served(1));
    ours.zones
        .set_policy(&name, policy(&["127.0.0.1/32"], vec![key()]));
    let statements = format!(
        "key \"transfer.key\" {{ algorithm hmac-sha256; secret \"c2VjcmV0IHNlY3JldCBzZWNyZXQ=\"; }};\n\
         zone \"example.test\" {{ type secondary; file \"copy\"; \
         primaries {{ 127.0.0.1 port {} key transfer.key; }}; }};\n",
        ours.address.port()
    );
    let folder = tempfile::tempdir().unwrap();
    let Some(bind) = Bind::start_with(folder, &statements) else {
        return;
    };
    ours.zones.set_policy(
        &name,
        ZonePolicy {
            notify: vec![NotifyTarget {
                address: bind.address,
                key: Some(key()),
            }],
            ..policy(&["127.0.0.1/32"], vec![key()])
        },
    );
    for serial in 2..5 {
        ours.zones.set(served(serial));
        let expected = format!("ns1.example.test 300 a 192.0.2.{serial}");
        let question = Question {
            name: "ns1.example.test".to_owned(),
            rtype: Rtype::A,
            edns: None,
            is_tcp: false,
        };
        wait_for(
            || ask(bind.address, &question).sections[0] == [expected.as_str()],
            || bind.log(),
        );
    }
    let confirmed = || {
        let secondaries = ours.zones.secondaries(&name);
        secondaries.len() == 1 && secondaries[0].is_acknowledged && secondaries[0].serial == 4
    };
    wait_for(confirmed, || format!("{:?}", ours.zones.secondaries(&name)));
}

#[test]
fn a_secondary_that_is_silent_is_told_again() {
    let ours = Ours::start(&[]);
    let secondary = UdpSocket::bind(("127.0.0.1", free_port())).unwrap();
    secondary.set_read_timeout(Some(PATIENCE)).unwrap();
    let name: Name = "example.test".parse().unwrap();
    ours.zones.set_policy(
        &name,
        ZonePolicy {
            notify: vec![NotifyTarget {
                address: secondary.local_addr().unwrap(),
                key: None,
            }],
            ..ZonePolicy::default()
        },
    );
    ours.zones.set(ServedZone::new(&zone()).unwrap());
    let mut buffer = [0; 512];
    let (first, _) = secondary.recv_from(&mut buffer).expect("a first message");
    let first = buffer[..first].to_vec();
    let (again, peer) = secondary.recv_from(&mut buffer).expect("a second message");
    let message = Message::from_octets(&buffer[..again]).unwrap();
    assert_eq!(message.header().opcode(), Opcode::NOTIFY);
    assert_eq!(message.first_question().unwrap().qtype(), Rtype::SOA);
    assert_eq!(first[12..], buffer[12..again]);
    wait_for(
        || {
            ours.zones
                .secondaries(&name)
                .first()
                .is_some_and(|secondary| secondary.problem.is_some())
        },
        || format!("{:?}", ours.zones.secondaries(&name)),
    );
    let answer = MessageBuilder::new_vec()
        .start_answer(&message, domain::base::iana::Rcode::NOERROR)
        .unwrap();
    secondary.send_to(&answer.finish(), peer).unwrap();
    wait_for(
        || {
            ours.zones
                .secondaries(&name)
                .first()
                .is_some_and(|secondary| secondary.is_acknowledged)
        },
        || format!("{:?}", ours.zones.secondaries(&name)),
    );
}

fn wait_for(mut is_so: impl FnMut() -> bool, otherwise: impl Fn() -> String) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "{}", otherwise());
        thread::sleep(Duration::from_millis(20));
    }
}

//! What the protocol asks of a server besides its answers.

use std::net::{Ipv4Addr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use domain::base::iana::Rtype;
use setec_core::dns::{Name, RecordSet, SetKey, Zone};
use setec_nameserver::{
    AliasAddresses, AliasResolver, Answerer, Outcome, RateLimit, ServedZone, ServerConfig, Source,
    Transport, UnservableZone, Zones,
};

use crate::differential::client::{
    Answer, Question, over_tcp, over_udp, read, read_frame, send_frame,
};
use crate::differential::{Ours, read as read_zone};

const ZONE: &str = "\
@ 300 SOA ns1 admin 1 7200 900 1209600 60
@ 300 NS ns1
@ 300 ALIAS www
ns1 300 A 192.0.2.1
www 60 A 192.0.2.2
www 60 A 192.0.2.3
out 300 ALIAS cdn.elsewhere.invalid.
lost 300 ALIAS lost.elsewhere.invalid.
big 300 TXT \"BIG\"
";

/// `ZONE` with enough in it to be worth truncating.
pub(crate) fn zone() -> Zone {
    let name: Name = "example.test".parse().expect("it is well-formed");
    let text = ZONE
        .replace("BIG", &"x".repeat(250))
        .replace("\"\n", &format!("\" \"{}\"\n", "y".repeat(250)));
    read_zone(&name, &text)
}

struct Addresses;

impl AliasResolver for Addresses {
    fn addresses(&self, target: &Name) -> Option<AliasAddresses> {
        (target.as_str() == "cdn.elsewhere.invalid").then(|| AliasAddresses {
            v4: vec![Ipv4Addr::new(198, 51, 100, 7)],
            v6: Vec::new(),
            ttl: 20,
        })
    }
}

fn answerer(config: ServerConfig) -> (Answerer, Zones) {
    let zones = Zones::new();
    zones.set(ServedZone::new(&zone()).expect("it is well-formed"));
    let config = ServerConfig {
        aliases: Some(Arc::new(Addresses)),
        ..config
    };
    (Answerer::new(&config, zones.clone()), zones)
}

fn question(name: &str, rtype: Rtype) -> Question {
    Question {
        name: name.to_owned(),
        rtype,
        edns: None,
        is_tcp: false,
    }
}

/// The bytes of the answer, if there is one.
fn ask(answerer: &Answerer, packet: &[u8], client: &str) -> Option<Vec<u8>> {
    let source = Source {
        address: client.parse().expect("it is well-formed"),
        transport: Transport::Udp,
    };
    let mut out = Vec::new();
    match answerer.answer(packet, source, Duration::from_secs(1_700_000_000), &mut out) {
        Outcome::Answer => Some(out),
        Outcome::Silent => None,
        Outcome::Transfer(_) => panic!("no zone is sent over UDP"),
    }
}

fn answer(answerer: &Answerer, name: &str, rtype: Rtype) -> Answer {
    let query = question(name, rtype).to_wire();
    read(&ask(answerer, &query, "192.0.2.99:1234").expect("an answer"))
}

#[test]
fn an_alias_has_the_addresses_of_its_target() {
    let (answerer, _) = answerer(ServerConfig::default());
    let inside = answer(&answerer, "example.test", Rtype::A);
    assert_eq!(
        inside.sections[0],
        ["example.test 60 a 192.0.2.2", "example.test 60 a 192.0.2.3"]
    );
    let outside = answer(&answerer, "out.example.test", Rtype::A);
    assert_eq!(outside.sections[0], ["out.example.test 20 a 198.51.100.7"]);
    let no_such_type = answer(&answerer, "out.example.test", Rtype::AAAA);
    assert!(no_such_type.head.contains("NOERROR") && no_such_type.sections[0].is_empty());
    assert_eq!(no_such_type.sections[1].len(), 1, "the SOA");
    let unknown = answer(&answerer, "lost.example.test", Rtype::A);
    assert!(unknown.head.contains("SERVFAIL"), "{}", unknown.head);
    let itself = answer(&answerer, "out.example.test", Rtype::from_int(65_401));
    assert!(itself.sections[0].is_empty(), "nobody else knows the type");
    let any = answer(&answerer, "out.example.test", Rtype::ANY);
    assert!(any.sections[0].is_empty());
}

#[test]
fn what_is_no_query_is_refused_or_ignored() {
    let (answerer, _) = answerer(ServerConfig::default());
    let query = question("www.example.test", Rtype::A).to_wire();
    let with = |at: usize, byte: u8| {
        let mut query = query.clone();
        query[at] = byte;
        query
    };
    let code =
        |packet: &[u8]| ask(&answerer, packet, "192.0.2.99:1234").map(|answer| answer[3] & 0xf);
    assert_eq!(code(&query), Some(0));
    assert_eq!(code(&query[..11]), None, "too short");
    assert_eq!(code(&with(2, 0x80)), None, "an answer");
    assert_eq!(code(&query[..20]), Some(1), "the question is cut off");
    assert_eq!(code(&with(5, 2)), Some(1), "two questions");
    assert_eq!(code(&with(5, 0)), Some(1), "no question");
    assert_eq!(
        code(&with(11, 1)),
        Some(1),
        "a record is announced that is not there"
    );
    for opcode in [1, 2, 3, 4, 5, 6, 15] {
        assert_eq!(code(&with(2, opcode << 3)), Some(4), "op code {opcode}");
    }
    let chaos = with(query.len() - 1, 3);
    assert_eq!(code(&chaos), Some(5), "class CH");
    for (rtype, expected) in [(41, 1), (249, 1), (250, 1), (252, 1), (253, 4), (254, 4)] {
        assert_eq!(
            code(&with(query.len() - 3, rtype)),
            Some(expected),
            "type {rtype}"
        );
    }
    let two_opts = [
        &query[..],
        b"\0\0\x29\x04\xd0\0\0\0\0\0\0",
        b"\0\0\x29\x04\xd0\0\0\0\0\0\0",
    ]
    .concat();
    let mut two_opts_counted = two_opts.clone();
    two_opts_counted[11] = 2;
    assert_eq!(code(&two_opts_counted), Some(1), "two OPT records");
    assert_eq!(
        code(&two_opts),
        Some(0),
        "what follows the message is nobody's business"
    );
}

#[test]
fn a_newer_edns_gets_the_version_that_is_known() {
    let (answerer, _) = answerer(ServerConfig::default());
    let mut query = question("www.example.test", Rtype::A).to_wire();
    query[11] = 1;
    query.extend_from_slice(b"\0\0\x29\x04\xd0\0\x01\0\0\0\0");
    let answer = read(&ask(&answerer, &query, "192.0.2.99:1234").unwrap());
    assert!(answer.head.contains("BADVERS"), "{}", answer.head);
    assert!(answer.head.contains("version 0"), "{}", answer.head);
}

#[test]
fn a_client_with_a_cookie_is_not_limited() {
    let (answerer, _) = answerer(ServerConfig {
        rate_limit: Some(RateLimit {
            responses_per_second: 1,
            burst_seconds: 2,
            slip: 2,
            ..RateLimit::default()
        }),
        ..ServerConfig::default()
    });
    let mut query = question("big.example.test", Rtype::TXT).to_wire();
    query[11] = 1;
    let with_cookie = |cookie: &[u8]| {
        let length = u16::try_from(cookie.len()).unwrap();
        let option = [&[0, 10], &length.to_be_bytes()[..], cookie].concat();
        let all = u16::try_from(option.len()).unwrap();
        [
            &query[..],
            b"\0\0\x29\x04\xd0\0\0\0\0",
            &all.to_be_bytes(),
            &option,
        ]
        .concat()
    };
    let first = with_cookie(b"12345678");
    let client = "192.0.2.99:1234";
    let answer = ask(&answerer, &first, client).expect("the first answer");
    let cookie = answer[answer.len() - 24..].to_vec();
    assert_eq!(&cookie[..8], b"12345678");
    let answers: Vec<Option<Vec<u8>>> = (0..8).map(|_| ask(&answerer, &first, client)).collect();
    assert!(answers.iter().any(Option::is_none), "some are dropped");
    let cut = answers.iter().flatten().find(|answer| answer[2] & 2 != 0);
    let cut = read(cut.expect("some say to come back over TCP"));
    assert!(cut.sections.iter().all(Vec::is_empty));
    for _ in 0..20 {
        let answer = ask(&answerer, &with_cookie(&cookie), client).expect("an answer");
        assert_eq!(answer[2] & 2, 0, "not truncated");
    }
    let stolen = ask(&answerer, &with_cookie(&cookie), "192.0.2.98:1234");
    assert!(
        stolen.is_none_or(|answer| answer[2] & 2 != 0),
        "another's cookie"
    );
    for length in [0, 7, 9, 15, 41] {
        let client = format!("198.51.{length}.9:9");
        let answer = ask(&answerer, &with_cookie(&vec![1; length]), &client);
        assert_eq!(
            answer.map(|answer| answer[3] & 0xf),
            Some(1),
            "{length} bytes"
        );
    }
}

#[test]
fn a_change_is_in_the_next_answer() {
    let (answerer, zones) = answerer(ServerConfig::default());
    let name: Name = "example.test".parse().unwrap();
    let key = |owner: &str, rtype: &str| SetKey {
        name: owner.parse().unwrap(),
        rtype: rtype.parse().unwrap(),
    };
    let changed = read_zone(
        &name,
        "@ 300 SOA ns1 admin 2 7200 900 1209600 60\nnew.deep 300 A 192.0.2.9\n",
    );
    let put: Vec<RecordSet> = changed.sets().cloned().collect();
    zones
        .change(&name, &[key("www.example.test", "A")], &put)
        .unwrap();
    assert_eq!(zones.serial(&name), Some(2));
    assert!(
        answer(&answerer, "www.example.test", Rtype::A)
            .head
            .contains("NXDOMAIN")
    );
    let new = answer(&answerer, "new.deep.example.test", Rtype::A);
    assert_eq!(new.sections[0], ["new.deep.example.test 300 a 192.0.2.9"]);
    let above = answer(&answerer, "deep.example.test", Rtype::A);
    assert!(
        above.head.contains("NOERROR"),
        "an empty non-terminal: {}",
        above.head
    );

    // Whoever reads the zone keeps it as it was.
    let held = zones.get(&name).unwrap();
    let soa = put
        .iter()
        .find(|set| set.key.rtype.to_string() == "SOA")
        .cloned();
    zones
        .change(&name, &[key("new.deep.example.test", "A")], soa.as_slice())
        .unwrap();
    assert_eq!(held.records(), zones.get(&name).unwrap().records() + 1);
    assert!(
        answer(&answerer, "deep.example.test", Rtype::A)
            .head
            .contains("NXDOMAIN")
    );

    let wrong = zones.change(&name, &[key("example.test", "SOA")], &[]);
    assert_eq!(wrong, Err(UnservableZone::NoSoa(name.clone())));
    let other: Name = "example.org".parse().unwrap();
    assert_eq!(
        zones.change(&other, &[], &[]),
        Err(UnservableZone::Unknown(other))
    );
    assert!(
        answer(&answerer, "ns1.example.test", Rtype::A)
            .head
            .contains("NOERROR")
    );
    assert!(zones.remove(&name));
    assert!(
        answer(&answerer, "ns1.example.test", Rtype::A)
            .head
            .contains("REFUSED")
    );
}

#[test]
fn many_queries_of_one_connection_are_answered_in_their_order() {
    let ours = Ours::start(&[]);
    ours.zones.set(ServedZone::new(&zone()).unwrap());
    let mut stream = TcpStream::connect(ours.address).unwrap();
    let names = ["www.example.test", "none.example.test", "big.example.test"];
    for at in 0..60_u8 {
        let mut query = question(names[usize::from(at) % 3], Rtype::TXT).to_wire();
        query[1] = at;
        send_frame(&mut stream, &query);
    }
    for at in 0..60_u8 {
        let answer = read_frame(&mut stream).unwrap();
        assert_eq!(answer[1], at);
    }
    let big = question("big.example.test", Rtype::TXT).to_wire();
    let cut = over_udp(ours.address, &big).expect("an answer");
    assert!(read(&cut).is_truncated);
    let whole = read(&over_tcp(ours.address, &big));
    assert!(!whole.is_truncated);
    assert_eq!(whole.sections[0].len(), 1);
}

#[test]
fn a_zone_that_cannot_be_served_is_refused() {
    let name: Name = "example.test".parse().unwrap();
    let without_soa = read_zone(&name, "@ 300 NS ns1.example.org.\n");
    let refused = ServedZone::new(&without_soa).unwrap_err();
    assert_eq!(refused, UnservableZone::NoSoa(name.clone()));
    let long: Vec<String> = (0..300)
        .map(|at| format!("long 300 TXT \"{at} {}\"", "x".repeat(250)))
        .collect();
    let too_long = read_zone(
        &name,
        &format!("@ 300 SOA a b 1 2 3 4 5\n{}\n", long.join("\n")),
    );
    let refused = ServedZone::new(&too_long).unwrap_err();
    assert!(
        matches!(refused, UnservableZone::SetTooLong { .. }),
        "{refused}"
    );
}

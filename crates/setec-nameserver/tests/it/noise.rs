//! Bytes that nobody meant to send.

use std::sync::LazyLock;
use std::time::Duration;

use domain::base::Message;
use domain::base::iana::Rtype;
use proptest::prelude::*;
use setec_nameserver::{
    Answerer, Outcome, ServedZone, ServerConfig, Source, TransferRule, Transport, TsigKey,
    ZonePolicy, Zones,
};

use crate::differential::client::Question;
use crate::protocol::zone;

static ANSWERER: LazyLock<Answerer> = LazyLock::new(|| {
    let zones = Zones::new();
    zones.set(ServedZone::new(&zone()).expect("it is well-formed"));
    let key = TsigKey::new(
        "k.test".parse().expect("it is well-formed"),
        "hmac-sha256",
        b"secret",
    )
    .expect("it is well-formed");
    zones.set_default_policy(ZonePolicy {
        transfer: TransferRule {
            networks: vec!["0.0.0.0/0".parse().expect("it is well-formed")],
            keys: vec![key],
        },
        ..ZonePolicy::default()
    });
    let config = ServerConfig {
        rate_limit: None,
        ..ServerConfig::default()
    };
    Answerer::new(&config, zones)
});

/// Whatever comes back is a message that answers this one, and is not much longer.
fn check(packet: &[u8], transport: Transport) {
    let source = Source {
        address: "192.0.2.99:1234".parse().expect("it is well-formed"),
        transport,
    };
    let mut out = Vec::new();
    let now = Duration::from_secs(1_700_000_000);
    match ANSWERER.answer(packet, source, now, &mut out) {
        Outcome::Silent => assert!(packet.len() < 12 || packet[2] & 0x80 != 0),
        Outcome::Answer => {
            assert_eq!(out[..2], packet[..2]);
            assert_ne!(out[2] & 0x80, 0);
            let message = Message::from_octets(&out).expect("a message");
            for record in &message {
                record.expect("a record");
            }
            let has_edns = message.opt().is_some();
            let limit = if has_edns { 1_232 } else { 512 };
            // What says that a signature is wrong repeats the names of key and algorithm.
            assert!(transport == Transport::Tcp || out.len() <= limit.max(packet.len() + 64));
        }
        Outcome::Transfer(_) => assert_eq!(transport, Transport::Tcp),
    }
}

fn queries() -> Vec<Vec<u8>> {
    let names = [
        "www.example.test",
        "example.test",
        "none.example.test",
        "com",
        ".",
    ];
    let types = [1, 6, 16, 28, 251, 252, 255].map(Rtype::from_int);
    let edns = [None, Some((1_232, true)), Some((512, false))];
    let mut queries = Vec::new();
    for name in names {
        for rtype in types {
            for edns in edns {
                let name = name.to_owned();
                queries.push(
                    Question {
                        name,
                        rtype,
                        edns,
                        is_tcp: false,
                    }
                    .to_wire(),
                );
            }
        }
    }
    // A TSIG record, with a signature that cannot be right.
    let mut signed = queries[0].clone();
    signed[11] = 1;
    signed.extend_from_slice(b"\x01k\x04test\0\0\xfa\0\xff\0\0\0\0\0\x3d\x0bhmac-sha256\0");
    signed.extend_from_slice(&[0, 0, 0x65, 0x53, 0xf1, 0, 1, 0x2c, 0, 32]);
    signed.extend_from_slice(&[7; 32]);
    signed.extend_from_slice(&[0, 0, 0, 0, 0, 0]);
    queries.push(signed);
    queries
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200), is_tcp: bool) {
        let transport = if is_tcp { Transport::Tcp } else { Transport::Udp };
        check(&bytes, transport);
    }

    #[test]
    fn queries_with_wrong_bytes_are_survived(
        query in proptest::sample::select(queries()),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..6),
        cut in proptest::option::of(any::<proptest::sample::Index>()),
        is_tcp: bool,
    ) {
        let mut query = query;
        for (at, byte) in changes {
            let at = at.index(query.len());
            query[at] = byte;
        }
        if let Some(cut) = cut {
            query.truncate(cut.index(query.len()));
        }
        let transport = if is_tcp { Transport::Tcp } else { Transport::Udp };
        check(&query, transport);
    }
}

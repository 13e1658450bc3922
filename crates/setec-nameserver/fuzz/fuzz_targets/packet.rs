//! Any bytes as a message: the first says how it came, the rest is the packet.
#![no_main]

use std::net::SocketAddr;
use std::sync::LazyLock;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use setec_core::dns::{Name, Ttl};
use setec_core::zone_file::{Source as File, parse};
use setec_nameserver::{
    Answerer, Outcome, ServedZone, ServerConfig, Source, TransferRule, Transport, TsigKey,
    ZonePolicy, Zones,
};

/// Every way through the lookup: cuts, wildcards, renamed trees, chains, loops, large sets.
const ZONE: &str = "@ 300 SOA n a 1 2 3 4 60
@ 300 NS n
@ 300 ALIAS w
n 300 A 192.0.2.1
w 300 A 192.0.2.2
*.w 300 TXT \"wild\"
c 300 CNAME w
l 300 CNAME m
m 300 CNAME l
d 300 DNAME w
s 300 NS n.s
s 300 DS 1 13 2 ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB
n.s 300 A 192.0.2.3
e.e.e 300 MX 10 w
o 300 CNAME elsewhere.
";

static ANSWERER: LazyLock<Answerer> = LazyLock::new(|| {
    let name: Name = "t".parse().expect("a name");
    let mut text = ZONE.to_owned();
    for at in 0..80 {
        text.push_str(&format!("b 300 A 10.0.0.{at}\n"));
    }
    let file = File {
        file: "zone",
        text: &text,
        origin: &name,
        default_ttl: Ttl::from_secs(300).expect("a TTL"),
    };
    let zone = parse(&file, &mut |_| Err(String::new())).expect("a zone");
    let zones = Zones::new();
    zones.set(ServedZone::new(&zone).expect("it can be served"));
    let key = TsigKey::new("k".parse().expect("a name"), "hmac-sha256", b"k").expect("a key");
    zones.set_policy(
        &name,
        ZonePolicy {
            transfer: TransferRule {
                networks: vec!["0.0.0.0/0".parse().expect("a network")],
                keys: Vec::new(),
            },
            notify: vec![setec_nameserver::NotifyTarget {
                address: SocketAddr::from(([127, 0, 0, 1], 9)),
                key: Some(key),
            }],
            ..ZonePolicy::default()
        },
    );
    let config = ServerConfig {
        cookie_secret: Some([7; 16]),
        // The clock stands still, so that all answers would soon be limited.
        rate_limit: None,
        ..ServerConfig::default()
    };
    Answerer::new(&config, zones)
});

fuzz_target!(|bytes: &[u8]| {
    let Some((how, packet)) = bytes.split_first() else {
        return;
    };
    let transport = if how & 1 == 0 { Transport::Udp } else { Transport::Tcp };
    let source = Source {
        address: SocketAddr::from(([192, 0, *how, 1], 53)),
        transport,
    };
    let now = Duration::from_secs(1_700_000_000);
    let mut out = Vec::new();
    match ANSWERER.answer(packet, source, now, &mut out) {
        Outcome::Silent => {}
        Outcome::Answer => {
            assert!(out.len() >= 12 && out[..2] == packet[..2] && out[2] & 0x80 != 0);
            let spoofable = transport == Transport::Udp;
            assert!(!spoofable || out.len() <= 1_232.max(packet.len() + 64));
        }
        Outcome::Transfer(mut transfer) => {
            let mut messages = 0;
            while transfer.next_message(now, &mut out) {
                messages += 1;
            }
            assert_eq!(messages, 1);
        }
    }
});

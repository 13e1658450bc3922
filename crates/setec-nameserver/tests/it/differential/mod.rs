//! The same zones in BIND and in our server, asked the same questions.
//!
//! BIND runs with `minimal-responses yes` and `minimal-any yes`: nothing is added that the client
//! did not ask for and does not need, as ours does.

pub(crate) mod bind;
pub(crate) mod client;
pub(crate) mod generate;
pub(crate) mod random;

use std::fmt::Write;
use std::net::SocketAddr;

use setec_core::dns::{Name, Ttl, Zone};
use setec_core::zone_file::{Source, parse};
use setec_nameserver::{ServedZone, Server, ServerConfig, Zones};

use client::{Answer, Question};
use random::Random;

#[test]
fn a_thousand_answers_agree_with_those_of_bind() {
    let Some(report) = compare(1, 1_000) else {
        return;
    };
    assert!(report.is_empty(), "{report}");
}

/// Asks both servers `number` questions and describes each one that they answer differently; `None`
/// where BIND is not installed.
pub(crate) fn compare(seed: u64, number: usize) -> Option<String> {
    let random = Random::new(seed);
    let zones = generate::zones(&random);
    let bind = bind::Bind::start(&zones)?;
    let ours = Ours::start(&zones);
    let mut report = String::new();
    for _ in 0..number {
        let question = generate::question(&random, &zones);
        let (theirs, our) = (
            client::ask(bind.address, &question),
            client::ask(ours.address, &question),
        );
        let is_cut_short =
            our.is_truncated && !theirs.is_truncated && needs_tcp(&bind, &ours, &question, &theirs);
        if !is_cut_short && !agree(&question, &theirs, &our) {
            write!(report, "\n{question}\n--- BIND\n{theirs}--- ours\n{our}")
                .expect("a String takes it");
        }
    }
    Some(report)
}

/// Whether BIND left addresses out of a referral without a word. Ours says to come back over TCP then,
/// where both have them all (RFC 9471 section 3.1).
fn needs_tcp(bind: &bind::Bind, ours: &Ours, question: &Question, theirs: &Answer) -> bool {
    let question = Question {
        is_tcp: true,
        ..question.clone()
    };
    let whole = client::ask(bind.address, &question);
    let is_referral = theirs.sections[0].is_empty() && whole.sections[1] == theirs.sections[1];
    is_referral
        && whole.sections[2].len() > theirs.sections[2].len()
        && agree(&question, &whole, &client::ask(ours.address, &question))
}

fn agree(question: &Question, theirs: &Answer, ours: &Answer) -> bool {
    if theirs.head != ours.head {
        return false;
    }
    // What is left of a truncated answer is of no use to anybody.
    if theirs.is_truncated {
        return true;
    }
    if question.is_any_over_udp() {
        // Either server picks one set as it likes.
        return theirs.sections[1..] == ours.sections[1..]
            && theirs.sections[0].is_empty() == ours.sections[0].is_empty();
    }
    theirs.sections == ours.sections
}

/// Our server on a port of its own, as long as the value lives.
pub(crate) struct Ours {
    pub(crate) address: SocketAddr,
    pub(crate) zones: Zones,
    _runtime: tokio::runtime::Runtime,
}

impl Ours {
    pub(crate) fn start(texts: &[(Name, String)]) -> Self {
        let zones = Zones::new();
        for (name, text) in texts {
            zones.set(ServedZone::new(&read(name, text)).expect("a zone that can be served"));
        }
        let config = ServerConfig {
            listen: vec![([127, 0, 0, 1], 0).into()],
            udp_threads: Some(1),
            ..ServerConfig::default()
        };
        let server = Server::bind(config, zones.clone()).expect("a free port");
        let address = server.local_addrs()[0];
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.spawn(server.run(std::future::pending()));
        Self {
            address,
            zones,
            _runtime: runtime,
        }
    }
}

pub(crate) fn read(name: &Name, text: &str) -> Zone {
    let source = Source {
        file: "zone",
        text,
        origin: name,
        default_ttl: Ttl::from_secs(3_600).expect("a TTL"),
    };
    parse(&source, &mut |file| Err(format!("no {file}"))).expect("a zone")
}

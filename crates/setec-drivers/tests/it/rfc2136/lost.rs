//! Answers that do not come, and servers that are none.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine;
use domain::base::iana::{Opcode, Rcode, Rtype};
use domain::base::{Message, MessageBuilder};
use domain::rdata::tsig::Time48;
use domain::tsig::{Algorithm, Key, ServerTransaction};
use setec_core::plan::Change;
use setec_provider::ErrorKind;
use setec_provider::dns::{Answer, ApplyError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::fixture::{BOTH, Fixture, connect, name, set, settings};
use super::server::{KEY, SECRET};

/// What a proxy does with the answers to updates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loses {
    /// The connection breaks when the server has answered the first one.
    First,
    /// The connection breaks before the server gets the first one.
    FirstUnsent,
    /// Every one is lost.
    All,
}

/// Stands before a server; counts the updates that pass.
async fn proxy(server: u16, loses: Loses) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let updates = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&updates);
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let count = Arc::clone(&count);
            tokio::spawn(async move {
                let mut upstream = TcpStream::connect(("127.0.0.1", server)).await.unwrap();
                let Some(request) = message(&mut client).await else {
                    return;
                };
                let is_update =
                    Message::from_slice(&request).unwrap().header().opcode() == Opcode::UPDATE;
                let number = if is_update {
                    count.fetch_add(1, Ordering::SeqCst)
                } else {
                    usize::MAX
                };
                if number == 0 && loses == Loses::FirstUnsent {
                    return;
                }
                send(&mut upstream, &request).await;
                if number == 0 || (is_update && loses == Loses::All) {
                    message(&mut upstream).await.expect("the server answers");
                    return;
                }
                let _ = tokio::io::copy_bidirectional(&mut client, &mut upstream).await;
            });
        }
    });
    (port, updates)
}

async fn message(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let length = stream.read_u16().await.ok()?;
    let mut message = vec![0; usize::from(length)];
    stream.read_exact(&mut message).await.ok()?;
    Some(message)
}

async fn send(stream: &mut TcpStream, message: &[u8]) {
    let length = u16::try_from(message.len()).unwrap();
    let framed = [&length.to_be_bytes()[..], message].concat();
    // The other side may have gone away.
    let _ = stream.write_all(&framed).await;
}

async fn apply_through(
    fixture: &Fixture,
    loses: Loses,
    changes: &[Change],
) -> (Result<Vec<Answer>, ApplyError>, usize) {
    let (port, updates) = proxy(fixture.server.port(), loses).await;
    let provider = connect(&settings(port, KEY, SECRET, "example.com"));
    let outcome = provider.dns().unwrap().apply(&fixture.zone, changes).await;
    let answers = outcome.map(|written| written.answers);
    (answers, updates.load(Ordering::SeqCst))
}

#[tokio::test]
async fn a_change_whose_answer_is_lost_is_found_out() {
    for program in BOTH {
        let Some(fixture) = Fixture::start(program, "www A 192.0.2.1") else {
            continue;
        };
        let changes = [
            Change::Replace {
                before: set("www.example.com", "A", 300, &["192.0.2.1"]),
                after: set("www.example.com", "A", 300, &["192.0.2.2"]),
            },
            Change::Create(set("new.example.com", "TXT", 60, &["x"])),
        ];
        let (outcome, updates) = apply_through(&fixture, Loses::First, &changes).await;
        let text = &outcome.unwrap()[0].text;
        assert!(
            text.ends_with("the first one was carried out"),
            "{program:?} {text}"
        );
        assert_eq!(updates, 2);
        assert_eq!(fixture.server.dig("www.example.com", "A"), ["192.0.2.2"]);
    }
}

#[tokio::test]
async fn a_change_that_never_arrived_is_made_by_the_second_message() {
    for program in BOTH {
        let Some(fixture) = Fixture::start(program, "") else {
            continue;
        };
        let changes = [Change::Create(set(
            "www.example.com",
            "A",
            60,
            &["192.0.2.2"],
        ))];
        let (outcome, updates) = apply_through(&fixture, Loses::FirstUnsent, &changes).await;
        assert_eq!(outcome.unwrap()[0].text, "NOERROR");
        assert_eq!(updates, 2);
        assert_eq!(fixture.server.dig("www.example.com", "A"), ["192.0.2.2"]);
    }
}

#[tokio::test]
async fn an_outcome_that_cannot_be_found_out_is_told_as_unknown() {
    let Some(fixture) = Fixture::start(super::server::Program::Bind, "") else {
        return;
    };
    let changes = [Change::Create(set(
        "www.example.com",
        "A",
        60,
        &["192.0.2.2"],
    ))];
    let (outcome, updates) = apply_through(&fixture, Loses::All, &changes).await;
    let error = outcome.unwrap_err().source;
    assert!(error.kind.outcome_is_unknown());
    assert_eq!(
        error.message,
        "the server closed the connection before its answer was complete; whether the changes were made is not known, so look at the zone before you repeat them"
    );
    assert_eq!(updates, 2, "it is not repeated without end");
}

#[tokio::test]
async fn a_server_that_says_nothing_is_waited_for_no_longer_than_set() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut settings = settings(port, KEY, SECRET, "example.com");
    settings.extra.insert("timeout".into(), "1".into());
    let provider = connect(&settings);
    let dns = provider.dns().unwrap();
    let zone = name("example.com");
    let error = dns.zone(&zone).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Timeout);
    assert_eq!(error.message, "the server did not answer within 1 s");
}

/// How a server's clock goes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Clock {
    /// Seconds ahead of ours.
    Fast(u64),
    /// Seconds behind ours.
    Slow(u64),
    /// It does not sign at all.
    Unsigned,
}

/// A server that refuses everything with a signature that its clock makes, or says yes without one.
pub(super) async fn signing_server(clock: Clock) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            if let Some(request) = message(&mut client).await {
                send(&mut client, &refusal(request, clock)).await;
            }
        }
    });
    port
}

fn refusal(request: Vec<u8>, clock: Clock) -> Vec<u8> {
    let mut request = Message::from_octets(request).expect("a message");
    let mut now = [0; 8];
    now[2..].copy_from_slice(&Time48::now().into_octets());
    let now = u64::from_be_bytes(now);
    let now = match clock {
        Clock::Fast(secs) => now + secs,
        Clock::Slow(secs) => now - secs,
        Clock::Unsigned => {
            let answer = MessageBuilder::new_vec().start_answer(&request, Rcode::NOERROR);
            return answer.unwrap().finish();
        }
    };
    let secret = base64::prelude::BASE64_STANDARD.decode(SECRET).unwrap();
    let key_name = format!("{KEY}.").parse().unwrap();
    let key = Key::new(Algorithm::Sha256, &secret, key_name, None, None).unwrap();
    let store = HashMap::from([((key.name().clone(), key.algorithm()), Arc::new(key))]);
    let outcome = ServerTransaction::request(&store, &mut request, Time48::from_u64(now));
    let error = outcome.expect_err("the clocks differ");
    let answer = error.build_message(&request, MessageBuilder::new_vec());
    answer.expect("it fits").finish()
}

/// A server that says the same to everybody.
pub(super) async fn babbler(words: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            message(&mut client).await;
            let _ = client.write_all(words).await;
        }
    });
    port
}

/// The first records of a transfer decide whether it is one.
#[tokio::test]
async fn a_transfer_that_is_none_is_refused() {
    for (records, words) in [
        (&[][..], "it holds no records"),
        (&["www A"][..], "it does not begin with the zone's SOA"),
        (&["@ SOA 1", "other.example. A"], "which is not in the zone"),
        (
            &["@ SOA 1", "@ SOA 2"],
            "it ends with another SOA than it begins with",
        ),
        (
            &["@ SOA 1", "@ SOA 1", "www A"],
            "records follow the SOA that ends it",
        ),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let request = message(&mut client).await.unwrap();
                let request = Message::from_octets(request).unwrap();
                assert_eq!(request.first_question().unwrap().qtype(), Rtype::AXFR);
                send(&mut client, &transfer(&request, records)).await;
            }
        });
        let mut settings = settings(port, "", "", "example.com");
        settings.extra.remove("key_name");
        let provider = connect(&settings);
        let zone = name("example.com");
        let error = provider.dns().unwrap().zone(&zone).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Protocol);
        assert!(error.message.contains(words), "{error}");
    }
}

fn transfer(request: &Message<Vec<u8>>, records: &[&str]) -> Vec<u8> {
    use domain::base::{Name, Serial, Ttl};
    use domain::rdata::{A, Soa};
    let zone: Name<Vec<u8>> = "example.com.".parse().unwrap();
    let mut answer = MessageBuilder::new_vec()
        .start_answer(request, Rcode::NOERROR)
        .unwrap();
    for record in records {
        let words: Vec<&str> = record.split(' ').collect();
        let owner: Name<Vec<u8>> = match words[0] {
            "@" => zone.clone(),
            absolute if absolute.ends_with('.') => absolute.parse().unwrap(),
            label => format!("{label}.example.com.").parse().unwrap(),
        };
        if words[1] == "A" {
            answer
                .push((owner, 60, A::from_octets(192, 0, 2, 1)))
                .unwrap();
            continue;
        }
        let secs = Ttl::from_secs(60);
        let serial = Serial(words[2].parse().unwrap());
        let soa = Soa::new(zone.clone(), zone.clone(), serial, secs, secs, secs, secs);
        answer.push((owner, 60, soa)).unwrap();
    }
    answer.finish()
}

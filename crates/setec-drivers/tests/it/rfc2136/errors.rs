//! What goes wrong, and how it is told.

use std::net::TcpListener;

use setec_core::plan::Change;
use setec_provider::{ErrorKind, ProviderError, Settings};

use super::fixture::{BOTH, Fixture, connect, name, set, settings};
use super::lost::{self, Clock};
use super::server::{KEY, Program, READER, SECRET, STRANGER, ServedZone};

fn change() -> Change {
    Change::Create(set("www.example.com", "A", 60, &["192.0.2.1"]))
}

/// Every operation's outcome with those settings.
async fn errors(settings: &Settings) -> [Option<ProviderError>; 3] {
    let provider = connect(settings);
    let zone = name("example.com");
    let dns = provider.dns().expect("it has zones");
    [
        provider.test().await.err(),
        dns.zone(&zone).await.err(),
        dns.apply(&zone, &[change()]).await.err().map(|e| e.source),
    ]
}

#[tokio::test]
async fn a_wrong_key_is_told_as_such() {
    for program in BOTH {
        let Some(fixture) = Fixture::start(program, "") else {
            continue;
        };
        let port = fixture.server.port();
        for (key, secret, words) in [
            (
                "nobody",
                SECRET,
                "the server does not know the TSIG key 'nobody' with that algorithm, or does not allow it here (BADKEY)",
            ),
            (
                KEY,
                "d3Jvbmc=",
                "the secret of the TSIG key 'setec.example.com' is not the one that the server has (BADSIG)",
            ),
        ] {
            for error in errors(&settings(port, key, secret, "example.com")).await {
                let error = error.expect("it fails");
                assert_eq!(error.kind, ErrorKind::Credentials, "{program:?} {error}");
                assert_eq!(error.message, words, "{program:?} {}", error.operation);
            }
        }
        let mut other = settings(port, KEY, SECRET, "example.com");
        other.extra.insert("algorithm".into(), "hmac-sha512".into());
        for error in errors(&other).await {
            let error = error.expect("it fails");
            assert_eq!(error.kind, ErrorKind::Credentials, "{program:?} {error}");
        }
    }
}

#[tokio::test]
async fn what_a_key_may_not_is_told_as_such() {
    for program in BOTH {
        let Some(fixture) = Fixture::start(program, "") else {
            continue;
        };
        let port = fixture.server.port();
        let [test, read, write] = errors(&settings(port, READER, SECRET, "example.com")).await;
        assert!(test.is_none() && read.is_none(), "{program:?}");
        let write = write.expect("it may only read");
        assert_eq!(write.kind, ErrorKind::Credentials, "{program:?} {write}");
        let [test, read, _] = errors(&settings(port, STRANGER, SECRET, "example.com")).await;
        for error in [test.unwrap(), read.unwrap()] {
            // BIND refuses; Knot says of a key without rights what it says of an unknown one.
            assert_eq!(error.kind, ErrorKind::Credentials, "{program:?} {error}");
            assert!(error.message.contains("'stranger'"), "{program:?} {error}");
        }
    }
}

#[tokio::test]
async fn a_zone_that_the_server_does_not_serve_is_named() {
    for program in BOTH {
        let Some(fixture) = Fixture::start(program, "") else {
            continue;
        };
        let zones = "example.com none.example other.example";
        let provider = connect(&settings(fixture.server.port(), KEY, SECRET, zones));
        let error = provider.test().await.unwrap_err();
        assert!(
            error.message.contains("none.example"),
            "{program:?} {error}"
        );
        assert!(
            error.message.contains("other.example"),
            "{program:?} {error}"
        );
        assert!(
            !error.message.contains("zone example.com"),
            "{program:?} {error}"
        );
    }
}

#[tokio::test]
async fn a_server_that_is_gone_is_unavailable() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    for error in errors(&settings(port, KEY, SECRET, "example.com")).await {
        let error = error.expect("nobody is there");
        assert_eq!(error.kind, ErrorKind::Unavailable);
        let words = format!("127.0.0.1 port {port} (TCP) cannot be reached: ");
        assert!(error.message.starts_with(&words), "{error}");
    }
}

#[tokio::test]
async fn clocks_that_differ_are_told_with_the_difference() {
    for (clock, differs) in [(Clock::Fast(3600), 3600), (Clock::Slow(1000), 1000)] {
        let port = lost::signing_server(clock).await;
        for error in errors(&settings(port, KEY, SECRET, "example.com")).await {
            let error = error.expect("it is refused");
            assert_eq!(error.kind, ErrorKind::Credentials);
            let secs: u64 = error
                .message
                .split_whitespace()
                .find_map(|word| word.parse().ok())
                .expect("a number of seconds");
            assert!(secs.abs_diff(differs) <= 5, "{error}");
            assert!(error.message.ends_with("(BADTIME)"), "{error}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_not_signed_is_not_believed() {
    let port = lost::signing_server(Clock::Unsigned).await;
    for error in errors(&settings(port, KEY, SECRET, "example.com")).await {
        let error = error.expect("it proves nothing");
        assert_eq!(error.kind, ErrorKind::Protocol);
        assert!(error.message.contains("is not signed"), "{error}");
    }
}

#[tokio::test]
async fn a_stranger_at_the_port_is_no_name_server() {
    for bytes in [&b"HTTP/1.1 400 Bad Request\r\n\r\n"[..], b"\0\x04abcd", b""] {
        let port = lost::babbler(bytes).await;
        for error in errors(&settings(port, KEY, SECRET, "example.com")).await {
            let error = error.expect("it is no answer");
            let kinds = [
                ErrorKind::Protocol,
                ErrorKind::Unavailable,
                ErrorKind::Timeout,
            ];
            assert!(kinds.contains(&error.kind), "{error}");
        }
    }
}

#[tokio::test]
async fn a_server_may_go_by_addresses_alone() {
    let zone = ServedZone {
        open: true,
        ..ServedZone::new("example.com", "")
    };
    let Some(open) = Fixture::with(Program::Bind, &zone) else {
        return;
    };
    let mut unsigned = settings(open.server.port(), "", "", "example.com");
    unsigned.extra.remove("key_name");
    assert!(errors(&unsigned).await.iter().all(Option::is_none));
    assert_eq!(open.server.dig("www.example.com", "A"), ["192.0.2.1"]);

    let Some(fixture) = Fixture::start(Program::Bind, "") else {
        return;
    };
    let mut unsigned = settings(fixture.server.port(), "", "", "example.com");
    unsigned.extra.remove("key_name");
    let [test, ..] = errors(&unsigned).await;
    let error = test.expect("transfers need a key");
    assert_eq!(
        error.message,
        "the server refuses zone example.com to this address without a key (REFUSED): it does not serve it, or does not let it be transferred"
    );
}

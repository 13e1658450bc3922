//! Is it live: name servers beside what is wanted.

use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::thread;

use serde_json::{Value, json};
use setec_server::NameServer;
use tokio::sync::oneshot;

use super::{entry, once, with_local};
use crate::harness::TestServer;

const LIVE: &str = "local/dns/demo.test/live";

/// The embedded name server, until the sender goes.
fn serve(server: &TestServer) -> oneshot::Sender<()> {
    let mut name_server = NameServer::new(vec![SocketAddr::from(([127, 0, 0, 1], 0))]);
    name_server.bind().expect("a free port");
    let (stop, stopped) = oneshot::channel::<()>();
    tokio::spawn(name_server.serve(Arc::clone(&server.app), async {
        drop(stopped.await);
    }));
    stop
}

/// A name server that answers every question for A with one address, for TXT with nothing, for SOA
/// with a refusal, and for the rest never.
fn stubborn() -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    thread::spawn(move || {
        let mut packet = [0; 512];
        while let Ok((count, from)) = socket.recv_from(&mut packet) {
            let question = &packet[12..count];
            let name = question.iter().position(|byte| *byte == 0).unwrap() + 1;
            let rtype = u16::from_be_bytes([question[name], question[name + 1]]);
            // Id, an authoritative answer, one question, no additional records.
            let mut answer = packet[..2].to_vec();
            let rcode = if rtype == 6 { 5 } else { 0 };
            let count = u8::from(rtype == 1);
            answer.extend([0x84, rcode, 0, 1, 0, count, 0, 0, 0, 0]);
            answer.extend(&question[..name + 4]);
            match rtype {
                1 => {
                    answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4]);
                    answer.extend([203, 0, 113, 9]);
                }
                6 | 16 => {}
                _ => continue,
            }
            socket.send_to(&answer, from).unwrap();
        }
    });
    address
}

/// What the only server says of a set.
#[track_caller]
fn said<'a>(view: &'a Value, name: &str, rtype: &str) -> &'a Value {
    let sets = view["sets"].as_array().unwrap().iter();
    let mut found = sets.filter(|set| set["name"] == name && set["type"] == rtype);
    let set = found
        .next()
        .unwrap_or_else(|| panic!("no {name} {rtype} in {view}"));
    assert_eq!(set["answers"].as_array().unwrap().len(), 1, "{set}");
    &set["answers"][0]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_our_own_name_server_answers_is_what_was_written() {
    let server = with_local().await;
    let silent = server.get(LIVE).await.ok();
    assert_eq!(
        silent["servers"][0]["problem"],
        "the name server does not listen"
    );
    let _stop = serve(&server);
    let view = once(&server, LIVE, |view| {
        let answer = &view["sets"][0]["answers"][0];
        view["sets"][0]["type"] == "SOA" && answer["state"] == "same"
    })
    .await;
    assert_eq!(view["source"], "zone");
    let answer = said(&view, "www.demo.test", "A");
    assert_eq!(answer["state"], "same", "{view}");
    assert_eq!(answer["values"], json!(["198.51.100.7"]));
    assert_eq!(answer["ttl"], 300);
    assert!(answer["rtt_ms"].is_number(), "{answer}");
    assert_eq!(said(&view, "demo.test", "TXT")["state"], "same");

    // What was removed is asked for as well: it shall be gone.
    let gone = "local/dns/demo.test?name=www&type=A";
    server.delete(gone).await.ok();
    let view = server.get(LIVE).await.ok();
    let answer = said(&view, "www.demo.test", "A");
    assert_eq!(
        (&answer["state"], &answer["values"]),
        (&json!("same"), &json!([]))
    );

    let one = server.get(&format!("{LIVE}?name=@&type=TXT")).await.ok();
    assert_eq!(one["sets"].as_array().unwrap().len(), 1);
    let none = server
        .get(&format!("{LIVE}?name=nowhere&type=MX"))
        .await
        .ok();
    assert_eq!(said(&none, "nowhere.demo.test", "MX")["state"], "same");
    for (query, field) in [
        ("name=a..b", "name"),
        ("type=NO", "type"),
        ("type=ALIAS", "type"),
    ] {
        let answer = server.get(&format!("{LIVE}?{query}")).await;
        answer.error(400, "invalid");
        assert_eq!(answer.json()["field"], field);
    }
    server
        .get("local/dns/other.test/live")
        .await
        .error(404, "not_found");
}

#[tokio::test]
async fn a_server_that_has_something_else_or_nothing_is_told_apart() {
    let server = with_local().await;
    server.app.name_server_listens(vec![stubborn()]);
    let record = json!({"type": "MX", "name": "www", "content": "a.example", "priority": 1});
    server.post("local/dns/demo.test", record).await.ok();
    let view = server.get(LIVE).await.ok();
    let answer = said(&view, "www.demo.test", "A");
    assert_eq!(answer["state"], "different", "{view}");
    assert_eq!(answer["values"], json!(["203.0.113.9"]));
    let text = said(&view, "demo.test", "TXT");
    assert_eq!(text["state"], "missing", "{view}");
    let soa = said(&view, "demo.test", "SOA");
    assert_eq!(soa["state"], "no_answer");
    assert_eq!(soa["detail"], "it answered REFUSED");
    let mx = said(&view, "www.demo.test", "MX");
    assert_eq!(mx["state"], "no_answer");
    assert_eq!(mx["detail"], "it did not answer in time");

    // A set that shall not be, and is.
    let view = server.get(&format!("{LIVE}?name=ghost&type=A")).await.ok();
    let answer = said(&view, "ghost.demo.test", "A");
    assert_eq!(answer["state"], "different");
    assert_eq!(answer["detail"], "it is served and shall not be");

    // Nobody may be asked for the addresses of these name servers.
    let view = server.get("hostinger/dns/example.com/live").await.ok();
    let named = view["servers"].as_array().unwrap();
    assert!(!named.is_empty(), "{view}");
    for server in named {
        let problem = server["problem"].as_str().unwrap();
        assert!(problem.contains("--resolver off"), "{server}");
    }
    let set = &view["sets"][0];
    let answer = entry(&set["answers"], "state", "no_answer");
    assert_eq!(answer["address"], json!(null));
}

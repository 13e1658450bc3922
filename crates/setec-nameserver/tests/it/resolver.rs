//! Addresses of ALIAS targets in other people's zones.

use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use domain::base::iana::{Rcode, Rtype};
use domain::base::{Message, MessageBuilder, Ttl};
use domain::rdata::A;
use setec_core::dns::Name;
use setec_nameserver::{AliasAddresses, AliasResolver, StubResolver};

/// A resolver that knows one name and has no answer for names with `broken` in them.
fn resolver(asked: Arc<AtomicUsize>) -> SocketAddr {
    let socket = UdpSocket::bind(("127.0.0.1", 0)).expect("a port");
    let address = socket.local_addr().expect("it is bound");
    thread::spawn(move || {
        let mut buffer = [0; 512];
        while let Ok((length, peer)) = socket.recv_from(&mut buffer) {
            asked.fetch_add(1, Ordering::Relaxed);
            let message = Message::from_octets(&buffer[..length]).expect("a query");
            let question = message.first_question().expect("a question");
            let name = question.qname().to_string();
            let rcode = match name.as_str() {
                "cdn.invalid" => Rcode::NOERROR,
                "none.invalid" => Rcode::NXDOMAIN,
                _ => Rcode::SERVFAIL,
            };
            let builder = MessageBuilder::new_vec();
            let mut builder = builder.start_answer(&message, rcode).expect("it fits");
            if rcode == Rcode::NOERROR && question.qtype() == Rtype::A {
                let data = A::from_octets(198, 51, 100, 7);
                let ttl = Ttl::from_secs(60);
                builder
                    .push((question.qname(), ttl, data))
                    .expect("it fits");
            }
            socket.send_to(&builder.finish(), peer).expect("it is sent");
        }
    });
    address
}

fn wait_for(resolver: &StubResolver, name: &str) -> AliasAddresses {
    let name: Name = name.parse().expect("a name");
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(found) = resolver.addresses(&name) {
            return found;
        }
        assert!(Instant::now() < deadline, "{name} is not found");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_target_is_looked_up_once_and_kept() {
    let asked = Arc::new(AtomicUsize::new(0));
    // Nobody answers at the first one.
    let silent = UdpSocket::bind(("127.0.0.1", 0)).unwrap();
    let servers = vec![silent.local_addr().unwrap(), resolver(asked.clone())];
    let stub = StubResolver::new(servers).unwrap();
    assert_eq!(
        stub.addresses(&"cdn.invalid".parse().unwrap()),
        None,
        "not known yet"
    );
    let found = wait_for(&stub, "cdn.invalid");
    assert_eq!(
        found.v4,
        ["198.51.100.7".parse::<std::net::Ipv4Addr>().unwrap()]
    );
    assert!(found.v6.is_empty());
    assert!((1..=60).contains(&found.ttl), "{}", found.ttl);
    for _ in 0..100 {
        wait_for(&stub, "cdn.invalid");
    }
    assert_eq!(asked.load(Ordering::Relaxed), 2, "A and AAAA");
}

#[test]
fn what_does_not_exist_is_known_and_what_fails_is_not() {
    let asked = Arc::new(AtomicUsize::new(0));
    let stub = StubResolver::new(vec![resolver(asked.clone())]).unwrap();
    let none = wait_for(&stub, "none.invalid");
    assert!(none.v4.is_empty() && none.v6.is_empty());
    let broken: Name = "broken.invalid".parse().unwrap();
    let before = asked.load(Ordering::Relaxed);
    let deadline = Instant::now() + Duration::from_secs(30);
    while asked.load(Ordering::Relaxed) == before {
        assert_eq!(stub.addresses(&broken), None);
        assert!(Instant::now() < deadline);
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(stub.addresses(&broken), None);
}

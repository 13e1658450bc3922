//! Asks recursive resolvers for addresses of ALIAS targets, on threads of its own.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

use domain::base::iana::{Rcode, Rtype};
use domain::base::{Message, MessageBuilder, Name as WireName, ParsedName};
use domain::rdata::{A, Aaaa, Soa};
use setec_core::dns::Name;

use crate::{AliasAddresses, AliasResolver};

/// Lookups at one time: a resolver that does not answer must not hold up the others.
const THREADS: usize = 4;
/// How long one resolver is waited for.
const PATIENCE: Duration = Duration::from_secs(2);
/// The pause after a lookup that failed.
const RETRY: Duration = Duration::from_secs(5);
/// What was found is kept at least and at most so long.
const KEPT: std::ops::RangeInclusive<u32> = 5..=3_600;
/// TTL of what is over its time while it is looked up again (RFC 8767 section 5).
const STALE_TTL: u32 = 30;
/// Targets at one time; zones name them, so that more are hardly meant.
const TARGETS: usize = 100_000;
/// Resolvers that are asked, as many as the C library takes from its file.
const SERVERS: usize = 3;
const PORT: u16 = 53;

/// Keeps addresses as long as their TTL says, looks them up again when they are asked for after
/// that, and gives the old ones meanwhile.
pub struct StubResolver {
    known: Arc<Mutex<HashMap<Name, Known>>>,
    wanted: Sender<Name>,
}

/// What is known of a target.
struct Known {
    found: Option<AliasAddresses>,
    good_until: Instant,
    is_asked: bool,
}

impl StubResolver {
    /// Asks those resolvers, in that order.
    pub fn new(servers: Vec<SocketAddr>) -> io::Result<Self> {
        let (wanted, names) = channel();
        let known = Arc::new(Mutex::new(HashMap::new()));
        let names = Arc::new(Mutex::new(names));
        let servers: Arc<[SocketAddr]> = servers.into();
        for _ in 0..THREADS {
            let (known, names, servers) = (Arc::clone(&known), names.clone(), servers.clone());
            let builder = thread::Builder::new().name("dns-alias".to_owned());
            builder.spawn(move || look_up_all(&known, &names, &servers))?;
        }
        Ok(Self { known, wanted })
    }

    /// Asks the resolvers that `/etc/resolv.conf` names.
    pub fn from_system() -> io::Result<Self> {
        Self::new(name_servers(&fs::read_to_string("/etc/resolv.conf")?))
    }
}

impl AliasResolver for StubResolver {
    fn addresses(&self, target: &Name) -> Option<AliasAddresses> {
        let now = Instant::now();
        let mut all = lock(&self.known);
        if !all.contains_key(target) && all.len() >= TARGETS {
            return None;
        }
        let known = all.entry(target.clone()).or_insert(Known {
            found: None,
            good_until: now,
            is_asked: false,
        });
        let left = known.good_until.saturating_duration_since(now);
        if left.is_zero() && !known.is_asked {
            // The threads end with this value only.
            known.is_asked = self.wanted.send(target.clone()).is_ok();
        }
        let mut found = known.found.clone()?;
        found.ttl = match u32::try_from(left.as_secs()) {
            Ok(0) | Err(_) => STALE_TTL,
            Ok(seconds) => seconds,
        };
        Some(found)
    }
}

fn look_up_all(
    known: &Mutex<HashMap<Name, Known>>,
    names: &Mutex<Receiver<Name>>,
    servers: &[SocketAddr],
) {
    loop {
        // The lock is held while waiting: one thread waits for names, the others for it.
        let next = lock(names).recv();
        let Ok(name) = next else { return };
        let found = look_up(&name, servers);
        let mut known = lock(known);
        let Some(known) = known.get_mut(&name) else {
            continue;
        };
        known.is_asked = false;
        match found {
            Ok(found) => {
                let seconds = found.ttl.clamp(*KEPT.start(), *KEPT.end());
                known.good_until = Instant::now() + Duration::from_secs(seconds.into());
                known.found = Some(found);
            }
            Err(error) => {
                tracing::warn!(target = %name, %error, "cannot look up the target of an ALIAS");
                known.good_until = Instant::now() + RETRY;
            }
        }
    }
}

fn look_up(name: &Name, servers: &[SocketAddr]) -> io::Result<AliasAddresses> {
    let mut found = AliasAddresses {
        ttl: *KEPT.end(),
        ..AliasAddresses::default()
    };
    for rtype in [Rtype::A, Rtype::AAAA] {
        let mut failure = io::Error::other("no resolver is known");
        let answered = servers
            .iter()
            .any(|server| match ask(*server, name, rtype) {
                Ok(answer) => {
                    found.ttl = found.ttl.min(answer.ttl);
                    for address in answer.addresses {
                        match address {
                            IpAddr::V4(address) => found.v4.push(address),
                            IpAddr::V6(address) => found.v6.push(address),
                        }
                    }
                    true
                }
                Err(error) => {
                    failure = error;
                    false
                }
            });
        if !answered {
            return Err(failure);
        }
    }
    Ok(found)
}

struct Answer {
    addresses: Vec<IpAddr>,
    ttl: u32,
}

fn ask(server: SocketAddr, name: &Name, rtype: Rtype) -> io::Result<Answer> {
    let any: SocketAddr = if server.is_ipv4() {
        ([0, 0, 0, 0], 0).into()
    } else {
        ([0_u16; 8], 0).into()
    };
    let socket = UdpSocket::bind(any)?;
    socket.connect(server)?;
    let query = query(name, rtype);
    socket.send(&query)?;
    let deadline = Instant::now() + PATIENCE;
    let mut buffer = [0; 4_096];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        socket.set_read_timeout(Some(left))?;
        let length = socket.recv(&mut buffer)?;
        // Anything else may be an answer to an older question, or a guess of somebody's.
        let Ok(message) = Message::from_octets(&buffer[..length]) else {
            continue;
        };
        if let Ok(query) = Message::from_octets(&query[..])
            && message.is_answer(&query)
        {
            return read(&message);
        }
    }
}

fn query(name: &Name, rtype: Rtype) -> Vec<u8> {
    const FITS: &str = "one question and an OPT record fit in a message";
    let mut id = [0; 2];
    getrandom::fill(&mut id).expect("the system gives random numbers");
    let name = WireName::from_octets(name.to_wire()).expect("a Name is a name");
    let mut builder = MessageBuilder::new_vec();
    builder.header_mut().set_id(u16::from_be_bytes(id));
    builder.header_mut().set_rd(true);
    let mut builder = builder.question();
    builder.push((name, rtype)).expect(FITS);
    let mut builder = builder.additional();
    let opt = builder.opt(|opt| {
        opt.set_udp_payload_size(1_232);
        Ok(())
    });
    opt.expect(FITS);
    builder.finish()
}

fn read(message: &Message<&[u8]>) -> io::Result<Answer> {
    let malformed = |_| io::Error::from(io::ErrorKind::InvalidData);
    match message.header().rcode() {
        Rcode::NOERROR | Rcode::NXDOMAIN => {}
        rcode => return Err(io::Error::other(format!("the resolver answered {rcode}"))),
    }
    let mut answer = Answer {
        addresses: Vec::new(),
        ttl: *KEPT.end(),
    };
    // Whatever chain led to them, the addresses are the target's; the resolver is trusted.
    for record in message.answer().map_err(malformed)? {
        let record = record.map_err(malformed)?;
        answer.ttl = answer.ttl.min(record.ttl().as_secs());
        if let Ok(Some(a)) = record.to_record::<A>() {
            answer.addresses.push(a.data().addr().into());
        } else if let Ok(Some(aaaa)) = record.to_record::<Aaaa>() {
            answer.addresses.push(aaaa.data().addr().into());
        }
    }
    if answer.addresses.is_empty() {
        let mut authority = message.authority().map_err(malformed)?;
        let soa = authority.find_map(|record| {
            let record = record.ok()?;
            let record = record.to_record::<Soa<ParsedName<&[u8]>>>().ok()??;
            Some(record.ttl().min(record.data().minimum()).as_secs())
        });
        answer.ttl = answer.ttl.min(soa.unwrap_or(STALE_TTL));
    }
    Ok(answer)
}

fn name_servers(text: &str) -> Vec<SocketAddr> {
    text.lines()
        .filter_map(|line| line.trim().strip_prefix("nameserver"))
        // An address with a zone, `fe80::1%eth0`, is none that the library reads.
        .filter_map(|address| address.trim().parse::<IpAddr>().ok())
        .map(|address| SocketAddr::new(address, PORT))
        .take(SERVERS)
        .collect()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::name_servers;

    #[test]
    fn resolvers_are_read_from_the_file_of_the_c_library() {
        let text = "# comment\nsearch example.com\nnameserver 192.0.2.1\n nameserver\t2001:db8::1\n\
                    nameserver nonsense\noptions edns0\n";
        let servers: Vec<String> = name_servers(text).iter().map(ToString::to_string).collect();
        assert_eq!(servers, ["192.0.2.1:53", "[2001:db8::1]:53"]);
    }
}

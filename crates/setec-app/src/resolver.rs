//! Look-ups in the DNS of the world, by a resolver that does the work.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;
use std::time::Duration;

use domain::base::iana::Rcode;
use domain::base::wire::ParseError;
use domain::base::{Message, MessageBuilder, Name as WireName, Rtype};
use domain::rdata::{A, Aaaa, Txt};
use setec_core::dns::Name;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

/// How long one server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// What fits into one packet nearly everywhere (RFC 9715 section 3).
const UDP_BYTES: u16 = 1232;

/// The longest that addresses are kept, whatever their TTL, in seconds.
const LONGEST_KEPT: u32 = 3_600;

/// How long it is kept that a name has no address, in seconds.
const NOTHING_KEPT: u32 = 60;

const SYSTEM_FILE: &str = "/etc/resolv.conf";

/// Addresses of a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addresses {
    /// Its A records.
    pub v4: Vec<Ipv4Addr>,
    /// Its AAAA records.
    pub v6: Vec<Ipv6Addr>,
    /// How long they may be kept, in seconds.
    pub ttl: u32,
}

/// Who is asked about names that are not ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Resolver {
    /// The servers of `/etc/resolv.conf`.
    #[default]
    System,
    /// These.
    At(Vec<SocketAddr>),
    /// Nobody: what is not ours stays unknown.
    Off,
}

impl FromStr for Resolver {
    type Err = String;

    /// `system`, `off`, or addresses with or without a port, separated by commas.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim() {
            "system" => return Ok(Self::System),
            "off" => return Ok(Self::Off),
            _ => {}
        }
        let address = |word: &str| {
            let word = word.trim();
            let bare = word.parse::<IpAddr>().map(|ip| SocketAddr::new(ip, 53));
            bare.or_else(|_| word.parse()).map_err(|_| {
                format!("'{word}' is no address; system, off, or ADDRESS[:PORT] is wanted")
            })
        };
        text.split(',')
            .map(address)
            .collect::<Result<_, _>>()
            .map(Self::At)
    }
}

impl Resolver {
    /// The TXT records of a name, the strings of each joined; none where it has none.
    pub(crate) async fn txt(&self, name: &Name) -> Result<Vec<Vec<u8>>, String> {
        let answer = self.look_up(name, Rtype::TXT).await?;
        texts(&answer).map_err(|error| error.to_string())
    }

    /// The addresses of a name, IPv4 and IPv6.
    pub async fn addresses(&self, name: &Name) -> Result<Addresses, String> {
        let words = |error: ParseError| error.to_string();
        let (v4, v6) = tokio::try_join!(
            self.look_up(name, Rtype::A),
            self.look_up(name, Rtype::AAAA)
        )?;
        let mut found = Addresses {
            ttl: LONGEST_KEPT,
            ..Addresses::default()
        };
        for record in v4.answer().map_err(words)?.limit_to::<A>() {
            let record = record.map_err(words)?;
            found.ttl = found.ttl.min(record.ttl().as_secs());
            found.v4.push(record.data().addr());
        }
        for record in v6.answer().map_err(words)?.limit_to::<Aaaa>() {
            let record = record.map_err(words)?;
            found.ttl = found.ttl.min(record.ttl().as_secs());
            found.v6.push(record.data().addr());
        }
        if found.v4.is_empty() && found.v6.is_empty() {
            found.ttl = NOTHING_KEPT;
        }
        Ok(found)
    }

    /// The answer of the first server that gives one; an empty one where there is no such name.
    async fn look_up(&self, name: &Name, rtype: Rtype) -> Result<Query, String> {
        let servers = self.servers()?;
        let mut failure = "there is no resolver".to_owned();
        for server in servers {
            match timeout(PATIENCE, ask(server, name, rtype)).await {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(reason)) => failure = format!("{server}: {reason}"),
                Err(_) => failure = format!("{server} did not answer in time"),
            }
        }
        Err(failure)
    }

    fn servers(&self) -> Result<Vec<SocketAddr>, String> {
        match self {
            Self::Off => Ok(Vec::new()),
            Self::At(servers) => Ok(servers.clone()),
            Self::System => {
                let text = std::fs::read_to_string(SYSTEM_FILE)
                    .map_err(|error| format!("{SYSTEM_FILE}: {error}"))?;
                Ok(name_servers(&text))
            }
        }
    }
}

/// The `nameserver` lines of resolv.conf(5); those with a zone index are left out.
fn name_servers(text: &str) -> Vec<SocketAddr> {
    let address = |line: &str| {
        let mut words = line.split_whitespace();
        let ip: IpAddr = (words.next()? == "nameserver")
            .then(|| words.next())??
            .parse()
            .ok()?;
        Some(SocketAddr::new(ip, 53))
    };
    text.lines().filter_map(address).collect()
}

async fn ask(server: SocketAddr, name: &Name, rtype: Rtype) -> Result<Query, String> {
    let words = |error: std::io::Error| error.to_string();
    let query = query(name, rtype, Recursion::Wanted)?;
    let answer = exchange(server, &query).await.map_err(words)?;
    match answer.header().rcode() {
        // Of a name that is not there the answer section is empty, or a CNAME's way to it.
        Rcode::NOERROR | Rcode::NXDOMAIN => Ok(answer),
        other => Err(format!("it answered {other}")),
    }
}

/// A whole message.
pub(crate) type Query = Message<Vec<u8>>;

/// Whether the server shall ask others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recursion {
    /// A resolver does the work.
    Wanted,
    /// A name server says what it serves itself.
    Unwanted,
}

/// Asks over UDP, and over TCP where the answer is too long for that.
pub(crate) async fn exchange(server: SocketAddr, query: &Query) -> std::io::Result<Query> {
    let answer = over_udp(server, query).await?;
    if answer.header().tc() {
        return over_tcp(server, query).await;
    }
    Ok(answer)
}

/// One question with an id of its own.
pub(crate) fn query(name: &Name, rtype: Rtype, recursion: Recursion) -> Result<Query, String> {
    let mut id = [0; 2];
    getrandom::fill(&mut id).map_err(|error| error.to_string())?;
    let name: WireName<Vec<u8>> = name.as_str().parse().map_err(|error| format!("{error}"))?;
    let mut builder = MessageBuilder::new_vec();
    builder.header_mut().set_id(u16::from_be_bytes(id));
    builder.header_mut().set_rd(recursion == Recursion::Wanted);
    let mut question = builder.question();
    question
        .push((name, rtype))
        .map_err(|error| error.to_string())?;
    let mut additional = question.additional();
    additional
        .opt(|opt| {
            opt.set_udp_payload_size(UDP_BYTES);
            Ok(())
        })
        .map_err(|error| error.to_string())?;
    Ok(additional.into_message())
}

/// A socket of its own for each query: its random port and the id keep strangers' answers out.
async fn over_udp(server: SocketAddr, query: &Query) -> std::io::Result<Query> {
    let any: SocketAddr = match server.ip() {
        IpAddr::V4(_) => ([0, 0, 0, 0], 0).into(),
        IpAddr::V6(_) => ([0u16; 8], 0).into(),
    };
    let socket = UdpSocket::bind(any).await?;
    socket.connect(server).await?;
    socket.send(query.as_slice()).await?;
    let mut buffer = vec![0; usize::from(UDP_BYTES)];
    loop {
        let count = socket.recv(&mut buffer).await?;
        if let Ok(answer) = Message::from_octets(buffer[..count].to_vec())
            && answer.is_answer(query)
        {
            return Ok(answer);
        }
    }
}

async fn over_tcp(server: SocketAddr, query: &Query) -> std::io::Result<Query> {
    let invalid = || std::io::Error::from(std::io::ErrorKind::InvalidData);
    let mut stream = TcpStream::connect(server).await?;
    let length = u16::try_from(query.as_slice().len()).map_err(|_| invalid())?;
    let mut bytes = length.to_be_bytes().to_vec();
    bytes.extend_from_slice(query.as_slice());
    stream.write_all(&bytes).await?;
    let length = stream.read_u16().await?;
    let mut bytes = vec![0; usize::from(length)];
    stream.read_exact(&mut bytes).await?;
    let answer = Message::from_octets(bytes).map_err(|_| invalid())?;
    if answer.is_answer(query) {
        Ok(answer)
    } else {
        Err(invalid())
    }
}

/// All TXT of the answer: the resolver has followed CNAMEs.
fn texts(answer: &Query) -> Result<Vec<Vec<u8>>, ParseError> {
    let records = answer.answer()?.limit_to::<Txt<_>>();
    let text = |record: Result<domain::base::Record<_, Txt<_>>, _>| Ok(record?.data().text());
    records.map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::{Resolver, name_servers};

    #[test]
    fn a_resolver_is_named_in_a_few_ways() {
        let at =
            |texts: &[&str]| Resolver::At(texts.iter().map(|text| text.parse().unwrap()).collect());
        for (text, resolver) in [
            ("system", Resolver::System),
            ("off", Resolver::Off),
            ("192.0.2.1", at(&["192.0.2.1:53"])),
            (
                "127.0.0.1:5300, 2001:db8::1",
                at(&["127.0.0.1:5300", "[2001:db8::1]:53"]),
            ),
        ] {
            assert_eq!(text.parse(), Ok(resolver), "{text}");
        }
        for text in ["", "localhost", "192.0.2.1;192.0.2.2"] {
            assert!(text.parse::<Resolver>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_systems_servers_are_found_in_its_file() {
        let text = "# nameserver 192.0.2.9\nsearch example.com\nnameserver 192.0.2.1\n\tnameserver ::1 \nnameserver fe80::1%eth0\noptions edns0\n";
        let found: Vec<String> = name_servers(text).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["192.0.2.1:53", "[::1]:53"]);
    }
}

//! Asks one question and takes the answer apart.

use std::fmt;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::time::Duration;

use domain::base::iana::Rtype;
use domain::base::name::ToName;
use domain::base::{Message, MessageBuilder, Name, ParsedRecord};
use domain::rdata::AllRecordData;

const TIMEOUT: Duration = Duration::from_secs(10);

/// A question and the way to ask it.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) name: String,
    pub(crate) rtype: Rtype,
    /// The size of EDNS and its DO bit.
    pub(crate) edns: Option<(u16, bool)>,
    pub(crate) is_tcp: bool,
}

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Flags, codes and question.
    pub(crate) head: String,
    pub(crate) is_truncated: bool,
    /// The records of each section, sorted.
    pub(crate) sections: [Vec<String>; 3],
}

impl Question {
    pub(crate) fn is_any_over_udp(&self) -> bool {
        self.rtype == Rtype::ANY && !self.is_tcp
    }

    pub(crate) fn to_wire(&self) -> Vec<u8> {
        let mut builder = MessageBuilder::new_vec();
        builder.header_mut().set_id(4_711);
        let mut builder = builder.question();
        let name: Name<Vec<u8>> = self.name.parse().expect("a name");
        builder.push((name, self.rtype)).expect("it fits");
        let mut builder = builder.additional();
        if let Some((size, is_dnssec_ok)) = self.edns {
            let opt = builder.opt(|opt| {
                opt.set_udp_payload_size(size);
                opt.set_dnssec_ok(is_dnssec_ok);
                Ok(())
            });
            opt.expect("it fits");
        }
        builder.finish()
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let transport = if self.is_tcp { "TCP" } else { "UDP" };
        write!(f, "=== {} {} over {transport}", self.name, self.rtype)?;
        if let Some((size, is_dnssec_ok)) = self.edns {
            write!(f, ", EDNS {size}, DO {is_dnssec_ok}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.head)?;
        for (name, section) in ["answer", "authority", "additional"]
            .iter()
            .zip(&self.sections)
        {
            for record in section {
                let (start, end) = (
                    record.get(..100),
                    record.get(record.len().saturating_sub(50)..),
                );
                let record = match (start, end) {
                    (Some(start), Some(end)) if record.len() > 160 => {
                        format!("{start} ... {end} ({} bytes)", record.len())
                    }
                    _ => record.clone(),
                };
                writeln!(f, "  {name}: {record}")?;
            }
        }
        Ok(())
    }
}

/// Asks a server; it must answer.
pub(crate) fn ask(server: SocketAddr, question: &Question) -> Answer {
    let query = question.to_wire();
    let bytes = if question.is_tcp {
        over_tcp(server, &query)
    } else {
        over_udp(server, &query).unwrap_or_else(|| panic!("no answer from {server} to {question}"))
    };
    read(&bytes)
}

/// Sends a message over UDP and takes what comes back.
pub(crate) fn over_udp(server: SocketAddr, query: &[u8]) -> Option<Vec<u8>> {
    let socket = UdpSocket::bind(("127.0.0.1", 0)).expect("a socket");
    socket.connect(server).expect("loopback");
    socket.set_read_timeout(Some(TIMEOUT)).expect("a timeout");
    socket.send(query).expect("it is sent");
    let mut answer = vec![0; 65_535];
    let length = socket.recv(&mut answer).ok()?;
    answer.truncate(length);
    Some(answer)
}

/// Sends a message over a TCP connection of its own and takes what comes back.
pub(crate) fn over_tcp(server: SocketAddr, query: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(server).expect("a connection");
    stream.set_read_timeout(Some(TIMEOUT)).expect("a timeout");
    send_frame(&mut stream, query);
    read_frame(&mut stream).expect("an answer")
}

pub(crate) fn send_frame(stream: &mut TcpStream, query: &[u8]) {
    let length = u16::try_from(query.len()).expect("a short query");
    stream
        .write_all(&[&length.to_be_bytes()[..], query].concat())
        .expect("it is sent");
}

pub(crate) fn read_frame(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut length = [0; 2];
    stream.read_exact(&mut length)?;
    let mut answer = vec![0; u16::from_be_bytes(length).into()];
    stream.read_exact(&mut answer)?;
    Ok(answer)
}

/// Takes a message apart.
pub(crate) fn read(bytes: &[u8]) -> Answer {
    let message = Message::from_octets(bytes).expect("a message");
    let header = message.header();
    let question = message.first_question().map(|question| {
        format!(
            "{} {} {}",
            question.qname(),
            question.qclass(),
            question.qtype()
        )
    });
    let opt = message.opt().map(|opt| {
        format!(
            "OPT {} version {} DO {}",
            opt.udp_payload_size(),
            opt.version(),
            opt.dnssec_ok()
        )
    });
    let head = format!(
        "{} {} {}; {}; {}",
        header.opcode(),
        message.opt_rcode(),
        header.flags(),
        question.unwrap_or_default(),
        opt.unwrap_or_default(),
    );
    let (_, answer, authority, additional) = message.sections().expect("sections");
    let records = |section: domain::base::message::RecordSection<'_, &[u8]>| {
        let mut records: Vec<String> = section
            .map(|record| record.expect("a record"))
            .filter(|record| record.rtype() != Rtype::OPT)
            .map(|record| text(&record))
            .collect();
        records.sort();
        records
    };
    Answer {
        head,
        is_truncated: header.tc(),
        sections: [records(answer), records(authority), records(additional)],
    }
}

fn text(record: &ParsedRecord<'_, &[u8]>) -> String {
    let data: AllRecordData<_, _> = record
        .to_any_record::<AllRecordData<&[u8], domain::base::ParsedName<&[u8]>>>()
        .expect("data of its type")
        .into_data();
    let owner: Name<Vec<u8>> = record.owner().to_name();
    // Case is the client's or the zone's, as each server likes.
    let text = format!(
        "{owner} {} {} {data}",
        record.ttl().as_secs(),
        record.rtype()
    );
    text.to_ascii_lowercase()
}

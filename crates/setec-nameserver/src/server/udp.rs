//! UDP: many messages by one call of the system, in and out.

use std::array;
use std::io::{IoSlice, IoSliceMut};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6, UdpSocket};
use std::os::fd::AsRawFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use nix::errno::Errno;
use nix::libc;
use nix::sys::socket::{
    ControlMessage, ControlMessageOwned, MsgFlags, MultiHeaders, SockaddrStorage, recvmmsg,
    sendmmsg, setsockopt, sockopt,
};

use crate::statistics::count;
use crate::{Answerer, Outcome, Source, Transport};

/// Messages by one call.
const BATCH: usize = 32;
/// Bytes of a query that are read; nothing that is served needs so many.
const QUERY: usize = 4_096;
/// How often a thread without queries looks whether it shall end.
const PAUSE: Duration = Duration::from_millis(200);

/// The address of ours that a client wrote to, and that it expects the answer from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Local {
    /// The socket's own.
    Bound,
    V4(Ipv4Addr),
    /// With the number of the interface, which link-local addresses need.
    V6(Ipv6Addr, u32),
}

/// A message that was received.
#[derive(Clone, Copy)]
struct Received {
    length: usize,
    peer: Option<SockaddrStorage>,
    local: Local,
}

/// Answers what comes until `stop`.
pub(super) fn serve(socket: &UdpSocket, is_wildcard: bool, answerer: &Answerer, stop: &AtomicBool) {
    if let Err(error) = prepare(socket, is_wildcard) {
        tracing::error!(%error, "cannot set up a socket of the name server");
        return;
    }
    let fd = socket.as_raw_fd();
    let mut queries = vec![0; BATCH * QUERY];
    let mut answers: [Vec<u8>; BATCH] = array::from_fn(|_| Vec::with_capacity(1_500));
    let mut received = [Received::NOTHING; BATCH];
    let mut peers = [None; BATCH];
    let mut incoming = headers(is_wildcard);
    let mut outgoing = headers(is_wildcard);
    while !stop.load(Ordering::Relaxed) {
        let number = match receive(fd, &mut incoming, &mut queries, &mut received) {
            Ok(number) => number,
            Err(Errno::EAGAIN | Errno::EINTR) => continue,
            Err(error) => {
                tracing::warn!(%error, "cannot receive DNS queries");
                std::thread::sleep(PAUSE);
                continue;
            }
        };
        let received = &mut received[..number];
        answer(answerer, &queries, received, &mut answers);
        send(fd, &mut outgoing, received, &answers, &mut peers);
    }
}

impl Received {
    const NOTHING: Self = Self {
        length: 0,
        peer: None,
        local: Local::Bound,
    };
}

fn prepare(socket: &UdpSocket, is_wildcard: bool) -> std::io::Result<()> {
    socket.set_read_timeout(Some(PAUSE))?;
    if is_wildcard {
        if socket.local_addr()?.is_ipv4() {
            setsockopt(socket, sockopt::Ipv4PacketInfo, &true)?;
        } else {
            setsockopt(socket, sockopt::Ipv6RecvPacketInfo, &true)?;
        }
    }
    Ok(())
}

fn headers(is_wildcard: bool) -> MultiHeaders<SockaddrStorage> {
    let space = is_wildcard.then(|| nix::cmsg_space!(libc::in6_pktinfo));
    MultiHeaders::preallocate(BATCH, space)
}

fn receive(
    fd: i32,
    headers: &mut MultiHeaders<SockaddrStorage>,
    queries: &mut [u8],
    received: &mut [Received; BATCH],
) -> nix::Result<usize> {
    let mut buffers = queries.chunks_exact_mut(QUERY);
    let mut slices: [[IoSliceMut<'_>; 1]; BATCH] =
        array::from_fn(|_| [IoSliceMut::new(buffers.next().expect("a buffer each"))]);
    let messages = recvmmsg(fd, headers, &mut slices, MsgFlags::MSG_WAITFORONE, None)?;
    let mut number = 0;
    for (message, place) in messages.zip(received.iter_mut()) {
        let mut local = Local::Bound;
        if let Ok(controls) = message.cmsgs() {
            for control in controls {
                match control {
                    ControlMessageOwned::Ipv4PacketInfo(info) => {
                        let address = u32::from_be(info.ipi_spec_dst.s_addr);
                        local = Local::V4(Ipv4Addr::from_bits(address));
                    }
                    ControlMessageOwned::Ipv6PacketInfo(info) => {
                        let address = Ipv6Addr::from(info.ipi6_addr.s6_addr);
                        local = Local::V6(address, info.ipi6_ifindex);
                    }
                    _ => {}
                }
            }
        }
        *place = Received {
            length: message.bytes,
            peer: message.address,
            local,
        };
        number += 1;
    }
    Ok(number)
}

/// Answers the messages; those that get none lose their peer.
fn answer(
    answerer: &Answerer,
    queries: &[u8],
    received: &mut [Received],
    answers: &mut [Vec<u8>; BATCH],
) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.unwrap_or_default();
    let zones = answerer.zones().read();
    let mut silent = 0;
    let messages = received.iter_mut().zip(queries.chunks_exact(QUERY));
    for ((message, query), answer) in messages.zip(answers) {
        let source = message.peer.as_ref().and_then(socket_address);
        let outcome = match source {
            // Port 0 cannot be written to (RFC 768 leaves it for those who want no answer).
            Some(address) if address.port() != 0 => {
                let source = Source {
                    address,
                    transport: Transport::Udp,
                };
                answerer.answer_from(&zones, &query[..message.length], source, now, answer)
            }
            _ => Outcome::Silent,
        };
        if !matches!(outcome, Outcome::Answer) {
            silent += 1;
            message.peer = None;
        }
    }
    count(&answerer.counters.udp_queries, received.len() as u64);
    count(&answerer.counters.silent, silent);
}

fn send(
    fd: i32,
    headers: &mut MultiHeaders<SockaddrStorage>,
    received: &[Received],
    answers: &[Vec<u8>; BATCH],
    peers: &mut [Option<SockaddrStorage>; BATCH],
) {
    let mut slices = [[IoSlice::new(&[])]; BATCH];
    let mut locals = [Local::Bound; BATCH];
    let mut number = 0;
    for (message, answer) in received.iter().zip(answers) {
        if message.peer.is_some() {
            slices[number] = [IoSlice::new(answer)];
            peers[number] = message.peer;
            locals[number] = message.local;
            number += 1;
        }
    }
    let mut start = 0;
    while start < number {
        // One call has one local address.
        let local = locals[start];
        let alike = locals[start..number].iter();
        let end = start + alike.take_while(|other| **other == local).count();
        let sent = send_alike(fd, headers, &slices[start..end], &peers[start..end], local);
        match sent {
            Ok(sent) => start += sent.max(1),
            Err(Errno::EINTR) => {}
            // An address that cannot be reached is no fault of the answers behind it.
            Err(_) => start += 1,
        }
    }
}

fn send_alike(
    fd: i32,
    headers: &mut MultiHeaders<SockaddrStorage>,
    slices: &[[IoSlice<'_>; 1]],
    peers: &[Option<SockaddrStorage>],
    local: Local,
) -> nix::Result<usize> {
    let v4;
    let v6;
    let control = match local {
        Local::Bound => None,
        Local::V4(address) => {
            v4 = libc::in_pktinfo {
                ipi_ifindex: 0,
                ipi_spec_dst: libc::in_addr {
                    s_addr: address.to_bits().to_be(),
                },
                ipi_addr: libc::in_addr { s_addr: 0 },
            };
            Some(ControlMessage::Ipv4PacketInfo(&v4))
        }
        Local::V6(address, interface) => {
            let is_link_local = address.is_unicast_link_local();
            v6 = libc::in6_pktinfo {
                ipi6_addr: libc::in6_addr {
                    s6_addr: address.octets(),
                },
                ipi6_ifindex: if is_link_local { interface } else { 0 },
            };
            Some(ControlMessage::Ipv6PacketInfo(&v6))
        }
    };
    let flags = MsgFlags::empty();
    let sent = sendmmsg(fd, headers, slices, peers, control.as_slice(), flags)?;
    Ok(sent.count())
}

fn socket_address(peer: &SockaddrStorage) -> Option<SocketAddr> {
    if let Some(v4) = peer.as_sockaddr_in() {
        return Some(SocketAddrV4::from(*v4).into());
    }
    let v6 = peer.as_sockaddr_in6()?;
    Some(SocketAddrV6::from(*v6).into())
}

//! Sockets: UDP on threads of their own, TCP on the runtime.

mod tcp;
mod udp;

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, available_parallelism};

use socket2::{Domain, Protocol, Socket, Type};

use crate::{Answerer, ServerConfig, Statistics, Zones, notify};

/// Tries to find a port that is free for both UDP and TCP, where any will do.
const PORT_ATTEMPTS: usize = 20;
const TCP_BACKLOG: i32 = 1_024;
/// Queries wait here while others are answered; the system may give less.
const UDP_BUFFER: usize = 4 * 1024 * 1024;

/// An authoritative name server whose sockets are open.
pub struct Server {
    config: ServerConfig,
    endpoints: Vec<Endpoint>,
    addresses: Vec<SocketAddr>,
    answerer: Arc<Answerer>,
}

/// The sockets of one address.
struct Endpoint {
    address: SocketAddr,
    tcp: TcpListener,
    udp: Vec<UdpSocket>,
}

impl Server {
    /// Opens the sockets, all or none; nothing is answered before [`run`](Self::run).
    pub fn bind(config: ServerConfig, zones: Zones) -> io::Result<Self> {
        let threads = config.udp_threads.unwrap_or_else(|| {
            let processors = available_parallelism().map_or(1, usize::from);
            processors.min(16)
        });
        let mut endpoints = Vec::new();
        for address in &config.listen {
            match Endpoint::open(*address, threads.max(1)) {
                Ok(endpoint) => endpoints.push(endpoint),
                // "All addresses of both families" has a meaning where there is one family only.
                Err(error) if is_without_ipv6(*address, &error) && config.listen.len() > 1 => {
                    tracing::warn!(%error, "there is no IPv6 here");
                }
                Err(error) => {
                    let message = format!("cannot listen on {address}: {error}");
                    return Err(io::Error::new(error.kind(), message));
                }
            }
        }
        Ok(Self {
            addresses: endpoints.iter().map(|endpoint| endpoint.address).collect(),
            endpoints,
            answerer: Arc::new(Answerer::new(&config, zones)),
            config,
        })
    }

    /// Where it listens, in the order of the configuration; port 0 has become a real one, and
    /// `[::]` is missing on a machine without IPv6.
    pub fn local_addrs(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// A handle to counts of what it does, which stays when the server runs.
    pub fn statistics(&self) -> impl Fn() -> Statistics + Send + Sync + use<> {
        let answerer = self.answerer.clone();
        move || answerer.counters.snapshot()
    }

    /// Answers, and tells secondaries of changes, until `shutdown` ends. Transfers that are under way
    /// are cut off.
    pub async fn run(self, shutdown: impl Future<Output = ()>) -> io::Result<()> {
        let stop = Arc::new(AtomicBool::new(false));
        let mut threads = Vec::new();
        let mut tasks = tokio::task::JoinSet::new();
        let gate = Arc::new(tcp::Gate::new(self.config.tcp.clone()));
        for endpoint in self.endpoints {
            for socket in endpoint.udp {
                let (answerer, stop) = (self.answerer.clone(), stop.clone());
                let is_wildcard = endpoint.address.ip().is_unspecified();
                let builder = thread::Builder::new().name("dns-udp".to_owned());
                threads.push(builder.spawn(move || {
                    udp::serve(&socket, is_wildcard, &answerer, &stop);
                })?);
            }
            endpoint.tcp.set_nonblocking(true)?;
            let listener = tokio::net::TcpListener::from_std(endpoint.tcp)?;
            tasks.spawn(tcp::serve(listener, self.answerer.clone(), gate.clone()));
        }
        tasks.spawn(notify::run(self.answerer.clone()));
        shutdown.await;
        tasks.shutdown().await;
        stop.store(true, Ordering::Relaxed);
        let joined = tokio::task::spawn_blocking(move || {
            for thread in threads {
                if thread.join().is_err() {
                    tracing::error!("a thread of the name server had panicked");
                }
            }
        });
        joined.await.map_err(io::Error::other)
    }
}

impl Endpoint {
    fn open(address: SocketAddr, threads: usize) -> io::Result<Self> {
        let attempts = if address.port() == 0 {
            PORT_ATTEMPTS
        } else {
            1
        };
        let mut last = None;
        for _ in 0..attempts {
            match Self::try_open(address, threads) {
                Ok(endpoint) => return Ok(endpoint),
                Err(error) => last = Some(error),
            }
        }
        Err(last.expect("there was an attempt"))
    }

    fn try_open(address: SocketAddr, threads: usize) -> io::Result<Self> {
        // TCP goes first: its port is taken once only, while UDP shares its among our threads and
        // would with another server of the same user.
        let tcp = socket(address, Type::STREAM, Protocol::TCP)?;
        tcp.set_reuse_address(true)?;
        tcp.bind(&address.into())?;
        tcp.listen(TCP_BACKLOG)?;
        let tcp = TcpListener::from(tcp);
        let address = tcp.local_addr()?;
        let udp: io::Result<Vec<UdpSocket>> = (0..threads)
            .map(|_| {
                let socket = socket(address, Type::DGRAM, Protocol::UDP)?;
                socket.set_reuse_port(threads > 1)?;
                socket.set_recv_buffer_size(UDP_BUFFER)?;
                socket.set_send_buffer_size(UDP_BUFFER)?;
                socket.bind(&address.into())?;
                Ok(socket.into())
            })
            .collect();
        Ok(Self {
            address,
            tcp,
            udp: udp?,
        })
    }
}

fn is_without_ipv6(address: SocketAddr, error: &io::Error) -> bool {
    address.is_ipv6()
        && address.ip().is_unspecified()
        && (error.kind() == io::ErrorKind::AddrNotAvailable
            || error.raw_os_error() == Some(nix::libc::EAFNOSUPPORT))
}

fn socket(address: SocketAddr, kind: Type, protocol: Protocol) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), kind, Some(protocol))?;
    if address.is_ipv6() {
        // IPv4 has sockets of its own.
        socket.set_only_v6(true)?;
    }
    Ok(socket)
}

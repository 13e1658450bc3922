//! TCP (RFC 7766): queries one after the other, answers in their order, and zone transfers.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::statistics::count;
use crate::{Answerer, Outcome, Source, TcpLimits, Transfer, Transport};

/// After an error of `accept`, such as too many open files, the next try waits.
const PAUSE: Duration = Duration::from_millis(100);
/// Answers are sent when so many bytes wait, or when no query does.
const FLUSH: usize = 64 * 1024;

/// Who may come in, over all addresses.
pub(super) struct Gate {
    limits: TcpLimits,
    connections: Arc<Semaphore>,
    transfers: Semaphore,
    by_client: Mutex<HashMap<IpAddr, usize>>,
}

/// A connection that was let in.
struct Visit {
    gate: Arc<Gate>,
    client: IpAddr,
    _permit: OwnedSemaphorePermit,
}

impl Gate {
    pub(super) fn new(limits: TcpLimits) -> Self {
        Self {
            connections: Arc::new(Semaphore::new(limits.connections)),
            transfers: Semaphore::new(limits.transfers),
            by_client: Mutex::default(),
            limits,
        }
    }

    /// `None` where there are too many already.
    fn enter(self: &Arc<Self>, client: IpAddr) -> Option<Visit> {
        let client = client.to_canonical();
        let permit = self.connections.clone().try_acquire_owned().ok()?;
        let mut by_client = self
            .by_client
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let number = by_client.entry(client).or_default();
        if *number >= self.limits.connections_per_client {
            return None;
        }
        *number += 1;
        Some(Visit {
            gate: self.clone(),
            client,
            _permit: permit,
        })
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        let by_client = self.gate.by_client.lock();
        let mut by_client = by_client.unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = by_client.get_mut(&self.client) {
            *number -= 1;
            if *number == 0 {
                by_client.remove(&self.client);
            }
        }
    }
}

/// Takes connections until the task ends, and theirs with it.
pub(super) async fn serve(listener: TcpListener, answerer: Arc<Answerer>, gate: Arc<Gate>) {
    let mut connections = tokio::task::JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let (stream, client) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "cannot accept DNS connections");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let Some(visit) = gate.enter(client.ip()) else {
            continue;
        };
        let answerer = answerer.clone();
        connections.spawn(async move {
            // That a client goes away is no news.
            let _ = Connection::new(stream, client, answerer, &visit)
                .run()
                .await;
        });
    }
}

struct Connection<'a> {
    stream: TcpStream,
    source: Source,
    answerer: Arc<Answerer>,
    gate: &'a Gate,
    /// What came and was not looked at yet, from `start` on.
    incoming: Vec<u8>,
    outgoing: Vec<u8>,
}

impl<'a> Connection<'a> {
    fn new(
        stream: TcpStream,
        client: SocketAddr,
        answerer: Arc<Answerer>,
        visit: &'a Visit,
    ) -> Self {
        Self {
            stream,
            source: Source {
                address: client,
                transport: Transport::Tcp,
            },
            answerer,
            gate: &visit.gate,
            incoming: Vec::new(),
            outgoing: Vec::new(),
        }
    }

    async fn run(mut self) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        let mut answer = Vec::new();
        loop {
            self.answer_all(&mut answer).await?;
            self.flush().await?;
            self.incoming.reserve(2_048);
            let idle = self.gate.limits.idle;
            let read = timeout(idle, self.stream.read_buf(&mut self.incoming)).await??;
            if read == 0 {
                return Ok(());
            }
        }
    }

    /// Answers what has come in whole.
    async fn answer_all(&mut self, answer: &mut Vec<u8>) -> io::Result<()> {
        let mut start = 0;
        while let Some(query) = framed(&self.incoming[start..]) {
            count(&self.answerer.counters.tcp_queries, 1);
            let outcome = self.answerer.answer(query, self.source, now(), answer);
            start += 2 + query.len();
            match outcome {
                Outcome::Answer => self.push(answer),
                Outcome::Transfer(transfer) => self.send_zone(*transfer, answer).await?,
                // Whoever sends this speaks no DNS.
                Outcome::Silent => return Err(io::ErrorKind::InvalidData.into()),
            }
            if self.outgoing.len() >= FLUSH {
                self.flush().await?;
            }
        }
        self.incoming.drain(..start);
        Ok(())
    }

    async fn send_zone(&mut self, mut zone: Transfer, message: &mut Vec<u8>) -> io::Result<()> {
        let gate = self.gate;
        let permit = gate.transfers.acquire().await;
        let _permit = permit.map_err(io::Error::other)?;
        while zone.next_message(now(), message) {
            self.push(message);
            if self.outgoing.len() >= FLUSH {
                self.flush().await?;
            }
        }
        self.flush().await?;
        tracing::info!(
            zone = %zone.zone().name(),
            serial = zone.zone().serial(),
            client = %self.source.address.ip(),
            "zone transferred"
        );
        Ok(())
    }

    fn push(&mut self, message: &[u8]) {
        let length = u16::try_from(message.len()).expect("a message has at most 65,535 bytes");
        self.outgoing.extend_from_slice(&length.to_be_bytes());
        self.outgoing.extend_from_slice(message);
    }

    async fn flush(&mut self) -> io::Result<()> {
        let idle = self.gate.limits.idle;
        let mut rest = &self.outgoing[..];
        // A client that reads slowly gets its time for each part, not for the whole.
        while !rest.is_empty() {
            let written = timeout(idle, self.stream.write(rest)).await??;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            rest = &rest[written..];
        }
        self.outgoing.clear();
        Ok(())
    }
}

/// The message that the bytes begin with, if it is whole.
fn framed(bytes: &[u8]) -> Option<&[u8]> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    rest.get(..u16::from_be_bytes(*length).into())
}

fn now() -> Duration {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.unwrap_or_default()
}

//! Messages to one server and back, over TCP.
//!
//! Transfers and large updates need TCP, so everything goes by it: a server that cannot be reached
//! that way is noticed by the first query, not by the first long answer.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use domain::base::iana::{Class, Opcode, Rcode, Rtype};
use domain::base::message_builder::{AdditionalBuilder, HashCompressor, MessageBuilder};
use domain::base::{Message, Name as WireName};
use domain::rdata::tsig::Time48;
use domain::tsig::{ClientSequence, ClientTransaction, Key, ValidationError};
use setec_core::dns::Name;
use setec_provider::{ErrorKind, ProviderError, Pulse};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time;

use crate::rfc2136::refusal;

/// Connections of one account at once: servers limit them, for all their clients together.
pub(super) const CONNECTIONS: usize = 4;

/// The longest message over TCP (RFC 1035 section 4.2.2).
const MAX_MESSAGE: usize = 65_535;

/// A message that is being written.
pub(super) type Draft = MessageBuilder<HashCompressor<Vec<u8>>>;

/// A message that is to be signed and sent.
pub(super) type Request = AdditionalBuilder<HashCompressor<Vec<u8>>>;

/// A message that has come.
pub(super) type Answer = Message<Vec<u8>>;

/// One server with one key.
#[derive(Debug)]
pub(super) struct Client {
    server: (String, u16),
    key: Option<Arc<Key>>,
    timeout: Duration,
    permits: Semaphore,
    pulse: Pulse,
}

/// Why an exchange failed, and whether the server may have acted on the request all the same.
pub(super) struct Failure {
    pub(super) error: ProviderError,
    pub(super) answer_is_lost: bool,
}

impl From<ProviderError> for Failure {
    fn from(error: ProviderError) -> Self {
        Self {
            error,
            answer_is_lost: false,
        }
    }
}

impl From<Failure> for ProviderError {
    fn from(failure: Failure) -> Self {
        failure.error
    }
}

/// One connection; as many as [`CONNECTIONS`] are open at a time.
pub(super) struct Connection<'a> {
    client: &'a Client,
    stream: TcpStream,
    operation: &'static str,
    _permit: SemaphorePermit<'a>,
}

impl Client {
    pub(super) fn new(server: (String, u16), key: Option<Key>, timeout: Duration) -> Self {
        Self {
            server,
            key: key.map(Arc::new),
            timeout,
            permits: Semaphore::new(CONNECTIONS),
            pulse: Pulse::default(),
        }
    }

    /// How the server is doing, as the exchanges so far show it.
    pub(super) fn pulse(&self) -> &Pulse {
        &self.pulse
    }

    /// The key's name as people write it.
    pub(super) fn key_name(&self) -> Option<String> {
        self.key.as_ref().map(|key| key.name().to_string())
    }

    /// An empty message, which keeps room for its signature.
    pub(super) fn draft(&self, opcode: Opcode) -> Draft {
        let mut draft = MessageBuilder::from_target(HashCompressor::new(Vec::new()))
            .expect("a Vec takes a header");
        draft.header_mut().set_opcode(opcode);
        draft.header_mut().set_id(message_id());
        let signature = self.key.as_ref().map_or(0, |key| key.compose_len());
        draft.set_push_limit(MAX_MESSAGE - usize::from(signature));
        draft
    }

    /// A question about a zone.
    pub(super) fn question(&self, zone: &Name, rtype: Rtype) -> Request {
        let mut draft = self.draft(Opcode::QUERY).question();
        draft
            .push((wire_name(zone), rtype, Class::IN))
            .expect("one question fits");
        draft.additional()
    }

    /// Opens a connection, when fewer than the allowed number are open.
    pub(super) async fn connect(&self, operation: &'static str) -> Result<Connection<'_>, Failure> {
        let opened = self.open(operation).await;
        if let Err(failure) = &opened {
            self.pulse.heard(Some(&failure.error));
        }
        opened
    }

    async fn open(&self, operation: &'static str) -> Result<Connection<'_>, Failure> {
        let permit = self.permits.acquire().await;
        let permit = permit.expect("the semaphore is never closed");
        let (host, port) = &self.server;
        let unreached = |words: String| {
            let message = format!("{host} port {port} (TCP) cannot be reached: {words}");
            ProviderError::new(ErrorKind::Unavailable, operation, message)
        };
        let connecting = TcpStream::connect((host.as_str(), *port));
        let stream = match time::timeout(self.timeout, connecting).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return Err(unreached(error.to_string()).with_source(error).into()),
            Err(_) => {
                let words = format!("no answer within {} s", self.timeout.as_secs());
                return Err(unreached(words).into());
            }
        };
        // A query is one write; nothing is gained by waiting for more.
        let _ = stream.set_nodelay(true);
        Ok(Connection {
            client: self,
            stream,
            operation,
            _permit: permit,
        })
    }

    fn sign<T>(
        &self,
        request: &mut Request,
        sign: impl FnOnce(
            Arc<Key>,
            &mut Request,
            Time48,
        ) -> Result<T, domain::base::message_builder::PushError>,
    ) -> Option<T> {
        request.clear_push_limit();
        let key = Arc::clone(self.key.as_ref()?);
        Some(sign(key, request, Time48::now()).expect("draft() kept room for the signature"))
    }
}

impl Connection<'_> {
    /// Sends a request and gives its one answer, verified.
    pub(super) async fn ask(&mut self, request: Request) -> Result<Answer, Failure> {
        let outcome = self.exchange(request).await;
        self.note(&outcome);
        outcome
    }

    async fn exchange(&mut self, mut request: Request) -> Result<Answer, Failure> {
        let id = request.header().id();
        let opcode = request.header().opcode();
        let transaction = self.client.sign(&mut request, ClientTransaction::request);
        self.send(request).await?;
        let mut answer = self.receive().await?;
        self.expect(&answer, id, opcode)?;
        if let Some(transaction) = transaction {
            let rcode = answer.header().rcode();
            let verified = transaction.answer(&mut answer, Time48::now());
            self.verified(verified, rcode)?;
        }
        Ok(answer)
    }

    /// Sends a request that several messages answer.
    pub(super) async fn ask_for_many(&mut self, mut request: Request) -> Result<Answers, Failure> {
        let id = request.header().id();
        let sequence = self.client.sign(&mut request, ClientSequence::request);
        self.send(request).await?;
        Ok(Answers { id, sequence })
    }

    /// The next of several answers, verified.
    pub(super) async fn next_of(&mut self, answers: &mut Answers) -> Result<Answer, Failure> {
        let outcome = self.receive_of(answers).await;
        self.note(&outcome);
        outcome
    }

    fn note(&self, outcome: &Result<Answer, Failure>) {
        let failure = outcome.as_ref().err();
        self.client
            .pulse
            .heard(failure.map(|failure| &failure.error));
    }

    async fn receive_of(&mut self, answers: &mut Answers) -> Result<Answer, Failure> {
        let mut answer = self.receive().await?;
        self.expect(&answer, answers.id, Opcode::QUERY)?;
        if let Some(sequence) = &mut answers.sequence {
            let rcode = answer.header().rcode();
            let verified = sequence.answer(&mut answer, Time48::now());
            self.verified(verified, rcode)?;
        }
        Ok(answer)
    }

    /// Checks that the last of several answers was signed.
    pub(super) fn end_of(&self, answers: Answers) -> Result<(), Failure> {
        match answers.sequence.map(ClientSequence::done) {
            None => Ok(()),
            Some(verified) => self.verified(verified, Rcode::NOERROR),
        }
    }

    async fn send(&mut self, request: Request) -> Result<(), Failure> {
        let message = request.finish().into_target();
        let length = u16::try_from(message.len()).expect("the push limit is that of TCP");
        let framed = [&length.to_be_bytes()[..], &message].concat();
        let sent = time::timeout(self.client.timeout, self.stream.write_all(&framed)).await;
        self.heard(sent)
    }

    async fn receive(&mut self) -> Result<Answer, Failure> {
        let receiving = async {
            let length = self.stream.read_u16().await?;
            let mut message = vec![0; usize::from(length)];
            self.stream.read_exact(&mut message).await?;
            Ok(message)
        };
        let received = time::timeout(self.client.timeout, receiving).await;
        let message = self.heard(received)?;
        Message::from_octets(message).map_err(|_| self.unreadable("it is too short"))
    }

    /// From here on the request may have arrived.
    fn heard<T>(&self, outcome: Result<io::Result<T>, time::error::Elapsed>) -> Result<T, Failure> {
        let error = match outcome {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => {
                let words = "the server closed the connection before its answer was complete";
                ProviderError::new(ErrorKind::Unavailable, self.operation, words).with_source(error)
            }
            Err(_) => {
                let secs = self.client.timeout.as_secs();
                let words = format!("the server did not answer within {secs} s");
                ProviderError::new(ErrorKind::Timeout, self.operation, words)
            }
        };
        Err(Failure {
            error,
            answer_is_lost: true,
        })
    }

    fn expect(&self, answer: &Answer, id: u16, opcode: Opcode) -> Result<(), Failure> {
        let header = answer.header();
        if header.qr() && header.id() == id && header.opcode() == opcode {
            return Ok(());
        }
        Err(self.unreadable("it is not the answer to this request"))
    }

    fn unreadable(&self, why: &str) -> Failure {
        refusal::unreadable(self.operation, why).into()
    }

    fn verified(&self, outcome: Result<(), ValidationError>, rcode: Rcode) -> Result<(), Failure> {
        let error = match outcome {
            Ok(()) => return Ok(()),
            Err(ValidationError::ServerUnsigned) if refusal::may_be_unsigned(rcode) => {
                return Ok(());
            }
            Err(error) => error,
        };
        let key = self.client.key_name().unwrap_or_default();
        Err(refusal::unverified(self.operation, &key, error, rcode).into())
    }
}

/// The state of an exchange with several answers.
pub(super) struct Answers {
    id: u16,
    sequence: Option<ClientSequence<Arc<Key>>>,
}

/// The library's form of a name.
pub(super) fn wire_name(name: &Name) -> WireName<Vec<u8>> {
    WireName::from_octets(name.to_wire()).expect("a Name is a name on the wire")
}

/// A connection carries one exchange at a time, so an id need not be hard to guess.
fn message_id() -> u16 {
    use std::hash::{BuildHasher, RandomState};
    let [one, other, ..] = RandomState::new().hash_one(0).to_be_bytes();
    u16::from_be_bytes([one, other])
}

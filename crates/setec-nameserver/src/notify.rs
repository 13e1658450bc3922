//! Tells secondaries that a zone has changed (RFC 1996).

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use domain::base::iana::{Class, Opcode, Rcode, Rtype};
use domain::base::rdata::UnknownRecordData;
use domain::base::{Message, MessageBuilder, Name as WireName, Ttl};
use domain::rdata::tsig::Time48;
use domain::tsig::ClientTransaction;
use setec_core::dns::Name;
use tokio::net::UdpSocket;
use tokio::sync::Semaphore;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep, timeout_at};

use crate::zone::ServedZone;
use crate::{Answerer, NotifyTarget, Zones};

/// How long one message waits for its answer.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// The pause after the first message without an answer; each next one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(15);
/// Messages that wait for answers at one time: ten thousand zones start together.
const AT_ONCE: usize = 64;
/// Where other name servers listen.
const DNS_PORT: u16 = 53;

/// A secondary and what it said to being told of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secondary {
    /// Where it was told.
    pub address: SocketAddr,
    /// The serial that it was last told of.
    pub serial: u32,
    /// Whether it has confirmed that.
    pub is_acknowledged: bool,
    /// Messages that were sent for it.
    pub attempts: u32,
    /// What came instead of a confirmation.
    pub problem: Option<String>,
}

/// Tells secondaries until the task ends.
pub(crate) async fn run(answerer: Arc<Answerer>) {
    let zones = answerer.zones();
    let slots = Arc::new(Semaphore::new(AT_ONCE));
    let mut tasks = JoinSet::new();
    let mut by_zone: HashMap<Name, Vec<AbortHandle>> = HashMap::new();
    loop {
        let changed = zones.changed().await;
        while tasks.try_join_next().is_some() {}
        by_zone.retain(|_, tasks| tasks.iter().any(|task| !task.is_finished()));
        for name in changed {
            answerer.warm_aliases(&name);
            // Whoever was not reached yet is told of the new serial only.
            for task in by_zone.remove(&name).unwrap_or_default() {
                task.abort();
            }
            let targets = zones.policy(&name).notify.clone();
            let addresses: Vec<SocketAddr> = targets.iter().map(|target| target.address).collect();
            zones.retain_secondaries(&name, &addresses);
            let told = targets.into_iter().map(|target| {
                let (zones, name, slots) = (zones.clone(), name.clone(), slots.clone());
                tasks.spawn(tell(zones, name, target, slots))
            });
            let told: Vec<AbortHandle> = told.collect();
            if !told.is_empty() {
                by_zone.insert(name, told);
            }
        }
    }
}

async fn tell(zones: Zones, name: Name, target: NotifyTarget, slots: Arc<Semaphore>) {
    let mut pause = FIRST_PAUSE;
    for attempts in 1.. {
        let Ok(slot) = slots.acquire().await else {
            return;
        };
        let Some(zone) = zones.get(&name) else { return };
        let serial = zone.serial();
        let asked = ask(zone, &target).await;
        drop(slot);
        let problem = match asked {
            Ok(Asked::Acknowledged) => None,
            Ok(Asked::Ourselves) => return,
            Err(problem) => Some(problem.to_string()),
        };
        let is_acknowledged = problem.is_none();
        if attempts == 3
            && let Some(problem) = &problem
        {
            tracing::warn!(zone = %name, secondary = %target.address, problem, "secondary does not confirm");
        }
        let secondary = Secondary {
            address: target.address,
            serial,
            is_acknowledged,
            attempts,
            problem,
        };
        zones.record_secondary(&name, secondary);
        if is_acknowledged {
            return;
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// What became of a message.
enum Asked {
    Acknowledged,
    /// The address is one of this machine: there is nobody to tell.
    Ourselves,
}

async fn ask(zone: Arc<ServedZone>, target: &NotifyTarget) -> io::Result<Asked> {
    let any: IpAddr = match target.address {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0)).await?;
    socket.connect(target.address).await?;
    if target.address.port() == DNS_PORT && socket.local_addr()?.ip() == target.address.ip() {
        return Ok(Asked::Ourselves);
    }
    let (message, transaction) = message(&zone, target);
    // A large zone is not to be copied because somebody waits for an answer about it.
    drop(zone);
    socket.send(&message).await?;
    let mut answer = vec![0; 4_096];
    let deadline = Instant::now() + PATIENCE;
    loop {
        let received = timeout_at(deadline, socket.recv(&mut answer)).await;
        let length =
            received.map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "no answer"))??;
        let Ok(mut answer) = Message::from_octets(answer[..length].to_vec()) else {
            continue;
        };
        let header = answer.header();
        if !header.qr() || header.id().to_be_bytes() != message[..2] {
            continue;
        }
        if let Some(transaction) = &transaction {
            let checked = transaction.clone().answer(&mut answer, Time48::now());
            checked.map_err(|error| io::Error::other(format!("the answer's TSIG: {error}")))?;
        }
        return match answer.header().rcode() {
            Rcode::NOERROR => Ok(Asked::Acknowledged),
            rcode => Err(io::Error::other(format!("it answered {rcode}"))),
        };
    }
}

type Transaction = ClientTransaction<Arc<domain::tsig::Key>>;

fn message(zone: &ServedZone, target: &NotifyTarget) -> (Vec<u8>, Option<Transaction>) {
    const FITS: &str = "one question, one record and a signature fit in a message";
    let mut id = [0; 2];
    getrandom::fill(&mut id).expect("the system gives random numbers");
    let apex = WireName::from_slice(zone.store.apex()).expect("an apex is a name");
    let soa = zone.soa();
    let rdata = zone.store.records_of(soa).next().unwrap_or_default();
    let rdata = UnknownRecordData::from_octets(Rtype::SOA, rdata).expect("it was a record's data");
    let mut builder = MessageBuilder::new_vec();
    builder.header_mut().set_id(u16::from_be_bytes(id));
    builder.header_mut().set_opcode(Opcode::NOTIFY);
    builder.header_mut().set_aa(true);
    let mut builder = builder.question();
    builder.push((apex, Rtype::SOA)).expect(FITS);
    let mut builder = builder.answer();
    builder
        .push((apex, Class::IN, Ttl::from_secs(soa.ttl), rdata))
        .expect(FITS);
    let mut builder = builder.additional();
    let transaction = target.key.as_ref().map(|key| {
        ClientTransaction::request(key.key().clone(), &mut builder, Time48::now()).expect(FITS)
    });
    (builder.finish(), transaction)
}

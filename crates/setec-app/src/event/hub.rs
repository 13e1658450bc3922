//! From those to whom something happens to those who listen.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::Utc;
use setec_store::{NewEntry, Outcome};
use tokio::sync::{broadcast, watch};
use uuid::Uuid;

use super::{Event, EventKind};
use crate::{Error, ErrorKind, Result};

/// Events that a slow listener may be behind; one that is further behind is told so.
const EVENTS: usize = 1_024;

/// Streams of one session: each tab of a browser takes one.
const STREAMS: usize = 16;

/// What ends streams.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    /// Rises whenever a session was ended.
    pub(super) sessions: u64,
    /// Whether the program stops.
    pub(super) closing: bool,
}

/// The one place that events go through.
#[derive(Debug)]
pub(crate) struct Events {
    sender: broadcast::Sender<Arc<Event>>,
    /// The id of the newest event. Held while it is sent, so that ids come in their order.
    newest: Mutex<u64>,
    /// What the entries are about that this process has begun and not finished.
    open: Mutex<HashMap<Uuid, Event>>,
    streams: Arc<Mutex<HashMap<Uuid, usize>>>,
    ends: watch::Sender<Ends>,
}

impl Default for Events {
    fn default() -> Self {
        let (sender, _) = broadcast::channel(EVENTS);
        let (ends, _) = watch::channel(Ends::default());
        // Whoever comes back after a restart must not find the number that was last seen before.
        let begin = u64::try_from(Utc::now().timestamp_micros()).unwrap_or_default();
        Self {
            sender,
            newest: Mutex::new(begin),
            open: Mutex::default(),
            streams: Arc::default(),
            ends,
        }
    }
}

impl Events {
    /// Tells whoever listens.
    pub(crate) fn tell(&self, event: Event) {
        let mut newest = locked(&self.newest);
        *newest += 1;
        let event = Event {
            id: *newest,
            ..event
        };
        // Nobody listens where no browser is open.
        let _ = self.sender.send(Arc::new(event));
    }

    /// Tells that changes have been written down and are about to be sent.
    pub(crate) fn begun<'a>(&self, entries: impl Iterator<Item = (&'a Uuid, Event)>) {
        for (id, event) in entries {
            let event = Event {
                reference: Some(*id),
                ..event
            };
            locked(&self.open).insert(*id, event.clone());
            self.tell(Event {
                state: Some("begun"),
                ..event
            });
        }
    }

    /// Tells how a change has ended.
    pub(crate) fn ended(&self, id: Uuid, outcome: Outcome) {
        // An entry that another run of the program began is known by its id only.
        self.ended_as(id, outcome, Event::of(EventKind::Journal));
    }

    /// The same for an entry of which that much is known where this process has not begun it.
    pub(crate) fn ended_as(&self, id: Uuid, outcome: Outcome, otherwise: Event) {
        let known = locked(&self.open).remove(&id);
        let state = match outcome {
            Outcome::Done => "done",
            Outcome::Failed => "failed",
            Outcome::Unknown => "unknown",
        };
        self.tell(Event {
            at: Utc::now(),
            state: Some(state),
            reference: Some(id),
            ..known.unwrap_or(otherwise)
        });
    }

    /// Has every stream look whether its session still stands.
    pub(crate) fn sessions_ended(&self) {
        self.ends.send_modify(|ends| ends.sessions += 1);
    }

    /// Ends every stream.
    pub(super) fn close(&self) {
        self.ends.send_modify(|ends| ends.closing = true);
    }

    /// Listens from now on; also gives the id of the event before.
    pub(super) fn listen(&self) -> (broadcast::Receiver<Arc<Event>>, u64) {
        let newest = locked(&self.newest);
        (self.sender.subscribe(), *newest)
    }

    pub(super) fn ends(&self) -> watch::Receiver<Ends> {
        self.ends.subscribe()
    }

    /// A place among a session's streams, given back when it is dropped.
    pub(super) fn place(&self, session: Uuid) -> Result<Place> {
        let mut streams = locked(&self.streams);
        let count = streams.entry(session).or_default();
        if *count >= STREAMS {
            let words = format!("this session has {STREAMS} event streams open; close one of them");
            return Err(Error::new(ErrorKind::RateLimited, words));
        }
        *count += 1;
        Ok(Place {
            session,
            streams: Arc::clone(&self.streams),
        })
    }
}

/// What a journal entry's event says.
pub(crate) fn of_entry(entry: &NewEntry) -> Event {
    Event {
        account: entry.account.clone(),
        subject: entry.subject.clone(),
        action: Some(entry.action.clone()),
        actor: Some(entry.actor.clone()),
        ..Event::of(EventKind::Journal)
    }
}

/// One stream of a session.
#[derive(Debug)]
pub(super) struct Place {
    session: Uuid,
    streams: Arc<Mutex<HashMap<Uuid, usize>>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut streams = locked(&self.streams);
        if let Some(count) = streams.get_mut(&self.session) {
            *count -= 1;
            if *count == 0 {
                streams.remove(&self.session);
            }
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

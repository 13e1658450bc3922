//! What one listener gets, for as long as its session stands.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::time::{Interval, MissedTickBehavior, interval};
use uuid::Uuid;

use super::hub::{Ends, Place};
use super::{Event, EventKind};
use crate::{Actor, App, ErrorKind, Result};

/// How long after its session ended by itself, or on another node, a stream may go on.
const RECHECK: Duration = Duration::from_secs(15);

/// Events from the moment on in which it was asked for.
#[derive(Debug)]
pub struct EventStream {
    app: Arc<App>,
    session: Uuid,
    received: broadcast::Receiver<Arc<Event>>,
    ends: watch::Receiver<Ends>,
    recheck: Interval,
    /// Whether something was missed before the first event.
    has_missed: bool,
    newest: u64,
    _place: Place,
}

impl App {
    /// Everything that happens from now on. `after` is the last event that the caller saw before;
    /// where others came since, the first one says so.
    pub fn events(self: &Arc<Self>, actor: &Actor, after: Option<u64>) -> Result<EventStream> {
        actor.may_read()?;
        let place = self.events.place(actor.session_id)?;
        let (received, newest) = self.events.listen();
        let mut recheck = interval(RECHECK);
        recheck.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Ok(EventStream {
            app: Arc::clone(self),
            session: actor.session_id,
            received,
            ends: self.events.ends(),
            recheck,
            has_missed: after.is_some_and(|after| after != newest),
            newest,
            _place: place,
        })
    }

    /// Ends all streams of events: the program stops.
    pub fn close_events(&self) {
        self.events.close();
    }
}

impl EventStream {
    /// The next event; `None` where the session has ended or the program stops.
    pub async fn next(&mut self) -> Option<Arc<Event>> {
        if self.has_missed {
            self.has_missed = false;
            return Some(self.lagged());
        }
        loop {
            tokio::select! {
                biased;
                changed = self.ends.changed() => {
                    changed.ok()?;
                    let is_closing = self.ends.borrow_and_update().closing;
                    if is_closing || !self.is_allowed().await {
                        return None;
                    }
                }
                _ = self.recheck.tick() => {
                    if !self.is_allowed().await {
                        return None;
                    }
                }
                event = self.received.recv() => match event {
                    Ok(event) => {
                        self.newest = event.id;
                        return Some(event);
                    }
                    Err(RecvError::Lagged(_)) => return Some(self.lagged()),
                    Err(RecvError::Closed) => return None,
                },
            }
        }
    }

    /// It bears the id of the last event that was seen, which those that follow go on from.
    fn lagged(&self) -> Arc<Event> {
        Arc::new(Event {
            id: self.newest,
            ..Event::of(EventKind::Lagged)
        })
    }

    async fn is_allowed(&self) -> bool {
        let user = self.app.sessions.user_of(&self.app.store, self.session);
        match user.await {
            Ok(_) => true,
            Err(error) => {
                let has_ended = error.kind == ErrorKind::Unauthenticated;
                if !has_ended {
                    tracing::warn!(%error, "a stream's session cannot be looked at");
                }
                !has_ended
            }
        }
    }
}

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::bucket::Bucket;
use super::declared::Declared;
use super::shown::Shown;
use super::{Priority, pause};

/// How many calls of an account are under way at once, whatever its limits.
pub(super) const AT_ONCE: u64 = 16;

/// The same for background work, so that a person finds a free place.
const BACKGROUND_AT_ONCE: u64 = 12;

/// How long the first call of a path goes alone; a slow vendor must not hold up everything.
pub(super) const FIRST_CALL: Duration = Duration::from_secs(1);

/// The bucket of a limit that answers do not show; no vendor's policy has such a name.
const DECLARED: &str = "(declared)";

/// What is known of an account.
#[derive(Debug, Default)]
pub(super) struct State {
    paths: HashMap<String, Path>,
    declared: HashMap<String, Declared>,
    buckets: HashMap<String, Bucket>,
    closed_until: Option<Instant>,
}

/// One kind of call.
#[derive(Debug, Default)]
struct Path {
    limit: Limit,
    in_flight: u64,
    people_waiting: u64,
    lanes: Arc<Lanes>,
}

/// Which limit a path is under.
#[derive(Debug, Default)]
enum Limit {
    /// Not known; since when the first call is under way.
    #[default]
    Unseen,
    Asked(Instant),
    /// Answers show none.
    Free,
    /// The bucket of this name.
    Under(String),
}

/// Those who wait, in order of arrival.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    people: Mutex<()>,
    background: Mutex<()>,
}

/// Why a call cannot go now, and when to look again; `None` is when something changes.
#[derive(Debug)]
pub(super) struct Wait {
    pub(super) until: Option<Instant>,
    pub(super) why: &'static str,
}

impl State {
    pub(super) fn declare(&mut self, path: &str, limit: u64, window: Duration) {
        let declared = Declared::new(limit, window);
        self.declared.insert(path.to_owned(), declared);
    }

    pub(super) fn declare_for_all(&mut self, limit: u64, window: Duration, now: Instant) {
        let bucket = Bucket::declared(limit, window, now);
        self.buckets.insert(DECLARED.to_owned(), bucket);
    }

    pub(super) fn lanes(&mut self, path: &str) -> Arc<Lanes> {
        Arc::clone(&self.path(path).lanes)
    }

    pub(super) fn wait(&mut self, path: &str) {
        self.path(path).people_waiting += 1;
    }

    pub(super) fn stop_waiting(&mut self, path: &str) {
        self.path(path).people_waiting -= 1;
    }

    /// Counts a call as under way, or says why it has to wait.
    pub(super) fn take(&mut self, path: &str, priority: Priority, now: Instant) -> Option<Wait> {
        let wait = |until, why| Some(Wait { until, why });
        if let Some(until) = self.closed_until.filter(|until| *until > now) {
            return wait(Some(until), "the provider asked for a pause");
        }
        let at_once = match priority {
            Priority::People => AT_ONCE,
            Priority::Background => BACKGROUND_AT_ONCE,
        };
        if self.paths.values().map(|path| path.in_flight).sum::<u64>() >= at_once {
            return wait(None, "many calls are under way");
        }
        let own = self.path(path);
        if let Limit::Asked(since) = own.limit
            && own.in_flight > 0
            && since + FIRST_CALL > now
        {
            return wait(
                Some(since + FIRST_CALL),
                "the first answer will show the limit",
            );
        }
        let mut people_wait = own.people_waiting > 0;
        if let Some(declared) = self.declared.get_mut(path)
            && let Some(until) = declared.free_at(priority, now)
        {
            return wait(Some(until), "the limit in the provider's documentation");
        }
        for (name, bucket) in &mut self.buckets {
            if !self.paths[path].is_under(name) {
                continue;
            }
            let sharing = || self.paths.values().filter(|path| path.is_under(name));
            let in_flight = sharing().map(|path| path.in_flight).sum();
            people_wait |= sharing().any(|path| path.people_waiting > 0);
            if let Some(until) = bucket.free_at(in_flight, priority, now) {
                return wait(Some(until), "the provider's limit");
            }
        }
        if priority == Priority::Background && people_wait {
            return wait(None, "calls of people go first");
        }
        for (name, bucket) in &mut self.buckets {
            if self.paths[path].is_under(name) {
                bucket.sent(now);
            }
        }
        if let Some(declared) = self.declared.get_mut(path) {
            declared.sent(now);
        }
        let own = self.path(path);
        own.in_flight += 1;
        if matches!(own.limit, Limit::Unseen) {
            own.limit = Limit::Asked(now);
        }
        None
    }

    /// Takes note of the end of a call; without an answer it counts as used.
    pub(super) fn settle(&mut self, path: &str, answer: Option<(StatusCode, Shown)>, now: Instant) {
        let own = self.paths.get_mut(path).expect("it was taken before");
        own.in_flight -= 1;
        let is_refused = |status| status == StatusCode::TOO_MANY_REQUESTS;
        match (answer, &own.limit) {
            (Some((status, shown)), _) if shown.remaining.is_some() => {
                let name = shown.name();
                own.limit = Limit::Under(name.clone());
                let bucket = self.buckets.entry(name).or_insert_with(|| Bucket::new(now));
                bucket.learn(&shown, now);
                if is_refused(status) {
                    bucket.close(&shown, now);
                }
            }
            (Some((status, shown)), _) if is_refused(status) => {
                let until = now + pause(shown.retry_after);
                self.closed_until = self.closed_until.max(Some(until));
            }
            (_, Limit::Under(name)) => {
                if let Some(bucket) = self.buckets.get_mut(name) {
                    bucket.spend(now);
                }
            }
            (_, Limit::Unseen | Limit::Asked(_)) if self.buckets.contains_key(DECLARED) => {
                own.limit = Limit::Under(DECLARED.to_owned());
                if let Some(bucket) = self.buckets.get_mut(DECLARED) {
                    bucket.spend(now);
                }
            }
            (Some(_), _) => own.limit = Limit::Free,
            (None, Limit::Asked(_)) => own.limit = Limit::Unseen,
            (None, _) => {}
        }
    }

    /// The limit of which the smallest part is left: its size, what is left, and until when.
    pub(super) fn left(&self, now: Instant) -> Option<(Option<u64>, u64, Option<Instant>)> {
        if let Some(until) = self.closed_until.filter(|until| *until > now) {
            return Some((None, 0, Some(until)));
        }
        let buckets = self.buckets.iter().map(|(name, bucket)| {
            let of_bucket = |path: &&Path| matches!(&path.limit, Limit::Under(own) if own == name);
            let in_flight = self.paths.values().filter(of_bucket);
            bucket.left(in_flight.map(|path| path.in_flight).sum(), now)
        });
        let declared = self.declared.values().filter_map(|limit| limit.left(now));
        let tightest = buckets.chain(declared).min_by(|one, other| {
            // Shares are compared as fractions: a/b < c/d where a*d < c*b.
            let cross = |(limit, ..): &(u64, u64, _), (_, left, _): &(u64, u64, _)| {
                u128::from(*limit) * u128::from(*left)
            };
            cross(other, one).cmp(&cross(one, other))
        });
        tightest.map(|(limit, left, reset)| (Some(limit), left, reset))
    }

    fn path(&mut self, path: &str) -> &mut Path {
        if !self.paths.contains_key(path) {
            self.paths.insert(path.to_owned(), Path::default());
        }
        self.paths.get_mut(path).expect("it was put there")
    }
}

impl Path {
    /// Whether its calls count against a bucket, as far as is known.
    fn is_under(&self, bucket: &str) -> bool {
        match &self.limit {
            Limit::Unseen | Limit::Asked(_) => true,
            Limit::Free => false,
            Limit::Under(name) => name == bucket,
        }
    }
}

impl Lanes {
    pub(super) fn of(&self, priority: Priority) -> &Mutex<()> {
        match priority {
            Priority::People => &self.people,
            Priority::Background => &self.background,
        }
    }
}

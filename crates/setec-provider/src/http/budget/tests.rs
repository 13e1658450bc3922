//! Against a vendor with fixed windows, in tokio's paused time.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::future::join_all;
use http::{HeaderMap, HeaderName, StatusCode};
use tokio::time::{Instant, sleep};

use super::{Budget, Calls, background, scope_of};
use crate::ErrorKind;

const ZONES: &str = "api/dns/v1/zones/example.com";
const SERVERS: &str = "api/vps/v1/virtual-machines";
const AVAILABILITY: &str = "api/domains/v1/availability";
const WINDOW: Duration = Duration::from_secs(10);

/// An account and its vendor, which counts what it gets.
struct Vendor {
    budget: Budget,
    limit: usize,
    window: Mutex<(Option<Instant>, usize)>,
    /// When calls arrived, and who made them.
    arrivals: Mutex<Vec<(Duration, &'static str)>>,
    is_silent: AtomicBool,
    started: Instant,
}

impl Vendor {
    fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self {
            budget: Budget::default(),
            limit,
            window: Mutex::default(),
            arrivals: Mutex::default(),
            is_silent: AtomicBool::new(false),
            started: Instant::now(),
        })
    }

    /// One call of somebody, which takes 20 ms each way.
    async fn call(&self, path: &str, who: &'static str) -> Result<StatusCode, ErrorKind> {
        let pass = self
            .budget
            .pass("test", path)
            .await
            .map_err(|error| error.kind)?;
        sleep(Duration::from_millis(20)).await;
        let (status, headers) = self.answer(who);
        sleep(Duration::from_millis(20)).await;
        pass.answered(status, &headers);
        Ok(status)
    }

    fn answer(&self, who: &'static str) -> (StatusCode, HeaderMap) {
        let now = Instant::now();
        let mut arrivals = self.arrivals.lock().unwrap();
        arrivals.push((now - self.started, who));
        if self.is_silent.load(Relaxed) {
            return (StatusCode::OK, HeaderMap::new());
        }
        let (start, used) = &mut *self.window.lock().unwrap();
        let start = match start {
            Some(start) if *start + WINDOW > now => *start,
            _ => {
                *used = 0;
                *start.insert(now)
            }
        };
        let left = self.limit.saturating_sub(*used);
        *used += 1;
        let reset = (start + WINDOW - now).as_secs_f64().ceil().to_string();
        let limit = self.limit.to_string();
        match left.checked_sub(1) {
            Some(left) => (StatusCode::OK, limits(&limit, &left.to_string(), &reset)),
            None => (StatusCode::TOO_MANY_REQUESTS, limits(&limit, "0", &reset)),
        }
    }

    /// Many calls at once, none of which may be refused.
    async fn burst(self: &Arc<Self>, count: usize, path: &str) {
        let calls = (0..count).map(|_| self.call(path, "burst"));
        for outcome in join_all(calls).await {
            assert_eq!(outcome, Ok(StatusCode::OK));
        }
    }

    fn arrived_before(&self, secs: f64) -> usize {
        let arrivals = self.arrivals.lock().unwrap();
        arrivals
            .iter()
            .filter(|(at, _)| at.as_secs_f64() < secs)
            .count()
    }
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
        .collect()
}

fn limits(limit: &str, remaining: &str, reset: &str) -> HeaderMap {
    headers(&[
        ("x-ratelimit-limit", limit),
        ("x-ratelimit-remaining", remaining),
        ("x-ratelimit-reset", reset),
    ])
}

#[tokio::test(start_paused = true)]
async fn half_a_window_goes_at_once_and_the_rest_is_spread() {
    let vendor = Vendor::new(40);
    vendor.burst(40, ZONES).await;
    let at_once = vendor.arrived_before(1.0);
    assert!((20..=22).contains(&at_once), "{at_once}");
    let in_half = vendor.arrived_before(5.5);
    assert!((28..=32).contains(&in_half), "{in_half}");
    assert_eq!(vendor.arrived_before(10.5), 40);
}

#[tokio::test(start_paused = true)]
async fn many_windows_pass_without_a_refusal() {
    for limit in [1, 2, 5, 20, 100] {
        let vendor = Vendor::new(limit);
        vendor.burst(limit * 7 / 2 + 1, ZONES).await;
        // Three windows are full, and a fourth is begun at once.
        let secs = vendor.started.elapsed().as_secs_f64();
        assert!(secs < 45.0, "{limit} per window: {secs} s");
    }
}

#[tokio::test(start_paused = true)]
async fn paths_that_show_one_limit_share_it() {
    let vendor = Vendor::new(30);
    let zones = vendor.burst(40, ZONES);
    let servers = vendor.burst(40, SERVERS);
    futures::join!(zones, servers);
}

#[tokio::test(start_paused = true)]
async fn a_vendor_without_limits_is_asked_sixteen_times_at_once() {
    let vendor = Vendor::new(0);
    vendor.is_silent.store(true, Relaxed);
    vendor.burst(161, ZONES).await;
    // The first goes alone.
    assert_eq!(vendor.started.elapsed().as_millis(), 11 * 40);
}

#[tokio::test(start_paused = true)]
async fn a_slow_first_call_does_not_hold_up_the_others() {
    let budget = Budget::default();
    let _slow = budget.pass("test", ZONES).await.unwrap();
    let started = Instant::now();
    let _other = budget.pass("test", ZONES).await.unwrap();
    assert_eq!(started.elapsed(), Duration::from_secs(1));
    let _elsewhere = budget.pass("test", SERVERS).await.unwrap();
    assert_eq!(started.elapsed(), Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_stops_everybody_for_as_long_as_it_says() {
    let budget = Budget::default();
    for path in [ZONES, SERVERS] {
        let pass = budget.pass("test", path).await.unwrap();
        pass.answered(StatusCode::OK, &HeaderMap::new());
    }
    let refused = budget.pass("test", ZONES).await.unwrap();
    refused.answered(
        StatusCode::TOO_MANY_REQUESTS,
        &headers(&[("retry-after", "7")]),
    );
    let started = Instant::now();
    let calls = [ZONES, SERVERS, "api/billing/v1/catalog"].map(|path| budget.pass("test", path));
    for outcome in join_all(calls).await {
        outcome.unwrap();
    }
    assert_eq!(started.elapsed(), Duration::from_secs(7));
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_its_own_stops_only_its_path() {
    let budget = Budget::default();
    let zones = budget.pass("test", ZONES).await.unwrap();
    zones.answered(StatusCode::OK, &HeaderMap::new());
    let path = AVAILABILITY;
    let refused = budget.pass("test", path).await.unwrap();
    let shown = headers(&[
        ("x-ratelimit-limit", "90"),
        ("x-ratelimit-remaining", "0"),
        ("retry-after", "30"),
    ]);
    refused.answered(StatusCode::TOO_MANY_REQUESTS, &shown);
    let started = Instant::now();
    drop(budget.pass("test", ZONES).await.unwrap());
    assert_eq!(started.elapsed(), Duration::ZERO);
    drop(budget.pass("test", path).await.unwrap());
    assert_eq!(started.elapsed(), Duration::from_secs(30));
}

#[tokio::test(start_paused = true)]
async fn a_declared_limit_holds_in_every_window_from_the_first_call_on() {
    let vendor = Vendor::new(0);
    vendor.is_silent.store(true, Relaxed);
    vendor.budget.declare(Calls::To(AVAILABILITY), 20, WINDOW);
    vendor.burst(70, AVAILABILITY).await;
    let mut arrivals: Vec<Duration> = vendor
        .arrivals
        .lock()
        .unwrap()
        .iter()
        .map(|(at, _)| *at)
        .collect();
    arrivals.sort();
    for calls in arrivals.windows(21) {
        assert!(calls[20] >= calls[0] + WINDOW, "{calls:?}");
    }
    assert_eq!(vendor.arrived_before(0.5), 10, "half of it goes at once");
    assert!(arrivals[69] < 4 * WINDOW, "{arrivals:?}");
    // Other paths do not wait for it.
    let started = Instant::now();
    vendor.burst(30, ZONES).await;
    assert!(started.elapsed() < Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn background_work_leaves_a_fifth_to_people() {
    let vendor = Vendor::new(50);
    let bulk = {
        let vendor = Arc::clone(&vendor);
        tokio::spawn(background(async move { vendor.burst(60, ZONES).await }))
    };
    sleep(Duration::from_millis(9_500)).await;
    let by_bulk = vendor.arrived_before(10.0);
    assert!((38..=40).contains(&by_bulk), "{by_bulk}");
    let started = Instant::now();
    assert_eq!(vendor.call(ZONES, "person").await, Ok(StatusCode::OK));
    assert!(started.elapsed() < Duration::from_millis(500));
    bulk.await.unwrap();
    assert!(vendor.started.elapsed() > WINDOW);
}

#[tokio::test(start_paused = true)]
async fn people_overtake_background_work() {
    let vendor = Vendor::new(20);
    let bulk = {
        let vendor = Arc::clone(&vendor);
        tokio::spawn(background(async move {
            join_all((0..60).map(|_| vendor.call(ZONES, "bulk"))).await
        }))
    };
    sleep(Duration::from_secs(1)).await;
    let people = join_all((0..3).map(|_| vendor.call(ZONES, "person"))).await;
    assert_eq!(people, [Ok(StatusCode::OK); 3]);
    let arrivals = vendor.arrivals.lock().unwrap().clone();
    let first = arrivals.iter().position(|(_, who)| *who == "person");
    let first = first.expect("people came through");
    assert!(arrivals.len() <= first + 3, "{arrivals:?}");
    for outcome in bulk.await.unwrap() {
        assert_eq!(outcome, Ok(StatusCode::OK));
    }
}

#[tokio::test(start_paused = true)]
async fn a_long_wait_is_an_error_before_anything_is_sent() {
    let budget = Budget::default();
    let pass = budget.pass("test", ZONES).await.unwrap();
    pass.answered(StatusCode::OK, &limits("100", "0", "600"));
    let started = Instant::now();
    let error = budget.pass("read zone", ZONES).await.unwrap_err();
    let retry_after = Some(Duration::from_mins(10));
    assert_eq!(error.kind, ErrorKind::RateLimited { retry_after });
    assert_eq!(error.operation, "read zone");
    assert_eq!(started.elapsed(), Duration::ZERO);
    drop(background(budget.pass("test", ZONES)).await.unwrap());
    assert_eq!(started.elapsed(), Duration::from_mins(10));
}

#[tokio::test(start_paused = true)]
async fn a_queue_is_waited_for_no_longer_than_a_minute() {
    let budget = Budget::default();
    let pass = budget.pass("test", ZONES).await.unwrap();
    pass.answered(StatusCode::OK, &limits("100", "2", "120"));
    let started = Instant::now();
    let outcomes = join_all((0..3).map(|_| budget.pass("test", ZONES))).await;
    assert!(started.elapsed() <= Duration::from_mins(1));
    let sent = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(sent, 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_given_up_frees_its_place() {
    let budget = Budget::default();
    let pass = budget.pass("test", ZONES).await.unwrap();
    pass.answered(StatusCode::OK, &HeaderMap::new());
    let held = join_all((0..16).map(|_| budget.pass("test", ZONES))).await;
    let waiting = tokio::time::timeout(Duration::from_secs(1), budget.pass("test", ZONES));
    assert!(waiting.await.is_err());
    drop(held);
    budget.pass("test", ZONES).await.unwrap();
}

#[test]
fn names_and_ids_are_no_part_of_a_scope() {
    for (path, scope) in [
        ("/api/dns/v1/zones/example.com", "api/dns/v1/zones"),
        ("api/dns/v1/zones", "api/dns/v1/zones"),
        (
            "api/vps/v1/virtual-machines/7/start",
            "api/vps/v1/virtual-machines",
        ),
        (
            "zones/023e105f4ecef8ad9ca31a8372d0c353/dns_records",
            "zones",
        ),
        ("v4/domains/example.com/records", "v4/domains"),
        ("", ""),
    ] {
        assert_eq!(scope_of(path), scope);
    }
}

#[tokio::test(start_paused = true)]
async fn a_declared_limit_holds_though_no_answer_shows_it() {
    let vendor = Vendor::new(10);
    vendor.budget.declare(Calls::All, 10, WINDOW);
    vendor.is_silent.store(true, Relaxed);
    let other = vendor.burst(8, SERVERS);
    futures::future::join(vendor.burst(17, ZONES), other).await;
    let arrived = vendor.arrived_before(WINDOW.as_secs_f64());
    assert!((1..=10).contains(&arrived), "{arrived} in the first window");
    let arrived = vendor.arrived_before(2.0 * WINDOW.as_secs_f64());
    assert!((11..=20).contains(&arrived), "{arrived} in two windows");
}

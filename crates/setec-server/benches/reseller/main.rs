//! The served Domains Reseller API with 100 customers and 100,000 domains: requests per second,
//! 50th and 99th percentile, and CPU time of what clients ask most. Prints a table for
//! docs/performance.md. `SETEC_BENCH_DOMAINS` is another number of domains.
#![expect(clippy::print_stdout, reason = "the table is what the run is for")]

mod load;
mod shop;

use std::time::{Duration, Instant};

use load::{Load, cpu_time};
use shop::{Shop, WORDS};

const CUSTOMERS: usize = 100;
const DOMAINS: usize = 100_000;
const CONNECTIONS: usize = 16;
const PER_CASE: Duration = Duration::from_secs(8);

/// Requests one after the other, without a client and a network.
const IN_PROCESS: u32 = 2_000;

/// What is asked, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// As the synchronisation has seen it within ten minutes.
    Information,
    Pricing,
    /// A word under three TLDs that somebody has asked for within the minute.
    Lookup,
}

impl Case {
    const ALL: [Self; 3] = [Self::Information, Self::Pricing, Self::Lookup];

    fn words(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Pricing => "pricing",
            Self::Lookup => "lookup of 3 names",
        }
    }
}

#[tokio::main]
async fn main() {
    let domains = std::env::var("SETEC_BENCH_DOMAINS").map_or(DOMAINS, |text| {
        text.parse().expect("SETEC_BENCH_DOMAINS is a number")
    });
    let started = Instant::now();
    let shop = Box::pin(Shop::open(CUSTOMERS, domains)).await;
    println!(
        "{CUSTOMERS} customers, {domains} domains, {} price rules; made in {:.0} s",
        shop.rules,
        started.elapsed().as_secs_f64()
    );
    println!(
        "| call | alone: wall, CPU | requests/s, {CONNECTIONS} connections | p50 | p99 | CPU of all | calls upstream |"
    );
    println!("|---|---|---|---|---|---|---|");
    for case in Case::ALL {
        // Every word is asked for once by what warms it up.
        assert!(case != Case::Lookup || IN_PROCESS as usize >= 20 * WORDS);
        let (wall, cpu) = alone(&shop, case, IN_PROCESS).await;
        let before = shop.calls();
        let load = Load::run(&shop, case, CONNECTIONS, PER_CASE).await;
        let upstream = shop.calls() - before;
        println!(
            "| {} | {:.0} µs, {:.0} µs | {:.0} | {:.2} ms | {:.2} ms | {:.0} µs | {:.2} |",
            case.words(),
            micros(wall),
            micros(cpu),
            load.rate(),
            micros(load.percentile(50)) / 1e3,
            micros(load.percentile(99)) / 1e3,
            micros(load.cpu_each()),
            ratio(upstream, load.answers.len()),
        );
    }
}

/// Wall and CPU time of a request through the router, after half as many that warm it up.
async fn alone(shop: &Shop, case: Case, count: u32) -> (Duration, Duration) {
    let mut picks = shop.picks(case, 0);
    for _ in 0..count / 2 {
        shop.answer(&picks.next()).await;
    }
    let (started, before) = (Instant::now(), cpu_time());
    for _ in 0..count {
        shop.answer(&picks.next()).await;
    }
    let cpu = cpu_time().saturating_sub(before);
    (started.elapsed() / count, cpu / count)
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

fn ratio(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).expect("a small number"));
    number(part) / number(whole.max(1))
}

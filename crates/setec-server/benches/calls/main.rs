//! Calls that changes cost a vendor with limits, beside the smallest number that would do. Prints a
//! table for docs/performance.md, and fails where a call is refused or the total is above 1.1.
//!
//! The vendor is the simulator of the Hostinger API, which answers after 25 ms and takes 40 calls in
//! four seconds; the whole program works on it behind its router. The simulator counts everything
//! that arrives: lists, reads, validations, writes, looks at the result, and what is sent again.
//!
//! The smallest number follows from what that API takes in one call:
//!
//! - `GET` reads a zone whole, so one is enough to plan, one for the check right before the write, and
//!   one for the look after it. A plan that waits for its review cannot lend its read to the check.
//! - `validate` takes any number of sets: one, where anything is written. What takes the place of a
//!   deleted set of the same name is left out, for beside that one it is refused.
//! - `PUT` replaces or adds any number of whole sets: one, where anything is written.
//! - `DELETE` takes any number of sets: one, where anything is deleted.
//! - Zones share no call.
//!
//! What is above it: a plan that makes sets and changes others takes two `PUT`s, because one of them
//! overwrites all that it names, and what is new shall not wipe what somebody else has just added.

mod scenarios;
mod server;

use std::io::Write;

use scenarios::{SCENARIOS, Scenario};
use server::Server;

/// What the vendor takes, and how slow it is.
const FAULTS: [&str; 2] = ["limit:calls=40,window=4", "slow:ms=25"];

/// More than this over all scenarios is a fault.
const MOST: f64 = 1.1;

fn main() {
    tokio::runtime::Runtime::new()
        .expect("a runtime")
        .block_on(run());
}

async fn run() {
    let server = Server::start(&FAULTS).await;
    row([
        "work",
        "calls",
        "smallest",
        "ratio",
        "refused for their number",
    ]);
    row(["---"; 5]);
    let mut total = Count::default();
    for scenario in SCENARIOS {
        let count = measure(&server, scenario).await;
        show(scenario.name, count);
        total.made += count.made;
        total.smallest += count.smallest;
        total.refused += count.refused;
    }
    show("all", total);
    assert_eq!(total.refused, 0, "calls were refused for their number");
    assert!(
        total.ratio() <= MOST,
        "{:.2} is above {MOST}",
        total.ratio()
    );
}

/// Calls of one scenario.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    made: u32,
    smallest: u32,
    refused: u32,
}

impl Count {
    fn ratio(self) -> f64 {
        f64::from(self.made) / f64::from(self.smallest)
    }
}

async fn measure(server: &Server, scenario: &Scenario) -> Count {
    (scenario.prepare)(server);
    server.sandbox.take_exchanges();
    (scenario.work)(server).await;
    let exchanges = server.sandbox.take_exchanges();
    let refused = exchanges.iter().filter(|exchange| exchange.status == 429);
    let number = |count: usize| u32::try_from(count).expect("a small number");
    Count {
        made: number(exchanges.len()),
        smallest: scenario.smallest,
        refused: number(refused.count()),
    }
}

fn show(name: &str, count: Count) {
    row([
        name,
        &count.made.to_string(),
        &count.smallest.to_string(),
        &format!("{:.2}", count.ratio()),
        &count.refused.to_string(),
    ]);
}

fn row(cells: [&str; 5]) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "| {} |", cells.join(" | ")).expect("the terminal takes text");
}

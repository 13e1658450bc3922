//! Ten kinds of work, each with a zone of its own and the smallest number of calls that it takes.

use futures::future::{BoxFuture, FutureExt, join_all};
use serde_json::{Value, json};

use crate::server::{Server, path};

const NS: [&str; 2] = ["ns1.dns-parking.com.", "ns2.dns-parking.com."];

/// Calls that are named in the module's description.
const READ: u32 = 1;
const VALIDATE: u32 = 1;
const PUT: u32 = 1;
const DELETE: u32 = 1;
const LOOK: u32 = 1;

/// What every change costs that only writes.
const WRITE: u32 = READ + VALIDATE + PUT + LOOK;

const MANY: u32 = 12;

pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) smallest: u32,
    /// Makes zones behind the program's back.
    pub(crate) prepare: fn(&Server),
    pub(crate) work: for<'a> fn(&'a Server) -> BoxFuture<'a, ()>,
}

pub(crate) const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "one record is added",
        smallest: WRITE,
        prepare: |server| zone(server, "one.example", 20),
        work: |server| add(server, "one.example", 0).boxed(),
    },
    Scenario {
        name: "50 records are added by one request",
        smallest: WRITE,
        prepare: |server| zone(server, "batch.example", 20),
        work: |server| add_batch(server).boxed(),
    },
    Scenario {
        name: "the TTL of 40 sets is planned and changed",
        smallest: READ + WRITE,
        prepare: |server| zone(server, "ttl.example", 40),
        work: |server| change_ttl(server).boxed(),
    },
    Scenario {
        name: "5 of 40 sets are planned to go and deleted",
        smallest: READ + READ + DELETE + LOOK,
        prepare: |server| zone(server, "less.example", 40),
        work: |server| delete_some(server).boxed(),
    },
    Scenario {
        name: "an address becomes a CNAME and an address again, each planned and applied",
        smallest: 2 * (READ + READ + DELETE + PUT + LOOK),
        prepare: |server| zone(server, "swap.example", 20),
        work: |server| swap(server).boxed(),
    },
    Scenario {
        name: "5 sets are made, 5 changed and 5 deleted by one plan",
        smallest: READ + WRITE + DELETE,
        prepare: |server| zone(server, "mixed.example", 40),
        work: |server| mix(server).boxed(),
    },
    Scenario {
        name: "12 zones with one change each are planned by one request and applied",
        smallest: MANY * (READ + WRITE),
        prepare: |server| (0..MANY).for_each(|number| zone(server, &many(number), 20)),
        work: |server| change_many(server).boxed(),
    },
    Scenario {
        name: "50 callers at once add one record each to one zone",
        smallest: WRITE,
        prepare: |server| zone(server, "busy.example", 20),
        work: |server| add_at_once(server).boxed(),
    },
    Scenario {
        name: "what is there already is planned, and sent as a batch",
        smallest: READ + READ,
        prepare: |server| zone(server, "equal.example", 40),
        work: |server| change_nothing(server).boxed(),
    },
    Scenario {
        name: "a zone file of 500 records is planned and imported",
        smallest: READ + WRITE,
        prepare: |server| zone(server, "import.example", 0),
        work: |server| import(server).boxed(),
    },
];

/// A zone with so many addresses besides its NS.
fn zone(server: &Server, name: &str, hosts: u32) {
    let sandbox = &server.sandbox;
    sandbox.change_outside(name, "@", "NS", 86_400, &NS);
    for number in 0..hosts {
        let (host, address) = host(number);
        sandbox.change_outside(name, &host, "A", 300, &[&address]);
    }
}

fn host(number: u32) -> (String, String) {
    let address = format!("192.0.{}.{}", number / 250, number % 250);
    (format!("h{number}"), address)
}

fn many(number: u32) -> String {
    format!("many{number}.example")
}

fn address(name: &str, content: &str, ttl: u32) -> Value {
    json!({"type": "A", "name": name, "content": content, "ttl": ttl})
}

/// The addresses with those numbers, as the zone has them.
fn hosts(numbers: impl IntoIterator<Item = u32>) -> Vec<Value> {
    let record = |number| {
        let (name, content) = host(number);
        address(&name, &content, 300)
    };
    numbers.into_iter().map(record).collect()
}

fn sync(records: &[Value]) -> Value {
    json!({"records": records, "policy": "sync"})
}

async fn add(server: &Server, zone: &str, number: u32) {
    let record = address(&format!("new{number}"), "192.0.2.1", 300);
    server.post(&path(zone), record).await;
}

async fn add_batch(server: &Server) {
    let record = |number| address(&format!("new{number}"), "192.0.2.1", 300);
    let records: Vec<Value> = (0..50).map(record).collect();
    let body = json!({ "records": records });
    server.put(&path("batch.example"), body).await;
}

async fn change_ttl(server: &Server) {
    let mut records = hosts(0..40);
    for record in &mut records {
        record["ttl"] = json!(600);
    }
    server.plan_and_apply("ttl.example", sync(&records)).await;
}

async fn delete_some(server: &Server) {
    server
        .plan_and_apply("less.example", sync(&hosts(5..40)))
        .await;
}

async fn swap(server: &Server) {
    let mut records = hosts(1..20);
    records.push(json!({"type": "CNAME", "name": "h0", "content": "h1.swap.example", "ttl": 300}));
    server.plan_and_apply("swap.example", sync(&records)).await;
    server
        .plan_and_apply("swap.example", sync(&hosts(0..20)))
        .await;
}

async fn mix(server: &Server) {
    let mut records = hosts(5..45);
    for record in &mut records[..5] {
        record["content"] = json!("198.51.100.1");
    }
    server.plan_and_apply("mixed.example", sync(&records)).await;
}

async fn change_many(server: &Server) {
    let zone =
        |number| json!({"provider": "hostinger", "zone": many(number), "records": hosts(20..21)});
    server
        .plan_and_apply_many((0..MANY).map(zone).collect())
        .await;
}

async fn add_at_once(server: &Server) {
    join_all((0..50).map(|number| add(server, "busy.example", number))).await;
}

async fn change_nothing(server: &Server) {
    let zone = path("equal.example");
    let plan = server
        .post(&format!("{zone}/plan"), sync(&hosts(0..40)))
        .await;
    assert_eq!(plan["changes"], json!([]));
    server.put(&zone, json!({"records": hosts(0..40)})).await;
}

async fn import(server: &Server) {
    let line = |number| {
        let (name, content) = host(number);
        format!("{name} 300 IN A {content}\n")
    };
    let text: String = (0..500).map(line).collect();
    let wanted = json!({"zone_file": text, "policy": "sync"});
    server.plan_and_apply("import.example", wanted).await;
}

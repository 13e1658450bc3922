//! Plans beside octoDNS on the same real PowerDNS in one run: time, CPU time, memory and calls.
//! Prints a table for docs/performance.md. With the argument `ours` it leaves octoDNS out; with
//! `create` it only makes zones.

mod measured;
mod octodns;
mod ours;
#[path = "../../../setec-drivers/tests/it/powerdns/server.rs"]
mod powerdns_server;
mod proxy;
mod zones;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use setec_core::dns::Zone;

use measured::Measured;
use octodns::{Expected, OctoDns};
use ours::{Case, big_name, parse, small_zones};
use powerdns_server::PowerDnsServer;
use proxy::Proxy;

const SIZES: [usize; 2] = [10_000, 100_000];
const CORE: usize = 1_000_000;
const DELAY: Duration = Duration::from_millis(100);

fn main() {
    // Cargo adds `--bench`.
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["proxy", behind, delay] => proxy::run(
            behind.parse().expect("a port"),
            Duration::from_millis(delay.parse().expect("milliseconds")),
        ),
        ["case", case, data, port, api_key] => {
            let case = case.parse().expect("a case");
            tokio::runtime::Runtime::new()
                .expect("a runtime")
                .block_on(ours::run(case, Path::new(data), port, api_key));
        }
        ["ours"] => compare(None),
        ["create"] => create(OctoDns::install().as_ref()),
        _ => compare(OctoDns::install().as_ref()),
    }
}

fn compare(octodns: Option<&OctoDns>) {
    let Some(world) = World::start(octodns, Duration::ZERO) else {
        return;
    };
    row(["work", "octoDNS", "ours, first time", "ours"]);
    row(["---"; 4]);
    one_zone(world);
    many_zones(octodns);
    create(octodns);
    let mut alone = World::start(None, Duration::ZERO).expect("it started before");
    let core = alone.ours(Case::Core(CORE));
    show(
        &format!("read and compare two zone files of {CORE} records"),
        None,
        None,
        core,
    );
}

/// A server with a proxy in front and a folder for our data.
struct World<'a> {
    server: PowerDnsServer,
    proxy: Proxy,
    data: tempfile::TempDir,
    octodns: Option<&'a OctoDns>,
}

impl<'a> World<'a> {
    fn start(octodns: Option<&'a OctoDns>, delay: Duration) -> Option<Self> {
        let server = PowerDnsServer::start()?;
        let url = server.api_url();
        let port = url.rsplit(':').next().and_then(|port| port.parse().ok());
        Some(Self {
            proxy: Proxy::start(port.expect("a port"), delay),
            data: tempfile::tempdir().expect("a temporary folder can be made"),
            server,
            octodns,
        })
    }

    /// Replaces the proxy by one that holds requests back.
    fn slow_down(&mut self, delay: Duration) {
        let url = self.server.api_url();
        let port = url.rsplit(':').next().and_then(|port| port.parse().ok());
        self.proxy = Proxy::start(port.expect("a port"), delay);
    }

    fn ours(&mut self, case: Case) -> Measured {
        let api_key = self.server.api_key().to_owned();
        ours::measure(case, self.data.path(), &api_key, &mut self.proxy)
    }

    fn octodns(&mut self, zones: &[Zone], expected: Expected) -> Option<Measured> {
        let api_key = self.server.api_key().to_owned();
        let octodns = self.octodns?;
        Some(octodns.measure(zones, expected, &api_key, &mut self.proxy))
    }

    /// Loads zone files with PowerDNS's own tool, many at once.
    fn load(&self, zones: impl Iterator<Item = (String, String)>) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let mut command = Command::new("pdnsutil");
        command
            .arg(format!("--config-dir={}", self.server.folder().display()))
            .arg("load-zone");
        for (zone, text) in zones {
            let file = folder.path().join(&zone);
            fs::write(&file, format!("$ORIGIN {zone}.\n{text}")).expect("the folder is ours");
            command.arg(zone).arg(file);
        }
        let loaded = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(loaded.is_ok_and(|status| status.success()), "pdnsutil");
    }
}

fn one_zone(mut world: World<'_>) {
    for records in SIZES {
        let name = big_name(records);
        world.load([(name.clone(), zones::text(records, 0))].into_iter());
        let zone = [parse(&name, &zones::text(records, 0))];
        let theirs = world.octodns(&zone, Expected::Nothing);
        let first = world.ours(Case::Unchanged(records));
        let again = world.ours(Case::Unchanged(records));
        let work = format!("plan without change, one zone of {records} records");
        show(&work, theirs, Some(first), again);
    }
    let records = SIZES[1];
    let ours = world.ours(Case::ApplyTen(records));
    let zone = [parse(&big_name(records), &zones::text(records, 2))];
    let theirs = world.octodns(&zone, Expected::Changes);
    let work = format!("plan and apply {} changes in {records}", zones::CHANGED);
    show(&work, theirs, None, ours);
}

fn many_zones(octodns: Option<&OctoDns>) {
    let mut world = World::start(octodns, Duration::ZERO).expect("it started before");
    world.load(small_zones());
    let zones: Vec<Zone> = small_zones()
        .map(|(zone, text)| parse(&zone, &text))
        .collect();
    let theirs = world.octodns(&zones, Expected::Nothing);
    let first = world.ours(Case::ManyUnchanged);
    let again = world.ours(Case::ManyUnchanged);
    let work = "plan without change, 1,000 zones of 20";
    show(work, theirs, Some(first), again);
    world.slow_down(DELAY);
    let theirs = world.octodns(&zones, Expected::Nothing);
    let again = world.ours(Case::ManyUnchanged);
    show("the same at 100 ms per call", theirs, None, again);
    let changes = world.ours(Case::Concurrent);
    let work = "1,000 callers at once, each with one record for one zone, at 100 ms per call";
    show(work, None, None, changes);
}

fn create(octodns: Option<&OctoDns>) {
    let mut theirs = World::start(octodns, Duration::ZERO).expect("it started before");
    let zones: Vec<Zone> = small_zones()
        .map(|(zone, text)| parse(&zone, &text))
        .collect();
    let measured = theirs.octodns(&zones, Expected::Changes);
    drop(theirs);
    let mut world = World::start(octodns, Duration::ZERO).expect("it started before");
    let ours = world.ours(Case::CreateMany);
    show("create 1,000 zones of 20", measured, None, ours);
}

fn show(work: &str, theirs: Option<Measured>, first: Option<Measured>, ours: Measured) {
    let text = |measured: Option<Measured>| measured.map_or_else(String::new, |m| m.to_string());
    row([work, &text(theirs), &text(first), &ours.to_string()]);
}

#[expect(clippy::print_stdout, reason = "the table is what the run is for")]
fn row(cells: [&str; 4]) {
    println!("| {} |", cells.join(" | "));
}

//! Serves zone files: `serve ADDRESS:PORT [--transfer NETWORK] NAME=FILE...`, or `NAME=FILE` lines
//! on the standard input for `-`. It is what `scripts/bench-nameserver.sh` measures.
#![expect(clippy::print_stdout, reason = "it is a program for the terminal")]

use std::net::SocketAddr;
use std::{env, fs, io};

use setec_core::dns::{Name, Ttl};
use setec_core::zone_file::{Source, parse};
use setec_nameserver::{ServedZone, Server, ServerConfig, TransferRule, ZonePolicy, Zones};

type Error = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let mut words = env::args().skip(1);
    let usage = "serve ADDRESS:PORT [--transfer NETWORK] NAME=FILE...";
    let listen: SocketAddr = words.next().ok_or(usage)?.parse()?;
    let zones = Zones::new();
    let (mut records, mut memory) = (0, 0);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--transfer" => zones.set_default_policy(ZonePolicy {
                transfer: TransferRule {
                    networks: vec![words.next().ok_or(usage)?.parse()?],
                    keys: Vec::new(),
                },
                ..ZonePolicy::default()
            }),
            "-" => {
                for line in io::stdin().lines() {
                    load(&line?, &zones, &mut records, &mut memory)?;
                }
            }
            pair => load(pair, &zones, &mut records, &mut memory)?,
        }
    }
    let config = ServerConfig {
        listen: vec![listen],
        ..ServerConfig::default()
    };
    let server = Server::bind(config, zones.clone())?;
    let each = memory / records.max(1);
    println!(
        "serving {} zones, {records} records, {memory} bytes ({each} per record) on {}",
        zones.len(),
        server.local_addrs()[0]
    );
    server
        .run(async {
            // Without a signal to wait for it is ended by one.
            let _ = tokio::signal::ctrl_c().await;
        })
        .await?;
    Ok(())
}

fn load(pair: &str, zones: &Zones, records: &mut usize, memory: &mut usize) -> Result<(), Error> {
    let (name, file) = pair.split_once('=').ok_or("a zone is NAME=FILE")?;
    let name: Name = name.parse()?;
    let text = fs::read_to_string(file)?;
    let source = Source {
        file,
        text: &text,
        origin: &name,
        default_ttl: Ttl::from_secs(3_600)?,
    };
    let zone = parse(&source, &mut |file| Err(format!("{file} is not included")));
    let zone = zone.map_err(|faults| format!("{file}: {faults:?}"))?;
    let served = ServedZone::new(&zone)?;
    *records += served.records();
    *memory += served.memory();
    zones.set(served);
    Ok(())
}

//! octoDNS's side: the same zones in its own layout, against the same server.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use setec_core::dns::Zone;
use tempfile::TempDir;

use crate::measured::Measured;
use crate::proxy::Proxy;

/// What a run shall find to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    Nothing,
    /// Changes, which are made.
    Changes,
}

/// octoDNS in a virtual environment.
pub(crate) struct OctoDns {
    script: PathBuf,
}

impl OctoDns {
    /// `None`, and a word about it, where it cannot be installed.
    pub(crate) fn install() -> Option<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let script = root.join("../../scripts/bench-octodns.sh");
        let installed = Command::new(&script).status();
        if installed.is_ok_and(|status| status.success()) {
            return Some(Self { script });
        }
        eprintln!("SKIPPED: octoDNS cannot be installed from PyPI");
        None
    }

    /// Measures `octodns-sync` over the zones.
    pub(crate) fn measure(
        &self,
        zones: &[Zone],
        expected: Expected,
        api_key: &str,
        proxy: &mut Proxy,
    ) -> Measured {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let config = write_config(&folder, zones, api_key, proxy.port());
        proxy.take_count();
        let mut command = Command::new(&self.script);
        command.arg("--config-file").arg(config);
        if expected == Expected::Changes {
            // Without --force its guard refuses to fill a new zone.
            command.args(["--doit", "--force"]);
        }
        let output = command.output().expect("the script starts");
        let log = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{log}");
        let found_nothing = log.contains("No changes were planned");
        assert_eq!(found_nothing, expected == Expected::Nothing, "{log}");
        let line = String::from_utf8_lossy(&output.stdout);
        Measured::read(&line, proxy.take_count())
    }
}

fn write_config(folder: &TempDir, zones: &[Zone], api_key: &str, port: u16) -> PathBuf {
    let folder = folder.path();
    let mut config = format!(
        "providers:\n\
         \x20 files:\n\
         \x20   class: octodns.provider.yaml.YamlProvider\n\
         \x20   directory: {}\n\
         \x20   default_ttl: 300\n\
         \x20 powerdns:\n\
         \x20   class: octodns_powerdns.PowerDnsProvider\n\
         \x20   host: 127.0.0.1\n\
         \x20   port: {port}\n\
         \x20   api_key: {api_key}\n\
         zones:\n",
        folder.display()
    );
    for zone in zones {
        let text = setec_core::zone_file::octodns::print(zone);
        let file = folder.join(format!("{}yaml", zone.name.to_absolute()));
        fs::write(file, text).expect("the folder is ours");
        let name = zone.name.to_absolute();
        writeln!(
            config,
            "  {name}:\n    sources: [files]\n    targets: [powerdns]"
        )
        .expect("a String takes any text");
    }
    let path = folder.join("config.yaml");
    fs::write(&path, config).expect("the folder is ours");
    path
}

//! A folder of zone files against what is live.

mod adopt;
mod change;
mod folder;

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::harness::{Demo, Outcome, Server, finish, serve};
use crate::powerdns::PowerDnsServer;

/// A demo of its own: these tests change whole zones.
fn demo() -> Demo {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(dir.path(), serve(dir.path()).arg("--demo"));
    let password = server.password().unwrap().to_owned();
    assert_eq!(server.login(&password).code, Some(0));
    fs::create_dir(dir.path().join("dns")).unwrap();
    Demo {
        server,
        password,
        dir,
    }
}

impl Demo {
    fn folder(&self) -> PathBuf {
        self.dir.path().join("dns")
    }

    /// Runs a command in the folder.
    fn dns(&self, arguments: &[&str]) -> Outcome {
        let mut command = self.server.command(&["dns"]);
        finish(command.args(arguments).current_dir(self.folder()), "")
    }

    /// Runs a command in the folder and reads what it says, however it ends.
    #[track_caller]
    fn says(&self, arguments: &[&str], code: i32) -> Value {
        let outcome = self.dns(&[arguments, &["--output", "json", "--yes"]].concat());
        assert_eq!(outcome.code, Some(code), "{outcome:?}");
        serde_json::from_str(&outcome.stdout).unwrap()
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.folder().join(file), text).unwrap();
    }

    fn append(&self, file: &str, text: &str) {
        let path = self.folder().join(file);
        let before = fs::read_to_string(&path).unwrap();
        fs::write(path, before + text).unwrap();
    }

    fn live(&self, zone: &str) -> String {
        let outcome = self.dns(&["export", "hostinger", zone]);
        outcome.ok().to_owned()
    }
}

fn power_dns(demo: &Demo) -> Option<PowerDnsServer> {
    let vendor = PowerDnsServer::start()?;
    let url = vendor.api_url();
    let mut configure = demo.server.command(&["providers", "configure", "powerdns"]);
    configure.args(["--base-url", &url, "--api-key-stdin"]);
    let configured = finish(&mut configure, &format!("{}\n", vendor.api_key()));
    assert_eq!(configured.code, Some(0), "{configured:?}");
    Some(vendor)
}

//! A BIND of our own (Debian: bind9).

use std::fmt::Write;
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use setec_core::dns::Name;
use tempfile::TempDir;

const PROGRAMS: [&str; 2] = ["named", "/usr/sbin/named"];
const START_TIMEOUT: Duration = Duration::from_mins(1);

/// A running BIND, ended with the value.
pub(crate) struct Bind {
    pub(crate) address: SocketAddr,
    child: Child,
    folder: TempDir,
}

impl Bind {
    /// BIND with those zones; `None`, and a word about it, where it is not installed.
    pub(crate) fn start(zones: &[(Name, String)]) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let mut statements = String::new();
        for (at, (name, text)) in zones.iter().enumerate() {
            fs::write(folder.path().join(format!("{at}.zone")), text).expect("the folder is ours");
            writeln!(
                statements,
                "zone \"{name}\" {{ type primary; file \"{at}.zone\"; allow-transfer {{ any; }}; }};"
            )
            .expect("a String takes it");
        }
        Self::start_with(folder, &statements)
    }

    /// BIND with those statements beside the options, which say that it has no zone of its own.
    pub(crate) fn start_with(folder: TempDir, statements: &str) -> Option<Self> {
        let installed = |program: &&str| Command::new(program).arg("-V").output().is_ok();
        let Some(program) = PROGRAMS.into_iter().find(installed) else {
            eprintln!("SKIPPED: named not found (Debian: bind9)");
            return None;
        };
        let port = free_port();
        let path = folder.path();
        let configuration = configuration(path, port) + statements;
        fs::write(path.join("named.conf"), configuration).expect("the folder is ours");
        let log = fs::File::create(path.join("log")).expect("the folder is ours");
        let child = Command::new(program)
            .args(["-g", "-n", "1", "-c"])
            .arg(path.join("named.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("named starts");
        let mut bind = Self {
            address: ([127, 0, 0, 1], port).into(),
            child,
            folder,
        };
        bind.wait_until_ready();
        Some(bind)
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn wait_until_ready(&mut self) {
        let deadline = Instant::now() + START_TIMEOUT;
        while Instant::now() < deadline {
            let log = self.log();
            if log.contains("all zones loaded") && log.contains(" running") {
                assert!(!log.contains("not loaded due to errors"), "{log}");
                return;
            }
            if let Ok(Some(_)) = self.child.try_wait() {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("named does not run:\n{}", self.log());
    }
}

impl Drop for Bind {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn configuration(folder: &Path, port: u16) -> String {
    let folder = folder.display();
    format!(
        "options {{\n\
         directory \"{folder}\";\n\
         pid-file none;\n\
         session-keyfile none;\n\
         listen-on port {port} {{ 127.0.0.1; }};\n\
         listen-on-v6 {{ none; }};\n\
         recursion no;\n\
         empty-zones-enable no;\n\
         notify no;\n\
         minimal-responses yes;\n\
         minimal-any yes;\n\
         rrset-order {{ order none; }};\n\
         check-integrity no;\n\
         check-names primary ignore;\n\
         check-wildcard no;\n\
         check-mx ignore;\n\
         check-mx-cname ignore;\n\
         check-srv-cname ignore;\n\
         check-sibling no;\n\
         check-spf ignore;\n\
         dnssec-validation no;\n\
         }};\n\
         controls {{ }};\n"
    )
}

/// A port that is free for UDP and TCP.
pub(crate) fn free_port() -> u16 {
    loop {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        if UdpSocket::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

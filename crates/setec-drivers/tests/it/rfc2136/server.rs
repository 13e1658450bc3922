//! Real name servers on loopback, ended with the values that stand for them: BIND and Knot DNS.
//!
//! It depends on nothing but `std` and `tempfile`, so that tests of other crates can include it
//! with `#[path]`.
#![allow(
    dead_code,
    reason = "each crate that includes it uses what it needs of it"
)]

use std::fmt::Write as _;
use std::fs;
use std::net::{Ipv4Addr, TcpListener, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Between finding a free port and the server's taking it, another process may take it.
const ATTEMPTS: u32 = 5;

const START_TIMEOUT: Duration = Duration::from_mins(1);

/// The key that may transfer and update. Its name ends as the zone's does, so that a message that
/// compresses names has something to compress.
pub(crate) const KEY: &str = "setec.example.com";

/// A key that may transfer only.
pub(crate) const READER: &str = "reader";

/// A key that the server knows and allows nothing.
pub(crate) const STRANGER: &str = "stranger";

/// The secret of all three keys.
pub(crate) const SECRET: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/// Which program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    Bind,
    Knot,
}

impl Program {
    /// Debian keeps them in `/usr/sbin`, which users' paths lack.
    fn paths(self) -> [&'static str; 2] {
        match self {
            Self::Bind => ["/usr/sbin/named", "named"],
            Self::Knot => ["/usr/sbin/knotd", "knotd"],
        }
    }

    /// The programs to try from that folder. AppArmor knows programs by their paths, and Debian's
    /// rules for `named` let it read nothing here; its copy is another program. The copy may still
    /// be open for writing in a process that another test has just forked.
    fn candidates(self, path: &str, folder: &Path) -> Vec<PathBuf> {
        let copy = folder.join("program");
        match self {
            Self::Bind if fs::copy(path, &copy).is_ok() => vec![copy, path.into()],
            _ => vec![path.into()],
        }
    }

    fn find(self) -> Option<&'static str> {
        let is_there = |path: &&str| Command::new(path).arg("-V").output().is_ok();
        let found = self.paths().into_iter().find(is_there);
        if found.is_none() {
            eprintln!("SKIPPED: {} not found", self.paths()[1]);
        }
        found
    }
}

/// A zone that the server begins with.
#[derive(Debug, Clone)]
pub(crate) struct ServedZone {
    pub(crate) name: String,
    /// Lines of its zone file beside the SOA and the NS.
    pub(crate) records: String,
    /// Whether the server signs it.
    pub(crate) signed: bool,
    /// Whether this machine may do with it as it likes, without a key (BIND).
    pub(crate) open: bool,
}

impl ServedZone {
    pub(crate) fn new(name: &str, records: &str) -> Self {
        Self {
            name: name.to_owned(),
            records: records.to_owned(),
            signed: false,
            open: false,
        }
    }
}

/// A running server.
pub(crate) struct NameServer {
    child: Child,
    folder: TempDir,
    port: u16,
    program: Program,
}

impl NameServer {
    /// Starts a server with those zones; `None`, and a word about it, where it is not installed.
    pub(crate) fn start(program: Program, zones: &[ServedZone]) -> Option<Self> {
        let path = program.find()?;
        for _ in 0..ATTEMPTS {
            if let Some(server) = Self::try_start(program, path, zones) {
                return Some(server);
            }
        }
        panic!("{path} did not start in {ATTEMPTS} attempts");
    }

    /// The port of its UDP and TCP sockets on 127.0.0.1.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn program(&self) -> Program {
        self.program
    }

    /// What `dig +short` says, sorted.
    pub(crate) fn dig(&self, name: &str, rtype: &str) -> Vec<String> {
        let text = dig(self.port, &["+short", name, rtype]);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    }

    /// Sends commands to `nsupdate`, as another user of the server would.
    pub(crate) fn nsupdate(&self, commands: &str) {
        nsupdate(self.port, commands);
    }

    /// What the server has logged.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Ends the server before its time.
    pub(crate) fn stop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    fn try_start(program: Program, path: &str, zones: &[ServedZone]) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let port = free_port();
        for zone in zones {
            let file = folder.path().join(file_name(&zone.name));
            fs::write(file, zone_file(zone)).expect("the folder is ours");
        }
        let configuration = match program {
            Program::Bind => bind_configuration(folder.path(), port, zones),
            Program::Knot => knot_configuration(folder.path(), port, zones),
        };
        let file = folder.path().join("configuration");
        fs::write(&file, configuration).expect("the folder is ours");
        let log = fs::File::create(folder.path().join("log")).expect("the folder is ours");
        let start = |path: PathBuf| {
            let arguments: &[&str] = match program {
                Program::Bind => &["-g", "-n", "1", "-c"],
                Program::Knot => &["-c"],
            };
            Command::new(path)
                .args(arguments)
                .arg(&file)
                .stdin(Stdio::null())
                .stdout(log.try_clone().expect("a file can be shared"))
                .stderr(log.try_clone().expect("a file can be shared"))
                .spawn()
        };
        let mut candidates = program.candidates(path, folder.path()).into_iter();
        let child = candidates
            .find_map(|path| start(path).ok())
            .expect("the server starts");
        let mut server = Self {
            child,
            folder,
            port,
            program,
        };
        server.wait_until_ready(zones).then_some(server)
    }

    fn wait_until_ready(&mut self, zones: &[ServedZone]) -> bool {
        let last = zones.last().map_or(".", |zone| &zone.name);
        let deadline = Instant::now() + START_TIMEOUT;
        while Instant::now() < deadline {
            if let Ok(Some(_)) = self.child.try_wait() {
                return false;
            }
            if dig(self.port, &["+short", last, "SOA"]).contains("ns1.example.net.") {
                return true;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("{:?} does not answer:\n{}", self.program, self.log());
    }
}

impl Drop for NameServer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What `dig` prints of the server at that port.
pub(crate) fn dig(port: u16, arguments: &[&str]) -> String {
    let output = Command::new("dig")
        .args(["+tcp", "+time=5", "+tries=3", "+norecurse", "@127.0.0.1"])
        .args(["-p", &port.to_string()])
        .args(arguments)
        .output()
        .expect("dig is installed (bind9-dnsutils)");
    String::from_utf8(output.stdout).expect("dig prints ASCII")
}

/// Sends commands to `nsupdate` for the server at that port.
pub(crate) fn nsupdate(port: u16, commands: &str) {
    use std::io::Write as _;
    let mut child = Command::new("nsupdate")
        .args(["-v", "-y", &format!("hmac-sha256:{KEY}:{SECRET}")])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("nsupdate is installed (bind9-dnsutils)");
    let script = format!("server 127.0.0.1 {port}\n{commands}\nsend\n");
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin
        .write_all(script.as_bytes())
        .expect("nsupdate reads its commands");
    drop(stdin);
    let output = child.wait_with_output().expect("nsupdate ends");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}");
}

fn file_name(zone: &str) -> String {
    format!("{}.zone", zone.replace('/', "_"))
}

fn zone_file(zone: &ServedZone) -> String {
    format!(
        "$ORIGIN {}.\n$TTL 300\n@ SOA ns1.example.net. hostmaster.example.net. 1 3600 600 86400 60\n@ NS ns1.example.net.\n@ NS ns2.example.net.\n{}\n",
        zone.name, zone.records
    )
}

fn bind_configuration(folder: &Path, port: u16, zones: &[ServedZone]) -> String {
    let folder = folder.display();
    let mut text = format!(
        "options {{ directory \"{folder}\"; listen-on port {port} {{ 127.0.0.1; }}; \
         listen-on-v6 {{ none; }}; pid-file none; session-keyfile \"{folder}/session.key\"; \
         recursion no; notify no; allow-transfer {{ none; }}; dnssec-validation no; \
         key-directory \"{folder}\"; }};\ncontrols {{ }};\n"
    );
    for key in [KEY, READER, STRANGER] {
        writeln!(
            text,
            "key \"{key}\" {{ algorithm hmac-sha256; secret \"{SECRET}\"; }};"
        )
        .expect("a String takes any text");
    }
    for zone in zones {
        let name = &zone.name;
        let signing = if zone.signed {
            "dnssec-policy default; inline-signing no;"
        } else {
            ""
        };
        let access = if zone.open {
            "allow-transfer { 127.0.0.1; }; allow-update { 127.0.0.1; };".to_owned()
        } else {
            format!(
                "allow-transfer {{ key {KEY}; key {READER}; }}; update-policy {{ grant {KEY} zonesub ANY; }};"
            )
        };
        writeln!(
            text,
            "zone \"{name}\" {{ type primary; file \"{}\"; {access} {signing} }};",
            file_name(name)
        )
        .expect("a String takes any text");
    }
    text
}

fn knot_configuration(folder: &Path, port: u16, zones: &[ServedZone]) -> String {
    let folder = folder.display();
    let mut text = format!(
        "server:\n  rundir: {folder}\n  listen: 127.0.0.1@{port}\n  udp-workers: 1\n  tcp-workers: 1\n  \
         background-workers: 1\ndatabase:\n  storage: {folder}\nlog:\n  - target: stderr\n    any: info\nkey:\n"
    );
    for key in [KEY, READER, STRANGER] {
        write!(
            text,
            "  - id: {key}\n    algorithm: hmac-sha256\n    secret: {SECRET}\n"
        )
        .expect("a String takes any text");
    }
    write!(
        text,
        "acl:\n  - id: write\n    key: {KEY}\n    action: [transfer, update]\n  - id: read\n    \
         key: {READER}\n    action: transfer\nzone:\n"
    )
    .expect("a String takes any text");
    for zone in zones {
        write!(
            text,
            "  - domain: {}\n    file: {folder}/{}\n    acl: [write, read]\n    dnssec-signing: {}\n",
            zone.name,
            file_name(&zone.name),
            if zone.signed { "on" } else { "off" }
        )
        .expect("a String takes any text");
    }
    text
}

/// A port that is free for UDP and TCP.
fn free_port() -> u16 {
    loop {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        if UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}

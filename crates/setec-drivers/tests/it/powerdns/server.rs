//! A real PowerDNS Authoritative Server on loopback, ended with the value that stands for it.
//!
//! It depends on nothing but `std` and `tempfile`, so that tests of other crates can include it
//! with `#[path]`.
#![allow(
    dead_code,
    reason = "each crate that includes it uses what it needs of it"
)]

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Debian keeps it in `/usr/sbin`, which users' paths lack.
const PROGRAMS: [&str; 2] = ["pdns_server", "/usr/sbin/pdns_server"];

const SCHEMAS: [&str; 2] = [
    "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql",
    "/usr/share/doc/pdns-backend-sqlite3/schema.sqlite3.sql",
];

/// Between finding a free port and the server's taking it, another process may take it.
const ATTEMPTS: u32 = 5;

const START_TIMEOUT: Duration = Duration::from_mins(1);

/// A running server with an empty database.
pub(crate) struct PowerDnsServer {
    child: Child,
    folder: TempDir,
    api_port: u16,
    dns_port: u16,
    api_key: String,
}

impl PowerDnsServer {
    /// Starts a server; `None`, and a word about it, where PowerDNS is not installed.
    pub(crate) fn start() -> Option<Self> {
        let program = PROGRAMS.into_iter().find(|program| {
            let version = Command::new(program).arg("--version").output();
            version.is_ok()
        });
        let schema = SCHEMAS.into_iter().find(|path| Path::new(path).exists());
        let (Some(program), Some(schema)) = (program, schema) else {
            eprintln!("SKIPPED: pdns_server not found");
            return None;
        };
        for _ in 0..ATTEMPTS {
            if let Some(server) = Self::try_start(program, schema) {
                return Some(server);
            }
        }
        panic!("pdns_server did not start in {ATTEMPTS} attempts");
    }

    /// Where its API is.
    pub(crate) fn api_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.api_port)
    }

    /// The key of its API.
    pub(crate) fn api_key(&self) -> &str {
        &self.api_key
    }

    /// The port of its UDP and TCP sockets on 127.0.0.1.
    pub(crate) fn dns_port(&self) -> u16 {
        self.dns_port
    }

    /// Where its configuration and its database are.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What `dig +short` says, sorted.
    pub(crate) fn dig(&self, name: &str, rtype: &str) -> Vec<String> {
        let output = Command::new("dig")
            .args(["+short", "+time=5", "+tries=3", "@127.0.0.1", "-p"])
            .arg(self.dns_port.to_string())
            .args([name, rtype])
            .output()
            .expect("dig is installed (bind9-dnsutils)");
        let text = String::from_utf8(output.stdout).expect("dig prints ASCII");
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    }

    /// The requests that its API has got, such as `GET /api/v1/servers/localhost/zones`.
    pub(crate) fn requests(&self) -> Vec<String> {
        let log = fs::read_to_string(self.folder().join("log")).expect("a log");
        let requests = log.lines().filter(|line| line.contains("[webserver]"));
        requests
            .filter_map(|line| line.split('"').nth(1)?.strip_suffix(" HTTP/1.1"))
            .map(str::to_owned)
            .collect()
    }

    /// Runs statements on its database, as its disk or another program would.
    pub(crate) fn sql(&self, statements: &str) {
        let ran = Command::new("sqlite3")
            .arg(self.folder().join("pdns.sqlite3"))
            .arg(statements)
            .status();
        assert!(ran.is_ok_and(|status| status.success()), "{statements}");
    }

    /// Sends a request to the API and gives its status and body: a second way to it, besides the driver.
    pub(crate) fn request(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        self.try_request(method, path, body)
            .expect("the server answers")
    }

    /// Ends the server before its time.
    pub(crate) fn stop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    fn try_start(program: &str, schema: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        create_database(&folder.path().join("pdns.sqlite3"), schema);
        let (dns_port, api_port) = (free_port(), free_port());
        let api_key = random_key();
        let configuration = configuration(folder.path(), dns_port, api_port, &api_key);
        fs::write(folder.path().join("pdns.conf"), configuration).expect("the folder is ours");
        let log = fs::File::create(folder.path().join("log")).expect("the folder is ours");
        let child = Command::new(program)
            .arg(format!("--config-dir={}", folder.path().display()))
            .args(["--daemon=no", "--guardian=no"])
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a file can be shared"))
            .stderr(log)
            .spawn()
            .expect("pdns_server starts");
        let mut server = Self {
            child,
            folder,
            api_port,
            dns_port,
            api_key,
        };
        server.wait_until_ready().then_some(server)
    }

    /// The answer to our random key proves that the port is not a stranger's.
    fn wait_until_ready(&mut self) -> bool {
        let deadline = Instant::now() + START_TIMEOUT;
        while Instant::now() < deadline {
            if let Ok(Some(_)) = self.child.try_wait() {
                return false;
            }
            let answer = self.try_request("GET", "/api/v1/servers/localhost", "");
            let serves = TcpStream::connect((Ipv4Addr::LOCALHOST, self.dns_port)).is_ok();
            if serves && answer.is_ok_and(|(status, _)| status == 200) {
                return true;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        panic!("pdns_server does not answer:\n{log}");
    }

    fn try_request(&self, method: &str, path: &str, body: &str) -> std::io::Result<(u16, String)> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.api_port))?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: {}\r\nAccept: application/json\r\n\
             Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
            self.api_key,
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let status = answer.split(' ').nth(1).and_then(|word| word.parse().ok());
        let body = answer.split_once("\r\n\r\n").map(|(_, body)| body);
        match (status, body) {
            (Some(status), Some(body)) => Ok((status, body.to_owned())),
            _ => Err(std::io::ErrorKind::InvalidData.into()),
        }
    }
}

impl Drop for PowerDnsServer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn configuration(folder: &Path, dns_port: u16, api_port: u16, api_key: &str) -> String {
    let folder = folder.display();
    // No cache, so that a query sees the change before it.
    format!(
        "launch=gsqlite3\n\
         gsqlite3-database={folder}/pdns.sqlite3\n\
         gsqlite3-pragma-synchronous=0\n\
         local-address=127.0.0.1\n\
         local-port={dns_port}\n\
         webserver=yes\n\
         webserver-address=127.0.0.1\n\
         webserver-port={api_port}\n\
         webserver-allow-from=127.0.0.1\n\
         api=yes\n\
         api-key={api_key}\n\
         loglevel=5\n\
         socket-dir={folder}\n\
         setuid=\n\
         setgid=\n\
         cache-ttl=0\n\
         query-cache-ttl=0\n\
         negquery-cache-ttl=0\n\
         zone-cache-refresh-interval=0\n\
         security-poll-suffix=\n"
    )
}

fn create_database(path: &Path, schema: &str) {
    let status = Command::new("sqlite3")
        .arg(path)
        .stdin(fs::File::open(schema).expect("the schema is there"))
        .status()
        .expect("sqlite3 is installed");
    assert!(status.success(), "the database is made");
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

fn random_key() -> String {
    use std::hash::{BuildHasher, RandomState};
    let number = || RandomState::new().hash_one(0);
    format!("{:016x}{:016x}", number(), number())
}

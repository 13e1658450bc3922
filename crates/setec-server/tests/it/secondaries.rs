//! BIND and Knot DNS as secondaries of the embedded name server.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use serde_json::json;
use setec_app::{App, ConfigureAccount};
use setec_core::Secret;
use setec_server::NameServer;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::harness::{TestServer, open_app};
use crate::name_server::dig;

const ZONE: &str = "example.com";
const KEY: &str = "transfer.example.net";
const SECRET: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/// How long a secondary may take; on a quiet machine it is far below a second.
const PATIENCE: Duration = Duration::from_mins(1);

const WRITERS: usize = 10;
const CHANGES_EACH: usize = 50;

/// The program of a secondary and the port it listens on.
struct Secondary {
    program: &'static str,
    folder: TempDir,
    port: u16,
    child: Option<Child>,
}

impl Secondary {
    /// `None`, with a word about it, where the program is not installed.
    fn new(program: &'static str, primary: u16) -> Option<Self> {
        if Command::new(program).arg("-V").output().is_err() {
            eprintln!("SKIPPED: {program} not found");
            return None;
        }
        let folder = TempDir::new().unwrap();
        let port = free_port();
        let text = if program.ends_with("named") {
            bind(folder.path(), port, primary)
        } else {
            knot(folder.path(), port, primary)
        };
        fs::write(folder.path().join("configuration"), text).unwrap();
        Some(Self {
            program,
            folder,
            port,
            child: None,
        })
    }

    fn start(&mut self) {
        let log = fs::File::create(self.folder.path().join("log")).unwrap();
        // AppArmor knows Debian's named by its path and lets it read nothing here.
        let copy = self.folder.path().join("program");
        if !copy.exists() {
            fs::copy(self.program, &copy).unwrap();
        }
        let is_bind = self.program.ends_with("named");
        let arguments: &[&str] = if is_bind {
            &["-g", "-n", "1", "-c"]
        } else {
            &["-c"]
        };
        let path = if is_bind {
            copy.as_path()
        } else {
            Path::new(self.program)
        };
        let child = Command::new(path)
            .args(arguments)
            .arg(self.folder.path().join("configuration"))
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        self.child = Some(child);
    }

    fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Secondary {
    fn drop(&mut self) {
        self.kill();
    }
}

fn bind(folder: &Path, port: u16, primary: u16) -> String {
    let folder = folder.display();
    format!(
        "options {{ directory \"{folder}\"; listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; \
         pid-file none; session-keyfile \"{folder}/session.key\"; recursion no; notify no; \
         allow-transfer {{ 127.0.0.1; }}; dnssec-validation no; }};\ncontrols {{ }};\n\
         key \"{KEY}\" {{ algorithm hmac-sha256; secret \"{SECRET}\"; }};\n\
         zone \"{ZONE}\" {{ type secondary; primaries {{ 127.0.0.1 port {primary} key {KEY}; }}; \
         file \"{ZONE}.db\"; min-refresh-time 1; min-retry-time 1; }};\n"
    )
}

fn knot(folder: &Path, port: u16, primary: u16) -> String {
    let folder = folder.display();
    format!(
        "server:\n  rundir: {folder}\n  listen: 127.0.0.1@{port}\n  udp-workers: 1\n  tcp-workers: 1\n  \
         background-workers: 1\ndatabase:\n  storage: {folder}\nlog:\n  - target: stderr\n    any: info\n\
         key:\n  - id: {KEY}\n    algorithm: hmac-sha256\n    secret: {SECRET}\n\
         remote:\n  - id: setec\n    address: 127.0.0.1@{primary}\n    key: {KEY}\n\
         acl:\n  - id: notify\n    key: {KEY}\n    action: notify\n  - id: look\n    address: 127.0.0.1\n    action: transfer\n\
         zone:\n  - domain: {ZONE}\n    file: {folder}/{ZONE}.zone\n    master: setec\n    acl: [notify, look]\n"
    )
}

/// A port that is free for UDP and TCP.
fn free_port() -> u16 {
    loop {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        if UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}

/// Our name server as the program runs it.
struct Primary {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Primary {
    fn start(app: &Arc<App>, port: u16) -> Self {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let mut server = NameServer::new(vec![listen]);
        server.bind().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(server.serve(Arc::clone(app), async {
            // A dropped sender means the same as a message.
            let _ = stopped.await;
        }));
        Self { stop, task }
    }

    async fn stop(self) {
        drop(self.stop);
        self.task.await.unwrap();
    }
}

/// Everything that a server has, one record a line.
fn everything(port: u16, key: &[&str]) -> Vec<String> {
    let text = dig(port, &[key, &["+noall", "+answer", ZONE, "AXFR"]].concat());
    let records = text.lines().filter(|line| !line.starts_with(';'));
    let mut records: Vec<String> = records
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    records.sort();
    records
}

fn wait_until_equal(port: u16, secondaries: &[Secondary]) {
    let signed = format!("hmac-sha256:{KEY}:{SECRET}");
    let ours = everything(port, &["-y", &signed]);
    assert!(ours.len() > 2, "{ours:?}");
    for secondary in secondaries {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let theirs = everything(secondary.port, &[]);
            if theirs == ours {
                break;
            }
            assert!(
                Instant::now() < deadline,
                "{} holds {} records instead of {}:\n{}",
                secondary.program,
                theirs.len(),
                ours.len(),
                secondary.log()
            );
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

async fn change_a_lot(server: &TestServer, round: &str) {
    let writers = (0..WRITERS).map(async |writer| {
        for number in 0..CHANGES_EACH {
            let name = format!("{round}-{writer}-{number}");
            let content = format!("192.0.2.{number}");
            let record = json!({"name": name, "type": "A", "content": content, "ttl": 300});
            let answer = server.post("local/dns/example.com", record).await;
            assert!(answer.status.is_success(), "{}", answer.text);
        }
    });
    futures::future::join_all(writers).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn secondaries_hold_what_we_hold() {
    let port = free_port();
    let programs = ["/usr/sbin/named", "/usr/sbin/knotd"];
    let mut secondaries: Vec<Secondary> = programs
        .into_iter()
        .filter_map(|program| Secondary::new(program, port))
        .collect();
    if secondaries.is_empty() {
        return;
    }
    let mut server = TestServer::bare().await;
    let addresses = secondaries.iter().map(|s| format!("127.0.0.1:{}", s.port));
    let extra = [
        ("nameservers", "ns1.example.net".to_owned()),
        ("secondaries", addresses.collect::<Vec<_>>().join(" ")),
        ("tsig_name", KEY.to_owned()),
    ];
    let settings = ConfigureAccount {
        api_key: Some(Secret::new(SECRET)),
        extra: Some(extra.map(|(key, value)| (key.to_owned(), value)).into()),
        ..ConfigureAccount::default()
    };
    server.app.provide_account("local", settings).await.unwrap();
    let mut primary = Primary::start(&server.app, port);
    let made = server.post("local/dns", json!({"name": ZONE})).await;
    assert!(made.status.is_success(), "{}", made.text);
    for secondary in &mut secondaries {
        secondary.start();
    }
    wait_until_equal(port, &secondaries);

    // Nobody without the key, wherever it asks from.
    assert_eq!(everything(port, &[]), Vec::<String>::new());

    change_a_lot(&server, "first").await;
    wait_until_equal(port, &secondaries);

    for secondary in &mut secondaries {
        secondary.kill();
    }
    change_a_lot(&server, "second").await;
    for secondary in &mut secondaries {
        secondary.start();
    }
    wait_until_equal(port, &secondaries);

    primary.stop().await;
    server.app = open_app(&server.data, None).await;
    server.router = setec_server::router(Arc::clone(&server.app));
    primary = Primary::start(&server.app, port);
    let deleted = server
        .delete("local/dns/example.com?name=first-0-0&type=A")
        .await;
    assert_eq!(deleted.status, StatusCode::OK, "{}", deleted.text);
    wait_until_equal(port, &secondaries);
    primary.stop().await;
}

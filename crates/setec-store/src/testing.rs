//! A PostgreSQL server for tests: in a folder and on a socket of its own, gone when the tests are.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use uuid::Uuid;

const ADMIN: &str = "setec";
const START_LIMIT: Duration = Duration::from_mins(1);

/// Runs the server until standard input ends, which the kernel closes when the tests end, however
/// they end. A server that has hardly begun ignores the first signal.
const GUARD: &str = r#"
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c max_connections=300 \
    >"$2/log" 2>&1 </dev/null &
server=$!
trap '' INT TERM HUP
cat >/dev/null
while kill -INT $server 2>/dev/null; do sleep 0.1; done
rm -rf "$2"
"#;

/// A running server.
#[derive(Debug)]
pub struct Postgres {
    folder: PathBuf,
    binaries: PathBuf,
    creating: Mutex<()>,
    _life_line: ChildStdin,
}

/// The server of this test binary, started when first asked for; `None` when none is installed.
pub fn postgres() -> Option<&'static Postgres> {
    static SERVER: OnceLock<Option<Result<Postgres, String>>> = OnceLock::new();
    let server = SERVER
        .get_or_init(|| binaries().map(Postgres::start))
        .as_ref();
    if server.is_none() {
        eprintln!("SKIPPED: postgresql not found");
    }
    server.map(|started| {
        started
            .as_ref()
            .unwrap_or_else(|error| panic!("postgresql does not start: {error}"))
    })
}

impl Postgres {
    /// The URL of a new, empty database.
    pub fn new_database(&self) -> String {
        let name = format!("t{}", Uuid::now_v7().simple());
        let _turn = self.creating.lock().unwrap_or_else(PoisonError::into_inner);
        let created = run(Command::new(self.binaries.join("createdb"))
            .args(["-U", ADMIN, "-h"])
            .arg(&self.folder)
            .arg(&name));
        assert!(created.status.success(), "createdb: {}", said(&created));
        format!(
            "postgres:///{name}?user={ADMIN}&host={}",
            self.folder.display()
        )
    }

    fn start(binaries: PathBuf) -> Result<Self, String> {
        // A socket's path has at most 107 bytes, and another user must reach it: /tmp suits both.
        let folder = PathBuf::from(format!("/tmp/setec-pg-{}", Uuid::now_v7().simple()));
        fs::DirBuilder::new()
            .mode(0o700)
            .create(&folder)
            .map_err(|error| error.to_string())?;
        let user = ServerUser::choose(&folder)?;
        user.give(&folder)?;
        let made = run(user
            .command(&binaries.join("initdb"), &folder)
            .args(["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C"])
            .args(["-U", ADMIN, "-D"])
            .arg(folder.join("data")));
        if !made.status.success() {
            return Err(format!("initdb: {}", said(&made)));
        }
        let mut guard = user
            .command(Path::new("/bin/sh"), &folder)
            .args(["-c", GUARD, "guard"])
            .arg(&binaries)
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|error| error.to_string())?;
        wait_until_ready(&binaries, &folder, &mut guard)?;
        Ok(Self {
            folder,
            binaries,
            creating: Mutex::default(),
            _life_line: guard.stdin.take().expect("standard input is a pipe"),
        })
    }
}

/// Who the server runs as: PostgreSQL refuses root.
enum ServerUser {
    Ourselves,
    Other { uid: u32, gid: u32 },
}

impl ServerUser {
    fn choose(own_folder: &Path) -> Result<Self, String> {
        let root = fs::metadata(own_folder).is_ok_and(|metadata| metadata.uid() == 0);
        if !root {
            return Ok(Self::Ourselves);
        }
        for name in ["postgres", "nobody"] {
            if let (Some(uid), Some(gid)) = (id_of("-u", name), id_of("-g", name)) {
                return Ok(Self::Other { uid, gid });
            }
        }
        Err("it does not run as root, and there is no user postgres or nobody".to_owned())
    }

    fn give(&self, folder: &Path) -> Result<(), String> {
        if let Self::Other { uid, gid } = self {
            chown(folder, Some(*uid), Some(*gid)).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        if let Self::Other { uid, gid } = self {
            // Groups first: afterwards there is no right to change them.
            command.gid(*gid).uid(*uid);
        }
        command.current_dir(folder).env("LC_ALL", "C");
        command
    }
}

/// The newest installation that is whole: what is on the path may be a part of one.
fn binaries() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let version = path.file_name()?.to_str()?.parse().ok()?;
            Some((version, path.join("bin")))
        })
        .collect();
    versions.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let installed = versions.into_iter().rev().map(|(_, folder)| folder);
    installed
        .chain(std::env::split_paths(&path))
        .find(|folder| {
            ["initdb", "postgres", "createdb", "pg_isready"]
                .iter()
                .all(|program| folder.join(program).is_file())
        })
}

fn wait_until_ready(binaries: &Path, folder: &Path, guard: &mut Child) -> Result<(), String> {
    let deadline = Instant::now() + START_LIMIT;
    loop {
        let ready = run(Command::new(binaries.join("pg_isready"))
            .args(["-q", "-U", ADMIN, "-h"])
            .arg(folder));
        if ready.status.success() {
            return Ok(());
        }
        let ended = guard.try_wait().is_ok_and(|status| status.is_some());
        if ended || Instant::now() > deadline {
            return Err(fs::read_to_string(folder.join("log")).unwrap_or_default());
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn id_of(which: &str, user: &str) -> Option<u32> {
    let answer = run(Command::new("id").args([which, user]));
    String::from_utf8(answer.stdout).ok()?.trim().parse().ok()
}

fn run(command: &mut Command) -> Output {
    let program = command.get_program().to_owned();
    command
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{} does not run: {error}", program.display()))
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

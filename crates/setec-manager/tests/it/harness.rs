//! Servers as child processes, and the command line against them.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_mins(1);

/// The binary, in an environment without anything of this machine's user.
pub(crate) fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_setec-manager"));
    command.env_clear().stdin(Stdio::null());
    command
}

/// What a finished process has said.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    /// The answer on standard output; the command must have succeeded.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, Some(0), "{self:?}");
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Standard output of a command that must have succeeded.
    #[track_caller]
    pub(crate) fn ok(&self) -> &str {
        assert_eq!(self.code, Some(0), "{self:?}");
        &self.stdout
    }
}

/// Runs a command to its end, with text on its standard input.
pub(crate) fn finish(command: &mut Command, input: &str) -> Outcome {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A process that does not read its input closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Outcome {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A running process of which the first words have been read.
pub(crate) struct Process {
    child: Child,
    said: String,
}

impl Process {
    /// Starts it and waits until it has said a line with that beginning.
    pub(crate) fn start(command: &mut Command, last: &str) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                // Read on when nobody listens any more, so that the process never waits for us.
                let _ = sender.send(line);
            }
        });
        let mut process = Self {
            child,
            said: String::new(),
        };
        loop {
            let line = lines.recv_timeout(PATIENCE).expect("it starts");
            process.said.push_str(&line);
            process.said.push('\n');
            if line.starts_with(last) {
                return process;
            }
        }
    }

    /// What it has said on standard output.
    pub(crate) fn said(&self) -> &str {
        &self.said
    }

    /// The rest of a line after these words.
    pub(crate) fn said_after(&self, words: &str) -> Option<&str> {
        let line = self.said.lines().find_map(|line| line.split_once(words))?;
        Some(line.1.trim())
    }

    /// Sends a signal and waits for the end.
    pub(crate) fn signal(mut self, name: &str) -> ExitStatus {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill")
            .args(["-s", name, &pid])
            .status()
            .unwrap();
        assert!(sent.success());
        self.child.wait().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server with its directories and a user's home.
pub(crate) struct Server {
    pub(crate) process: Process,
    pub(crate) url: String,
    pub(crate) fingerprint: String,
    pub(crate) home: PathBuf,
}

/// How a server is started.
pub(crate) fn serve(dir: &Path) -> Command {
    serve_at(dir, "127.0.0.1:0")
}

/// The same at a certain address.
pub(crate) fn serve_at(dir: &Path, address: &str) -> Command {
    let mut command = binary();
    command
        .args(["serve", "--listen", address, "--log-level", "debug"])
        .arg("--data-dir")
        .arg(dir.join("data"))
        .arg("--log-file")
        .arg(dir.join("log"));
    command
}

impl Server {
    /// Starts a server whose directories are below `dir`.
    pub(crate) fn start(dir: &Path, command: &mut Command) -> Self {
        let process = Process::start(command, "Certificate fingerprint: ");
        let url = process.said_after("listens on ").unwrap().to_owned();
        let fingerprint = process
            .said_after("Certificate fingerprint: ")
            .unwrap()
            .to_owned();
        Self {
            process,
            url,
            fingerprint,
            home: dir.join("home"),
        }
    }

    /// The password that the first start has shown.
    pub(crate) fn password(&self) -> Option<&str> {
        self.process.said_after("Password:")
    }

    /// A command of the user.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = binary();
        command.env("XDG_CONFIG_HOME", &self.home).args(arguments);
        command
    }

    /// Runs a command of the user.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        finish(&mut self.command(arguments), "")
    }

    /// Runs a command of the user with `--yes`.
    pub(crate) fn yes(&self, arguments: &[&str]) -> Outcome {
        finish(self.command(arguments).arg("--yes"), "")
    }

    /// Runs a command of the user and reads its answer.
    #[track_caller]
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        finish(
            self.command(arguments).args(["--yes", "--output", "json"]),
            "",
        )
        .json()
    }

    /// Signs in, trusting the certificate on first use.
    pub(crate) fn login(&self, password: &str) -> Outcome {
        let arguments = ["login", "--server", &self.url, "--password-stdin", "--yes"];
        finish(&mut self.command(&arguments), &format!("{password}\n"))
    }
}

/// A demo that its user is signed in at.
pub(crate) struct Demo {
    pub(crate) server: Server,
    pub(crate) password: String,
    pub(crate) dir: TempDir,
}

/// The demo that all tests share; it ends with the last of them.
pub(crate) fn demo() -> Arc<Demo> {
    static SHARED: Mutex<Weak<Demo>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(demo) = shared.upgrade() {
        return demo;
    }
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(dir.path(), serve(dir.path()).arg("--demo"));
    let password = server.password().unwrap().to_owned();
    assert_eq!(server.login(&password).code, Some(0));
    let demo = Arc::new(Demo {
        server,
        password,
        dir,
    });
    *shared = Arc::downgrade(&demo);
    demo
}

/// The id of the first entry of a list that is wanted.
#[track_caller]
pub(crate) fn first(server: &Server, list: &[&str], wanted: impl Fn(&Value) -> bool) -> String {
    let answer = server.json(list);
    let found = answer
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| wanted(entry));
    found.unwrap_or_else(|| panic!("{list:?}: {answer}"))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

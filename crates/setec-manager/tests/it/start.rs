//! First and further starts.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use crate::harness::{Server, binary, finish, serve};

#[test]
fn a_first_start_shows_the_password_once_and_a_restart_keeps_everything() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(dir.path(), &mut serve(dir.path()));
    let password = server.password().unwrap().to_owned();
    assert!(password.len() >= 20, "{password}");
    assert_eq!(server.process.said().matches(&password).count(), 1);
    assert!(
        server.url.starts_with("https://127.0.0.1:"),
        "{}",
        server.url
    );
    let mode = fs::metadata(dir.path().join("data"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o700);

    let trusted = server.login(&password);
    assert_eq!(trusted.code, Some(0), "{trusted:?}");
    assert!(trusted.stderr.contains(&server.fingerprint), "{trusted:?}");
    assert!(server.run(&["status"]).ok().contains("admin"));
    let port = server.url.rsplit(':').next().unwrap().to_owned();
    let home = server.home.clone();
    let status = server.process.signal("TERM");
    assert!(status.success(), "{status}");
    let log = fs::read_to_string(dir.path().join("log")).unwrap();
    assert!(log.contains("stopped"), "{log}");

    // The same port, so that the session's server is the same one.
    let mut arguments = binary();
    arguments
        .env("SETEC_ADMIN_PASSWORD", "not-used-any-more")
        .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
        .arg("--data-dir")
        .arg(dir.path().join("data"))
        .arg("--log-file")
        .arg(dir.path().join("log"));
    let server = Server::start(dir.path(), &mut arguments);
    assert_eq!(server.home, home);
    assert_eq!(server.password(), None, "{}", server.process.said());
    assert!(server.run(&["status"]).ok().contains("admin"));

    // As a loss of power would end it.
    server.process.signal("KILL");
    let server = Server::start(dir.path(), &mut arguments);
    assert!(server.run(&["users", "list"]).ok().contains("admin"));
    assert!(server.process.signal("INT").success());
}

#[test]
fn a_second_start_of_the_demo_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = serve(dir.path());
    command
        .arg("--demo")
        .env("SETEC_ADMIN_PASSWORD", "correct horse battery");
    let server = Server::start(dir.path(), &mut command);
    assert_eq!(server.login("correct horse battery").code, Some(0));
    let shop = ["dns", "delete", "local", "demo.test", "--name", "shop"];
    server.yes(&shop).ok();
    let before = server.json(&["journal"]);
    assert!(server.process.signal("TERM").success());

    let server = Server::start(dir.path(), &mut command);
    assert_eq!(server.login("correct horse battery").code, Some(0));
    let records = server.run(&["dns", "list", "local", "demo.test"]);
    assert!(!records.ok().contains("shop"), "{records:?}");
    let new = server.json(&["journal"]);
    let of_the_start = |entry: &&serde_json::Value| {
        entry["action"].as_str().unwrap().starts_with("zone.")
            || entry["outcome"].as_str() == Some("failed")
    };
    let count = |journal: &serde_json::Value| {
        let entries = journal.as_array().unwrap().iter();
        entries.filter(of_the_start).count()
    };
    assert_eq!(count(&before), count(&new), "{new}");
}

#[test]
fn a_password_given_from_outside_is_used_and_not_shown() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = serve(dir.path());
    command.env("SETEC_ADMIN_PASSWORD", "correct horse battery");
    let server = Server::start(dir.path(), &mut command);
    assert!(
        !server.process.said().contains("correct horse"),
        "{}",
        server.process.said()
    );
    assert_eq!(server.login("correct horse battery").code, Some(0));
    let providers = server.json(&["providers", "list"]);
    let hostinger = providers
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["name"] == "hostinger");
    assert_eq!(
        hostinger.unwrap()["connected"],
        false,
        "a real start has no sandbox"
    );
}

#[test]
fn what_keeps_it_from_starting_is_one_clear_line() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let data = data.to_str().unwrap();
    let fails = |arguments: &[&str], words: &str| {
        let mut command = binary();
        let outcome = finish(
            command.args(["serve", "--data-dir", data]).args(arguments),
            "",
        );
        assert_eq!(outcome.code, Some(1), "{outcome:?}");
        assert_eq!(outcome.stderr.lines().count(), 1, "{outcome:?}");
        assert!(
            outcome.stderr.starts_with("error: ") && outcome.stderr.contains(words),
            "{outcome:?}"
        );
    };
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    fails(
        &["--listen", &address],
        &format!("cannot listen on {address}"),
    );
    let free = ["--listen", "127.0.0.1:0"];
    fails(
        &[&free[..], &["--log-level", "loud"]].concat(),
        "no log level",
    );
    let nothing = [
        "--tls-cert",
        "/nonexistent/cert.pem",
        "--tls-key",
        "/nonexistent/key.pem",
    ];
    fails(&[&free[..], &nothing].concat(), "/nonexistent/cert.pem");
    fails(
        &[&free[..], &["--config", "/nonexistent/config.toml"]].concat(),
        "does not exist",
    );
    fails(&["--listen", "nonsense"], "'nonsense' is no address");
    fs::write(dir.path().join("data/config.toml"), "listne = 'x'\n").unwrap();
    fails(&free, "listne");
    fs::remove_file(dir.path().join("data/config.toml")).unwrap();
    let nobody = [
        "--database",
        "postgres://setec:secret-word@127.0.0.1:9/setec",
    ];
    fails(&[&free[..], &nobody].concat(), "refused");
    fs::write(dir.path().join("data/setec.db"), "").unwrap();
    fs::remove_file(dir.path().join("data/master.key")).unwrap();
    fails(&free, "master.key is missing");
    fs::write(dir.path().join("data/.demo"), "").unwrap();
    fails(&free, "belongs to a demo");
}

#[test]
fn a_file_in_the_data_directory_is_read_and_flags_come_first() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    fs::create_dir(&data).unwrap();
    let log = dir.path().join("from-file.log");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let text = format!(
        "listen = '{}'\nlog_file = '{}'\n",
        taken.local_addr().unwrap(),
        log.display()
    );
    fs::write(data.join("config.toml"), text).unwrap();
    let mut command = binary();
    command.args([
        "serve",
        "--data-dir",
        data.to_str().unwrap(),
        "--listen",
        "127.0.0.1:0",
    ]);
    let server = Server::start(dir.path(), &mut command);
    assert!(server.process.signal("TERM").success());
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("started") && log.contains("stopped"), "{log}");
}

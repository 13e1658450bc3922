//! What no log may hold.

use std::fs;

use crate::harness::{demo, finish};

const KEY: &str = "key-that-nobody-may-see-4711";

#[test]
fn no_secret_reaches_the_log_or_an_answer() {
    let demo = demo();
    let server = &demo.server;
    let shown = server.json(&["providers", "show", "hostinger"]);
    let sandbox = shown["base_url"].as_str().unwrap();
    let mut configure =
        server.command(&["providers", "configure", "second", "--driver", "hostinger"]);
    configure.args(["--base-url", sandbox, "--api-key-stdin"]);
    let configured = finish(&mut configure, &format!("{KEY}\n"));
    assert_eq!(configured.code, Some(0), "{configured:?}");
    let refused = server.run(&["providers", "test", "second"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(!refused.stderr.contains(KEY), "{refused:?}");
    let view = server.run(&["providers", "show", "second", "-o", "yaml"]);
    assert!(!view.ok().contains(KEY), "{view:?}");
    server.yes(&["providers", "delete", "second"]).ok();
    server.run(&["domains", "list", "hostinger"]).ok();

    let session = fs::read_to_string(server.home.join("setec-manager/session.json")).unwrap();
    let session: serde_json::Value = serde_json::from_str(&session).unwrap();
    let log = fs::read_to_string(demo.dir.path().join("log")).unwrap();
    assert!(
        log.contains("providers/second/test"),
        "the log is the one of these requests"
    );
    for secret in [
        KEY,
        "sandbox-token",
        &demo.password,
        session["token"].as_str().unwrap(),
    ] {
        assert!(!log.contains(secret), "the log holds {secret}");
    }
    assert!(!server.process.said().contains("sandbox-token"));
}

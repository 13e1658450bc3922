//! The commands that need no server.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::harness::{Process, binary, finish};

#[test]
fn the_simulator_alone_takes_its_own_token_only() {
    let mut command = binary();
    command.args(["sandbox", "hostinger", "--listen", "127.0.0.1:0"]);
    command.args(["--fault", "server-error:times=1,path=/catalog"]);
    let sandbox = Process::start(&mut command, "Nothing here is real");
    let address = sandbox.said_after("http://").unwrap().to_owned();
    let token = sandbox.said_after("Token: ").unwrap().to_owned();
    let ask = |token: &str, path: &str| {
        let mut stream = TcpStream::connect(&address).unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: sandbox\r\nUser-Agent: test/1.0\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(ask("another", "/api/dns/v1/zones/example.com"), "401");
    assert_eq!(ask(&token, "/api/dns/v1/zones/example.com"), "200");
    assert_eq!(ask(&token, "/api/billing/v1/catalog"), "500");
    assert_eq!(ask(&token, "/api/billing/v1/catalog"), "200");
    assert!(sandbox.signal("TERM").success());
}

#[test]
fn the_reseller_simulator_says_how_to_get_in() {
    let mut command = binary();
    command.args(["sandbox", "domains-reseller", "--listen", "127.0.0.1:0"]);
    let sandbox = Process::start(&mut command, "Nothing here is real");
    let endpoint = sandbox.said_after("http://").unwrap();
    let (address, path) = endpoint.split_once('/').unwrap();
    assert_eq!(path, "modules/addons/DomainsReseller/api/index.php");
    assert!(sandbox.said_after("Username: ").unwrap().contains('@'));
    assert!(!sandbox.said_after("API key: ").unwrap().is_empty());
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET /{path}/tlds HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert!(sandbox.signal("TERM").success());
}

#[test]
fn the_simulators_help_lists_its_faults() {
    let help = finish(binary().args(["sandbox", "domains-reseller", "--help"]), "");
    assert!(help.ok().contains("merging-dns"), "{help:?}");
    let help = finish(binary().args(["sandbox", "hostinger", "--help"]), "");
    assert!(
        help.ok().contains("rate-limit") && help.stdout.contains("lost-answer"),
        "{help:?}"
    );
    let unknown = finish(
        binary().args(["sandbox", "hostinger", "--fault", "gremlins"]),
        "",
    );
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown.stderr.contains("no fault is called `gremlins`"),
        "{unknown:?}"
    );
}

#[test]
fn the_openapi_document_is_printed() {
    let document = finish(binary().arg("openapi"), "").json();
    assert_eq!(document["info"]["title"], "Setec Manager");
    assert!(document["paths"]["/api/hosting/providers/{provider}/dns/{domain}"]["get"].is_object());
}

#[test]
fn shells_can_complete_the_commands() {
    let script = finish(binary().args(["completions", "bash"]), "");
    assert!(script.ok().contains("auto-renewal"));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut command = binary();
    let mut child = command
        .args(["completions", "zsh"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

//! Programs of others: the three samples that an operator publishes, with nothing filled in but the
//! endpoint and the credentials, and the examples of our own documentation.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;

use setec_core::reseller::TokenVariant;
use tokio::process::Command;

use super::{BASE, EMAIL, Shop, customer};

const PHP: &str = include_str!("samples/sample.php");
const PYTHON: &str = include_str!("samples/sample.py");
const NODE: &str = include_str!("samples/sample.js");

/// What stands in the documentation for the API's address.
const DOCUMENTED: &str = "https://manager.example:9090";

struct Program {
    /// The interpreter, and what shows that it can run the program.
    command: &'static str,
    probe: &'static [&'static str],
    /// The end of its files' names.
    suffix: &'static str,
}

const RUN_PHP: Program = Program {
    command: "php",
    probe: &["-r", "exit(function_exists('curl_init') ? 0 : 1);"],
    suffix: "php",
};
const RUN_PYTHON: Program = Program {
    command: "python3",
    probe: &["-c", "import requests"],
    suffix: "py",
};
const RUN_NODE: Program = Program {
    command: "node",
    probe: &["-e", "fetch"],
    suffix: "js",
};
const RUN_SHELL: Program = Program {
    command: "sh",
    probe: &["-c", "command -v curl && command -v openssl"],
    suffix: "sh",
};

/// A shop that is served on a socket, where `example.com` is the customer's.
async fn served(variants: Vec<TokenVariant>) -> (Shop, String) {
    let mut input = customer(EMAIL);
    input.variants = variants;
    let shop = Shop::open_with(input).await;
    shop.vendor.add_domain("example.com", 200);
    shop.give(EMAIL, "example.com").await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let service = shop
        .server
        .router
        .clone()
        .into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    (shop, origin)
}

impl Program {
    async fn is_there(&self) -> bool {
        let mut probe = Command::new(self.command);
        probe
            .args(self.probe)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let is_there = probe.status().await.is_ok_and(|status| status.success());
        if !is_there {
            eprintln!(
                "SKIPPED: {} (or a library of it) is not installed",
                self.command
            );
        }
        is_there
    }

    /// What a program prints, both of its streams.
    async fn run(&self, directory: &Path, text: &str) -> String {
        let path = directory.join(format!("program.{}", self.suffix));
        std::fs::write(&path, text).unwrap();
        let mut command = Command::new(self.command);
        // Nobody between the program and the server.
        for name in [
            "http_proxy",
            "HTTP_PROXY",
            "https_proxy",
            "HTTPS_PROXY",
            "all_proxy",
            "ALL_PROXY",
        ] {
            command.env_remove(name);
        }
        let output = command.arg(&path).output().await.unwrap();
        let text = [output.stdout, output.stderr].concat();
        String::from_utf8_lossy(&text).into_owned()
    }
}

/// A sample with endpoint and credentials filled in.
fn filled(sample: &str, origin: &str, key: &str) -> String {
    let email = "[email protected]";
    sample
        .replace("https://portal.hostraha.com", origin)
        .replace(email, EMAIL)
        .replace("1234567890QWERTYUIOPASDFGHJKLZXCVBNM", key)
        .replace("YOUR_API_KEY", key)
}

fn expiry_year(shop: &Shop) -> String {
    let domain = shop.vendor.domain("example.com");
    domain["expires"].as_str().expect("a date")[..4].to_owned()
}

#[tokio::test]
async fn the_php_sample_renews_a_domain() {
    if !RUN_PHP.is_there().await {
        return;
    }
    let (shop, origin) = served(Vec::new()).await;
    let before = expiry_year(&shop);
    let program = filled(PHP, &origin, shop.key.expose());
    let printed = RUN_PHP.run(shop.server.data.path(), &program).await;
    assert_eq!(printed.trim(), "\"success\"");
    let years = expiry_year(&shop).parse::<i32>().unwrap() - before.parse::<i32>().unwrap();
    assert_eq!((years, shop.bought()), (3, 1));
    assert_eq!(shop.credit().await, "50.50");
}

#[tokio::test]
async fn the_python_sample_is_told_its_mistake() {
    if !RUN_PYTHON.is_there().await {
        return;
    }
    let (shop, origin) = served(Vec::new()).await;
    let program = filled(PYTHON, &origin, shop.key.expose());
    let printed = RUN_PYTHON.run(shop.server.data.path(), &program).await;
    assert!(printed.contains("401 Client Error"), "{printed}");
    // It prints the reason of the status line and never the body.
    assert!(printed.contains("key and message are swapped"), "{printed}");
    assert_eq!(shop.bought(), 0);
}

#[tokio::test]
async fn the_python_sample_works_where_its_mistake_is_allowed() {
    if !RUN_PYTHON.is_there().await {
        return;
    }
    let (shop, origin) = served(vec![TokenVariant::SwappedRaw]).await;
    let program = filled(PYTHON, &origin, shop.key.expose());
    let printed = RUN_PYTHON.run(shop.server.data.path(), &program).await;
    assert!(
        printed.contains("Domain renewal result: success"),
        "{printed}"
    );
    assert_eq!(shop.bought(), 1);
}

#[tokio::test]
async fn the_node_sample_is_told_its_mistake_and_works_where_it_is_allowed() {
    if !RUN_NODE.is_there().await {
        return;
    }
    let (shop, origin) = served(Vec::new()).await;
    let program = filled(NODE, &origin, shop.key.expose());
    let printed = RUN_NODE.run(shop.server.data.path(), &program).await;
    assert!(printed.contains("key and message are swapped"), "{printed}");
    assert!(printed.contains("yyyy-mm-dd-HH"), "{printed}");
    assert_eq!(shop.bought(), 0);
    let mut lenient = customer(EMAIL);
    lenient.variants = vec![TokenVariant::SwappedRawIsoStamp];
    let app = &shop.server.app;
    app.update_customer(&shop.admin, EMAIL, lenient)
        .await
        .unwrap();
    let printed = RUN_NODE.run(shop.server.data.path(), &program).await;
    assert!(
        printed.contains("Domain renewal result: success"),
        "{printed}"
    );
    assert_eq!(shop.bought(), 1);
}

/// The examples of docs/reseller.md, run as they are printed there.
#[tokio::test]
async fn the_documented_examples_work() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reseller.md");
    let document = std::fs::read_to_string(document).unwrap();
    for (language, program) in [
        ("php", RUN_PHP),
        ("python", RUN_PYTHON),
        ("js", RUN_NODE),
        ("sh", RUN_SHELL),
    ] {
        let fence = format!("```{language}\n");
        let examples: Vec<&str> = document
            .split(&fence)
            .skip(1)
            .map(|rest| rest.split("```").next().unwrap())
            .filter(|example| example.contains("order/domains/renew"))
            .collect();
        assert!(!examples.is_empty(), "no example in {language}");
        if !program.is_there().await {
            continue;
        }
        for example in examples {
            let (shop, origin) = served(Vec::new()).await;
            assert!(
                example.contains(DOCUMENTED) && example.contains(BASE),
                "{example}"
            );
            let example = example
                .replace(DOCUMENTED, &origin)
                .replace("you@example.com", EMAIL)
                .replace("YOUR_API_KEY", shop.key.expose());
            let printed = program.run(shop.server.data.path(), &example).await;
            assert!(printed.contains("success"), "{language}: {printed}");
            assert_eq!(shop.bought(), 1, "{language}: {printed}");
        }
    }
}

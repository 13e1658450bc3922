use std::process::Stdio;

use serde_json::json;
use setec_sandbox::reseller::{API_KEY, ENDPOINT, Sandbox, USERNAME, serve};
use tokio::net::TcpListener;
use tokio::process::Command;

/// What a script prints; `None`, and a word about it, where PHP or its curl is not installed.
pub(crate) async fn run(script: &str, environment: &[(&str, &str)]) -> Option<String> {
    let probe = Command::new("php")
        .args(["-r", "exit(function_exists('curl_init') ? 0 : 1);"])
        .stdout(Stdio::null())
        .status();
    if !matches!(probe.await, Ok(status) if status.success()) {
        eprintln!("SKIPPED: php with curl not found");
        return None;
    }
    let output = Command::new("php")
        .args(["-d", "display_errors=stderr", "-r", script])
        .envs(environment.iter().copied())
        .output()
        .await
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{errors}");
    assert!(!errors.contains("Fatal error"), "{errors}");
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The vendor's own sample, in which only the endpoint and the credentials are filled in.
const SAMPLE: &str = r#"
$endpoint = getenv("ENDPOINT");
$action = "/order/domains/renew";
$params = [
"domain" => getenv("DOMAIN"),
"regperiod" => "3",
"addons" => [
"dnsmanagement" => 0,
"emailforwarding" => 1,
"idprotection" => 1,
]
];
$headers = [
"username: " . getenv("EMAIL"),
"token: ". base64_encode(hash_hmac("sha256", getenv("KEY"), getenv("EMAIL") . ":".gmdate("y-m-d H")))
];
$curl = curl_init();
curl_setopt($curl, CURLOPT_URL, "{$endpoint}{$action}");
curl_setopt($curl, CURLOPT_POST, true);
curl_setopt($curl, CURLOPT_POSTFIELDS, http_build_query($params));
curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, true);
curl_setopt($curl, CURLOPT_HTTPHEADER, $headers);
$response = curl_exec($curl);
curl_close($curl);
echo $response;
"#;

#[tokio::test]
async fn the_vendors_sample_renews_a_domain() {
    let sandbox = Sandbox::demo();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}{ENDPOINT}", listener.local_addr().unwrap());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(serve(listener, sandbox.clone(), async move {
        stopped.await.ok();
    }));
    for (endpoint, domain, key, expected) in [
        (base.clone(), "nordlund-studio.com", API_KEY, "\"success\""),
        (format!("{base}/"), "tinkerlab.dev", API_KEY, "\"success\""),
        (
            base.clone(),
            "example.com",
            API_KEY,
            r#"{"error":"Domain not found"}"#,
        ),
        (
            base,
            "tinkerlab.dev",
            "another-key",
            r#"{"error":"Invalid API token"}"#,
        ),
    ] {
        let environment = [
            ("ENDPOINT", endpoint.as_str()),
            ("DOMAIN", domain),
            ("EMAIL", USERNAME),
            ("KEY", key),
        ];
        let Some(output) = run(SAMPLE, &environment).await else {
            return;
        };
        assert_eq!(output, expected, "{domain}");
    }
    let orders = sandbox.orders();
    assert_eq!(orders.len(), 2);
    assert_eq!(orders[0]["years"], 3);
    assert_eq!(orders[0]["total"], "41.25");
    let exchange = sandbox.exchanges().remove(0);
    assert_eq!(
        exchange.parameters["addons"],
        json!({"dnsmanagement": "0", "emailforwarding": "1", "idprotection": "1"})
    );
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
}

use axum::body::Body;
use http::{Method, Request};
use serde_json::json;
use setec_sandbox::reseller::ENDPOINT;

use super::client::Client;

/// All calls of the specification; `{d}` is a domain.
const CALLS: [(&str, &str); 30] = [
    ("POST", "/order/domains/register"),
    ("POST", "/order/domains/transfer"),
    ("POST", "/order/domains/renew"),
    ("GET", "/order/pricing/domains/renew?domain=a.com"),
    ("GET", "/billing/credits"),
    ("GET", "/tlds"),
    ("GET", "/tlds/pricing"),
    ("GET", "/version"),
    ("POST", "/domains/lookup"),
    ("POST", "/domains/lookup/suggestions"),
    ("GET", "/domains/{d}/information"),
    ("GET", "/domains/{d}/nameservers"),
    ("POST", "/domains/{d}/nameservers"),
    ("POST", "/domains/{d}/nameservers/register"),
    ("POST", "/domains/{d}/nameservers/modify"),
    ("POST", "/domains/{d}/nameservers/delete"),
    ("GET", "/domains/{d}/contact"),
    ("POST", "/domains/{d}/contact"),
    ("GET", "/domains/{d}/dns"),
    ("POST", "/domains/{d}/dns"),
    ("GET", "/domains/{d}/email"),
    ("POST", "/domains/{d}/email"),
    ("GET", "/domains/{d}/lock"),
    ("POST", "/domains/{d}/lock"),
    ("POST", "/domains/{d}/protectid"),
    ("GET", "/domains/{d}/eppcode"),
    ("POST", "/domains/{d}/release"),
    ("POST", "/domains/{d}/delete"),
    ("POST", "/domains/{d}/sync"),
    ("POST", "/domains/{d}/transfersync"),
];

fn method(text: &str) -> Method {
    text.parse().unwrap()
}

#[tokio::test]
async fn no_call_is_answered_without_a_token() {
    let client = Client::new();
    for (verb, action) in CALLS {
        let action = action.replace("{d}", "tinkerlab.dev");
        let bare = Request::builder()
            .method(method(verb))
            .uri(format!("{ENDPOINT}{action}"));
        let (status, body) = client.send(bare.body(Body::empty()).unwrap()).await;
        let text = "The username and token headers are required";
        assert_eq!((status, body), (401, json!({"error": text})), "{action}");
    }
}

#[tokio::test]
async fn every_call_exists_with_its_own_verb_only() {
    for (_, action) in CALLS {
        let client = Client::new();
        let action = action.replace("{d}", "tinkerlab.dev");
        for other in ["GET", "POST", "PUT", "DELETE"] {
            let known = CALLS.iter().any(|(verb, known)| {
                *verb == other && known.replace("{d}", "tinkerlab.dev") == action
            });
            let request = client.request(method(other), &action).body(Body::empty());
            let (status, body) = client.send(request.unwrap()).await;
            let is_unknown = body == json!({"error": "Action not found"});
            assert_eq!(is_unknown, !known, "{other} {action}: {status} {body}");
        }
    }
}

#[tokio::test]
async fn every_call_of_a_domain_wants_one_of_the_resellers_own() {
    let client = Client::new();
    for (verb, action) in CALLS {
        if !action.contains("{d}") {
            continue;
        }
        for domain in [
            "example.org",
            "acacia-lodge.com",
            "%00",
            "..",
            "a%2Fb.com",
            "tinkerlab",
        ] {
            let action = action.replace("{d}", domain);
            let request = client.request(method(verb), &action).body(Body::empty());
            let (status, body) = client.send(request.unwrap()).await;
            assert_eq!(
                (status, body),
                (404, json!({"error": "Domain not found"})),
                "{action}"
            );
        }
    }
    assert!(client.sandbox.orders().is_empty());
}

#[tokio::test]
async fn paths_are_read_with_tolerance() {
    let client = Client::new();
    let found = (200, json!("locked"));
    for action in [
        "/domains/nordlund-studio.com/lock",
        "//domains///nordlund-studio.com/lock/",
        "/domains/Nordlund-Studio.COM/lock",
        "/domains/nordlund%2Dstudio%2ecom/lock?domain=NORDLUND-studio.com",
        "/domains/nordlund-studio.com./lock",
    ] {
        assert_eq!(client.get(action).await, found, "{action}");
    }
    let (status, body) = client
        .get("/domains/nordlund-studio.com/lock?domain=tinkerlab.dev")
        .await;
    let text = "The domain field does not match the domain of the action";
    assert_eq!((status, body), (400, json!({"error": text})));
    for action in [
        "/domains/nordlund-studio.com/emailforwarding",
        "/domains/nordlund-studio.com/idprotection",
        "/domains/epp-code",
        "/domains/nordlund-studio.com/lock/now",
        "/Domains/nordlund-studio.com/lock",
        "/order/pricing/domains/lease?domain=a.com",
        "",
    ] {
        let (status, body) = client.get(action).await;
        let text = json!({"error": "Action not found"});
        assert_eq!((status, body), (404, text), "{action}");
    }
}

#[tokio::test]
async fn the_action_may_stand_in_a_header() {
    let client = Client::new();
    for (path, header, expected) in [
        ("", "/billing/credits", json!("150.50")),
        ("/", "billing/credits/", json!("150.50")),
        ("/billing/credits", "/version", json!("150.50")),
        ("", "/nothing", json!({"error": "Action not found"})),
    ] {
        let request = client.request(Method::GET, path).header("action", header);
        let (_, body) = client.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(body, expected, "{path} {header}");
    }
}

#[tokio::test]
async fn whmcs_may_live_in_a_folder_but_nowhere_else() {
    let client = Client::new();
    for (path, status) in [
        (format!("/whmcs{ENDPOINT}/tlds"), 200),
        (format!("//billing/x/{ENDPOINT}//tlds"), 200),
        ("/index.php/tlds".to_owned(), 404),
        ("/".to_owned(), 404),
        ("/modules/addons/DomainsReseller/api/tlds".to_owned(), 404),
    ] {
        let (mut parts, body) = client
            .request(Method::GET, "/tlds")
            .body(Body::empty())
            .unwrap()
            .into_parts();
        parts.uri = path.parse().unwrap();
        let (answered, body) = client.send(Request::from_parts(parts, body)).await;
        assert_eq!(answered, status, "{path}");
        assert_eq!(body.is_string(), status == 404, "the web server's own page");
    }
}

#[tokio::test]
async fn a_foreign_name_is_one_domain_in_both_spellings() {
    let client = Client::new();
    let form = super::client::order("bl\u{e5}b\u{e6}r.com", &[]);
    let answer = client.post("/order/domains/register", &form).await;
    assert_eq!(answer, (200, json!("success")));
    for name in [
        "xn--blbr-roah.com",
        "bl%C3%A5b%C3%A6r.com",
        "BL%C3%85B%C3%86R.com",
    ] {
        let (status, body) = client.get(&format!("/domains/{name}/information")).await;
        assert_eq!(status, 200, "{name}: {body}");
        assert_eq!(body["domain"], "xn--blbr-roah.com");
    }
}

#[tokio::test]
async fn wild_input_is_refused_and_changes_nothing() {
    let client = Client::new();
    let before = client.sandbox.domains();
    let long = "a".repeat(100_000);
    let bodies = [
        "%",
        "%zz=%zz",
        "&&&===",
        "[[[[]]]]=1",
        "domain[]=a.com",
        "domain[x]=1&regperiod[]=1",
        "dnsrecords[]=x",
        "dnsrecords[0][hostname][x]=1",
        "contactdetails=x",
        "status[]=1",
        "lockstatus[]=locked",
        "prefix=1&forwardto=2",
        "ns1[]=a&ns2[]=b",
        "searchTerm[]=x",
        "transfertag[]=A",
        "nameserver=%00&ipaddress=%ff",
        "domain=\u{0}",
        &long,
    ];
    for (verb, action) in CALLS {
        // These two want no parameters.
        if verb != "POST" || action.ends_with("/delete") || action.ends_with("sync") {
            continue;
        }
        let action = action.replace("{d}", "tinkerlab.dev");
        for body in bodies {
            let request = client
                .request(Method::POST, &action)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(Body::from(body.to_owned()));
            let (status, answer) = client.send(request.unwrap()).await;
            assert!(matches!(status, 400 | 500), "{action} {status} {answer}");
            assert!(answer["error"].is_string(), "{action} {answer}");
        }
    }
    assert_eq!(client.sandbox.domains(), before);
    assert!(client.sandbox.orders().is_empty());
}

use serde_json::{Value, json};

use super::client::Client;

const OWN: &str = "/domains/nordlund-studio.com";

fn success() -> Value {
    json!({"success": "success"})
}

fn error(text: &str) -> (u16, Value) {
    (500, json!({"error": text}))
}

#[tokio::test]
async fn nameservers_are_five_fields_at_the_top() {
    let client = Client::new();
    let action = format!("{OWN}/nameservers");
    assert_eq!(
        client.get(&action).await.1,
        json!({"ns1": "ns1.hostraha.example", "ns2": "ns2.hostraha.example",
               "ns3": "", "ns4": "", "ns5": ""})
    );
    let form = [
        ("ns1", "A.example.net"),
        ("ns2", "b.example.net"),
        ("ns3", ""),
    ];
    let answer = client.post(&action, &form).await;
    assert_eq!(answer, (200, json!({"success": true})));
    assert_eq!(
        client.sandbox.domain("nordlund-studio.com")["nameservers"],
        json!(["a.example.net", "b.example.net"])
    );
    for (wrong, field) in [
        (
            vec![("nameservers[ns1]", "a.b.c"), ("nameservers[ns2]", "d.e.f")],
            "ns1",
        ),
        (vec![("ns1", "a.example.net")], "ns2"),
    ] {
        let answer = client.post(&action, &wrong).await;
        let text = format!("The {field} field is required");
        assert_eq!(answer, (400, json!({"error": text})));
    }
    let wrong = [("ns1", "a.example.net"), ("ns2", "b_example")];
    assert_eq!(
        client.post(&action, &wrong).await,
        error("Invalid nameserver: b_example")
    );
    client.fault("nameserver-list");
    assert_eq!(
        client.get(&action).await.1,
        json!(["a.example.net", "b.example.net"])
    );
}

#[tokio::test]
async fn glue_is_made_moved_and_removed() {
    let client = Client::new();
    let call = |verb: &'static str, form: Vec<(&'static str, &'static str)>| {
        let client = &client;
        let action = format!("{OWN}/nameservers/{verb}");
        async move { client.post(&action, &form).await }
    };
    let name = ("nameserver", "ns1.nordlund-studio.com");
    let first = vec![name, ("ipaddress", "192.0.2.7")];
    assert_eq!(call("register", first.clone()).await, (200, success()));
    assert_eq!(
        call("register", first).await,
        error("The nameserver exists already")
    );
    let moved = vec![
        name,
        ("currentipaddress", "192.0.2.7"),
        ("newipaddress", "2001:db8::7"),
    ];
    assert_eq!(call("modify", moved.clone()).await, (200, success()));
    assert_eq!(
        call("modify", moved).await,
        error("The current IP address does not match")
    );
    assert_eq!(
        client.sandbox.domain("nordlund-studio.com")["glue"],
        json!({"ns1.nordlund-studio.com": "2001:db8::7"})
    );
    assert_eq!(call("delete", vec![name]).await, (200, success()));
    assert_eq!(
        call("delete", vec![name]).await,
        error("The nameserver does not exist")
    );
    for nameserver in [
        "ns1.example.net",
        "nordlund-studio.com",
        "xnordlund-studio.com",
    ] {
        let form = vec![("nameserver", nameserver), ("ipaddress", "192.0.2.7")];
        assert_eq!(
            call("register", form).await,
            error("The nameserver must be a host of nordlund-studio.com")
        );
    }
    let form = vec![name, ("ipaddress", "192.0.2.700")];
    assert_eq!(call("register", form).await, error("Invalid IP address"));
    let used = [("nameserver", "ns1.mombasa-divers.com")];
    let answer = client
        .post("/domains/mombasa-divers.com/nameservers/delete", &used)
        .await;
    assert_eq!(answer, error("The nameserver is in use"));
}

#[tokio::test]
async fn contacts_have_labels_and_take_names_too() {
    let client = Client::new();
    let action = format!("{OWN}/contact");
    let (_, shown) = client.get(&action).await;
    let roles: Vec<&String> = shown.as_object().unwrap().keys().collect();
    assert_eq!(roles, ["Admin", "Billing", "Registrant", "Tech"]);
    assert_eq!(
        shown["Registrant"]["Email Address"],
        "hostmaster@nordlund-studio.se"
    );
    let form = [
        ("contactdetails[Registrant][First Name]", "Åsa"),
        ("contactdetails[Registrant][Last_Name]", "Berg"),
        ("contactdetails[technical][phonenumber]", "+47.22000000"),
        ("contactdetails[admin][zipcode]", "0150"),
        ("contactdetails[Billng][First Name]", "Nobody"),
    ];
    let answer = client.post(&action, &form).await;
    assert_eq!(answer, (200, json!({"success": true})));
    let contacts = &client.sandbox.domain("nordlund-studio.com")["contacts"];
    assert_eq!(contacts["Registrant"]["First Name"], "Åsa");
    assert_eq!(contacts["Registrant"]["Last Name"], "Berg");
    assert_eq!(contacts["Tech"]["Phone Number"], "+47.22000000");
    assert_eq!(contacts["Admin"]["Postcode"], "0150");
    assert_eq!(contacts["Billing"]["First Name"], "Maja");
    let wrong = [("contactdetails[Registrant][Country]", "Sweden")];
    assert_eq!(
        client.post(&action, &wrong).await,
        error("Invalid country code")
    );
    let answer = client.post(&action, &[]).await;
    let text = "The contactdetails field is required";
    assert_eq!(answer, (400, json!({"error": text})));
}

#[tokio::test]
async fn contacts_have_other_habits() {
    let client = Client::with_fault("technical-role");
    client.fault("underscore-labels");
    client.fault("pending-contacts");
    let action = format!("{OWN}/contact");
    let (_, shown) = client.get(&action).await;
    assert_eq!(shown["Technical"]["First_Name"], "Maja");
    let form = [("contactdetails[Registrant][First Name]", "Eva")];
    assert_eq!(client.post(&action, &form).await.0, 200);
    assert_eq!(
        client.get(&action).await.1["Registrant"]["First_Name"],
        "Maja"
    );
    let (_, shown) = client.get(&format!("{OWN}/information")).await;
    assert_eq!(shown["domainContactChangePending"], true);
    assert!(shown["domainContactChangeExpiryDate"].is_string());
}

#[tokio::test]
async fn mail_forwarders_are_replaced() {
    let client = Client::new();
    let action = format!("{OWN}/email");
    let hello = json!([{"prefix": "hello", "forwardto": "maja@nordlund-studio.se"}]);
    assert_eq!(client.get(&action).await.1, hello);
    assert_eq!(
        client.get("/domains/tinkerlab.dev/email").await.1,
        json!([])
    );
    let form = [
        ("prefix[0]", "info"),
        ("forwardto[0]", "a@b.c"),
        ("prefix[1]", ""),
        ("forwardto[1]", ""),
    ];
    assert_eq!(client.post(&action, &form).await, (200, success()));
    let info = json!([{"prefix": "info", "forwardto": "a@b.c"}]);
    assert_eq!(client.get(&action).await.1, info);
    for (wrong, status) in [
        (vec![("prefix[]", "a"), ("forwardto[]", "nobody")], 500),
        (vec![("prefix[0]", "a"), ("forwardto[1]", "a@b.c")], 400),
        (vec![("prefix[]", "a")], 400),
        (vec![("prefix", "a"), ("forwardto", "a@b.c")], 400),
    ] {
        assert_eq!(client.post(&action, &wrong).await.0, status, "{wrong:?}");
    }
    assert_eq!(client.get(&action).await.1, info);
}

#[tokio::test]
async fn only_the_word_locked_locks() {
    let client = Client::new();
    let action = format!("{OWN}/lock");
    assert_eq!(client.get(&action).await, (200, json!("locked")));
    for (word, after) in [
        ("1", "unlocked"),
        ("locked", "locked"),
        ("true", "unlocked"),
        ("locked", "locked"),
        ("unlocked", "unlocked"),
    ] {
        let answer = client.post(&action, &[("lockstatus", word)]).await;
        assert_eq!(answer, (200, json!({})));
        assert_eq!(client.get(&action).await.1, after, "{word}");
    }
    assert_eq!(client.post(&action, &[]).await.0, 400);
    let none = error("Registrar lock is not supported for .gr");
    assert_eq!(client.get("/domains/olivegrove.gr/lock").await, none);
    let form = [("lockstatus", "locked")];
    let answer = client.post("/domains/olivegrove.gr/lock", &form).await;
    assert_eq!(answer, none);
}

#[tokio::test]
async fn id_protection_is_a_number() {
    let client = Client::new();
    let action = format!("{OWN}/protectid");
    for (status, private) in [("0", false), ("1", true)] {
        let answer = client.post(&action, &[("status", status)]).await;
        assert_eq!(answer, (200, success()));
        let domain = client.sandbox.domain("nordlund-studio.com");
        assert_eq!(domain["private"], private);
    }
    for wrong in [("status", "enable"), ("idprotection", "1")] {
        assert_eq!(client.post(&action, &[wrong]).await.0, 400, "{wrong:?}");
    }
    let answer = client
        .post("/domains/fjellvann.eu/protectid", &[("status", "1")])
        .await;
    assert_eq!(answer, error("ID protection is not available for .eu"));
}

#[tokio::test]
async fn epp_codes_come_in_four_ways() {
    let client = Client::new();
    let action = format!("{OWN}/eppcode");
    let code = client.sandbox.domain("nordlund-studio.com")["eppcode"].clone();
    let text = code.as_str().unwrap();
    assert!(text.contains('&') && text.contains('<') && text.contains('"'));
    assert_eq!(client.get(&action).await.1, json!({"eppcode": code}));
    client.fault("mailed-epp:times=1");
    assert_eq!(client.get(&action).await.1, success());
    client.fault("bare-epp:times=1");
    assert_eq!(client.get(&action).await.1, code);
    client.fault("encoded-epp");
    let (_, encoded) = client.get(&action).await;
    let encoded = encoded["eppcode"].as_str().unwrap();
    assert!(encoded.contains("&amp;") && encoded.contains("&lt;") && encoded.contains("&quot;"));
    let answer = client
        .get("/domains/brightmoor-brewery.co.uk/eppcode")
        .await;
    assert_eq!(answer.0, 500);
}

#[tokio::test]
async fn a_domain_is_released_to_a_tag() {
    let client = Client::new();
    let action = "/domains/brightmoor-brewery.co.uk/release";
    assert_eq!(client.post(action, &[]).await.0, 400);
    let wrong = [("transfertag", "not a tag")];
    assert_eq!(
        client.post(action, &wrong).await,
        error("Invalid transfer tag")
    );
    let answer = client.post(action, &[("transfertag", "ENOM-TAG")]).await;
    assert_eq!(answer, (200, json!({"success": true})));
    let (_, synced) = client
        .post("/domains/brightmoor-brewery.co.uk/sync", &[])
        .await;
    assert_eq!(synced["transferredAway"], true);
    let answer = client
        .post(&format!("{OWN}/release"), &[("transfertag", "TAG")])
        .await;
    assert_eq!(answer, error("Release is not supported for .com"));
}

#[tokio::test]
async fn a_deleted_domain_is_cancelled() {
    let client = Client::new();
    let answer = client.post("/domains/tinkerlab.dev/delete", &[]).await;
    assert_eq!(answer, (200, success()));
    let (_, synced) = client.post("/domains/tinkerlab.dev/sync", &[]).await;
    assert_eq!(
        synced,
        json!({"active": false, "expired": false, "transferredAway": false, "cancelled": true})
    );
    let answer = client.get("/domains/tinkerlab.dev/lock").await;
    assert_eq!(answer, error("The domain is not active"));
}

#[tokio::test]
async fn sync_tells_where_a_domain_stands() {
    let client = Client::new();
    let sync = |domain: &'static str| {
        let client = &client;
        async move { client.post(&format!("/domains/{domain}/sync"), &[]).await.1 }
    };
    let day = |domain: &str| -> String {
        let domain = client.sandbox.domain(domain);
        domain["expires"].as_str().unwrap()[..10].to_owned()
    };
    assert_eq!(
        sync("tinkerlab.dev").await,
        json!({"active": true, "expired": false, "transferredAway": false,
               "expirydate": day("tinkerlab.dev")})
    );
    let expired = sync("lakeside-clinic.org").await;
    assert_eq!(
        (&expired["active"], &expired["expired"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(sync("oldbrand.info").await["transferredAway"], true);
    client.sandbox.transfer_away("tinkerlab.dev");
    assert_eq!(sync("tinkerlab.dev").await["transferredAway"], true);
    client.fault("garbage-dates");
    assert_eq!(sync("fjellvann.eu").await["expirydate"], "0000-00-00");
}

use std::time::Duration;

use serde_json::{Value, json};
use setec_sandbox::reseller::Money;

use super::client::{Client, order};

const CREDITS: &str = "Reseller does not have enough credits on his account";

fn error(text: &str) -> Value {
    json!({"error": text})
}

#[tokio::test]
async fn a_registration_is_paid_and_journaled_once() {
    let client = Client::new();
    let form = order(
        "fresh-idea.com",
        &[("regperiod", "2"), ("addons[idprotection]", "1")],
    );
    let answer = client.post("/order/domains/register", &form).await;
    assert_eq!(answer, (200, json!("success")));
    let orders = client.sandbox.orders();
    assert_eq!(orders.len(), 1);
    assert_eq!(orders[0]["kind"], "register");
    assert_eq!(orders[0]["domain"], "fresh-idea.com");
    assert_eq!(orders[0]["total"], "27.50");
    assert_eq!(orders[0]["status"], "active");
    let charges = client.sandbox.charges();
    assert_eq!(charges.len(), 1);
    assert_eq!(charges[0]["amount"], "27.50");
    assert_eq!(charges[0]["credit_after"], "123.00");
    assert_eq!(client.sandbox.credit(), Money(12_300));
    let domain = client.sandbox.domain("fresh-idea.com");
    assert_eq!(domain["private"], true);
    assert_eq!(
        domain["nameservers"],
        json!(["ns1.h.example", "ns2.h.example"])
    );
    assert_eq!(domain["contacts"]["Billing"]["First Name"], "Jo");
    let again = client.post("/order/domains/register", &form).await;
    assert_eq!(
        again,
        (500, error("The domain is not available for registration"))
    );
    assert_eq!(client.sandbox.charges().len(), 1);
}

#[tokio::test]
async fn a_lack_of_credit_is_a_500_and_nothing_happens() {
    let client = Client::new();
    client.sandbox.set_credit(Money(1374));
    for (action, domain) in [("register", "fresh-idea.com"), ("renew", "tinkerlab.dev")] {
        let before = client.sandbox.domains();
        let action = format!("/order/domains/{action}");
        let answer = client.post(&action, &order(domain, &[])).await;
        assert_eq!(answer, (500, error(CREDITS)));
        assert_eq!(client.sandbox.domains(), before);
    }
    client.sandbox.set_credit(Money(1375));
    let form = order("fresh-idea.com", &[]);
    let (status, _) = client.post("/order/domains/register", &form).await;
    assert_eq!((status, client.sandbox.credit()), (200, Money(0)));
    client.sandbox.set_credit(Money(100_000));
    client.fault("no-credit:times=1");
    let form = order("fresh-thought.com", &[]);
    let answer = client.post("/order/domains/register", &form).await;
    assert_eq!(answer, (500, error(CREDITS)));
    assert_eq!(client.sandbox.orders().len(), 1);
}

#[tokio::test]
async fn registries_have_rules_of_their_own() {
    let client = Client::new();
    let outside = "The registrant of a .eu domain must live in the European Union";
    let nexus =
        "a:2:{s:14:\"Nexus Category\";s:3:\"C11\";s:19:\"Application Purpose\";s:2:\"P1\";}";
    let nexus = base64(nexus);
    let citizen = base64("a:1:{s:25:\"EU Country of Citizenship\";s:2:\"FI\";}");
    for (domain, changes, expected) in [
        (
            "a.co.ke",
            vec![("regperiod", "2")],
            "The period of 2 years is not available for .co.ke",
        ),
        (
            "a.gr",
            vec![],
            "The period of 1 years is not available for .gr",
        ),
        ("a.gr", vec![("regperiod", "2")], ""),
        ("a.eu", vec![], outside),
        ("a.eu", vec![("domainfields", citizen.as_str())], ""),
        ("b.eu", vec![("contacts[registrant][country]", "DE")], ""),
        ("a.us", vec![], "Nexus Category is required"),
        ("a.us", vec![("domainfields", nexus.as_str())], ""),
        (
            "a.de",
            vec![("addons[idprotection]", "1")],
            "ID protection is not available for .de",
        ),
        ("a.zz", vec![], "The TLD .zz is not supported"),
        ("www.a.com", vec![], "The TLD .a.com is not supported"),
        ("voice.com", vec![], "Premium domains are not supported"),
        (
            "example.org",
            vec![],
            "The domain is not available for registration",
        ),
        (
            "a.com",
            vec![("contacts[registrant][country]", "Kenya")],
            "Invalid country code",
        ),
        (
            "a.com",
            vec![("contacts[registrant][phonenumber]", "0712 345 678")],
            "Invalid phone number, expected +CC.NNNNNNNN",
        ),
        (
            "a.com",
            vec![("contacts[registrant][email]", "jo")],
            "Invalid email address",
        ),
        (
            "a.com",
            vec![("nameservers[ns1]", "ns1")],
            "Invalid nameserver: ns1",
        ),
    ] {
        let charges = client.sandbox.charges().len();
        let form = order(domain, &changes);
        let answer = client.post("/order/domains/register", &form).await;
        if expected.is_empty() {
            assert_eq!(answer, (200, json!("success")), "{domain} {changes:?}");
        } else {
            assert_eq!(answer, (500, error(expected)), "{domain} {changes:?}");
            assert_eq!(client.sandbox.charges().len(), charges);
        }
    }
}

fn base64(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(text)
}

#[tokio::test]
async fn what_an_order_lacks_is_named() {
    let client = Client::new();
    let zones = client.sandbox.domains();
    for (missing, text) in [
        ("domain", "The domain field is required"),
        ("regperiod", "The regperiod field is required"),
        ("nameservers[ns2]", "The nameservers[ns2] field is required"),
        (
            "contacts[registrant][email]",
            "The contacts[registrant][email] field is required",
        ),
    ] {
        let mut form = order("fresh-idea.com", &[]);
        form.retain(|(name, _)| *name != missing);
        let answer = client.post("/order/domains/register", &form).await;
        assert_eq!(answer, (400, error(text)));
    }
    for (name, value) in [
        ("regperiod", "one"),
        ("regperiod", "-1"),
        ("nameservers", "{\"ns1\":\"a.b\"}"),
        ("contacts", "x"),
        ("domainfields", "O:8:\"stdClass\":0:{}"),
        ("domainfields", "Tzo4OiJzdGRDbGFzcyI6MDp7fQ=="),
        ("domain", "-a-.com"),
        ("domain", "a b.com"),
    ] {
        let form = order("fresh-idea.com", &[(name, value)]);
        let (status, body) = client.post("/order/domains/register", &form).await;
        assert_eq!(status, 400, "{name}={value}: {body}");
    }
    assert_eq!(client.sandbox.domains(), zones);
    assert!(client.sandbox.orders().is_empty());
}

#[tokio::test]
async fn nameservers_and_contacts_have_many_spellings() {
    let client = Client::new();
    let mut form = order(
        "fresh-idea.com",
        &[
            ("nameservers[0]", "A.h.example"),
            ("nameservers[1]", "b.h.example"),
            ("contacts[Technical][firstname]", "Tess"),
            ("contacts[Technical][lastname]", "Oro"),
            ("contacts[Technical][email]", "tess@example.org"),
            ("contacts[Technical][address1]", "Side Street 2"),
            ("contacts[Technical][city]", "Kisumu"),
            ("contacts[Technical][country]", "KE"),
            ("contacts[Technical][zipcode]", "40100"),
            ("contacts[Technical][phone]", "+254.700000000"),
            ("paymentmethod", "whatever"),
        ],
    );
    form.retain(|(name, _)| !name.starts_with("nameservers[ns"));
    let answer = client.post("/order/domains/register", &form).await;
    assert_eq!(answer, (200, json!("success")));
    let domain = client.sandbox.domain("fresh-idea.com");
    assert_eq!(domain["nameservers"], json!(["a.h.example", "b.h.example"]));
    let tech = &domain["contacts"]["Tech"];
    assert_eq!(
        (
            &tech["First Name"],
            &tech["Postcode"],
            &tech["Phone Number"]
        ),
        (&json!("Tess"), &json!("40100"), &json!("+254.700000000"))
    );
    assert_eq!(domain["contacts"]["Admin"]["First Name"], "Jo");
}

#[tokio::test]
async fn a_renewal_moves_the_expiry_by_whole_years_each_time() {
    let client = Client::new();
    let year = |client: &Client| -> i32 {
        let domain = client.sandbox.domain("harborline-freight.net");
        domain["expires"].as_str().unwrap()[..4].parse().unwrap()
    };
    let before = year(&client);
    let form = [("domain", "harborline-freight.net"), ("regperiod", "2")];
    let answer = client.post("/order/domains/renew", &form).await;
    assert_eq!(answer, (200, json!("success")));
    assert_eq!(year(&client), before + 2);
    assert_eq!(client.sandbox.orders()[0]["total"], "31.00");
    // Nobody here prevents what a client asks for twice.
    client.post("/order/domains/renew", &form).await;
    assert_eq!(year(&client), before + 4);
    assert_eq!(client.sandbox.charges().len(), 2);
}

#[tokio::test]
async fn some_domains_cannot_be_renewed() {
    let client = Client::new();
    let renew = |domain: &'static str, years: &'static str| {
        let client = &client;
        let form = [("domain", domain), ("regperiod", years)];
        async move { client.post("/order/domains/renew", &form).await }
    };
    for (domain, years, expected) in [
        ("example.org", "1", (404, error("Domain not found"))),
        (
            "oldbrand.info",
            "1",
            (500, error("The domain has no active order")),
        ),
        (
            "tinkerlab.dev",
            "10",
            (
                500,
                error("A domain cannot be renewed for more than 10 years"),
            ),
        ),
        (
            "tinkerlab.dev",
            "4000000000",
            (
                500,
                error("A domain cannot be renewed for more than 10 years"),
            ),
        ),
        (
            "tinkerlab.dev",
            "0",
            (
                500,
                error("The period of 0 years is not available for .dev"),
            ),
        ),
    ] {
        assert_eq!(renew(domain, years).await, expected, "{domain} {years}");
    }
    assert_eq!(renew("lakeside-clinic.org", "1").await.0, 200, "in grace");
    assert!(client.sandbox.charges().len() == 1);
}

#[tokio::test]
async fn an_order_may_stay_pending_until_somebody_looks_after_it() {
    let client = Client::with_fault("pending-orders");
    let form = order("fresh-idea.com", &[]);
    let answer = client.post("/order/domains/register", &form).await;
    assert_eq!(answer, (200, json!("success")));
    client.sandbox.advance(Duration::from_hours(1));
    assert_eq!(client.sandbox.orders()[0]["status"], "pending");
    assert_eq!(client.sandbox.domain("fresh-idea.com")["status"], "Pending");
    client.sandbox.set_time(chrono::Utc::now());
    let (_, shown) = client.get("/domains/fresh-idea.com/information").await;
    assert_eq!(
        (&shown["registrationStatus"], &shown["expiryDate"]),
        (&json!("Pending"), &Value::Null)
    );
    let (_, synced) = client.post("/domains/fresh-idea.com/sync", &[]).await;
    assert_eq!(synced["active"], false);
    let answer = client.get("/domains/fresh-idea.com/dns").await;
    assert_eq!(answer, (500, error("The domain is not active")));
    // The registry does not know it yet, so WHMCS takes a second order of it.
    client.post("/order/domains/register", &form).await;
    assert_eq!(client.sandbox.charges().len(), 2);
    client.sandbox.finish_pending();
    assert_eq!(client.sandbox.orders()[0]["status"], "active");
    assert_eq!(client.sandbox.domain("fresh-idea.com")["status"], "Active");
}

#[tokio::test]
async fn a_pending_renewal_leaves_the_expiry_for_a_while() {
    let client = Client::with_fault("pending-orders:ms=60000");
    let expiry = |client: &Client| client.sandbox.domain("tinkerlab.dev")["expires"].clone();
    let before = expiry(&client);
    let form = [("domain", "tinkerlab.dev"), ("regperiod", "1")];
    client.post("/order/domains/renew", &form).await;
    assert_eq!(expiry(&client), before);
    client.sandbox.advance(Duration::from_secs(61));
    assert_ne!(expiry(&client), before);
}

#[tokio::test]
async fn an_order_may_fail_after_it_was_paid() {
    for (fault, credit, charges) in [
        ("failed-orders:ms=1000", 13_675, 1),
        ("failed-orders:ms=1000,refund=yes", 15_050, 2),
    ] {
        let client = Client::with_fault(fault);
        let form = order("fresh-idea.com", &[]);
        let answer = client.post("/order/domains/register", &form).await;
        assert_eq!(answer, (200, json!("success")));
        assert_eq!(client.sandbox.domain("fresh-idea.com")["status"], "Pending");
        client.sandbox.advance(Duration::from_secs(2));
        assert_eq!(client.sandbox.orders()[0]["status"], "failed");
        assert_eq!(client.sandbox.credit(), Money(credit));
        assert_eq!(client.sandbox.charges().len(), charges);
        let (_, synced) = client.post("/domains/fresh-idea.com/sync", &[]).await;
        assert_eq!(synced["cancelled"], true);
    }
}

#[tokio::test]
async fn an_order_may_be_denied_after_it_was_made() {
    for (charge, charges) in [("before", 0), ("after", 1)] {
        let client = Client::with_fault(&format!("registrar-error:charge={charge},times=1"));
        let form = [("domain", "tinkerlab.dev"), ("regperiod", "1")];
        let (status, _) = client.post("/order/domains/renew", &form).await;
        assert_eq!(status, 500);
        assert_eq!(client.sandbox.charges().len(), charges);
        assert_eq!(client.sandbox.orders().len(), charges);
    }
}

#[tokio::test]
async fn orders_have_another_form_and_paid_addons() {
    let client = Client::with_fault("object-orders");
    client.fault("paid-privacy");
    let form = order("fresh-idea.com", &[("addons[idprotection]", "on")]);
    let (_, body) = client.post("/order/domains/register", &form).await;
    assert_eq!(body["result"], "success");
    assert_eq!(client.sandbox.charges()[0]["amount"], "16.25");
}

#[tokio::test]
async fn a_renewal_in_redemption_restores_for_a_fee() {
    let client = Client::new();
    client.sandbox.set_credit(Money(20_000));
    for (name, days) in [("late.com", -29), ("lost.com", -31), ("gone.com", -61)] {
        client.sandbox.add_domain(name, days);
    }
    for (name, is_restorable, answer, spent) in [
        ("late.com", false, (200, json!("success")), "13.75"),
        ("lost.com", true, (200, json!("success")), "93.75"),
    ] {
        let path = format!("/domains/{name}/information");
        let (_, shown) = client.get(&path).await;
        assert_eq!(shown["registrationStatus"], "Expired");
        assert_eq!(shown["restorable"], is_restorable, "{name}");
        let order = order(name, &[]);
        assert_eq!(client.post("/order/domains/renew", &order).await, answer);
        let charges = client.sandbox.charges();
        assert_eq!(charges.last().unwrap()["amount"], spent);
        let (_, shown) = client.get(&path).await;
        assert_eq!(shown["registrationStatus"], "Active");
        assert_eq!(shown["restorable"], false);
    }
    let refused = client
        .post("/order/domains/renew", &order("gone.com", &[]))
        .await;
    assert_eq!(refused, (500, error("The domain can no longer be renewed")));
}

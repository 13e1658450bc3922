//! Wrong input of every kind: refused with all that is wrong with it, in JSON, and nothing changes.

use axum::body::Body;
use axum::http::{Method, Request, header};

use super::{BASE, CONTACTS, EMAIL, Shop, token};
use crate::harness::Answer;

impl Shop {
    async fn raw(&self, method: &str, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        let request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(path)
            .header("username", EMAIL)
            .header("token", token(EMAIL, &self.key))
            .header(header::CONTENT_TYPE, kind);
        self.send(request.body(body.into()).unwrap()).await
    }
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    let shop = Shop::open().await;
    let words = shop
        .post(
            "order/domains/register",
            "regperiod=1.5&domainfields=Tzo4OiJzdGRDbGFzcyI6MDp7fQ==&nameservers[ns1]=a.example",
        )
        .await;
    let words = words.refused(422);
    for part in [
        "The domain field is required",
        "The regperiod field is invalid",
        "The domainfields field is invalid: it holds a PHP object",
        "The contacts field is required",
        "The ns2 field is required",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    for (action, form, part) in [
        (
            "order/domains/renew",
            "domain=nordlund-studio.com",
            "The regperiod field is required",
        ),
        (
            "order/domains/renew",
            "domain=nordlund-studio.com&regperiod=0",
            "1 to 10",
        ),
        (
            "order/domains/renew",
            "domain=nordlund-studio.com&regperiod=11",
            "1 to 10",
        ),
        (
            "order/domains/renew",
            "domain=nordlund-studio.com&regperiod=-1",
            "1 to 10",
        ),
        (
            "order/domains/renew",
            "domain=nordlund-studio.com&regperiod=one",
            "1 to 10",
        ),
        ("order/domains/renew", "domain=com&regperiod=1", "no domain"),
        (
            "order/domains/renew",
            "domain=exa mple.com&regperiod=1",
            "domain",
        ),
        (
            "order/domains/renew",
            "domain[]=nordlund-studio.com&regperiod=1",
            "it must be a text",
        ),
        (
            "domains/nordlund-studio.com/lock",
            "domain=other.com&lockstatus=1",
            "does not match",
        ),
        (
            "domains/nordlund-studio.com/nameservers",
            "ns1=a.example",
            "The ns2 field is required",
        ),
        (
            "domains/nordlund-studio.com/nameservers",
            "",
            "The ns1 field is required",
        ),
        (
            "domains/nordlund-studio.com/nameservers",
            "ns1=a.example&ns2=a.example",
            "given twice",
        ),
        (
            "domains/nordlund-studio.com/nameservers/register",
            "nameserver=ns1.other.com&ipaddress=x",
            "nameserver",
        ),
        (
            "domains/nordlund-studio.com/contact",
            "",
            "The contactdetails field is required",
        ),
        (
            "domains/nordlund-studio.com/contact",
            "contactdetails[Registrant][Country]=Atlantis",
            "country",
        ),
        (
            "domains/nordlund-studio.com/dns",
            "dnsrecords[0][type]=A&dnsrecords[0][address]=1.2.3",
            "dnsrecords[0][address]",
        ),
        (
            "domains/nordlund-studio.com/dns",
            "dnsrecords[0][type]=URL&dnsrecords[0][address]=http://x",
            "redirection",
        ),
        (
            "domains/nordlund-studio.com/email",
            "prefix[]=a b&forwardto[]=nobody",
            "forwardto[0]",
        ),
        ("domains/lookup", "", "The searchTerm field is required"),
    ] {
        let words = shop.post(action, form).await.refused(422);
        assert!(words.contains(part), "{action} {form}: {words}");
    }
    assert_eq!((shop.bought(), shop.credit().await.as_str()), (0, "100.00"));
}

#[tokio::test]
async fn there_is_no_way_to_an_answer_that_is_no_json() {
    let shop = Shop::open().await;
    let form = "application/x-www-form-urlencoded";
    for (method, path, status) in [
        ("GET", BASE.to_owned(), 404),
        ("GET", format!("{BASE}/"), 404),
        ("GET", format!("{BASE}/no/such/action"), 404),
        (
            "GET",
            "/reseller/v1/domains/nordlund-studio.com/what".to_owned(),
            404,
        ),
        ("GET", format!("{BASE}/domains/%00%ff/lock"), 422),
        ("GET", format!("{BASE}/domains/%FF%FE.com/lock"), 422),
        ("GET", format!("{BASE}/order/domains/renew"), 405),
        ("PUT", format!("{BASE}/tlds"), 405),
        ("DELETE", format!("{BASE}/domains/nordlund-studio.com"), 405),
        ("OPTIONS", BASE.to_owned(), 405),
        ("BREW", format!("{BASE}/tlds"), 405),
    ] {
        let answer = shop.raw(method, &path, form, "").await;
        answer.refused(status);
        assert_eq!(
            answer.headers.contains_key(header::ALLOW),
            status == 405,
            "{method} {path}"
        );
    }
    let renew = format!("{BASE}/order/domains/renew");
    for (kind, body, status) in [
        ("application/json", "{\"domain\":", 400),
        ("application/json", "[1,2]", 400),
        ("application/json", "\"x\"", 400),
        ("multipart/form-data", "x", 400),
        ("multipart/form-data; boundary=a", "--b", 400),
        ("text/xml", "<renew/>", 422),
        ("", "", 422),
    ] {
        shop.raw("POST", &renew, kind, body).await.refused(status);
    }
    shop.raw("POST", &renew, form, vec![0xff, 0xfe])
        .await
        .refused(400);
    shop.raw("POST", &renew, form, "a[]=1&".repeat(9000))
        .await
        .refused(400);
    shop.raw("POST", &renew, form, format!("a{}=1", "[x]".repeat(40)))
        .await
        .refused(400);
    shop.raw("POST", &renew, form, vec![b'a'; 5 << 20])
        .await
        .refused(413);
    assert_eq!(shop.bought(), 0);
}

#[tokio::test]
async fn whmcs_may_be_in_a_folder() {
    let shop = Shop::open().await;
    let form = "application/x-www-form-urlencoded";
    for folder in ["/whmcs", "/clients/billing", "/"] {
        let base = format!("{folder}{BASE}");
        let credit = shop
            .raw("GET", &format!("{base}/billing/credits"), form, "")
            .await;
        assert_eq!(credit.ok(), "100.00");
        let lock = format!("{base}//domains/nordlund-studio.com/lock/");
        shop.raw("POST", &lock, form, "lockstatus=0").await.ok();
        assert_eq!(shop.raw("GET", &lock, form, "").await.ok(), "unlocked");
        shop.raw("POST", &format!("{base}/no/such/action"), form, "")
            .await
            .refused(404);
        shop.raw("PUT", &format!("{base}/tlds"), form, "")
            .await
            .refused(405);
    }
    // Another program's path.
    let other = shop
        .server
        .send(
            Method::POST,
            "/whmcs/modules/addons/Other/api/index.php",
            None,
            None,
        )
        .await;
    other.error(404, "not_found");
}

#[tokio::test]
async fn other_bodies_are_understood() {
    let shop = Shop::open().await;
    let lock = format!("{BASE}/domains/nordlund-studio.com/lock");
    let unlocked = || shop.vendor.domain("nordlund-studio.com")["locked"] == false;
    let json = "{\"lockstatus\": false}";
    shop.raw("POST", &lock, "application/json", json).await.ok();
    assert!(unlocked());
    let parts =
        "--x\r\nContent-Disposition: form-data; name=\"lockstatus\"\r\n\r\nlocked\r\n--x--\r\n";
    shop.raw("POST", &lock, "multipart/form-data; boundary=x", parts)
        .await
        .ok();
    assert!(!unlocked());
    // The action in a header or the query, where the path has none.
    let request = Request::builder()
        .uri(BASE)
        .header("username", EMAIL)
        .header("token", token(EMAIL, &shop.key))
        .header("action", "/billing/credits");
    assert_eq!(
        shop.send(request.body(Body::empty()).unwrap()).await.ok(),
        "100.00"
    );
    let by_query = shop
        .raw("GET", "/reseller/v1?action=billing/credits", "", "")
        .await;
    assert_eq!(by_query.ok(), "100.00");
}

#[tokio::test]
async fn a_refusal_of_the_registrar_changes_nothing_here() {
    let shop = Shop::open().await;
    // Taken, of a TLD that asks for more, and of one that is not sold.
    for (domain, statuses) in [
        ("granite-peak.com", [409, 422]),
        ("quite-new.us", [409, 422]),
        ("quite-new.zz", [409, 422]),
    ] {
        let form = format!("domain={domain}&regperiod=1&{CONTACTS}");
        let answer = shop.post("order/domains/register", &form).await;
        assert!(
            statuses.contains(&answer.status.as_u16()),
            "{domain}: {} {}",
            answer.status,
            answer.text
        );
    }
    assert_eq!(shop.credit().await, "100.00");
    assert_eq!(
        shop.server
            .app
            .check_ledger(&shop.admin)
            .await
            .unwrap()
            .mismatches
            .len(),
        0
    );
}

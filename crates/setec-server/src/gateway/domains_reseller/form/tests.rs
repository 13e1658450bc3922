use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue};
use proptest::prelude::*;

use super::{Input, Table, Unreadable, read};

const FORM: &str = "application/x-www-form-urlencoded";

fn parsed(kind: &str, query: &str, body: &[u8]) -> Result<Table, Unreadable> {
    let mut headers = HeaderMap::new();
    if let Ok(kind) = HeaderValue::from_str(kind) {
        headers.insert(CONTENT_TYPE, kind);
    }
    read(&headers, Some(query), body)
}

/// The table as text, so that a line of a test shows all of it.
fn shown(table: &Table) -> String {
    let rows = table.rows().map(|(key, value)| match value {
        Input::Text(text) => format!("{key}={text}"),
        Input::Table(table) => format!("{key}:({})", shown(table)),
    });
    rows.collect::<Vec<_>>().join(",")
}

#[test]
fn forms_are_read_as_php_reads_them() {
    for (body, expected) in [
        (
            "domain=example.com&regperiod=3",
            "domain=example.com,regperiod=3",
        ),
        (
            "addons%5Bidprotection%5D=1&addons[dnsmanagement]=0",
            "addons:(idprotection=1,dnsmanagement=0)",
        ),
        (
            "contacts%5Bregistrant%5D%5Bfirstname%5D=Jo+Ann",
            "contacts:(registrant:(firstname=Jo Ann))",
        ),
        (
            "contactdetails[Registrant][First Name]=J%C3%B6",
            "contactdetails:(Registrant:(First Name=J\u{f6}))",
        ),
        ("a[]=1&a[]=2&a[7]=3&a[]=4", "a:(0=1,1=2,7=3,8=4)"),
        ("a=1&a=2", "a=2"),
        ("a=1&a[b]=2", "a:(b=2)"),
        ("a.b=1&c d=2", "a_b=1,c_d=2"),
        ("a", "a="),
        ("a[b=1", "a_b=1"),
        ("a[b][c=1", "a:(b=1)"),
        ("a[b]x[c]=2", "a:(b=2)"),
        ("=1&&[x]=2", ""),
        ("a=%zz%", "a=%zz%"),
        ("a=%FF", "a=\u{fffd}"),
        ("", ""),
    ] {
        let table = parsed(FORM, "", body.as_bytes()).expect(body);
        assert_eq!(shown(&table), expected, "{body}");
    }
}

#[test]
fn json_stands_for_a_form() {
    let body = br#"{"domain":"example.com","regperiod":3,"addons":{"idprotection":true,"x":null},
                   "tldsToInclude":[".com",".net"]}"#;
    let expected =
        "domain=example.com,regperiod=3,addons:(idprotection=1),tldsToInclude:(0=.com,1=.net)";
    for kind in ["application/json; charset=utf-8", FORM, ""] {
        let table = parsed(kind, "", body).expect(kind);
        let mut rows: Vec<String> = expected.split(',').map(str::to_owned).collect();
        let mut shown: Vec<String> = shown(&table).split(',').map(str::to_owned).collect();
        rows.sort();
        shown.sort();
        assert_eq!(shown, rows, "{kind}");
    }
    let table = parsed(
        FORM,
        "",
        br#"nameservers={"ns1":"a.example","ns2":"b.example"}&x=[1"#,
    );
    let table = table.expect("a form");
    let nameservers = table.table("nameservers").expect("an array");
    assert_eq!(nameservers.text("ns2"), Some("b.example"));
    assert_eq!(table.table("x"), None);
    for body in ["{", "[1]", "\"text\"", "{\"a\":1} x"] {
        assert!(
            parsed("application/json", "", body.as_bytes()).is_err(),
            "{body}"
        );
    }
}

#[test]
fn parts_stand_for_a_form() {
    let body = "--xyz\r\nContent-Disposition: form-data; name=\"domain\"\r\n\r\nexample.com\r\n\
                --xyz\r\ncontent-disposition: form-data; name=\"addons[idprotection]\"\r\n\r\n1\r\n\
                --xyz\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\nzz\r\n\
                --xyz--\r\n";
    let table = parsed("multipart/form-data; boundary=xyz", "", body.as_bytes()).expect("parts");
    assert_eq!(shown(&table), "domain=example.com,addons:(idprotection=1)");
    for (kind, body) in [
        ("multipart/form-data", body),
        ("multipart/form-data; boundary=abc", body),
        ("multipart/form-data; boundary=xyz", "--xyz\r\nname=x\r\n"),
        (
            "multipart/form-data; boundary=xyz",
            "--xyz\r\n\r\n\r\nx\r\n--xyz--",
        ),
    ] {
        assert!(
            matches!(
                parsed(kind, "", body.as_bytes()),
                Err(Unreadable::Multipart(_))
            ),
            "{kind}"
        );
    }
}

#[test]
fn the_query_fills_in_what_the_body_lacks() {
    let table = parsed(FORM, "domain=other.com&x=1", b"domain=example.com").expect("a form");
    assert_eq!(shown(&table), "domain=example.com,x=1");
    assert_eq!(
        shown(&parsed(FORM, "domain=a.com", b"").expect("a form")),
        "domain=a.com"
    );
}

#[test]
fn there_is_an_end_to_everything() {
    let many = "a[]=1&".repeat(8001);
    assert_eq!(parsed(FORM, "", many.as_bytes()), Err(Unreadable::TooMany));
    let deep = format!("a{}=1", "[x]".repeat(16));
    assert_eq!(parsed(FORM, "", deep.as_bytes()), Err(Unreadable::TooDeep));
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(30), "]".repeat(30));
    assert_eq!(parsed(FORM, "", deep.as_bytes()), Err(Unreadable::TooDeep));
    assert_eq!(parsed(FORM, "", b"\xff\xfe"), Err(Unreadable::NoText));
}

proptest! {
    #[test]
    fn noise_never_panics(body in prop::collection::vec(any::<u8>(), 0..300), query in "[\\[\\]=&a%+0-9{}\"-]{0,60}") {
        for kind in [FORM, "application/json", "multipart/form-data; boundary=a"] {
            let _ = parsed(kind, &query, &body);
        }
    }

    #[test]
    fn near_forms_never_panic(body in "(--a|\r\n|name=|[\\[\\]=&a%+0-9{}\":;-]|Content-Disposition: form-data; name=\"a\"){0,40}") {
        for kind in [FORM, "application/json", "multipart/form-data; boundary=a"] {
            let _ = parsed(kind, &body, body.as_bytes());
        }
    }
}

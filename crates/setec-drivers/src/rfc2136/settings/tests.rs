use setec_core::Secret;
use setec_core::dns::Name;
use setec_provider::Settings;

use super::Config;

fn settings(key: &str, extra: &[(&str, &str)]) -> Settings {
    Settings {
        api_key: Secret::new(key),
        extra: extra
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
        ..Settings::default()
    }
}

#[test]
fn servers_are_read_with_and_without_ports() {
    for (text, host, port) in [
        ("ns1.example.com", "ns1.example.com", 53),
        ("ns1.example.com:5353", "ns1.example.com", 5353),
        ("192.0.2.53", "192.0.2.53", 53),
        ("2001:db8::53", "2001:db8::53", 53),
        ("[2001:db8::53]", "2001:db8::53", 53),
        ("[2001:db8::53]:5353", "2001:db8::53", 5353),
    ] {
        let settings = settings("", &[("server", text), ("zones", "example.com")]);
        let config = Config::read(&settings).expect(text);
        assert_eq!(config.server, (host.to_owned(), port));
    }
    for bad in [
        "",
        "a b",
        "host:",
        "host:0",
        "host:99999",
        "[::1",
        "[::1]x",
        "[host]:53",
        "dns://host",
    ] {
        let settings = settings("", &[("server", bad), ("zones", "example.com")]);
        let error = Config::read(&settings).expect_err(bad);
        assert_eq!(error.violations[0].field, "extra.server", "{bad}");
    }
}

#[test]
fn zones_are_separated_by_commas_and_spaces() {
    let zones = " example.com, Example.ORG.\nmünchen.de,example.com ";
    let config = Config::read(&settings("", &[("server", "h"), ("zones", zones)])).unwrap();
    let read: Vec<&str> = config.zones.iter().map(Name::as_str).collect();
    assert_eq!(read, ["example.com", "xn--mnchen-3ya.de", "example.org"]);
}

#[test]
fn everything_that_is_wrong_is_named_at_once() {
    let error = Config::read(&settings(
        "not base64!",
        &[
            ("server", "h:x"),
            ("zones", "good.example a..b"),
            ("key_name", "k"),
            ("algorithm", "hmac-sha224"),
            ("timeout", "0"),
        ],
    ))
    .unwrap_err();
    let fields: Vec<&str> = error.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "extra.server",
            "extra.zones",
            "extra.algorithm",
            "api_key",
            "extra.timeout"
        ]
    );
    assert!(!error.message.contains("not base64!"), "{}", error.message);
}

#[test]
fn a_key_is_whole_or_absent() {
    let base = [("server", "h"), ("zones", "example.com")];
    let with = |more: &[(&'static str, &'static str)]| [&base[..], more].concat();
    assert!(Config::read(&settings("", &base)).unwrap().key.is_none());
    for algorithm in ["hmac-sha256", "HMAC-SHA512.", "sha1"] {
        let extra = with(&[("key_name", "k.example"), ("algorithm", algorithm)]);
        assert!(
            Config::read(&settings("c2VjcmV0", &extra))
                .unwrap()
                .key
                .is_some()
        );
    }
    for (key, extra, field) in [
        ("c2VjcmV0", with(&[]), "extra.key_name"),
        ("", with(&[("key_name", "k")]), "api_key"),
        ("", with(&[("algorithm", "hmac-sha256")]), "extra.algorithm"),
        ("c2VjcmV0", with(&[("key_name", "k..k")]), "extra.key_name"),
    ] {
        let error = Config::read(&settings(key, &extra)).unwrap_err();
        assert_eq!(error.violations.len(), 1);
        assert_eq!(error.violations[0].field, field);
    }
}

use crate::hostinger::dns::Zone;

/// The kinds of zones that an agency looks after.
#[derive(Debug, Clone, Copy)]
pub(super) enum Recipe {
    /// A website and the vendor's mail.
    Brochure,
    /// A website and mail at Microsoft.
    Office,
    /// A shop with many services behind it, and mail at Google.
    Shop,
    /// A host or two, without mail.
    Lean,
    /// The vendor's own hosting.
    Alias,
    Parked,
    /// One host per depot, some sixty records.
    Depots,
    /// The agency's own.
    Agency,
}

// 2048 bits do not fit into one string of 255 bytes.
const LONG_KEY: &str = "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAt5pVb7Rz8XQ2mYk1sH0cJ4nWgLx9dTqF3uKaE6vPoNi2BhSjUy7CrMlGfD1wIeOzXb8RkQ5tHnVa3JpLs9YdWmTf6GqEuZo0iCxNk4rBhPvSjM7gKlAy2DwUeQ1zFtX5nOcHb8RiLaVpJs3GmYkTuWfE9oZdKq6xNrCh0BvPgSjMl4yAIwDeU7zQtFnXb1OcR5kLiHaVpGs8JmYuTfW3EoZdKqxN6rChBvPg0SjMl4yAIwDeUzQ7tFnXbOc1RQIDAQAB";

/// The zone that the product's own examples show.
pub(super) fn example() -> Zone {
    let mut zone = Zone::bare();
    zone.put("@", "A", 14400, &["93.184.216.34"]);
    zone.put("www", "CNAME", 14400, &["example.com"]);
    zone.put("@", "MX", 14400, &["10 mail.example.com."]);
    zone
}

pub(super) fn zone(recipe: Recipe, domain: &str, number: u8) -> Zone {
    let mut zone = match recipe {
        Recipe::Brochure => brochure(domain, number),
        Recipe::Office => office(domain, number),
        Recipe::Shop => shop(domain, number),
        Recipe::Lean => lean(domain, number),
        Recipe::Alias => alias(domain),
        Recipe::Parked => parked(domain),
        Recipe::Depots => depots(domain),
        Recipe::Agency => agency(domain),
    };
    if domain == "quillfeather.com" {
        zone.put("old", "A", 300, &["198.51.100.7", "198.51.100.8"]);
        zone.disable("old", "A", "198.51.100.7");
        zone.put("legacy-shop", "CNAME", 3600, &["shops.myplatform.example."]);
        zone.disable("legacy-shop", "CNAME", "shops.myplatform.example.");
    }
    zone
}

fn website(zone: &mut Zone, domain: &str, number: u8) {
    let ipv4 = format!("198.51.100.{}", number + 10);
    let ipv6 = format!("2001:db8:100::{:x}", number + 10);
    zone.put("@", "A", 14400, &[&ipv4]);
    zone.put("@", "AAAA", 14400, &[&ipv6]);
    zone.put("www", "CNAME", 14400, &[domain]);
}

fn brochure(domain: &str, number: u8) -> Zone {
    let mut zone = Zone::bare();
    website(&mut zone, domain, number);
    zone.put_vendor_mail();
    zone.put("ftp", "A", 14400, &["198.51.100.5"]);
    zone.put(
        "@",
        "CAA",
        14400,
        &[r#"0 issue "letsencrypt.org""#, r#"0 issuewild ";""#],
    );
    zone
}

fn office(domain: &str, number: u8) -> Zone {
    let mut zone = Zone::bare();
    website(&mut zone, domain, number);
    let dashed = domain.replace('.', "-");
    let exchange = format!("0 {dashed}.mail.protection.outlook.com.");
    zone.put("@", "MX", 3600, &[&exchange]);
    let verification = format!("MS=ms{}", 40_518_827 + u32::from(number) * 1313);
    let policy = "v=spf1 include:spf.protection.outlook.com -all";
    zone.put("@", "TXT", 3600, &[policy, &verification]);
    let reports = format!("v=DMARC1; p=quarantine; rua=mailto:dmarc@{domain}");
    zone.put("_dmarc", "TXT", 3600, &[&reports]);
    for (name, target) in [
        ("autodiscover", "autodiscover.outlook.com."),
        ("lyncdiscover", "webdir.online.lync.com."),
        ("sip", "sipdir.online.lync.com."),
        (
            "enterpriseenrollment",
            "enterpriseenrollment.manage.microsoft.com.",
        ),
    ] {
        zone.put(name, "CNAME", 3600, &[target]);
    }
    for selector in ["selector1", "selector2"] {
        let target = format!("{selector}-{dashed}._domainkey.example.onmicrosoft.com.");
        zone.put(&format!("{selector}._domainkey"), "CNAME", 3600, &[&target]);
    }
    zone.put(
        "_sip._tls",
        "SRV",
        3600,
        &["100 1 443 sipdir.online.lync.com."],
    );
    let federation = "100 1 5061 sipfed.online.lync.com.";
    zone.put("_sipfederationtls._tcp", "SRV", 3600, &[federation]);
    zone.put("intranet", "A", 300, &["198.51.100.6"]);
    zone
}

fn shop(domain: &str, number: u8) -> Zone {
    let mut zone = Zone::bare();
    website(&mut zone, domain, number);
    let exchanges = [
        "1 aspmx.l.google.com.",
        "5 alt1.aspmx.l.google.com.",
        "5 alt2.aspmx.l.google.com.",
        "10 alt3.aspmx.l.google.com.",
        "10 alt4.aspmx.l.google.com.",
    ];
    zone.put("@", "MX", 3600, &exchanges);
    let texts = [
        "v=spf1 include:_spf.google.com include:sendgrid.net ~all",
        "google-site-verification=4mPq7ZtT0xkQbK2dWv9sLhYcJ1nRfEaUo8gXiDpVw3M",
        "facebook-domain-verification=k2v9q8x7c6b5n4m3a1s0d9f8g7h6",
    ];
    zone.put("@", "TXT", 3600, &texts);
    zone.put("google._domainkey", "TXT", 3600, &[LONG_KEY]);
    zone.put(
        "_dmarc",
        "TXT",
        3600,
        &["v=DMARC1; p=reject; adkim=s; aspf=s"],
    );
    for (name, target) in [
        ("s1._domainkey", "s1.domainkey.u2041877.wl.sendgrid.net."),
        ("s2._domainkey", "s2.domainkey.u2041877.wl.sendgrid.net."),
        ("em4417", "u2041877.wl.sendgrid.net."),
        ("cdn", "tallgrass.b-cdn.net."),
        ("status", "statuspage.betteruptime.com."),
        ("help", "hosted.intercom.io."),
    ] {
        zone.put(name, "CNAME", 3600, &[target]);
    }
    zone.put("api", "A", 300, &["203.0.113.18", "203.0.113.19"]);
    zone.put("*.preview", "A", 300, &["203.0.113.20"]);
    zone.put(
        "@",
        "CAA",
        3600,
        &[
            r#"0 issue "letsencrypt.org""#,
            r#"0 issue "pki.goog""#,
            &format!(r#"0 iodef "mailto:security@{domain}""#),
        ],
    );
    zone
}

fn lean(domain: &str, number: u8) -> Zone {
    let mut zone = Zone::bare();
    website(&mut zone, domain, number);
    zone.put("@", "MX", 3600, &["0 ."]);
    zone.put("@", "TXT", 3600, &["v=spf1 -all"]);
    zone.put("_dmarc", "TXT", 3600, &["v=DMARC1; p=reject"]);
    zone
}

fn alias(domain: &str) -> Zone {
    let mut zone = Zone::standard(domain);
    zone.put("@", "CAA", 14400, &[r#"0 issue "letsencrypt.org""#]);
    zone.put("blog", "CNAME", 300, &["ghs.googlehosted.com."]);
    zone
}

fn parked(domain: &str) -> Zone {
    let mut zone = Zone::parked(domain);
    zone.put("@", "TXT", 3600, &["v=spf1 -all"]);
    zone.put("@", "MX", 3600, &["0 ."]);
    zone.put("_dmarc", "TXT", 3600, &["v=DMARC1; p=reject"]);
    zone
}

fn depots(domain: &str) -> Zone {
    let mut zone = office(domain, 23);
    for depot in 1..=36_u8 {
        let address = format!("203.0.113.{}", 160 + depot);
        zone.put(&format!("depot-{depot:02}"), "A", 3600, &[&address]);
    }
    zone.put("tracking", "A", 300, &["203.0.113.77"]);
    zone.put("tracking", "AAAA", 300, &["2001:db8:19::77"]);
    // A part of the zone that the customer runs.
    let servers = [format!("ns1.{domain}."), format!("ns2.{domain}.")];
    zone.put("edge", "NS", 86400, &[&servers[0], &servers[1]]);
    zone.put("ns1", "A", 86400, &["203.0.113.78"]);
    zone.put("ns2", "A", 86400, &["203.0.113.79"]);
    zone
}

fn agency(domain: &str) -> Zone {
    let mut zone = brochure(domain, 1);
    zone.put("web-2", "A", 3600, &["198.51.100.21"]);
    zone.put("web-2", "AAAA", 3600, &["2001:db8:19::21"]);
    zone.put("staging", "A", 3600, &["198.51.100.40"]);
    zone.put("git", "CNAME", 3600, &[&format!("web-2.{domain}.")]);
    let clients = ["10 60 5222 chat.nordlund-studio.se."];
    zone.put("_xmpp-client._tcp", "SRV", 3600, &clients);
    zone.put("docs", "ALIAS", 300, &["nordlund.readthedocs.io."]);
    zone
}

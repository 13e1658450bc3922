//! The calls that cost nothing, with what a client sees and what the registrar has afterwards.

use std::fmt::Write;

use axum::http::Method;
use chrono::{TimeDelta, Utc};
use serde_json::json;
use setec_core::domain::DomainStatus;
use setec_sandbox::reseller::USERNAME;
use setec_store::DomainState;

use super::{OWN, Shop, keys};

/// The domain of most tests.
const DOMAIN: &str = OWN[0];

#[tokio::test]
async fn what_is_sold_and_for_how_much() {
    let shop = Shop::open().await;
    assert_eq!(shop.get("billing/credits").await.ok(), "100.00");
    let tlds = shop.get("tlds").await.ok();
    let tlds = tlds.as_array().unwrap();
    assert!(
        tlds.contains(&json!(".com")) && tlds.contains(&json!(".co.ke")),
        "{tlds:?}"
    );
    let list = shop.get("tlds/pricing?lockstatus=true").await.ok();
    let row = |tld: &str| {
        let rows = list.as_array().unwrap();
        rows.iter()
            .find(|row| row["tld"] == tld)
            .cloned()
            .unwrap_or_default()
    };
    let com = row(".com");
    assert_eq!(
        keys(&com),
        [
            "currencyCode",
            "graceDays",
            "graceFee",
            "redemptionDays",
            "redemptionFee",
            "registrationPrice",
            "renewalPrice",
            "tld",
            "transferPrice",
            "years"
        ]
    );
    assert_eq!(com["registrationPrice"], "16.50");
    assert_eq!(
        (&com["currencyCode"], &com["redemptionDays"]),
        (&json!("EUR"), &json!(30))
    );
    let kenya = row(".co.ke");
    assert_eq!(
        (&kenya["redemptionDays"], &kenya["redemptionFee"]),
        (&json!(-1), &json!("-1.00"))
    );
    assert_eq!(com["years"], json!([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
    // No single year is sold of it.
    let greece = row(".gr");
    assert_eq!(
        (&greece["registrationPrice"], &greece["years"]),
        (&serde_json::Value::Null, &json!([2, 4, 6, 8, 10]))
    );
    assert!(tlds.contains(&json!(".gr")), "{tlds:?}");
    let prices = shop
        .get("order/pricing/domains/renew?domain=example.com")
        .await
        .ok();
    assert_eq!(
        (&prices["1"], &prices["2"]),
        (&json!("16.50"), &json!("33.00"))
    );
    // Some send a form with GET.
    let prices = shop
        .call(
            Method::GET,
            "order/pricing/domains/transfer",
            "domain=example.com",
        )
        .await;
    assert_eq!(prices.ok(), json!({"1": "16.50"}));
    let none = shop
        .get("order/pricing/domains/register?domain=example.zz")
        .await
        .ok();
    assert_eq!(none, json!([]), "PHP's empty array");
    let version = shop.get("version").await.ok();
    assert_eq!(keys(&version), ["version"]);
}

#[tokio::test]
async fn names_are_looked_up() {
    let shop = Shop::open().await;
    let form = "searchTerm=granite-peak&tldsToInclude%5B0%5D=.com&tldsToInclude%5B1%5D=org&tldsToInclude%5B2%5D=.zz&isIdnDomain=0&premiumEnabled=1&isWhmcs=1";
    let found = shop.post("domains/lookup", form).await.ok();
    let [com, org, zz] = found.as_array().unwrap().as_slice() else {
        panic!("{found}");
    };
    assert_eq!(keys(com).len(), 20, "{com}");
    assert_eq!(
        (&com["isAvailable"], &com["isRegistered"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(
        (&org["isAvailable"], &org["legacyStatus"]),
        (&json!(true), &json!("available"))
    );
    assert_eq!(org["status"], "available for registration");
    assert_eq!(
        (&org["sld"], &org["tld"]),
        (&json!("granite-peak"), &json!("org"))
    );
    assert_eq!(
        (&zz["status"], &zz["isAvailable"]),
        (&json!("unknown"), &json!(false))
    );
    // Asked again, nobody upstream is.
    let asked = shop.vendor.exchanges().len();
    shop.post("domains/lookup", form).await.ok();
    assert_eq!(shop.vendor.exchanges().len(), asked);
    // The whole name, as Blesta sends it; and one that is in no registry's reach.
    let whole = shop
        .post("domains/lookup", "searchTerm=Voice.com")
        .await
        .ok();
    assert_eq!(
        (&whole[0]["isPremium"], &whole[0]["isAvailable"]),
        (&json!(true), &json!(false))
    );
    let idn = shop
        .post(
            "domains/lookup",
            "searchTerm=x&punyCodeSearchTerm=xn--mnchen-3ya&tldsToInclude[]=.com",
        )
        .await
        .ok();
    assert_eq!(
        (&idn[0]["domainName"], &idn[0]["idnSld"]),
        (&json!("m\u{fc}nchen.com"), &json!("xn--mnchen-3ya"))
    );
    let odd = shop
        .post("domains/lookup", "searchTerm=-x-&tldsToInclude=.com")
        .await
        .ok();
    assert_eq!(odd[0]["isValidDomain"], false);
    let all = shop
        .post("domains/lookup", "searchTerm=quite-new-name")
        .await
        .ok();
    assert!(all.as_array().unwrap().len() > 5, "{all}");
    let suggested = shop
        .post(
            "domains/lookup/suggestions",
            "searchTerm=acacia&tldsToInclude[]=.com&suggestionSettings[a]=b",
        )
        .await
        .ok();
    assert!(
        suggested
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["isAvailable"] == true),
        "{suggested}"
    );
    assert!(!suggested.as_array().unwrap().is_empty());
}

#[tokio::test]
async fn what_is_only_renewed_is_not_offered() {
    let shop = Shop::open().await;
    let rules = shop.server.get("/api/reseller/prices").await.ok();
    let path = format!("/api/reseller/prices/{}", rules[0]["id"].as_str().unwrap());
    let rule = json!({
        "currency": "EUR", "operation": "renew", "basis": {"kind": "percent", "basis_points": 2000}
    });
    shop.server.put(&path, rule).await.ok();
    let list = shop.get("tlds/pricing").await.ok();
    let rows = list.as_array().unwrap().iter();
    let com = rows.clone().find(|row| row["tld"] == ".com").unwrap();
    assert_eq!(
        (&com["registrationPrice"], &com["renewalPrice"]),
        (&serde_json::Value::Null, &json!("16.50"))
    );
    assert_eq!(com["years"], json!([]));
    let form = "searchTerm=quite-new-name&tldsToInclude[]=.com";
    let found = shop.post("domains/lookup", form).await.ok();
    assert_eq!(found[0]["isAvailable"], false, "{found}");
    assert_eq!(found[0]["domainErrorMessage"], "This TLD is not sold here");
    let all = shop.post("domains/lookup", "searchTerm=x-name").await.ok();
    assert_eq!(all, json!([]));
}

#[tokio::test]
async fn information_is_kept_until_something_changes() {
    let shop = Shop::open().await;
    let path = format!("domains/{DOMAIN}/information");
    let first = shop.get(&path).await.ok();
    assert_eq!(keys(&first).len(), 21, "{first}");
    assert_eq!(first["domain"], DOMAIN);
    assert_eq!(
        (&first["status"], &first["registrationStatus"]),
        (&json!("Active"), &json!("Active"))
    );
    assert_eq!(
        (&first["transferLock"], &first["dnsManagementStatus"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        first["nameservers"],
        json!(["ns1.hostraha.example", "ns2.hostraha.example"])
    );
    let date = first["expiryDate"].as_str().unwrap();
    assert!(date.ends_with("000000Z") && date.len() == 27, "{date}");
    let asked = shop.vendor.exchanges().len();
    // Raw, with the domain said twice, with slashes and capitals: it is one and the same.
    for path in [
        format!("domains/{DOMAIN}/information?domain={DOMAIN}"),
        format!("/domains//{}/information/", DOMAIN.to_uppercase()),
        format!("domains/{DOMAIN}/lock"),
        format!("domains/{DOMAIN}/nameservers"),
    ] {
        shop.get(&path).await.ok();
    }
    assert_eq!(
        shop.vendor.exchanges().len(),
        asked,
        "it is ten minutes young"
    );
    shop.post(&format!("domains/{DOMAIN}/lock"), "lockstatus=unlocked")
        .await
        .ok();
    let after = shop.get(&path).await.ok();
    assert_eq!(after["transferLock"], false);
    assert!(shop.vendor.exchanges().len() > asked);
}

#[tokio::test]
async fn many_readers_cost_the_registrar_one_look() {
    let shop = Shop::open().await;
    let path = format!("domains/{DOMAIN}/information");
    let readers = (0..40).map(|_| shop.get(&path));
    for answer in futures::future::join_all(readers).await {
        answer.ok();
    }
    let looks = shop.vendor.exchanges();
    let looks = looks
        .iter()
        .filter(|exchange| exchange.action.ends_with("/information"));
    assert!(
        looks.count() <= 3,
        "one for the assignment, one or two for all readers"
    );
}

#[tokio::test]
async fn name_servers_and_glue() {
    let shop = Shop::open().await;
    let path = format!("domains/{DOMAIN}/nameservers");
    let servers = shop.get(&path).await.ok();
    assert_eq!(
        servers,
        json!({"ns1": "ns1.hostraha.example", "ns2": "ns2.hostraha.example", "ns3": "", "ns4": "", "ns5": ""})
    );
    shop.post(
        &path,
        "ns1=ns1.h.example&ns2=NS2.h.example&ns3=&domain=nordlund-studio.com",
    )
    .await
    .ok();
    assert_eq!(
        shop.vendor.domain(DOMAIN)["nameservers"],
        json!(["ns1.h.example", "ns2.h.example"])
    );
    assert_eq!(shop.get(&path).await.ok()["ns2"], "ns2.h.example");
    let wrong_but_common = "nameservers%5Bns1%5D=ns3.h.example&nameservers%5Bns2%5D=ns4.h.example";
    assert_eq!(
        shop.post(&path, wrong_but_common).await.ok(),
        json!({"success": true})
    );
    assert_eq!(shop.get(&path).await.ok()["ns1"], "ns3.h.example");
    for (action, form) in [
        ("register", "nameserver=ns1&ipaddress=192.0.2.53"),
        (
            "modify",
            "nameserver=ns1.nordlund-studio.com&currentipaddress=192.0.2.53&newipaddress=192.0.2.54",
        ),
    ] {
        let done = shop.post(&format!("{path}/{action}"), form).await.ok();
        assert_eq!(done, json!({"success": "success"}));
    }
    assert_eq!(
        shop.vendor.domain(DOMAIN)["glue"]["ns1.nordlund-studio.com"],
        "192.0.2.54"
    );
    shop.post(
        &format!("{path}/delete"),
        "nameserver=ns1.nordlund-studio.com",
    )
    .await
    .ok();
    assert_eq!(shop.vendor.domain(DOMAIN)["glue"], json!({}));
}

#[tokio::test]
async fn contacts_are_read_and_saved_by_either_names() {
    let shop = Shop::open().await;
    let path = format!("domains/{DOMAIN}/contact");
    let before = shop.get(&path).await.ok();
    assert_eq!(keys(&before), ["Admin", "Billing", "Registrant", "Tech"]);
    assert!(
        keys(&before["Registrant"]).contains(&"First Name"),
        "{before}"
    );
    let by_label = "contactdetails%5BRegistrant%5D%5BFirst+Name%5D=Amina&contactdetails%5BRegistrant%5D%5BPhone_Number%5D=%2B254+712+345+678";
    assert_eq!(
        shop.post(&path, by_label).await.ok(),
        json!({"success": true})
    );
    let after = shop.get(&path).await.ok();
    assert_eq!(after["Registrant"]["First Name"], "Amina");
    assert_eq!(after["Registrant"]["Phone Number"], "+254.712345678");
    assert_eq!(
        after["Registrant"]["City"], before["Registrant"]["City"],
        "the rest stays"
    );
    assert_eq!(after["Tech"], before["Tech"]);
    let by_name = "contactdetails%5Btechnical%5D%5Bfirstname%5D=Tom&contactdetails%5Btechnical%5D%5Bzipcode%5D=00200";
    shop.post(
        "domains/contacts/update",
        &format!("domain={DOMAIN}&{by_name}"),
    )
    .await
    .ok();
    let after = shop.get(&path).await.ok();
    assert_eq!(
        (&after["Tech"]["First Name"], &after["Tech"]["Postcode"]),
        (&json!("Tom"), &json!("00200"))
    );
}

#[tokio::test]
async fn dns_records_are_read_and_written_as_a_whole() {
    let shop = Shop::open().await;
    let path = format!("domains/{DOMAIN}/dns");
    let before = shop.get(&path).await.ok();
    let rows = before.as_array().unwrap();
    assert_eq!(rows.len(), 4, "{before}");
    let row = |kind: &str| {
        rows.iter()
            .find(|row| row["type"] == kind)
            .cloned()
            .unwrap_or_default()
    };
    assert_eq!(
        (&row("MX")["priority"], &row("A")["priority"]),
        (&json!("10"), &json!("N/A"))
    );
    assert_eq!(row("TXT")["address"], "v=spf1 mx -all");
    // All that was read, written back as WHMCS does: with an empty last line, and one more record.
    let mut form = String::new();
    for (at, row) in rows.iter().enumerate() {
        for field in ["hostname", "type", "address", "priority", "recid"] {
            let value = row[field]
                .as_str()
                .unwrap()
                .replace(' ', "+")
                .replace('=', "%3D");
            write!(form, "dnsrecords%5B{at}%5D%5B{field}%5D={value}&").unwrap();
        }
    }
    let unchanged = shop.vendor.exchanges().len();
    shop.post(
        &path,
        &format!("{form}dnsrecords[4][hostname]=&dnsrecords[4][type]=A&dnsrecords[4][address]="),
    )
    .await
    .ok();
    let writes = |from: usize| {
        let exchanges = shop.vendor.exchanges();
        let writes = exchanges[from..]
            .iter()
            .filter(|exchange| exchange.method == "POST" && exchange.action.ends_with("/dns"));
        writes.count()
    };
    assert_eq!(
        writes(unchanged),
        0,
        "nothing changed, so nothing was written"
    );
    let more = "dnsrecords[4][hostname]=shop.nordlund-studio.com&dnsrecords[4][type]=a&dnsrecords[4][address]=192.0.2.80&dnsrecords[4][priority]=0";
    assert_eq!(
        shop.post(&path, &format!("{form}{more}")).await.ok(),
        json!({"success": "success"})
    );
    let after = shop.get(&path).await.ok();
    let made = after
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["hostname"] == "shop");
    assert_eq!(
        made.map(|row| row["address"].clone()),
        Some(json!("192.0.2.80")),
        "{after}"
    );
    assert_eq!(after.as_array().unwrap().len(), 5);
    // One that is left out goes, which a person who edits a form means.
    shop.post(
        &path,
        &form.replace(
            "dnsrecords%5B2%5D%5Baddress%5D=mail",
            "dnsrecords%5B9%5D%5Baddress%5D=mail",
        ),
    )
    .await;
    let kept: Vec<&str> = form
        .split('&')
        .filter(|pair| !pair.contains("%5B0%5D"))
        .collect();
    shop.post(&path, &kept.join("&")).await.ok();
    assert_eq!(shop.get(&path).await.ok().as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_zone_is_never_emptied_by_accident() {
    let shop = Shop::open().await;
    let path = format!("domains/{DOMAIN}/dns");
    for form in [
        "",
        "dnsrecords=",
        "dnsrecords[0][type]=A&dnsrecords[0][address]=",
    ] {
        shop.post(&path, form).await.refused(422);
    }
    let rows: Vec<String> = (0..20)
        .map(|at| format!("dnsrecords[{at}][hostname]=h{at}&dnsrecords[{at}][type]=A&dnsrecords[{at}][address]=192.0.2.{at}"))
        .collect();
    shop.post(&path, &rows.join("&")).await.ok();
    let words = shop.post(&path, &rows[..3].join("&")).await.refused(409);
    assert!(words.contains("mass-delete"), "{words}");
    assert_eq!(shop.get(&path).await.ok().as_array().unwrap().len(), 20);
    let meant = format!("{}&override[]=mass-delete", rows[..3].join("&"));
    shop.post(&path, &meant).await.ok();
    assert_eq!(shop.get(&path).await.ok().as_array().unwrap().len(), 3);
    shop.post(&path, &format!("{}&override=everything", rows[0]))
        .await
        .refused(422);
}

#[tokio::test]
async fn mail_is_forwarded() {
    let shop = Shop::open().await;
    let path = format!("domains/{DOMAIN}/email");
    assert_eq!(
        shop.get(&path).await.ok(),
        json!([{"prefix": "hello", "forwardto": "maja@nordlund-studio.se"}])
    );
    let form = "prefix%5B0%5D=info&prefix%5B1%5D=sales%40nordlund-studio.com&prefix%5B2%5D=&forwardto%5B0%5D=a%40b.example&forwardto%5B1%5D=c%40d.example&forwardto%5B2%5D=";
    assert_eq!(
        shop.post(&path, form).await.ok(),
        json!({"success": "success"})
    );
    let expected = json!([{"prefix": "info", "forwardto": "a@b.example"}, {"prefix": "sales", "forwardto": "c@d.example"}]);
    assert_eq!(shop.get(&path).await.ok(), expected);
    assert_eq!(
        shop.get(&format!("domains/{DOMAIN}/emailforwarding"))
            .await
            .ok(),
        expected
    );
    let words = shop
        .post(&path, "prefix[0]=info&forwardto[1]=a@b.example")
        .await
        .refused(422);
    assert!(
        words.contains("forwardto[0]") && words.contains("prefix[1]"),
        "{words}"
    );
    shop.post(&path, "prefix[0]=info").await.refused(422);
    assert_eq!(
        shop.get(&path).await.ok(),
        expected,
        "what is refused changes nothing"
    );
    shop.post(
        "domains/email-forwarding",
        &format!("domain={DOMAIN}&prefix[]=&forwardto[]="),
    )
    .await
    .ok();
    assert_eq!(shop.get(&path).await.ok(), json!([]));
}

#[tokio::test]
async fn locks_and_privacy_in_all_their_words() {
    let shop = Shop::open().await;
    let path = format!("domains/{DOMAIN}/lock");
    for (word, expected) in [
        ("unlocked", false),
        ("locked", true),
        ("0", false),
        ("1", true),
        ("false", false),
        ("true", true),
        ("OFF", false),
        ("on", true),
        ("no", false),
        ("yes", true),
        ("", false),
        ("lock", true),
    ] {
        shop.post(&path, &format!("lockstatus={word}")).await.ok();
        assert_eq!(shop.vendor.domain(DOMAIN)["locked"], expected, "{word}");
        let told = if expected { "locked" } else { "unlocked" };
        assert_eq!(
            shop.get("domains/registrar-lock?domain=nordlund-studio.com")
                .await
                .ok(),
            told
        );
    }
    for form in ["lockstatus=maybe", "", "lockstatus[]=1"] {
        shop.post(&path, form).await.refused(422);
    }
    assert_eq!(shop.vendor.domain(DOMAIN)["locked"], true);
    for (form, expected) in [
        ("status=0", false),
        ("status=1", true),
        ("status=disable", false),
        ("idprotection=on", true),
    ] {
        shop.post(&format!("domains/{DOMAIN}/protectid"), form)
            .await
            .ok();
        assert_eq!(shop.vendor.domain(DOMAIN)["private"], expected, "{form}");
    }
    shop.post(&format!("domains/{DOMAIN}/idprotection"), "status=2")
        .await
        .refused(422);
}

#[tokio::test]
async fn codes_and_states() {
    let shop = Shop::open().await;
    let code = shop.get(&format!("domains/{DOMAIN}/eppcode")).await.ok();
    assert_eq!(code["eppcode"], shop.vendor.domain(DOMAIN)["eppcode"]);
    assert_eq!(
        shop.get(&format!("domains/epp-code?domain={DOMAIN}"))
            .await
            .ok(),
        code
    );
    let synced = shop.post(&format!("domains/{DOMAIN}/sync"), "").await.ok();
    assert_eq!(
        keys(&synced),
        ["active", "expired", "expirydate", "transferredAway"]
    );
    assert_eq!(
        (&synced["active"], &synced["expired"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(synced["expirydate"].as_str().unwrap().len(), 10);
    assert_eq!(
        shop.get(&format!("domains/sync?domain={DOMAIN}"))
            .await
            .ok(),
        synced
    );
    shop.vendor.transfer_away(DOMAIN);
    let synced = shop.post(&format!("domains/{DOMAIN}/sync"), "").await.ok();
    assert_eq!(
        (&synced["active"], &synced["transferredAway"]),
        (&json!(false), &json!(true))
    );
    let information = shop
        .get(&format!("domains/{DOMAIN}/information"))
        .await
        .ok();
    assert_eq!(information["status"], "Transferred Away");
}

#[tokio::test]
async fn what_was_last_seen_is_told_while_the_registrar_cannot_be_asked() {
    let shop = Shop::open().await;
    let seen_at = Utc::now() - TimeDelta::hours(3);
    let seen = DomainState {
        account: "upstream".to_owned(),
        domain: "nordlund-studio.com".to_owned(),
        status: DomainStatus::Active,
        expires_at: None,
        locked: Some(true),
        privacy: None,
        auto_renew: None,
        nameservers: Vec::new(),
        renewal_price: None,
        seen_at,
        checked_at: seen_at,
        problem: None,
    };
    let store = &shop.server.store;
    store.keep_domain_states(&[seen]).await.unwrap();
    shop.vendor.set_credentials(USERNAME, "another-key");
    let path = "domains/nordlund-studio.com";
    for _ in 0..2 {
        let told = shop.get(&format!("{path}/information")).await.ok();
        assert_eq!(told["registrationStatus"], "Active");
    }
    assert_eq!(shop.get(&format!("{path}/lock")).await.ok(), "locked");
    shop.post(&format!("{path}/sync"), "").await.refused(502);
}

//! The demo's zones, which its own name server answers for.

use std::collections::BTreeMap;
use std::sync::Arc;

use setec_app::{Actor, App, ConfigureAccount, Door, Extent, RecordInput, Role};
use uuid::Uuid;

use crate::serve::with_causes;

/// The account of the embedded name server.
const ACCOUNT: &str = "local";

/// A zone of a small company, with a little of everything; addresses are of RFC 5737 and RFC 3849.
const DEMO_TEST: &[(&str, &str, u32, &str, Option<u64>)] = &[
    ("@", "A", 300, "192.0.2.10", None),
    ("@", "AAAA", 300, "2001:db8::10", None),
    ("@", "MX", 3_600, "mail.demo.test", Some(10)),
    ("@", "TXT", 3_600, "v=spf1 mx -all", None),
    ("@", "CAA", 3_600, "0 issue \"letsencrypt.org\"", None),
    (
        "_dmarc",
        "TXT",
        3_600,
        "v=DMARC1; p=quarantine; rua=mailto:postmaster@demo.test",
        None,
    ),
    ("ns1", "A", 3_600, "127.0.0.1", None),
    ("ns1", "AAAA", 3_600, "::1", None),
    ("mail", "A", 300, "192.0.2.25", None),
    ("www", "CNAME", 300, "demo.test", None),
    ("shop", "A", 60, "192.0.2.20", None),
    ("shop", "A", 60, "192.0.2.21", None),
    ("*.apps", "A", 300, "192.0.2.30", None),
    ("_sip._tcp", "SRV", 3_600, "5 5060 mail.demo.test", Some(10)),
];

const SHOP_TEST: &[(&str, &str, u32, &str, Option<u64>)] = &[
    ("@", "ALIAS", 300, "shop.demo.test", None),
    ("www", "CNAME", 300, "shop.demo.test", None),
    ("@", "MX", 3_600, "mail.demo.test", Some(10)),
    ("@", "TXT", 3_600, "v=spf1 mx -all", None),
];

/// Puts the account in place, and its zones where they are not there yet.
pub(super) async fn provide(app: &Arc<App>) -> anyhow::Result<()> {
    let actor = &Actor {
        user_id: Uuid::nil(),
        name: "demo".to_owned(),
        role: Role::Admin,
        session_id: Uuid::nil(),
        door: Door::System,
        request_id: None,
    };
    let settings = ConfigureAccount {
        driver: Some(ACCOUNT.to_owned()),
        api_key: None,
        api_secret: None,
        base_url: None,
        extra: Some(BTreeMap::from([(
            "nameservers".to_owned(),
            "ns1.demo.test".to_owned(),
        )])),
    };
    app.provide_account(ACCOUNT, settings)
        .await
        .map_err(with_causes)?;
    let there = app.zones(actor, ACCOUNT).await.map_err(with_causes)?;
    for (zone, records) in [("demo.test", DEMO_TEST), ("shop.test", SHOP_TEST)] {
        // What a visitor has made of it stays.
        if there.iter().any(|one| one.name.as_str() == zone) {
            continue;
        }
        app.create_zone(actor, ACCOUNT, zone, None, &[])
            .await
            .map_err(with_causes)?;
        let records = records
            .iter()
            .map(|(name, rtype, ttl, content, priority)| RecordInput {
                name: (*name).to_owned(),
                rtype: (*rtype).to_owned(),
                content: (*content).to_owned(),
                ttl: Some(u64::from(*ttl)),
                priority: *priority,
                disabled: None,
            });
        app.update_records(actor, ACCOUNT, zone, records.collect(), Extent::Merge)
            .await
            .map_err(with_causes)?;
    }
    Ok(())
}

//! An account at a simulated operator that listens on loopback.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use setec_core::Secret;
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};
use setec_core::domain::{Contact, Contacts, DomainPurchase, DomainRenewal, DomainTransfer};
use setec_core::plan::diff;
use setec_provider::dns::ApplyError;
use setec_provider::domains::{
    ChildNameserverProvider, ContactProvider, EmailForwardingProvider, PriceProvider,
    RenewalProvider, RestoreProvider, TransferProvider,
};
use setec_provider::{DnsProvider, DomainProvider, Provider, ProviderError, Settings};
use setec_sandbox::reseller::{API_KEY, ENDPOINT, Exchange, Pace, Sandbox, USERNAME, serve};
use tokio::net::TcpListener;

/// Domains that the settings name; the API lists none.
const DOMAINS: &str = "nordlund-studio.com, sunrise-cafe.co.ke,oldbrand.info gone.example";

pub(super) struct Account {
    pub(super) sandbox: Sandbox,
    pub(super) provider: Arc<dyn Provider>,
    origin: String,
}

impl Account {
    pub(super) async fn new() -> Self {
        Self::with_faults(&[]).await
    }

    pub(super) async fn with_faults(faults: &[&str]) -> Self {
        let faults = faults.iter().map(|text| text.parse().expect("a fault"));
        let sandbox = Sandbox::with_faults(faults);
        sandbox.set_pace(Pace::instant());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(serve(listener, sandbox.clone(), std::future::pending()));
        let provider = connect(&origin, &[]).expect("settings");
        Self {
            sandbox,
            provider,
            origin,
        }
    }

    /// The same operator through other settings.
    pub(super) fn reconnect(&mut self, changes: &[(&str, &str)]) {
        self.provider = connect(&self.origin, changes).expect("settings");
    }

    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    pub(super) fn fault(&self, text: &str) {
        self.sandbox.add_fault(text.parse().expect("a fault"));
    }

    pub(super) fn dns(&self) -> &dyn DnsProvider {
        self.provider.dns().expect("DNS")
    }

    pub(super) fn domains(&self) -> &dyn DomainProvider {
        self.provider.domains().expect("domains")
    }

    pub(super) fn renewals(&self) -> &dyn RenewalProvider {
        self.domains().renewals().expect("renewals")
    }

    pub(super) fn restores(&self) -> &dyn RestoreProvider {
        self.domains().restores().expect("restores")
    }

    pub(super) fn transfers(&self) -> &dyn TransferProvider {
        self.domains().transfers().expect("transfers")
    }

    pub(super) fn contacts(&self) -> &dyn ContactProvider {
        self.domains().contacts().expect("contacts")
    }

    pub(super) fn forwards(&self) -> &dyn EmailForwardingProvider {
        self.domains().email_forwarding().expect("forwarding")
    }

    pub(super) fn children(&self) -> &dyn ChildNameserverProvider {
        self.domains().child_nameservers().expect("name servers")
    }

    pub(super) fn prices(&self) -> &dyn PriceProvider {
        self.domains().prices().expect("prices")
    }

    /// Brings a zone to what `edit` makes of it, as the app does: read, compare, apply.
    pub(super) async fn edit(
        &self,
        zone: &str,
        edit: impl FnOnce(&mut Zone),
    ) -> Result<(), ApplyError> {
        let live = self.dns().zone(&name(zone)).await.expect("the zone");
        let mut wanted = live.clone();
        edit(&mut wanted);
        let changes = diff(&live, &wanted);
        self.dns().apply(&name(zone), &changes).await.map(drop)
    }

    /// Rows upstream as `host type address`, sorted.
    pub(super) fn rows(&self, zone: &str) -> Vec<String> {
        let domain = self.sandbox.domain(zone);
        let records = domain["records"].as_array().cloned().unwrap_or_default();
        let mut rows: Vec<String> = records
            .iter()
            .map(|record| {
                let text = |key: &str| record[key].as_str().unwrap_or_default().to_owned();
                let (host, kind) = (text("host"), text("type"));
                format!("{host} {kind} {}", text("address"))
            })
            .collect();
        rows.sort();
        rows
    }

    /// The actions of the calls so far, without what came before the last look.
    pub(super) fn actions(&self) -> Vec<String> {
        let exchanges = self.sandbox.take_exchanges();
        exchanges.iter().map(action).collect()
    }

    /// Orders that were sent, whatever was answered.
    pub(super) fn sent_orders(&self) -> usize {
        let exchanges = self.sandbox.exchanges();
        let is_order = |exchange: &&Exchange| exchange.action.starts_with("order/domains/");
        exchanges.iter().filter(is_order).count()
    }

    /// The end of a domain's term as it is upstream.
    pub(super) async fn expiry(&self, domain: &str) -> DateTime<Utc> {
        let sync = self.domains().sync(&name(domain)).await.expect("a sync");
        sync.expires_at.expect("an expiry")
    }

    pub(super) async fn renewal(&self, domain: &str, years: u32) -> DomainRenewal {
        DomainRenewal {
            domain: name(domain),
            years,
            current_expiry: Some(self.expiry(domain).await),
            subscription_id: None,
            payment_method_id: None,
            price_limit: None,
        }
    }
}

fn action(exchange: &Exchange) -> String {
    format!("{} {}", exchange.method, exchange.action)
}

pub(super) fn connect(
    origin: &str,
    changes: &[(&str, &str)],
) -> Result<Arc<dyn Provider>, ProviderError> {
    let mut extra: std::collections::BTreeMap<String, String> = [
        ("username", USERNAME),
        ("domains", DOMAINS),
        ("nameservers", "ns1.hostraha.example,ns2.hostraha.example"),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .into();
    let mut api_key = API_KEY;
    for (key, value) in changes {
        if *key == "api_key" {
            api_key = value;
        } else {
            extra.insert((*key).to_owned(), (*value).to_owned());
        }
    }
    let settings = Settings {
        api_key: Secret::new(api_key),
        base_url: Some(format!("{origin}{ENDPOINT}")),
        extra,
        ..Settings::default()
    };
    let driver = setec_drivers::driver("domains-reseller").expect("the driver");
    assert_eq!(settings.check(driver.fields), []);
    (driver.connect)(&settings)
}

pub(super) fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

pub(super) fn jane() -> Contact {
    Contact {
        first_name: "Jane".to_owned(),
        last_name: "Wanjiru".to_owned(),
        email: "jane@example.com".to_owned(),
        phone: "+254712345678".to_owned(),
        address1: "1 Moi Avenue".to_owned(),
        city: "Nairobi".to_owned(),
        state: "Nairobi".to_owned(),
        postcode: "00100".to_owned(),
        country: "KE".to_owned(),
        ..Contact::default()
    }
}

pub(super) fn jane_alone() -> Contacts {
    Contacts {
        registrant: Some(jane()),
        ..Contacts::default()
    }
}

pub(super) fn purchase(domain: &str, years: u32) -> DomainPurchase {
    DomainPurchase {
        domain: domain.to_owned(),
        period: years,
        contacts: Some(jane_alone()),
        ..DomainPurchase::default()
    }
}

pub(super) fn transfer(domain: &str, code: &str) -> DomainTransfer {
    DomainTransfer {
        domain: name(domain),
        auth_code: Secret::new(code),
        contacts: Some(jane_alone()),
        nameservers: vec![name("ns1.example.net"), name("ns2.example.net")],
        years: 1,
        privacy_protection: None,
        price_limit: None,
    }
}

/// A set of the operator's fixed TTL.
pub(super) fn set(owner: &str, rtype: RecordType, contents: &[&str]) -> RecordSet {
    let data = contents
        .iter()
        .map(|text| RecordData::parse(rtype, text, &Name::root()).expect("data"));
    let key = SetKey {
        name: name(owner),
        rtype,
    };
    RecordSet::new(key, Ttl::from_secs(3600).expect("a TTL"), data)
}

//! An account at a simulator that listens on loopback.

use std::io::Write;
use std::sync::{Arc, LazyLock};

use serde_json::Value;
use setec_core::Secret;
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};
use setec_core::plan::{Change, diff};
use setec_provider::dns::{ApplyError, DnsProvider};
use setec_provider::{
    BillingProvider, DomainProvider, ErrorKind, Provider, ProviderError, ServerProvider, Settings,
    SshKeyProvider,
};
use setec_sandbox::contract::{self, Contract};
use setec_sandbox::hostinger::{Exchange, Pace, Sandbox, TOKEN, serve};
use tokio::net::TcpListener;

static CONTRACT: LazyLock<Option<Contract>> = LazyLock::new(|| {
    let Some(path) = contract::find() else {
        // Past the capture of a test's output, so that it is seen.
        let words = "no OpenAPI document: the exchanges are not checked against it";
        writeln!(std::io::stderr(), "{words}").expect("standard error");
        return None;
    };
    Some(Contract::load(&path).expect("the document can be read"))
});

pub(super) struct Account {
    pub(super) sandbox: Sandbox,
    pub(super) provider: Arc<dyn Provider>,
    base_url: String,
}

impl Account {
    /// The demo account, whose asynchronous work is done at once.
    pub(super) async fn new() -> Self {
        Self::with_faults(&[]).await
    }

    pub(super) async fn with_faults(faults: &[&str]) -> Self {
        let faults = faults.iter().map(|text| text.parse().expect("a fault"));
        let sandbox = Sandbox::with_faults(faults);
        sandbox.set_pace(Pace::instant());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let base_url = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(serve(listener, sandbox.clone(), std::future::pending()));
        let provider = connect(&base_url, TOKEN, None).expect("settings");
        Self {
            sandbox,
            provider,
            base_url,
        }
    }

    /// The same simulator through other settings.
    pub(super) fn reconnect(&mut self, token: &str, suffix: Option<&str>) {
        self.provider = connect(&self.base_url, token, suffix).expect("settings");
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

    pub(super) fn servers(&self) -> &dyn ServerProvider {
        self.provider.servers().expect("servers")
    }

    pub(super) fn ssh_keys(&self) -> &dyn SshKeyProvider {
        self.provider.ssh_keys().expect("SSH keys")
    }

    pub(super) fn billing(&self) -> &dyn BillingProvider {
        self.provider.billing().expect("billing")
    }

    pub(super) async fn zone(&self, zone: &str) -> Zone {
        self.dns().zone(&name(zone)).await.expect("the zone")
    }

    /// Brings a zone to what `edit` makes of it, as the app does: read, compare, apply.
    pub(super) async fn edit(
        &self,
        zone: &str,
        edit: impl FnOnce(&mut Zone),
    ) -> Result<(), ApplyError> {
        let live = self.zone(zone).await;
        let mut wanted = live.clone();
        edit(&mut wanted);
        self.apply(zone, &diff(&live, &wanted)).await
    }

    pub(super) async fn apply(&self, zone: &str, changes: &[Change]) -> Result<(), ApplyError> {
        self.dns().apply(&name(zone), changes).await.map(drop)
    }

    /// Contents of a set as they stand upstream, without those that are disabled.
    pub(super) fn upstream(&self, zone: &str, owner: &str, rtype: &str) -> Vec<String> {
        let zone = self.sandbox.zone_json(zone);
        let sets = zone.as_array().cloned().unwrap_or_default();
        let mut contents: Vec<String> = sets
            .iter()
            .filter(|set| set["name"] == owner && set["type"] == rtype)
            .flat_map(|set| set["records"].as_array().cloned().unwrap_or_default())
            .filter(|record| record["is_disabled"] != true)
            .map(|record| record["content"].as_str().expect("a text").to_owned())
            .collect();
        contents.sort();
        contents
    }

    /// The calls made so far that change something, such as `PUT /api/...`.
    pub(super) fn writes(&self) -> Vec<Exchange> {
        let mut exchanges = self.sandbox.exchanges();
        exchanges.retain(|exchange| exchange.method != "GET");
        exchanges
    }

    /// Bodies of the calls of one method.
    pub(super) fn bodies(&self, method: &str) -> Vec<Value> {
        let exchanges = self.sandbox.exchanges().into_iter();
        exchanges
            .filter(|exchange| exchange.method == method)
            .filter_map(|exchange| exchange.request_body)
            .collect()
    }

    /// Checks every exchange against the vendor's document.
    pub(super) fn finish(self) {
        self.finish_despite(&[]);
    }

    /// The same, where a fault makes the simulator answer what the document does not have.
    pub(super) fn finish_despite(self, known: &[&str]) {
        let Some(contract) = &*CONTRACT else {
            return;
        };
        let exchanges = self.sandbox.exchanges();
        assert!(!exchanges.is_empty(), "the test has called nothing");
        let problems: Vec<String> = exchanges
            .iter()
            .flat_map(|exchange| contract.check(exchange))
            .filter(|problem| !known.iter().any(|part| problem.contains(part)))
            .collect();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }
}

fn connect(
    base_url: &str,
    token: &str,
    suffix: Option<&str>,
) -> Result<Arc<dyn Provider>, ProviderError> {
    let driver = setec_drivers::driver("hostinger").expect("the driver");
    let settings = Settings {
        api_key: Secret::new(token),
        base_url: Some(base_url.to_owned()),
        extra: suffix
            .map(|suffix| ("hostname_suffix".to_owned(), suffix.to_owned()))
            .into_iter()
            .collect(),
        ..Settings::default()
    };
    assert_eq!(settings.check(driver.fields), []);
    (driver.connect)(&settings)
}

pub(super) fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

pub(super) fn key(owner: &str, rtype: RecordType) -> SetKey {
    SetKey {
        name: name(owner),
        rtype,
    }
}

pub(super) fn data(rtype: RecordType, text: &str) -> RecordData {
    RecordData::parse(rtype, text, &Name::root()).expect("record data")
}

pub(super) fn set(owner: &str, rtype: RecordType, ttl: u64, values: &[&str]) -> RecordSet {
    let ttl = Ttl::from_secs(ttl).expect("a TTL");
    let values = values.iter().map(|text| data(rtype, text));
    RecordSet::new(key(owner, rtype), ttl, values)
}

/// The kind and the words of an error.
pub(super) fn told<T>(outcome: Result<T, ProviderError>) -> (ErrorKind, String) {
    match outcome {
        Ok(_) => panic!("it should have failed"),
        Err(error) => (error.kind, error.message),
    }
}

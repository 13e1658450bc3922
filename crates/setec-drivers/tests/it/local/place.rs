//! A zone of our own and the name server that answers for it.

use std::sync::Arc;

use setec_core::dns::{Name, RecordSet, RecordType, SetKey};
use setec_nameserver::{Server, ServerConfig};
use setec_provider::dns::NewZone;
use setec_provider::{DnsProvider, Provider, Settings};
use tokio::sync::oneshot;

use super::storage::Memory;
use crate::conformance::{Place, Race, dig};

pub(super) struct LocalPlace {
    provider: Arc<dyn Provider>,
    memory: Arc<Memory>,
    port: u16,
    /// The server stops when this is dropped.
    _stop: oneshot::Sender<()>,
}

pub(super) fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

impl LocalPlace {
    /// The zone `example.com`, served on a free port.
    pub(super) async fn start() -> Self {
        let memory = Arc::new(Memory::new());
        let config = ServerConfig {
            listen: vec![([127, 0, 0, 1], 0).into()],
            udp_threads: Some(1),
            ..ServerConfig::default()
        };
        let server = Server::bind(config, memory.served.clone()).expect("a port is free");
        let port = server.local_addrs()[0].port();
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(server.run(async {
            // A dropped sender means the same as a message.
            let _ = stopped.await;
        }));
        let driver = setec_drivers::driver("local").expect("the driver is in the list");
        let settings = Settings {
            storage: Some(memory.clone()),
            ..Settings::default()
        };
        assert_eq!(settings.check(driver.fields), []);
        let provider = (driver.connect)(&settings).expect("the settings are sound");
        let place = Self {
            provider,
            memory,
            port,
            _stop: stop,
        };
        let new = NewZone {
            name: place.zone(),
            kind: None,
            nameservers: vec![name("ns1.example.net"), name("ns2.example.net")],
            sets: Vec::new(),
        };
        let hosting = place.driver().hosting().expect("it hosts zones");
        hosting.create(&new).await.expect("the zone is made");
        place
    }

    pub(super) fn driver(&self) -> &dyn DnsProvider {
        self.provider.dns().expect("it has zones")
    }
}

impl Place for LocalPlace {
    fn dns(&self) -> &dyn DnsProvider {
        self.driver()
    }

    fn zone(&self) -> Name {
        name("example.com")
    }

    fn look(&self, key: &SetKey) -> Option<RecordSet> {
        // What is flattened is not on the wire as it is kept.
        if key.rtype == RecordType::Alias {
            return self.memory.stored(&self.zone(), key);
        }
        dig(self.port, key)
    }

    fn race(&self) -> Race {
        Race::NothingIsLost
    }
}

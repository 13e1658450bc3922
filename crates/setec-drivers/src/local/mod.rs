//! Zones that Setec Manager keeps and serves itself.

mod hosting;
mod settings;
mod soa;
mod write;

use std::sync::Arc;

use async_trait::async_trait;
use setec_core::dns::{Name, RecordType, Ttl, Zone};
use setec_provider::dns::{DnsFacts, Granularity, ZoneHosting, ZoneInfo, ZoneReader};
use setec_provider::{
    DnsProvider, Driver, ErrorKind, Field, FieldKey, Provider, ProviderError, Result, Settings,
    ZoneStorage,
};

use settings::Defaults;
pub use settings::{LocalTransfers, TransferKey};

const READ: &str = "read zone";

/// The embedded name server.
pub(crate) static DRIVER: Driver = Driver {
    id: "local",
    display_name: "Local name server",
    fields: &[
        Field {
            key: FieldKey::Extra("nameservers"),
            label: "Name servers",
            help: "Host names of the NS set that a new zone gets, such as ns1.example.net ns2.example.net",
            required: false,
        },
        Field {
            key: FieldKey::Extra("hostmaster"),
            label: "Hostmaster",
            help: "Mail address of the SOA of a new zone; hostmaster@ the zone where none is given",
            required: false,
        },
        Field {
            key: FieldKey::Extra("secondaries"),
            label: "Secondaries",
            help: "Addresses that may transfer the zones and are told of changes, such as 192.0.2.53 [2001:db8::53]:5353",
            required: false,
        },
        Field {
            key: FieldKey::Extra("transfer_from"),
            label: "Transfer networks",
            help: "Further addresses and networks that may transfer the zones, such as 198.51.100.0/24",
            required: false,
        },
        Field {
            key: FieldKey::Extra("tsig_name"),
            label: "TSIG key name",
            help: "Name of the key (RFC 8945) that every transfer must then be signed with",
            required: false,
        },
        Field {
            key: FieldKey::Extra("tsig_algorithm"),
            label: "TSIG algorithm",
            help: "hmac-sha256 (default), hmac-sha384 or hmac-sha512",
            required: false,
        },
        Field {
            key: FieldKey::ApiKey,
            label: "TSIG secret",
            help: "The key itself, in base64, as tsig-keygen and keymgr print it",
            required: false,
        },
    ],
    connect,
};

/// Every type of its own that the name server serves.
const RECORD_TYPES: &[RecordType] = &[
    RecordType::Soa,
    RecordType::Ns,
    RecordType::A,
    RecordType::Aaaa,
    RecordType::Cname,
    RecordType::Alias,
    RecordType::Mx,
    RecordType::Txt,
    RecordType::Srv,
    RecordType::Caa,
    RecordType::Ptr,
    RecordType::Tlsa,
    RecordType::Sshfp,
    RecordType::Https,
    RecordType::Svcb,
    RecordType::Ds,
    RecordType::Naptr,
];

/// The zones of one account.
#[derive(Debug)]
struct Local {
    storage: Arc<dyn ZoneStorage>,
    defaults: Defaults,
}

fn connect(settings: &Settings) -> Result<Arc<dyn Provider>> {
    let defaults = Defaults::read(settings)?;
    LocalTransfers::read(settings)?;
    let Some(storage) = &settings.storage else {
        let message = "zones of the local name server live in Setec Manager's own database only";
        return Err(ProviderError::new(
            ErrorKind::NotSupported,
            "connect",
            message,
        ));
    };
    Ok(Arc::new(Local {
        storage: Arc::clone(storage),
        defaults,
    }))
}

fn no_zone(operation: &'static str, zone: &Name) -> ProviderError {
    ProviderError::new(
        ErrorKind::NotFound,
        operation,
        format!("zone {zone} not found"),
    )
}

fn ttl(secs: u64) -> Ttl {
    Ttl::from_secs(secs).expect("it is far below 2^31")
}

#[async_trait]
impl Provider for Local {
    async fn test(&self) -> Result<()> {
        self.storage.zones().await.map(drop)
    }

    fn dns(&self) -> Option<&dyn DnsProvider> {
        Some(self)
    }
}

impl DnsProvider for Local {
    fn hosting(&self) -> Option<&dyn ZoneHosting> {
        Some(self)
    }
}

#[async_trait]
impl ZoneReader for Local {
    fn facts(&self) -> DnsFacts {
        DnsFacts {
            record_types: RECORD_TYPES,
            unknown_types: true,
            min_ttl: ttl(0),
            max_ttl: None,
            default_ttl: ttl(3_600),
            granularity: Granularity::RecordSet,
            atomic: true,
            lists_serials: true,
            switches_values: true,
        }
    }

    async fn zones(&self) -> Result<Vec<ZoneInfo>> {
        self.storage.zones().await
    }

    async fn zone(&self, name: &Name) -> Result<Zone> {
        let zone = self.storage.zone(name).await?;
        zone.ok_or_else(|| no_zone(READ, name))
    }
}

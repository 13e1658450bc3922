//! PowerDNS Authoritative Server through its HTTP API (4.7 and later).

mod account;
mod changes;
mod client;
mod content;
mod hosting;
mod opaque;
mod svcb;
mod wire;
mod zones;

use setec_provider::{Driver, Field, FieldKey};

/// PowerDNS Authoritative Server.
pub(crate) static DRIVER: Driver = Driver {
    id: "powerdns",
    display_name: "PowerDNS",
    fields: &[
        Field {
            key: FieldKey::BaseUrl,
            label: "API URL",
            help: "Where the server's webserver listens, such as http://127.0.0.1:8081",
            required: true,
        },
        Field {
            key: FieldKey::ApiKey,
            label: "API Key",
            help: "The server's `api-key` setting",
            required: true,
        },
        Field {
            key: FieldKey::Extra("server_id"),
            label: "Server ID",
            help: "Only behind a proxy for several servers; PowerDNS itself calls its server `localhost`",
            required: false,
        },
    ],
    connect: account::connect,
};

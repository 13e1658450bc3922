//! Any authoritative server that is read by zone transfer (AXFR, RFC 5936) and written by dynamic
//! update (RFC 2136), both signed with TSIG (RFC 8945).
//!
//! One UPDATE carries a plan, and says in its prerequisites what each set was when the plan was
//! made: whoever writes in between is not overwritten, but makes the server refuse the message.

mod account;
mod check;
mod client;
mod pack;
mod race;
mod refusal;
mod settings;
mod transfer;
mod update;
mod write;
mod zones;

use setec_provider::{Driver, Field, FieldKey};

/// A server that speaks RFC 2136.
pub(crate) static DRIVER: Driver = Driver {
    id: "rfc2136",
    display_name: "DNS server (RFC 2136)",
    fields: &[
        Field {
            key: FieldKey::Extra("server"),
            label: "Server",
            help: "The primary server, such as ns1.example.com, 192.0.2.53:5353 or [2001:db8::53]:53; the port is 53 where none is given",
            required: true,
        },
        Field {
            key: FieldKey::Extra("zones"),
            label: "Zones",
            help: "The zones to manage, separated by commas or spaces; a server has no list of its zones to ask for",
            required: true,
        },
        Field {
            key: FieldKey::Extra("key_name"),
            label: "TSIG key name",
            help: "The key's name as the server knows it; none where the server goes by addresses alone",
            required: false,
        },
        Field {
            key: FieldKey::ApiKey,
            label: "TSIG secret",
            help: "The key's secret in base64, as tsig-keygen and keymgr print it",
            required: false,
        },
        Field {
            key: FieldKey::Extra("algorithm"),
            label: "TSIG algorithm",
            help: "hmac-sha256 (the default), hmac-sha384, hmac-sha512 or hmac-sha1",
            required: false,
        },
        Field {
            key: FieldKey::Extra("timeout"),
            label: "Time-out",
            help: "Seconds to wait for a connection and for each message, 1 to 300; 10 where none is given",
            required: false,
        },
    ],
    connect: account::connect,
};

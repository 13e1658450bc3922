//! The Domains Reseller API: an add-on of WHMCS that many operators run, each at a URL of its own.
//!
//! Hostraha is one of them. What the API cannot do: list the domains of an account, tell the price
//! or number of an order, and repeat an order harmlessly.

mod account;
mod answer;
mod auth_code;
mod client;
mod contacts;
mod dns;
mod domains;
mod errors;
mod information;
mod kept;
mod lookup;
mod orders;
mod php;
mod prices;
mod register;
mod services;
mod token;
mod transfer;
mod value;

use setec_provider::{Driver, Field, FieldKey};

/// Any operator.
pub(crate) static DRIVER: Driver = Driver {
    id: "domains-reseller",
    display_name: "Domains Reseller",
    fields: &[
        base_url(true),
        USERNAME,
        API_KEY,
        CURRENCY,
        DOMAINS,
        NAMESERVERS,
        ADDONS,
    ],
    connect: account::connect,
};

/// Hostraha.
pub(crate) static HOSTRAHA: Driver = Driver {
    id: "hostraha",
    display_name: "Hostraha",
    fields: &[
        base_url(false),
        USERNAME,
        API_KEY,
        CURRENCY,
        DOMAINS,
        NAMESERVERS,
        ADDONS,
    ],
    connect: account::connect_hostraha,
};

const HOSTRAHA_URL: &str =
    "https://portal.hostraha.com/modules/addons/DomainsReseller/api/index.php";

const fn base_url(required: bool) -> Field {
    Field {
        key: FieldKey::BaseUrl,
        label: "API URL",
        help: "The endpoint of the operator's reseller area, ending in \
               /modules/addons/DomainsReseller/api/index.php",
        required,
    }
}

const USERNAME: Field = Field {
    key: FieldKey::Extra("username"),
    label: "User name",
    help: "The e-mail address of the reseller's client account, as the operator has it",
    required: true,
};

const API_KEY: Field = Field {
    key: FieldKey::ApiKey,
    label: "API Key",
    help: "From the reseller area, Settings; the operator may ask for this machine's address there",
    required: true,
};

const CURRENCY: Field = Field {
    key: FieldKey::Extra("currency"),
    label: "Currency",
    help: "ISO 4217 code of the account; needed where the operator lists prices in several",
    required: false,
};

const DOMAINS: Field = Field {
    key: FieldKey::Extra("domains"),
    label: "Domains",
    help: "Domains that the account has already, with commas between: the API has no list of them",
    required: false,
};

const NAMESERVERS: Field = Field {
    key: FieldKey::Extra("nameservers"),
    label: "Name servers",
    help: "Two to five, with commas between, for registrations that name none",
    required: false,
};

const ADDONS: Field = Field {
    key: FieldKey::Extra("addons"),
    label: "Add-ons",
    help: "What new domains come with: `dns`, `email`, or both with a comma; the operator may \
           charge for them",
    required: false,
};

//! A customer whose request was found to be its own.

use std::net::IpAddr;
use std::sync::Arc;

use setec_store::{Customer, Role};
use uuid::Uuid;

use crate::{Actor, Door};

/// A customer that has shown who it is.
#[derive(Debug, Clone)]
pub struct CustomerCaller {
    /// The customer's id.
    pub id: Uuid,
    /// Its e-mail as it gave it.
    pub email: String,
    /// The customer with its settings.
    pub customer: Arc<Customer>,
    /// Where the request came from.
    pub address: Option<IpAddr>,
    /// The request's id, for the journal.
    pub request_id: Option<String>,
}

impl CustomerCaller {
    /// As whom the use cases of everybody are called, once it is certain that the customer may.
    pub(crate) fn actor(&self) -> Actor {
        Actor {
            user_id: self.id,
            name: format!("customer {}", self.email),
            role: Role::Admin,
            session_id: self.id,
            door: Door::Reseller,
            request_id: self.request_id.clone(),
        }
    }
}

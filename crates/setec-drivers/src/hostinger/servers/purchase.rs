//! Orders of servers, sent once.

use std::time::Duration;

use serde::Deserialize;
use setec_core::server::{NewServer, PurchasedServer};
use setec_provider::{ErrorKind, ProviderError, Result};
use tokio::time::sleep;

use super::machine::Machine;
use super::order::BUY;
use super::{MACHINES, Servers};
use crate::hostinger::{errors, lenient};

/// Pauses between looks for a server whose order was not answered.
const LOOKS: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_millis(500),
    Duration::from_secs(2),
];

/// The answer: an order and a machine, or with a 202 the order alone in the place of both.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WirePurchase {
    order: Option<WireOrder>,
    virtual_machine: Option<Machine>,
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    status: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireOrder {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    status: Option<String>,
}

impl Servers {
    pub(super) async fn buy(&self, order: &NewServer) -> Result<PurchasedServer> {
        let body = self.prepare(order).await?.body;
        // Against these a machine is told to be new, if the order fails.
        let before: Vec<Option<i64>> = self.machines().await?.iter().map(|m| m.id).collect();
        let reply = match self.client.order(BUY, MACHINES, &body).await {
            Ok(reply) => reply,
            Err(error) => return self.after_lost_answer(&before, error).await,
        };
        if !reply.is_success() {
            return Err(self.after_refusal(&before, errors::refusal(&reply)).await);
        }
        let made: WirePurchase = match errors::read(&reply) {
            Ok(made) => made,
            Err(error) => return self.after_lost_answer(&before, error).await,
        };
        let (order_id, order_status) = match made.order {
            Some(order) => (order.id, order.status),
            None => (made.id, made.status),
        };
        let machine = made
            .virtual_machine
            .filter(|machine| machine.id.is_some_and(|id| id != 0));
        let server = match machine {
            Some(machine) => {
                let centers = self.offers.known_data_centers().await;
                Some(machine.into_server(&centers))
            }
            None => None,
        };
        Ok(PurchasedServer {
            server,
            order_id,
            order_status,
        })
    }

    /// A refused order may have made a machine and charged for it.
    async fn after_refusal(&self, before: &[Option<i64>], error: ProviderError) -> ProviderError {
        match self.new_machines(before).await {
            Ok(new) if new.is_empty() && error.kind.outcome_is_unknown() => {
                error.context("the outcome of the order is unknown; nothing was sent twice")
            }
            Ok(new) if new.is_empty() => error,
            Ok(new) => {
                let words = format!(
                    "the provider has created {} although it refused the order: finish it with setup or contact support",
                    show(&new)
                );
                error.context(&words)
            }
            Err(_) => error.context(
                "the provider may have created a server although it refused the order, and its list of servers cannot be read",
            ),
        }
    }

    /// A machine that was not there before is the one ordered, if it is the only one.
    async fn after_lost_answer(
        &self,
        before: &[Option<i64>],
        error: ProviderError,
    ) -> Result<PurchasedServer> {
        let mut new = Vec::new();
        for pause in LOOKS {
            sleep(pause).await;
            new = self.new_machines(before).await.unwrap_or_default();
            if !new.is_empty() {
                break;
            }
        }
        let kind = match error.kind {
            ErrorKind::Timeout => ErrorKind::Timeout,
            ErrorKind::Protocol => ErrorKind::Protocol,
            _ => ErrorKind::Unavailable,
        };
        let words = match new.len() {
            0 => {
                "the outcome of the order is unknown: no new server is there so far, and nothing was sent twice".to_owned()
            }
            1 => {
                tracing::warn!(%error, "the answer to an order was lost; the new server is taken for it");
                let centers = self.offers.known_data_centers().await;
                let machine = new.remove(0);
                return Ok(PurchasedServer {
                    server: Some(machine.into_server(&centers)),
                    order_id: None,
                    order_status: None,
                });
            }
            _ => format!(
                "the outcome of the order is unknown and nothing was sent twice; one of these may be it: {}",
                show(&new)
            ),
        };
        let mut error = error.context(&words);
        error.kind = kind;
        Err(error)
    }

    async fn new_machines(&self, before: &[Option<i64>]) -> Result<Vec<Machine>> {
        let mut machines = self.machines().await?;
        machines.retain(|machine| !before.contains(&machine.id));
        Ok(machines)
    }
}

fn show(machines: &[Machine]) -> String {
    let shown: Vec<String> = machines
        .iter()
        .map(|machine| {
            format!(
                "VM {} ({})",
                machine.id.unwrap_or_default(),
                machine.state()
            )
        })
        .collect();
    shown.join(", ")
}

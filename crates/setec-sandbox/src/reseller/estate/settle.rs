use chrono::{DateTime, Utc};

use super::{Due, Estate, Holding, Outcome, State};
use crate::reseller::date::years_later;
use crate::reseller::money::Money;

/// What came of an order.
struct Done {
    reseller: usize,
    order_id: u64,
    status: &'static str,
    is_refunded: bool,
    /// A name that came in from elsewhere.
    arrived: Option<String>,
}

impl Estate {
    /// Carries out everything asynchronous that is due.
    pub(in crate::reseller) fn settle(&mut self, now: DateTime<Utc>) {
        self.carry_out(|due| due.at.is_some_and(|at| at <= now));
    }

    /// Carries out everything that is pending, or lets all of it fail.
    pub(in crate::reseller) fn end_pending(&mut self, failure: Option<&str>) {
        if let Some(reason) = failure {
            let holdings = self
                .resellers
                .iter_mut()
                .flat_map(|reseller| &mut reseller.holdings);
            for due in holdings.flat_map(|holding| &mut holding.queue) {
                due.outcome = Outcome::Fail {
                    reason: reason.to_owned(),
                    is_refunded: false,
                };
            }
        }
        self.carry_out(|_| true);
    }

    fn carry_out(&mut self, is_due: impl Fn(&Due) -> bool) {
        let mut all = Vec::new();
        for (reseller, owner) in self.resellers.iter_mut().enumerate() {
            for holding in &mut owner.holdings {
                let (due, later) = std::mem::take(&mut holding.queue)
                    .into_iter()
                    .partition::<Vec<_>, _>(&is_due);
                holding.queue = later;
                all.extend(due.into_iter().map(|due| holding.end(reseller, due)));
            }
        }
        for done in all {
            self.set_order_status(done.order_id, done.status);
            if done.is_refunded {
                self.refund(done.reseller, done.order_id);
            }
            if let Some(name) = done.arrived {
                self.foreign.retain(|foreign| foreign.name != name);
            }
        }
    }

    fn refund(&mut self, reseller: usize, order_id: u64) {
        let total = self
            .orders
            .iter()
            .find_map(|order| (order.id == order_id).then_some(order.total))
            .unwrap_or_default();
        if total > Money::default() {
            self.charge(reseller, order_id, -total);
        }
    }
}

impl Holding {
    fn end(&mut self, reseller: usize, due: Due) -> Done {
        let mut done = Done {
            reseller,
            order_id: due.order_id,
            status: "active",
            is_refunded: false,
            arrived: None,
        };
        match due.outcome {
            Outcome::Activate { expires } => {
                if self.state == State::PendingTransfer {
                    done.arrived = Some(self.name.clone());
                }
                self.state = State::Active;
                self.expires = expires;
            }
            Outcome::Renew { years } => self.expires = years_later(self.expires, years),
            Outcome::Fail {
                reason,
                is_refunded,
            } => {
                done.status = "failed";
                done.is_refunded = is_refunded;
                match self.state {
                    State::Pending => self.state = State::Cancelled,
                    State::PendingTransfer => self.state = State::TransferFailed(reason),
                    // A renewal that fails leaves the domain as it is.
                    _ => {}
                }
            }
        }
        done
    }
}

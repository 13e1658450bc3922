//! Transfers to the account that were ordered.

use std::sync::Arc;

use setec_core::domain::TransferState;
use setec_provider::domains::TransferCancelling;

use super::read_domain;
use crate::account::Account;
use crate::journal::Draft;
use crate::{Actor, App, Result};

impl Account {
    fn transfer_cancelling(&self) -> Result<&dyn TransferCancelling> {
        let found = self.domains()?.transfer_cancelling();
        self.need(found, "calling transfers off")
    }
}

impl App {
    /// Where a transfer stands, asked now.
    pub async fn transfer_state(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<TransferState> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let transfers = account.domains()?.transfers();
        let transfers = account.need(transfers, "transfers of domains")?;
        let name = read_domain(domain, Vec::new())?;
        Ok(transfers.state(&name).await?)
    }

    /// Calls a transfer off.
    pub async fn cancel_transfer(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.transfer_cancelling()?;
        let name = read_domain(domain, Vec::new())?;
        let draft = Draft::of(&account.name, "domain.transfer.cancel", name.as_str());
        let at = Arc::clone(&account);
        self.change_registered(actor, account, draft, async move {
            Ok(at.transfer_cancelling()?.cancel_transfer(&name).await?)
        })
        .await
    }
}

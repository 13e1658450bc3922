//! One synchronisation of one account, from the claim to the result.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use setec_provider::http::background;
use setec_store::SyncResult;

use super::{HEARTBEAT, LEASE};
use crate::account::Account;
use crate::{App, Event, EventKind, Result};

/// An account that did not answer is asked again so soon at the latest.
const AFTER_TROUBLE: Duration = Duration::from_hours(1);

impl App {
    /// Begins an account's synchronisation in a task of its own; `false` where one is under way,
    /// here or on another node. With `due_by`, only if it is due by then.
    pub(super) async fn start_sync(
        self: &Arc<Self>,
        account: Arc<Account>,
        due_by: Option<DateTime<Utc>>,
    ) -> Result<bool> {
        let store = &self.store;
        store
            .schedule_domain_sync(&account.name, Utc::now())
            .await?;
        let node = self.syncs.node;
        let is_ours = store
            .claim_domain_sync(&account.name, node, LEASE, due_by)
            .await?;
        if is_ours {
            self.tell_sync(&account.name, "running", None);
            let app = Arc::clone(self);
            tokio::spawn(async move {
                if let Err(error) = app.carry_sync_out(&account).await {
                    // Without its end written down, the lease runs out and another try follows.
                    tracing::error!(%error, account = %account.name, "a synchronisation cannot be written down");
                }
                app.syncs.ended.notify_waiters();
            });
        }
        Ok(is_ours)
    }

    async fn carry_sync_out(&self, account: &Account) -> Result<()> {
        let work = async {
            let _turn = self.syncs.turns.acquire().await;
            background(self.sync_account(account)).await
        };
        let outcome = tokio::select! {
            outcome = work => outcome,
            () = self.hold_sync(&account.name) => {
                tracing::warn!(account = %account.name, "another node synchronises the account now");
                return Ok(());
            }
        };
        let every = self.syncs.every();
        let (result, pause) = match outcome {
            Ok(result) => (result, every),
            Err(error) => {
                tracing::warn!(%error, account = %account.name, "the account's domains cannot be synchronised");
                let problem = &error.message;
                self.store
                    .note_domains_unanswered(&account.name, problem)
                    .await?;
                let result = SyncResult {
                    problem: Some(problem.clone()),
                    ..SyncResult::default()
                };
                (result, every.min(AFTER_TROUBLE))
            }
        };
        let node = self.syncs.node;
        let state = match &result.domains {
            Some(_) => "done",
            None => "failed",
        };
        self.store
            .finish_domain_sync(&account.name, node, result, Utc::now() + pause)
            .await?;
        self.tell_sync(&account.name, state, None);
        Ok(())
    }

    /// Tells how far an account's synchronisation has got.
    pub(super) fn tell_sync(
        &self,
        account: &str,
        state: &'static str,
        progress: Option<(u32, u32)>,
    ) {
        let told = Event {
            progress,
            ..Event::about(EventKind::DomainSync, account, None, state)
        };
        self.events.tell(told);
    }

    /// Says that this node is still at it, until it has lost the account.
    async fn hold_sync(&self, account: &str) {
        let node = self.syncs.node;
        loop {
            tokio::time::sleep(HEARTBEAT).await;
            match self.store.hold_domain_sync(account, node, LEASE).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => tracing::warn!(%error, account, "a lease cannot be renewed"),
            }
        }
    }
}

//! Quotes: what an order would buy and cost, checked with the provider and good for some minutes.

use chrono::{DateTime, Utc};
use setec_core::Money;
use setec_core::order::OrderKind;
use setec_store::{Purchase, StoredQuote};
use uuid::Uuid;

use super::offer::Checked;
use super::{OrderRequest, QUOTE_VALID};
use crate::account::Account;
use crate::{Actor, App, Error, ErrorKind, Result};

/// A quote as its user sees it.
#[derive(Debug, Clone)]
pub struct QuoteView {
    /// Its id, by which it is agreed to.
    pub id: Uuid,
    /// What would be bought.
    pub purchase: Purchase,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Until when it may be agreed to.
    pub expires_at: DateTime<Utc>,
}

impl From<StoredQuote> for QuoteView {
    fn from(quote: StoredQuote) -> Self {
        Self {
            id: quote.id,
            purchase: quote.purchase,
            created_at: quote.created_at,
            expires_at: quote.expires_at,
        }
    }
}

impl App {
    /// Checks an order with the provider and tells what it would cost; nothing is bought.
    pub async fn quote(
        &self,
        actor: &Actor,
        provider: &str,
        request: OrderRequest,
        max_price: Option<Money>,
    ) -> Result<QuoteView> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        let quote = self.make_quote(actor, &account, request).await?;
        require_within(quote.purchase.price, max_price)?;
        Ok(quote.into())
    }

    /// A quote that was made before.
    pub async fn get_quote(&self, actor: &Actor, id: &str) -> Result<QuoteView> {
        Ok(self.own_quote(actor, id).await?.into())
    }

    pub(super) async fn make_quote(
        &self,
        actor: &Actor,
        account: &Account,
        request: OrderRequest,
    ) -> Result<StoredQuote> {
        let checked = self.check_order(account, request).await?;
        self.keep_quote_of(actor, account, checked).await
    }

    /// A quote for somebody to whom the registry's own prices are not sold.
    pub(crate) async fn make_plain_quote(
        &self,
        actor: &Actor,
        account: &Account,
        request: OrderRequest,
    ) -> Result<StoredQuote> {
        let kind = request.kind();
        let checked = self.check_order(account, request).await?;
        if checked.offer.is_premium && kind != OrderKind::RenewDomain {
            return Err(Error::new(
                ErrorKind::Conflict,
                format!(
                    "{} is a premium domain, which is not sold here",
                    checked.target
                ),
            ));
        }
        self.keep_quote_of(actor, account, checked).await
    }

    async fn keep_quote_of(
        &self,
        actor: &Actor,
        account: &Account,
        checked: Checked,
    ) -> Result<StoredQuote> {
        if checked.offer.price.minor < 0 {
            let message = format!("the provider's price is {}", checked.offer.price);
            return Err(Error::new(ErrorKind::ProviderProtocol, message));
        }
        let id = Uuid::now_v7();
        let now = Utc::now();
        let quote = StoredQuote {
            id,
            user_id: actor.user_id,
            request: checked.request.seal(&self.orders.sealer, id)?,
            purchase: Purchase {
                account: account.name.clone(),
                kind: checked.request.kind(),
                target: checked.target,
                what: checked.offer.what,
                years: checked.request.years(),
                price: checked.offer.price,
                renewal_price: checked.offer.renewal_price,
            },
            created_at: now,
            expires_at: now + QUOTE_VALID,
        };
        Ok(self.store.keep_quote(&quote).await?)
    }

    /// The caller's quote of that id; those of others are none of the caller's business.
    pub(super) async fn own_quote(&self, actor: &Actor, id: &str) -> Result<StoredQuote> {
        actor.may_read()?;
        let missing = || Error::not_found(format!("there is no quote {id}"));
        let uuid: Uuid = id.parse().map_err(|_| missing())?;
        let quote = self.store.quote(uuid).await?;
        quote
            .filter(|quote| quote.user_id == actor.user_id)
            .ok_or_else(missing)
    }
}

/// Refuses a price above what the caller wants to spend at most.
pub(super) fn require_within(price: Money, max_price: Option<Money>) -> Result<()> {
    let words = max_price.and_then(|max| setec_core::order::above_ceiling(price, max));
    match words {
        None => Ok(()),
        Some(words) => Err(Error::new(
            ErrorKind::Conflict,
            format!("nothing was ordered: {words} (max_price)"),
        )),
    }
}

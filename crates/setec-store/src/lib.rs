//! What outlives the process: users, sessions, the journal and small facts in SQLite or PostgreSQL,
//! accounts and their sealed secrets in files.

mod account_file;
mod domain_state;
mod domain_sync;
mod error;
mod hosted_zone;
mod journal;
mod label;
mod migration;
mod order;
mod plan;
mod private_file;
mod protection;
mod purchase;
mod reseller;
mod seal;
mod session;
mod setting;
mod spending_limit;
mod storable;
mod store;
mod tag;
#[cfg(feature = "testing")]
pub mod testing;
mod user;
mod version;

pub use account_file::{AccountFault, AccountFile, AccountFiles, Loaded, Stamp};
pub use domain_state::{DomainState, DomainStateFilter};
pub use domain_sync::{StoredSync, SyncResult, TldPriceList};
pub use error::{FileError, Result, StoreError};
pub use hosted_zone::{HostedChange, HostedSet, HostedZone};
pub use journal::{Ending, Entry, EntryFilter, NewEntry, Outcome, Progress};
pub use order::{
    Advance, Confirmed, NewOrder, OrderFilter, OrderStep, Purchase, StoredOrder, StoredQuote,
};
pub use plan::StoredPlan;
pub use protection::Protection;
pub use reseller::{
    Balance, Customer, CustomerDomain, CustomerFilter, CustomerKey, ExchangeRate, LedgerCheck,
    LedgerEntry, LedgerKind, LedgerRow, LedgerTransaction, Mismatch, NewSale, NotSold, Posted,
    Route, Sale, SaleFilter, SaleState, Statement, StoredPriceRule,
};
pub use seal::{MasterKey, SealError, Sealer};
pub use session::{NewSession, Session};
pub use store::Store;
pub use tag::{TagChange, TagCount, TaggedThing};
pub use user::{NewUser, Role, User};
pub use version::{Kept, NewVersion, Origin, Part, Retention, Version, VersionHead, ZoneHead};

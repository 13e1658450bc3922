//! The use cases of Setec Manager, one file per noun.
//!
//! The only place that authorizes and the only caller of drivers. It knows no HTTP, no rcode and no
//! form encoding: every door (REST, command line, gateways, jobs) comes through here.

mod access;
mod account;
mod app;
mod auth;
mod authority;
mod billing;
mod cache;
mod dns;
mod domain;
mod error;
mod estate;
mod event;
mod firewall;
mod hosted;
mod journal;
mod name_server;
mod order;
mod registrar;
mod reseller;
mod resolver;
mod script;
mod server;
mod ssh_key;
mod tag;
mod user;

pub use access::{Actor, Door};
pub use account::{
    AccountHealth, AccountSummary, AccountView, CallsLeft, ConfigureAccount, HealthState,
    SavedSettings, SettingField,
};
pub use app::{App, Config};
pub use auth::{SignIn, SignedIn};
pub use cache::Freshness;
pub use dns::{
    Applied, BulkApplied, BulkPlanView, ChangeDocument, DeleteRecords, Extent, FindingView,
    FixView, IgnoreInput, LiveAnswer, LiveInput, LiveServer, LiveSet, LiveSource, LiveState,
    LiveView, PlanView, ProtectionView, RecordInput, RecordList, ReplaceInput, SetDocument,
    SetInput, SnapshotView, VersionView, Wanted, ZonePlanned, ZoneWanted,
};
pub use error::{Error, ErrorKind, Result};
pub use estate::{
    AccountCost, AccountCounts, AccountZones, Attention, AttentionKind, AttentionSeverity, Found,
    FoundKind, LastChange, MonthCost, NameAt, NamesAt, Overview, Renewal, RenewalKind, ZoneList,
    ZoneRow,
};
pub use event::{Event, EventKind, EventStream};
pub use hosted::{HostedEvent, HostedPlace};
pub use journal::{JournalEntry, JournalFilter, JournalProgress};
pub use name_server::{NameServerCounters, NameServerView, SecondaryView, ServedZoneView, Serving};
pub use order::{
    Confirmation, Direct, NewServerInput, Order, OrderDetails, OrderFilter, OrderRequest,
    OrderStep, PayingSubscription, PurchaseInput, QuoteView, RenewalInput, RestoreInput,
    SpendingView, Spent, SubscriptionInput, TransferInput,
};
pub use registrar::{
    AccountSync, ChildNameserverInput, DomainOverview, DomainQuery, PaidBy, PriceFilter, PriceList,
    PriceRow, SyncedDomain,
};
pub use reseller::{
    Balance, CreditInput, CreditMoved, Customer, CustomerCaller, CustomerDomain, CustomerFilter,
    CustomerInput, CustomerKey, CustomerKeyView, CustomerView, ExchangeRate, LedgerCheck,
    LedgerKind, LedgerRow, LedgerTransaction, LookedUp, Mismatch, NameState, NewCustomerKey,
    PreviewQuery, PreviewedAccount, PreviewedPrice, PricePreview, ResellerDomain, ResellerHeaders,
    ResellerOrder, ResellerRequest, ResellerStanding, Route, Sale, SaleQuery, SaleState, SaleView,
    Statement, StatementPeriod, StoredPriceRule, TldSale,
};
pub use resolver::{Addresses, Resolver};
pub use server::RecreateInput;
pub use setec_drivers::{LocalTransfers, TransferKey};
pub use setec_provider::dns::{ZoneInfo, ZoneSnapshot};
pub use setec_provider::domains::Switch;
pub use setec_provider::servers::Power;
pub use setec_store::{Origin, Outcome, Role};
pub use tag::{TagEdit, TagTarget, TagUse, Tagged};
pub use user::{NewUserInput, UserView};

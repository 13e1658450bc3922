//! Addresses of ALIAS targets that are not in our zones.

use std::net::{Ipv4Addr, Ipv6Addr};

use setec_core::dns::Name;

/// Addresses of a name, as a resolver found them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AliasAddresses {
    /// Its A records.
    pub v4: Vec<Ipv4Addr>,
    /// Its AAAA records.
    pub v6: Vec<Ipv6Addr>,
    /// How long they may be kept, in seconds.
    pub ttl: u32,
}

/// Finds addresses of names of other people's zones. It is asked while the zones are locked for
/// reading, so it must not use [`Zones`](crate::Zones) itself.
pub trait AliasResolver: Send + Sync {
    /// What is known of the name now. It must not wait: it is asked while queries are answered, so
    /// it gives what it keeps and looks the rest up behind. `None` makes the answer SERVFAIL, so
    /// that the client asks again; a name without addresses is `Some` with empty lists.
    fn addresses(&self, target: &Name) -> Option<AliasAddresses>;
}

//! What a server and a zone can be told.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use setec_core::dns::Name;

use crate::{AliasResolver, TsigKey};

/// What holds as long as a server runs.
#[derive(Clone)]
pub struct ServerConfig {
    /// Addresses that UDP and TCP are served on; port 0 takes a free one.
    pub listen: Vec<SocketAddr>,
    /// Threads per address that answer UDP; `None` takes one per processor.
    pub udp_threads: Option<usize>,
    /// How many like answers a client may get; `None` sets no limit.
    pub rate_limit: Option<RateLimit>,
    /// Bounds of TCP.
    pub tcp: TcpLimits,
    /// The secret of DNS cookies (RFC 9018), the same on all servers of an anycast address; `None`
    /// takes a random one.
    pub cookie_secret: Option<[u8; 16]>,
    /// Finds addresses of ALIAS targets outside our zones; without it such names are SERVFAIL.
    pub aliases: Option<Arc<dyn AliasResolver>>,
}

/// Response rate limiting: bounds what can be reflected at a forged source address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLimit {
    /// Like answers (one name, or one zone's NXDOMAIN, referrals or errors) per second and network.
    pub responses_per_second: u32,
    /// Seconds' worth of answers that a network may have at once before it is limited.
    pub burst_seconds: u32,
    /// Each so-many-th limited answer is sent truncated, which a real client repeats over TCP;
    /// 1 sends all of them so, 0 none.
    pub slip: u32,
    /// Bits of an IPv4 address that make the network.
    pub prefix_v4: u8,
    /// Bits of an IPv6 address that make the network.
    pub prefix_v6: u8,
    /// Networks that are not limited.
    pub exempt: Vec<IpNet>,
}

/// Bounds of TCP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TcpLimits {
    /// Connections at one time.
    pub connections: usize,
    /// Connections at one time from one address.
    pub connections_per_client: usize,
    /// How long a connection may wait for a query, or for the client to read.
    pub idle: Duration,
    /// Zone transfers at one time.
    pub transfers: usize,
}

/// Who may transfer a zone and who is told of its changes.
#[derive(Debug, Clone, Default)]
pub struct ZonePolicy {
    /// Who may transfer it.
    pub transfer: TransferRule,
    /// Secondaries that are told of changes.
    pub notify: Vec<NotifyTarget>,
}

/// Who may transfer a zone. With both lists empty nobody may; with both filled a client needs both.
#[derive(Debug, Clone, Default)]
pub struct TransferRule {
    /// Networks that may; empty means any, if signed.
    pub networks: Vec<IpNet>,
    /// Keys of which one must sign; empty means none is needed.
    pub keys: Vec<TsigKey>,
}

/// A secondary that is told of changes.
#[derive(Debug, Clone)]
pub struct NotifyTarget {
    /// Where it listens.
    pub address: SocketAddr,
    /// Signs the message.
    pub key: Option<TsigKey>,
}

impl Default for ServerConfig {
    /// Port 5353 on all addresses of both families.
    fn default() -> Self {
        Self {
            listen: vec![
                SocketAddr::from(([0, 0, 0, 0], 5353)),
                SocketAddr::from(([0_u16; 8], 5353)),
            ],
            udp_threads: None,
            rate_limit: Some(RateLimit::default()),
            tcp: TcpLimits::default(),
            cookie_secret: None,
            aliases: None,
        }
    }
}

impl Default for RateLimit {
    fn default() -> Self {
        let loopback = [
            IpNet::from(IpAddr::from([127, 0, 0, 1])),
            IpNet::from(IpAddr::from([0_u16, 0, 0, 0, 0, 0, 0, 1])),
        ];
        Self {
            responses_per_second: 20,
            burst_seconds: 15,
            slip: 2,
            prefix_v4: 24,
            prefix_v6: 56,
            exempt: loopback.into(),
        }
    }
}

impl Default for TcpLimits {
    fn default() -> Self {
        Self {
            connections: 1_000,
            connections_per_client: 50,
            idle: Duration::from_secs(10),
            transfers: 10,
        }
    }
}

impl TransferRule {
    /// Whether a client at that address, with that key's signature, may transfer.
    pub(crate) fn allows(&self, source: IpAddr, key: Option<&Name>) -> bool {
        if self.networks.is_empty() && self.keys.is_empty() {
            return false;
        }
        let source = source.to_canonical();
        let from_network = self.networks.is_empty()
            || self
                .networks
                .iter()
                .any(|network| network.contains(&source));
        let signed = self.keys.is_empty()
            || key.is_some_and(|key| self.keys.iter().any(|known| known.name() == key));
        from_network && signed
    }
}

#[cfg(test)]
mod tests {
    use super::TransferRule;
    use crate::TsigKey;

    #[test]
    fn a_rule_without_lists_allows_nobody() {
        let key = TsigKey::new("k.example".parse().unwrap(), "hmac-sha256", b"s").unwrap();
        let (name, other) = (key.name().clone(), "other.example".parse().unwrap());
        let near = "192.0.2.9".parse().unwrap();
        let mapped = "::ffff:192.0.2.9".parse().unwrap();
        let far = "198.51.100.1".parse().unwrap();
        let networks = || vec!["192.0.2.0/24".parse().unwrap()];
        let rule = |networks, keys| TransferRule { networks, keys };
        assert!(!rule(vec![], vec![]).allows(near, Some(&name)));
        assert!(rule(networks(), vec![]).allows(near, None));
        assert!(rule(networks(), vec![]).allows(mapped, None));
        assert!(!rule(networks(), vec![]).allows(far, None));
        assert!(rule(vec![], vec![key.clone()]).allows(far, Some(&name)));
        assert!(!rule(vec![], vec![key.clone()]).allows(far, Some(&other)));
        assert!(!rule(vec![], vec![key.clone()]).allows(near, None));
        assert!(rule(networks(), vec![key.clone()]).allows(near, Some(&name)));
        assert!(!rule(networks(), vec![key]).allows(far, Some(&name)));
    }
}

//! What stands beside an answer, or in its place: SOA records, referrals, addresses of name servers.

use domain::base::iana::{OptRcode, Rtype};

use super::exchange::Verdicts;
use super::limit::subject;
use super::resolve::Resolver;
use crate::message::{Full, HEADER, Owner, Section};
use crate::name::is_in;
use crate::zone::{Cut, Found, NodeId, Place, ServedZone, Set};

impl Resolver<'_, '_, '_> {
    /// The SOA says how long the absence may be kept (RFC 2308 section 3).
    pub(super) fn negative(
        &mut self,
        zone: &ServedZone,
        rcode: OptRcode,
        subject: u64,
    ) -> Result<Verdicts, Full> {
        let soa = zone.soa();
        // Whoever looks for the apex by asking for SOA is not to keep where it is not: what BIND
        // calls `zero-no-soa-ttl`.
        let ttl = if self.is(Rtype::SOA) && rcode == OptRcode::NXDOMAIN {
            0
        } else {
            zone.negative_ttl()
        };
        let owner = self.above(zone.store.apex());
        let records = zone.store.records_of(soa);
        self.writer
            .set(Section::Authority, owner, soa.rtype, ttl, records)?;
        Ok(Verdicts { rcode, subject })
    }

    /// The name servers of the zone below, with their addresses as far as this zone has them.
    pub(super) fn referral(&mut self, zone: &ServedZone, cut: NodeId) -> Result<Verdicts, Full> {
        let store = &zone.store;
        let child = store.name(cut);
        let Some(servers) = store.set(cut, Rtype::NS.to_int()) else {
            return Ok(Verdicts::error(OptRcode::SERVFAIL));
        };
        let owner = self.above(child);
        let records = store.records_of(servers);
        self.writer.set(
            Section::Authority,
            owner,
            servers.rtype,
            servers.ttl,
            records,
        )?;
        for server in store.records_of(servers) {
            // What this zone has with authority is asked for like any other address.
            let place = is_in(server, store.apex()).then(|| store.locate(server));
            let Some(Place {
                cut: Some(Cut::Delegation(_)),
                found: Found::Node(node),
            }) = place
            else {
                continue;
            };
            for rtype in [Rtype::A, Rtype::AAAA] {
                let written = self.add_addresses(zone, server, node, rtype);
                // RFC 9471: without addresses below the cut nobody gets there.
                if written == Err(Full) && is_in(server, child) {
                    return Err(Full);
                }
            }
        }
        Ok(Verdicts {
            rcode: OptRcode::NOERROR,
            subject: subject::below(child),
        })
    }

    /// The addresses of name servers that were asked for, as far as there is room.
    pub(super) fn add_servers(&mut self, zone: &ServedZone, servers: Set) {
        let store = &zone.store;
        for server in store.records_of(servers) {
            let Some(node) = store.find(server) else {
                continue;
            };
            for rtype in [Rtype::A, Rtype::AAAA] {
                // What does not fit is asked for by whoever wants it.
                let _ = self.add_addresses(zone, server, node, rtype);
            }
        }
    }

    fn add_addresses(
        &mut self,
        zone: &ServedZone,
        server: &[u8],
        node: NodeId,
        rtype: Rtype,
    ) -> Result<(), Full> {
        let Some(set) = zone.store.set(node, rtype.to_int()) else {
            return Ok(());
        };
        let records = zone.store.records_of(set);
        let owner = Owner::Name(server);
        self.writer
            .set(Section::Additional, owner, set.rtype, set.ttl, records)
    }

    /// The owner of a name at or above the one of the question, as a pointer if it can be.
    pub(super) fn above<'n>(&self, name: &'n [u8]) -> Owner<'n> {
        let question = self.question.name.as_slice();
        let skipped = question.len().saturating_sub(name.len());
        if !self.is_chain
            && question.ends_with(name)
            && let Ok(place) = u16::try_from(HEADER + skipped)
        {
            return Owner::At(place);
        }
        Owner::Name(name)
    }
}

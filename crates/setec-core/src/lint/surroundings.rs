//! What a zone itself does not tell.

use std::fmt;

use crate::dns::Name;

/// What is known around a zone; everything is optional.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The name servers that the registrar has for the domain.
    pub registrar_nameservers: Option<&'a [Name]>,
    /// The certificate authority in use by its CAA domain, such as `letsencrypt.org`.
    pub issuer: Option<&'a str>,
    /// The SPF record of a name outside the zone.
    pub spf: &'a dyn Fn(&Name) -> Spf,
}

/// What is known of the SPF record of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spf {
    /// Nobody has looked.
    Unknown,
    /// Its text.
    Record(String),
    /// There is none.
    Missing,
    /// It could not be looked up, and why.
    Failed(String),
}

impl Default for Surroundings<'_> {
    /// Nothing is known.
    fn default() -> Self {
        Self {
            registrar_nameservers: None,
            issuer: None,
            spf: &|_| Spf::Unknown,
        }
    }
}

impl fmt::Debug for Surroundings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings")
            .field("registrar_nameservers", &self.registrar_nameservers)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

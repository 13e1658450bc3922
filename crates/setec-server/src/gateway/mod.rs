//! Other protocols beside the REST API. Each translates its words into the app's, and back.

pub(crate) mod domains_reseller;

//! Credentials that are made for each call.

use http::HeaderMap;

use crate::http::Reply;

/// Makes the credentials of each call, right before it goes: after the wait for the account's
/// budget, and anew for each repeat.
pub trait Sign: std::fmt::Debug + Send + Sync {
    /// The headers that prove who calls.
    fn headers(&self) -> HeaderMap;

    /// Other headers, where a refusal (401 or 403) may come from the first ones being made for
    /// another time than the vendor's; `None` where others would be no better.
    ///
    /// A vendor looks at credentials before anything else, so a call that was refused for them has
    /// done nothing, and sending it once more is safe for orders as well.
    fn headers_after(&self, sent: &HeaderMap, refusal: &Reply) -> Option<HeaderMap>;
}

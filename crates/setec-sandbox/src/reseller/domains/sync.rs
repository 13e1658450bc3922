use serde_json::json;

use crate::reseller::date::sync_day;
use crate::reseller::estate::{Holding, State};
use crate::reseller::refusal::{Answer, ok};
use crate::reseller::routes::Ask;

/// `POST sync`.
pub(in crate::reseller) fn sync(holding: &mut Holding, ask: &Ask) -> Answer {
    let is_here = holding.state == State::Active;
    let is_expired = is_here && holding.expires <= ask.now;
    let is_cancelled = matches!(holding.state, State::Cancelled | State::TransferFailed(_));
    let mut fields = json!({
        "active": is_here && !is_expired,
        "expired": is_expired,
        "transferredAway": holding.state == State::TransferredAway,
    });
    if is_here || holding.state == State::TransferredAway {
        fields["expirydate"] = json!(sync_day(ask, holding.expires));
    }
    // Other registrar modules do not have the key at all.
    if is_cancelled {
        fields["cancelled"] = json!(true);
    }
    ok(fields)
}

/// `POST transfersync`: PHP's empty array while nothing is decided.
pub(in crate::reseller) fn transfer_sync(holding: &mut Holding, ask: &Ask) -> Answer {
    ok(match &holding.state {
        State::TransferFailed(reason) => json!({"failed": true, "reason": reason}),
        State::Active => json!({
            "completed": true,
            "expirydate": sync_day(ask, holding.expires),
        }),
        State::Pending | State::PendingTransfer | State::TransferredAway | State::Cancelled => {
            json!([])
        }
    })
}

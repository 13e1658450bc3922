use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::UnknownWord;

/// How far an order has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum OrderState {
    /// Checked and priced; nobody has agreed to it yet.
    Quoted,
    /// Agreed to; nothing has left for the provider.
    Confirmed,
    /// It may have left for the provider, and no answer is written down.
    Sent,
    /// The provider has carried it out.
    Completed,
    /// It was never sent, or the provider has certainly not carried it out.
    Failed,
    /// The answer was lost, or says too little: the provider is asked until it is certain.
    Unknown,
}

impl OrderState {
    /// Every state, in the order of an order's life.
    pub const ALL: [Self; 6] = [
        Self::Quoted,
        Self::Confirmed,
        Self::Sent,
        Self::Completed,
        Self::Failed,
        Self::Unknown,
    ];

    /// Whether an order may go from this state to the next one.
    ///
    /// No way leads back, and none to `sent` but from `confirmed`: that is what makes an order
    /// leave once at most.
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Quoted => matches!(next, Self::Confirmed | Self::Failed),
            Self::Confirmed => matches!(next, Self::Sent | Self::Failed),
            Self::Sent => matches!(next, Self::Completed | Self::Failed | Self::Unknown),
            Self::Unknown => matches!(next, Self::Completed | Self::Failed),
            Self::Completed | Self::Failed => false,
        }
    }

    /// The states from which this one may be reached.
    pub fn sources(self) -> Vec<Self> {
        let mut sources = Self::ALL.to_vec();
        sources.retain(|from| from.may_become(self));
        sources
    }

    /// Whether nothing will change any more.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Completed | Self::Failed)
    }

    /// The word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quoted => "quoted",
            Self::Confirmed => "confirmed",
            Self::Sent => "sent",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for OrderState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for OrderState {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|state| state.as_str() == word).ok_or(UnknownWord)
    }
}

#[cfg(test)]
mod tests {
    use super::OrderState::{self, Completed, Confirmed, Failed, Quoted, Sent, Unknown};

    #[test]
    fn an_order_leaves_once_at_most() {
        assert_eq!(Sent.sources(), [Confirmed]);
        walk(Quoted, 0);
    }

    /// Whatever way an order takes, it meets `sent` once.
    fn walk(state: OrderState, sent: usize) {
        assert!(sent <= 1);
        for next in OrderState::ALL {
            if state.may_become(next) {
                walk(next, sent + usize::from(next == Sent));
            }
        }
    }

    #[test]
    fn every_way_ends_settled() {
        for state in OrderState::ALL {
            let ends = !OrderState::ALL
                .into_iter()
                .any(|next| state.may_become(next));
            assert_eq!(ends, state.is_settled(), "{state}");
            assert_eq!(state.as_str().parse(), Ok(state));
        }
        assert!(Unknown.may_become(Completed) && Unknown.may_become(Failed));
        assert!(!Failed.may_become(Sent) && !Unknown.may_become(Sent));
    }
}

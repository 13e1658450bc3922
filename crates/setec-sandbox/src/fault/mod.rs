//! Faults by switch: what the simulators share of them.

mod keys;
mod meter;

use std::fmt::{self, Display};
use std::str::FromStr;

use chrono::{DateTime, Utc};
use http::Method;

pub use keys::UnknownFault;

pub(crate) use keys::Keys;
pub(crate) use meter::{Meter, Standing};

/// Something that goes wrong, and for which requests.
///
/// Written `name[:key=value[,key=value...]]`; `times=N`, `on=METHOD` and `path=SUBSTRING` choose
/// the requests, other keys belong to the fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault<E> {
    effect: E,
    times: Option<u32>,
    method: Option<Method>,
    path: Option<String>,
}

/// What can go wrong in one simulator.
pub trait FaultEffect: Clone {
    /// The names of all effects, each with one line of help.
    const HELP: &'static [(&'static str, &'static str)];

    /// The effect of a name, which takes its keys.
    fn read(name: &str, keys: &mut Keys<'_>) -> Result<Self, UnknownFault>;

    /// The name, and the keys as they are written.
    fn words(&self) -> (&'static str, Option<String>);

    /// The verbs that are hit unless `on=` says otherwise.
    fn concerns(&self, method: &Method) -> bool;

    /// The paths that are hit unless `path=` says otherwise.
    fn concerns_path(&self, path: &str) -> bool;

    /// Counts a hit, for effects that begin above a number of calls.
    fn count(&mut self, meter: &mut Meter, now: DateTime<Utc>);
}

/// A fault with the number of requests that it will still hit.
#[derive(Debug)]
pub(crate) struct Armed<E> {
    fault: Fault<E>,
    left: Option<u32>,
    meter: Meter,
}

impl<E: FaultEffect> Fault<E> {
    /// The names of all faults, each with one line of help.
    pub fn all() -> &'static [(&'static str, &'static str)] {
        E::HELP
    }

    fn hits(&self, method: &Method, path: &str) -> bool {
        let verb = match &self.method {
            Some(wanted) => wanted == method,
            None => self.effect.concerns(method),
        };
        let part = match &self.path {
            Some(part) => path.contains(part.as_str()),
            None => self.effect.concerns_path(path),
        };
        verb && part
    }
}

impl<E: FaultEffect> Armed<E> {
    pub(crate) fn new(fault: Fault<E>) -> Self {
        let left = fault.times;
        let meter = Meter::default();
        Self { fault, left, meter }
    }

    /// Counts a hit, if this request is one.
    pub(crate) fn strike(&mut self, method: &Method, path: &str, now: DateTime<Utc>) -> Option<E> {
        if self.left == Some(0) || !self.fault.hits(method, path) {
            return None;
        }
        self.left = self.left.map(|left| left - 1);
        let mut effect = self.fault.effect.clone();
        effect.count(&mut self.meter, now);
        Some(effect)
    }
}

impl<E: FaultEffect> FromStr for Fault<E> {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text).map_err(|error| error.among(E::HELP))
    }
}

fn read<E: FaultEffect>(text: &str) -> Result<Fault<E>, UnknownFault> {
    let (name, rest) = text.split_once(':').unwrap_or((text, ""));
    let mut keys = Keys::parse(rest)?;
    let times = keys.take("times")?;
    let method = match keys.text("on") {
        Some(verb) => Some(
            Method::from_bytes(verb.to_ascii_uppercase().as_bytes())
                .map_err(|_| UnknownFault::new(format!("`{verb}` is no HTTP method")))?,
        ),
        None => None,
    };
    let path = keys.text("path").map(str::to_owned);
    let effect = E::read(name.trim(), &mut keys)?;
    keys.finish(name)?;
    Ok(Fault {
        effect,
        times,
        method,
        path,
    })
}

impl<E: FaultEffect> Display for Fault<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, own) = self.effect.words();
        let filters = [
            self.times.map(|times| format!("times={times}")),
            self.method.as_ref().map(|method| format!("on={method}")),
            self.path.as_ref().map(|path| format!("path={path}")),
        ];
        let keys: Vec<String> = own
            .into_iter()
            .chain(filters.into_iter().flatten())
            .collect();
        f.write_str(name)?;
        if !keys.is_empty() {
            write!(f, ":{}", keys.join(","))?;
        }
        Ok(())
    }
}

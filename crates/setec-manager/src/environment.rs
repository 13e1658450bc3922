//! The only place that reads environment variables.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The environment's variables as they were at the start.
#[derive(Default)]
pub(crate) struct Environment(BTreeMap<String, String>);

impl Environment {
    /// The process's own; what is not UTF-8 is none of ours.
    pub(crate) fn read() -> Self {
        Self(
            std::env::vars_os()
                .filter_map(|(name, value)| {
                    Some((name.into_string().ok()?, value.into_string().ok()?))
                })
                .collect(),
        )
    }

    /// A variable that is set and not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// The folder of the user's configuration.
    pub(crate) fn config_home(&self) -> Option<PathBuf> {
        let set = self.get("XDG_CONFIG_HOME").map(PathBuf::from);
        set.filter(|path| path.is_absolute())
            .or_else(|| Some(PathBuf::from(self.get("HOME")?).join(".config")))
    }
}

#[cfg(test)]
impl<const N: usize> From<[(&str, &str); N]> for Environment {
    fn from(variables: [(&str, &str); N]) -> Self {
        Self(
            variables
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
        )
    }
}

//! What lint found.

use crate::dns::{Name, RecordType};
use crate::lint::Fix;
use crate::plan::Change;

/// How bad a finding is; the worst comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something does not work, or servers refuse it.
    Error,
    /// It works by luck, or not for everybody.
    Warning,
    /// Legal, but worth a look.
    Notice,
}

/// One fault of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's stable word, such as `cname-beside-data`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The owner of the records at fault.
    pub name: Name,
    /// The type of the record set at fault, where it is one set.
    pub rtype: Option<RecordType>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    /// What mends it, where one way is likely to be meant.
    pub fix: Option<Fix>,
}

impl Finding {
    pub(super) fn new(
        rule: &'static str,
        severity: Severity,
        name: &Name,
        rtype: impl Into<Option<RecordType>>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity,
            name: name.clone(),
            rtype: rtype.into(),
            message: message.into(),
            advice: advice.into(),
            fix: None,
        }
    }

    /// The same with what mends it; none where there are no changes.
    pub(super) fn with_fix(
        self,
        label: impl Into<String>,
        changes: impl IntoIterator<Item = Change>,
    ) -> Self {
        let changes: Vec<Change> = changes.into_iter().collect();
        let fix = (!changes.is_empty()).then(|| Fix {
            label: label.into(),
            changes,
        });
        Self { fix, ..self }
    }
}

//! What lint found.

use serde::{Serialize, Serializer};

use crate::dns::{Name, RecordSet, RecordType, Ttl};
use crate::plan::Change;

/// How bad a finding is; the worst comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Severity {
    /// Something does not work, or servers refuse it.
    Error,
    /// It works by luck, or not for everybody.
    Warning,
    /// Legal, but worth a look.
    Notice,
}

/// One fault of a zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// The rule's stable word, such as `cname-beside-data`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The owner of the records at fault.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub name: Name,
    /// The type of the record set at fault, where it is one set.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub rtype: Option<RecordType>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    /// The change that mends it, where only one makes sense.
    #[serde(serialize_with = "serialize_fix")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub fix: Option<Change>,
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

    pub(super) fn with_fix(self, fix: Option<Change>) -> Self {
        Self { fix, ..self }
    }
}

#[derive(Serialize)]
struct ShownFix<'a> {
    action: &'static str,
    name: &'a Name,
    #[serde(rename = "type")]
    rtype: RecordType,
    before: Option<ShownSet>,
    after: Option<ShownSet>,
}

#[derive(Serialize)]
struct ShownSet {
    ttl: Ttl,
    values: Vec<String>,
}

impl From<&RecordSet> for ShownSet {
    fn from(set: &RecordSet) -> Self {
        Self {
            ttl: set.ttl,
            values: set.values().iter().map(ToString::to_string).collect(),
        }
    }
}

#[expect(clippy::ref_option, reason = "serde hands over the field by reference")]
fn serialize_fix<S: Serializer>(fix: &Option<Change>, serializer: S) -> Result<S::Ok, S::Error> {
    let shown = fix.as_ref().map(|change| ShownFix {
        action: match change {
            Change::Create(_) => "create",
            Change::Replace { .. } => "replace",
            Change::Delete(_) => "delete",
        },
        name: &change.key().name,
        rtype: change.key().rtype,
        before: change.before().map(ShownSet::from),
        after: change.after().map(ShownSet::from),
    });
    shown.serialize(serializer)
}

//! Checks recorded exchanges against the vendor's published OpenAPI document.

mod operation;
mod schema;

use std::env;
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::hostinger::Exchange;
use operation::Operation;

// Answers that were seen live and that the document does not list (spec 1.1).
const SEEN_LIVE: [u16; 12] = [402, 403, 404, 405, 422, 428, 429, 500, 502, 503, 504, 530];

/// The published document, ready to check with.
pub struct Contract {
    operations: Vec<Operation>,
}

/// Why a document cannot be checked with.
#[derive(Debug)]
pub enum LoadError {
    Io(std::io::Error),
    Json(serde_json::Error),
    Schema(String),
}

/// The document: `SETEC_HOSTINGER_OPENAPI`, or the copy beside the workspace.
pub fn find() -> Option<PathBuf> {
    let path = env::var_os("SETEC_HOSTINGER_OPENAPI").map_or_else(
        || {
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../../../shared/specs/hostinger-openapi.json")
        },
        PathBuf::from,
    );
    path.is_file().then_some(path)
}

impl Contract {
    /// Reads a document and compiles its schemas.
    pub fn load(path: &Path) -> Result<Self, LoadError> {
        let text = std::fs::read_to_string(path).map_err(LoadError::Io)?;
        let document: Value = serde_json::from_str(&text).map_err(LoadError::Json)?;
        let mut operations = Vec::new();
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for (verb, body) in item.as_object().into_iter().flatten() {
                if ["get", "post", "put", "patch", "delete"].contains(&verb.as_str()) {
                    let operation = Operation::read(&document, path, verb, item, body)
                        .map_err(LoadError::Schema)?;
                    operations.push(operation);
                }
            }
        }
        Ok(Self { operations })
    }

    /// Every method and path template of the document.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &str)> {
        self.operations
            .iter()
            .map(|operation| (operation.method.as_str(), operation.path.as_str()))
    }

    /// What the document would object to in a request and in its answer.
    pub fn check(&self, exchange: &Exchange) -> Vec<String> {
        let label = format!("{} {}", exchange.method, exchange.path);
        let Some(operation) = self.operation(exchange) else {
            return vec![format!("{label}: no such operation")];
        };
        let mut problems = Vec::new();
        operation.check_query(exchange.query.as_deref(), &mut problems);
        operation.check_request(exchange, &mut problems);
        if exchange.status == 200 {
            operation.check_answer(exchange, &mut problems);
        } else if !operation.allows(exchange.status) {
            problems.push(format!("status {} is not documented", exchange.status));
        }
        problems
            .into_iter()
            .map(|problem| format!("{label}: {problem}"))
            .collect()
    }

    /// The operation with the most literal path that matches.
    fn operation(&self, exchange: &Exchange) -> Option<&Operation> {
        self.operations
            .iter()
            .filter(|operation| operation.method == exchange.method)
            .filter_map(|operation| Some((operation.likeness(&exchange.path)?, operation)))
            .max_by_key(|(likeness, _)| *likeness)
            .map(|(_, operation)| operation)
    }
}

impl Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(_) => f.write_str("the OpenAPI document cannot be read"),
            Self::Json(_) => f.write_str("the OpenAPI document is not JSON"),
            Self::Schema(problem) => write!(f, "the OpenAPI document has a bad schema: {problem}"),
        }
    }
}

impl std::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Json(error) => Some(error),
            Self::Schema(_) => None,
        }
    }
}

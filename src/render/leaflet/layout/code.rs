//! Codes that a telephone reads.

use serde_json::{Value, json};

use crate::media::qr;

/// Returns the code of `address` for the templates: modules along a side, rows of dark runs.
pub fn code(address: &str, alt: &str) -> Option<Value> {
    let modules = qr::modules(address)?;
    let runs: Vec<[usize; 4]> =
        modules.runs().iter().map(|run| [run.y, run.x, run.width, run.height]).collect();
    Some(json!({"url": address, "n": modules.size, "runs": runs, "alt": alt}))
}

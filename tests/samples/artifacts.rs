//! Outputs without a site.

use pufa::render::{Artifacts, Body, OutputPath};

/// Makes artifacts from paths and texts.
pub fn artifacts(files: &[(&str, &str)]) -> Artifacts {
    let mut artifacts = Artifacts::default();
    for (path, text) in files {
        let path = OutputPath::new(path).expect("a good path");
        artifacts.insert(path, Body::Text((*text).to_owned())).expect("a free path");
    }
    artifacts
}

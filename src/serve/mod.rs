//! `pufa serve`: the site in a browser, fresh after each save.
//!
//! A thread waits for changes and builds; the server answers from the last state. Neither waits for the other: a slow
//! browser holds its old state as long as it likes. Nothing is written to the disk but the cache.

pub mod preview;

pub mod guard;
pub mod http;
pub mod proof;
pub mod snapshot;
pub mod watch;

mod connections;
mod content_type;
mod respond;
mod route;

/// Where pages get the script that keeps them fresh.
const CLIENT_PATH: &str = "/__pufa/client.js";

/// Where that script hears of changes.
const LIVE_PATH: &str = "/__pufa/live";

/// Where that script asks which leaflets a page has.
const LEAFLETS_PATH: &str = "/__pufa/leaflets";

/// Where their pictures are.
const LEAFLET_PATH: &str = "/__pufa/leaflet.png";

//! The clock, looked at in this one place.

use std::env;

use jiff::{Timestamp, civil::Date};

use crate::config::Now;

/// Returns the day that was named, else the moment of `SOURCE_DATE_EPOCH`, else this one.
pub fn now(named: Option<Date>) -> Now {
    if let Some(day) = named {
        return Now::Day(day);
    }
    // Packagers set it, so that what is built from equal inputs is equal: https://reproducible-builds.org/specs/source-date-epoch/.
    let epoch = env::var("SOURCE_DATE_EPOCH").ok();
    let epoch = epoch.and_then(|it| Timestamp::from_second(it.parse().ok()?).ok());
    Now::Instant(epoch.unwrap_or_else(Timestamp::now))
}

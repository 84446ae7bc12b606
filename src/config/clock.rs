//! The day of the build.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::{diag::Sink, settings::Keys};

/// When a site is built, as its caller says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Now {
    /// On this day.
    Day(Date),
    /// At this moment; the site's time zone tells the day.
    Instant(Timestamp),
}

impl From<Date> for Now {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

/// Returns the site's time zone.
pub fn zone(keys: &mut Keys<'_>, sink: &mut Sink) -> TimeZone {
    let written = keys.text("timezone", sink);
    let name = written.as_ref().map_or("Asia/Shanghai", |it| it.value.as_str());
    TimeZone::get(name).unwrap_or_else(|_| {
        if let Some(written) = &written
            && written.value != "Asia/Shanghai"
        {
            sink.config_timezone(written.span, &written.value);
        }
        // China has had one time, eight hours east and without summer time, since 1991.
        TimeZone::fixed(jiff::tz::offset(8))
    })
}

/// Returns the day in a time zone.
pub fn day(zone: &TimeZone, now: Now) -> Date {
    match now {
        Now::Day(day) => day,
        Now::Instant(moment) => zone.to_datetime(moment).date(),
    }
}

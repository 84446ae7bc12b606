//! Campaign days: what the site speaks of on fixed days of every year.

use jiff::civil::Date;

use crate::{
    data::{
        column::{Column, Kind},
        schema::{Fields, Record, Schema},
        value,
    },
    diag::Sink,
    source::Span,
};

/// A day on which the site teaches law in the open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// 1 to 12.
    pub month: i8,
    /// Of the month; 29 February is possible.
    pub day: i8,
    /// As shown.
    pub name: String,
    /// A page about it, from `content/`, without `.md`; may be empty.
    pub page: String,
    /// Where the page is written, or the day.
    pub span: Span,
}

impl Record for Campaign {
    const SCHEMA: Schema = Schema {
        row: ["宣传日", "campaign day"],
        columns: &[
            Column::new("name", "名称", Kind::Text).or(&["名字"]).required(),
            Column::new("date", "日期", Kind::MonthDay),
            Column::new("month", "月", Kind::Number(1, 12)).or(&["月份"]),
            Column::new("day", "日", Kind::Number(1, 31)),
            Column::new("page", "文章", Kind::Path).or(&["页面"]),
        ],
        example: "[[day]]\nmonth = 3\nday = 8\nname = \"国际妇女节\"\npage = \"learn/march-8\"",
    };

    fn from_fields(fields: &Fields<'_>, sink: &mut Sink) -> Option<Self> {
        let (month, day) = match fields.month_day("date") {
            Some(day) => {
                told_two_days(fields, day, sink);
                day
            }
            None => month_and_day(fields, sink)?,
        };
        Some(Self {
            month,
            day,
            name: fields.text("name"),
            page: fields.text("page"),
            span: fields.span_of("page"),
        })
    }
}

/// Tells of a day that is written in both ways, and differently.
fn told_two_days(fields: &Fields<'_>, (month, day): (i8, i8), sink: &mut Sink) {
    for (key, value) in [("month", month), ("day", day)] {
        if let Some(other) = fields.number(key).filter(|it| i8::try_from(*it) != Ok(value)) {
            return sink.record_two_days(fields.span_of(key), (month, day), other);
        }
    }
}

/// Reads the two columns, where the day does not stand in one.
fn month_and_day(fields: &Fields<'_>, sink: &mut Sink) -> Option<(i8, i8)> {
    let part = |key: &str| fields.number(key).and_then(|it| i8::try_from(it).ok());
    if !(fields.is_written("date") || fields.is_written("month") && fields.is_written("day")) {
        sink.record_without_day(fields.span);
    }
    let (month, day) = (part("month")?, part("day")?);
    if value::is_day_of_year(month, day) {
        return Some((month, day));
    }
    sink.record_no_such_day(fields.span_of("day"), month.into(), day.into());
    None
}

impl Campaign {
    /// Returns its first date from `now` on; none in the last years that dates have.
    fn next(&self, now: Date) -> Option<Date> {
        // 29 February comes after eight years at the latest.
        let years = now.year()..=now.year().saturating_add(8);
        years.filter_map(|year| Date::new(year, self.month, self.day).ok()).find(|it| *it >= now)
    }
}

/// Returns the campaign that comes next, with its date.
pub fn next(campaigns: &[Campaign], now: Date) -> Option<(Date, &Campaign)> {
    let dated = campaigns.iter().filter_map(|it| Some((it.next(now)?, it)));
    dated.min_by_key(|it| it.0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Campaign, next};
    use crate::{data, diag::Sink, source::Source};

    fn read(text: &str) -> (Vec<Campaign>, Vec<&'static str>) {
        let mut sink = Sink::default();
        let source = Source::new("data/campaigns.toml", text.as_bytes());
        let records = data::read_alone(&[source], &mut sink);
        (records.campaigns, sink.take().iter().map(|it| it.code).collect())
    }

    #[test]
    fn the_next_day_is_found_over_the_end_of_the_year() {
        let (campaigns, said) = read(
            "[[day]]\nmonth = 3\nday = 8\nname = \"妇女节\"\n[[day]]\ndate = \"12月4日\"\nname = \"宪法日\"\n[[day]]\nmonth = 2\nday = 29\nname = \"闰日\"\n",
        );
        assert!(said.is_empty(), "{said:?}");
        let on = |day| next(&campaigns, day).map(|(day, it)| (day, it.name.as_str()));
        assert_eq!(on(date(2026, 12, 4)), Some((date(2026, 12, 4), "宪法日")));
        assert_eq!(on(date(2026, 12, 5)), Some((date(2027, 3, 8), "妇女节")));
        assert_eq!(on(date(2028, 2, 1)), Some((date(2028, 2, 29), "闰日")));
        assert_eq!(on(date(9999, 12, 31)), None);
    }

    #[test]
    fn nothing_that_is_wrong_vanishes() {
        for (entry, code) in [
            ("month = 13\nday = 1\nname = \"一\"", "record/value"),
            ("month = 2\nday = 30\nname = \"一\"", "record/value"),
            ("month = \"三月\"\nday = 8\nname = \"一\"", "record/number"),
            ("day = 8\nname = \"一\"", "record/missing"),
            ("date = \"3-8\"\nmonth = 12\nday = 4\nname = \"一\"", "record/value"),
            ("date = \"3-8\"\nday = 4\nname = \"一\"", "record/value"),
            ("month = 3\nday = 8", "record/missing"),
            ("month = 3\nday = 8\nname = \"一\"\npage = \"../x\"", "record/path"),
            ("month = 3\nday = 8\nname = \"一\"\npage = \"//example.org\"", "record/path"),
            ("month = 3\nday = 8\nname = \"一\"\npage = \"javascript:x\"", "record/path"),
            ("month = 3\nday = 8\nname = \"一\"\npage = \"data:x\"", "record/path"),
            ("month = 3\nday = 8\nname = \"一\"\npage = \"a\\u0007b\"", "record/path"),
            ("month = 3\nday = 8\nname = \"一\"\nseite = \"x\"", "record/column"),
        ] {
            assert_eq!(read(&format!("[[day]]\n{entry}\n")).1, [code], "{entry}");
        }
        assert_eq!(read("day = 3\n").1, ["data/shape"]);
    }
}

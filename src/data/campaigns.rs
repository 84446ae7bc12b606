//! Campaign days, from `data/campaigns.toml`.

use jiff::civil::Date;

use crate::document::Value;

/// A day on which the site teaches law in the open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignDay {
    /// Its next date.
    pub date: Date,
    /// As shown.
    pub name: String,
    /// A page about it, from `content/`, without `.md`; may be empty.
    pub page: String,
}

/// Returns the campaign days from `now` on, the next one first.
pub fn campaign_days(data: &Value, now: Date) -> Vec<CampaignDay> {
    let Value::Table(table) = data else {
        return Vec::new();
    };
    let Some(Value::List(list)) = table.get("day") else {
        return Vec::new();
    };
    let mut days: Vec<CampaignDay> = list.iter().filter_map(|entry| day(entry, now)).collect();
    days.sort_by_key(|it| it.date);
    days
}

fn day(entry: &Value, now: Date) -> Option<CampaignDay> {
    let Value::Table(entry) = entry else {
        return None;
    };
    let number = |key: &str| match entry.get(key) {
        Some(Value::Integer(number)) => i8::try_from(*number).ok(),
        _ => None,
    };
    let text = |key: &str| match entry.get(key) {
        Some(Value::String(text)) => text.clone(),
        _ => String::new(),
    };
    let (month, day) = (number("month")?, number("day")?);
    let this_year = Date::new(now.year(), month, day).ok()?;
    let date = if this_year < now {
        Date::new(now.year() + 1, month, day).ok()?
    } else {
        this_year
    };
    Some(CampaignDay {
        date,
        name: text("name"),
        page: text("page"),
    })
}

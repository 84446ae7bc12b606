//! 爱心驿站: where leaflets are laid out. Which leaflets there are is not known here.

use std::collections::HashSet;

use crate::{
    address,
    data::{
        column::{Column, Kind},
        field::Entry,
        schema::{Fields, Record, Schema},
    },
    diag::Sink,
    path::OutputPath,
    pinyin::Pinyin,
    source::Span,
};

/// One station.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    /// Its name.
    pub name: String,
    /// Last part of its page's address.
    pub slug: String,
    /// Where it is.
    pub address: String,
    /// When it is open.
    pub hours: String,
    /// Whom to ask.
    pub contact: String,
    /// What is laid out.
    pub leaflets: Vec<Wish>,
    /// Where it is written.
    pub span: Span,
}

/// A leaflet that a station wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Page and format, as written: `rights/protection-order:trifold`.
    pub written: String,
    /// How many copies.
    pub copies: u32,
    /// Where it is written.
    pub span: Span,
}

/// Copies when none are named.
const DEFAULT_COPIES: u32 = 50;

/// Most copies of one leaflet; more is a slip of the hand.
const MAX_COPIES: u32 = 1_000_000;

impl Record for Station {
    const SCHEMA: Schema = Schema {
        row: ["驿站", "station"],
        columns: &[
            Column::new("name", "名称", Kind::Text)
                .or(&["名字", "站名", "驿站"])
                .required()
                .unique(),
            Column::new("slug", "网址", Kind::Slug).unique(),
            Column::new("address", "地址", Kind::Text).or(&["位置"]),
            Column::new("hours", "开放时间", Kind::Hours).or(&["时间"]),
            Column::new("contact", "联系方式", Kind::Text).or(&["联系人", "联系电话", "电话"]),
            Column::new("leaflets", "传单", Kind::List).or(&["leaflet"]),
            Column::new("copies", "份数", Kind::Number(1, MAX_COPIES as u64)).or(&["数量"]),
        ],
        example: "[[station]]\nname = \"桃溪站\"\nleaflets = [\"rights/a:trifold\"]\ncopies = 50",
    };

    fn from_fields(fields: &Fields<'_>, sink: &mut Sink) -> Option<Self> {
        let copies = fields.number("copies").and_then(|it| u32::try_from(it).ok());
        let copies = copies.unwrap_or(DEFAULT_COPIES);
        let wishes = fields.list("leaflets");
        Some(Self {
            leaflets: wishes.iter().flat_map(|it| self::wishes(it, copies, sink)).collect(),
            name: fields.text("name"),
            slug: fields.text("slug"),
            address: fields.text("address"),
            hours: fields.text("hours"),
            contact: fields.text("contact"),
            span: fields.span_of("name"),
        })
    }
}

/// Reads `rights/a:trifold`; `hotlines:card x 20` orders its own number. Blanks part wishes too.
fn wishes(entry: &Entry, copies: u32, sink: &mut Sink) -> Vec<Wish> {
    let mut wishes: Vec<Wish> = Vec::new();
    let mut ordered = |what: &str, own: Option<u32>| {
        if what.is_empty() {
            // A mark with its number that stands apart belongs to what is before it.
            if let (Some(own), Some(last)) = (own, wishes.last_mut()) {
                last.copies = own;
            }
            return;
        }
        wishes.push(Wish {
            written: what.to_owned(),
            copies: own.unwrap_or(copies),
            span: entry.span,
        });
    };
    let mut words = entry.text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        // A lone `x`, and a word that ends in a mark, wait for their number.
        let open = if word == "x" { Some("") } else { word.strip_suffix(['×', '*']) };
        let behind = open.and_then(|what| Some((what, count(words.peek()?)?)));
        if let Some((what, own)) = behind {
            words.next();
            ordered(what, Some(own));
            continue;
        }
        match word.rsplit_once(['x', '×', '*']) {
            Some((what, own)) if count(own).is_some() => ordered(what, count(own)),
            _ => ordered(word, None),
        }
    }
    wishes.retain(|it| is_sound(it, sink));
    wishes
}

fn count(word: &str) -> Option<u32> {
    let number = word.trim_end_matches(['份', '张']);
    number.parse().ok().filter(|it| *it <= MAX_COPIES)
}

/// The page that is wanted is as checked as every other path.
fn is_sound(wish: &Wish, sink: &mut Sink) -> bool {
    let page = wish.written.rsplit_once(':').map_or(wish.written.as_str(), |it| it.0);
    let inner = page.trim_start_matches("@/").trim_matches('/');
    let checked = OutputPath::new(inner);
    if let Err(why) = checked {
        sink.record_path(wish.span, &wish.written, why);
    }
    checked.is_ok()
}

/// Gives every station that has no address of its own one from its name.
pub fn name(stations: &mut [Station], pinyin: &Pinyin, sink: &mut Sink) {
    for station in stations.iter_mut().filter(|it| it.slug.is_empty()) {
        station.slug = pinyin.slug(&station.name);
    }
    // Printed codes lead to a station's page, so only one that has no name or another's is numbered.
    let mut taken = HashSet::new();
    for (index, station) in stations.iter_mut().enumerate() {
        // Windows makes no folder `con`.
        let refused = OutputPath::new(&station.slug).err().filter(|_| !station.slug.is_empty());
        if let Some(why) = refused {
            sink.slug_impossible(station.span, &station.slug, why);
        }
        if refused.is_some() || !address::is_slug(&station.slug) || taken.contains(&station.slug) {
            station.slug = format!("station-{}", index + 1);
        }
        taken.insert(station.slug.clone());
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Station;
    use crate::{data, diag::Sink, source::Sources};

    fn read(path: &str, text: &str) -> (Vec<Station>, Vec<String>) {
        let files = BTreeMap::from([(path.to_owned(), text.as_bytes().to_vec())]);
        let mut sink = Sink::default();
        let records = data::read_alone(&Sources::from_files(&files).data, &mut sink);
        let said = sink.take().into_iter().map(|it| it.message.zh);
        (records.stations, said.collect())
    }

    fn wishes(station: &Station) -> Vec<(&str, u32)> {
        let wishes = station.leaflets.iter();
        wishes.map(|it| (it.written.as_str(), it.copies)).collect()
    }

    #[test]
    fn a_table_names_stations_and_copies() {
        let (stations, messages) = read(
            "content/stations.csv",
            "名称,地址,传单,份数\n桃溪站,街上 1 号,hotlines:card；rights/a:trifold×20,80\n",
        );
        assert_eq!(messages, Vec::<String>::new());
        assert_eq!(stations[0].slug, "tao-xi-zhan");
        assert_eq!(wishes(&stations[0]), [("hotlines:card", 80), ("rights/a:trifold", 20)]);
    }

    #[test]
    fn copies_are_counted_however_they_are_written() {
        for list in [
            "hotlines:card x 20；b",
            "hotlines:card x20 b",
            "hotlines:card× 20份、b",
            "hotlines:card*20\nb",
        ] {
            let text = format!("名称,传单,份数\n桃溪站,\"{list}\",80\n");
            let (stations, messages) = read("content/stations.csv", &text);
            assert!(messages.is_empty(), "{messages:?}");
            assert_eq!(wishes(&stations[0]), [("hotlines:card", 20), ("b", 80)], "{list}");
        }
        let text = "[[station]]\nname = \"桃溪站\"\nleaflets = [\"hotlines:card x 20\", \"box\"]\n";
        let (stations, _) = read("content/stations.toml", text);
        assert_eq!(wishes(&stations[0]), [("hotlines:card", 20), ("box", 50)]);
    }

    #[test]
    fn every_form_of_file_says_the_same() {
        let (csv, _) = read("data/stations.csv", "站名;份数;传单\n桃溪站;80;a:card\n");
        for (path, text) in [
            (
                "data/stations.toml",
                "[[\"驿站\"]]\n\"名称\" = \"桃溪站\"\n\"份数\" = 80\n\"传单\" = \"a:card\"\n",
            ),
            ("content/stations.yaml", "- 名称: 桃溪站\n  份数: 80\n  传单: [\"a:card\"]\n"),
            (
                "content/stations.json",
                "{\"station\": {\"name\": \"桃溪站\", \"copies\": 80, \"leaflets\": [\"a:card\"]}}",
            ),
        ] {
            let (stations, said) = read(path, text);
            assert!(said.is_empty(), "{path}: {said:?}");
            let (one, other) = (&csv[0], &stations[0]);
            assert_eq!(
                (&one.name, &one.slug, wishes(one)),
                (&other.name, &other.slug, wishes(other))
            );
        }
    }
}

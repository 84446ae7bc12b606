//! Packs: everything a station gets in one file, and the list for the people at the printer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    data::stations::Station,
    diag::{Severity, Sink},
    render::leaflet::{
        compile,
        format::{Family, Format, Ink, Named},
        make::{self, Job, Made, Workshop},
        plan::{self, Desk, Task},
        sheet::{self, House, Place, Sheet},
        statute,
        tree::{self, Lookup},
        wish,
    },
    site::Site,
};

/// What was printed last time: by article and format.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger(pub BTreeMap<String, Printed>);

/// What a printed text depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// Hash of its words.
    pub text: String,
    /// Laws it cites, with the version that was in force.
    pub laws: BTreeMap<String, String>,
}

/// One station's file.
#[derive(Clone, Debug)]
pub struct Pack {
    /// The station.
    pub station: Station,
    /// Cover sheet and leaflets.
    pub made: Made,
    /// What the cover sheet lists.
    pub rows: Vec<Row>,
}

/// One line of the print list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Name of the station.
    pub station: String,
    /// Title of the leaflet.
    pub title: String,
    /// Its format.
    pub format: Format,
    /// Paper and printer settings.
    pub paper: String,
    /// How many.
    pub copies: u32,
    /// Why copies that are laid out have to be taken away; empty when they are still right.
    pub change: String,
}

/// Makes the pack of each station and the ledger for the next time.
pub fn packs<'a>(
    desk: &'a Desk<'a>,
    tasks: &[Task<'a>],
    stations: &[Station],
    ink: Ink,
    before: &Ledger,
    lookup: &'a Lookup<'a>,
    sink: &mut Sink,
) -> (Vec<Pack>, Ledger) {
    let workshop = desk.workshop();
    let counter = Counter {
        site: desk.site(),
        house: desk.house(),
        lookup,
        workshop: &workshop,
        ink,
        before,
    };
    let mut ledger = before.clone();
    let mut out = Vec::new();
    for station in stations {
        let mut wishes: Vec<(&Task, u32)> = Vec::new();
        for wish in &station.leaflets {
            if let Some(task) = wished(tasks, desk.site(), &wish.written) {
                wishes.push((task, wish.copies));
            }
        }
        if wishes.is_empty() {
            continue;
        }
        let pack = one(&counter, station, &wishes, &mut ledger, sink);
        compile::forget();
        out.extend(pack);
    }
    (out, ledger)
}

/// What every pack of a run shares.
struct Counter<'a, 'w> {
    site: &'a Site,
    house: House<'a>,
    lookup: &'a Lookup<'a>,
    workshop: &'w Workshop<'w>,
    ink: Ink,
    before: &'w Ledger,
}

fn one<'a>(
    counter: &Counter<'a, '_>,
    station: &Station,
    wishes: &[(&Task<'a>, u32)],
    ledger: &mut Ledger,
    sink: &mut Sink,
) -> Option<Pack> {
    let Counter {
        site,
        house,
        lookup,
        workshop,
        ink,
        before,
    } = *counter;
    let address = site
        .config
        .base_url
        .as_ref()
        .map(|base| format!("{base}stations/{}/", station.slug));
    let place = Place {
        name: station.name.clone(),
        address,
    };
    let mut sheets: Vec<Value> = Vec::new();
    let mut rows = Vec::new();
    let mut pictures = BTreeMap::new();
    let mut date = None;
    for (task, copies) in wishes {
        let sheet = sheet::sheet(
            &task.article,
            &task.order,
            ink,
            house,
            lookup,
            &mut Sink::default(),
        );
        let Some(pages) = check(task, ink, &sheet, workshop, sink) else {
            continue;
        };
        let key = format!("{}:{}", task.article.name, task.order.format.key());
        let now = printed(&sheet, task, site);
        let change = before
            .0
            .get(&key)
            .map(|it| reason(it, &now))
            .unwrap_or_default();
        ledger.0.insert(key, now);
        let paper = task.order.format.paper(pages);
        rows.push(Row {
            station: station.name.clone(),
            title: task.article.title.clone(),
            format: task.order.format,
            paper: paper.clone(),
            copies: *copies,
            change,
        });
        let Sheet {
            mut data,
            pictures: own,
            ..
        } = sheet;
        sheet::for_station(&mut data, &place);
        pictures.extend(own);
        sheets.push(json!({"data": data, "paper": paper, "copies": copies}));
        let matter = &task.article.document.front_matter;
        date = date.max(matter.updated.or(matter.date));
    }
    let data = cover(counter, station, &place, sheets, &rows);
    let job = Job {
        template: "pack.typ",
        data,
        pictures,
        files: BTreeMap::new(),
        ident: format!("pack-{}", station.slug),
        date: date.unwrap_or(site.config.now),
        purpose: ink.purpose(),
        preview_px: 0,
    };
    match workshop.make(&job) {
        Ok(made) => Some(Pack {
            station: station.clone(),
            made,
            rows,
        }),
        Err(failure) => {
            sink.leaflet_engine(
                station.span,
                &station.name,
                &format!("{} {}", failure.place, failure.message),
            );
            None
        }
    }
}

/// The cover sheet's data with those of all leaflets.
fn cover(
    counter: &Counter<'_, '_>,
    station: &Station,
    place: &Place,
    sheets: Vec<Value>,
    rows: &[Row],
) -> Value {
    let changed = rows.iter().filter(|it| !it.change.is_empty());
    let changes: Vec<Value> = changed
        .map(|it| json!({"title": it.title, "format": it.format.name(), "why": it.change}))
        .collect();
    let code = place
        .address
        .as_deref()
        .and_then(|it| tree::code(it, &format!("二维码：{}", station.name)));
    let mut data = sheet::base(Format::FlyerA4, Family::Blue, counter.ink, counter.house);
    sheet::merge(
        &mut data,
        json!({
            "title": format!("{}：传单一套", station.name), "keywords": ["普法", "印制单"], "date": sheet::day(counter.site.config.now),
            "place": {"name": station.name, "address": station.address, "hours": station.hours, "contact": station.contact, "qr": code},
            "sheets": sheets, "changes": changes,
        }),
    );
    data
}

/// A leaflet that does not fit is left out of every pack; returns how many pages it has.
fn check<'a>(
    task: &Task<'a>,
    ink: Ink,
    sheet: &Sheet<'a>,
    workshop: &Workshop,
    sink: &mut Sink,
) -> Option<usize> {
    let job = plan::job(&task.article, &task.order, ink, sheet);
    match workshop.make(&job) {
        Ok(made) => {
            // The build has said everything else already.
            let mut heard = Sink::default();
            let good = make::tell(
                &task.article,
                task.order.format,
                sheet,
                &made.report,
                task.order.span,
                &mut heard,
            );
            sink.extend(
                heard
                    .take()
                    .into_iter()
                    .filter(|it| it.severity == Severity::Error),
            );
            good.then_some(made.report.pages)
        }
        Err(failure) => {
            sink.leaflet_engine(
                task.order.span,
                &task.article.title,
                &format!("{} {}", failure.place, failure.message),
            );
            None
        }
    }
}

fn printed(sheet: &Sheet, task: &Task, site: &Site) -> Printed {
    let parts = [
        "title", "summary", "lead", "body", "end", "notes", "panels", "help",
    ];
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher
            .update(sheet.data[part].to_string().as_bytes())
            .update(&[0]);
    }
    let laws = statute::versions(&site.library, task.article.document, site.config.now);
    Printed {
        text: hasher.finalize().to_hex()[..16].to_owned(),
        laws,
    }
}

/// Says why a printed copy is out of date; empty when it is not.
fn reason(before: &Printed, now: &Printed) -> String {
    let mut changed = Vec::new();
    for (law, version) in &now.laws {
        if before.laws.get(law).is_some_and(|it| it != version) {
            changed.push(match version.strip_suffix(" repealed") {
                Some(_) => format!("《{law}》已经废止"),
                None => format!("《{law}》有了新版本，{version} 起施行"),
            });
        }
    }
    if changed.is_empty() && before.text != now.text {
        changed.push("文字改过".to_owned());
    }
    changed.join("；")
}

/// Finds the task that a station's wish means.
fn wished<'t, 'a>(tasks: &'t [Task<'a>], site: &Site, written: &str) -> Option<&'t Task<'a>> {
    let (page, format) = written.rsplit_once(':').unwrap_or((written, ""));
    let format = Format::parse(format);
    let page = wish::find_page(site, page)?;
    tasks
        .iter()
        .find(|it| it.page == page && format.is_none_or(|format| it.order.format == format))
}

/// Writes the print list as CSV that Excel opens with Chinese intact.
pub fn print_list(packs: &[Pack]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = [
        "驿站",
        "次序",
        "传单",
        "格式",
        "纸张和打印设置",
        "份数",
        "文件",
        "旧的要收回",
    ];
    let mut write = |row: &[String]| writer.write_record(row).expect("a vector takes every byte");
    write(&header.map(str::to_owned));
    for pack in packs {
        for (index, row) in pack.rows.iter().enumerate() {
            write(&[
                row.station.clone(),
                (index + 1).to_string(),
                row.title.clone(),
                row.format.name().to_owned(),
                row.paper.clone(),
                row.copies.to_string(),
                format!("{}.pdf", pack.station.slug),
                row.change.clone(),
            ]);
        }
    }
    let bytes = writer.into_inner().expect("a vector takes every byte");
    format!(
        "\u{feff}{}",
        String::from_utf8(bytes).expect("only text was written")
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Printed, reason};

    #[test]
    fn a_new_version_of_a_law_is_the_reason() {
        let state = |text: &str, version: &str| Printed {
            text: text.into(),
            laws: BTreeMap::from([("民法典".into(), version.into())]),
        };
        let before = state("a", "2021-01-01");
        assert_eq!(reason(&before, &before), "");
        assert_eq!(reason(&before, &state("b", "2021-01-01")), "文字改过");
        assert_eq!(
            reason(&before, &state("b", "2027-01-01")),
            "《民法典》有了新版本，2027-01-01 起施行"
        );
        assert_eq!(
            reason(&before, &state("a", "2021-01-01 repealed")),
            "《民法典》已经废止"
        );
    }
}

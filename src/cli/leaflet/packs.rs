//! The packs of all stations, or of one.

use std::{fs, path::Path};

use crate::{
    cli::{
        Context, Exit,
        leaflet::{Loaded, PackArgs, Seen, write},
        site::Site,
    },
    data::{
        files::{Holds, holds},
        stations::Station,
    },
    diag::{Sink, messages::command::leaflet as told},
    render::leaflet::{
        ask::format::{Ink, Named},
        products::{
            context::LeafletContext,
            history::{self, PrintHistory},
            pack::{self, Packs},
            plan, print_list,
        },
    },
};

/// Remembers what was printed the last time.
const HISTORY: &str = ".pufa/packs.json";

/// Makes the packs.
pub fn run(context: &Context, site: &Site, args: &PackArgs) -> anyhow::Result<Exit> {
    let loaded = &Loaded::new(site, Seen::Published);
    let mut sink = Sink::default();
    let Some(ink) = Ink::parse(&args.ink) else {
        sink.leaflet_choice(None, "--ink", &args.ink, &Ink::keys());
        return Ok(loaded.tell(context, sink));
    };
    let mut stations = loaded.read.site.records.stations.clone();
    sink.extend(loaded.errors());
    let mut files = loaded.sources.data.iter();
    let is_written = files.any(|it| holds(&it.path) == Some(Holds::Stations));
    if is_written && sink.has_errors() {
        return Ok(loaded.refuse(context, sink));
    }
    if stations.is_empty() {
        context.console.note(&told::no_stations());
        return Ok(Exit::Usage);
    }
    if let Some(wanted) = &args.station {
        choose(&mut stations, wanted, &mut sink);
    }
    let leaflets = LeafletContext::open(loaded.inputs(), &mut sink);
    // The build says what is wrong with the pages' orders.
    let orders = leaflets.page_orders(&mut Sink::default());
    plan::check_stations(&stations, &leaflets, &orders, &mut sink);
    if sink.has_errors() {
        return Ok(loaded.refuse(context, sink));
    }
    if let Some(exit) = loaded.cannot_print(context, &leaflets, &mut sink) {
        return Ok(exit);
    }
    let memory = site.root.join(HISTORY);
    let before = read_history(&memory);
    let made = pack::packs(&leaflets, &orders, &stations, (ink, &before), &mut sink);
    let folder = args.output.clone();
    write_packs(context, &made, &folder.unwrap_or_else(|| site.root.join("packs")))?;
    write(&memory, &serde_json::to_vec_pretty(&made.history)?)?;
    Ok(loaded.tell(context, sink))
}

/// Keeps the station that is meant.
fn choose(stations: &mut Vec<Station>, wanted: &str, sink: &mut Sink) {
    let names: Vec<String> = stations.iter().map(|it| it.name.clone()).collect();
    stations.retain(|it| it.name.contains(wanted) || it.slug == wanted);
    if stations.is_empty() {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        sink.leaflet_choice(None, "--station", wanted, &names);
    }
}

fn read_history(path: &Path) -> PrintHistory {
    let bytes = fs::read(path).ok();
    let history = bytes.and_then(|it| serde_json::from_slice(&it).ok());
    history.unwrap_or_default()
}

/// Writes files and list; says which, and which copies are to be taken away.
fn write_packs(context: &Context, made: &Packs, folder: &Path) -> anyhow::Result<()> {
    let console = &context.console;
    let say = |path: &Path| console.line(&Site::short(path).to_string_lossy());
    let packs = made.packs.iter();
    let packs = packs.map(|it| (format!("{}.pdf", it.station.slug), &it.printout));
    let handbooks = made.handbooks.iter().map(|(file, it)| (file.clone(), it));
    for (file, printout) in packs.chain(handbooks) {
        let path = folder.join(file);
        write(&path, &printout.pdf.bytes()?)?;
        say(&path);
    }
    let rows: Vec<_> = made.packs.iter().map(|it| &it.rows[..]).collect();
    let list = folder.join("print-list.csv");
    write(&list, print_list::csv(&rows).as_bytes())?;
    say(&list);
    let rows = made.packs.iter().flat_map(|it| &it.rows);
    for row in rows.filter(|it| !it.changes.is_empty()) {
        let why = history::words(&row.changes);
        console.say(&told::changed(&row.station, &row.title, row.product.name(), &why));
    }
    Ok(())
}

//! Pages without a source: search, 404, downloads, the neutral page behind the quick exit, old addresses.

use minijinja::{Value, context};

use crate::{
    config::{EXIT_PAGE, Medium},
    diag::Sink,
    render::html::{
        Planned, Renderer,
        context::{Card, link},
        head::Head,
        lists::common,
        place::{Place, Shared, Stop},
        video,
    },
    site::{Owner, Permalink, SectionId},
};

/// The page that a server shows where there is none.
pub const MISSING: &str = "404.html";

/// Returns the addresses of those that a search engine may show.
pub fn addresses(shared: &Shared) -> Vec<Permalink> {
    let extras = &shared.extras;
    let stations = extras.stations.iter();
    let stations = stations.map(|it| Permalink::folder(&format!("stations/{}", it.slug)));
    let lists = [
        (has_downloads(shared), "downloads"),
        (!extras.stations.is_empty(), "stations"),
        (!shared.targets.videos.is_empty(), "videos"),
    ];
    let lists = lists.into_iter().filter(|(there, _)| *there);
    lists
        .map(|(_, name)| Permalink::folder(name))
        .chain(stations)
        .collect()
}

fn has_downloads(shared: &Shared) -> bool {
    !shared.extras.leaflets.is_empty() || !shared.extras.handbooks.is_empty()
}

/// Plans all of them.
pub fn pages(shared: &Shared) -> Vec<Planned> {
    let config = &shared.site.config;
    let mut pages = vec![Planned::new(MISSING.to_owned(), None, missing)];
    if config.search {
        pages.push(simple("search", Permalink::folder("search")));
    }
    if config.medium == Medium::Usb || config.safety.exit_url.is_none() {
        pages.push(simple("exit", Permalink::file(EXIT_PAGE)));
    }
    if has_downloads(shared) {
        pages.push(made("downloads", downloads));
    }
    if !shared.extras.stations.is_empty() {
        pages.push(made("stations", stations));
        pages.extend((0..shared.extras.stations.len()).map(|index| stop(shared, index)));
    }
    if !shared.targets.videos.is_empty() {
        pages.push(made("videos", videos));
    }
    let redirects = shared.site.redirects.iter();
    pages.extend(redirects.map(|(output, target)| redirect(output, target)));
    pages
}

fn made(name: &str, render: fn(&Renderer, &mut Sink) -> String) -> Planned {
    Planned::new(Permalink::folder(name).output(), None, render)
}

fn title(renderer: &Renderer, kind: &str) -> String {
    let words = &renderer.shared.theme.words;
    words
        .get(&format!("{kind}_title"))
        .or_else(|| words.get(kind))
        .cloned()
        .unwrap_or_else(|| kind.to_owned())
}

/// A page that its template makes alone.
fn simple(kind: &'static str, permalink: Permalink) -> Planned {
    Planned::new(permalink.output(), None, move |renderer, sink| {
        let place = Place::new(&renderer.shared, permalink.clone());
        let title = title(renderer, kind);
        let head = Head {
            title: title.clone(),
            ..Head::default()
        };
        let value = common(&place, kind, &title, "", false, &[SectionId::new(0)]);
        renderer.render(&format!("{kind}.html"), &place, &head, value, None, sink)
    })
}

fn missing(renderer: &Renderer, sink: &mut Sink) -> String {
    let place = Place::anywhere(&renderer.shared, Permalink::file(MISSING));
    let title = title(renderer, "missing");
    let head = Head {
        title: title.clone(),
        noindex: true,
        ..Head::default()
    };
    let value = common(&place, "404", &title, "", false, &[]);
    renderer.render("404.html", &place, &head, value, None, sink)
}

/// All videos of the site.
fn videos(renderer: &Renderer, sink: &mut Sink) -> String {
    let place = Place::new(&renderer.shared, Permalink::folder("videos"));
    let title = title(renderer, "videos");
    let head = Head {
        title: title.clone(),
        ..Head::default()
    };
    let value = context! {
        videos => video::cards(&place, None),
        ..common(&place, "videos", &title, "", false, &[SectionId::new(0)])
    };
    renderer.render("videos.html", &place, &head, value, None, sink)
}

fn downloads(renderer: &Renderer, sink: &mut Sink) -> String {
    let place = Place::new(&renderer.shared, Permalink::folder("downloads"));
    let title = title(renderer, "downloads");
    let head = Head {
        title: title.clone(),
        ..Head::default()
    };
    let extras = &place.shared.extras;
    let books: Vec<Value> = extras.handbooks.iter().map(|it| it.value(&place)).collect();
    let books = (!books.is_empty()).then(|| {
        let title = self::title(renderer, "handbooks");
        context! { page => context! { title, url => () }, leaflets => books }
    });
    let of_pages = extras.leaflets.keys().map(|id| {
        context! { page => Card::value(&place, *id), leaflets => extras.of_page(&place, *id) }
    });
    let files: Vec<Value> = books.into_iter().chain(of_pages).collect();
    let value =
        context! { files, ..common(&place, "downloads", &title, "", false, &[SectionId::new(0)]) };
    renderer.render("downloads.html", &place, &head, value, None, sink)
}

/// The list of all stations.
fn stations(renderer: &Renderer, sink: &mut Sink) -> String {
    let all: Vec<&Stop> = renderer.shared.extras.stations.iter().collect();
    let list = title(renderer, "stations");
    station(renderer, ("stations", "stations/", &list), &all, sink)
}

/// The page of one station.
fn stop(shared: &Shared, index: usize) -> Planned {
    let path = format!("stations/{}/", shared.extras.stations[index].slug);
    let output = Permalink::folder(&path).output();
    Planned::new(output, None, move |renderer, sink| {
        let stop = &renderer.shared.extras.stations[index];
        station(renderer, ("station", &path, &stop.name), &[stop], sink)
    })
}

fn station(
    renderer: &Renderer,
    (kind, path, title): (&str, &str, &str),
    stops: &[&Stop],
    sink: &mut Sink,
) -> String {
    let place = Place::new(&renderer.shared, Permalink::folder(path));
    let head = Head {
        title: title.to_owned(),
        ..Head::default()
    };
    let stations: Vec<Value> = stops.iter().map(|it| it.value(&place)).collect();
    let mut ancestors = vec![link(&place, Owner::Section(SectionId::new(0)))];
    if kind == "station" {
        let list = self::title(renderer, "stations");
        ancestors.push(context! { title => list, url => place.url("stations/") });
    }
    let value = context! { stations, ancestors, ..common(&place, kind, title, "", false, &[]) };
    renderer.render(&format!("{kind}.html"), &place, &head, value, None, sink)
}

/// An old address.
fn redirect(output: &str, target: &Permalink) -> Planned {
    let (from, target) = (Permalink::file(output), target.clone());
    Planned::new(output.to_owned(), None, move |renderer, sink| {
        let place = Place::new(&renderer.shared, from.clone());
        let page = context! { url => place.url(target.as_str()), title => "" };
        let head = Head {
            noindex: true,
            moved_to: Some(target.clone()),
            ..Head::default()
        };
        renderer.render("redirect.html", &place, &head, page, None, sink)
    })
}

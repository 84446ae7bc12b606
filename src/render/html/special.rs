//! Pages without a source: search, 404, downloads, the neutral page behind the quick exit, old addresses.

use std::sync::Arc;

use minijinja::{Value, context};

use crate::{
    diag::Sink,
    render::html::{
        Rendered, Renderer,
        context::Card,
        head::Head,
        lists::common,
        place::{Place, Shared, Stop},
        video,
    },
    site::{Permalink, SectionId},
};

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

/// Renders all of them.
pub fn pages(renderer: &Renderer, sink: &mut Sink) -> Vec<Rendered> {
    let config = &renderer.shared.site.config;
    let mut pages = vec![missing(renderer, sink)];
    if config.search {
        pages.push(simple(
            renderer,
            "search",
            Permalink::folder("search"),
            sink,
        ));
    }
    if config.offline {
        pages.push(simple(renderer, "exit", Permalink::file("exit.html"), sink));
    }
    if has_downloads(&renderer.shared) {
        pages.push(downloads(renderer, sink));
    }
    if !renderer.shared.extras.stations.is_empty() {
        pages.extend(stations(renderer, sink));
    }
    if !renderer.shared.targets.videos.is_empty() {
        pages.push(videos(renderer, sink));
    }
    for (output, target) in &renderer.shared.site.redirects {
        pages.push(redirect(renderer, output, target, sink));
    }
    pages
}

fn title(renderer: &Renderer, kind: &str) -> String {
    let words = &renderer.shared.theme.words;
    words
        .get(&format!("{kind}_title"))
        .or_else(|| words.get(kind))
        .cloned()
        .unwrap_or_else(|| kind.to_owned())
}

fn simple(renderer: &Renderer, kind: &str, permalink: Permalink, sink: &mut Sink) -> Rendered {
    let place = Place::new(&renderer.shared, permalink.clone());
    let title = title(renderer, kind);
    let head = Head {
        title: title.clone(),
        ..Head::default()
    };
    let value = common(&place, kind, &title, "", false, &[SectionId::new(0)]);
    let html = renderer.render(&format!("{kind}.html"), &place, &head, value, None, sink);
    Rendered {
        output: permalink.output(),
        html,
        source: None,
    }
}

fn missing(renderer: &Renderer, sink: &mut Sink) -> Rendered {
    let place = Place::anywhere(&renderer.shared, Permalink::file("404.html"));
    let title = title(renderer, "missing");
    let head = Head {
        title: title.clone(),
        noindex: true,
        ..Head::default()
    };
    let value = common(&place, "404", &title, "", false, &[]);
    let html = renderer.render("404.html", &place, &head, value, None, sink);
    Rendered {
        output: "404.html".to_owned(),
        html,
        source: None,
    }
}

/// All videos of the site.
fn videos(renderer: &Renderer, sink: &mut Sink) -> Rendered {
    let permalink = Permalink::folder("videos");
    let place = Place::new(&renderer.shared, permalink.clone());
    let title = title(renderer, "videos");
    let head = Head {
        title: title.clone(),
        ..Head::default()
    };
    let value = context! {
        videos => video::cards(&place, None),
        ..common(&place, "videos", &title, "", false, &[SectionId::new(0)])
    };
    let html = renderer.render("videos.html", &place, &head, value, None, sink);
    Rendered {
        output: permalink.output(),
        html,
        source: None,
    }
}

fn downloads(renderer: &Renderer, sink: &mut Sink) -> Rendered {
    let permalink = Permalink::folder("downloads");
    let place = Place::new(&renderer.shared, permalink.clone());
    let title = title(renderer, "downloads");
    let head = Head {
        title: title.clone(),
        ..Head::default()
    };
    let extras = &place.shared.extras;
    let books: Vec<Value> = extras.handbooks.iter().map(|it| it.value(&place)).collect();
    let books = (!books.is_empty()).then(|| {
        let title = self::title(renderer, "handbooks");
        context! { page => context! { title, url => place.url("downloads/") }, leaflets => books }
    });
    let of_pages = extras.leaflets.keys().map(|id| {
        context! { page => Card::value(&place, *id), leaflets => extras.of_page(&place, *id) }
    });
    let files: Vec<Value> = books.into_iter().chain(of_pages).collect();
    let value =
        context! { files, ..common(&place, "downloads", &title, "", false, &[SectionId::new(0)]) };
    let html = renderer.render("downloads.html", &place, &head, value, None, sink);
    Rendered {
        output: permalink.output(),
        html,
        source: None,
    }
}

/// The list of all stations and a page for each.
fn stations(renderer: &Renderer, sink: &mut Sink) -> Vec<Rendered> {
    let all: Vec<&Stop> = renderer.shared.extras.stations.iter().collect();
    let list = title(renderer, "stations");
    let mut pages = vec![station(
        renderer,
        ("stations", "stations/", &list),
        &all,
        sink,
    )];
    for stop in &all {
        let path = format!("stations/{}/", stop.slug);
        pages.push(station(
            renderer,
            ("station", &path, &stop.name),
            &[stop],
            sink,
        ));
    }
    pages
}

fn station(
    renderer: &Renderer,
    (kind, path, title): (&str, &str, &str),
    stops: &[&Stop],
    sink: &mut Sink,
) -> Rendered {
    let permalink = Permalink::folder(path);
    let place = Place::new(&renderer.shared, permalink.clone());
    let head = Head {
        title: title.to_owned(),
        ..Head::default()
    };
    let stations: Vec<Value> = stops.iter().map(|it| it.value(&place)).collect();
    let value =
        context! { stations, ..common(&place, kind, title, "", false, &[SectionId::new(0)]) };
    let html = renderer.render(&format!("{kind}.html"), &place, &head, value, None, sink);
    Rendered {
        output: permalink.output(),
        html,
        source: None,
    }
}

fn redirect(renderer: &Renderer, output: &str, target: &Permalink, sink: &mut Sink) -> Rendered {
    let place: Arc<Place> = Place::new(&renderer.shared, Permalink::file(output));
    let page = context! { url => place.url(target.as_str()), title => "" };
    let head = Head {
        noindex: true,
        moved_to: Some(target.clone()),
        ..Head::default()
    };
    let html = renderer.render("redirect.html", &place, &head, page, None, sink);
    Rendered {
        output: output.to_owned(),
        html,
        source: None,
    }
}

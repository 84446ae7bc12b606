//! Pages without a source: search, 404, downloads, stations, videos, the neutral page behind the quick exit, old addresses.

use minijinja::{Value, context};

use crate::{
    diag::Sink,
    render::html::{
        Planned, Renderer, TemplateContext,
        context::{Card, link},
        fields::Fields,
        head::Head,
        place::{Place, Shared, Stop},
        video,
    },
    site::{Owner, Permalink, SectionId, alias, generated::GeneratedKind},
};

/// Plans the old addresses.
pub(crate) fn redirects(shared: &Shared) -> Vec<Planned> {
    let redirects = shared.site.redirects.iter();
    // What is made all the same is told already.
    let redirects = redirects.filter(|(output, _)| !alias::is_made(&shared.generated, output));
    redirects.map(|(output, target)| redirect(output, target)).collect()
}

/// Returns the title of a generated page: what the theme says there, else its name.
fn title(renderer: &Renderer, kind: &GeneratedKind) -> String {
    title_of(renderer, kind.word().unwrap_or_default())
}

fn title_of(renderer: &Renderer, word: &str) -> String {
    let title = renderer.shared.theme.words.get(&format!("{word}_title"));
    title.map_or_else(|| renderer.word(word), String::as_str).to_owned()
}

/// A page that its template makes alone.
pub(crate) fn simple(renderer: &Renderer, kind: &GeneratedKind, sink: &mut Sink) -> String {
    let (place, title) = (renderer.place(kind), title(renderer, kind));
    let word = kind.word().unwrap_or_default();
    let value = Fields::below_home(word, &title).value(&place);
    let context = TemplateContext::new(Head::titled(&title), value);
    renderer.render(&format!("{word}.html"), &place, context, sink)
}

/// What a server shows where there is no page, at any address.
pub fn missing(renderer: &Renderer, sink: &mut Sink) -> String {
    let place = Place::anywhere(&renderer.shared);
    let title = title(renderer, &GeneratedKind::Missing);
    let head = Head { noindex: true, ..Head::titled(&title) };
    let value = Fields::new("404", &title).value(&place);
    renderer.render("404.html", &place, TemplateContext::new(head, value), sink)
}

/// All videos of the site.
pub(crate) fn videos(renderer: &Renderer, sink: &mut Sink) -> String {
    let place = renderer.place(&GeneratedKind::Videos);
    let title = title(renderer, &GeneratedKind::Videos);
    let value = context! {
        videos => video::cards(&place, None),
        ..Fields::below_home("videos", &title).value(&place)
    };
    let context = TemplateContext::new(Head::titled(&title), value);
    renderer.render("videos.html", &place, context, sink)
}

/// All leaflets of the site.
pub(crate) fn downloads(renderer: &Renderer, sink: &mut Sink) -> String {
    let place = renderer.place(&GeneratedKind::Downloads);
    let title = title(renderer, &GeneratedKind::Downloads);
    let extras = &place.shared.extras;
    let books: Vec<Value> = extras.handbooks.iter().map(|it| it.value(&place)).collect();
    let books = (!books.is_empty()).then(|| {
        let title = title_of(renderer, "handbooks");
        context! { page => context! { title, url => () }, leaflets => books }
    });
    let of_pages = extras.leaflets.keys().map(|id| {
        context! { page => Card::value(&place, *id), leaflets => extras.of_page(&place, *id) }
    });
    let files: Vec<Value> = books.into_iter().chain(of_pages).collect();
    let value = context! { files, ..Fields::below_home("downloads", &title).value(&place) };
    let context = TemplateContext::new(Head::titled(&title), value);
    renderer.render("downloads.html", &place, context, sink)
}

/// The list of all stations.
pub fn stations(renderer: &Renderer, sink: &mut Sink) -> String {
    let place = renderer.place(&GeneratedKind::Stations);
    let title = title(renderer, &GeneratedKind::Stations);
    let all = place.shared.extras.stations.iter();
    let stations: Vec<Value> = all.map(|it| it.value(&place)).collect();
    let value = context! { stations, ..Fields::below_home("stations", &title).value(&place) };
    let context = TemplateContext::new(Head::titled(&title), value);
    renderer.render("stations.html", &place, context, sink)
}

/// The page of one station.
pub fn station(renderer: &Renderer, index: usize, sink: &mut Sink) -> String {
    let place = renderer.place(&GeneratedKind::Station(index));
    let stop: &Stop = &place.shared.extras.stations[index];
    let ancestors = [
        link(&place, Owner::Section(SectionId::new(0))),
        context! {
            title => title(renderer, &GeneratedKind::Stations),
            url => place.url_of_generated(&GeneratedKind::Stations),
        },
    ];
    let value = context! {
        stations => [stop.value(&place)],
        ancestors => ancestors.to_vec(),
        ..Fields::new("station", &stop.name).value(&place)
    };
    let context = TemplateContext::new(Head::titled(&stop.name), value);
    renderer.render("station.html", &place, context, sink)
}

/// An old address.
fn redirect(output: &str, target: &Permalink) -> Planned {
    let (from, target) = (Permalink::file(output), target.clone());
    Planned::new(output.to_owned(), None, move |renderer, sink| {
        let place = Place::new(&renderer.shared, from.clone());
        let page = context! { url => place.url(target.as_str()), title => "" };
        let head = Head { noindex: true, moved_to: Some(target.clone()), ..Head::default() };
        renderer.render("redirect.html", &place, TemplateContext::new(head, page), sink)
    })
}

//! All leaflets of a site: which there are, made in parallel, as files and as offers on pages.

use crate::{
    data::stations::{Station, Wish},
    diag::Sink,
    render::leaflet::{
        ask::{
            format::{Format, Ink, Named},
            product::Product,
            settings::Handbook,
            wish::{self, Wanted},
        },
        engine::{
            pdf,
            typesetter::{Printout, Typesetter},
        },
        layout::context::SheetContext,
        products::{
            context::{LeafletContext, LeafletInputs, PageOrder},
            handbook,
            offer::{Leaflets, Offer},
            page::PageLeaflet,
            proofread::{self, Contrasts},
        },
    },
    site::{PageId, Site},
    source::Span,
};

/// How many leaflets are laid out before Typst forgets them; more would need more memory.
const BATCH: usize = 4;

/// Makes all leaflets of the site.
pub fn leaflets(inputs: LeafletInputs<'_>, sink: &mut Sink) -> Leaflets {
    let context = LeafletContext::open(inputs, sink);
    let orders = context.page_orders(sink);
    let stations = &inputs.site.records.stations;
    check_stations(stations, &context, &orders, sink);
    let mut out = Leaflets::default();
    if !orders.is_empty() || !context.settings().handbooks.is_empty() {
        make(&context, &orders, &mut out, sink);
    }
    let laid_out = stations.iter().map(|it| laid_out(it, &context, &out.offers));
    out.stations = laid_out.collect();
    out
}

fn make(
    context: &LeafletContext<'_>,
    orders: &[PageOrder<'_>],
    out: &mut Leaflets,
    sink: &mut Sink,
) {
    let span = Span::file(context.site().config.file);
    if context.site().config.base_url.is_none() {
        sink.leaflet_no_address(span);
    }
    if !context.can_print(sink) {
        for book in &context.settings().handbooks {
            wish::names_nothing(context.site(), book, sink);
        }
        return check_sheets(orders, context.sheets(), sink);
    }
    let typesetter = context.typesetter();
    let sheets = context.sheets();
    let jobs: Vec<(&PageOrder, Ink)> =
        orders.iter().flat_map(|it| it.order.inks.iter().map(move |ink| (it, *ink))).collect();
    let mut contrasts = Contrasts::default();
    for batch in jobs.chunks(BATCH) {
        let made = sink.par_map(batch, |(order, ink), sink| {
            let made = sink
                .guard(&order.article.title, |sink| one(order, *ink, sheets, &typesetter, sink));
            made.flatten()
        });
        pdf::forget();
        for (offer, printout) in made.into_iter().flatten() {
            contrasts.note(offer.family, offer.ink, &printout.report);
            out.add(offer, &printout);
        }
    }
    contrasts.tell(span, sink);
    for book in &context.settings().handbooks {
        let remembered = context.remembered();
        if remembered.is_some_and(|it| it.take(book, out, sink)) {
            continue;
        }
        let (mut made, mut said) = (Leaflets::default(), Sink::default());
        said.guard(&book.title, |said| {
            handbook::publish(context, book, &typesetter, &mut made, said);
        });
        let said = said.take();
        remembered.into_iter().for_each(|it| it.keep(book, &made, &said));
        sink.extend(said);
        out.files.append(&mut made.files);
        out.offers.append(&mut made.offers);
    }
}

/// Tells what is wrong with the texts where nothing can be printed.
fn check_sheets(orders: &[PageOrder<'_>], sheets: SheetContext<'_>, sink: &mut Sink) {
    sink.par_map(orders, |it, sink| {
        let ink = it.order.inks.first().copied().unwrap_or_default();
        sink.guard(&it.article.title, |sink| {
            PageLeaflet::new(&it.article, &it.order, ink, sheets, sink);
        });
    });
}

fn one(
    order: &PageOrder<'_>,
    ink: Ink,
    sheets: SheetContext<'_>,
    typesetter: &Typesetter,
    sink: &mut Sink,
) -> Option<(Offer, Printout)> {
    let PageOrder { page, article, order } = order;
    let mut words = Sink::default();
    let leaflet = PageLeaflet::new(article, order, ink, sheets, &mut words);
    let made = typesetter.make(&leaflet.job());
    let tell = |it: &Printout| proofread::tell(&leaflet, &it.report, &mut words);
    let fits = made.as_ref().is_ok_and(tell);
    // Words about the text are said once, not for every ink.
    if order.inks.first() == Some(&ink) {
        sink.extend(words.take());
    }
    match made {
        Ok(printout) => {
            if printout.report.screen {
                sink.leaflet_press(order.span, &article.title);
            }
            fits.then(|| (Offer::of_page(*page, &leaflet, &printout), printout))
        }
        Err(failure) => {
            proofread::tell_failure(&failure, &article.title, order.span, sink);
            None
        }
    }
}

/// Reports what stations want that nobody asks to be made. What is asked for and fails is told where it fails.
pub(crate) fn check_stations(
    stations: &[Station],
    context: &LeafletContext<'_>,
    orders: &[PageOrder<'_>],
    sink: &mut Sink,
) {
    let (site, handbooks) = (context.site(), &context.settings().handbooks[..]);
    let known = known(site, handbooks, orders);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let is_asked = |written: &str| match wish::wanted(site, handbooks, written) {
        Some(Wanted::Leaflet(page, format)) => find(orders, page, format).is_some(),
        Some(Wanted::Handbook(_)) => true,
        None => false,
    };
    for station in stations {
        for wish in station.leaflets.iter().filter(|it| !is_asked(&it.written)) {
            sink.leaflet_station_leaflet(wish.span, &station.name, &wish.written, &known);
        }
    }
}

/// What a station may want, as it is written.
fn known(site: &Site, handbooks: &[Handbook], orders: &[PageOrder<'_>]) -> Vec<String> {
    let leaflets = orders
        .iter()
        .map(|it| format!("{}:{}", wish::page_name(site, it.page), it.order.format.key()));
    let handbooks = handbooks.iter().map(|it| format!("{}:{}", it.name, Product::Handbook.key()));
    leaflets.chain(handbooks).collect()
}

/// Finds the order for a page's leaflet; without a format, the first.
pub fn find<'t, 'a>(
    orders: &'t [PageOrder<'a>],
    page: PageId,
    format: Option<Format>,
) -> Option<&'t PageOrder<'a>> {
    orders
        .iter()
        .find(|it| it.page == page && format.is_none_or(|format| it.order.format == format))
}

/// Finds what a station wants among the offers.
fn laid_out(station: &Station, context: &LeafletContext<'_>, offers: &[Offer]) -> Vec<usize> {
    let handbooks = &context.settings().handbooks;
    let find = |wish: &Wish| {
        let wanted = wish::wanted(context.site(), handbooks, &wish.written)?;
        offers.iter().position(|it| it.is(wanted))
    };
    station.leaflets.iter().filter_map(find).collect()
}

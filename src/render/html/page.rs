//! One article.

use std::sync::Arc;

use minijinja::{Value, context, value::merge_maps};

use crate::{
    diag::Sink,
    document::{Date, Document, Heading, PinyinMode, plain_text},
    render::{
        feed,
        html::{
            Planned, Renderer, TemplateContext, code,
            content::{self, Content},
            context::{Card, date, link, minutes, plain_table, strings, terms},
            cover,
            head::Head,
            law,
            place::Place,
        },
        json_ld,
        video::list,
    },
    resolve::Target,
    site::{Owner, Page, PageId, Site, Status, generated::feeds::FeedScope},
    source::Span,
};

/// Plans one page.
pub fn plan(site: &Site, id: PageId) -> Planned {
    let page = site.page(id);
    let source = site.outline(page.document).source;
    Planned::new(page.permalink.output(), Some(source), move |renderer, sink| {
        render(renderer, id, sink)
    })
}

fn render(renderer: &Renderer, id: PageId, sink: &mut Sink) -> String {
    let site = &renderer.shared.site;
    let page = site.page(id);
    let place = Place::new(&renderer.shared, page.permalink.clone());
    let document = place.document(page.document);
    let content = content::render(&place, page.document);
    let head = Head {
        title: page.title.clone(),
        description: page.summary.to_string(),
        sensitive: page.sensitive,
        noindex: page.status != Status::Published,
        frames: content.facts.frames.clone(),
        feeds: feed::link(&renderer.shared, FeedScope::Site).into_iter().collect(),
        image: cover::shared(&place, page.document),
        moved_to: None,
        json_ld: json_ld::script(site, Owner::Page(id), Some(document), video_objects(&place, id)),
    };
    let front_matter = &document.front_matter;
    let column = site
        .ancestors(page.section)
        .get(1)
        .map(|id| site.section(*id).path.clone())
        .unwrap_or_default();
    let of_column = site.config.column(&column).and_then(|it| it.template.as_ref());
    // One that the theme does not have is told where it is asked for.
    let of_column = of_column.map(|it| file_name(&it.value));
    let of_column = of_column.filter(|it| place.shared.theme.templates.get_template(it).is_ok());
    let template = front_matter
        .template
        .clone()
        .or(of_column)
        .map_or("page.html".to_owned(), |it| file_name(&it));
    let asked = front_matter.spans.get("template").unwrap_or(Span::file(document.source));
    let value = value(&place, id, content);
    let context = TemplateContext { asked: Some(asked), ..TemplateContext::new(head, value) };
    renderer.render(&template, &place, context, sink)
}

/// Returns the page's videos in the words of schema.org.
fn video_objects(place: &Place, id: PageId) -> Vec<serde_json::Value> {
    let listed = list::of_page(&place.shared, id);
    listed.iter().filter_map(|it| list::video_object(place.site(), it)).collect()
}

/// Returns the name of the file of a template, written with its ending or without.
pub(super) fn file_name(template: &str) -> String {
    if template.ends_with(".html") { template.to_owned() } else { format!("{template}.html") }
}

/// Returns `page` of the templates.
fn value(place: &Arc<Place>, id: PageId, content: Content) -> Value {
    let page = place.site().page(id);
    let document = place.document(page.document);
    let front_matter = &document.front_matter;
    let own = context! {
        kind => "page",
        title => page.title.as_str(),
        summary => &*page.summary,
        sensitive => page.sensitive,
        authors => strings(&front_matter.authors),
        reviewers => strings(&front_matter.reviewers),
        cover => cover::on_top(place, page.document),
        audio => audio(place, page, document),
        attachments => attachments(place, page, document),
        leaflets => place.shared.extras.of_page(place, id),
        extra => plain_table(&front_matter.extra),
    };
    merge_maps([
        own,
        text(place, page, document, content),
        days(page, document, place.site().config.now),
        around(place, page),
        address(place, page),
    ])
}

/// What there is to read.
fn text(place: &Place, page: &Page, document: &Document, content: Content) -> Value {
    let front_matter = &document.front_matter;
    let toc = match front_matter.contents {
        Some(false) => Value::from(Vec::<Value>::new()),
        Some(true) | None => contents(&document.headings),
    };
    let pinyin = match front_matter.pinyin {
        Some(PinyinMode::All) => "all",
        Some(PinyinMode::None) => "none",
        Some(PinyinMode::Rare) | None => "rare",
    };
    context! {
        title_html => Value::from_safe_string(content::words(place, page.document, &page.title)),
        summary_html => Value::from_safe_string(content::words(place, page.document, &page.summary)),
        content => Value::from_safe_string(content.html),
        footnotes => Value::from_safe_string(content.footnotes),
        glossary_box => Value::from_safe_string(content.glossary),
        law_entries => law::entries::entries(place, &law::mentions::cited(&place.shared.targets, page.document)),
        has_video => content.facts.has_video,
        reading_minutes => minutes(document),
        characters => document.length.han,
        toc,
        pinyin,
    }
}

/// When it was written, and whether it is shown today.
fn days(page: &Page, document: &Document, now: Date) -> Value {
    let front_matter = &document.front_matter;
    context! {
        date => date(page.date),
        updated => date(front_matter.updated),
        reviewed => date(front_matter.reviewed),
        review_due => page.review_due(now),
        date_modified => date(front_matter.updated.or(page.date)),
        draft => page.status == Status::Draft,
        scheduled => matches!(page.status, Status::Scheduled(_)),
        expired => matches!(page.status, Status::Expired(_)),
    }
}

/// What stands above and beside it, and what is like it.
fn around(place: &Arc<Place>, page: &Page) -> Value {
    let site = place.site();
    let ancestors = site.ancestors(page.section).into_iter();
    let ancestors = ancestors.map(|id| link(place, Owner::Section(id)));
    let neighbour = |id: Option<PageId>| {
        let shown = id.filter(|it| site.page(*it).has_html);
        shown.map(|id| link(place, Owner::Page(id)))
    };
    let related = page.related.iter().map(|id| Card::value(place, *id));
    context! {
        ancestors => ancestors.collect::<Vec<_>>(),
        section => link(place, Owner::Section(page.section)),
        previous => neighbour(page.previous),
        next => neighbour(page.next),
        related => related.collect::<Vec<_>>(),
        terms => terms(place, page),
    }
}

/// Where it is found, for a click and for a camera.
fn address(place: &Place, page: &Page) -> Value {
    let permalink = place.absolute(page.permalink.as_str());
    let words = &place.shared.theme.words;
    let alt = words.get("code_page").map_or("", String::as_str);
    let code = permalink.as_deref().and_then(|url| code::picture(place, url, alt));
    context! {
        url => place.url(page.permalink.as_str()),
        qr => code,
        permalink,
    }
}

/// Returns the table of contents: headings of level 2 with those of level 3 below them.
pub fn contents(headings: &[Heading]) -> Value {
    let mut entries: Vec<(String, String, Vec<Value>)> = Vec::new();
    for heading in headings.iter().filter(|it| it.in_contents) {
        let text = plain_text(&heading.inlines);
        match (heading.level, entries.last_mut()) {
            (0..=2, _) | (_, None) => entries.push((heading.id.clone(), text, Vec::new())),
            (3, Some((_, _, children))) => {
                children.push(
                    context! { id => heading.id.as_str(), text, children => Vec::<Value>::new() },
                );
            }
            (4.., Some(_)) => {}
        }
    }
    entries
        .into_iter()
        .map(|(id, text, children)| context! { id, text, children })
        .collect::<Vec<_>>()
        .into()
}

/// Returns the sound file: the one of front matter, else the one beside the page under its name.
fn audio(place: &Place, page: &Page, document: &Document) -> Value {
    let site = place.site();
    let named = document.front_matter.audio.map(|id| place.shared.targets.get(page.document, id));
    let path = match named {
        Some(Target::Asset(path)) => Some(path.clone()),
        Some(_) => None,
        None => {
            let stem = site.path(page.document).trim_end_matches(".md").to_owned();
            Some(format!("{stem}.mp3"))
        }
    };
    let asset = path.and_then(|path| site.assets.get(&path));
    asset.map_or(Value::from(()), |asset| {
        let url = place.url(asset.path.trim_start_matches("content/"));
        context! { url, type => media_type(&asset.extension()), size => asset.len }
    })
}

fn media_type(extension: &str) -> &'static str {
    match extension {
        "ogg" | "oga" => "audio/ogg",
        "m4a" | "aac" => "audio/mp4",
        "wav" => "audio/wav",
        _ => "audio/mpeg",
    }
}

fn attachments(place: &Place, page: &Page, document: &Document) -> Vec<Value> {
    let list = document.front_matter.attachments.iter();
    list.filter_map(|attachment| {
        let Target::Asset(path) = place.shared.targets.get(page.document, attachment.reference) else { return None };
        let asset = place.site().assets.get(path)?;
        let title = if attachment.title.is_empty() { asset.file_name() } else { &attachment.title };
        Some(context! {
            title, note => attachment.note.as_str(), url => place.url(path.trim_start_matches("content/")),
            type => asset.extension().to_uppercase(), size => asset.len,
        })
    })
    .collect()
}

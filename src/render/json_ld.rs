//! What pages are, in the words of schema.org, for machines: Article, `BreadcrumbList`, `FAQPage`.
//!
//! The addresses in it have to be absolute, so there is none without `base_url`.

use serde_json::{Value, json};

use crate::{
    document::{Block, Document, plain_text},
    render::plain,
    site::{Owner, PageId, SectionId, Site},
};

/// Returns the text for `<script type="application/ld+json">`, `videos` being the page's [`crate::render::video::list::video_object`]s; safe there, since `<`, `>` and `&` are written as escapes.
pub fn script(
    site: &Site,
    owner: Owner,
    document: Option<&Document>,
    videos: Vec<Value>,
) -> Option<String> {
    let base = site.config.base_url.as_deref()?;
    let mut parts = match owner {
        Owner::Page(id) => {
            std::iter::once(article(site, base, id)).chain(document.and_then(faq)).collect()
        }
        Owner::Section(_) => Vec::new(),
    };
    parts.extend(videos);
    parts.extend(breadcrumbs(site, base, owner));
    if parts.is_empty() {
        return None;
    }
    let graph = json!({ "@context": "https://schema.org", "@graph": parts }).to_string();
    let escaped = graph.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    Some(escaped.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}

fn article(site: &Site, base: &str, id: PageId) -> Value {
    let page = site.page(id);
    let front_matter = site.front_matter(page);
    let organisation = &site.config.organisation.name;
    let publisher = json!({ "@type": "Organization", "name": if organisation.is_empty() { &site.config.title } else { organisation } });
    let authors: Vec<Value> = front_matter
        .authors
        .iter()
        .map(|name| json!({ "@type": "Person", "name": name }))
        .collect();
    let mut article = json!({
        "@type": "Article",
        "headline": page.title,
        "inLanguage": site.config.language,
        "mainEntityOfPage": page.permalink.absolute(base),
        "publisher": publisher,
        "author": if authors.is_empty() { publisher.clone() } else { Value::Array(authors) },
    });
    if !page.summary.is_empty() {
        article["description"] = json!(&*page.summary);
    }
    if let Some(date) = page.date {
        article["datePublished"] = json!(date.to_string());
    }
    if let Some(date) = front_matter.updated.or(page.date) {
        article["dateModified"] = json!(date.to_string());
    }
    article
}

/// The way from the home page; nothing for the home page itself.
fn breadcrumbs(site: &Site, base: &str, owner: Owner) -> Option<Value> {
    let mut way: Vec<Owner> = match owner {
        Owner::Page(id) => sections(site, site.page(id).section),
        Owner::Section(id) => sections(site, id),
    };
    if matches!(owner, Owner::Page(_)) {
        way.push(owner);
    }
    if way.len() < 2 {
        return None;
    }
    let step = |(owner, position): (Owner, u32)| {
        let url = site.permalink(owner).absolute(base);
        json!({ "@type": "ListItem", "position": position, "name": site.title(owner), "item": url })
    };
    let steps: Vec<Value> = way.into_iter().zip(1..).map(step).collect();
    Some(json!({ "@type": "BreadcrumbList", "itemListElement": steps }))
}

fn sections(site: &Site, id: SectionId) -> Vec<Owner> {
    site.ancestors(id).into_iter().map(Owner::Section).collect()
}

/// All questions of the page in one list, those inside other blocks too.
fn faq(document: &Document) -> Option<Value> {
    let questions = document.walk().filter_map(Block::questions).flatten();
    let questions: Vec<Value> = questions.map(|it| {
        let answer = json!({ "@type": "Answer", "text": plain::blocks(document, &it.answer) });
        json!({ "@type": "Question", "name": plain_text(&it.question), "acceptedAnswer": answer })
    }).collect();
    (!questions.is_empty()).then(|| json!({ "@type": "FAQPage", "mainEntity": questions }))
}

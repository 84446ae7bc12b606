//! `pufa check --laws`: pages whose law somebody should look at, the most urgent first.

use std::{cmp::Reverse, collections::BTreeMap};

use jiff::{ToSpan as _, civil::Date};
use serde_json::json;

use crate::{
    cli::{Context, make::Made},
    diag::{Severity, Text, messages::command::check as told, print::Format},
    document::Document,
    site::Site,
    source::Span,
};

/// A page with what speaks against it.
struct Finding {
    path: String,
    title: String,
    reviewed: Option<Date>,
    is_due: bool,
    /// Code of a message about law → its weight and how often it came.
    codes: BTreeMap<&'static str, (Severity, usize)>,
    /// Laws that the page cites and whose text nobody compared with the source for too long, with the day of the last time.
    old_texts: BTreeMap<String, Option<Date>>,
}

/// Prints the report.
pub fn report(context: &Context, made: &Made) {
    let mut findings = findings(made);
    // Errors before warnings before age; then the one nobody looked at for longest.
    findings.sort_by_key(|it| {
        let gravest = it.codes.values().map(|(severity, _)| *severity).min();
        let many: usize = it.codes.values().map(|(_, count)| count).sum();
        (
            gravest.unwrap_or(Severity::Notice),
            gravest.is_none(),
            !it.is_due,
            Reverse(many),
            it.reviewed,
            it.path.clone(),
        )
    });
    match context.format {
        Format::Human => {
            let pages = made.built.read.site.pages.len();
            context.console.say(&told::freshness(findings.len(), pages));
            for (number, finding) in (1..).zip(&findings) {
                context.console.say(&entry(number, finding));
            }
        }
        Format::Json | Format::Github => {
            for Finding { path, title, reviewed, is_due, codes, old_texts } in &findings {
                let codes: BTreeMap<_, _> =
                    codes.iter().map(|(code, (_, count))| (code, count)).collect();
                let reviewed = reviewed.map(|it| it.to_string());
                let old_texts: Vec<&String> = old_texts.keys().collect();
                let line = json!({ "file": path, "title": title, "reviewed": reviewed, "due": is_due, "codes": codes, "unchecked": old_texts });
                context.console.line(&line.to_string());
            }
        }
    }
}

fn findings(made: &Made) -> Vec<Finding> {
    let (site, documents) = (&made.built.read.site, &made.built.read.documents);
    let findings = site.pages.iter().map(|page| {
        let path = site.path(page.document).to_owned();
        let includes = &made.built.read.targets.includes;
        let shown = includes.with(page.document).map(|id| documents.get(id));
        let shown: Vec<&Document> = shown.collect();
        let is_shown = |span: Span| shown.iter().any(|it| it.source == span.file);
        let about = made.diagnostics.iter();
        let about = about.filter(|it| it.code.starts_with("law/") && it.span.is_some_and(is_shown));
        let mut codes = BTreeMap::new();
        for diagnostic in about {
            let entry = codes.entry(diagnostic.code).or_insert((diagnostic.severity, 0));
            *entry = (entry.0.min(diagnostic.severity), entry.1 + 1);
        }
        let reviewed = site.front_matter(page).reviewed;
        Finding {
            path,
            title: page.title.clone(),
            reviewed,
            is_due: page.review_due(site.config.now),
            codes,
            old_texts: old_texts(site, &shown),
        }
    });
    findings.filter(|it| it.is_due || !it.codes.is_empty() || !it.old_texts.is_empty()).collect()
}

/// The laws that a page cites and whose imported text was not compared with its source for longer than pages may go.
fn old_texts(site: &Site, shown: &[&Document]) -> BTreeMap<String, Option<Date>> {
    let term = i64::from(site.config.review_months).months();
    let library = &site.library;
    let references = shown.iter().flat_map(|it| &it.references);
    let citations = references.filter_map(|it| it.kind.citation());
    let cited = citations.filter_map(|it| library.law(&it.law.key));
    let old = cited.filter_map(|law| {
        let statute = library.statute(law.standing(site.config.now).version?)?;
        let checked = statute.facts.checked;
        let due = checked.and_then(|it| it.checked_add(term).ok());
        due.is_none_or(|due| due < site.config.now).then(|| (law.key.clone(), checked))
    });
    old.collect()
}

fn entry(number: usize, finding: &Finding) -> Text {
    let codes = finding.codes.iter();
    let mut reasons: Vec<Text> =
        codes.map(|(code, (_, count))| told::reason(code, *count)).collect();
    reasons.extend(finding.is_due.then(told::review_due));
    let old = finding.old_texts.iter();
    reasons.extend(old.map(|(law, day)| told::old_text(law, *day)));
    let Finding { title, path, reviewed, .. } = finding;
    told::entry(number, title, path, *reviewed, &reasons)
}

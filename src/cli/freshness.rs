//! `pufa check --laws`: pages whose law somebody should look at, the most urgent first.

use std::{cmp::Reverse, collections::BTreeMap};

use jiff::{ToSpan as _, civil::Date};
use serde_json::json;

use crate::{
    cli::{Context, law::pick, make::Made},
    diag::{Severity, print::Format},
    document::{Document, ReferenceKind},
    site::Site,
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
            context.console.say(
                &context
                    .console
                    .freshness(findings.len(), made.built.site.pages.len()),
            );
            for (number, finding) in (1..).zip(&findings) {
                context.console.say(&entry(context, number, finding));
            }
        }
        Format::Json | Format::Github => {
            for Finding {
                path,
                title,
                reviewed,
                is_due,
                codes,
                old_texts,
            } in &findings
            {
                let codes: BTreeMap<_, _> = codes
                    .iter()
                    .map(|(code, (_, count))| (code, count))
                    .collect();
                let reviewed = reviewed.map(|it| it.to_string());
                let old_texts: Vec<&String> = old_texts.keys().collect();
                let line = json!({ "file": path, "title": title, "reviewed": reviewed, "due": is_due, "codes": codes, "unchecked": old_texts });
                context.console.say(&line.to_string());
            }
        }
    }
}

fn findings(made: &Made) -> Vec<Finding> {
    let site = &made.built.site;
    let findings = site.pages.iter().map(|page| {
        let path = site.path(page.document).to_owned();
        let mut codes = BTreeMap::new();
        let about = made.diagnostics.iter().filter(|it| {
            it.code.starts_with("law/")
                && it.span.and_then(|span| made.sources.path(span.file)) == Some(&path)
        });
        for diagnostic in about {
            let entry = codes
                .entry(diagnostic.code)
                .or_insert((diagnostic.severity, 0));
            *entry = (entry.0.min(diagnostic.severity), entry.1 + 1);
        }
        let reviewed = site.document(page.document).front_matter.reviewed;
        Finding {
            path,
            title: page.title.clone(),
            reviewed,
            is_due: page.review_due,
            codes,
            old_texts: old_texts(site, site.document(page.document)),
        }
    });
    findings
        .filter(|it| it.is_due || !it.codes.is_empty() || !it.old_texts.is_empty())
        .collect()
}

/// The laws that a page cites and whose imported text was not compared with its source for longer than pages may go.
fn old_texts(site: &Site, document: &Document) -> BTreeMap<String, Option<Date>> {
    let term = i64::from(site.config.review_months).months();
    let library = &site.library;
    let cited = document.references.iter().filter_map(|it| match &it.kind {
        ReferenceKind::Citation(citation) | ReferenceKind::Statute(citation) => {
            library.law(&citation.law.key)
        }
        ReferenceKind::Link
        | ReferenceKind::Image
        | ReferenceKind::Video
        | ReferenceKind::Quotation { .. }
        | ReferenceKind::Snippet
        | ReferenceKind::Data
        | ReferenceKind::File => None,
    });
    let old = cited.filter_map(|law| {
        let statute = library.statute(law.on(site.config.now)?)?;
        let checked = statute.facts.checked;
        let due = checked.and_then(|it| it.checked_add(term).ok());
        due.is_none_or(|due| due < site.config.now)
            .then(|| (law.key.clone(), checked))
    });
    old.collect()
}

/// Two or three short lines, so that a narrow window breaks none of them.
fn entry(context: &Context, number: usize, finding: &Finding) -> String {
    let console = &context.console;
    let mut reasons: Vec<String> = finding
        .codes
        .iter()
        .map(|(code, (_, count))| reason(context, code, *count))
        .collect();
    reasons.extend(finding.is_due.then(|| console.review_due()));
    let old = finding.old_texts.iter();
    reasons.extend(old.map(|(law, day)| old_text(context, law, *day)));
    let reviewed = console.reviewed(finding.reviewed);
    let mut out = format!(
        "{number:>3}. {}  {reviewed}\n     {}",
        finding.title, finding.path
    );
    for reason in reasons {
        out.push_str("\n     - ");
        out.push_str(&reason);
    }
    out
}

/// What a message about law says, in a few words, and how often.
fn reason(context: &Context, code: &str, count: usize) -> String {
    let (zh, en) = match code {
        "law/law-repealed" => ("引用已废止的法律", "cites a repealed law"),
        "law/article-missing" => ("引用的条不存在", "cites an article that is not there"),
        "law/paragraph-missing" | "law/item-missing" => (
            "引用的款项不存在",
            "cites a paragraph or item that is not there",
        ),
        "law/quote-mismatch" => ("引文和原文不一样", "a quotation differs from the text"),
        "law/quote-other-article" => ("引文在另一条里", "a quotation stands in another article"),
        "law/quote-punctuation" => ("引文标点不同", "a quotation differs in its punctuation"),
        "law/law-amended-since" => (
            "核对以后法律改了",
            "the law changed after the page was checked",
        ),
        "law/not-yet-in-force" => (
            "引用还没有施行的法律",
            "cites a law that does not apply yet",
        ),
        "law/law-unknown" => ("引用不认识的法律", "cites a law that is not known"),
        "law/ambiguous-antecedent" => ("看不出是哪部法律", "it is not clear which law is meant"),
        other => (other, other),
    };
    pick(
        context,
        format!("{zh}（{count} 处，{code}）"),
        format!("{en} ({count} times, {code})"),
    )
}

/// The imported text of a law that a page cites was not compared with its source for too long.
fn old_text(context: &Context, law: &str, day: Option<Date>) -> String {
    match day {
        Some(day) => pick(
            context,
            format!("《{law}》的文本 {day} 以后没有和官方文本核对"),
            format!("the text of {law} was last compared with its source on {day}"),
        ),
        None => pick(
            context,
            format!("《{law}》的文本从未核对"),
            format!("the text of {law} was never compared with its source"),
        ),
    }
}

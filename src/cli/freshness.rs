//! `pufa check --laws`: pages whose law somebody should look at, the most urgent first.

use std::{cmp::Reverse, collections::BTreeMap};

use jiff::civil::Date;
use serde_json::json;

use crate::{
    cli::{Context, make::Made},
    diag::{Severity, print::Format},
};

/// A page with what speaks against it.
struct Finding {
    path: String,
    title: String,
    reviewed: Option<Date>,
    is_due: bool,
    /// Code of a message about law → its weight and how often it came.
    codes: BTreeMap<&'static str, (Severity, usize)>,
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
            for finding in &findings {
                context.console.say(&line(context, finding));
            }
        }
        Format::Json | Format::Github => {
            for Finding {
                path,
                title,
                reviewed,
                is_due,
                codes,
            } in &findings
            {
                let codes: BTreeMap<_, _> = codes
                    .iter()
                    .map(|(code, (_, count))| (code, count))
                    .collect();
                let reviewed = reviewed.map(|it| it.to_string());
                let line = json!({ "file": path, "title": title, "reviewed": reviewed, "due": is_due, "codes": codes });
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
        }
    });
    findings
        .filter(|it| it.is_due || !it.codes.is_empty())
        .collect()
}

fn line(context: &Context, finding: &Finding) -> String {
    let codes = finding
        .codes
        .iter()
        .map(|(code, (_, count))| format!("{code} × {count}"));
    let due = finding.is_due.then(|| context.console.review_due());
    let reasons: Vec<String> = codes.chain(due).collect();
    let reviewed = context.console.reviewed(finding.reviewed);
    format!(
        "  {}  {}  {reviewed}  {}",
        finding.path,
        finding.title,
        reasons.join(", ")
    )
}

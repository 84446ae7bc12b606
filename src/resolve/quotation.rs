//! Quotations: do the words stand where the page says?

use crate::{
    diag::Sink,
    document::Reference,
    law::{
        compare::{self, Verdict},
        library::Library,
        statute::write::place_name,
    },
    resolve::target::Target,
};

/// Compares a quotation with the text of the citation it is tied to. Nothing is said when the text is not imported.
pub fn check(
    library: &Library,
    words: &str,
    cited: &Target,
    reference: &Reference,
    sink: &mut Sink,
) {
    let Target::Law(target) = cited else { return };
    let (Some(text), Some(place)) = (target.text, target.place) else {
        return;
    };
    if target.end.is_some() {
        return;
    }
    let statute = &library.text(text).statute;
    let name = |place| format!("《{}》{}", target.law, place_name(place));
    match compare::quotation(words, statute, place) {
        Verdict::Verbatim | Verdict::Elided => {}
        Verdict::Punctuation(right) => {
            // Only where the quotation is written in one piece can it be replaced.
            let whole = (reference.span.end - reference.span.start) as usize == words.len();
            sink.law_quote_punctuation(
                reference.span,
                &name(place),
                right.as_deref().filter(|_| whole),
            );
        }
        Verdict::Differs { missing, extra, .. } => {
            sink.law_quote_mismatch(reference.span, &name(place), &missing, &extra);
        }
        Verdict::OtherArticle(other) => {
            sink.law_quote_other_article(reference.span, &name(place), &name(other));
        }
        Verdict::NotFound => sink.law_quote_mismatch(reference.span, &name(place), &[], &[]),
    }
}

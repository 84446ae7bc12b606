//! The site that ships with the program: it builds without a word, and twice to the same bytes.

use std::path::Path;

use pufa::{
    cache::Cache,
    config::{Flags, Medium},
    diag::{Lang, Sink, print},
    source::{ReadOptions, Sources},
};

/// The day on which the bundled site is judged, so that the test says the same every day.
const DAY: jiff::civil::Date = jiff::civil::date(2026, 11, 28);

fn build(medium: Medium) -> (pufa::render::Artifacts, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = Sources::read(root, &ReadOptions::default());
    let flags = Flags { medium, ..Flags::at(DAY) };
    let mut sink = Sink::default();
    let built = pufa::build(&sources, &flags, &Cache::none(), &mut sink);
    let artifacts = built.artifacts.made(&mut sink);
    let mut diagnostics = sink.take();
    // Fonts are fetched by `make`; without them the leaflets say so, and that is no fault of the site.
    diagnostics.retain(|it| !it.code.starts_with("leaflet/no-font"));
    print::sort(&mut diagnostics, &sources);
    let text =
        print::render(&diagnostics, &sources, print::Format::Human, Lang::Zh, print::Color::Never);
    (artifacts, text)
}

#[test]
fn the_bundled_site_builds_without_a_diagnostic_and_twice_to_the_same_bytes() {
    let (first, diagnostics) = build(Medium::Web);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    let (second, _) = build(Medium::Web);
    let differing: Vec<_> =
        first.iter().filter(|(path, body)| second.get(path.as_str()) != Some(body)).collect();
    assert!(
        first.len() == second.len() && differing.is_empty(),
        "{:?}",
        differing.iter().map(|it| it.0).collect::<Vec<_>>()
    );
}

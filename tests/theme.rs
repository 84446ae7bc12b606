//! `pufa theme list` tells the truth: what it lists is there, of the type it says, and nothing is left out.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use pufa::{
    cache::Cache,
    config::Flags,
    diag::Sink,
    render::Body,
    source::{ReadOptions, Source, Sources},
    theme::reference::{Group, groups},
};

const DAY: jiff::civil::Date = jiff::civil::date(2026, 11, 28);

/// Values that answer when they are asked and do not count what they know.
const UNCOUNTED: [&str; 4] = ["card", "section", "site", "link"];

/// Values of which some fields are there on some pages only; the list says which.
const IN_PART: [&str; 2] = ["term", "year"];

/// Writes the condition under which `value` is of a type.
fn condition(kind: &str, value: &str) -> String {
    if let Some(inner) = kind.strip_suffix('?') {
        return format!("({value} is none or {})", condition(inner, value));
    }
    let test = match kind {
        "text" | "html" | "day" => "string",
        "number" => "number",
        "bool" => "boolean",
        "table" => "mapping",
        _ if kind.starts_with('[') => "sequence",
        _ => "mapping",
    };
    format!("{value} is {test}")
}

/// Writes a macro that looks at every field of a value.
fn macro_of(name: &str, fields: &[&Group], groups: &[Group]) -> String {
    let mut text = format!("{{% macro look_{}(it, at) %}}", name.replace('-', "_"));
    let entries: Vec<_> = fields.iter().flat_map(|it| &it.entries).collect();
    for entry in &entries {
        let value = format!("it.{}", entry.name);
        let absent = if IN_PART.contains(&name) { "" } else { "{{ at }} LACKS " };
        let absent =
            if absent.is_empty() { String::new() } else { format!("{absent}{}\n", entry.name) };
        write!(
            text,
            "{{% if {value} is undefined %}}{absent}{{% elif not ({}) %}}",
            condition(entry.kind, &value)
        )
        .unwrap();
        writeln!(text, "{{{{ at }}}} MISTAKES {} {{{{ {value} }}}}\n{{% endif %}}", entry.name)
            .unwrap();
        let kind = entry.kind.trim_matches(['?', '[', ']']);
        if groups.iter().any(|it| it.name == kind) {
            let call = format!("look_{}", kind.replace('-', "_"));
            let one = format!("{{{{ {call}(x, at ~ \".{}\") }}}}", entry.name);
            let list = if entry.kind.starts_with('[') {
                format!("{value}[:2]")
            } else {
                format!("[{value}]")
            };
            write!(text, "{{% if {value} is defined and {value} %}}{{% for x in {list} %}}{one}{{% endfor %}}{{% endif %}}").unwrap();
        }
    }
    if !UNCOUNTED.contains(&name) {
        let known: Vec<String> = entries.iter().map(|it| format!("\"{}\"", it.name)).collect();
        write!(text, "{{% for key in it if key not in [{}] %}}{{{{ at }}}} HIDES {{{{ key }}}}\n{{% endfor %}}", known.join(",")).unwrap();
    }
    text + "{% endmacro %}"
}

/// Writes a template that tells where the list is wrong about one kind of page.
fn probe(template: &str, groups: &[Group]) -> String {
    let mut text = String::new();
    let of_page: Vec<&Group> =
        groups.iter().filter(|it| it.name == "page" && it.templates.contains(&template)).collect();
    text += &macro_of("page", &of_page, groups);
    let values = groups.iter().skip_while(|it| it.name != "site");
    for group in values.filter(|it| !["page", "colours"].contains(&it.name)) {
        text += &macro_of(group.name, &[group], groups);
    }
    text + "FOUND{{ look_page(page, \"page\") }}{{ look_site(site, \"site\") }}{{ look_head(head, \"head\") }}"
}

#[test]
fn what_is_listed_is_there_and_of_the_type_it_says() {
    let groups = groups();
    let mut sources = Sources::read(Path::new(env!("CARGO_MANIFEST_DIR")), &ReadOptions::default());
    let templates: BTreeSet<&str> =
        groups.iter().filter(|it| it.name == "page").flat_map(|it| it.templates.clone()).collect();
    for template in &templates {
        let path = format!("themes/default/templates/{template}.html");
        sources.theme.insert(path.clone(), Source::new(&path, probe(template, &groups).as_bytes()));
    }
    let mut sink = Sink::default();
    let built = pufa::build(&sources, &Flags::at(DAY), &Cache::none(), &mut sink);
    let artifacts = built.artifacts.made(&mut sink);
    let failed: Vec<_> =
        sink.take().into_iter().filter(|it| it.code.starts_with("theme/template")).collect();
    assert!(failed.is_empty(), "{:?}", failed.first());
    let mut found = 0;
    let mut wrong = BTreeSet::new();
    for (path, body) in artifacts.iter().filter(|(path, _)| path.as_str().ends_with(".html")) {
        let Body::Text(text) = body else { continue };
        let Some((_, told)) = text.split_once("FOUND") else { continue };
        found += 1;
        let lines = told.lines().map(str::trim).filter(|it| !it.is_empty());
        wrong.extend(lines.map(|it| format!("{it} ({path})")).take(3));
    }
    assert!(found > 100, "only {found} pages were looked at");
    let wrong: Vec<_> = wrong.iter().take(40).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn names(group: &str) -> BTreeSet<String> {
    let groups = groups().into_iter().filter(|it| it.name == group);
    groups.flat_map(|it| it.entries).map(|it| it.bare().to_owned()).collect()
}

#[test]
fn every_template_function_filter_and_colour_is_listed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let files = fs::read_dir(root.join("themes/default/templates")).unwrap();
    let files: BTreeSet<String> =
        files.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(files, &names("templates") | &names("parts"));

    let code = read("src/render/html/functions.rs") + &read("src/render/html/part.rs");
    let added = |how: &str| -> BTreeSet<String> {
        code.split(how).skip(1).map(|it| it.split('"').next().unwrap().to_owned()).collect()
    };
    assert_eq!(added("add_function(\""), names("functions"));
    assert_eq!(added("add_filter(\""), names("filters"));

    let palette = read("themes/default/templates/_palette.html");
    let day = palette.split("set day -%}").nth(1).unwrap().split("{%").next().unwrap();
    let colours = day.split("--").skip(1).map(|it| it.split(':').next().unwrap().to_owned());
    assert_eq!(colours.collect::<BTreeSet<_>>(), names("colours"));
}

#[test]
fn everything_templates_ask_the_site_for_is_listed() {
    let known = names("site");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for rest in text.split("site.").skip(1) {
            let end = rest.find(|it: char| !it.is_ascii_lowercase() && it != '_').unwrap();
            let asked = &rest[..end];
            // `site.toml` in a note is no value.
            assert!(known.contains(asked) || asked == "toml", "site.{asked} is not listed");
        }
    }
}

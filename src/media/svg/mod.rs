//! Drawings from elsewhere → drawings that can only be looked at.
//!
//! An SVG opened by its own address is a page of the site: it could run scripts, load from elsewhere, ask for passwords.
//! So only known elements are written out again, without event handlers, links and anything that is fetched. Beside
//! `import/docx` the only module that names `quick_xml`.

mod safe;
mod size;

use std::{borrow::Cow, collections::BTreeSet};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event, attributes::Attribute},
};

use crate::media::svg::{
    safe::{
        ELEMENTS, SILENT, escape, is_embedded_picture, loads_nothing, predefined, without_loads,
    },
    size::root_size,
};

/// Deeper drawings are attacks on whoever reads them recursively.
const MAX_DEPTH: usize = 200;

/// A cleaned drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sanitised {
    /// The drawing.
    pub text: String,
    /// What was taken out because it could act or load, by name as written, each once: `script`, `onclick`, `image`.
    pub removed: BTreeSet<String>,
}

/// Why a file is no drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SvgError {
    /// Not well-formed, or nested beyond all reason.
    Syntax,
    /// Some other XML.
    NotSvg,
    /// It says neither how wide nor how high it is.
    NoSize,
}

/// Returns the drawing without anything that could act or load.
///
/// # Errors
/// When the text is not well-formed or no SVG.
pub fn sanitise(text: &str) -> Result<Sanitised, SvgError> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut cleaner = Cleaner::default();
    loop {
        match reader.read_event().map_err(|_| SvgError::Syntax)? {
            Event::Start(tag) => cleaner.start(&tag, Kind::Open)?,
            Event::Empty(tag) => cleaner.start(&tag, Kind::Empty)?,
            Event::End(_) => cleaner.end(),
            Event::Text(text) => cleaner.text(&text.xml10_content()),
            Event::CData(text) => cleaner.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref() {
                    Ok(Some(character)) => character,
                    Ok(None) => predefined(&reference).ok_or(SvgError::Syntax)?,
                    Err(_) => return Err(SvgError::Syntax),
                };
                cleaner.text(character.encode_utf8(&mut [0; 4]));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => break,
        }
    }
    if cleaner.out.is_empty() {
        return Err(SvgError::NotSvg);
    }
    if !cleaner.open.is_empty() || cleaner.skipped > 0 {
        return Err(SvgError::Syntax);
    }
    Ok(Sanitised { text: cleaner.out, removed: cleaner.removed })
}

/// Returns width and height of a drawing in CSS pixels, from its attributes or its view box.
///
/// # Errors
/// When it is no SVG, or says no size.
pub fn size(text: &str) -> Result<(u32, u32), SvgError> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    loop {
        match reader.read_event().map_err(|_| SvgError::Syntax)? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "svg" => {
                return root_size(&tag).ok_or(SvgError::NoSize);
            }
            Event::Start(_) | Event::Empty(_) | Event::End(_) | Event::Eof => {
                return Err(SvgError::NotSvg);
            }
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {}
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Open,
    Empty,
}

/// What was done with an element that is still open.
enum Opened {
    Written(String),
    /// A link: its tags are dropped, what it holds stays.
    Unwrapped,
}

#[derive(Default)]
struct Cleaner {
    out: String,
    open: Vec<Opened>,
    /// How many open elements are dropped with all they hold.
    skipped: usize,
    /// The text of an open `<style>`, which is judged as a whole.
    style: Option<String>,
    removed: BTreeSet<String>,
}

impl Cleaner {
    fn start(&mut self, tag: &BytesStart<'_>, kind: Kind) -> Result<(), SvgError> {
        let name = tag.name();
        let (prefix, local) = name.as_ref().split_once(':').unwrap_or(("", name.as_ref()));
        if self.out.is_empty() && local != "svg" {
            return Err(SvgError::NotSvg);
        }
        if self.open.len() + self.skipped >= MAX_DEPTH {
            return Err(SvgError::Syntax);
        }
        let own = prefix.is_empty() || prefix == "svg";
        let nested_in_style = self.style.is_some();
        if self.skipped > 0
            || !own
            || nested_in_style
            || !(ELEMENTS.split(' ').any(|it| it == local) || local == "a")
        {
            if self.skipped == 0 && own && !SILENT.contains(&local) {
                self.removed.insert(local.to_owned());
            }
            self.skipped += usize::from(kind == Kind::Open);
            return Ok(());
        }
        if local == "a" {
            if kind == Kind::Open {
                self.open.push(Opened::Unwrapped);
            }
            return Ok(());
        }
        self.write_tag(tag, local, kind)
    }

    fn write_tag(&mut self, tag: &BytesStart<'_>, local: &str, kind: Kind) -> Result<(), SvgError> {
        let is_root = self.out.is_empty();
        let mut attributes = String::new();
        let mut seen = BTreeSet::new();
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| SvgError::Syntax)?;
            if let Some((name, value)) = self.attribute(local, &attribute)?
                && seen.insert(name.to_owned())
            {
                attributes.push(' ');
                attributes.push_str(name);
                attributes.push_str("=\"");
                escape(&value, &mut attributes);
                attributes.push('"');
            }
        }
        self.out.push('<');
        self.out.push_str(local);
        if is_root {
            self.out.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
        }
        self.out.push_str(&attributes);
        match kind {
            Kind::Empty => self.out.push_str("/>"),
            Kind::Open => {
                self.out.push('>');
                self.style = (local == "style").then(String::new);
                self.open.push(Opened::Written(local.to_owned()));
            }
        }
        Ok(())
    }

    /// Returns name and value of an attribute that may stay.
    fn attribute<'a>(
        &mut self,
        element: &str,
        attribute: &'a Attribute<'_>,
    ) -> Result<Option<(&'a str, Cow<'a, str>)>, SvgError> {
        let key = attribute.key.0;
        if key == "xmlns"
            || (key.contains(':') && key != "xlink:href" && key != "xml:space" && key != "xml:lang")
        {
            return Ok(None);
        }
        let name = if key == "xlink:href" { "href" } else { key };
        let good_name = name.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_:.".contains(&it));
        let acts = name.len() > 2 && name.as_bytes()[..2].eq_ignore_ascii_case(b"on");
        let value =
            attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| SvgError::Syntax)?;
        if name == "style" {
            let left = without_loads(&value, &mut self.removed);
            return Ok((!left.trim().is_empty()).then_some((name, Cow::Owned(left))));
        }
        let safe = good_name
            && !acts
            && match name {
                "href" => {
                    value.trim_start().starts_with('#')
                        || (element == "image" && is_embedded_picture(&value))
                }
                "src" | "base" => false,
                _ => loads_nothing(&value),
            };
        if !safe {
            let what = if name == "href" { element } else { name };
            self.removed.insert(what.chars().take(40).collect());
        }
        Ok(safe.then_some((name, value)))
    }

    fn text(&mut self, text: &str) {
        if self.skipped > 0 || self.open.is_empty() {
            return;
        }
        match &mut self.style {
            Some(style) => style.push_str(text),
            None => escape(text, &mut self.out),
        }
    }

    fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        if let Some(style) = self.style.take() {
            escape(&without_loads(&style, &mut self.removed), &mut self.out);
        }
        if let Some(Opened::Written(name)) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(&name);
            self.out.push('>');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SvgError, sanitise, size};

    fn clean(body: &str) -> (String, Vec<String>) {
        let text =
            format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{body}</svg>"#);
        let cleaned = sanitise(&text).unwrap();
        let inner = cleaned
            .text
            .strip_prefix(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">"#);
        (
            inner.unwrap().strip_suffix("</svg>").unwrap().to_owned(),
            cleaned.removed.into_iter().collect(),
        )
    }

    #[test]
    fn an_ordinary_drawing_stays_as_it_is() {
        for body in [
            r##"<defs><linearGradient id="a"><stop offset="0" stop-color="#9c1c2f"/></linearGradient></defs><path d="M0 0h9" fill="url(#a)"/>"##,
            r#"<title>妇女维权 &amp; 求助 &lt;12338&gt;</title><text x="1">一<tspan dy="2">二</tspan></text>"#,
            r#"<style>.a{fill:#fff;clip-path:url(#b)}</style>"#,
            r##"<use href="#a" transform="scale(2)"/>"##,
            r#"<image href="data:image/png;base64,AAAA" width="1" height="1"/>"#,
        ] {
            assert_eq!(clean(body), (body.to_owned(), Vec::new()));
        }
    }

    fn taken_out(body: &str, left: &str, removed: &str) {
        let (text, names) = clean(body);
        assert_eq!((text.as_str(), names.join(" ").as_str()), (left, removed), "{body}");
    }

    #[test]
    fn whatever_could_act_or_load_is_taken_out_and_named() {
        for (body, left, removed) in [
            ("<script>alert(1)</script><g/>", "<g/>", "script"),
            (
                "<g><script href=\"x.js\"/><foreignObject><p>x</p></foreignObject></g>",
                "<g></g>",
                "foreignObject script",
            ),
            (
                "<path onclick=\"alert(1)\" ONLOAD='x' d='M0'/>",
                "<path d=\"M0\"/>",
                "ONLOAD onclick",
            ),
            ("<a href=\"javascript:alert(1)\"><path d='M0'/></a>", "<path d=\"M0\"/>", ""),
            (
                "<image href=\"https://evil.test/a.png\" width='1'/>",
                "<image width=\"1\"/>",
                "image",
            ),
            ("<image href=\"data:image/svg+xml;base64,AAAA\"/>", "<image/>", "image"),
            ("<use xlink:href='other.svg#a'/>", "<use/>", "use"),
            ("<path fill='url(https://evil.test/x)'/>", "<path/>", "fill"),
            ("<path style='fill: URL( \"//evil.test\" )'/>", "<path/>", "fill"),
            (
                "<path style='fill:red;filter:url(//x);stroke:#fff'/>",
                "<path style=\"fill:red;stroke:#fff\"/>",
                "filter",
            ),
        ] {
            taken_out(body, left, removed);
        }
    }

    #[test]
    fn whatever_a_style_sheet_could_load_is_taken_out_and_named() {
        for (body, left, removed) in [
            ("<style>@import 'x.css';</style>", "<style></style>", "@import"),
            ("<style>a{background:u\\72l(x)}</style>", "<style>a{}</style>", "background"),
            ("<style><![CDATA[a{src:url(x)}]]></style>", "<style>a{}</style>", "src"),
            (
                "<style>@import url(\"https://x/f.css\");.b{fill:red}</style>",
                "<style>.b{fill:red}</style>",
                "@import",
            ),
            (
                "<style>@font-face{font-family:A;src:url(data:font/woff2;base64,AA==)}.a{fill:#fff}</style>",
                "<style>.a{fill:#fff}</style>",
                "@font-face",
            ),
            (
                "<style>@media print{.a{fill:url(//x);stroke:red}}/* } */.b{fill:url(#a)}</style>",
                "<style>@media print{.a{stroke:red}} .b{fill:url(#a)}</style>",
                "fill",
            ),
            ("<style>@im/**/port 'x';a{b:c</style>", "<style>@im/**/port 'x';a{b:c</style>", ""),
            (
                "<style>a{b:\"}\";c:url(x)}d{e:f}</style>",
                "<style>a{b:&quot;}&quot;;}d{e:f}</style>",
                "c",
            ),
            ("<style>a{c:url(x);b:\"{</style>", "<style>a{b:&quot;{}</style>", "c"),
            ("<animate attributeName='href' to='javascript:1'/><set/>", "", "animate set"),
            ("<metadata><rdf:RDF>x</rdf:RDF></metadata><sodipodi:namedview/>", "", ""),
            ("<path inkscape:label='x' d='M0' d='M1' xml:base='//evil'/>", "<path d=\"M0\"/>", ""),
            ("<!-- x --><?xml-stylesheet href='x'?><g/>", "<g/>", ""),
            ("<text>&#60;script&#62;</text>", "<text>&lt;script&gt;</text>", ""),
        ] {
            taken_out(body, left, removed);
        }
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for text in ["", "普法", "<html/>", "<svg:g/>", "<!DOCTYPE svg>"] {
            assert_eq!(sanitise(text), Err(SvgError::NotSvg), "{text}");
        }
        for text in [
            "<svg>",
            "<svg><g></svg>",
            "<svg>&evil;</svg>",
            "<svg><path d='&x;'/></svg>",
            "<svg>&#x110000;</svg>",
        ] {
            assert_eq!(sanitise(text), Err(SvgError::Syntax), "{text}");
        }
        let bomb = "<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><svg>&b;</svg>";
        assert_eq!(sanitise(bomb), Err(SvgError::Syntax));
        let deep = format!("<svg>{}{}</svg>", "<g>".repeat(100_000), "</g>".repeat(100_000));
        assert_eq!(sanitise(&deep), Err(SvgError::Syntax));
    }

    #[test]
    fn the_size_comes_from_the_attributes_or_the_view_box() {
        for (attributes, expected) in [
            ("width='120' height='80.4'", Ok((120, 80))),
            ("width='120px' height='1in'", Ok((120, 96))),
            ("viewBox='0 0 640 480'", Ok((640, 480))),
            ("width='100%' height='100%' viewBox='0,0,640,480'", Ok((640, 480))),
            ("width='320' viewBox='0 0 640 480'", Ok((320, 240))),
            ("width='10em' height='2e1'", Err(SvgError::NoSize)),
            ("width='-5' height='5'", Err(SvgError::NoSize)),
            ("viewBox='0 0 0 1'", Err(SvgError::NoSize)),
            ("viewBox='0 0 nan inf'", Err(SvgError::NoSize)),
            ("", Err(SvgError::NoSize)),
        ] {
            assert_eq!(
                size(&format!("<?xml version='1.0'?><!-- x -->\n<svg {attributes}><g/></svg>")),
                expected,
                "{attributes}"
            );
        }
        assert_eq!(size("<html/>"), Err(SvgError::NotSvg));
    }

    #[test]
    fn any_text_is_survived() {
        let good = r##"<?xml version="1.0"?><!DOCTYPE svg><svg xmlns:xlink="x" width="3"><g on="1" a='二'>&amp;&#60;<![CDATA[三]]></g><!-- x --><style>a{}</style></svg>"##;
        for (at, _) in good.char_indices() {
            let _ = (
                sanitise(&good[..at]),
                sanitise(&good[at..]),
                size(&good[..at]),
                size(&good[at..]),
            );
        }
        let many = format!("<svg {}/>", "a='1' ".repeat(50_000));
        assert_eq!(
            sanitise(&many).unwrap().text,
            r#"<svg xmlns="http://www.w3.org/2000/svg" a="1"/>"#
        );
        let _ = sanitise(&"<svg>".repeat(100_000));
        let _ = sanitise(&format!("<svg>{}", "&amp;".repeat(200_000)));
    }
}

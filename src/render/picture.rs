//! Pictures → the files that pages show instead of them, and the HTML that names these files.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    cache::Cache,
    diag::Sink,
    media::{
        picture::{self, Format, PictureError, Scale, Variant},
        svg,
    },
    render::{artifact::Body, xml},
    resolve::Targets,
    site::Site,
    source::{Asset, Span},
};

/// How wide a picture is at most on the page: the measure of 38 characters of 20 pixels, or the window.
const SIZES: &str = "(min-width: 50rem) 760px, 100vw";

/// How wide a picture is at most on a card of a list.
const CARD_SIZES: &str = "(min-width: 50rem) 400px, 100vw";

/// The files of every picture, by path of the source from the site's root.
pub type Pictures = BTreeMap<String, PictureFiles>;

/// The files of one picture, by address from the site's root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureFiles {
    /// The file that every browser can show.
    pub src: String,
    /// Width of `src` in pixels.
    pub width: u32,
    /// Height of `src` in pixels.
    pub height: u32,
    /// Smaller files of the same format with their widths, `src` last; empty when there is only `src`.
    pub smaller: Vec<(String, u32)>,
    /// WebP files with their widths; empty when they save nothing.
    pub webp: Vec<(String, u32)>,
}

/// When a picture is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loading {
    /// With the page: it is on the first screen.
    Eager,
    /// When it comes near.
    Lazy,
}

/// Makes the files of the pictures among `used`, paths from the site's root.
pub fn files(
    site: &Site,
    targets: &Targets,
    used: &BTreeSet<&str>,
    cache: &Cache,
    sink: &mut Sink,
) -> (Pictures, Vec<(String, Body)>) {
    let paths: Vec<&str> =
        used.iter().copied().filter(|path| targets.pictures.contains_key(*path)).collect();
    let made = sink.par_map(&paths, |path, sink| {
        let (asset, info) = (site.assets.get(*path)?, targets.pictures.get(*path)?);
        let made = sink.guard(path, |sink| match info.format {
            Format::Svg => drawing(asset, (info.width, info.height), sink),
            Format::Jpeg | Format::Png | Format::Gif | Format::Webp => {
                photo(site, asset, info, cache, sink)
            }
        });
        made.flatten()
    });
    let mut pictures = Pictures::new();
    let mut bodies = Vec::new();
    for (path, (files, mut made)) in
        paths.into_iter().zip(made).filter_map(|(path, made)| Some((path, made?)))
    {
        pictures.insert(path.to_owned(), files);
        bodies.append(&mut made);
    }
    (pictures, bodies)
}

type Made = (PictureFiles, Vec<(String, Body)>);

fn drawing(asset: &Asset, (width, height): (u32, u32), sink: &mut Sink) -> Option<Made> {
    let span = Span::file(asset.id);
    let bytes = asset
        .bytes()
        .map_err(|error| sink.asset_unreadable(span, &asset.path, &error.to_string()))
        .ok()?;
    let Ok(cleaned) = svg::sanitise(&String::from_utf8_lossy(&bytes)) else {
        sink.picture_svg(span, &asset.path);
        return None;
    };
    if !cleaned.removed.is_empty() {
        let names: Vec<&str> = cleaned.removed.iter().map(String::as_str).take(6).collect();
        sink.picture_cleaned(span, &asset.path, &names.join("、"));
    }
    let src = address(&asset.path).to_owned();
    let files = PictureFiles { src: src.clone(), width, height, ..PictureFiles::default() };
    Some((files, vec![(src, Body::Text(cleaned.text))]))
}

fn photo(
    site: &Site,
    asset: &Asset,
    info: &picture::PictureInfo,
    cache: &Cache,
    sink: &mut Sink,
) -> Option<Made> {
    let span = Span::file(asset.id);
    let bytes = asset
        .bytes()
        .map_err(|error| sink.asset_unreadable(span, &asset.path, &error.to_string()))
        .ok()?;
    let settings = &site.config.pictures;
    let scale = Scale { widths: &settings.widths, quality: settings.quality, webp: settings.webp };
    match picture::variants(&bytes, info, scale, cache) {
        Ok(variants) => Some(named(&asset.path, variants)),
        Err(
            error @ (PictureError::Corrupt
            | PictureError::Format(_)
            | PictureError::TooLarge { .. }
            | PictureError::NoSize),
        ) => {
            sink.picture_unreadable(span, &asset.path, &error);
            None
        }
    }
}

/// Gives each file its address: the largest keeps the picture's own, the others name their width.
fn named(path: &str, variants: Vec<Variant>) -> Made {
    let own = address(path);
    let stem = own.rsplit_once('.').map_or(own, |(stem, _)| stem);
    let last = variants.len().saturating_sub(1);
    let mut files = PictureFiles::default();
    let mut bodies = Vec::with_capacity(variants.len());
    for (index, variant) in variants.into_iter().enumerate() {
        let Variant { width, height, format, bytes } = variant;
        let name = if index == last
            && own.rsplit('.').next().is_some_and(|it| format.is_called(&it.to_lowercase()))
        {
            own.to_owned()
        } else {
            format!("{stem}.{width}w.{}", format.extension())
        };
        if index == last {
            files = PictureFiles { src: name.clone(), width, height, ..files };
            files.smaller.push((name.clone(), width));
        } else if format == Format::Webp {
            files.webp.push((name.clone(), width));
        } else {
            files.smaller.push((name.clone(), width));
        }
        bodies.push((name, Body::Bytes(bytes.into())));
    }
    if files.smaller.len() == 1 {
        files.smaller.clear();
    }
    (files, bodies)
}

fn address(path: &str) -> &str {
    path.strip_prefix("content/").unwrap_or(path)
}

impl PictureFiles {
    /// Returns the picture as HTML with its size, so that nothing jumps while it loads. `url` makes an address from the
    /// site's root relative to the page.
    pub fn html(&self, alt: &str, loading: Loading, url: &dyn Fn(&str) -> String) -> String {
        self.sized(alt, loading, SIZES, url)
    }

    /// Returns it for a card in a list.
    pub fn small(&self, alt: &str, url: &dyn Fn(&str) -> String) -> String {
        self.sized(alt, Loading::Lazy, CARD_SIZES, url)
    }

    fn sized(
        &self,
        alt: &str,
        loading: Loading,
        sizes: &str,
        url: &dyn Fn(&str) -> String,
    ) -> String {
        let set = |files: &[(String, u32)]| {
            let entries: Vec<String> =
                files.iter().map(|(path, width)| format!("{} {width}w", url(path))).collect();
            xml::escape(&entries.join(", "))
        };
        let mut out = String::new();
        if !self.webp.is_empty() {
            out += &format!(
                "<picture><source type=\"image/webp\" srcset=\"{}\" sizes=\"{sizes}\">",
                set(&self.webp)
            );
        }
        out += &format!("<img src=\"{}\"", xml::escape(&url(&self.src)));
        if !self.smaller.is_empty() {
            out += &format!(" srcset=\"{}\" sizes=\"{sizes}\"", set(&self.smaller));
        }
        out += &format!(
            " alt=\"{}\" width=\"{}\" height=\"{}\"",
            xml::escape(alt),
            self.width,
            self.height
        );
        out += match loading {
            Loading::Eager => " decoding=\"async\">",
            Loading::Lazy => " loading=\"lazy\" decoding=\"async\">",
        };
        if !self.webp.is_empty() {
            out += "</picture>";
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::{Loading, PictureFiles, named};
    use crate::media::picture::{Format, Variant};

    fn variant(width: u32, format: Format) -> Variant {
        Variant { width, height: width / 2, format, bytes: vec![0] }
    }

    #[test]
    fn a_picture_names_its_files_and_its_size() {
        let variants = vec![
            variant(480, Format::Webp),
            variant(480, Format::Png),
            variant(800, Format::Webp),
            variant(900, Format::Png),
        ];
        let (files, bodies) = named("content/rights/图 一.PNG", variants);
        let names: Vec<&str> = bodies.iter().map(|it| it.0.as_str()).collect();
        assert_eq!(
            names,
            [
                "rights/图 一.480w.webp",
                "rights/图 一.480w.png",
                "rights/图 一.800w.webp",
                "rights/图 一.PNG"
            ]
        );
        let html = files
            .html("一张<图>", Loading::Lazy, &|path| format!("../{}", path.replace(' ', "%20")));
        assert_eq!(
            html,
            "<picture><source type=\"image/webp\" srcset=\"../rights/图%20一.480w.webp 480w, ../rights/图%20一.800w.webp 800w\" \
             sizes=\"(min-width: 50rem) 760px, 100vw\"><img src=\"../rights/图%20一.PNG\" \
             srcset=\"../rights/图%20一.480w.png 480w, ../rights/图%20一.PNG 900w\" sizes=\"(min-width: 50rem) 760px, 100vw\" \
             alt=\"一张&lt;图&gt;\" width=\"900\" height=\"450\" loading=\"lazy\" decoding=\"async\"></picture>"
        );
        let single = PictureFiles {
            src: "a.jpg".to_owned(),
            width: 2,
            height: 1,
            ..PictureFiles::default()
        };
        assert_eq!(
            single.html("", Loading::Eager, &str::to_owned),
            "<img src=\"a.jpg\" alt=\"\" width=\"2\" height=\"1\" decoding=\"async\">"
        );
    }
}

//! QR codes, as modules for paper and as SVG for the screen.

use std::fmt::Write;

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// Blank modules around a code; readers need them to find it.
pub(crate) const QUIET_ZONE: usize = 4;

/// The dark and light modules of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modules {
    /// Modules along one side, without the quiet zone.
    pub size: usize,
    dark: Vec<bool>,
}

/// A rectangle of dark modules, counted from the code's upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Column of the left edge.
    pub x: usize,
    /// Row of the upper edge.
    pub y: usize,
    /// Columns covered.
    pub width: usize,
    /// Rows covered.
    pub height: usize,
}

impl Modules {
    /// Tells whether the module in column `x` of row `y` is dark.
    pub(crate) fn is_dark(&self, x: usize, y: usize) -> bool {
        self.dark[y * self.size + x]
    }

    /// Returns rectangles that cover all dark modules, each once: few shapes to draw, no hair lines between rows.
    pub fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        // Index into `runs` of the rectangle that could still grow downwards, by its left column.
        let mut open: Vec<Option<usize>> = vec![None; self.size];
        for y in 0..self.size {
            let mut still_open = vec![None; self.size];
            for (x, width) in self.row(y) {
                let index = match open[x].filter(|it| runs[*it].width == width) {
                    Some(above) => {
                        runs[above].height += 1;
                        above
                    }
                    None => {
                        runs.push(Run { x, y, width, height: 1 });
                        runs.len() - 1
                    }
                };
                still_open[x] = Some(index);
            }
            open = still_open;
        }
        runs
    }

    /// Returns start and width of each dark stretch of a row.
    fn row(&self, y: usize) -> Vec<(usize, usize)> {
        let mut stretches: Vec<(usize, usize)> = Vec::new();
        for x in (0..self.size).filter(|x| self.is_dark(*x, y)) {
            match stretches.last_mut() {
                Some((start, width)) if *start + *width == x => *width += 1,
                _ => stretches.push((x, 1)),
            }
        }
        stretches
    }
}

/// Encodes `text` with error correction Q (a quarter may be dirty), or `None` when it is too long for a code.
pub fn modules(text: &str) -> Option<Modules> {
    encode(text, None)
}

/// Of the eight masks that spread dark and light, the one that codes on screens have. Any reader takes any mask; trying all
/// for the most even one takes four fifths of the time, which paper is worth but ten thousand pages are not.
const SCREEN_MASK: u8 = 2;

fn encode(text: &str, mask: Option<Mask>) -> Option<Modules> {
    let segments = QrSegment::make_segments(text);
    let (least, most) = (Version::MIN, Version::MAX);
    let code =
        QrCode::encode_segments_advanced(&segments, QrCodeEcc::Quartile, least, most, mask, true);
    let code = code.ok()?;
    let side = code.size();
    let cells = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
    let dark = cells.map(|(x, y)| code.get_module(x, y)).collect();
    Some(Modules { size: usize::try_from(side).expect("a code's side is positive"), dark })
}

/// Most bytes that a code of this kind holds.
const LONGEST: usize = 1663;

/// Tells whether `text` is short enough for a code.
pub(crate) fn fits(text: &str) -> bool {
    text.len() <= LONGEST
}

/// Draws the code of `text` as an inline SVG whose name for screen readers is `title`, or `None` when it is too long.
pub fn svg(text: &str, title: &str) -> Option<String> {
    let title = title
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    draw(text, &format!(r#"role="img" aria-label="{title}""#))
}

/// Draws the code of `text` as a file of its own, or `None` when it is too long.
pub(crate) fn file(text: &str) -> Option<String> {
    draw(text, r#"xmlns="http://www.w3.org/2000/svg""#)
}

/// Black on its own white ground, so that it can be read in dark mode and on coloured boxes too.
fn draw(text: &str, attributes: &str) -> Option<String> {
    let modules = encode(text, Some(Mask::new(SCREEN_MASK)))?;
    let side = modules.size + 2 * QUIET_ZONE;
    // One line runs through all rows, to and fro; its dashes are the dark modules. Half as much to send as a stroke for
    // each of them. A trifle wider than a module, so that printed rows touch.
    let line = line(modules.size);
    let dashes = dashes(&modules);
    Some(format!(
        r##"<svg viewBox="0 0 {side} {side}" {attributes} shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="none" stroke="#000" stroke-width="1.02" stroke-dasharray="{dashes}" d="{line}"/></svg>"##
    ))
}

/// The line through the middle of all rows, the odd ones from right to left.
fn line(size: usize) -> String {
    let mut line = format!("M{QUIET_ZONE} {QUIET_ZONE}.5");
    for y in 0..size {
        let down = if y > 0 { "v1" } else { "" };
        let back = if y % 2 == 1 { "-" } else { "" };
        let _ = write!(line, "{down}h{back}{size}");
    }
    line
}

/// Lengths of dashes and gaps along that line, in turn. The step to the next row is a gap.
fn dashes(modules: &Modules) -> String {
    let mut words = String::with_capacity(2 * modules.dark.len());
    let (mut length, mut now) = (0, true);
    let mut step = |dark: bool| {
        if dark != now {
            push_number(&mut words, length);
            words.push(' ');
            (length, now) = (0, dark);
        }
        length += 1;
    };
    for (y, row) in modules.dark.chunks_exact(modules.size).enumerate() {
        match y % 2 {
            0 => row.iter().for_each(|dark| step(*dark)),
            _ => row.iter().rev().for_each(|dark| step(*dark)),
        }
        step(false);
    }
    push_number(&mut words, length);
    words
}

/// Writes a small number; a code on each of ten thousand pages has hundreds.
fn push_number(out: &mut String, number: usize) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, dashes, file, fits, line, modules, svg};

    #[test]
    fn the_rectangles_cover_each_dark_module_once() {
        let modules = modules("https://example.org/pufa/rights/bh/").unwrap();
        let mut seen = vec![0; modules.size * modules.size];
        for run in modules.runs() {
            for y in run.y..run.y + run.height {
                for x in run.x..run.x + run.width {
                    seen[y * modules.size + x] += 1;
                }
            }
        }
        for y in 0..modules.size {
            for x in 0..modules.size {
                assert_eq!(seen[y * modules.size + x], i32::from(modules.is_dark(x, y)), "{x},{y}");
            }
        }
    }

    #[test]
    fn a_code_is_one_small_svg() {
        let svg = svg("https://example.org/pufa/rights/bh/", "手机扫码 <看>").unwrap();
        assert!(svg.len() < 2_000, "{} bytes", svg.len());
        assert!(svg.contains(r#"role="img" aria-label="手机扫码 &lt;看&gt;""#));
        assert!(!svg.contains("id="));
    }

    #[test]
    fn what_fits_is_what_can_be_drawn() {
        for length in [1, LONGEST, LONGEST + 1] {
            let text = "é".repeat(length / 2) + &"a".repeat(length % 2);
            assert_eq!(fits(&text), file(&text).is_some(), "{length} bytes");
        }
    }

    #[test]
    fn the_dashes_cover_each_dark_module_once() {
        let modules = modules("https://example.org/pufa/rights/bh/").unwrap();
        let mut along: Vec<bool> = Vec::new();
        for (index, length) in dashes(&modules).split(' ').enumerate() {
            let length: usize = length.parse().unwrap();
            along.extend(std::iter::repeat_n(index % 2 == 0, length));
        }
        // Each row ends with the step to the next, which is never drawn.
        let rows: Vec<&[bool]> = along.chunks(modules.size + 1).collect();
        assert_eq!(rows.len(), modules.size);
        for (y, row) in rows.into_iter().enumerate() {
            assert!(!row[modules.size]);
            for (at, dark) in row[..modules.size].iter().enumerate() {
                let x = if y % 2 == 1 { modules.size - 1 - at } else { at };
                assert_eq!(*dark, modules.is_dark(x, y), "{x},{y}");
            }
        }
        assert!(line(3).ends_with("M4 4.5h3v1h-3v1h3"));
    }

    #[test]
    fn a_text_that_does_not_fit_is_refused() {
        assert!(modules(&"长".repeat(2_000)).is_none());
    }
}

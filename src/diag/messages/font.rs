//! Mistakes in the fonts of leaflets: none, one that nobody has, a character that no font holds.

use crate::{
    diag::{
        Sink,
        messages::{cut, notice, warning},
    },
    source::Span,
};

impl Sink {
    /// Reports that there is no font to print Chinese with.
    pub(crate) fn leaflet_no_font(&mut self, span: Span, role: &str) {
        let (zh, en) = match role {
            "sans" => (
                "找不到汉字字体，传单没有做",
                "no font with Chinese characters was found, so no leaflet was made",
            ),
            "serif" => (
                "找不到宋体，传单的标题用黑体",
                "no serif font was found, leaflet titles are set in the sans",
            ),
            _ => (
                "找不到楷体，传单里的故事用黑体",
                "no Kai font was found, stories on leaflets are set in the sans",
            ),
        };
        let diagnostic = if role == "sans" {
            warning("leaflet/no-font", span, zh, en)
        } else {
            notice("leaflet/no-font", span, zh, en)
        };
        self.push(
            diagnostic
                .hint(
                    "把字体文件（`.ttf`、`.otf`）放进网站的 `fonts/` 文件夹，如免费的思源黑体、思源宋体、霞鹜文楷",
                    "put font files (`.ttf`, `.otf`) into the site's `fonts/` folder, the free Source Han Sans, Source Han Serif or LXGW WenKai for example",
                )
                .hint(
                    "有 pufa 的源码时，也可以在那里运行 `make fonts`",
                    "with pufa's source at hand, `make fonts` there gets them too",
                ),
        );
    }

    /// Reports a character that no font has.
    pub(crate) fn leaflet_glyph(&mut self, span: Span, character: char, title: &str) {
        let code = format!("U+{:04X}", u32::from(character));
        self.push(
            warning(
                "leaflet/glyph",
                span,
                format!("《{title}》的传单印不出 `{character}`（{code}），暂时印成 〓"),
                format!(
                    "the leaflet of `{title}` cannot print `{character}` ({code}), 〓 stands in"
                ),
            )
            .hint(
                "换一个字，或者把有这个字的字体放进 `fonts/` 文件夹",
                "use another character, or put a font that has it into `fonts/`",
            ),
        );
    }

    /// Reports a family of fonts that the settings name and nobody has; `instead` is the one in its place.
    pub(crate) fn leaflet_font_unknown(&mut self, span: Span, name: &str, instead: Option<&str>) {
        let name = cut(name);
        let (zh, en) = match instead {
            Some(other) => (format!("，用的是“{other}”"), format!(", `{other}` is used")),
            None => Default::default(),
        };
        self.push(
            warning(
                "leaflet/no-font",
                span,
                format!("没有名叫“{name}”的字体{zh}"),
                format!("there is no font `{name}`{en}"),
            )
            .hint(
                "把字体文件放进网站的 `fonts/` 文件夹，名称照字体软件里显示的写；或者删去这一行",
                "put its file into the site's `fonts/` folder and write its name as font programs show it, or delete the line",
            ),
        );
    }
}

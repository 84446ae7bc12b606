//! Leaflets: what is asked for, what does not fit, what cannot be printed.

use crate::{
    diag::{
        Diagnostic, Sink, Text,
        messages::{cut, error, nearest, notice, warning},
    },
    source::Span,
};

/// Where too much or too little text stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fullness<'a> {
    /// Title of the page.
    pub title: &'a str,
    /// Name of the format: 三折页.
    pub format: &'a str,
    /// Names of the panels; empty for text that flows.
    pub panel: &'a str,
    /// First and last line of the text.
    pub lines: Option<(usize, usize)>,
}

impl Fullness<'_> {
    fn zh(&self) -> String {
        let panel =
            if self.panel.is_empty() { String::new() } else { format!("的{}", self.panel) };
        let lines =
            self.lines.map(|(from, to)| format!("（第 {from} 到 {to} 行）")).unwrap_or_default();
        format!("《{}》{}{panel}{lines}", self.title, self.format)
    }

    fn en(&self) -> String {
        let panel =
            if self.panel.is_empty() { String::new() } else { format!(", panel {}", self.panel) };
        let lines =
            self.lines.map(|(from, to)| format!(" (lines {from} to {to})")).unwrap_or_default();
        format!("{} of `{}`{panel}{lines}", self.format, self.title)
    }
}

fn with_nearest(diagnostic: Diagnostic, word: &str, known: &[&str]) -> Diagnostic {
    let list = known.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>();
    match nearest(word, known.iter().copied()) {
        Some(near) => {
            diagnostic.hint(format!("最接近的是 `{near}`"), format!("the nearest is `{near}`"))
        }
        None if known.is_empty() => diagnostic.hint(
            "那一页要先发布（不是草稿，到了日期），并且在开头写 `传单:`",
            "the page has to be published (no draft, its day has come) and to ask for it with `leaflet:`",
        ),
        None => diagnostic
            .hint(format!("可以写 {}", list.join("、")), format!("known are {}", list.join(", "))),
    }
}

impl Sink {
    /// Reports a format nobody knows.
    pub(crate) fn leaflet_format(
        &mut self,
        span: impl Into<Option<Span>>,
        word: &str,
        known: &[&str],
    ) {
        let message =
            Text::new(format!("没有 `{word}` 这种传单"), format!("no leaflet format `{word}`"));
        self.push(with_nearest(Diagnostic::error("leaflet/format", span, message), word, known));
    }

    /// Reports a handbook asked for by one page.
    pub(crate) fn leaflet_handbook_of_page(&mut self, span: Span) {
        self.push(
            error(
                "leaflet/handbook",
                span,
                "手册由很多篇文章组成，不在单篇里写",
                "a handbook is made of many articles, not asked for by one page",
            )
            .hint(
                "在 `site.toml` 里写 `[[leaflet.handbook]]`，给出 `name`、`title` 和 `column`",
                "write `[[leaflet.handbook]]` with `name`, `title` and `column` in `site.toml`",
            ),
        );
    }

    /// Reports a handbook without a name or without a choice of articles.
    pub(crate) fn leaflet_handbook(&mut self, span: Span) {
        self.push(
            error("leaflet/handbook", span, "`[[leaflet.handbook]]` 要有 `name`，`column` 和 `tag` 写一个", "`[[leaflet.handbook]]` needs `name` and one of `column` and `tag`")
            .hint("例如 `name = \"rights\"`，`column = \"rights\"`；`name` 只用字母、数字和 `-`", "for example `name = \"rights\"`, `column = \"rights\"`; `name` holds letters, digits and `-` only"),
        );
    }

    /// Reports a handbook without articles.
    pub(crate) fn leaflet_handbook_empty(&mut self, span: Span, name: &str) {
        self.push(
            warning(
                "leaflet/handbook-empty",
                span,
                format!("手册 `{name}` 一篇文章也没有"),
                format!("handbook `{name}` has no articles"),
            )
            .hint("检查 `column` 或 `tag` 的写法", "check its `column` or `tag`"),
        );
    }

    /// Reports a panel nobody knows.
    pub(crate) fn leaflet_panel(&mut self, span: Span, word: &str, known: &[&str]) {
        let message = Text::new(
            format!("三折页没有 `{word}` 这一面"),
            format!("a tri-fold has no panel `{word}`"),
        );
        self.push(with_nearest(Diagnostic::error("leaflet/panel", span, message), word, known));
    }

    /// Reports a tri-fold that leaves a panel blank.
    pub(crate) fn leaflet_panel_missing(&mut self, span: Span, panel: &str) {
        self.push(
            warning(
                "leaflet/panel-missing",
                span,
                format!("三折页的{panel}是空的"),
                format!("panel {panel} of the tri-fold is blank"),
            )
            .hint(
                format!("加一段 `:::版面 {panel}`，或者去掉所有 `:::版面`，让正文自己分面"),
                format!("add `:::版面 {panel}`, or drop every `:::版面` to let the text flow"),
            ),
        );
    }

    /// Reports a leaflet without content.
    pub(crate) fn leaflet_empty(&mut self, span: Span) {
        self.push(
            error("leaflet/empty", span, "这份传单没有内容", "this leaflet has no content")
                .hint("在 `:::传单` 和 `:::` 之间写上正文，或者删掉它，让传单用网页的正文", "write text between `:::传单` and `:::`, or delete it so that the page's own text is used"),
        );
    }

    /// Reports an option nobody knows.
    pub(crate) fn leaflet_option(&mut self, span: Span, key: &str, known: &[&str]) {
        let message = Text::new(
            format!("传单没有 `{key}` 这个选项"),
            format!("leaflets have no option `{key}`"),
        );
        self.push(with_nearest(Diagnostic::error("leaflet/option", span, message), key, known));
    }

    /// Reports a seal with more characters than fit.
    pub(crate) fn leaflet_seal(&mut self, span: Span, most: usize) {
        self.push(
            warning(
                "leaflet/seal",
                span,
                format!("印章只放得下 {most} 个字，后面的没有印"),
                format!("the seal has room for {most} characters, the rest is not printed"),
            )
            .hint(
                "写成四个字：`seal = \"普法惠民\"`",
                "write four characters: `seal = \"普法惠民\"`",
            ),
        );
    }

    /// Reports a number of `help` that is none of the site's help lines.
    pub(crate) fn leaflet_help(&mut self, span: Span, number: &str, known: &[&str]) {
        let number = cut(number);
        let mut diagnostic = error(
            "leaflet/help",
            span,
            format!("网站没有求助电话 `{number}`"),
            format!("the site has no help line `{number}`"),
        )
        .hint(
            "在 `site.toml` 里添一节 `[[help_lines]]`，或者换一个号码",
            "add `[[help_lines]]` to `site.toml`, or choose another number",
        );
        if !known.is_empty() {
            diagnostic = diagnostic.hint(
                format!("网站有 {}", known.join("、")),
                format!("the site has {}", known.join(", ")),
            );
        }
        self.push(diagnostic);
    }

    /// Reports a value outside a closed set.
    pub(crate) fn leaflet_choice(
        &mut self,
        span: impl Into<Option<Span>>,
        key: &str,
        word: &str,
        known: &[&str],
    ) {
        let message =
            Text::new(format!("`{key}` 不能写 `{word}`"), format!("`{key}` cannot be `{word}`"));
        let diagnostic = Diagnostic::error("leaflet/choice", span, message);
        self.push(with_nearest(diagnostic, word, known));
    }

    /// Reports a colour that is none, or one that no theme uses.
    pub(crate) fn leaflet_color(&mut self, span: Span, name: &str, value: &str, known: &[&str]) {
        let message = Text::new(
            format!("颜色 `{name} = \"{value}\"` 用不上"),
            format!("colour `{name} = \"{value}\"` is of no use"),
        );
        let diagnostic = Diagnostic::error("leaflet/color", span, message)
            .hint("颜色写成 `#173b63` 这样", "write colours like `#173b63`");
        self.push(if known.contains(&name) {
            diagnostic
        } else {
            with_nearest(diagnostic, name, known)
        });
    }

    /// Reports text that does not fit at the smallest size.
    pub(crate) fn leaflet_overflow(&mut self, span: Span, place: Fullness, cut: usize) {
        self.push(
            error(
                "leaflet/overflow",
                span,
                format!("{}放不下，大约要删 {cut} 个字", place.zh()),
                format!("{} is too long by about {cut} characters", place.en()),
            )
            .hint(
                "删字；或者换大一点的格式；或者用 `:::传单` 单独写一份短的",
                "cut text, or choose a larger format, or write a shorter text in `:::传单`",
            ),
        );
    }

    /// Reports panels that stay half empty.
    pub(crate) fn leaflet_sparse(&mut self, span: Span, place: Fullness, percent: usize) {
        self.push(
            notice(
                "leaflet/sparse",
                span,
                format!("{}字少，空着 {percent}%", place.zh()),
                format!("{} stays {percent}% empty", place.en()),
            )
            .hint(
                "可以加一个案例或一张图，也可以换小一点的格式",
                "add a case or a picture, or choose a smaller format",
            ),
        );
    }

    /// Reports text that is too small to be read on paper.
    pub(crate) fn leaflet_small(&mut self, span: Span, title: &str, words: &str, size_pt: f64) {
        self.push(
            warning("leaflet/small-text", span, format!("《{title}》的传单里“{words}”只有 {size_pt:.1} 磅，小于 6 磅"), format!("`{words}` in the leaflet of `{title}` is {size_pt:.1} pt, below 6 pt"))
            .hint(
                "删一点字，字号就大了；自己改过样式文件的，把这一处的字号加大",
                "cut some text, so that the type grows; in a theme of your own, raise the size there",
            ),
        );
    }

    /// Reports two colours of `[leaflet.colors]` or of a theme that are too much alike.
    pub(crate) fn leaflet_contrast(
        &mut self,
        span: Span,
        family: &str,
        ink: &str,
        pair: (&str, &str),
        ratio: f64,
    ) {
        let (front, ground) = pair;
        self.push(
            warning("leaflet/contrast", span, format!("传单样式 {family}（{ink}）：`{front}` 的字压在 `{ground}` 上，对比只有 {ratio:.1}:1，要 7:1"), format!("leaflet family {family} ({ink}): `{front}` on `{ground}` has a contrast of {ratio:.1}:1, 7:1 is needed"))
            .hint(
                "在 `[leaflet.colors]` 里把一个调深，或者把另一个调浅",
                "make one of them darker or the other lighter in `[leaflet.colors]`",
            ),
        );
    }

    /// Reports a picture that is too coarse for paper.
    pub(crate) fn leaflet_coarse(&mut self, span: Span, path: &str, dpi: u32) {
        self.push(
            warning(
                "leaflet/coarse-picture",
                span,
                format!("`{path}` 印出来只有 {dpi} dpi，会发虚"),
                format!("`{path}` has only {dpi} dpi on paper and will look blurred"),
            )
            .hint(
                "换一张大的（200 dpi 以上），或者用 SVG",
                "use a larger one (200 dpi or more), or an SVG",
            ),
        );
    }

    /// Reports a picture that cannot be printed.
    pub(crate) fn leaflet_picture(&mut self, span: Span, path: &str) {
        self.push(
            warning(
                "leaflet/picture",
                span,
                format!("图片 `{path}` 坏了或者太大，传单里没有放"),
                format!("picture `{path}` is damaged or too large and was left out of the leaflet"),
            )
            .hint("重新导出成 PNG、JPEG 或 SVG", "export it again as PNG, JPEG or SVG"),
        );
    }

    /// Reports that a page is not to be printed yet.
    pub(crate) fn leaflet_waits(&mut self, span: Span, title: &str) {
        self.push(
            error("leaflet/not-published", span, format!("《{title}》现在不发布（草稿、没到发布日期、已到期），所以不印"), format!("`{title}` is not published today (a draft, too early or expired), so it is not printed"))
            .hint(
                "先看样：`pufa leaflet preview 页面`；要印就先发布这一页",
                "look at it with `pufa leaflet preview PAGE`; publish the page to print it",
            ),
        );
    }

    /// Reports colours of screens in a file for the print shop.
    pub(crate) fn leaflet_press(&mut self, span: Span, title: &str) {
        self.push(
            warning(
                "leaflet/press-color",
                span,
                format!("《{title}》印刷厂用的文件里，还有一张图是屏幕颜色（RGB）"),
                format!(
                    "the press file of `{title}` still holds a picture in screen colours (RGB)"
                ),
            )
            .hint(
                "把图里重复的渐变改成普通渐变，或者导出成 PNG 再用",
                "turn its repeating gradient into a plain one, or export it as PNG",
            ),
        );
    }

    /// Reports that codes cannot be made.
    pub(crate) fn leaflet_no_address(&mut self, span: Span) {
        self.push(
            warning(
                "leaflet/no-address",
                span,
                "没有网站地址，传单上没有二维码",
                "without the site's address leaflets bear no QR code",
            )
            .hint(
                "在 `site.toml` 里写 `base_url = \"https://…/\"`",
                "write `base_url = \"https://…/\"` in `site.toml`",
            ),
        );
    }

    /// Reports a program without the engine.
    pub(crate) fn leaflet_not_built_in(&mut self, span: Span) {
        self.push(
            warning(
                "leaflet/not-built-in",
                span,
                "这个 pufa 编译时没有带上传单，传单没有做",
                "this pufa was built without leaflets, so none was made",
            )
            .hint(
                "换一个带传单的版本，或者用 `cargo build --release` 重新编译",
                "use one that was built with them, or build it anew with `cargo build --release`",
            ),
        );
    }

    /// Reports that the engine refused a leaflet. `why` is its own sentence.
    pub(crate) fn leaflet_engine(&mut self, span: Span, title: &str, why: &str) {
        self.push(
            error("leaflet/engine", span, format!("《{title}》的传单没有做成"), format!("the leaflet of `{title}` could not be made"))
                .label(why, why)
                .hint("如果改过 `themes/*/leaflet/*.typ`，先换回原来的再试；没改过就是 pufa 的毛病", "if you changed `themes/*/leaflet/*.typ`, try the original first; if not, it is a fault of pufa"),
        );
    }

    /// Reports a leaflet or handbook with more words that stand out than the engine is given.
    pub(crate) fn leaflet_marks(&mut self, span: Span, title: &str, (found, most): (usize, usize)) {
        self.push(
            error("leaflet/marks", span, format!("《{title}》要印的文字里有 {found} 处加粗、链接和引用的法条，一份最多 {most} 处"), format!("what is to be printed of `{title}` has {found} bold words, links and citations, {most} are the most"))
                .hint("少加粗一些，用 `:::传单` 只印要紧的话，或者分成几份", "use less bold type, print only what matters with `:::leaflet`, or make several of it"),
        );
    }

    /// Reports a leaflet a station wants and nobody makes.
    pub(crate) fn leaflet_station_leaflet(
        &mut self,
        span: Span,
        station: &str,
        word: &str,
        known: &[&str],
    ) {
        let message = Text::new(
            format!("{station}要的传单 `{word}` 没有"),
            format!("station {station} asks for `{word}`, which is not made"),
        );
        self.push(with_nearest(
            Diagnostic::error("leaflet/station-leaflet", span, message),
            word,
            known,
        ));
    }
}

//! Mistakes in a theme.

use crate::{
    diag::{
        Diagnostic, Sink, Text,
        messages::{cut, error, grammar, nearest, settings::known, warning},
    },
    source::Span,
};

impl Sink {
    /// Reports a theme that does not exist.
    pub(crate) fn theme_missing(&mut self, span: Span, name: &str) {
        let name = cut(name);
        self.push(
            error(
                "theme/missing",
                span,
                format!("没有主题 `themes/{name}/`"),
                format!("there is no theme `themes/{name}/`"),
            )
            .hint(
                "在 `site.toml` 里写 `theme = \"default\"`，或者建好这个文件夹",
                "write `theme = \"default\"` in `site.toml`, or make the folder",
            ),
        );
    }

    /// Reports a file of words that cannot be read.
    pub(crate) fn theme_words(&mut self, span: Span, why: &str) {
        let why = grammar::plain(why);
        self.push(
            error(
                "theme/words",
                span,
                "主题的文字文件读不懂",
                "the theme's file of words cannot be read",
            )
            .label(why.zh, why.en)
            .hint("一行一项：`search = \"搜索\"`", "one entry a line: `search = \"搜索\"`"),
        );
    }

    /// Reports a word that neither the program nor a template of the site asks for.
    pub(crate) fn word_unknown<'a>(
        &mut self,
        span: Span,
        key: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        let near = nearest(key, known);
        let key = cut(key);
        let diagnostic = warning(
            "theme/word-unknown",
            span,
            format!("网页上没有叫 `{key}` 的文字，这一项没有用"),
            format!("no page says `{key}`, so this entry does nothing"),
        );
        self.push(match near {
            Some(near) => near_is(diagnostic, near),
            None => diagnostic.hint(
                "`pufa theme list words` 列出每一项",
                "`pufa theme list words` lists every entry",
            ),
        });
    }

    /// Reports a name in braces that is not filled in.
    pub(crate) fn word_place(&mut self, span: Span, key: &str, place: &str, known: &[&str]) {
        let shown = cut(place);
        let known: Vec<String> = known.iter().map(|it| format!("`{{{it}}}`")).collect();
        let (zh, en) = match known.is_empty() {
            true => ("这一句里没有要填的".to_owned(), "nothing is filled in here".to_owned()),
            false => (
                format!("会填的是 {}", known.join("、")),
                format!("filled in are {}", known.join(", ")),
            ),
        };
        self.push(
            warning(
                "theme/word-place",
                span,
                format!("`{key}` 里的 `{{{shown}}}` 不会填上，读者会看到花括号"),
                format!("`{{{shown}}}` in `{key}` is not filled in; readers would see the braces"),
            )
            .hint(zh, en),
        );
    }

    /// Reports a file of a theme that nobody asks for. `inner` is its path inside the theme.
    pub(crate) fn theme_file_unused<'a>(
        &mut self,
        span: Span,
        path: &str,
        inner: &str,
        known: impl Iterator<Item = &'a str> + Clone,
    ) {
        let name = |it: &str| it.rsplit('/').next().unwrap_or(it).to_owned();
        let same_name = known.clone().find(|it| name(it) == name(inner));
        let near = same_name.or_else(|| nearest(inner, known));
        let diagnostic = warning(
            "theme/file-unused",
            span,
            format!("主题里的 `{path}` 没有地方用到"),
            format!("nothing uses `{path}` of the theme"),
        );
        self.push(match near {
            Some(near) => near_is(diagnostic, near),
            None => diagnostic.hint(
                "模板放在 `templates/`，图片和样式放在 `static/`，传单放在 `leaflet/`；`pufa theme list files` 列出自带的每一个文件",
                "templates lie in `templates/`, pictures and styles in `static/`, leaflets in `leaflet/`; `pufa theme list files` lists every built-in file",
            ),
        });
    }

    /// Reports a template that cannot be compiled or rendered. `why` is mostly the template engine's own sentence.
    pub fn template(
        &mut self,
        span: Span,
        path: &str,
        line: usize,
        why: &Text,
        near: Option<&str>,
    ) {
        let diagnostic = error(
            "theme/template",
            span,
            format!("模板 `{path}` 第 {line} 行出错：{}", why.zh),
            format!("the template `{path}` fails at line {line}: {}", why.en),
        );
        self.push(near.map_or(diagnostic.clone(), |near| near_is(diagnostic, near)).hint(
            "改正模板，或者删掉它，用自带的；能用的值都在 `pufa theme list` 里",
            "correct the template, or delete it to use the built-in one; `pufa theme list` lists what it can use",
        ));
    }

    /// Reports one of the program's own templates that fails, mostly because of a file of the site that it takes in.
    pub fn template_built_in(&mut self, name: &str, line: usize, why: &Text) {
        let text = Text::new(
            format!("自带的模板 `{name}` 第 {line} 行出错：{}", why.zh),
            format!("the built-in template `{name}` fails at line {line}: {}", why.en),
        );
        self.push(Diagnostic::error("theme/template", None, text).hint(
            "多半是网站自己的模板、文字或数据少了它要的；一个一个拿开再试",
            "most likely a template, the words or the data of the site lack what it needs; take them away one by one and try again",
        ));
    }

    /// Reports a template that a page asks for and the theme lacks.
    pub fn template_missing<'a>(
        &mut self,
        span: Span,
        name: &str,
        known: impl Iterator<Item = &'a str>,
    ) {
        let near = nearest(name, known);
        let diagnostic = error(
            "theme/template-missing",
            span,
            format!("主题里没有模板 `{name}`"),
            format!("the theme has no template `{name}`"),
        );
        self.push(near.map_or(diagnostic.clone(), |near| near_is(diagnostic, near)).hint(
            format!("建好 `themes/default/templates/{name}`，或者去掉这一项"),
            format!("make `themes/default/templates/{name}`, or take the entry away"),
        ));
    }

    /// Reports a key of `[style]` that names no colour of the theme.
    pub(crate) fn style_unknown<'a>(
        &mut self,
        span: Span,
        key: &str,
        known_names: impl Iterator<Item = &'a String>,
    ) {
        let names: Vec<&str> = known_names.map(String::as_str).collect();
        let shown = cut(key);
        let diagnostic = error(
            "theme/colour-unknown",
            span,
            format!("`[style]` 里没有叫 `{shown}` 的颜色"),
            format!("`[style]` knows no colour `{shown}`"),
        );
        self.push(known(diagnostic, key, &names));
    }

    /// Reports a value of `[style]` that is no colour.
    pub(crate) fn style_colour(&mut self, span: Span, key: &str) {
        let key = cut(key);
        self.push(
            error(
                "theme/colour",
                span,
                format!("`[style]` 的 `{key}` 不是颜色"),
                format!("`{key}` of `[style]` is no colour"),
            )
            .hint("颜色写成 `\"#173b63\"` 这样", "write a colour as `\"#173b63\"`"),
        );
    }

    /// Reports two colours that stand on each other and are too much alike.
    pub(crate) fn style_contrast(
        &mut self,
        span: Span,
        (ink, ground): (&str, &str),
        ratio: f64,
        is_error: bool,
    ) {
        let start = if is_error { Diagnostic::error } else { Diagnostic::warning };
        let text = Text::new(
            format!("`{ink}` 写在 `{ground}` 上看不清：对比只有 {ratio:.1}，要有 7"),
            format!("`{ink}` on `{ground}` is hard to read: a contrast of {ratio:.1}, not 7"),
        );
        self.push(start("theme/contrast", Some(span), text).hint(
            "把字的颜色加深，或者把底的颜色变浅；夜里的颜色写在 `[style.night]`",
            "make the ink darker or the ground lighter; colours of the night stand in `[style.night]`",
        ));
    }
}

/// Names what was most likely meant.
fn near_is(diagnostic: Diagnostic, near: &str) -> Diagnostic {
    diagnostic.hint(format!("最接近的是 `{near}`"), format!("the nearest is `{near}`"))
}

/// A template goes on for too long.
pub(crate) fn endless_loop() -> Text {
    Text::new("循环太多，像是没有尽头", "it loops as if there were no end")
}

/// A template, or a part of one, takes in itself.
pub(crate) fn endless_recursion() -> Text {
    Text::new("自己套自己，没有尽头", "it includes or calls itself without end")
}

/// One expression has thousands of signs.
pub(crate) fn long_tag() -> Text {
    Text::new(
        "一个 `{{ }}` 或 `{% %}` 太长，超过 4 KB；用 `{% set %}` 分成几步",
        "a `{{ }}` or `{% %}` is longer than 4 KB; take several steps with `{% set %}`",
    )
}

/// Templates extend each other.
pub fn circle() -> Text {
    Text::new("模板接来接去又接回自己", "the templates extend each other in a circle")
}

/// A name that stands for nothing.
pub(crate) fn undefined(name: &str) -> Text {
    Text::new(format!("没有 {name} 这个值"), format!("{name} is undefined"))
}

/// What the template engine complains about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Complaint {
    /// It cannot read the template.
    Syntax,
    /// No such filter.
    Filter,
    /// No such test.
    Test,
    /// No such function.
    Function,
    /// A value has no such method.
    Method,
    /// No such block.
    Block,
    /// No such template, or one that cannot be taken in.
    Template,
    /// A function or filter wants more.
    FewArguments,
    /// A function or filter wants less.
    ManyArguments,
    /// Something that cannot be done with these values.
    Operation,
    /// Something else.
    Other,
}

impl Complaint {
    const fn chinese(self) -> &'static str {
        match self {
            Self::Syntax => "写法不对",
            Self::Filter => "没有这个过滤器",
            Self::Test => "没有这种判断（`is` 后面的词）",
            Self::Function => "没有这个函数",
            Self::Method => "这个值没有这个方法",
            Self::Block => "没有这个 `block`",
            Self::Template => "没有这个模板，或者它接不进来",
            Self::FewArguments => "参数少了",
            Self::ManyArguments => "参数多了",
            Self::Operation => "这样的值不能这样用",
            Self::Other => "做不下去",
        }
    }
}

/// What the engine complains about, with its own words marked as such.
pub(crate) fn engine(complaint: Complaint, own: &str) -> Text {
    Text::new(format!("{}（模板引擎的原话：`{own}`）", complaint.chinese()), own)
}

/// A file of `data/` or `content/` that does not exist.
pub(crate) fn no_data_file(name: &str) -> Text {
    Text::new(format!("没有数据文件 `{name}`"), format!("no data file `{name}`"))
}

/// A word of the theme that does not exist.
pub(crate) fn no_word(key: &str, near: Option<&str>) -> Text {
    let (zh, en) = near.map_or_else(Default::default, |it| {
        (format!("，最接近的是 `{it}`"), format!("; the nearest is `{it}`"))
    });
    Text::new(
        format!("`i18n/zh-CN.toml` 里没有 `{key}` 这一项{zh}"),
        format!("no word `{key}` in `i18n/zh-CN.toml`{en}"),
    )
}

/// A function that looks at the page was called where there is none.
pub(crate) fn needs_a_page() -> Text {
    Text::new(
        "这个函数要知道在哪一页，不能写在宏里",
        "this function needs a page, so it cannot stand in a macro",
    )
}

/// A file of the theme that does not exist.
pub(crate) fn no_static_file(path: &str, near: Option<&str>) -> Text {
    let (zh, en) = near.map_or_else(Default::default, |it| {
        (format!("，最接近的是 `{it}`"), format!("; the nearest is `{it}`"))
    });
    Text::new(
        format!("主题里没有 `static/{path}`{zh}"),
        format!("the theme has no file `static/{path}`{en}"),
    )
}

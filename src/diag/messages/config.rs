//! Mistakes in `site.toml`.

use crate::{
    diag::{
        Sink,
        messages::{cut, error, nearest, settings::known, warning},
    },
    source::Span,
};

impl Sink {
    /// Reports a time zone nobody knows.
    pub(crate) fn config_timezone(&mut self, span: Span, name: &str) {
        let name = cut(name);
        self.push(
            warning(
                "config/timezone",
                span,
                format!("没有时区 `{name}`，按北京时间算"),
                format!("no time zone `{name}`, counting in Beijing time"),
            )
            .hint("写成 `timezone = \"Asia/Shanghai\"`", "write `timezone = \"Asia/Shanghai\"`"),
        );
    }

    /// Reports an address that cannot be the site's.
    pub(crate) fn config_base_url(&mut self, span: Option<Span>, url: &str) {
        let url = cut(url);
        let (key, right) = match span {
            Some(_) => ("", "base_url = \"https://www.example.org/pufa/\""),
            None => ("--base-url ", "--base-url https://www.example.org/pufa/"),
        };
        self.push(
            error(
                "config/base-url",
                span,
                format!("`{key}{url}` 不能作网站地址"),
                format!("`{key}{url}` cannot be the address of a site"),
            )
            .hint(format!("写成 `{right}`"), format!("write `{right}`")),
        );
    }

    /// Reports a severity nobody knows.
    pub(crate) fn config_rule(&mut self, span: Span, code: &str, word: &str) {
        let word = cut(word);
        self.push(
            error(
                "config/rule",
                span,
                format!("`{code}` 不能设为 `{word}`"),
                format!("`{code}` cannot be set to `{word}`"),
            )
            .hint(
                format!("写成 `\"{code}\" = \"error\"`，或者 `\"warning\"`、`\"notice\"`"),
                format!("write `\"{code}\" = \"error\"`, or `\"warning\"`, `\"notice\"`"),
            ),
        );
    }

    /// Reports a rule for a code that no message has.
    pub(crate) fn config_rule_unknown(&mut self, span: Span, code: &str, codes: &[&str]) {
        if self.only_counts("config/rule", span) {
            return;
        }
        let shown = cut(code);
        let diagnostic = error(
            "config/rule",
            span,
            format!("没有代码是 `{shown}` 的消息"),
            format!("no message has the code `{shown}`"),
        );
        self.push(match nearest(code, codes.iter().copied()) {
            Some(near) => {
                diagnostic.hint(format!("最接近的是 `{near}`"), format!("the nearest is `{near}`"))
            }
            None => {
                diagnostic.hint("`pufa explain` 列出所有代码", "`pufa explain` lists all codes")
            }
        });
    }

    /// Reports an address that must not be linked.
    pub(crate) fn config_url(&mut self, span: Span, scheme: &str) {
        let scheme = cut(scheme);
        self.push(
            error(
                "config/url",
                span,
                format!("不能链接到 `{scheme}:` 地址"),
                format!("`{scheme}:` addresses cannot be linked"),
            )
            .hint(
                "可以用 `https:`、`tel:`、`mailto:`、`weixin:`",
                "use `https:`, `tel:`, `mailto:` or `weixin:`",
            ),
        );
    }

    /// Reports an address with blanks in it, or characters that nobody sees.
    pub(crate) fn config_url_blank(&mut self, span: Span, url: &str) {
        let shown: String = cut(url).chars().filter(|it| !it.is_control()).collect();
        self.push(
            error(
                "config/url",
                span,
                format!("网址 `{shown}` 里有空格、换行或者看不见的字符"),
                format!(
                    "the address `{shown}` holds blanks, line breaks or characters that nobody sees"
                ),
            )
            .hint(
                "去掉它们；网址里真有空格，写成 `%20`",
                "remove them; a blank that belongs there is written `%20`",
            ),
        );
    }

    /// Reports an address without the name of a host: `https://`.
    pub(crate) fn config_url_no_host(&mut self, span: Span, url: &str) {
        let url = cut(url);
        self.push(
            error(
                "config/url",
                span,
                format!("`{url}` 后面没有网站的名称"),
                format!("`{url}` names no site"),
            )
            .hint(
                "写完整：`https://www.example.org/`；没有网址就删去这一行",
                "write all of it: `https://www.example.org/`, or delete the line",
            ),
        );
    }

    /// Reports a word that is no tag of a language.
    pub(crate) fn config_language(&mut self, span: Span, word: &str) {
        let word = cut(word);
        self.push(
            error(
                "config/value",
                span,
                format!("`language` 不能写 `{word}`：要写语言的代码"),
                format!("`language` cannot be `{word}`: it is the tag of a language"),
            )
            .hint("中文写成 `language = \"zh-CN\"`", "Chinese is `language = \"zh-CN\"`"),
        );
    }

    /// Reports an entry of `allow` that is no ending of a file's name.
    pub(crate) fn config_ending(&mut self, span: Span, word: &str) {
        let word = cut(word);
        self.push(
            error(
                "config/value",
                span,
                format!("`allow` 里的 `{word}` 不是文件名的结尾"),
                format!("`{word}` in `allow` is no ending of a file's name"),
            )
            .hint("写成 `allow = [\"zip\", \"doc\"]`", "write `allow = [\"zip\", \"doc\"]`"),
        );
    }

    /// Reports a taxonomy that goes by the name of a key that pages have anyway.
    pub(crate) fn config_taxonomy_key(&mut self, span: Span, word: &str) {
        let word = cut(word);
        self.push(
            error(
                "config/value",
                span,
                format!("页面开头的 `{word}` 另有用处，不能作分类"),
                format!("pages have a key `{word}` of another meaning, it cannot be a taxonomy"),
            )
            .hint(
                "换一个名称：`[taxonomies.topics]`，`name = \"专题\"`",
                "choose another name: `[taxonomies.topics]`, `name = \"专题\"`",
            ),
        );
    }

    /// Reports an address of another site that a browser would look for on this one.
    pub(crate) fn config_url_incomplete(&mut self, span: Span, url: &str) {
        let shown = cut(url);
        let whole = format!("https://{}", shown.trim_start_matches(['/', '\\']));
        self.push(
            error(
                "config/url",
                span,
                format!("`{shown}` 不是完整的网址，浏览器会到本站里找它"),
                format!("`{shown}` is no whole address, a browser looks for it on this site"),
            )
            .hint(format!("写成 `{whole}`"), format!("write `{whole}`")),
        );
    }

    /// Reports an address that 安全退出 must not lead to.
    pub(crate) fn config_exit(&mut self, span: Span, url: &str) {
        let shown = cut(url);
        self.push(
            error("config/exit", span, format!("安全退出不能通到 `{shown}`：按下以后要马上离开本站"), format!("the safe exit cannot lead to `{shown}`: it has to leave this site at once"))
            .hint(
                "写一个谁都可能打开的网站，`https://` 开头：`exit_url = \"https://www.baidu.com/\"`",
                "name a site that anybody may have open, with `https://`: `exit_url = \"https://www.baidu.com/\"`",
            )
            .hint(
                "或者写 `exit_url = \"exit.html\"`，用自带的空白页",
                "or write `exit_url = \"exit.html\"` for the blank page that comes with the program",
            ),
        );
    }

    /// Reports a help line whose number nobody can dial.
    pub(crate) fn config_number(&mut self, span: Span, name: &str) {
        let name = cut(name);
        self.push(
            error(
                "config/number",
                span,
                format!("求助电话“{name}”没有号码"),
                format!("the help line `{name}` has no number"),
            )
            .hint("写成 `number = \"12338\"`", "write `number = \"12338\"`"),
        );
    }

    /// Reports a word that is neither a key of front matter nor a taxonomy.
    pub(crate) fn config_key(&mut self, span: Span, word: &str, keys: &[&str]) {
        if self.only_counts("config/value", span) {
            return;
        }
        let shown = cut(word);
        let diagnostic = error(
            "config/value",
            span,
            format!("页面开头没有 `{shown}` 这一项"),
            format!("pages have no key `{shown}`"),
        );
        self.push(known(diagnostic, word, keys));
    }

    /// Reports a second entry of one name or one address.
    pub(crate) fn config_twice(&mut self, span: Span, name: &str) {
        let name = cut(name);
        self.push(
            error(
                "config/twice",
                span,
                format!("`{name}` 写了两次，后一次不算"),
                format!("`{name}` stands twice, the second does not count"),
            )
            .hint("删去一个，或换一个名字", "delete one, or give it another name"),
        );
    }

    /// Reports values for a key that pages fill in freely.
    pub(crate) fn config_values(&mut self, span: Span, word: &str, taxonomies: &[&str]) {
        let shown = cut(word);
        let diagnostic = error(
            "config/value",
            span,
            format!("`values` 只能限定分类，`{shown}` 不是"),
            format!("`values` restricts taxonomies only, `{shown}` is none"),
        );
        self.push(known(diagnostic, word, taxonomies));
    }

    /// Reports a page that the settings name and the site does not have.
    pub fn config_no_page<'a>(
        &mut self,
        span: Span,
        written: &str,
        pages: impl Iterator<Item = &'a str>,
    ) {
        let shown = cut(written);
        let diagnostic = error(
            "config/no-page",
            span,
            format!("找不到页面 `{shown}`"),
            format!("no page at `{shown}`"),
        );
        self.push(match nearest(written, pages) {
            Some(near) => diagnostic.hint(
                format!("最接近的页面是 `{near}`"),
                format!("the nearest page is `{near}`"),
            ),
            None => diagnostic.hint(
                "写 `content/` 里的路径：`rights/bh.md`；草稿、没到日子的、过期的页面不算",
                "write the path in `content/`: `rights/bh.md`; drafts, scheduled and expired pages do not count",
            ),
        });
    }

    /// Reports rules for a folder that holds no page.
    pub fn config_no_column<'a>(
        &mut self,
        span: Span,
        name: &str,
        folders: impl Iterator<Item = &'a str>,
    ) {
        let shown = cut(name);
        let folders: Vec<&str> = folders.collect();
        let diagnostic = warning(
            "config/no-column",
            span,
            format!("`content/` 里没有栏目 `{shown}`，这些规定用不上"),
            format!("there is no column `{shown}` in `content/`, these rules apply to nothing"),
        );
        self.push(known(diagnostic, name, &folders));
    }

    /// Reports a picture that the settings name and `static/` does not hold.
    pub fn config_no_picture<'a>(
        &mut self,
        span: Span,
        written: &str,
        files: impl Iterator<Item = &'a str>,
    ) {
        let shown = cut(written);
        let diagnostic = error(
            "config/no-picture",
            span,
            format!("`static/` 里没有图片 `{shown}`"),
            format!("`static/` holds no picture `{shown}`"),
        );
        let bare = written.trim_start_matches("static/");
        self.push(match nearest(bare, files) {
            Some(near) => {
                diagnostic.hint(format!("最接近的是 `{near}`"), format!("the nearest is `{near}`"))
            }
            None => diagnostic.hint(
                format!("把它放进 `static/`，写成 `{bare}`"),
                format!("put it into `static/` and write `{bare}`"),
            ),
        });
    }
}

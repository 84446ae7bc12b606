//! Pictures, videos, captions and pinyin.

use crate::{
    diag::{
        Sink,
        messages::{error, warning},
    },
    media::picture::Format,
    source::Span,
};

impl Sink {
    /// Reports a picture whose name says another format than its bytes.
    pub(crate) fn picture_ending(&mut self, span: Span, path: &str, format: Format) {
        let ending = format.extension();
        self.push(
            warning(
                "picture/ending",
                span,
                format!("`{path}` 其实是 `.{ending}` 图片"),
                format!("`{path}` is really a `.{ending}` picture"),
            )
            .hint(
                format!("把文件名的结尾改成 `.{ending}`"),
                format!("change its ending to `.{ending}`"),
            ),
        );
    }

    /// Reports a picture that moves and cannot be stopped.
    pub(crate) fn picture_moves(&mut self, span: Span, path: &str) {
        self.push(
            warning(
                "picture/moves",
                span,
                format!("`{path}` 是会动的图，读者停不下来"),
                format!("`{path}` moves, and readers cannot stop it"),
            )
            .hint(
                "换成不动的图，或者做成短视频",
                "use a still picture, or make a short video of it",
            ),
        );
    }

    /// Reports parts of a drawing that were taken out because they could act or load. `what` names them.
    pub(crate) fn picture_cleaned(&mut self, span: Span, path: &str, what: &str) {
        self.push(
            warning(
                "picture/cleaned",
                span,
                format!("`{path}` 里有脚本或外部内容，发布时去掉了：{what}"),
                format!(
                    "`{path}` holds scripts or outside content, taken out when published: {what}"
                ),
            )
            .hint(
                "在画图软件里另存为“纯 SVG”（Plain SVG）",
                "save it as “plain SVG” in the drawing program",
            ),
        );
    }

    /// Reports a drawing that is not well-formed.
    pub(crate) fn picture_svg(&mut self, span: Span, path: &str) {
        self.push(
            error(
                "picture/svg",
                span,
                format!("`{path}` 不是能读的 SVG 图"),
                format!("`{path}` is no readable SVG drawing"),
            )
            .hint("重新导出，不要用记事本改", "export it again"),
        );
    }

    /// Reports a word with more or fewer syllables than characters.
    pub(crate) fn pinyin_count(&mut self, span: Span, word: &str, syllables: usize) {
        let characters = word.chars().count();
        self.push(
            error(
                "pinyin/count",
                span,
                format!("`{word}` 有 {characters} 个字，拼音却有 {syllables} 个音节"),
                format!("`{word}` has {characters} characters but {syllables} syllables"),
            )
            .hint(
                "每个字一个音节，音节之间空一格：`\"还款\" = \"huán kuǎn\"`",
                "one syllable a character, with a blank between: `\"还款\" = \"huán kuǎn\"`",
            ),
        );
    }

    /// Reports a syllable that does not exist.
    pub(crate) fn pinyin_syllable(&mut self, span: Span, word: &str, written: &str) {
        self.push(
            error(
                "pinyin/syllable",
                span,
                format!("`{written}` 不是拼音（`{word}` 的读音）"),
                format!("`{written}` is no pinyin syllable (in the reading of `{word}`)"),
            )
            .hint("写成 `huán` 或 `huan2`", "write `huán` or `huan2`"),
        );
    }
}

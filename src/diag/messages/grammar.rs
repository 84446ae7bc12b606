//! What the parsers of YAML, TOML and JSON say, in words that an editor knows.

use crate::diag::Text;

/// Returns a number with its English unit: 1 page, 2 pages.
pub(crate) fn count_of(number: impl ToString, unit: &str) -> String {
    let number = number.to_string();
    let ending = if number == "1" { "" } else { "s" };
    format!("{number} {unit}{ending}")
}

/// Words of a parser, and what an editor reads instead; the first that occurs counts.
const WORDS: [(&str, &str); 32] = [
    ("mapping values are not allowed", "这一行多了一个冒号，或者缩进不对"),
    ("unclosed quote", "引号没有配对"),
    ("unclosed", "括号没有配对"),
    ("trailing content after", "引号后面还有文字"),
    ("expected `key: value`", "要写成 `名称: 值`"),
    ("simple key expected", "要写成 `名称: 值`"),
    ("unexpected character", "这个符号不能开头，整句放进英文双引号"),
    ("unknown anchor", "`*` 不能开头，整句放进英文双引号"),
    ("unknown escape", "双引号里的 `\\` 要写成 `\\\\`"),
    ("block scalar", "`|` 和 `>` 后面要换行"),
    ("recursive references", "引用了自己"),
    ("budget breached", "一层引用一层，展开以后太大"),
    ("found a tab", "不能用制表符（Tab），换成空格"),
    ("string values must be quoted", "文字要放进英文双引号"),
    ("invalid basic string", "引号没有配对"),
    ("invalid literal string", "引号没有配对"),
    ("unexpected key or value", "一行只能写一项"),
    ("missing comma", "两项之间缺逗号"),
    ("invalid unquoted key", "中文名称要放进英文双引号：`\"标题\" = \"文字\"`"),
    ("key with no value", "缺等号和值"),
    ("duplicate key", "写了两次"),
    ("invalid date", "没有这一天"),
    ("expected value", "缺一个值"),
    ("trailing comma", "最后一项后面不能有逗号"),
    ("key must be", "名称要放进英文双引号"),
    ("EOF while parsing", "没有写完，缺括号或者引号"),
    ("expected `,`", "缺逗号或者括号"),
    ("expected `:`", "缺冒号"),
    ("a string", "这里要写文字，放在英文双引号里"),
    ("a boolean", "这里要写 `true` 或者 `false`"),
    ("a sequence", "这里要写列表：`[\"甲\", \"乙\"]`"),
    ("invalid type", "值的种类不对"),
];

/// What the system says about a file, and what an editor reads instead.
const SYSTEM: [(&str, &str); 16] = [
    ("No such file or directory", "文件不存在"),
    ("Permission denied", "没有权限"),
    ("Not a directory", "路径里有一段不是文件夹"),
    ("Is a directory", "这是文件夹"),
    ("Read-only file system", "这个盘只能读"),
    ("changed while", "生成期间被改动了"),
    ("Operation not permitted", "系统不允许"),
    ("File exists", "已经有同名的文件"),
    ("Directory not empty", "文件夹不是空的"),
    ("No space left on device", "磁盘满了"),
    ("Disk quota exceeded", "磁盘的配额用完了"),
    ("File name too long", "路径太长"),
    ("Input/output error", "磁盘读写出错，检查 U 盘和数据线"),
    ("Too many open files", "打开的文件太多"),
    ("Stale file handle", "网络盘断开了"),
    ("Address already in use", "正被别的程序占用"),
];

/// Returns the system's words about a file in both languages, without its number. Windows speaks Chinese itself.
pub fn system(why: &str) -> Text {
    let en = why.split(" (os error ").next().unwrap_or(why);
    let known = SYSTEM.iter().find(|(word, _)| en.contains(word));
    Text::new(known.map_or(en, |it| it.1), en)
}

/// Returns the sentence of a parser in both languages, without the place, which the excerpt shows.
pub fn plain(why: &str) -> Text {
    let en = why.split(" at line ").next().unwrap_or(why);
    let field = |before: &str| en.strip_prefix(before)?.split('`').next();
    let missing = field("missing field `").map(|it| format!("缺 `{it}`"));
    let unknown = field("unknown field `").map(|it| format!("没有 `{it}` 这一项"));
    let known = WORDS.iter().find(|(word, _)| en.contains(word));
    let zh = missing
        .or(unknown)
        .or(known.map(|it| it.1.to_owned()))
        .unwrap_or_else(|| "格式不对".to_owned());
    Text::new(zh, en)
}

#[cfg(test)]
mod tests {
    use super::{plain, system};

    #[test]
    fn the_system_speaks_to_editors() {
        let text = system("Permission denied (os error 13)");
        assert_eq!((text.zh.as_str(), text.en.as_str()), ("没有权限", "Permission denied"));
        assert_eq!(system("拒绝访问。 (os error 5)").zh, "拒绝访问。");
    }

    #[test]
    fn a_parser_speaks_to_editors() {
        for (why, zh, en) in [
            ("unclosed quote at line 1, column 5", "引号没有配对", "unclosed quote"),
            ("missing field `number`", "缺 `number`", "missing field `number`"),
            (
                "unknown field `open`, expected `name`",
                "没有 `open` 这一项",
                "unknown field `open`, expected `name`",
            ),
            ("who knows", "格式不对", "who knows"),
        ] {
            let text = plain(why);
            assert_eq!((text.zh.as_str(), text.en.as_str()), (zh, en));
        }
    }
}

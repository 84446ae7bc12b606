//! First pass: where laws are named in a block, in whatever way.

use std::ops::Range;

use crate::law::citation::{
    Naming, VersionHint,
    names::Names,
    place::{Unit, unit_at},
    title,
    words::{
        head, is_draft, is_other_word, says_former, says_repealed, skip_space, tail, year_before,
        year_in_bracket,
    },
};

/// One naming of a law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its words, brackets included.
    pub range: Range<usize>,
    /// Which law.
    pub law: Named,
    /// How it is named.
    pub how: Naming,
    /// The version asked for on purpose.
    pub version: Option<VersionHint>,
}

/// Which law a [`Mention`] names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A law that is known by this key.
    Known(String),
    /// A law by the look of its title.
    Unknown(String),
    /// Something that has articles too but is no law, a contract or a draft.
    NoLaw,
    /// 本法, 本条例: with the kind of the law.
    Own(&'static str),
    /// 该法, 同法, 该解释: the last law of this kind.
    Last(&'static str),
}

/// A name that a document gave a law: （以下简称《食品安全法》）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name, without brackets.
    pub name: String,
    /// The law it stands for.
    pub law: Named,
}

const KINDS_OF_SELF: [&str; 13] = [
    "法典", "法", "条例", "规定", "办法", "解释", "细则", "规则", "决定", "意见", "通则", "规约",
    "公约",
];
const ISSUERS: [&str; 6] = [
    "最高人民法院、最高人民检察院",
    "最高人民法院",
    "最高人民检察院",
    "最高法",
    "最高检",
    "两高",
];
const BOOKS: [&str; 7] = [
    "总则",
    "物权",
    "合同",
    "人格权",
    "婚姻家庭",
    "继承",
    "侵权责任",
];

/// Finds every mention in `text`, left to right, none inside another.
pub fn collect(text: &str, names: &Names, aliases: &[Alias]) -> Vec<Mention> {
    let mut all = Vec::new();
    aliased(text, aliases, &mut all);
    titles(text, names, aliases, &mut all);
    interpretations(text, names, &mut all);
    bare(text, names, &mut all);
    pronouns(text, &mut all);
    all.sort_by_key(|it| (it.range.start, std::cmp::Reverse(it.range.end)));
    let mut end = 0;
    all.retain(|it| {
        let keep = it.range.start >= end;
        end = end.max(if keep { it.range.end } else { 0 });
        keep
    });
    unknown_laws(text, &mut all);
    for mention in &mut all {
        mention.version = version(text, mention);
    }
    all
}

/// Returns the short names that the document defines behind mentions: 《X》（以下简称《Y》）.
pub fn definitions(text: &str, mentions: &[Mention]) -> Vec<Alias> {
    let mut aliases = Vec::new();
    for mention in mentions {
        let rest = head(&text[mention.range.end..], 200);
        let Some(inner) = rest.strip_prefix(['（', '(']) else {
            continue;
        };
        let Some(at) = ["简称", "下称", "统称"]
            .iter()
            .find_map(|word| inner.find(word).map(|at| at + word.len()))
        else {
            continue;
        };
        let before = &inner[..at];
        let close = inner[at..].find(['）', ')']).map(|it| &inner[at..at + it]);
        let Some(name) = close.filter(|_| !before.contains(['。', '；', '\n'])) else {
            continue;
        };
        let name = name.trim_matches(['“', '”', '"', '《', '》', '：', ':', '为', ' ', '「', '」']);
        let good = (2..=20).contains(&name.chars().count());
        if good && matches!(mention.law, Named::Known(_) | Named::Unknown(_)) {
            aliases.push(Alias {
                name: name.to_owned(),
                law: mention.law.clone(),
            });
        }
    }
    aliases
}

/// Returns the place behind what may stand between a law and its first place: （2018年修正）, 的, 第五编, 婚姻家庭编.
pub fn skip_between(text: &str, end: usize) -> usize {
    let mut at = skip_space(text, end);
    if let Some(close) = bracket(text, at) {
        let inside = skip_space(
            text,
            at + text[at..].chars().next().map_or(0, char::len_utf8),
        );
        if unit_at(text, inside).is_some() {
            return inside;
        }
        at = skip_space(text, close);
    }
    at += ["之中的", "里的", "中的", "中", "的", "之", "里"]
        .iter()
        .find(|it| text[at..].starts_with(**it))
        .map_or(0, |it| it.len());
    at = skip_space(text, at);
    at = skip_parts(text, at);
    let open = text[at..]
        .chars()
        .next()
        .filter(|it| matches!(it, '（' | '('));
    open.map(|it| at + it.len_utf8())
        .filter(|inside| unit_at(text, *inside).is_some())
        .unwrap_or(at)
}

/// ·第五编, 婚姻家庭编, 分则, 第二章第一节.
fn skip_parts(text: &str, start: usize) -> usize {
    let mut at = start;
    for _ in 0..5 {
        let rest = text[at..].trim_start_matches(['·', '•']);
        let dots = text.len() - at - rest.len();
        let numbered = rest.strip_prefix('第').and_then(|rest| {
            let (_, len) = crate::law::numeral::at_start(rest)?;
            let unit = ["分编", "编", "章", "节"]
                .iter()
                .find(|it| rest[len..].starts_with(**it))?;
            Some("第".len() + len + unit.len())
        });
        let book = || {
            BOOKS
                .iter()
                .find(|it| rest.starts_with(**it))
                .map(|it| it.len() + usize::from(rest[it.len()..].starts_with('编')) * 3)
        };
        let half = || {
            ["分则", "总则", "附则"]
                .iter()
                .find(|it| rest.starts_with(**it))
                .map(|it| it.len())
        };
        let Some(len) = numbered.or_else(book).or_else(half) else {
            break;
        };
        at += dots + len;
        at += usize::from(text[at..].starts_with('的')) * "的".len();
    }
    at
}

/// Returns the end of the round bracket at `at`, at most sixty characters long, with one level inside.
pub fn bracket(text: &str, at: usize) -> Option<usize> {
    text[at..].starts_with(['（', '(']).then_some(())?;
    let mut depth = 0_u32;
    for (count, (offset, it)) in text[at..].char_indices().enumerate() {
        match it {
            '（' | '(' => depth += 1,
            '）' | ')' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
        if depth == 0 || count > 60 || depth > 2 {
            return (depth == 0 && count > 0).then_some(at + offset + it.len_utf8());
        }
    }
    None
}

fn aliased(text: &str, aliases: &[Alias], out: &mut Vec<Mention>) {
    for alias in aliases {
        for (start, _) in text.match_indices(alias.name.as_str()) {
            let range = start..start + alias.name.len();
            if !is_other_word(text, range.end) {
                out.push(Mention {
                    range,
                    law: alias.law.clone(),
                    how: Naming::Alias,
                    version: None,
                });
            }
        }
    }
}

fn titles(text: &str, names: &Names, aliases: &[Alias], out: &mut Vec<Mention>) {
    let mut next = 0;
    while let Some(start) = text[next..].find('《').map(|it| it + next) {
        let Some(range) = title::at(text, start) else {
            next = start + '《'.len_utf8();
            continue;
        };
        next = range.end;
        let inner = &text[range.start + '《'.len_utf8()..range.end - '》'.len_utf8()];
        if let Some((extended, law)) = with_interpretation(text, range.clone(), inner, names) {
            next = extended.end;
            out.push(Mention {
                range: extended,
                law,
                how: Naming::Title,
                version: None,
            });
            continue;
        }
        let alias = aliases.iter().find(|it| it.name == inner);
        let (law, how) = match alias {
            Some(alias) => (alias.law.clone(), Naming::Alias),
            None => (named(inner, names), Naming::Title),
        };
        let law = if is_draft(text, range.end) {
            Named::NoLaw
        } else {
            law
        };
        out.push(Mention {
            range,
            law,
            how,
            version: None,
        });
    }
}

fn named(inner: &str, names: &Names) -> Named {
    if let Some(law) = names.find(inner) {
        return Named::Known(law.key.clone());
    }
    match title::kind(inner) {
        "" | "公约" | "民约" | "规范" | "通知" => Named::NoLaw,
        _ if inner.ends_with("草案") || inner.contains("（草案") => Named::NoLaw,
        _ => Named::Unknown(inner.split_whitespace().collect()),
    }
}

/// 婚姻法司法解释（一）, 《民法典》婚姻家庭编的解释（二）, 《道路交通安全法》实施条例: another instrument than the law that it starts with.
fn with_interpretation(
    text: &str,
    range: Range<usize>,
    inner: &str,
    names: &Names,
) -> Option<(Range<usize>, Named)> {
    let mut at = range.end;
    at += BOOKS
        .iter()
        .find(|it| text[at..].starts_with(**it))
        .map_or(0, |it| it.len());
    at += usize::from(at > range.end && text[at..].starts_with('编')) * "编".len();
    let book_end = at;
    let of = usize::from(text[at..].starts_with('的')) * "的".len();
    let word = [
        "司法解释",
        "解释",
        "实施条例",
        "实施细则",
        "实施办法",
        "修正案",
    ]
    .iter()
    .find(|it| text[at + of..].starts_with(**it))?;
    at += of + word.len();
    let number = number_behind(text, at);
    let title = format!("{inner}{}{word}", &text[range.end..book_end]);
    let numbered = format!("{title}{}", &text[at..number]);
    let end = if names.find(&numbered).is_some() || number > at {
        number
    } else {
        at
    };
    let law = names
        .find(&text[range.start..end])
        .or_else(|| names.find(&numbered));
    Some((
        range.start..end,
        law.map_or(Named::Unknown(numbered), |law| {
            Named::Known(law.key.clone())
        }),
    ))
}

/// （一）, (1), 一 behind 解释.
fn number_behind(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let open = rest
        .chars()
        .next()
        .filter(|it| matches!(it, '（' | '('))
        .map_or(0, char::len_utf8);
    let Some(number) = rest[open..]
        .chars()
        .next()
        .filter(|it| "一二三四五六七八九十12345".contains(*it))
    else {
        return at;
    };
    let mut end = open + number.len_utf8();
    end += rest[end..]
        .chars()
        .take_while(|it| "一二三四五六七八九十".contains(*it))
        .map(char::len_utf8)
        .sum::<usize>();
    let close = rest[end..]
        .chars()
        .next()
        .filter(|it| matches!(it, '）' | ')'))
        .map_or(0, char::len_utf8);
    if (open > 0) == (close > 0) {
        at + end + close
    } else {
        at
    }
}

/// 最高人民法院关于适用〈民法典〉婚姻家庭编的解释（一）, without 《》 around the whole.
fn interpretations(text: &str, names: &Names, out: &mut Vec<Mention>) {
    for (about, _) in text.match_indices("关于") {
        let before = tail(&text[..about], 60);
        let issuer = ISSUERS.iter().find(|it| before.ends_with(**it));
        let start = about - issuer.map_or(0, |it| it.len());
        if let Some((end, law)) = end_of_interpretation(text, start, about, issuer.is_some(), names)
        {
            out.push(Mention {
                range: start..end,
                law,
                how: Naming::Bare,
                version: None,
            });
        }
    }
}

fn end_of_interpretation(
    text: &str,
    start: usize,
    about: usize,
    official: bool,
    names: &Names,
) -> Option<(usize, Named)> {
    let rest = head(&text[about..], 300);
    let rest = &rest[..rest
        .find(['。', '；', '！', '？', '\n', '“', '”', '：', '\u{fffc}'])
        .unwrap_or(rest.len())];
    let mut first = None;
    for (offset, it) in rest.char_indices() {
        let Some(word) = ["解释", "规定", "批复", "意见", "决定", "答复"]
            .iter()
            .find(|word| it != '的' && rest[offset..].starts_with(**word))
        else {
            continue;
        };
        let end = number_behind(text, about + offset + word.len());
        if let Some(law) = names.find(&text[start..end]) {
            return Some((end, Named::Known(law.key.clone())));
        }
        let open = text[about..end].matches(['《', '〈']).count()
            > text[about..end].matches(['》', '〉']).count();
        if !open && first.is_none() && text[skip_space(text, end)..].starts_with('第') {
            first = Some(end);
        }
    }
    let end = first.filter(|_| official)?;
    Some((
        end,
        Named::Unknown(text[start..end].split_whitespace().collect()),
    ))
}

fn bare(text: &str, names: &Names, out: &mut Vec<Mention>) {
    for (range, law) in names.bare(text) {
        if let Some((extended, law)) =
            with_interpretation(text, range.clone(), &text[range.clone()], names)
        {
            out.push(Mention {
                range: extended,
                law,
                how: Naming::Bare,
                version: None,
            });
        } else if is_draft(text, range.end) {
            out.push(Mention {
                range,
                law: Named::NoLaw,
                how: Naming::Bare,
                version: None,
            });
        } else if !is_other_word(text, range.end) {
            out.push(Mention {
                range,
                law: Named::Known(law.key.clone()),
                how: Naming::Bare,
                version: None,
            });
        }
    }
}

fn pronouns(text: &str, out: &mut Vec<Mention>) {
    for (start, first) in text
        .char_indices()
        .filter(|(_, it)| matches!(it, '本' | '该' | '同' | '此'))
    {
        let rest = &text[start + first.len_utf8()..];
        let rest = rest
            .strip_prefix("司法")
            .filter(|it| it.starts_with("解释"))
            .unwrap_or(rest);
        let Some(kind) = KINDS_OF_SELF.iter().find(|it| rest.starts_with(**it)) else {
            continue;
        };
        let end = text.len() - rest.len() + kind.len();
        let behind = text[end..].trim_start_matches(['中', '的', '里', ' ']);
        let canonical = if matches!(*kind, "法典" | "通则") {
            "法"
        } else {
            kind
        };
        let law = if first == '本' {
            Named::Own(canonical)
        } else {
            Named::Last(canonical)
        };
        if behind.starts_with('第') || behind.starts_with("前条") {
            out.push(Mention {
                range: start..end,
                law,
                how: Naming::Anaphora,
                version: None,
            });
        }
    }
}

/// A law by its look, directly before 第N条 and not known otherwise: 海商法第三条.
fn unknown_laws(text: &str, out: &mut Vec<Mention>) {
    let mut added = Vec::new();
    for (place, _) in text.match_indices('第') {
        let before = tail(&text[..place], 60).trim_end_matches([' ', '的']);
        if !before.ends_with('法') || unit_at(text, place) != Some(Unit::Article) {
            continue;
        }
        let start = before
            .rfind(|it: char| !('\u{4e00}'..='\u{9fff}').contains(&it))
            .map_or(0, |at| before.ceil_char_boundary(at + 1));
        let name = after_preposition(&before[start..]);
        let end = text[..place].trim_end_matches([' ', '的']).len();
        let range = end - name.len()..end;
        let known = out.partition_point(|it| it.range.start < range.end);
        let free = known == 0 || out[known - 1].range.end <= range.start;
        if free && name.chars().count() >= 3 {
            added.push(Mention {
                range,
                law: Named::Unknown(name.to_owned()),
                how: Naming::Bare,
                version: None,
            });
        }
    }
    if !added.is_empty() {
        out.append(&mut added);
        out.sort_by_key(|it| it.range.start);
    }
}

/// Cuts 根据, 依照 and the like in front of a name.
fn after_preposition(run: &str) -> &str {
    const BEFORE: [&str; 22] = [
        "根据", "依照", "依据", "按照", "违反", "符合", "适用", "参照", "遵照", "触犯", "以及",
        "我国", "和", "及", "与", "按", "依", "见", "由", "在", "对", "是",
    ];
    let cut = BEFORE
        .iter()
        .filter_map(|it| run.rfind(it).map(|at| at + it.len()))
        .max()
        .unwrap_or(0);
    &run[cut..]
}

fn version(text: &str, mention: &Mention) -> Option<VersionHint> {
    if !matches!(mention.law, Named::Known(_) | Named::Unknown(_)) {
        return None;
    }
    let end = skip_space(text, mention.range.end);
    let inner =
        bracket(text, end).map(|close| text[end..close].trim_start_matches(['（', '(', ' ']));
    let inside = text[mention.range.clone()]
        .trim_end_matches(['》', '〉'])
        .rsplit(['（', '('])
        .next()
        .unwrap_or_default();
    let year = inner
        .and_then(year_in_bracket)
        .or_else(|| year_in_bracket(inside))
        .or_else(|| year_before(text, mention.range.start));
    let former = || {
        (says_former(text, mention.range.start) || says_repealed(text, mention.range.end))
            .then_some(VersionHint::Former)
    };
    year.map(VersionHint::Year).or_else(former)
}

//! First pass: where laws are named in a block, in whatever way.

use std::{cmp::Reverse, ops::Range};

use crate::law::citation::{
    Naming, VersionHint,
    between::bracket,
    instrument,
    mention::{Alias, Mention, Named},
    names::Names,
    place::{Unit, unit_at},
    title,
    words::{
        is_draft, is_other_word, says_former, says_repealed, skip_space, tail, year_before,
        year_in_bracket,
    },
};

/// What a statute calls itself and others behind 本, 该, 同.
const KINDS_OF_SELF: [&str; 13] = [
    "法典", "法", "条例", "规定", "办法", "解释", "细则", "规则", "决定", "意见", "通则", "规约",
    "公约",
];

/// Finds every mention in `text`, left to right, none inside another.
pub(crate) fn mentions(text: &str, names: &Names, aliases: &[Alias]) -> Vec<Mention> {
    let mut all = Vec::new();
    aliased(text, aliases, &mut all);
    titles(text, names, aliases, &mut all);
    instrument::interpretations(text, names, &mut all);
    bare(text, names, &mut all);
    pronouns(text, &mut all);
    // The longest at a place wins: the 《民法典》 inside 《关于适用《民法典》…的解释》 is no mention.
    all.sort_by_key(|it| (it.range.start, Reverse(it.range.end)));
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

fn aliased(text: &str, aliases: &[Alias], out: &mut Vec<Mention>) {
    for alias in aliases {
        for (start, _) in text.match_indices(alias.name.as_str()) {
            let range = start..start + alias.name.len();
            if !is_other_word(text, range.end) {
                out.push(Mention::new(range, alias.law.clone(), Naming::Alias));
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
        let inner = &text[range.start + '《'.len_utf8()..range.end - '》'.len_utf8()];
        let mention = match instrument::named_after(text, range.clone(), inner, names) {
            Some((extended, law)) => Mention::new(extended, law, Naming::Title),
            None => titled(text, range, inner, names, aliases),
        };
        next = mention.range.end;
        out.push(mention);
    }
}

/// Reads 《…》: a short name of the document's own before the laws that are known to all.
fn titled(
    text: &str,
    range: Range<usize>,
    inner: &str,
    names: &Names,
    aliases: &[Alias],
) -> Mention {
    let alias = aliases.iter().find(|it| it.name == inner);
    let (law, how) = match alias {
        Some(alias) => (alias.law.clone(), Naming::Alias),
        None => (named(inner, names), Naming::Title),
    };
    let is_draft = is_draft(text, range.end);
    Mention::new(range, if is_draft { Named::NoLaw } else { law }, how)
}

fn named(inner: &str, names: &Names) -> Named {
    if let Some(law) = names.find(inner) {
        return Named::Known(law.key.clone());
    }
    match title::kind(inner) {
        // 《红楼梦》第三回, a village's 《村规民约》第三条, a notice: they have articles, but no library holds them.
        "" | "公约" | "民约" | "规范" | "通知" => Named::NoLaw,
        _ if inner.ends_with("草案") || inner.contains("（草案") => Named::NoLaw,
        _ => Named::Unknown(inner.split_whitespace().collect()),
    }
}

fn bare(text: &str, names: &Names, out: &mut Vec<Mention>) {
    for (range, law) in names.bare(text) {
        let words = &text[range.clone()];
        if let Some((extended, law)) = instrument::named_after(text, range.clone(), words, names) {
            out.push(Mention::new(extended, law, Naming::Bare));
        } else if is_draft(text, range.end) {
            // 民法典草案第一百条 must not fall back on a law named before.
            out.push(Mention::new(range, Named::NoLaw, Naming::Bare));
        } else if !is_other_word(text, range.end) {
            out.push(Mention::new(range, Named::Known(law.key.clone()), Naming::Bare));
        }
    }
}

/// 本法第三条, 该解释第四条: only before a place, since 本规定 and 该决定 are everyday words.
fn pronouns(text: &str, out: &mut Vec<Mention>) {
    let firsts = text.char_indices();
    for (start, first) in firsts.filter(|(_, it)| matches!(it, '本' | '该' | '同' | '此')) {
        let rest = &text[start + first.len_utf8()..];
        let judicial = rest.strip_prefix("司法");
        let rest = judicial.filter(|it| it.starts_with("解释")).unwrap_or(rest);
        let Some(kind) = KINDS_OF_SELF.iter().find(|it| rest.starts_with(**it)) else {
            continue;
        };
        let end = text.len() - rest.len() + kind.len();
        let behind = text[end..].trim_start_matches(['中', '的', '里', ' ']);
        // 民法典 calls itself 本法, 民法通则 too.
        let kind = if matches!(*kind, "法典" | "通则") { "法" } else { kind };
        let law = match first {
            '本' => Named::Own(kind),
            _ => Named::Last(kind),
        };
        if behind.starts_with('第') || behind.starts_with("前条") {
            out.push(Mention::new(start..end, law, Naming::Anaphora));
        }
    }
}

/// A law by its look, directly before 第N条 and not known otherwise: 海商法第三条.
///
/// Without it the place would be taken for one of the law named before, and be wrong without a word.
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
        // 该法, 办法: two characters are no name of a law.
        if free && name.chars().count() >= 3 {
            let law = Named::Unknown(name.to_owned());
            added.push(Mention::new(range, law, Naming::Bare));
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
    let cut =
        BEFORE.iter().filter_map(|it| run.rfind(it).map(|at| at + it.len())).max().unwrap_or(0);
    &run[cut..]
}

/// Reads which version is meant on purpose. A year outweighs 原: 原2001年《婚姻法》 is that of 2001.
///
/// 法释〔2012〕7号 asks for it: “1997年修订的《中华人民共和国刑法》第××条” where the old text is meant.
fn version(text: &str, mention: &Mention) -> Option<VersionHint> {
    if !matches!(mention.law, Named::Known(_) | Named::Unknown(_)) {
        return None;
    }
    let end = skip_space(text, mention.range.end);
    let inner =
        bracket(text, end).map(|close| text[end..close].trim_start_matches(['（', '(', ' ']));
    // 《妇女权益保障法（2018年修正）》 has the year inside.
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

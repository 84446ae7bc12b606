//! Breaks a title into lines of even length at places where a reader would pause.
//!
//! Typst breaks Chinese after any character, wherever a line is full: 彩礼能不能要回来 may leave 来 alone on the second. No
//! dictionary is needed to do better: questions begin with few words, and marks and particles end a phrase.

/// Words before which a line may well begin: 人身安全保护令｜怎么申请, 骗子的电话｜三句话就能认出来.
const BEFORE: [&str; 24] = [
    "怎么",
    "怎样",
    "如何",
    "能不能",
    "要不要",
    "该不该",
    "是不是",
    "有没有",
    "可不可以",
    "为什么",
    "什么时候",
    "哪些",
    "什么",
    "谁",
    "可以",
    "应该",
    "就能",
    "也能",
    "先",
    "别",
    "和",
    "与",
    "还",
    "三句",
];
/// Characters after which a line may well end.
const AFTER: &str = "的了后时，：、；。？！—…）》”";
/// Characters that never begin a line.
const NOT_FIRST: &str = "，：、；。？！）》”’…—的了吗呢";

/// Returns the lines; `|` in the title is a break the editor asked for.
pub fn lines(title: &str) -> Vec<String> {
    if title.contains('|') {
        return title
            .split('|')
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect();
    }
    let characters: Vec<char> = title.chars().collect();
    let count = match characters.len() {
        0..=6 => 1,
        7..=18 => 2,
        19..=30 => 3,
        _ => characters.len().div_ceil(10).min(5),
    };
    // In large type a line's end is pause enough.
    let bare = |line: String| line.trim().trim_end_matches(['，', '：', '、', '—']).to_owned();
    split(&characters, count).into_iter().map(bare).collect()
}

/// Returns the words of a heading in `count` lines, every character kept.
pub fn cut(title: &str, count: usize) -> Vec<String> {
    split(&title.chars().collect::<Vec<_>>(), count)
}

fn split(characters: &[char], count: usize) -> Vec<String> {
    if count <= 1 || characters.len() < 2 {
        return vec![characters.iter().collect()];
    }
    let ideal = characters.len().div_ceil(count);
    let places = 1..characters.len();
    let best = places.min_by_key(|at| cost(characters, *at, ideal)).unwrap_or(ideal);
    let mut lines = split(&characters[..best], 1);
    lines.extend(split(&characters[best..], count - 1));
    lines
}

/// Small where a break is good: near the ideal length, at a pause, not inside a Latin word or number.
///
/// Being three characters off (36) costs less than a break without a pause (40), being four off (64) more; behind a comma
/// the line may be shorter still.
fn cost(characters: &[char], at: usize, ideal: usize) -> usize {
    let (before, after) = (characters[at - 1], characters[at]);
    let distance = at.abs_diff(ideal);
    let mut cost = distance * distance * 4;
    let rest: String = characters[at..].iter().take(5).collect();
    // 已经转了钱，半小时里做三件事 in three lines: 小时 is an hour and no pause, so that 里 stays with it.
    let is_pause =
        AFTER.contains(before) && !(before == '时' && at > 1 && characters[at - 2] == '小');
    if !BEFORE.iter().any(|word| rest.starts_with(word)) && !is_pause && before != ' ' {
        cost += 40;
    }
    if "，：；。？！—".contains(before) {
        cost = cost.saturating_sub(30);
    }
    if NOT_FIRST.contains(after)
        || (before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric())
        || "《“（".contains(before)
    {
        cost += 1_000;
    }
    cost
}

#[cfg(test)]
mod tests {
    use super::{cut, lines};

    #[test]
    fn a_title_breaks_where_a_reader_pauses() {
        for (title, expected) in [
            ("人身安全保护令怎么申请", vec!["人身安全保护令", "怎么申请"]),
            ("骗子的电话，三句话就能认出来", vec!["骗子的电话", "三句话就能认出来"]),
            ("怎么写遗嘱", vec!["怎么写遗嘱"]),
            ("彩礼能不能要回来", vec!["彩礼", "能不能要回来"]),
            ("被欠薪了怎么办", vec!["被欠薪了", "怎么办"]),
            ("事情|发生以后", vec!["事情", "发生以后"]),
        ] {
            assert_eq!(lines(title), expected, "{title}");
        }
        let heading = "拿结婚当幌子要钱，是另一回事";
        assert_eq!(cut(heading, 2), ["拿结婚当幌子要钱，", "是另一回事"]);
        let heading = "已经转了钱，半小时里做三件事";
        assert_eq!(cut(heading, 3), ["已经转了钱，", "半小时里", "做三件事"]);
    }
}

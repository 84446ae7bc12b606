//! What `leaflet` says.

use crate::diag::Text;

/// A leaflet was to be written among the site's inputs.
pub(crate) fn is_input(path: &str) -> Text {
    Text::new(
        format!(
            "`{path}` 在网站的文件里，写到那里会盖掉文章或设置；换一个地方，比如 `--output 传单.pdf`"
        ),
        format!(
            "`{path}` lies among the site's own files and would replace one; write elsewhere: `--output leaflet.pdf`"
        ),
    )
}

/// Nobody said where to write, so files lie where the command was given.
pub(crate) fn written_here(folder: &str) -> Text {
    Text::new(
        format!("写在 `{folder}`，不会发布；要写到别处用 `--output`"),
        format!(
            "written into `{folder}`, where nothing is published from; `--output` names another place"
        ),
    )
}

/// A leaflet was to be written over a file that is none.
pub(crate) fn is_no_pdf(path: &str) -> Text {
    Text::new(
        format!(
            "`{path}` 已经有了，而且不是 PDF，没有动它；换一个文件名，比如 `--output 传单.pdf`"
        ),
        format!(
            "`{path}` exists and is no PDF, so it was left alone; write elsewhere: `--output leaflet.pdf`"
        ),
    )
}

/// No page was named, or one that does not exist; `known` are the pages that have leaflets.
pub(crate) fn which_page(page: Option<&str>, known: &[String]) -> Text {
    let list: String = known.iter().map(|it| format!("\n  {it}")).collect();
    let Text { zh, en } = if known.is_empty() {
        Text::new(
            "还没有哪一页要传单，在文章开头写 `传单: trifold`",
            "No page asks for a leaflet yet: write `leaflet: trifold` at the top of one",
        )
    } else {
        Text::new(format!("这些页有传单：{list}"), format!("These have leaflets:{list}"))
    };
    match page {
        Some(page) => Text::new(
            format!("没有 `{page}` 这一页。{zh}"),
            format!("there is no page `{page}`. {en}"),
        ),
        None => Text::new(
            format!("写上是哪一页，例如 `pufa leaflet rights/bride-price.md`。{zh}"),
            format!("name a page, as in `pufa leaflet rights/bride-price.md`. {en}"),
        ),
    }
}

/// The engine is left out of the program.
pub(crate) fn not_built_in() -> Text {
    Text::new(
        "这个 pufa 编译时没有带上传单，做不了：换一个带传单的版本",
        "this pufa was built without leaflets and can make none: use one that was built with them",
    )
}

/// The page, or the site, has mistakes.
pub(crate) fn not_printed() -> Text {
    Text::new(
        "没有做传单：先改好上面的错误，印出去就收不回来了",
        "no leaflet was made: mend the errors first, paper cannot be taken back",
    )
}

/// A handbook was named where none is described.
pub(crate) fn no_handbook() -> Text {
    Text::new(
        "还没有手册，在 `site.toml` 里写 `[[leaflet.handbook]]`",
        "there is no handbook yet: write `[[leaflet.handbook]]` in `site.toml`",
    )
}

/// Packs were asked for where nobody takes any.
pub(crate) fn no_stations() -> Text {
    Text::new(
        "还没有驿站，写在 `content/stations.toml` 里",
        "there is no station yet: write `content/stations.toml`",
    )
}

/// A printed leaflet is out of date.
pub fn changed(station: &str, title: &str, format: &str, why: &Text) -> Text {
    let Text { zh, en } = why;
    Text::new(
        format!("{station}：《{title}》{format}变了（{zh}），旧的收回来"),
        format!("{station}: {format} of `{title}` changed ({en}), take the old ones away"),
    )
}

/// Why: a law that it cites is no law any more.
pub(crate) fn law_repealed(law: &str) -> Text {
    Text::new(format!("《{law}》已经废止"), format!("{law} is repealed"))
}

/// Why: a law that it cites has a new version.
pub(crate) fn law_renewed(law: &str, day: &str) -> Text {
    Text::new(
        format!("《{law}》有了新版本，{day} 起施行"),
        format!("{law} has a new version, in force from {day}"),
    )
}

/// Why: its words are others.
pub(crate) fn words_changed() -> Text {
    Text::new("文字改过", "its words are others")
}

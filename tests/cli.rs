//! Sessions at the command line, as somebody would type them: `tests/cli/*.md`. `TRYCMD=overwrite` rewrites them.

#[test]
fn sessions() {
    let cases = trycmd::TestCases::new();
    cases
        .env("LANG", "zh_CN.UTF-8")
        .env("LC_ALL", "")
        .env("LC_MESSAGES", "")
        .env("SOURCE_DATE_EPOCH", "1795824000")
        .case("tests/cli/*.md");
}

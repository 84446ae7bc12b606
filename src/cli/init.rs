//! `pufa init`.

use std::{fs, path::Path};

use anyhow::Context as _;
use include_dir::{Dir, File, include_dir};

use crate::{
    cli::{Context, Exit},
    diag::messages::command::files as told,
    source::save,
};

/// A small site that builds at once. (A name with a dot in front would be lost in a package, so it is added here.)
static SITE: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/cli/init");

/// Makes a site in a new or empty folder.
pub fn run(context: &Context, folder: &Path) -> anyhow::Result<Exit> {
    let shown = folder.to_string_lossy().replace('\\', "/");
    let filled = fs::read_dir(folder).is_ok_and(|mut it| it.next().is_some()) || folder.is_file();
    if filled {
        context.console.note(&told::folder_not_empty(&shown));
        return Ok(Exit::Usage);
    }
    fs::create_dir_all(folder).with_context(|| shown.clone())?;
    for file in files(&SITE) {
        let name =
            file.path().to_string_lossy().replace('\\', "/").replace("gitignore", ".gitignore");
        if let Err(refused) = save::create(folder, &name, file.contents()) {
            return Ok(context.not_saved(&name, &refused));
        }
    }
    context.console.say(&told::made_site(&shown));
    Ok(Exit::Success)
}

fn files(folder: &'static Dir) -> Vec<&'static File<'static>> {
    folder.files().chain(folder.dirs().flat_map(files)).collect()
}

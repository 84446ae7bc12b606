//! Source files, parsed.

use std::{fs, io, path::Path};

/// One file.
pub struct File {
    /// From the folder that was named.
    pub path: String,
    /// Lines, tests apart.
    pub lines: usize,
    /// Lines that are nothing but an ordinary comment.
    pub comments: usize,
    /// Its items.
    pub syntax: syn::File,
}

/// Reads every `.rs` file under a folder, sorted by path.
pub fn read(root: &Path) -> io::Result<Vec<File>> {
    let mut files = Vec::new();
    gather(root, root, &mut files)?;
    files.sort_by(|a: &File, b: &File| a.path.cmp(&b.path));
    Ok(files)
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<File>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(root, &path, files)?;
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(&path)?;
            let name = path.strip_prefix(root).unwrap_or(&path);
            files.push(file(&name.to_string_lossy(), &text)?);
        }
    }
    Ok(())
}

fn file(path: &str, text: &str) -> io::Result<File> {
    let syntax =
        syn::parse_file(text).map_err(|error| io::Error::other(format!("{path}: {error}")))?;
    let tests = text.find("\n#[cfg(test)]\nmod tests").unwrap_or(text.len());
    let code = &text[..tests];
    let is_comment = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("//") && !line.starts_with("///") && !line.starts_with("//!")
    };
    Ok(File {
        path: path.replace('\\', "/"),
        lines: code.lines().count(),
        comments: code.lines().filter(is_comment).count(),
        syntax,
    })
}

//! Patience with programs that hold a file for a moment: virus scanners, previews, indexers on Windows.

use std::{io, thread, time::Duration};

/// Repeats `action` while the system says that a program holds the file, for two seconds at most.
pub(crate) fn while_held(action: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    repeat(action, is_held, 50)
}

/// Tells whether an error means that a program holds the file open.
pub(crate) fn is_held(error: &io::Error) -> bool {
    // ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION. On Unix an open file can be renamed over.
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

fn repeat(
    mut action: impl FnMut() -> io::Result<()>,
    may_pass: impl Fn(&io::Error) -> bool,
    times: u32,
) -> io::Result<()> {
    for _ in 1..times {
        match action() {
            Err(error) if may_pass(&error) => thread::sleep(Duration::from_millis(40)),
            done => return done,
        }
    }
    action()
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::repeat;

    #[test]
    fn a_file_that_is_let_go_is_replaced() {
        let mut calls = 0;
        let held_twice = || {
            calls += 1;
            if calls < 3 { Err(io::Error::from_raw_os_error(32)) } else { Ok(()) }
        };
        assert!(repeat(held_twice, |_| true, 5).is_ok());
        assert_eq!(calls, 3);
    }

    #[test]
    fn another_error_is_told_at_once_and_patience_ends() {
        let mut calls = 0;
        let mut fail = || {
            calls += 1;
            Err(io::Error::other("x"))
        };
        assert!(repeat(&mut fail, |_| false, 5).is_err());
        assert!(repeat(&mut fail, |_| true, 3).is_err());
        assert_eq!(calls, 4);
    }
}

//! Sorted page numbers as short text.
//!
//! Each number is written as its distance from the one before, in (s,c)-dense codes: the last symbol of a distance is one
//! of [`STOPPERS`] symbols, those before it one of the rest. All symbols are printable ASCII without `"`, `\` and `<`, so the
//! text stands in a script without escapes.

/// Symbols that end a number; the other [`CONTINUERS`] say that more follows.
const STOPPERS: u32 = 62;

const CONTINUERS: u32 = SYMBOLS.len() as u32 - STOPPERS;

const SYMBOLS: &[u8; 89] =
    b"$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";

/// Appends the code of `number`.
pub fn push(number: u32, out: &mut Vec<u8>) {
    // Least significant symbol last: four symbols before the stopper hold more than any 32-bit number.
    let mut code = [0; 8];
    let mut at = code.len() - 1;
    code[at] = SYMBOLS[(number % STOPPERS) as usize];
    let mut rest = number / STOPPERS;
    while rest > 0 {
        rest -= 1;
        at -= 1;
        code[at] = SYMBOLS[(STOPPERS + rest % CONTINUERS) as usize];
        rest /= CONTINUERS;
    }
    out.extend_from_slice(&code[at..]);
}

#[cfg(test)]
mod tests {
    use super::{CONTINUERS, STOPPERS, SYMBOLS, push};

    fn read(code: &[u8]) -> u32 {
        code.iter().fold(0, |sum, symbol| {
            let value = SYMBOLS.iter().position(|it| it == symbol).unwrap() as u32;
            if value < STOPPERS {
                sum * STOPPERS + value
            } else {
                sum * CONTINUERS + value - STOPPERS + 1
            }
        })
    }

    #[test]
    fn every_number_comes_back_and_small_ones_are_short() {
        for number in (0..70_000).chain([1 << 20, 1 << 31, u32::MAX]) {
            let mut code = Vec::new();
            push(number, &mut code);
            assert_eq!(read(&code), number);
            assert!(number >= STOPPERS || code.len() == 1);
            assert!(code.iter().all(|it| (0x24..0x7f).contains(it) && !b"\"\\<".contains(it)));
        }
    }
}

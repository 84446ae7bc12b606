//! Numbers that look random and are the same in every run.

/// Marsaglia's xorshift, from a seed that is not zero.
pub struct Dice(pub u64);

impl Dice {
    /// Returns a number below `limit`; 0 when there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).expect("below a usize")
    }
}

//! Chance, repeatable for the seeded data and fresh for everything after.

use uuid::Uuid;

/// SplitMix64: its numbers never change with a library's version, so the seeded data stays the same.
pub(crate) struct Dice(u64);

impl Dice {
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    pub fn fresh() -> Self {
        Self(Uuid::new_v4().as_u64_pair().0)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `limit` - 1.
    pub fn below(&mut self, limit: u32) -> i64 {
        (self.roll() % u64::from(limit.max(1))) as i64
    }

    pub fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| self.below(10).to_string()).collect()
    }

    /// Part of a join link, in the style of `abc123`, but long enough that nobody guesses it.
    pub fn code(&mut self) -> String {
        format!("{:012x}", self.roll() >> 16)
    }

    /// The document shows both forms of fileId: 32 hex digits and 18 decimal ones.
    pub fn file_id(&mut self) -> String {
        match self.below(2) {
            0 => format!("{:016x}{:016x}", self.roll(), self.roll()),
            _ => format!("387{}", self.digits(15)),
        }
    }
}

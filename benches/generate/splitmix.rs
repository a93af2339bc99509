//! Numbers that look random and are the same on every machine: SplitMix64, whose whole state is one number.

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014. It is here so that a corpus depends on
/// its seed alone, and not on the version of a crate.
pub struct SplitMix(u64);

impl SplitMix {
    /// The numbers of `seed`, and of what they are wanted for: two purposes never share a sequence.
    pub fn new(seed: u64, purpose: &[u64]) -> SplitMix {
        let mut numbers = SplitMix(seed);
        for part in purpose {
            numbers.0 = numbers.next() ^ part.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        numbers
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from nought up to, and without, `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number from `least` to `most`, both of them possible.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below((most - least + 1) as usize) as i64
    }

    /// Some of `items`, `count` of them, none twice, in an order of their own.
    pub fn some<'a, T>(&mut self, items: &'a [T], count: usize) -> Vec<&'a T> {
        let mut left: Vec<&T> = items.iter().collect();
        (0..count.min(items.len())).map(|_| left.swap_remove(self.below(left.len()))).collect()
    }
}

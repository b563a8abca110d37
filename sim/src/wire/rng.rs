//! A seeded generator: the same seed gives the same world on every machine.
//!
//! `SplitMix64` (Steele, Lea, Flood 2014): small, fast, and good enough to decide when a thief
//! calls. It is **not** fit for real secrets; the secrets on this page open nothing.

/// A stream of numbers that its seed decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rng(u64);

/// Digits, capitals, small letters: the order GitHub's token checksum uses.
pub const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

impl Rng {
    /// The stream of this seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A second stream of the same seed, told apart by a name: what one actor draws does not
    /// change what another draws.
    pub fn stream(seed: u64, name: &str) -> Self {
        // FNV-1a keeps the names' streams apart.
        let salt = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let mut rng = Self(seed ^ salt);
        rng.next();
        rng
    }

    /// The next 64 bits.
    #[allow(clippy::should_implement_trait)] // an endless stream has no `None`
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, `bound` (zero if `bound` is zero).
    pub fn below(&mut self, bound: u64) -> u64 {
        let next = self.next();
        match u32::try_from(bound) {
            // The same number by halves: where 128 bits are not the machine's own, as in WASM, this is much faster.
            Ok(bound) => {
                let (high, low, bound) = (next >> 32, next & 0xffff_ffff, u64::from(bound));
                (high * bound + ((low * bound) >> 32)) >> 32
            }
            Err(_) => ((u128::from(next) * u128::from(bound)) >> 64) as u64,
        }
    }

    /// So many letters and digits.
    pub fn base62(&mut self, length: usize) -> String {
        (0..length).map(|_| char::from(BASE62[self.below(62) as usize])).collect()
    }

    /// So many bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        core::array::from_fn(|_| self.next() as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_splitmix64() {
        // The published first outputs for seed 1234567.
        let mut rng = Rng::new(1_234_567);
        assert_eq!(rng.next(), 6_457_827_717_110_365_317);
        assert_eq!(rng.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn named_streams_differ() {
        assert_ne!(Rng::stream(7, "thief").next(), Rng::stream(7, "app").next());
        assert_eq!(Rng::stream(7, "thief"), Rng::stream(7, "thief"));
    }

    #[test]
    fn a_bound_is_kept_and_reached() {
        let mut rng = Rng::new(1);
        let drawn: Vec<u64> = (0..1000).map(|_| rng.below(6)).collect();
        assert!((0..6).all(|n| drawn.contains(&n)) && drawn.iter().all(|&n| n < 6));
    }

    #[test]
    fn halves_give_the_number_that_128_bits_give() {
        let mut rng = Rng::new(5);
        for i in 0..10_000 {
            let bound = [rng.clone().next() >> 32, u64::from(u32::MAX), 0, 1, i][i as usize % 5];
            let whole = ((u128::from(rng.clone().next()) * u128::from(bound)) >> 64) as u64;
            assert_eq!(rng.below(bound), whole, "{bound}");
        }
    }
}

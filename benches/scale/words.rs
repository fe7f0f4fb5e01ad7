//! Words and texts that are the same in every run.

/// A generator (xorshift, Marsaglia 2003) of numbers that is the same in every run.
pub struct Numbers(pub u64);

impl Numbers {
    /// One below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// Words of several scripts, the first ones the most frequent.
pub fn vocabulary() -> Vec<String> {
    let seeds = [
        "karachi",
        "gwadar",
        "port",
        "qasim",
        "kazakhstan",
        "rail",
        "terminal",
        "agreement",
        "minister",
        "border",
        "порт",
        "казахстан",
        "گوادر",
        "بندرگاہ",
        "cargo",
        "visit",
        "corridor",
        "customs",
        "tashkent",
        "transit",
    ];
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let syllables = [
        "ka", "ri", "to", "men", "sta", "lo", "ve", "chi", "pa", "ne", "gu", "dra", "so", "bi", "xu", "кра", "мо", "ти",
    ];
    let mut words: Vec<String> = seeds.iter().map(|word| (*word).to_owned()).collect();
    while words.len() < 40_000 {
        let length = 2 + numbers.below(3);
        let word: String = (0..length).map(|_| syllables[usize::try_from(numbers.below(18)).unwrap_or(0)]).collect();
        words
            .push(format!("{word}{}", if words.len() > 6_000 { numbers.below(90).to_string() } else { String::new() }));
    }
    words
}

/// A text of about so many bytes.
pub fn text(words: &[String], numbers: &mut Numbers, length: usize) -> String {
    let mut out = String::with_capacity(length + 16);
    while out.len() < length {
        // Squared, so that the first words come often.
        let (a, n) = (numbers.below(1 << 20), words.len() as u64);
        let at = (a * a % (1 << 40) * n) >> 40;
        out.push_str(&words[usize::try_from(at).unwrap_or(0)]);
        out.push(' ');
    }
    out
}

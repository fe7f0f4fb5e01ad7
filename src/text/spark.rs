//! Sparklines: a few numbers as bars of one row.

/// The bars `▁▂▃▄▅▆▇` for these numbers, scaled to the largest; a blank for zero. In ASCII `.:-=+*#`. None fills its
/// cell: the bars of rows below one another would run together.
#[must_use]
pub fn bars(counts: &[usize], ascii: bool) -> String {
    const UNICODE: [char; 7] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇'];
    const ASCII: [char; 7] = ['.', ':', '-', '=', '+', '*', '#'];
    let largest = counts.iter().copied().max().unwrap_or(0);
    counts
        .iter()
        .map(|&n| match (n * 7).div_ceil(largest.max(1)) {
            0 => ' ',
            step => (if ascii { ASCII } else { UNICODE })[step.min(7) - 1],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_largest_is_highest_and_nothing_is_blank() {
        assert_eq!(super::bars(&[0, 1, 8, 16], false), " ▁▄▇");
        assert_eq!(super::bars(&[0, 1, 8, 16], true), " .=#");
        assert_eq!(super::bars(&[0, 0], false), "  ");
    }
}

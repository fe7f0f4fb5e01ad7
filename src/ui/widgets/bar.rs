//! A horizontal bar for a number beside others: its length is its share of the largest.

/// A bar of at most `columns` for `n` of `most`, in half columns. A number above zero is always visible.
#[must_use]
pub fn bar(n: usize, most: usize, columns: usize, ascii: bool) -> String {
    if n == 0 || most == 0 || columns == 0 {
        return String::new();
    }
    let n = n.min(most);
    if ascii {
        return "=".repeat((n * columns / most).max(1));
    }
    let halves = (n * columns * 2 / most).max(1);
    format!("{}{}", "━".repeat(halves / 2), if halves % 2 == 1 { "╸" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share_and_never_nothing_for_something() {
        assert_eq!(bar(10, 10, 4, false), "━━━━");
        assert_eq!(bar(5, 10, 3, false), "━╸");
        assert_eq!(bar(1, 1000, 10, false), "╸");
        assert_eq!((bar(1, 1000, 10, true), bar(3, 4, 8, true)), ("=".to_owned(), "======".to_owned()));
        assert_eq!((bar(0, 5, 8, false), bar(5, 0, 8, false), bar(5, 5, 0, true)), Default::default());
        assert_eq!(bar(9, 3, 2, true), "==");
    }
}

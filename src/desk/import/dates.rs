//! Parses the dates of a column consistently: the column as a whole decides which number is the day, and whether
//! numbers are Excel serials.

use chrono::{Days, NaiveDate};

use crate::desk::feed::is_zone;
use crate::dossier::EdtfDate;
use crate::dossier::date::order::DateOrder;
use crate::dossier::date::when::{western, when, whole_year, without_clock};

/// How the dates of a column are parsed.
#[derive(Clone, Copy, Debug)]
pub(super) struct DateColumn {
    order: Option<DateOrder>,
    serials: bool,
    today: NaiveDate,
}

/// Excel serials from 1954 to 2119: five digits.
const SERIALS: std::ops::Range<u64> = 20_000..80_000;

/// Two numbers and a year with the same separator; and whether the separator is a dot.
fn numbers(cell: &str, today: NaiveDate) -> Option<([u32; 2], i32, bool)> {
    let sign = cell.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '.' | '-'))?;
    let parts: Vec<&str> = cell.split(sign).collect();
    let [a, b, year] = parts.as_slice() else { return None };
    let fits = a.len() <= 2 && b.len() <= 2;
    fits.then_some(([a.parse().ok()?, b.parse().ok()?], whole_year(year, today)?, sign == '.'))
}

/// A cell without the time of day and the name of its zone: `Jan 11 2012 10:30 CST`.
fn day_alone(cell: &str) -> &str {
    let zoned = cell.trim_end().rsplit_once(' ').filter(|(_, zone)| is_zone(zone));
    without_clock(zoned.map_or(cell, |(rest, _)| rest.trim_end()))
}

fn serial(cell: &str) -> Option<u64> {
    // `45903.0` and `45903.5`: the time is dropped.
    cell.split('.').next()?.parse().ok().filter(|serial| SERIALS.contains(serial) && cell.parse::<f64>().is_ok())
}

impl DateColumn {
    /// Inspects all cells of a column. `given` is the order chosen by the user.
    ///
    /// # Errors
    /// Returns an error if some cells can only be day-first and others only month-first, or nothing decides.
    pub fn of<'c>(
        name: &str,
        cells: impl Iterator<Item = &'c str> + Clone,
        given: Option<DateOrder>,
        today: NaiveDate,
        notes: &mut Vec<String>,
    ) -> Result<DateColumn, String> {
        let serials = cells.clone().filter(|cell| serial(day_alone(cell)).is_some()).count();
        if serials > 0 {
            notes.push(format!("`{name}`: numbers such as 45903 are the days of a workbook ({serials})"));
        }
        let mut day_first = None;
        let mut month_first = None;
        let mut open = None;
        for cell in cells {
            let Some(([a, b], _, with_dots)) = numbers(day_alone(cell), today) else { continue };
            // Dates with dots are never month-first.
            let order = DateOrder::of(a, b).or(with_dots.then_some(DateOrder::DayFirst));
            match order {
                Some(DateOrder::DayFirst) => day_first = day_first.or(Some(cell)),
                Some(DateOrder::MonthFirst) => month_first = month_first.or(Some(cell)),
                None if a != b => open = open.or(Some(cell)),
                None => {}
            }
        }
        let order = match (given, day_first, month_first, open) {
            (Some(order), ..) => Some(order),
            (None, Some(a), Some(b), _) => {
                return Err(format!(
                    "`{name}` holds `{a}`, where the day is first, and `{b}`, where the month is; say `--dates day-first` \
                     or `--dates month-first`, and the others will be named"
                ));
            }
            (None, Some(cell), None, _) => {
                notes.push(format!("`{name}`: the day is before the month, as in `{cell}`"));
                Some(DateOrder::DayFirst)
            }
            (None, None, Some(cell), _) => {
                notes.push(format!("`{name}`: the month is before the day, as in `{cell}`"));
                Some(DateOrder::MonthFirst)
            }
            (None, None, None, Some(cell)) => {
                return Err(format!(
                    "no date in `{name}` says whether `{cell}` begins with the day or the month; say `--dates day-first` or \
                     `--dates month-first`"
                ));
            }
            _ => None,
        };
        Ok(DateColumn { order, serials: serials > 0, today })
    }

    /// The date in a cell.
    ///
    /// # Errors
    /// Returns one line that says what was not understood.
    pub fn read(self, cell: &str) -> Result<EdtfDate, String> {
        let typed = western(cell);
        let typed = day_alone(&typed);
        if let Some(serial) = serial(typed).filter(|_| self.serials) {
            let zero = NaiveDate::from_ymd_opt(1899, 12, 30).and_then(|zero| zero.checked_add_days(Days::new(serial)));
            return parsed(&zero.map(|day| day.to_string()).unwrap_or_default(), cell);
        }
        if let (Some(([a, b], year, _)), Some(order)) = (numbers(typed, self.today), self.order) {
            let (day, month) = order.day_and_month(a, b);
            return parsed(&format!("{year:04}-{month:02}-{day:02}"), cell);
        }
        when(typed, self.today).map_err(|error| error.message)
    }
}

/// Whether a cell holds a date with its year. A number alone is none.
pub(super) fn is_whole_date(cell: &str, today: NaiveDate) -> bool {
    let cell = western(cell);
    let typed = day_alone(&cell);
    let has_year = typed.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    let is_number = typed.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    numbers(typed, today).is_some() || !is_number && has_year && when(typed, today).is_ok()
}

fn parsed(edtf: &str, cell: &str) -> Result<EdtfDate, String> {
    EdtfDate::parse(edtf).map_err(|_| format!("`{cell}` is not a day"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str], given: Option<DateOrder>) -> Result<Vec<String>, String> {
        let today = "2026-11-24".parse().expect("a day");
        let column = DateColumn::of("Date", cells.iter().copied(), given, today, &mut Vec::new())?;
        let read =
            |cell: &&str| column.read(cell).map_or_else(|why| format!("? {why}"), |date| date.as_str().to_owned());
        Ok(cells.iter().map(read).collect())
    }

    #[test]
    fn the_whole_column_says_which_number_is_the_day() {
        assert_eq!(column(&["05/03/2026", "13/03/26"], None), Ok(vec!["2026-03-05".into(), "2026-03-13".into()]));
        assert_eq!(column(&["05/03/2026", "3/13/1999"], None), Ok(vec!["2026-05-03".into(), "1999-03-13".into()]));
        assert_eq!(column(&["05.03.2026"], None), Ok(vec!["2026-03-05".into()]));
        assert_eq!(column(&["05-03-2026", "25-03-2026"], None), Ok(vec!["2026-03-05".into(), "2026-03-25".into()]));
        assert_eq!(column(&["03/03/2026"], None), Ok(vec!["2026-03-03".into()]));
        for open in [&["05/03/2026", "06/03/2026"][..], &["13/03/2026", "03/13/2026"]] {
            assert!(column(open, None).expect_err("open").contains("--dates day-first"));
        }
        assert_eq!(column(&["05/03/2026"], Some(DateOrder::MonthFirst)), Ok(vec!["2026-05-03".into()]));
        let read = column(&["13/03/2026", "03/13/2026"], Some(DateOrder::DayFirst)).expect("it is said");
        assert_eq!(read, ["2026-03-13", "? `03/13/2026` is not a day"]);
    }

    #[test]
    fn serials_hours_and_months_by_name_are_read() {
        let cells = [
            "45903",
            "45903.75",
            "2025-09-03 10:30",
            "2025-09-03T10:30:00",
            "2025",
            "5 марта 2026 г.",
            "2026 жылғы 5 наурыз",
            "۵ مارچ ۲۰۲۶",
            "Mar 5, 2026",
            "2026/03/05",
            "Sept 2025",
            "Mar 5 2026 CST",
            "2026-03-05 10:30 PKT",
        ];
        let read = column(&cells, None).expect("no question");
        assert_eq!(read[..5], ["2025-09-03", "2025-09-03", "2025-09-03", "2025-09-03", "2025"]);
        assert_eq!(
            read[5..],
            [
                "2026-03-05",
                "2026-03-05",
                "2026-03-05",
                "2026-03-05",
                "2026-03-05",
                "2025-09",
                "2026-03-05",
                "2026-03-05"
            ]
        );
    }
}

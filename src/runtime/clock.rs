//! The clock of the machine, which may be set to any day while the program runs, to one before 1970 too.

use std::time::SystemTime;

use chrono::{DateTime, Local, NaiveDateTime, Utc};

/// The time; the beginning of 1970 where the clock says that it is before, so that stamps stay what archives can hold.
#[must_use]
pub fn now() -> DateTime<Utc> {
    believed(SystemTime::now()).unwrap_or(DateTime::UNIX_EPOCH)
}

/// The time of this place; see [`now`].
#[must_use]
pub fn local() -> NaiveDateTime {
    now().with_timezone(&Local).naive_local()
}

/// When something is done, as logs and edits have it: `2026-11-24 17:05`, of this place.
#[must_use]
pub fn stamp() -> String {
    local().format("%Y-%m-%d %H:%M").to_string()
}

/// The time of this place, or `None` where the clock says that it is before 1970: then nobody set it, and the day stays the
/// one that it was.
pub(super) fn local_if_set() -> Option<NaiveDateTime> {
    believed(SystemTime::now()).map(|now| now.with_timezone(&Local).naive_local())
}

/// What a clock tells that says this; `None` before 1970 and beyond the calendar.
fn believed(said: SystemTime) -> Option<DateTime<Utc>> {
    let since = said.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    DateTime::from_timestamp(i64::try_from(since.as_secs()).ok()?, since.subsec_nanos())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_time_before_1970_and_one_beyond_the_calendar_are_not_believed() {
        let epoch = SystemTime::UNIX_EPOCH;
        for (days, told) in [(0, "1970-01-01"), (1, "1970-01-02"), (20_781, "2026-11-24")] {
            let at = believed(epoch + Duration::from_hours(24 * days)).expect("a time");
            assert_eq!(at.date_naive().to_string(), told);
        }
        for before in [1, 3600, 86_400, 86_400 * 365 * 100] {
            assert_eq!(believed(epoch - Duration::from_secs(before)), None, "{before} s before 1970");
        }
        // as far as this system can count
        if let Some(far) = epoch.checked_add(Duration::from_secs(u64::from(u32::MAX) * 1_000_000)) {
            assert_eq!(believed(far), None);
        }
    }
}

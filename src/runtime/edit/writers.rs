//! Which programs have a file open to write to it: what they write goes to that file, whatever name it has by then.

use std::fs::File;
use std::time::{Duration, Instant};

/// Between two looks.
const PACE: Duration = Duration::from_millis(2);

/// Waits until no other program has the file open for writing. Sees those of the same user (the superuser sees all);
/// where the system does not tell, it says that there is none.
///
/// # Errors
/// The name of one that still has it open after `patience`.
pub(super) fn wait(file: &File, patience: Duration) -> Result<(), String> {
    let until = Instant::now() + patience;
    loop {
        match find(file) {
            None => return Ok(()),
            Some(name) if Instant::now() >= until => return Err(name),
            Some(_) => std::thread::sleep(PACE),
        }
    }
}

/// One that has the file open for writing.
#[cfg(target_os = "linux")]
fn find(file: &File) -> Option<String> {
    use std::fs;
    use std::os::unix::fs::MetadataExt as _;
    let own = file.metadata().ok()?;
    let is_it = |path: &std::path::Path| {
        fs::metadata(path).is_ok_and(|meta| (meta.dev(), meta.ino()) == (own.dev(), own.ino()) && meta.is_file())
    };
    let this = std::process::id().to_string();
    for process in fs::read_dir("/proc").ok()?.flatten() {
        let name = process.file_name();
        let is_process = name.as_encoded_bytes().iter().all(u8::is_ascii_digit);
        if !is_process || name.to_str() == Some(&this) {
            continue;
        }
        let Ok(files) = fs::read_dir(process.path().join("fd")) else { continue };
        for open in files.flatten() {
            if is_it(&open.path()) && writes(&process.path().join("fdinfo").join(open.file_name())) {
                let program = fs::read_to_string(process.path().join("comm")).unwrap_or_default();
                return Some(format!("`{}` ({})", program.trim_end(), name.to_string_lossy()));
            }
        }
    }
    None
}

/// Whether an open file is open for writing, by what the system says of it: `flags: 0100001`.
#[cfg(target_os = "linux")]
fn writes(info: &std::path::Path) -> bool {
    let text = std::fs::read_to_string(info).unwrap_or_default();
    let flags = text.lines().find_map(|line| line.strip_prefix("flags:"));
    let flags = flags.and_then(|flags| u32::from_str_radix(flags.trim(), 8).ok());
    flags.is_some_and(|flags| flags & 0o3 != 0)
}

#[cfg(not(target_os = "linux"))]
fn find(_: &File) -> Option<String> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    #[test]
    fn who_writes_is_told_from_who_reads() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("story.toml");
        std::fs::write(&path, "text").expect("written");
        let file = File::open(&path).expect("it opens");
        assert_eq!(find(&file), None);
        let reading = File::open(&path).expect("it opens");
        let mut reader = Command::new("sleep").arg("60").stdin(reading).spawn().expect("sleep");
        assert_eq!(find(&file), None, "who reads does not count");
        let _ = (reader.kill(), reader.wait());
        let opened = File::options().append(true).open(&path).expect("it opens");
        let mut writer = Command::new("cat").stdin(Stdio::piped()).stdout(opened).spawn().expect("cat");
        assert_eq!(wait(&file, Duration::ZERO), Err(format!("`cat` ({})", writer.id())));
        drop(writer.stdin.take());
        assert_eq!(wait(&file, Duration::from_secs(20)), Ok(()));
        let _ = writer.wait();
    }
}

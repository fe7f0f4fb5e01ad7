//! What a file has beside its text, and a new file in its place has to have too: owner, group, mode, access lists and
//! other extended attributes.

use std::fs::{self, File};
use std::io;

/// Gives a new file all that the old one has beside its text.
///
/// # Errors
/// What cannot be given to it: words that follow `cannot write ...: `.
pub(super) fn keep(new: &File, old: &File) -> Result<(), String> {
    let cannot = |error: io::Error| crate::text::reason(&error);
    let meta = old.metadata().map_err(cannot)?;
    keep_owner(new, &meta)?;
    new.set_permissions(meta.permissions()).map_err(cannot)?;
    keep_attributes(new, old)?;
    let given = new.metadata().map_err(cannot)?.permissions();
    // Of a file's attributes on Windows, some are the system's own: compressed, indexed, in the cloud.
    if given == meta.permissions() || (cfg!(windows) && given.readonly() == meta.permissions().readonly()) {
        Ok(())
    } else {
        Err("its permissions would not be kept".to_owned())
    }
}

#[cfg(unix)]
fn keep_owner(new: &File, like: &fs::Metadata) -> Result<(), String> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let same = |file: &File| file.metadata().is_ok_and(|meta| meta.uid() == like.uid() && meta.gid() == like.gid());
    if same(new) {
        return Ok(());
    }
    // One may be allowed where the other is not; what counts is what is there afterwards.
    let _ = fchown(new, None, Some(like.gid()));
    let _ = fchown(new, Some(like.uid()), None);
    if same(new) { Ok(()) } else { Err("it belongs to another user or group, which would not be kept".to_owned()) }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) -> Result<(), String> {
    Ok(())
}

/// Access lists are extended attributes too (`system.posix_acl_access`).
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn keep_attributes(new: &File, old: &File) -> Result<(), String> {
    use rustix::fs::{XattrFlags, fremovexattr, fsetxattr};
    let (wanted, given) = (attributes(old)?, attributes(new)?);
    let lost = |name: &str| format!("its attribute `{name}` would not be kept");
    for (name, value) in &wanted {
        if !given.contains(&(name.clone(), value.clone())) {
            fsetxattr(new, name.as_str(), value, XattrFlags::empty()).map_err(|_| lost(name))?;
        }
    }
    for (name, _) in given.iter().filter(|(name, _)| !wanted.iter().any(|(other, _)| other == name)) {
        // The folder gave it to the new file.
        fremovexattr(new, name.as_str()).map_err(|_| lost(name))?;
    }
    Ok(())
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn keep_attributes(_: &File, _: &File) -> Result<(), String> {
    Ok(())
}

/// The extended attributes of a file; none where its file system knows none.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn attributes(file: &File) -> Result<Vec<(String, Vec<u8>)>, String> {
    use rustix::fs::{fgetxattr, flistxattr};
    use rustix::io::Errno;
    /// What the system gives at most (`XATTR_SIZE_MAX`, `XATTR_LIST_MAX`).
    const MOST: usize = 1 << 16;
    let mut buffer = vec![0; MOST];
    let names = match flistxattr(file, &mut buffer[..]) {
        Ok(length) => buffer[..length].to_vec(),
        Err(Errno::NOTSUP | Errno::NOSYS) => return Ok(Vec::new()),
        Err(error) => {
            return Err(format!("its attributes cannot be listed: {}", crate::text::reason(&io::Error::from(error))));
        }
    };
    let mut found = Vec::new();
    for name in names.split(|&byte| byte == 0).filter(|name| !name.is_empty()) {
        let name = String::from_utf8_lossy(name).into_owned();
        match fgetxattr(file, name.as_str(), &mut buffer[..]) {
            Ok(length) => found.push((name, buffer[..length].to_vec())),
            Err(Errno::NODATA) => {}
            Err(_) => return Err(format!("its attribute `{name}` cannot be read")),
        }
    }
    Ok(found)
}

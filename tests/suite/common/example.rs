//! The programs of `examples/`, for tests that run one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// An example of this package, built if it is not up to date: `cargo test --test NAME` does not build examples.
pub fn example(name: &str) -> PathBuf {
    static BUILT: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    // target/<profile>/deps/<this test>
    let test = std::env::current_exe().expect("a test");
    let profile = test.parent().and_then(Path::parent).expect("a profile");
    // One after the other: cargo holds the target directory anyway.
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    if built.insert(name.to_owned()) {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--offline", "--example", name, "--manifest-path"]);
        build.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
        build.arg("--target-dir").arg(profile.parent().expect("a target directory"));
        if profile.ends_with("release") {
            build.arg("--release");
        }
        // what cargo tells a test about its package would make build scripts run again that look at it
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if [
                "CARGO_MANIFEST",
                "CARGO_PKG",
                "CARGO_BIN",
                "CARGO_CRATE",
                "CARGO_PRIMARY",
                "CARGO_TARGET_TMPDIR",
                "OUT_DIR",
            ]
            .iter()
            .any(|prefix| name.starts_with(prefix))
            {
                build.env_remove(&*name);
            }
        }
        assert!(build.status().expect("cargo").success(), "the example `{name}` does not build");
    }
    profile.join("examples").join(name)
}

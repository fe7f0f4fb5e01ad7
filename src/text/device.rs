//! The names that Windows keeps for devices, in every folder and with every ending.

/// Whether a file of this name would be a device on Windows: `nul`, `con.csv`, `COM1`.
#[must_use]
pub fn is_device_name(name: &str) -> bool {
    let stem = name.split(['.', ':']).next().unwrap_or(name).trim_end().to_ascii_lowercase();
    match stem.as_str() {
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" => true,
        _ => {
            let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
            let mut rest = port.unwrap_or_default().chars();
            matches!((rest.next(), rest.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_told_from_files() {
        for name in ["con", "NUL", "aux.csv", "com1.tar.gz", "lpt¹", "PRN .txt", "nul:x", "CONOUT$"] {
            assert!(is_device_name(name), "{name}");
        }
        for name in ["", "con-story", "console", "com", "com10", "a.con", "port.nul", ".con", "lpt", "комп"] {
            assert!(!is_device_name(name), "{name}");
        }
    }
}

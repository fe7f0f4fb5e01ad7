//! The user's editor: which one it is, and how it is told a line.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use super::system;

/// The command that opens a file at a line (from 1): the editor of `setting`, else of `VISUAL`, `EDITOR`, else the system's.
///
/// Split into words as a shell does, but run without one.
///
/// # Errors
///
/// If the setting cannot be read.
pub(super) fn command(setting: Option<&str>, path: &Path, line: usize) -> Result<Command, String> {
    let named = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let setting = setting.map(str::to_owned).or_else(|| named("VISUAL")).or_else(|| named("EDITOR"));
    let words = words(setting.as_deref().unwrap_or(system::DEFAULT_EDITOR))?;
    let (program, arguments) = words.split_first().ok_or("cannot edit: the editor is empty")?;
    let mut command = Command::new(program);
    command.args(arguments).args(place(program, path, line));
    Ok(command)
}

fn words(setting: &str) -> Result<Vec<String>, String> {
    shell_words::split(setting).map_err(|_| format!("cannot read the editor `{setting}`: a quote is not closed"))
}

/// The arguments that name the file and the line, as the program understands them; an unknown one gets the file.
fn place(program: &str, path: &Path, line: usize) -> Vec<OsString> {
    let line = line.max(1);
    // A name that looks like an option is a file of this directory.
    let path = if path.as_os_str().as_encoded_bytes().starts_with(b"-")
        || path.as_os_str().as_encoded_bytes().starts_with(b"+")
    {
        Path::new(".").join(path)
    } else {
        path.to_owned()
    };
    let joined = || {
        let mut joined = path.clone().into_os_string();
        joined.push(format!(":{line}"));
        joined
    };
    let name = Path::new(program).file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    match name.as_str() {
        "vi" | "vim" | "nvim" | "gvim" | "mvim" | "view" | "nvi" | "vile" | "elvis" | "emacs" | "emacsclient"
        | "nano" | "pico" | "micro" | "kak" | "joe" | "jed" | "mg" | "ne" | "zile" | "gedit" | "xemacs" => {
            vec![format!("+{line}").into(), path.into()]
        }
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" => vec!["--goto".into(), joined()],
        "hx" | "helix" | "subl" | "sublime_text" | "zed" => vec![joined()],
        "kate" | "kwrite" => vec!["--line".into(), line.to_string().into(), path.into()],
        _ => vec![path.into()],
    }
}

/// The line, from 1, in which this byte of a file stands; 1 where the file cannot be read.
pub(super) fn line_of(path: &Path, offset: u64) -> usize {
    let Ok(file) = std::fs::File::open(path) else { return 1 };
    let mut before = Vec::new();
    match std::io::Read::read_to_end(&mut std::io::Read::take(file, offset), &mut before) {
        Ok(_) => 1 + memchr::memchr_iter(b'\n', &before).count(),
        Err(_) => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(setting: &str, path: &str, line: usize) -> Vec<String> {
        let command = command(Some(setting), Path::new(path), line).expect("a command");
        let mut words = vec![command.get_program().to_string_lossy().into_owned()];
        words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
        words
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        for (setting, words) in [
            ("vi", vec!["vi", "+12", "a b.toml"]),
            ("/usr/bin/nvim -p", vec!["/usr/bin/nvim", "-p", "+12", "a b.toml"]),
            ("emacsclient -nw", vec!["emacsclient", "-nw", "+12", "a b.toml"]),
            ("code --wait", vec!["code", "--wait", "--goto", "a b.toml:12"]),
            ("hx", vec!["hx", "a b.toml:12"]),
            ("\"/opt/my editor/ed\" '-x y'", vec!["/opt/my editor/ed", "-x y", "a b.toml"]),
            ("ed", vec!["ed", "a b.toml"]),
        ] {
            assert_eq!(arguments(setting, "a b.toml", 12), words);
        }
    }

    #[test]
    fn no_shell_reads_the_words() {
        assert_eq!(arguments("vi; rm -rf $HOME", "a", 1), ["vi;", "rm", "-rf", "$HOME", "a"]);
        assert_eq!(arguments("vi", "-c quit", 0), ["vi", "+1", "./-c quit"]);
        assert!(command(Some("vi 'x"), Path::new("a"), 1).is_err_and(|message| message.contains("quote")));
        assert!(command(Some(""), Path::new("a"), 1).is_err());
    }
}

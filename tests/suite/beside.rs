//! Edits beside other programs that write the same files: nothing that anybody wrote is lost.

use std::fs;

use karwan::runtime::edit::FileLock;

use crate::common::place::{Place, STORY, WHEN, alias};

#[test]
fn two_karwans_and_an_editor_on_one_dossier_lose_nothing_that_anybody_wrote() {
    let place = Place::new(STORY);
    // Two karwans at the same time, each in a process of its own would do the same: they share but files.
    let karwan = |name: &'static str| {
        let mut desk = place.desk();
        let file = place.file.clone();
        move || {
            for n in 0..30 {
                desk.save(&alias(&format!("{name}-{n}")), &file, WHEN).expect("saved");
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(karwan("one"));
        scope.spawn(karwan("two"));
        // An editor that replaces the file as editors do, and reads it again where it has changed under its hands.
        let mut lines = 0;
        while lines < 30 {
            let read = place.text();
            let mine = format!("{read}# line {lines} of the editor\n");
            let held = FileLock::new(&place.file).expect("it can be written");
            lines += u32::from(held.replace(&read, &mine).is_ok());
        }
    });
    let now = place.text();
    for n in 0..30 {
        for wrote in [format!("\"one-{n}\""), format!("\"two-{n}\""), format!("# line {n} of the editor\n")] {
            assert_eq!(now.matches(&wrote).count(), 1, "{wrote}\n{now}");
        }
    }
    assert_eq!(place.names(), ["story.toml"]);
}

/// Other programs, each in a process of its own, as shells write a file.
#[cfg(target_os = "linux")]
mod others {
    use super::*;
    use std::process::{Command, Stdio};

    /// Says what it wrote, line by line, once it is written, until its input ends. Between opening the file and
    /// writing to it another program runs.
    const APPENDS: &str = "echo \"$line\" >> story.toml";
    const APPENDS_SLOWLY: &str = "{ cat /dev/null; echo \"$line\"; } >> story.toml";
    const APPENDS_IN_TWO: &str =
        "{ printf %s \"${line%?}\"; cat /dev/null; printf '%s\\n' \"${line#${line%?}}\"; } >> story.toml";
    const HOLDS: &str = "exec 3>> story.toml; cat /dev/null; echo \"$line\" >&3; exec 3>&-";
    const REPLACES: &str = "cp story.toml x~ && echo \"$line\" >> x~ && mv x~ story.toml";

    /// Runs three karwans that add names beside one that writes lines, and gives what both were told that they wrote.
    fn beside(place: &Place, script: &str) -> (Vec<String>, Vec<String>) {
        let script = format!(
            "n=0; while [ ! -e ../stop ]; do line=\"# line-$n.\"; {script}; echo \"$line\"; n=$((n+1)); sleep 0.02; done"
        );
        let other = Command::new("sh")
            .args(["-c", &script])
            .current_dir(place.folder.path().join("dossier"))
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let names = std::thread::scope(|scope| {
            let karwan = |name: &'static str| {
                let mut desk = place.desk();
                let save = move |n: i32| {
                    let word = format!("{name}-{n}.");
                    desk.save(&alias(&word), &place.file, WHEN).is_ok().then_some(word)
                };
                scope.spawn(move || (0..5).filter_map(save).collect::<Vec<_>>())
            };
            let karwans = ["one", "two", "three"].map(karwan);
            karwans.into_iter().flat_map(|karwan| karwan.join().expect("no panic")).collect()
        });
        fs::write(place.folder.path().join("stop"), "").expect("written");
        let said = other.wait_with_output().expect("it ends");
        (names, String::from_utf8(said.stdout).expect("UTF-8").lines().map(str::to_owned).collect())
    }

    fn nothing_is_lost(script: &str, overwrites: bool) {
        let place = Place::new(STORY);
        let (names, lines) = beside(&place, script);
        let now = place.text();
        assert!(!lines.is_empty() && !names.is_empty(), "{script}: both wrote");
        let lost: Vec<&String> = lines.iter().filter(|line| !now.contains(&format!("{line}\n"))).collect();
        assert!(lost.is_empty(), "{script}: {} of {} lines lost: {lost:?}", lost.len(), lines.len());
        // Who reads, thinks and overwrites can lose what came in meanwhile: that no other program can help.
        let lost: Vec<&String> = names.iter().filter(|name| !overwrites && !now.contains(*name)).collect();
        assert!(lost.is_empty(), "{script}: {} of {} names lost: {lost:?}", lost.len(), names.len());
        assert!(now.starts_with(&STORY[..STORY.len() - 20]), "{now}");
        assert_eq!(place.names(), ["story.toml"], "{script}");
    }

    #[test]
    fn lines_that_another_program_appends_are_kept() {
        nothing_is_lost(APPENDS, false);
    }

    #[test]
    fn lines_that_are_written_some_time_after_the_file_was_opened_are_kept() {
        nothing_is_lost(APPENDS_SLOWLY, false);
        nothing_is_lost(HOLDS, false);
    }

    #[test]
    fn lines_that_are_written_in_two_parts_are_kept_whole() {
        nothing_is_lost(APPENDS_IN_TWO, false);
    }

    #[test]
    fn lines_of_an_editor_that_replaces_the_file_are_kept() {
        nothing_is_lost(REPLACES, true);
    }

    #[test]
    fn a_branch_that_is_checked_out_meanwhile_takes_no_edit_away() {
        let place = Place::new(STORY);
        let folder = place.folder.path().join("dossier");
        let git = |arguments: &str| {
            let mut git = Command::new("git");
            git.args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=one", "-c"]);
            git.arg("gc.auto=0").args(arguments.split(' ')).current_dir(&folder);
            git.env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", place.folder.path());
            let done = git.output().expect("git");
            assert!(done.status.success(), "{arguments}: {}", String::from_utf8_lossy(&done.stderr));
        };
        let other = folder.join("more.toml");
        let tagged = |tag: &str| format!("format = 1\n\n[[actors]]\nid = \"m\"\nname = \"{tag}\"\nkind = \"person\"\n");
        fs::write(&other, tagged("One")).expect("written");
        ["init --quiet", "add .", "commit --quiet -m one", "checkout --quiet -b two"].into_iter().for_each(git);
        fs::write(&other, tagged("Two")).expect("written");
        git("commit --quiet -a -m two");
        let flips = "git checkout --quiet $([ $((n%2)) = 0 ] && echo one || echo two)";
        let (names, flipped) = beside(&place, flips);
        assert!(flipped.len() > 1 && !names.is_empty(), "{flipped:?} {names:?}");
        let now = place.text();
        let lost: Vec<&String> = names.iter().filter(|name| !now.contains(*name)).collect();
        assert!(lost.is_empty(), "{lost:?} lost");
        let more = fs::read_to_string(&other).expect("UTF-8");
        assert!([tagged("One"), tagged("Two")].contains(&more), "{more}");
    }
}

//! The server of a shared archive: who may do what there, encryption, passwords, and tables that are not those of this
//! karwan.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::colleague::{NewsroomDesk, ids, two};
use crate::common::postgres::{TestDatabase, fill, link, make_room};

#[test]
fn a_role_may_read_write_or_neither() {
    let Some(database) = TestDatabase::anywhere() else { return };
    let (ann, _) = two(&database, 2);
    let owner = link(&database.url());
    for (role, rights) in [("writer", vec![]), ("reader", vec!["--read-only"])] {
        let name = format!("{role}_{}", std::process::id());
        let grants = ann.run(&[&["archive", "grants", &name][..], &rights].concat()).1;
        owner.batch(&format!("CREATE ROLE {name} LOGIN; {grants}")).expect("granted");
    }
    let desk = |role: &str| {
        let url = database.url_as(&format!("{role}_{}", std::process::id()));
        NewsroomDesk::new("cid", &url, "http://127.0.0.1:1/")
    };
    let (writer, reader) = (desk("writer"), desk("reader"));
    let inbox = ids(&writer.well(&["list", "items", "--all", "--format", "jsonl"]));
    assert_eq!(inbox.len(), 2);
    writer.well(&["triage", "drop", &inbox[0]]);
    let (code, _, err) = reader.run(&["list", "items", "--all", "-d", &reader.story()]);
    assert!(code == 0 && err.contains("may only read on the server"), "{err}");
    let (code, _, err) = reader.run(&["triage", "drop", &inbox[1], "-d", &reader.story()]);
    assert!(code == 1 && err.contains("nothing can be decided in this archive: `reader_"), "{err}");
    owner.batch(&format!("CREATE ROLE nobody_{} LOGIN", std::process::id())).expect("made");
    let (code, _, err) = desk("nobody").run(&["archive", "sync"]);
    assert!(code == 1 && err.contains("permission denied") && err.contains("archive grants"), "{err}");
    for role in ["writer", "reader", "nobody"] {
        let name = format!("{role}_{}", std::process::id());
        owner.batch(&format!("DROP OWNED BY {name}; DROP ROLE {name}")).expect("dropped");
    }
}

#[test]
fn tables_of_a_later_karwan_another_server_and_a_full_disk_are_told_in_words() {
    let Some(database) = TestDatabase::anywhere() else { return };
    let (ann, ben) = two(&database, 2);
    let inbox = ben.ids("");
    let owner = link(&database.url());
    owner.batch(&format!("ALTER DATABASE {} SET default_transaction_read_only = on", name(&database))).expect("set");
    let (code, _, err) = ben.run(&["triage", "drop", &inbox[0], "-d", &ben.story()]);
    assert!(code == 0 && err.contains("the server takes no changes: cannot execute"), "{err}");
    owner.batch("SET default_transaction_read_only = off").expect("set");
    owner.batch(&format!("ALTER DATABASE {} RESET default_transaction_read_only", name(&database))).expect("set");
    assert!(ben.run(&["archive", "sync"]).1.starts_with("1 decision sent"));
    assert_eq!(ann.ids("is:dropped"), inbox[..1]);
    // What a full disk says.
    fill(&owner, "could not extend file: No space left on device");
    let (code, _, err) = ben.run(&["triage", "drop", &inbox[1], "-d", &ben.story()]);
    assert!(code == 0 && err.contains("the server takes no changes: could not extend file"), "{err}");
    make_room(&owner);
    assert!(ben.run(&["archive", "sync"]).1.starts_with("1 decision sent"));
    owner.batch("UPDATE karwan.clock SET version = 99").expect("set");
    let (code, _, err) = ann.run(&["archive", "sync"]);
    assert!(code == 1 && err.contains("a later karwan (version 99; this one knows 1): update karwan"), "{err}");
    owner.batch("UPDATE karwan.clock SET version = 1, epoch = 'x'").expect("set");
    let (code, _, err) = ann.run(&["archive", "sync"]);
    assert!(code == 1 && err.contains("is the mirror of another server"), "{err}");
}

fn name(database: &TestDatabase) -> String {
    let url = database.url();
    let name = url.rsplit('/').next().expect("a name");
    name.split('?').next().expect("a name").to_owned()
}

#[test]
fn encryption_is_what_the_address_asks_for() {
    let Some(database) = TestDatabase::alone() else { return };
    let cluster = database.cluster.as_ref().expect("its own");
    let (ann, _) = two(&database, 1);
    let sync_at = |host: &str, query: &str| {
        let base = database.url();
        // The certificate is that of `localhost`.
        let base = base.split('?').next().expect("an address").replace("127.0.0.1", host);
        let desk = NewsroomDesk {
            folder: tempfile::tempdir().expect("a folder"),
            archive: format!("{base}?{query}"),
            ..desk_of(&ann)
        };
        let (code, _, err) = desk.run(&["archive", "sync"]);
        (code, err)
    };
    let sync = |query: &str| sync_at("localhost", query);
    assert_eq!(sync("sslmode=prefer").0, 0);
    let (code, err) = sync("sslmode=require");
    assert!(code == 1 && err.contains("the server does not answer"), "{err}");
    let tls = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tls");
    let data = PathBuf::from(cluster.data());
    for (from, to) in [("server.pem", "server.crt"), ("server.key", "server.key")] {
        fs::copy(tls.join(from), data.join(to)).expect("copied");
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(data.join(to), mode).expect("set");
        let _ = std::process::Command::new("chown").arg("postgres").arg(data.join(to)).status();
    }
    let settings = data.join("postgresql.conf");
    let old = fs::read_to_string(&settings).expect("settings");
    fs::write(&settings, old + "ssl = on\n").expect("written");
    cluster.stop();
    cluster.resume();
    let ca = tls.join("ca.pem").display().to_string();
    let other = tls.join("server.pem").display().to_string();
    assert_eq!(sync("sslmode=require").0, 0);
    assert_eq!(sync("sslmode=disable").0, 0);
    assert_eq!(sync(&format!("sslmode=verify-full&sslrootcert={ca}")), (0, String::new()));
    assert_eq!(sync_at("127.0.0.1", &format!("sslmode=verify-full&sslrootcert={ca}")).0, 1);
    assert_eq!(sync_at("127.0.0.1", &format!("sslmode=verify-ca&sslrootcert={ca}")), (0, String::new()));
    assert_eq!(sync("sslmode=verify-full").0, 1, "the system does not know who made it");
    assert_eq!(sync(&format!("sslmode=verify-full&sslrootcert={other}")).0, 1);
}

fn desk_of(desk: &NewsroomDesk) -> NewsroomDesk {
    NewsroomDesk::new(desk.user, &desk.archive, "http://127.0.0.1:1/")
}

#[test]
fn a_password_comes_from_where_it_belongs_and_is_in_no_message() {
    let Some(database) = TestDatabase::alone() else { return };
    let cluster = database.cluster.as_ref().expect("its own");
    let (ann, _) = two(&database, 1);
    link(&database.url()).batch("ALTER ROLE owner PASSWORD 'rose:thorn'").expect("set");
    let rules = Path::new(&cluster.data()).join("pg_hba.conf");
    fs::write(&rules, "host all all 127.0.0.1/32 scram-sha-256\n").expect("written");
    cluster.stop();
    cluster.resume();
    let passfile = ann.folder.path().join("pass");
    let pass = |text: &str| {
        fs::write(&passfile, text).expect("written");
        fs::set_permissions(&passfile, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("set");
    };
    let sync = |password: Option<&str>, url: &str| {
        let mut desk = desk_of(&ann);
        desk.archive = url.to_owned();
        desk.server.password = password.map(str::to_owned);
        desk.server.passfile = Some(passfile.clone());
        desk.run(&["archive", "sync"])
    };
    let url = database.url();
    assert_eq!(sync(Some("rose:thorn"), &url).0, 0);
    pass("127.0.0.1:*:*:owner:rose\\:thorn\n");
    assert_eq!(sync(None, &url).0, 0);
    pass("127.0.0.1:*:*:owner:wrong-secret\n");
    for (code, out, err) in [sync(None, &url), sync(None, &url.replace("owner@", "owner:wrong-secret@"))] {
        assert!(code == 1 && err.contains("the server does not let you in"), "{err}");
        assert!(!format!("{out}{err}").contains("secret"), "{err}");
    }
}

//! Real `PostgreSQL` servers for tests: the one that `KARWAN_TEST_POSTGRES` names, or clusters of their own.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::time::Duration;

use karwan::runtime::server::{ServerAddress, ServerLink, ServerSurroundings};

/// The role that owns everything in a cluster of a test.
const OWNER: &str = "owner";

/// What the address of a server leaves open, here: nothing.
pub fn around() -> ServerSurroundings {
    ServerSurroundings { user: OWNER.to_owned(), password: None, passfile: None }
}

pub fn link(url: &str) -> ServerLink {
    let address = ServerAddress::parse(url, &around()).expect("an address");
    ServerLink::connect(&address).unwrap_or_else(|fault| panic!("{url}: {fault}"))
}

/// Lets a server refuse every decision as a full disk does, with these words.
pub fn fill(owner: &ServerLink, words: &str) {
    let trigger = format!(
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'disk_full'; END $$;
         CREATE TRIGGER no_room BEFORE INSERT ON karwan.steps EXECUTE FUNCTION no_room()"
    );
    owner.batch(&trigger).expect("made");
}

/// Lets it take decisions again.
pub fn make_room(owner: &ServerLink) {
    owner.batch("DROP TRIGGER no_room ON karwan.steps; DROP FUNCTION no_room").expect("dropped");
}

/// A database of a test's own on a server, dropped with it.
pub struct TestDatabase {
    /// Ends before the database of a cluster goes.
    pub cluster: Option<TestCluster>,
    server: String,
    name: String,
}

impl TestDatabase {
    /// An empty database on whichever server there is; `None`: there is none, which is said.
    pub fn anywhere() -> Option<TestDatabase> {
        match std::env::var("KARWAN_TEST_POSTGRES") {
            Ok(url) if !url.is_empty() => Some(TestDatabase::on(&url, None)),
            _ => TestDatabase::alone(),
        }
    }

    /// An empty database in a cluster of its own, which the test may stop and kill; `None`: `PostgreSQL` is not installed.
    pub fn alone() -> Option<TestDatabase> {
        let cluster = TestCluster::start()?;
        let url = cluster.url();
        Some(TestDatabase::on(&url, Some(cluster)))
    }

    fn on(url: &str, cluster: Option<TestCluster>) -> TestDatabase {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("karwan_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        link(url).batch(&format!("CREATE DATABASE {name}")).expect("a database");
        TestDatabase { cluster, server: url.to_owned(), name }
    }

    /// The address of the database, as its owner.
    pub fn url(&self) -> String {
        let (base, query) = self.server.split_once('?').map_or((&*self.server, None), |(base, q)| (base, Some(q)));
        let start = base.find("://").map_or(0, |at| at + 3);
        let end = base[start..].find('/').map_or(base.len(), |at| start + at);
        let query = query.map_or_else(String::new, |query| format!("?{query}"));
        format!("{}/{}{query}", &base[..end], self.name)
    }

    /// The same, as another role.
    pub fn url_as(&self, role: &str) -> String {
        let url = self.url();
        let start = url.find("://").map_or(0, |at| at + 3);
        let host = url[start..].find('@').map_or(start, |at| start + at + 1);
        format!("{}{role}@{}", &url[..start], &url[host..])
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if self.cluster.is_none() {
            let _ = link(&self.server).batch(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}

/// A cluster that a test may stop, kill and start again.
pub struct TestCluster {
    folder: tempfile::TempDir,
    bin: PathBuf,
    port: u16,
}

impl TestCluster {
    fn start() -> Option<TestCluster> {
        let Some(bin) = binaries() else {
            eprintln!("skipped: PostgreSQL is not installed; KARWAN_TEST_POSTGRES can name a server");
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        let port = free_port();
        let cluster = TestCluster { folder, bin, port };
        if is_root() {
            let given = Command::new("chown").arg("postgres").arg(cluster.folder.path()).status().expect("chown");
            assert!(given.success(), "as root, tests need the user `postgres` that Debian's package makes");
        }
        let data = cluster.data();
        cluster.run("initdb", &["-D", &data, "-U", OWNER, "--auth=trust", "-E", "UTF8", "--locale=C", "-N"]);
        let settings = format!(
            "port = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 40\n\
             shared_buffers = 32MB\n"
        );
        let file = Path::new(&data).join("postgresql.conf");
        let old = fs::read_to_string(&file).expect("settings");
        fs::write(&file, old + &settings).expect("settings");
        cluster.resume();
        Some(cluster)
    }

    /// The address of the database that every cluster has.
    pub fn url(&self) -> String {
        format!("postgres://{OWNER}@127.0.0.1:{}/postgres?sslmode=prefer", self.port)
    }

    pub fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    /// Starts it, and waits until it answers.
    pub fn resume(&self) {
        let log = self.folder.path().join("log").display().to_string();
        let start = || self.done("pg_ctl", &["-D", &self.data(), "-l", &log, "-w", "-t", "120", "start"]);
        // What a killed server leaves of its memory is in the way until the last of its processes is gone.
        let started = (0..100).any(|_| {
            start() || {
                std::thread::sleep(Duration::from_millis(100));
                false
            }
        });
        assert!(started, "{}", fs::read_to_string(&log).unwrap_or_default());
    }

    /// Stops it at once, as a power cut would.
    pub fn stop(&self) {
        self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]);
    }

    /// Copies what it has on disk, as a backup does; it is to be stopped.
    pub fn back_up(&self) {
        self.copy("data", "backup");
    }

    /// Puts the copy in the place of what it has; it is to be stopped.
    pub fn restore(&self) {
        fs::remove_dir_all(self.data()).expect("removed");
        self.copy("backup", "data");
    }

    fn copy(&self, from: &str, to: &str) {
        let copied = Command::new("cp").args(["-a", from, to]).current_dir(self.folder.path()).status();
        assert!(copied.expect("cp").success());
    }

    /// Kills its first process with all of its children.
    pub fn kill(&self) {
        let pid = fs::read_to_string(Path::new(&self.data()).join("postmaster.pid")).expect("it runs");
        let pid = pid.lines().next().expect("a number").trim().to_owned();
        let children = Command::new("pgrep").args(["-P", &pid]).output().expect("pgrep");
        let children = String::from_utf8_lossy(&children.stdout).into_owned();
        let all: Vec<&str> = std::iter::once(&*pid).chain(children.split_whitespace()).collect();
        let killed = Command::new("kill").arg("-9").args(&all).stderr(Stdio::null()).status();
        assert!(killed.is_ok());
    }

    fn run(&self, program: &str, args: &[&str]) {
        assert!(self.done(program, args), "{program} {args:?} failed");
    }

    /// Runs a program of the server as a user who is not root; whether it went well.
    fn done(&self, program: &str, args: &[&str]) -> bool {
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(self.bin.join(program));
            command
        } else {
            Command::new(self.bin.join(program))
        };
        let done = command.args(args).current_dir(self.folder.path()).stdin(Stdio::null()).stdout(Stdio::null());
        done.stderr(Stdio::null()).status().expect(program).success()
    }
}

impl Drop for TestCluster {
    fn drop(&mut self) {
        // Where it was killed before, there is nothing to stop.
        let _ = self.done("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]);
    }
}

/// A port below those that systems give to connections, so that nobody takes it while a cluster is down.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let start = u16::try_from(std::process::id() % 100).expect("below 100") * 100;
    (0..10_000)
        .map(|_| 20_000 + (start + NEXT.fetch_add(1, Ordering::SeqCst)) % 10_000)
        .find(|&port| TcpListener::bind(("127.0.0.1", port)).is_ok())
        .expect("a free port")
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

/// Where `PostgreSQL`'s programs are: the newest of Debian's folders, else those of the search path.
fn binaries() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    found.pop().or_else(|| std::env::split_paths(&path).find(|bin| bin.join("initdb").exists()))
}

//! Where a server is and who asks: the URL of the configuration, completed by the environment and `.pgpass` as
//! `PostgreSQL`'s own programs complete it.

use std::path::{Path, PathBuf};

use tokio_postgres::Config;
use tokio_postgres::config::Host;

use super::tls::{CertificateCheck, TlsWish};

/// What the URL does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerSurroundings {
    /// `PGUSER`, else the name of the account.
    pub user: String,
    /// `PGPASSWORD`.
    pub password: Option<String>,
    /// `PGPASSFILE`, else `.pgpass` of the home directory.
    pub passfile: Option<PathBuf>,
}

/// A server that can be asked.
#[derive(Clone, Debug)]
pub struct ServerAddress {
    /// For messages: no password is in it.
    pub shown: String,
    pub(super) config: Config,
    pub(super) tls: TlsWish,
}

/// Whether a text is the address of a server, whatever else is wrong with it.
#[must_use]
pub fn is_server(url: &str) -> bool {
    ["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme))
}

impl ServerAddress {
    /// Reads `postgres://USER@HOST:PORT/NAME?sslmode=…`.
    ///
    /// # Errors
    /// One line without a password: what is wrong with it.
    pub fn parse(url: &str, around: &ServerSurroundings) -> Result<ServerAddress, String> {
        let (base, query) = url.split_once('?').map_or((url, ""), |(base, query)| (base, query));
        let mut tls = TlsWish::default();
        let mut rest = Vec::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
            match key {
                "sslmode" => tls.check = CertificateCheck::of(&value)?,
                "sslrootcert" => tls.roots = Some(PathBuf::from(value.as_ref())).filter(|_| value != "system"),
                _ => rest.push(part),
            }
        }
        let given = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
        // What the parser says may hold a piece of the address.
        let wrong = |_| "the address of the archive cannot be read; expected `postgres://USER@HOST/NAME`".to_owned();
        let mut config: Config = given.parse().map_err(wrong)?;
        if config.get_hosts().is_empty() {
            return Err("the address of the archive names no host; expected `postgres://USER@HOST/NAME`".to_owned());
        }
        if config.get_user().is_none() {
            config.user(&around.user);
        }
        let user = config.get_user().unwrap_or_default().to_owned();
        let name = config.get_dbname().filter(|name| !name.is_empty()).unwrap_or(&user).to_owned();
        config.dbname(&name);
        if config.get_password().is_none() {
            let asked: Vec<(String, u16)> = hosts(&config);
            let found = around.password.clone().or_else(|| {
                let text = around.passfile.as_deref().and_then(passwords)?;
                asked.iter().find_map(|(host, port)| password_in(&text, [host, &port.to_string(), &name, &user]))
            });
            found.map(|password| config.password(password));
        }
        config.application_name("karwan").connect_timeout(super::link::CONNECT);
        config.ssl_mode(tls.check.mode());
        let hosts: Vec<String> = hosts(&config).iter().map(|(host, port)| format!("{host}:{port}")).collect();
        Ok(ServerAddress { shown: format!("postgres://{user}@{}/{name}", hosts.join(",")), config, tls })
    }
}

/// Hosts with their ports.
fn hosts(config: &Config) -> Vec<(String, u16)> {
    let ports = config.get_ports();
    let port = |at: usize| ports.get(at).or(ports.first()).copied().unwrap_or(5432);
    let name = |host: &Host| match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(path) => path.display().to_string(),
    };
    config.get_hosts().iter().enumerate().map(|(at, host)| (name(host), port(at))).collect()
}

/// The text of a file of passwords, which only its owner may read, as `PostgreSQL`'s own programs have it.
fn passwords(path: &Path) -> Option<String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let file = std::fs::metadata(path).ok()?;
        if !file.is_file() || file.mode() & 0o077 != 0 || file.len() > 1 << 20 {
            return None;
        }
    }
    std::fs::read_to_string(path).ok()
}

/// The password of the first line `host:port:database:user:password` that fits; `*` fits all, `\` is in front of a `:` or `\`
/// that belongs to a field.
fn password_in(text: &str, asked: [&str; 4]) -> Option<String> {
    text.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let mut fields = vec![String::new()];
        let mut letters = line.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => fields.last_mut()?.extend(letters.next()),
                ':' if fields.len() < 5 => fields.push(String::new()),
                letter => fields.last_mut()?.push(letter),
            }
        }
        let [host, port, name, user, password] = <[String; 5]>::try_from(fields).ok()?;
        let fits = |field: &str, asked: &str| field == "*" || field == asked;
        let is_socket = asked[0].starts_with('/') && host == "localhost";
        let all = [(&port, asked[1]), (&name, asked[2]), (&user, asked[3])].iter().all(|(f, asked)| fits(f, asked));
        (all && (is_socket || fits(&host, asked[0]))).then_some(password)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around() -> ServerSurroundings {
        ServerSurroundings { user: "ann".into(), password: Some("s3cret".into()), passfile: None }
    }

    #[test]
    fn an_address_is_completed_and_shown_without_its_password() {
        for (url, shown) in [
            ("postgres://db.example/news", "postgres://ann@db.example:5432/news"),
            ("postgresql://ben:hidden@db.example:6543/news?sslmode=disable", "postgres://ben@db.example:6543/news"),
            ("postgres://db.example", "postgres://ann@db.example:5432/ann"),
            ("postgres://a,b:1/n?sslmode=verify-full&target_session_attrs=read-write", "postgres://ann@a:5432,b:1/n"),
        ] {
            let address = ServerAddress::parse(url, &around()).expect(url);
            assert_eq!(address.shown, shown, "{url}");
        }
    }

    #[test]
    fn what_is_wrong_with_an_address_is_said_without_it() {
        for (url, why) in [
            ("postgres://u:hidden@h:99999/n", "cannot be read"),
            ("postgres://u:hidden@h/n?sslmode=often", "`sslmode` is `often`; expected"),
            ("postgres:///n", "names no host"),
        ] {
            let said = ServerAddress::parse(url, &around()).expect_err(url);
            assert!(said.contains(why) && !said.contains("hidden"), "{said}");
        }
    }

    #[test]
    fn a_password_is_found_as_postgres_finds_it() {
        let text = "# nothing\nother:*:*:*:no\nh:5432:news:ann:a\\:b\\\\c:d\n*:*:*:*:rest\n";
        let find = |asked| password_in(text, asked);
        assert_eq!(find(["h", "5432", "news", "ann"]), Some("a:b\\c:d".into()));
        assert_eq!(find(["h", "5433", "news", "ann"]), Some("rest".into()));
        assert_eq!(password_in("h:1:2", ["h", "1", "2", "3"]), None);
        assert_eq!(password_in("localhost:*:*:*:p", ["/run", "5432", "n", "u"]), Some("p".into()));
    }
}

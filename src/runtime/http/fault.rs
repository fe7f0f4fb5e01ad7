//! What went wrong on the way, in one line.

use std::io::ErrorKind;

use ureq::{Error, Timeout};

use super::HttpLimits;

/// `address` stands in front, without its password. Texts of the client that hold an address are left out.
pub(super) fn told(address: &str, error: Error, limits: &HttpLimits) -> String {
    let seconds = |time: std::time::Duration| time.as_secs_f64();
    let why = match error {
        Error::HostNotFound => ": no such host".to_owned(),
        Error::Timeout(Timeout::Resolve) => ": the name of the host was not found in time".to_owned(),
        Error::Timeout(Timeout::Connect) => format!(": no connection within {} seconds", seconds(limits.connect)),
        Error::Timeout(Timeout::RecvResponse) => format!(": no answer within {} seconds", seconds(limits.whole / 2)),
        Error::Timeout(_) => format!(" took longer than {} seconds", seconds(limits.whole)),
        Error::BodyExceedsLimit(_) => format!(" has more than {}", size(limits.bytes)),
        Error::LargeResponseHeader(_, most) => format!(": the headers of the answer are longer than {most} bytes"),
        Error::ConnectProxyFailed(why) => {
            format!(": the proxy refuses (karwan asks it by CONNECT, also for http): {why}")
        }
        Error::InvalidProxyUrl => ": the address of the proxy in the environment cannot be read".to_owned(),
        Error::BadUri(_) => " is not an address that can be asked".to_owned(),
        Error::Rustls(error) => format!(": no secure connection: {error}"),
        Error::Io(error) => match error.kind() {
            ErrorKind::ConnectionRefused => ": the host does not answer there".to_owned(),
            ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => {
                ": the connection ended before the answer did".to_owned()
            }
            _ if error.to_string().starts_with("failed to lookup address") => ": no such host".to_owned(),
            // What the handshake refuses: a certificate above all.
            ErrorKind::InvalidData => format!(": no secure connection: {error}"),
            _ => format!(": {}", crate::text::reason(&error)),
        },
        Error::ConnectionFailed => ": the host does not answer there".to_owned(),
        Error::Protocol(why) => format!(": the answer is not HTTP: {why}"),
        other => format!(": {other}"),
    };
    format!("`{address}`{why}")
}

/// Bytes as people say them: whole MiB, or bytes where it is less than one.
pub(super) fn size(bytes: u64) -> String {
    if bytes < 1 << 20 { format!("{bytes} bytes") } else { format!("{} MiB", bytes >> 20) }
}

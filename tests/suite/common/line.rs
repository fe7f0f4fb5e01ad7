//! A line between a client and a server on the loopback, which a test can slow down, or on which nothing arrives any more.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// How a line carries what is sent on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineState {
    /// At once.
    Open,
    /// Each part so much later.
    Slow(Duration),
    /// Not at all, until it is open again; connections are taken all the same.
    Silent,
    /// Not at all, until it is open again; connections are closed at once, as where nobody listens.
    Deaf,
}

type SharedState = Arc<(Mutex<LineState>, Condvar)>;

/// A line that runs until the test program ends.
pub struct TestLine {
    /// The address of the server through the line.
    pub url: String,
    state: SharedState,
}

impl TestLine {
    /// A line to the server of an address.
    pub fn to(url: &str) -> TestLine {
        let start = url.find('@').map_or(0, |at| at + 1);
        let end = url[start..].find('/').map_or(url.len(), |at| start + at);
        let server = url[start..end].to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port of the loopback");
        let here = listener.local_addr().expect("an address");
        let state: SharedState = Arc::new((Mutex::new(LineState::Open), Condvar::new()));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if *shared.0.lock().expect("a state") == LineState::Deaf {
                    continue;
                }
                // Where the server is gone, the client finds the line closed.
                let Ok(there) = TcpStream::connect(&server) else { continue };
                for (from, to) in [(&client, &there), (&there, &client)] {
                    let (from, to) = (from.try_clone().expect("a stream"), to.try_clone().expect("a stream"));
                    let state = Arc::clone(&shared);
                    thread::spawn(move || carry(from, to, &state));
                }
            }
        });
        TestLine { url: format!("{}{here}{}", &url[..start], &url[end..]), state }
    }

    pub fn set(&self, state: LineState) {
        *self.state.0.lock().expect("a state") = state;
        self.state.1.notify_all();
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, (state, changed): &(Mutex<LineState>, Condvar)) {
    let mut bytes = [0; 16_384];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        let held = state.lock().expect("a state");
        let held =
            changed.wait_while(held, |state| matches!(state, LineState::Silent | LineState::Deaf)).expect("a state");
        if let LineState::Slow(by) = *held {
            drop(changed.wait_timeout_while(held, by, |state| *state == LineState::Slow(by)).expect("a state"));
        } else {
            drop(held);
        }
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

//! A server on the loopback that answers with the bytes that a test gives it, and tells what it was asked.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

/// A server that runs until the test program ends.
pub struct WebServer {
    /// `http://127.0.0.1:PORT`
    pub base: String,
    asked: Receiver<String>,
}

impl WebServer {
    /// Answers each request with the bytes that `answer` makes of its head; the connection ends then.
    pub fn answering(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> WebServer {
        WebServer::speaking(move |head, stream| {
            let _ = stream.write_all(&answer(head));
        })
    }

    /// Hands each connection over with the head of its first request; it ends when `speak` does.
    pub fn speaking(speak: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> WebServer {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port of the loopback");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let (tell, asked) = channel();
        let speak = std::sync::Arc::new(speak);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let (tell, speak) = (tell.clone(), std::sync::Arc::clone(&speak));
                thread::spawn(move || {
                    let head = head(&mut stream);
                    let _ = tell.send(head.clone());
                    speak(&head, &mut stream);
                });
            }
        });
        WebServer { base, asked }
    }

    /// The heads of the requests so far, in order.
    pub fn asked(&self) -> Vec<String> {
        self.asked.try_iter().collect()
    }
}

/// What stands before the empty line of a request, in the client's letters.
pub fn head(stream: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    let mut one = [0];
    while !bytes.ends_with(b"\r\n\r\n") && stream.read(&mut one).is_ok_and(|read| read == 1) {
        bytes.push(one[0]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `GET /path HTTP/1.1` → `/path`
pub fn path(head: &str) -> &str {
    head.split(' ').nth(1).unwrap_or_default()
}

/// An answer with a status line, header lines and a body whose length it names.
pub fn answer(status: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n", body.len()).into_bytes();
    for header in headers {
        bytes.extend(header.as_bytes());
        bytes.extend(b"\r\n");
    }
    bytes.extend(b"\r\n");
    bytes.extend(body);
    bytes
}

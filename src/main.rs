//! The `karwan` program.

fn main() {}

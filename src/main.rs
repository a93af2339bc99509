//! Arguments in, diagnostics out, exit code.
fn main() {}

//! The program `bassin`. Everything is in the library, so that it can be tested.

use std::process::ExitCode;

fn main() -> ExitCode {
    bassin::run(std::env::args().collect())
}

//! The program as it is built: its architecture, its command line, its starts and stops, its answers to good and bad input.

#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests")]

mod api;
mod architecture;
mod bad_input;
mod checks;
mod command_line;
mod rights;
mod start;
mod support;

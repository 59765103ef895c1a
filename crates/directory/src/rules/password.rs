//! Passwords: long enough, hard to guess, without a network.

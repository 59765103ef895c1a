//! Consensus: a reasoned objection blocks until its author lifts it or the text changes.

//! Decisions by consensus: versions of a text, positions by seat.

//! The inventory of innovative practices and tools.

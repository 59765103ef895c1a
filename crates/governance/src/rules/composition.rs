//! Who must sit: the composition of a body against its statute.

//! Projects: their state follows from the approvals of every Instance concerned.

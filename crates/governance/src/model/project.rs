//! Projects: what a pole carries, and the approvals of every Instance concerned.

//! Terms: 36 months at most, renewed only after a validated evaluation.

//! Conventions: parties, signatures, obligations.

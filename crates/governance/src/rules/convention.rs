//! Conventions: locked text, capacity to sign on the day, entry into force, expiry.

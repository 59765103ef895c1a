//! What people can do: accounts.

/// What accounts need beside the store: the mail, the key that encrypts, the providers.
pub(crate) struct Accounts;

//! What people can do: the `body` part.

mod find;

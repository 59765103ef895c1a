//! What people can do: the `organisation` part.

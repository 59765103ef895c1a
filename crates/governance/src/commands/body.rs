//! What people can do: the `body` part.

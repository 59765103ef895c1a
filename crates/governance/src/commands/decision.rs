//! What people can do: the `decision` part.

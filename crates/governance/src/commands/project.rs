//! What people can do: the `project` part.

//! What people can do: the `practice` part.

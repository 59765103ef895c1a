//! What people can do: the `person` part.

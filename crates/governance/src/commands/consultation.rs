//! What people can do: the `consultation` part.

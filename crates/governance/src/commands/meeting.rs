//! What people can do: the `meeting` part.

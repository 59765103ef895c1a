//! What people can do: the `convention` part.

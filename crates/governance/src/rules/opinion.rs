//! Opinions: frozen deadline, reminders, what was done with them.

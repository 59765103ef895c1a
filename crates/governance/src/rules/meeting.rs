//! Meetings: convocation, roll call, closing, minutes.

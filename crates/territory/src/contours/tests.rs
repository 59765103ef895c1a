//! Tests of the contours.

mod real;

//! Opinions, and transmissions between bodies: information, approval, opinion, recommendation.

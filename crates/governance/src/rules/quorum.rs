//! Quorum: overall and by component; recused seats leave the base.

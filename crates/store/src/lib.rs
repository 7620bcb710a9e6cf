//! Portico: store.

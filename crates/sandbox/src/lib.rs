//! Portico: sandbox.

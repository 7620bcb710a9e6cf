//! Portico: service.

//! Portico: vendors.

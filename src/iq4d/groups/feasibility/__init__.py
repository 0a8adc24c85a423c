"""Whether rules can hold together: proofs by counting, a solver, the few in conflict, the smallest change."""

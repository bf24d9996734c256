"""Everything that a case holds, loaded once, with the consultations and destinations beside it."""

"""The parts of ``licet lists`` that are commands of their own."""

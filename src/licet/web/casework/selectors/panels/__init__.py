"""Panels, estimates, composites, agreements."""

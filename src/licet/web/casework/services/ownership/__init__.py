"""Who stands behind the parties: computed, stated, judged, taken from registers."""

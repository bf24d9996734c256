"""Advisory panels and partner states: seats, standing, packs, and the terms of agreements."""

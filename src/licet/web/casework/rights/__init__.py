"""Who may do what, and who reads what: roles, standing, markings, interests."""

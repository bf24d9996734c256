"""Who is told: inbox, mail, calendar, warnings before a day."""

"""Programs that act or are told: tokens, repeated calls, any act by its name, webhooks."""

"""What can be appealed and until when, and who may decide it."""

"""What an applicant states: sections, facts, files, documents, templates, and how it changes."""

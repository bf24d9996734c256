"""What is kept, held and erased; the record and who read it; keys of documents."""

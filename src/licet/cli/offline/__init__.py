"""What `licet verify` checks besides licences: documents of the record, without a network."""

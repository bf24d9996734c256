"""What is kept and how it ends: retention, bundles, copies, archive, keys of documents."""

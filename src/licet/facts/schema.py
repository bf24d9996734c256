"""The published JSON Schema of a transaction."""

from licet.facts.read import TransactionDocument


def transaction_schema() -> dict[str, object]:
    """JSON Schema 2020-12 of the full form, which the reader itself enforces."""
    schema = TransactionDocument.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Licet transaction facts, full form, version 1",
    }

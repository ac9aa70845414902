"""One function for each thing a person does: permission, transaction, scoring, store."""

"""A document's usual fields beside its text: read from it, and written into it without touching the rest."""

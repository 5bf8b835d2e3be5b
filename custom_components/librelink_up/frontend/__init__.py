"""The card, built from `frontend/` at the repository's top level, and what serves it."""

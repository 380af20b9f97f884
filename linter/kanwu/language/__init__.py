"""Evidence from the language: which words exist."""

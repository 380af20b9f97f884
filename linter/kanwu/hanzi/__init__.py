"""Facts about characters: script, sound, numerals."""

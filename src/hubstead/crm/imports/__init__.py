"""Imports: files whose rows become records, with what became of each row."""

"""Calls whose answers are held against the document, by room: method, URL, body."""

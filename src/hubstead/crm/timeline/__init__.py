"""Timeline: templates of events that apps own, and their events on records."""

"""What is handed to readers: texts, calendars, papers."""

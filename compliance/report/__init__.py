"""Reports: what was found, in the reader's words."""

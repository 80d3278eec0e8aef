"""Papers of the procedure as .docx and .xlsx, from templates an office may replace."""

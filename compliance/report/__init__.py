"""报告: a verdict in the forms people read, and the papers of the procedure."""

from compliance.report.text import as_text

__all__ = ["as_text"]

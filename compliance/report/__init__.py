"""报告: a verdict in the forms people read."""

from compliance.report.text import as_text

__all__ = ["as_text"]

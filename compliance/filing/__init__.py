"""备案申报: what the applicant states, with where each value came from."""

from compliance.filing.contents import Material, Plan
from compliance.filing.dossier import Conflict, Dossier, Note, Place, Unread, fingerprint
from compliance.filing.filing import Filing
from compliance.filing.read import read_filing, title_of
from compliance.filing.scalars import Amount
from compliance.filing.terms import Completeness, Kind, MaterialType, Stage, Term
from compliance.filing.unit import Module

__all__ = [
    "Amount",
    "Completeness",
    "Conflict",
    "Dossier",
    "Filing",
    "Kind",
    "Material",
    "MaterialType",
    "Module",
    "Note",
    "Place",
    "Plan",
    "Stage",
    "Term",
    "Unread",
    "fingerprint",
    "read_filing",
    "title_of",
]

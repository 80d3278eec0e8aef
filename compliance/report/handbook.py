"""手册: a pack's rules and its procedure in one document, generated from both."""

from compliance.authoring.reference import reference
from compliance.procedure import Procedure
from compliance.procedure.reference import procedure_reference
from compliance.rulebook import RulePack


def handbook(pack: RulePack, procedure: Procedure) -> str:
    """Every rule, parameter and field, and every field of the procedure, in Markdown."""
    return f"{reference(pack)}\n{procedure_reference(procedure)}"

"""Three values: false, unknown, true, ordered so that `and` is min and `or` is max (Kleene)."""

from typing import Literal

Truth = Literal[0, 1, 2]

FALSE: Truth = 0
UNKNOWN: Truth = 1
TRUE: Truth = 2

# What the conditions of a rule come to for one item, all that an engine says: whether it applies,
# puts the filing out of scope, returns, asks for a person, informs.
Answers = tuple[Truth, Truth, Truth, Truth, Truth]

PARTS = ("applies", "scope", "returns", "review", "info")
NOT_APPLICABLE: Answers = (FALSE, FALSE, FALSE, FALSE, FALSE)

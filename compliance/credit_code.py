"""Leaf: 统一社会信用代码 by GB 32100-2015 (alphabet, positions and check digit)."""

from typing import Literal

from compliance.text import has_full_width

CreditCodeState = Literal["valid", "full_width", "form", "check_digit"]

# GB 32100 leaves out I, O, S, V and Z, which are read as digits.
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))


def check_digit(first_17: str) -> str:
    """The eighteenth character of a code, from the first seventeen.

    >>> check_digit("11999900MB0000001")
    'K'
    """
    total = sum(w * _ALPHABET.index(c) for w, c in zip(_WEIGHTS, first_17, strict=True))
    return _ALPHABET[-total % 31]


def state_of(code: str) -> CreditCodeState:
    """Whether a code is valid, and if not, what is wrong with it.

    >>> state_of("11999900MB00000012")
    'check_digit'
    """
    if has_full_width(code):
        return "full_width"
    if len(code) != 18 or any(c not in _ALPHABET for c in code):
        return "form"
    return "valid" if check_digit(code[:17]) == code[17] else "check_digit"

"""Leaf: 统一社会信用代码 by GB 32100-2015, and 组织机构代码 by GB 11714."""

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


_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organisation_code_valid(code: str) -> bool:
    """Whether nine characters are a 组织机构代码 by its check digit.

    >>> organisation_code_valid("00247017X"), organisation_code_valid("002470171")
    (True, False)
    """
    if len(code) != 9 or any(c not in _ORGANISATION_ALPHABET for c in code):
        return False
    places = map(_ORGANISATION_ALPHABET.index, code[:8])
    rest = -sum(w * v for w, v in zip(_ORGANISATION_WEIGHTS, places, strict=True)) % 11
    return code[8] == ("X" if rest == 10 else str(rest))

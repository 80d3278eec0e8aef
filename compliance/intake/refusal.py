"""Why a file was not read: a code from the list of refusals, worded by the parent."""


class Refused(Exception):  # noqa: N818 - the noun of the field, raised only inside this room
    """A file that will not be read; `code` is a key of the refusals in lists/intake.yaml."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

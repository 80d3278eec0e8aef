"""What a handler raises to end a request with a problem document."""

from collections.abc import Mapping, Sequence

from service.problems import Fault


class Refusal(Exception):  # noqa: N818 - not an error of ours: the answer to a bad request
    """The status, the faults and the headers to answer with."""

    def __init__(
        self,
        status: int,
        faults: Sequence[Fault] = (),
        detail: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status)
        self.status = status
        self.faults = faults
        self.detail = detail
        self.headers = headers or {}

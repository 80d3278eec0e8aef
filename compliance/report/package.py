"""The zip around .docx and .xlsx, without the time of day: same content, same bytes."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# the earliest a zip can say
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def timeless(content: bytes) -> bytes:
    """The package with every entry dated alike."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, _NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return stream.getvalue()

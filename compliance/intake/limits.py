"""The bounds of reading, as the parent hands them to its child."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """读取限额: sizes in bytes, times in seconds; the values live in lists/intake.yaml."""

    file_bytes: int
    entries: int
    unpacked_bytes: int
    part_bytes: int
    ratio: int
    ratio_from_bytes: int
    text_characters: int
    parts: int
    sheet_rows: int
    sheet_columns: int
    sheet_cells: int
    pages: int
    files: int
    depth: int
    wall_seconds: int
    cpu_seconds: int
    memory_bytes: int
    open_files: int
    answer_bytes: int
    office_seconds: int

"""Where the header of a catalogue lies in a sheet, and what each of its columns stands for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from compliance.catalog.codes import plain
from compliance.catalog.columns import Group, column_of, is_ignored, read_columns, without_remarks
from compliance.sheets import Grid, column_letters, text_of
from compliance.text import visible

_HIGHEST, _DEEPEST, _WIDEST = 40, 3, 400
_MOST_MERGES = 2_000
_JOINTS = ("-", "—", "_", "/", "／", ".")
_FEWEST = 4  # with the name among them: a sheet of code lists has many a header and no name
_FEWEST_NAMELESS = 6

Part = Literal["whole", "piece", "item", "ignored", "unknown"]


@dataclass(frozen=True, slots=True)
class Role:
    """What a column stands for: a key, a piece of one, a key of an item, or nothing known.

    `label` is the key a raw row has for it: the header itself where that is understood alone.
    """

    column: int
    part: Part
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Header:
    """表头: its rows, the first and the one after the last, counted from 0, and its columns."""

    top: int
    end: int
    roles: tuple[Role, ...]

    def of(self, *parts: Part) -> tuple[Role, ...]:
        """The columns that play one of some parts."""
        return tuple(role for role in self.roles if role.part in parts)

    @property
    def keys(self) -> frozenset[str]:
        """The canonical keys of an entry that have a column."""
        items = {"items"} if any(r.key == "name" for r in self.of("item")) else set()
        return frozenset({role.key for role in self.of("whole", "piece")} | items)

    @property
    def lists_items_only(self) -> bool:
        """Whether this is the second sheet of a catalogue: items by the name of their entry."""
        return "items" in self.keys and self.keys <= {"name", "code", "items"}


def find_header(grid: Grid) -> Header | None:
    """The header of a catalogue, None where a sheet has none."""
    best = best_header(grid)
    if best is None:
        return None
    fewest = _FEWEST if "name" in best.keys else _FEWEST_NAMELESS
    enough = len(best.keys) >= fewest or (best.lists_items_only and "name" in best.keys)
    return best if enough else None


def best_header(grid: Grid) -> Header | None:
    """The rows that look most like a header, None where no column is known."""
    filled = _filled(grid)
    places = [(top, depth) for top in range(len(filled)) for depth in range(1, _DEEPEST + 1)]
    headers = [_header(filled, top, depth) for top, depth in places if top + depth <= len(filled)]
    known = [header for header in headers if header.keys]
    return max(known, key=_likeness, default=None)


def _likeness(header: Header) -> tuple[int, int, int, int]:
    items = len({role.key for role in header.of("item")})
    return (
        len(header.keys) + items,
        -len(header.of("unknown")),
        header.top - header.end,
        -header.top,
    )


def _filled(grid: Grid) -> list[dict[int, str]]:
    """The texts of the first rows, a merged cell's in each place it covers."""
    rows = [
        {c: visible(text_of(cell)) for c, cell in enumerate(row[:_WIDEST]) if text_of(cell).strip()}
        for row in grid.rows[:_HIGHEST]
    ]
    near = (merge for merge in grid.merges if merge.top < len(rows))
    for merge in islice(near, _MOST_MERGES):
        text = rows[merge.top].get(merge.left)
        if text is None:
            continue
        for row in range(merge.top, min(merge.bottom + 1, len(rows))):
            rows[row].update(dict.fromkeys(range(merge.left, min(merge.right + 1, _WIDEST)), text))
    return rows


def _header(filled: list[dict[int, str]], top: int, depth: int) -> Header:
    lines = filled[top : top + depth]
    paths = {
        column: [line[column] for line in lines if column in line]
        for column in sorted({column for line in lines for column in line})
    }
    roles = [_role(column, path) for column, path in paths.items()]
    return Header(top, top + depth, tuple(_told_apart(_settled(roles))))


def _role(column: int, path: list[str]) -> Role:
    """By the heading above it first: 名称 under 信息项信息 is no name of the resource."""
    *above, leaf = path
    for heading in reversed(above):
        if group := _group(heading):
            if role := _within(column, group, leaf):
                return role
            break
    return _alone(column, leaf)


def _group(heading: str) -> Group | None:
    said = without_remarks(heading)
    return next((group for group in read_columns().groups if said in group.names), None)


def _within(column: int, group: Group, leaf: str) -> Role | None:
    if group.key == "items":
        item = column_of(leaf, "items")
        return Role(column, "item", item.key, item.title) if item else None
    leaves = {plain(name): key for name, key in group.leaves.items()}
    key = leaves.get(without_remarks(leaf).rstrip("0123456789."))
    return Role(column, "piece", key, leaf) if key else None


def role_of(header: str) -> Role:
    """What a header stands for where nothing stands above it."""
    return _alone(0, header)


def _alone(column: int, leaf: str) -> Role:
    said = without_remarks(leaf)
    if said in read_columns().item_headers and (item := column_of(leaf, "items")):
        return Role(column, "item", item.key, item.title)
    for key, names in read_columns().pieces.items():
        if said in names or plain(leaf) in names or said.rstrip("0123456789.") in names:
            return Role(column, "piece", key, leaf)
    if known := column_of(leaf):
        return Role(column, "whole", known.key, leaf)
    return _jointed(column, leaf) or Role(
        column, "ignored" if is_ignored(leaf) else "unknown", "", leaf
    )


def _jointed(column: int, leaf: str) -> Role | None:
    """信息项-名称: a heading and its leaf in one cell."""
    for mark in _JOINTS:
        heading, _, rest = leaf.partition(mark)
        group = _group(heading) if rest else None
        if group and (role := _within(column, group, rest)):
            return role
    return None


def _settled(roles: list[Role]) -> list[Role]:
    """数据类型 is of an item only beside the item's name; a key in pieces is all pieces."""
    named = any(role.part == "item" and role.key == "name" for role in roles)
    pieced = {role.key for role in roles if role.part == "piece"}
    return [_settle(role, named, pieced) for role in roles]


def _settle(role: Role, named: bool, pieced: set[str]) -> Role:
    if role.part == "item" and not named:
        return Role(role.column, "ignored", "", role.label)
    if role.part == "whole" and role.key in pieced:
        return Role(role.column, "piece", role.key, role.label)
    return role


def _told_apart(roles: list[Role]) -> Iterator[Role]:
    """Two columns with one header keep both their values: what differs is then a problem."""
    seen: set[str] = set()
    for role in roles:
        label = role.label
        if role.part in ("whole", "unknown") and label in seen:
            label = f"{label}（{column_letters(role.column)}列）"
        seen.add(label)
        yield Role(role.column, role.part, role.key, label)


def column_places(header: Header) -> Mapping[str, int]:
    """Of each label and each canonical key its first column."""
    places: dict[str, int] = {}
    for role in header.roles:
        item = role.part == "item"
        names = ("items", f"items.{role.key}") if item else (role.label, role.key)
        for name in filter(None, names):
            places.setdefault(name, role.column)
    return places

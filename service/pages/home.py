"""The first page: the kinds, the materials each needs by the pack, and where files go in."""

from flask import request
from werkzeug.wrappers import Response

from compliance import Kind, needed_materials
from service.context import Context
from service.pages.show import show
from service.store import Identity, list_checks


def home(context: Context, identity: Identity) -> Response:
    """Kinds, materials, files, and the last checks."""
    wanted = request.args.get("kind", "")
    kind = next((each for each in Kind if each.value == wanted), Kind.NEW)
    with context.database.reading() as connection:
        _, recent = list_checks(connection, identity, 0, 10)
    pack = context.pack()
    return show(
        "home.html",
        kinds=tuple(Kind),
        kind=kind,
        needed=needed_materials(pack, kind, context.today()),
        course_note=context.procedure.kinds[kind].note,
        pack=pack,
        recent=recent,
        earlier=request.args.get("earlier", ""),
    )

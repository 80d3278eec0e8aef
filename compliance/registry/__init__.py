"""The list of existing systems that a filing is compared with."""

from compliance.registry.lookup import Lookup, names_of
from compliance.registry.registry import Registry, digest_of
from compliance.registry.system import ExistingSystem, SystemKind, SystemLevel, SystemStatus, same

__all__ = [
    "ExistingSystem",
    "Lookup",
    "Registry",
    "SystemKind",
    "SystemLevel",
    "SystemStatus",
    "digest_of",
    "names_of",
    "same",
]

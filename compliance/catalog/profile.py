"""What has to be there: the profiles in catalog_schemas/profiles, each stricter than the last."""

from enum import StrEnum


class Profile(StrEnum):
    """校验档."""

    NOTICE = "notice"  # the eight of 二（五）: the floor
    GUIDE = "guide"  # the core metadata of the national guide
    SICHUAN = "sichuan"  # the provincial standard

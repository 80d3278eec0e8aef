"""`python -m service`: bad options end in words and exit 2."""

import os
import sys

# The checkers share the cores among themselves; read by numpy when it is loaded.
for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

from service.commands import main  # noqa: E402

if __name__ == "__main__":
    main(sys.argv[1:])

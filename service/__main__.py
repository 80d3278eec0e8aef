"""`python -m service`: bad options end in words and exit 2."""

import sys

from service.commands import main

if __name__ == "__main__":
    main(sys.argv[1:])

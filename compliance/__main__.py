"""`python -m compliance` is the command `beian`."""

from compliance.cli import main

if __name__ == "__main__":
    main()

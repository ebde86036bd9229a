"""`python -m openthaad`: the command `thaad`."""

from openthaad.cli import main

if __name__ == "__main__":
    main()

"""``python -m moviola`` is ``moviola``."""

from moviola.cli.app import main

if __name__ == "__main__":
    main()

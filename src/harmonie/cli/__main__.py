"""``python -m harmonie.cli``."""

from harmonie.cli import main

main()

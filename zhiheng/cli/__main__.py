"""So that `python -m zhiheng.cli` works too."""

from zhiheng.cli import main

main()

"""`python -m warehouse` is `sijill`."""

from warehouse.cli import main

main()

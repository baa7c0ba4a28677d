"""`python -m warehouse` is `sijill`."""

from warehouse.cli.app import main

main()

"""Everything that touches disk, databases and other programs."""

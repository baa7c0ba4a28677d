"""What may fill a field: spans with normalised values, found before anything is decided."""

"""Who acts, and who is named."""

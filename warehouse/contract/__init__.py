"""What an article record must be, and what of it may be published."""

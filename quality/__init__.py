"""What must hold before a night is published."""

"""What analysts and editors ask of the published incidents."""

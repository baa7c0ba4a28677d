"""How many people, and what befell them."""

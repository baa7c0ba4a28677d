"""Words in two languages, and the templates that they are put into: for pages and for the desk."""

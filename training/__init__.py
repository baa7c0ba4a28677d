"""From labelled articles to weights: one command a model, seeds fixed."""

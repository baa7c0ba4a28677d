"""Pure reading of Arabic incident news: an article in, facts with evidence out."""

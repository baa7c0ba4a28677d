"""Letters, sentences, quantities: what is true of any Arabic text."""

"""Recognisers of names behind one small protocol, `extractors.document.Recogniser`."""

from extractors.nlp.registry import load_recogniser

__all__ = ["load_recogniser"]

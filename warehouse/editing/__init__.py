"""Editors' corrections and the wording that labels must keep to."""

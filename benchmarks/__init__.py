"""Throughput and growth, measured on articles that ship with the project."""

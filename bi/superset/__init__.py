"""The dashboard in Superset: its charts as files, and the connection that it is held to.

All but `bundle` and `lock` runs in Superset's own environment (.venv-superset).
"""

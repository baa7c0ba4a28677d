"""Make Superset's metadata ready, or write its dashboard back to files.

Runs in Superset's environment: `python -m bi.superset.bring_up prepare|export`.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

from flask import g
from superset.app import create_app

from bi.superset import bundle

LOGIN = "admin"


def prepare() -> None:
    """Tables, roles, the login and the dashboard, as far as they are missing or changed.

    Prints the login's password when it is made, and never again: only its hash is kept.
    """
    import flask_migrate
    from superset.commands.importers.v1.assets import ImportAssetsCommand
    from superset.extensions import appbuilder, security_manager

    flask_migrate.upgrade()
    if security_manager.find_user(LOGIN) is None:
        appbuilder.add_permissions(update_perms=True)
        security_manager.sync_role_definitions()
        password = secrets.token_urlsafe(12)
        role = security_manager.find_role("Admin")
        security_manager.add_user(LOGIN, "Sijill", "Admin", "admin@localhost", role, password)
        print(f"login {LOGIN}, password {password} (shown this once)", flush=True)
    files = bundle.contents()
    imported = Path(os.environ["SIJILL_SUPERSET_HOME"]) / "imported"
    if not imported.exists() or imported.read_text(encoding="utf-8") != bundle.digest(files):
        g.user = security_manager.find_user(LOGIN)
        ImportAssetsCommand(files).run()
        imported.write_text(bundle.digest(files), encoding="utf-8")


def export() -> None:
    """Write what Superset holds of the dashboard into bi/superset/assets."""
    from superset.commands.dashboard.export import ExportDashboardsCommand
    from superset.daos.dashboard import DashboardDAO
    from superset.extensions import security_manager

    g.user = security_manager.find_user(LOGIN)
    dashboard = DashboardDAO.get_by_id_or_slug("sijill")
    bundle.write({name: text() for name, text in ExportDashboardsCommand([dashboard.id]).run()})


if __name__ == "__main__":
    with create_app().app_context():
        {"prepare": prepare, "export": export}[sys.argv[1]]()

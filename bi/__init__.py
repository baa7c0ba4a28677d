"""What people look at: the nightly page, dashboards as code, the SQL cookbook."""

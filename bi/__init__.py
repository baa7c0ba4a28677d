"""What people read: the nightly page, dashboards as code, the SQL cookbook."""

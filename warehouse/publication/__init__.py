"""From the build to published versions and numbered releases, and opening them again."""

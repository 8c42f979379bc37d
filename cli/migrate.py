"""`receptionist migrate`: the database's schema brought up to date."""

from cli.terminal import console


def migrate() -> None:
    """Bring the database's schema up to date, with MIGRATION_DATABASE_URL as the owner."""
    from urllib.parse import urlsplit

    from config.settings import load_settings
    from storage.postgres import migrate as migration

    settings = load_settings()
    role = urlsplit(settings.required("database_url"))
    migration.upgrade(settings.required("migration_database_url"), role.username or "", role.password or "")
    console.print(f"The schema is at {migration.head()}.")

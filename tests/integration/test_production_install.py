"""Production's lock is enough for production, and a production install holds nothing else."""

import asyncio
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from sandbox.local.redis import EmbeddedRedis
from storage.postgres import migrate
from storage.postgres.database import async_url
from storage.redis.connection import open_redis
from storage.redis.nodes import NodeReport, Nodes
from tests.support.production_install import INSTALL_TIMEOUT_S, ROOT, ProductionInstall, production_install

pytestmark = pytest.mark.timeout(INSTALL_TIMEOUT_S + 120.0)

PACKAGES = {
    "actors",
    "cli",
    "config",
    "deployments",
    "domain",
    "providers",
    "services",
    "storage",
    "serve_app",
}
RIG = {"sandbox", "load", "tests"}

RUNS_IN_ALEMBIC = "storage.migrations.env"
"""Alembic executes it with a context of its own; without one its first line fails. `migrate` below runs it."""

ONLY_WITH_THE_RIG = {"sandbox", "load", "psutil"}
"""What a command imports once `require_development_install` has found it."""

BUILDS_PAGES = ROOT / "deployments" / "dashboard" / "web"
"""Run before an installation is made; with Node, which none has."""

JOURNAL = ROOT / "tests" / "recordings" / "booking_with_correction.journal.gz"


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> ProductionInstall:
    return production_install(tmp_path_factory.mktemp("production"))


@pytest.fixture(scope="module")
def everything(production: ProductionInstall, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `tests/support/import_everything.py` says of it."""
    script = ROOT / "tests" / "support" / "import_everything.py"
    done = production.run(
        script, production.site, RUNS_IN_ALEMBIC, cwd=tmp_path_factory.mktemp("elsewhere"), timeout_s=120.0
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_rig_is_not_installed(production: ProductionInstall) -> None:
    installed = {path.name.removesuffix(".py") for path in production.site.iterdir()}
    assert installed >= PACKAGES
    assert not installed & RIG


def test_every_module_imports(everything: dict[str, Any]) -> None:
    assert everything["failed"] == {}
    imported = set(everything["modules"])
    assert {name.partition(".")[0] for name in imported} == PACKAGES
    written = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for package in PACKAGES
        for path in [ROOT / f"{package}.py", *(ROOT / package).rglob("*.py")]
        if path.is_file() and BUILDS_PAGES not in path.parents
    }
    assert imported == written - {RUNS_IN_ALEMBIC}


def test_every_package_is_there_that_some_function_imports_later(everything: dict[str, Any]) -> None:
    assert set(everything["lacking"]) == ONLY_WITH_THE_RIG
    importing = {name for names in everything["lacking"].values() for name in names}
    assert {name.partition(".")[0] for name in importing} == {"cli"}


def test_commands_are_listed(production: ProductionInstall, tmp_path: Path) -> None:
    done = production.receptionist("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert {"migrate", "drain", "reload", "replay", "dev"} <= set(done.stdout.split())


@pytest.mark.parametrize(
    ("words", "who"),
    [
        (("demo",), "`receptionist demo`"),
        (("dev",), "`receptionist dev`"),
        (("call", "--wav", JOURNAL), "`receptionist call`"),
        (("load",), "`receptionist load`"),
        (("chaos",), "`receptionist chaos`"),
        (("reload",), "`receptionist reload` without --config"),
        (("drain",), "`receptionist drain` without REDIS_URL"),
        (("replay", str(uuid4())), "Finding a system that runs here"),
    ],
    ids=["demo", "dev", "call", "load", "chaos", "reload", "drain", "replay"],
)
def test_what_needs_the_sandbox_says_how_to_get_it(
    production: ProductionInstall, tmp_path: Path, words: tuple[str | Path, ...], who: str
) -> None:
    done = production.receptionist(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(
        f"{who} needs the development install: make setup (missing: sandbox, load, "
    )
    assert len(done.stderr.splitlines()) == 1


def test_migrate_without_settings_names_them(production: ProductionInstall, tmp_path: Path) -> None:
    done = production.receptionist("migrate", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["These settings need attention:", "  DATABASE_URL: is not set"]


async def test_migrate_brings_an_empty_database_to_the_newest_schema(
    production: ProductionInstall, tmp_path: Path, postgres_owner_url: str
) -> None:
    name = f"production_{uuid4().hex}"
    url = postgres_owner_url.replace("/receptionist", f"/{name}")
    settings = {"MIGRATION_DATABASE_URL": url, "DATABASE_URL": url.replace("postgres@", f"{name}:secret@")}
    engine = create_async_engine(
        async_url(postgres_owner_url), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )
    async with engine.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            done = await asyncio.to_thread(
                production.receptionist, "migrate", cwd=tmp_path, settings=settings
            )
            assert (done.returncode, done.stderr) == (0, "")
            assert await asyncio.to_thread(migrate.current, url) == migrate.head()
        finally:
            await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


async def test_a_node_is_drained(production: ProductionInstall, tmp_path: Path) -> None:
    node_id = uuid4().hex
    (tmp_path / node_id).mkdir()
    (tmp_path / node_id / "media_port").write_text("8765")
    with EmbeddedRedis(tmp_path / "redis") as server:
        redis = open_redis(server.url)
        nodes = Nodes(redis)
        report = NodeReport(live=0, slots=20, warm=3, outdated=0, draining=False, pid=1)
        await nodes.report(node_id, report, 60.0)
        settings = {"REDIS_URL": server.url, "RUN_DIR": str(tmp_path)}
        words = ("drain", "--this-node", "--deadline", "60", "--no-wait")
        done = await asyncio.to_thread(production.receptionist, *words, cwd=tmp_path, settings=settings)
        assert (done.returncode, done.stderr) == (0, "")
        assert await nodes.drain_order(node_id) == 60.0
        await redis.aclose()


def test_a_configuration_is_sent_to_a_cluster(production: ProductionInstall, tmp_path: Path) -> None:
    file = production.site / "config" / "serve.production.yaml"
    address = "http://127.0.0.1:1"
    done = production.receptionist("reload", "--config", file, "--address", address, cwd=tmp_path)
    assert done.returncode == 2
    assert f"Ray's dashboard at {address} did not take the configuration" in done.stderr


def test_a_journal_in_a_file_is_replayed(production: ProductionInstall, tmp_path: Path) -> None:
    done = production.receptionist("replay", "--file", JOURNAL, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nothing differs" in done.stdout


def test_a_calls_journal_is_looked_for_in_the_stores_named(
    production: ProductionInstall, tmp_path: Path, redis_url: str
) -> None:
    words = ("replay", str(uuid4()), "--business", str(uuid4()))
    done = production.receptionist(*words, cwd=tmp_path, settings={"REDIS_URL": redis_url})
    assert done.returncode == 2
    assert "Redis: holds no journal of it" in done.stderr

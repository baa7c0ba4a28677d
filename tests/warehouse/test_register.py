"""A register that is lost while versions are published: refused, and put together again."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from tests.publish.marts_builder import MARTS
from tests.publish.page_marts import complete_marts
from tests.shared_worlds import copy_folder
from tests.warehouse.report_kit import Told, deliver, incidents
from tests.warehouse.test_link import FAR, FIRST, MARKET, NIGHT, SECOND, settings_in
from warehouse.core.errors import NothingPublished, RegisterDamaged
from warehouse.core.settings import Settings
from warehouse.publication.publish import publish
from warehouse.publication.rollback import rollback
from warehouse.steps.link import link
from warehouse.store import register
from warehouse.store.database import open_writer
from warehouse.store.register_copies import restore
from warehouse.store.versions import list_versions, published_versions

ELSEWHERE = Told("a4", "سقطت قذيفة على حي سكني في تعز فقتل ثلاثة مدنيين", FAR.reports)

_LINKED = """
create or replace table marts.dim_incident as
select distinct incident_id, 'incident/' || incident_id as incident_path, 'provisional' as status,
    null::varchar as successor_id, null::varchar as origin_id
from linking.incident_links;
create or replace table marts.dim_vintage as
select vintage_number, extractor_version, publication_number as first_publication,
    night as first_night, true as is_current
from register.vintages
union all
select vintage_number, extractor_version, publication_number, night, true
from linking.pending_vintages cross join register.next_publication
"""


def night(settings: Settings, number: int, *articles: Told) -> None:
    """Deliver, link and publish."""
    deliver(settings, NIGHT + dt.timedelta(number), *articles)
    link(settings)
    publish_linked(settings, number)


def publish_linked(settings: Settings, number: int) -> None:
    with open_writer(settings) as con:
        con.execute(MARTS)
        complete_marts(con)
        con.execute(_LINKED)
    now = dt.datetime(2026, 2, 3, tzinfo=dt.UTC) + dt.timedelta(days=number)
    publish(settings, NIGHT + dt.timedelta(number), f"run-{number}", now=now)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path there."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def keeping_two(folder: Path) -> Settings:
    return settings_in(folder).model_copy(update={"keep_versions": 2, "reader_grace_minutes": 0})


@pytest.fixture(scope="module")
def four_nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four nights; of the first two versions only what the register needs is kept."""
    folder = tmp_path_factory.mktemp("four")
    wanted = keeping_two(folder)
    for number, told in enumerate((FIRST, FAR, SECOND, ELSEWHERE)):
        night(wanted, number, told)
    assert [version.number for version in list_versions(wanted)] == [3, 4]
    return folder


@pytest.fixture
def settings(four_nights: Path, tmp_path: Path) -> Settings:
    """A copy of them."""
    return keeping_two(copy_folder(four_nights, tmp_path))


def test_a_lost_register_is_refused_and_restored_as_it_was(settings: Settings) -> None:
    before, ids = files(settings.register_dir), incidents(settings)
    shutil.rmtree(settings.register_dir)
    late = Told("a9", MARKET, FIRST.reports, dt.datetime(2026, 2, 2, 20, tzinfo=dt.UTC))
    deliver(settings, NIGHT + dt.timedelta(4), late)
    with pytest.raises(RegisterDamaged, match="ends with publication 0") as refused:
        link(settings)
    assert "sijill register restore" in refused.value.hint
    # nothing was written in its place, and publishing what is linked is refused too
    assert not settings.register_dir.exists()
    with pytest.raises(RegisterDamaged):
        publish_linked(settings, 4)

    restored = restore(settings)
    assert (restored.publications, restored.changed, restored.set_aside) == (4, True, None)
    assert files(settings.register_dir) == before
    # the next night goes on with the ids that there were, also with no build file to help
    link(settings, full_refresh=True)
    after = incidents(settings)
    assert {mention: after[mention] for mention in ids} == ids
    assert after["a9#1"] == ids["a1#1"]
    publish_linked(settings, 4)
    assert [entry.number for entry in register.publications(settings)] == [1, 2, 3, 4, 5]
    assert register.verify(settings) == 5


def test_a_whole_register_is_left_alone(settings: Settings) -> None:
    before = files(settings.register_dir)
    restored = restore(settings)
    assert (restored.publications, restored.changed) == (4, False)
    assert files(settings.register_dir) == before


def test_a_damaged_register_is_set_aside_not_removed(settings: Settings) -> None:
    whole = files(settings.register_dir)
    damaged = settings.register_dir / "000002" / "facts.parquet"
    damaged.write_bytes(b"something else")
    restored = restore(settings)
    assert restored.set_aside == settings.register_dir.with_name("register-before-1")
    assert files(settings.register_dir) == whole
    aside = restored.set_aside / "000002" / "facts.parquet"
    assert aside.read_bytes() == b"something else"


def test_an_older_backup_is_refused_and_completed(settings: Settings) -> None:
    whole = files(settings.register_dir)
    lines = (settings.register_dir / register.PUBLICATIONS).read_text("utf-8").splitlines(True)
    (settings.register_dir / register.PUBLICATIONS).write_text("".join(lines[:2]), "utf-8")
    with pytest.raises(RegisterDamaged, match="ends with publication 2"):
        link(settings)
    assert restore(settings).publications == 4
    assert files(settings.register_dir) == whole


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_a_broken_chain_restores_nothing(settings: Settings, harm: str) -> None:
    shutil.rmtree(settings.register_dir)
    kept = settings.published_dir / "register" / "000002"
    if harm == "missing":
        shutil.rmtree(kept)
    else:
        (kept / "incidents.parquet").write_bytes(b"something else")
    with pytest.raises(RegisterDamaged, match=r"000002|publication 2"):
        restore(settings)
    assert not settings.register_dir.exists()
    assert not list(settings.register_dir.parent.glob(".register*"))


def test_the_last_line_is_made_good_before_ids_are_given(settings: Settings) -> None:
    """A publish that was killed between the swap and the append."""
    whole = files(settings.register_dir)
    lines = (settings.register_dir / register.PUBLICATIONS).read_text("utf-8").splitlines(True)
    (settings.register_dir / register.PUBLICATIONS).write_text("".join(lines[:3]), "utf-8")
    shutil.rmtree(settings.register_dir / "000004")
    assert link(settings).publication == 5
    assert files(settings.register_dir) == whole


def test_a_rollback_does_not_hide_what_was_published(settings: Settings) -> None:
    rollback(settings, now=dt.datetime(2026, 2, 10, tzinfo=dt.UTC))
    assert max(published_versions(settings).values()) == 4
    shutil.rmtree(settings.register_dir)
    with pytest.raises(RegisterDamaged):
        link(settings)
    assert restore(settings).publications == 4
    assert link(settings).publication == 5


def test_nothing_published_is_nothing_to_restore_from(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished, match="nothing to restore"):
        restore(settings_in(tmp_path))

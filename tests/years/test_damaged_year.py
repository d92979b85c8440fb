"""A second year that is damaged: which expectation says so, and what is published all the same.

Each damage has a publisher of its own, and one load takes them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.loading import Called, jixiao, query
from tests.years.publications import Form, first_year, next_year, printed

pytestmark = pytest.mark.slow

# Forms of seven units, four of them with one project.
CHOSEN = (1, 2, 3, 4, 5, 6, 7, 8, 14, 16, 17, 18, 33, 34, 35, 36, 37, 40, 44, 45)
FIRST = tuple(form for form in first_year() if form.origin in CHOSEN)
SECOND = next_year(FIRST)


def nothing(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    return forms


def a_unit_gone(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    return tuple(form for form in forms if not form.unit.startswith("355207"))


def most_projects_lost(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    return forms[::3]


def amounts_times_10_000(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    return tuple(with_money(form, Decimal(10_000)) for form in forms)


def a_shrunken_budget(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    return tuple(with_money(form, Decimal("0.4")) for form in forms)


def with_money(form: Form, factor: Decimal) -> Form:
    def times(amount: str) -> str:
        return str(Decimal(amount) * factor) if amount.strip() else amount

    return replace(form, budget=times(form.budget), fiscal=times(form.fiscal), other=times(form.other))


def a_level_of_unknown_spelling(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    return tuple(
        replace(
            form,
            rows=tuple(
                replace(row, level2="规模效能指标") if row.level2 == "数量指标" else row for row in form.rows
            ),
        )
        for form in forms
    )


def targets_become_words(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    return with_words(forms, every=1)


def a_third_of_the_targets_becomes_words(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    return with_words(forms, every=3)


def with_words(forms: tuple[Form, ...], every: int) -> tuple[Form, ...]:
    return tuple(
        replace(
            form,
            rows=tuple(
                replace(row, target="按计划完成") if row_no % every == 0 else row
                for row_no, row in enumerate(form.rows)
            ),
        )
        for form in forms
    )


def rows_cut_short(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    return tuple(replace(form, rows=form.rows[:2]) for form in forms)


MOST_LOST = frozenset(
    {
        "units_go_on",
        "project_counts_are_alike",
        "projects_are_linked",
        "money_is_alike",
        "money_is_linked",
        "indicator_counts_are_alike",
    }
)


@dataclass(frozen=True, slots=True)
class Damage:
    """What is done to the second year, and which expectations say so."""

    damage: Callable[[tuple[Form, ...]], tuple[Form, ...]]
    doubts: frozenset[str] = frozenset()
    set_aside_by: str | None = None


DAMAGES = {
    damage.damage.__name__: damage
    for damage in (
        Damage(nothing),
        Damage(a_unit_gone, frozenset({"units_go_on"})),
        Damage(most_projects_lost, MOST_LOST),
        Damage(amounts_times_10_000, set_aside_by="total_is_of_the_same_order"),
        Damage(a_shrunken_budget, frozenset({"money_is_alike"})),
        Damage(a_level_of_unknown_spelling, frozenset({"levels_stay_known", "indicator_counts_are_alike"})),
        Damage(targets_become_words, set_aside_by="targets_are_as_often_numbers"),
        Damage(a_third_of_the_targets_becomes_words, frozenset({"typed_targets_are_alike"})),
        Damage(rows_cut_short, set_aside_by="forms_have_as_many_rows"),
    )
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """One load of all publishers."""

    called: Called
    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "jixiao.duckdb"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    folder = tmp_path_factory.mktemp("damaged_year")
    listed = ["path,fiscal_year,publisher,jurisdiction,source_url,published_on"]
    for name, damage in DAMAGES.items():
        for year, forms in ((2024, FIRST), (2025, damage.damage(SECOND))):
            file = folder / "raw" / str(year) / f"{name}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(printed(forms), encoding="utf-8")
            listed.append(f"{year}/{name}.txt,{year},{name},{name},,")
    (folder / "raw" / "documents.csv").write_text("\n".join(listed) + "\n", encoding="utf-8")
    called = jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse")
    return Loaded(called, folder / "warehouse")


def test_the_load_publishes_and_says_that_documents_are_set_aside(loaded: Loaded) -> None:
    assert loaded.called.status == 3, loaded.called.err


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_said_by_its_expectation(loaded: Loaded, name: str) -> None:
    doubts = query(
        loaded.database,
        "select expectation from marts.year_comparability where publisher = ? and verdict = 'doubtful'",
        name,
    )
    assert {expectation for (expectation,) in doubts} == DAMAGES[name].doubts
    [(status, reason)] = query(
        loaded.database,
        "select status, coalesce(status_reason, '') from marts.dim_document where publisher = ? and fiscal_year = 2025",
        name,
    )
    set_aside_by = DAMAGES[name].set_aside_by
    assert status == ("set_aside" if set_aside_by else "current")
    if set_aside_by:
        assert f"accepted_breaks: {name},{name},2025,{set_aside_by},reason" in reason


@pytest.mark.parametrize("name", [name for name, damage in DAMAGES.items() if damage.set_aside_by])
def test_a_document_that_is_set_aside_makes_nothing_dropped(loaded: Loaded, name: str) -> None:
    for thing in ("indicator", "project"):
        changes = query(
            loaded.database,
            f"""
            select count(*) from marts.{thing}_year_over_year as changes
            inner join marts.dim_document as documents on documents.document_id = changes.previous_document_id
            where publisher = ?
            """,
            name,
        )
        assert changes == [(0,)]


def test_the_rows_of_doubtful_years_are_published(loaded: Loaded) -> None:
    [(dropped,)] = query(
        loaded.database,
        """
        select count(*) from marts.project_year_over_year as changes
        inner join marts.dim_document as documents on documents.document_id = changes.previous_document_id
        where publisher = 'most_projects_lost' and change = 'dropped'
        """,
    )
    assert dropped == len(SECOND) - len(SECOND[::3])


def test_the_load_names_what_is_doubtful_and_data_docs_show_unit_project_and_document(loaded: Loaded) -> None:
    assert "Doubtful to compare (units_go_on" in loaded.called.err
    assert "2024 → 2025 of a_unit_gone is doubtful: 6 of 7 units" in loaded.called.err
    pages = "".join(
        page.read_text(encoding="utf-8") for page in (loaded.folder / "data_docs").rglob("*.html")
    )
    assert "天津市计量监督检测科学研究院" in pages
    assert "2024/a_unit_gone.txt" in pages
    assert "does not go on in 2025" in pages


def test_changes_says_first_what_is_doubtful(loaded: Loaded) -> None:
    called = jixiao("changes", "2025", "--project", "法律服务", "--warehouse", loaded.folder)
    assert called.status == 0
    assert "Doubtful: a_shrunken_budget a_shrunken_budget 2024 → 2025, money_is_alike" in called.out

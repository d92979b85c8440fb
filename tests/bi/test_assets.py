"""The dashboards of the repository are those that the published file of today gives, and each of their queries answers."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import sqlalchemy
import yaml

from bi.superset.assets import FOLDER, assets, datasets_of
from bi.superset.charts import DASHBOARDS
from bi.superset.datasets import CODED, RULE, Dataset
from tests.loading import query

DATASETS = datasets_of(DASHBOARDS)


def test_the_dashboards_on_disk_are_those_of_the_models(real_load: Path) -> None:
    with duckdb.connect(str(real_load / "warehouse" / "jixiao.duckdb"), read_only=True) as connection:
        expected = assets(connection)

    on_disk = {
        str(file.relative_to(FOLDER)): yaml.safe_load(file.read_text(encoding="utf-8"))
        for file in FOLDER.rglob("*.yaml")
    }
    assert sorted(on_disk) == sorted(expected)
    stale = [path for path, content in expected.items() if on_disk[path] != content]
    assert stale == [], (
        "write them anew: make load, then .venv/bin/python -m bi.superset.assets warehouse/jixiao.duckdb"
    )


def test_every_column_of_a_dataset_has_a_chinese_label_and_a_description() -> None:
    for file in (FOLDER / "datasets").rglob("*.yaml"):
        for column in yaml.safe_load(file.read_text(encoding="utf-8"))["columns"]:
            assert any("一" <= letter <= "龥" for letter in column["verbose_name"]), (file.name, column)
            assert column["description"], (file.name, column["column_name"])


def test_datasets_lose_and_repeat_no_row(real_load: Path) -> None:
    published = real_load / "warehouse" / "jixiao.duckdb"
    [(money, indicators, findings)] = query(
        published,
        "select (select sum(budget_yuan) from marts.fact_budget where is_additive), "
        "(select count(*) from marts.fact_indicator where is_additive), (select count(*) from marts.finding)",
    )
    sql = {dataset.name: dataset.sql for dataset in DATASETS}
    assert query(published, f"select sum(budget_yuan) from ({sql['budget']})") == [(money,)]
    assert query(published, f"select count(*) from ({sql['indicator']})") == [(indicators,)]
    assert query(published, f"select count(*) from ({sql['finding']})") == [(findings,)]


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_codes_that_stand_in_a_dataset_are_said_in_chinese(dataset: Dataset, real_load: Path) -> None:
    published = real_load / "warehouse" / "jixiao.duckdb"
    with duckdb.connect(str(published), read_only=True) as connection:
        columns = assets(connection)[f"datasets/jixiao/{dataset.name}.yaml"]["columns"]
    said = {column["column_name"]: column["expression"] for column in columns}
    for column in set(said) & {*CODED, RULE}:
        there = query(published, f"select distinct {column} from ({dataset.sql}) where {column} is not null")
        unsaid = [code for (code,) in there if f"when '{code}' then " not in said[f"{column}_zh"]]
        assert unsaid == [], column


def test_every_chart_shows_columns_and_measures_of_its_dataset(real_load: Path) -> None:
    published = real_load / "warehouse" / "jixiao.duckdb"
    for dashboard in DASHBOARDS:
        for chart in dashboard.charts:
            columns = {row[0] for row in query(published, f"describe {chart.dataset.sql}")}
            columns |= {f"{column}_zh" for column in columns}
            asked = {
                each if isinstance(each, str) else each["sqlExpression"] for each in chart.query["columns"]
            }
            assert asked <= columns, chart.name
            assert set(chart.query.get("metrics", [])) <= {metric.name for metric in chart.dataset.metrics}


@pytest.mark.parametrize(
    "query_of_a_file",
    [
        "select * from read_csv('{file}')",
        "select * from read_text('{file}')",
        "select * from '{file}'",
        "select * from glob('{folder}/*')",
        "attach '{folder}/other.duckdb' as other",
        "copy (select 1) to '{folder}/written.csv'",
        "set enable_external_access = true",
    ],
)
def test_the_connection_of_the_dashboards_reads_the_published_file_and_no_other(
    real_load: Path, tmp_path: Path, query_of_a_file: str
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("password\nhunter2\n", encoding="utf-8")
    database = yaml.safe_load((FOLDER / "databases" / "jixiao.yaml").read_text(encoding="utf-8"))
    published = real_load / "warehouse" / "jixiao.duckdb"
    engine = sqlalchemy.create_engine(f"duckdb:///{published}", **database["extra"]["engine_params"])
    try:
        with engine.connect() as connection:
            counted = connection.execute(sqlalchemy.text("select count(*) from marts.dim_document")).scalar()
            with pytest.raises(
                sqlalchemy.exc.DBAPIError, match=r"disabled by configuration|database is running"
            ):
                connection.execute(sqlalchemy.text(query_of_a_file.format(file=secret, folder=tmp_path)))
    finally:
        engine.dispose()

    assert counted
    assert [file.name for file in tmp_path.iterdir()] == ["secret.csv"]

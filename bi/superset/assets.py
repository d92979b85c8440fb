"""Write the dashboards in Superset's export format: `python -m bi.superset.assets WAREHOUSE/jixiao.duckdb`.

With a folder after it: those of the extension (setting `extension`), into that folder.

Labels and descriptions of columns are those that the published file says of itself, which come from the dbt models.
The folder `assets/` is what this wrote last; `make bi` imports it, and so can any Superset 6 (zipped, by its API
`/api/v1/assets/import/`) once the address in `databases/jixiao.yaml` is that of your file.
"""

from __future__ import annotations

import json
import runpy
import shutil
import sys
import uuid
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from bi.superset.charts import DASHBOARDS, Chart, Dashboard
from bi.superset.datasets import CODED, RULE, Dataset
from flows.base.extension import extension
from flows.base.paths import DBT_PROJECT
from flows.report.wording import WORDS
from flows.vocabulary.seeds import read_seed
from flows.warehouse.tables import Column, Table, read_tables

FOLDER = Path(__file__).parent / "assets"
FILE_PLACE = "duckdb:////path/to/warehouse/jixiao.duckdb"
_VERSION = "1.0.0"
_NAMESPACE = uuid.UUID(
    "6f6f0f0c-3a3e-5e0b-9c58-6a6978696171"
)  # so that importing again replaces, and adds nothing
_GRID = ["ROOT_ID", "GRID_ID"]


def _id(kind: str, name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{kind}/{name}"))


def assets(
    connection: duckdb.DuckDBPyConnection, dashboards: Sequence[Dashboard] = DASHBOARDS
) -> dict[str, dict[str, Any]]:
    """The content of each file of the export by its path below the folder; `connection` has the published file open."""
    tables = {table.name: table for table in read_tables(connection)}
    files: dict[str, dict[str, Any]] = {
        "metadata.yaml": {"version": _VERSION, "type": "assets", "timestamp": "2024-01-01T00:00:00+00:00"},
        "databases/jixiao.yaml": _database(),
    }
    for dataset in datasets_of(dashboards):
        described = connection.execute(f"describe {dataset.sql}").fetchall()
        types = {name: type_ for name, type_, *_ in described}
        files[f"datasets/jixiao/{dataset.name}.yaml"] = _dataset(dataset, types, tables)
    for dashboard in dashboards:
        for number, chart in enumerate(dashboard.charts, 1):
            files[f"charts/{dashboard.slug}_{number:02}.yaml"] = _chart(chart)
        files[f"dashboards/{dashboard.slug}.yaml"] = _dashboard(dashboard)
    return files


def datasets_of(dashboards: Sequence[Dashboard]) -> list[Dataset]:
    """The datasets that charts of the dashboards ask, each once."""
    return list(dict.fromkeys(chart.dataset for each in dashboards for chart in each.charts))


def own_dashboards() -> tuple[Dashboard, ...]:
    """DASHBOARDS of the extension's `dashboards.py`; none where there is no such file."""
    own = extension()
    file = own.folder / "dashboards.py" if own else None
    return runpy.run_path(str(file))["DASHBOARDS"] if file and file.exists() else ()


def write_assets(published: Path, folder: Path, dashboards: Sequence[Dashboard] = DASHBOARDS) -> None:
    """Write the export of the published file's dashboards into the folder, whose old content goes."""
    with duckdb.connect(str(published), read_only=True) as connection:
        files = assets(connection, dashboards)
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110), encoding="utf-8"
        )


def _database() -> dict[str, Any]:
    return {
        "database_name": "绩效 Jixiao",
        "sqlalchemy_uri": FILE_PLACE,
        "cache_timeout": 0,
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_csv_upload": False,
        "extra": {
            "allows_virtual_table_explore": True,
            # Whoever asks in SQL Lab reads this file, and no other of the machine.
            "engine_params": {
                "connect_args": {"read_only": True, "config": {"enable_external_access": False}}
            },
        },
        "uuid": _id("database", "jixiao"),
        "version": _VERSION,
    }


def _dataset(dataset: Dataset, types: dict[str, str], tables: dict[str, Table]) -> dict[str, Any]:
    columns = [(_described(name, dataset, tables), _names(name, dataset)) for name in types]
    return {
        "table_name": f"{dataset.term} {dataset.name}",
        "main_dttm_col": None,
        "description": tables[dataset.tables[0]].description,
        "default_endpoint": None,
        "offset": 0,
        "cache_timeout": None,
        "schema": "marts",
        "sql": dataset.sql.strip(),
        "params": None,
        "template_params": None,
        "filter_select_enabled": True,
        "fetch_values_predicate": None,
        "extra": None,
        "uuid": _id("dataset", dataset.name),
        "metrics": [
            {
                "metric_name": metric.name,
                "verbose_name": metric.term,
                "metric_type": None,
                "expression": metric.expression,
                "description": None,
                "d3format": metric.format,
                "extra": {},
                "warning_text": None,
            }
            for metric in dataset.metrics
        ],
        "columns": [_column(column, types[column.name], is_code=bool(names)) for column, names in columns]
        + [_in_chinese(column, names) for column, names in columns if names],
        "version": _VERSION,
        "database_uuid": _id("database", "jixiao"),
    }


def _described(name: str, dataset: Dataset, tables: dict[str, Table]) -> Column:
    for table in dataset.tables:
        for column in tables[table].columns:
            if column.name == name:
                return column
    raise KeyError(f"no table of {dataset.name} has the column {name}")


def _column(column: Column, type_: str, *, is_code: bool = False) -> dict[str, Any]:
    return {
        "column_name": column.name,
        "verbose_name": f"{column.term}（代码）" if is_code else column.term,
        "is_dttm": type_.startswith(("DATE", "TIMESTAMP")),
        "is_active": True,
        "type": type_,
        "advanced_data_type": None,
        "groupby": True,
        "filterable": True,
        "expression": None,
        "description": column.description,
        "python_date_format": None,
        "extra": {},
    }


def _names(column: str, dataset: Dataset) -> dict[str, str]:
    """The Chinese name of each code that the column may hold; empty where it holds no codes."""
    if column == RULE:
        return {rule["rule"]: rule["title_zh"] for rule in read_seed("finding_rules")}
    if column not in CODED:
        return {}
    words = words_of_columns()
    codes = next((words[table, column] for table in dataset.tables if (table, column) in words), [])
    return {code: WORDS[code][0] for code in codes}


@cache
def words_of_columns() -> dict[tuple[str, str], list[str]]:
    """The codes that the models say a column of a mart may hold, by mart and column."""
    models = [
        model
        for file in sorted((DBT_PROJECT / "models" / "marts").rglob("*.yml"))
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", [])
    ]
    return {
        (model["name"], column["name"]): column["config"]["meta"]["words"]
        for model in models
        for column in model["columns"]
        if "words" in column.get("config", {}).get("meta", {})
    }


def _in_chinese(column: Column, names: dict[str, str]) -> dict[str, Any]:
    """A column computed from one of codes: what the code is called in Chinese, the code where it has no name."""
    cases = " ".join(f"when '{code}' then '{name}'" for code, name in names.items())
    return _column(column, "VARCHAR") | {
        "column_name": f"{column.name}_zh",
        "verbose_name": column.term,
        "expression": f"case {column.name} {cases} else {column.name} end",
    }


def _chart(chart: Chart) -> dict[str, Any]:
    params = {"viz_type": chart.viz_type, "adhoc_filters": [], "time_range": "No filter"} | chart.params
    query = {
        "filters": [],
        "extras": {"having": "", "where": ""},
        "row_limit": params.get("row_limit", 1),
        "time_range": "No filter",
    } | chart.query
    context = {
        "datasource": {"id": 0, "type": "table"},  # the import sets the dataset's number
        "force": False,
        "queries": [query],
        "form_data": params,
        "result_format": "json",
        "result_type": "full",
    }
    return {
        "slice_name": chart.name,
        "description": None,
        "certified_by": None,
        "certification_details": None,
        "viz_type": chart.viz_type,
        "params": params,
        "query_context": json.dumps(context, ensure_ascii=False),
        "cache_timeout": None,
        "uuid": _id("chart", chart.name),
        "version": _VERSION,
        "dataset_uuid": _id("dataset", chart.dataset.name),
    }


def _dashboard(dashboard: Dashboard) -> dict[str, Any]:
    return {
        "dashboard_title": dashboard.name,
        "description": None,
        "css": "",
        "slug": dashboard.slug,
        "certified_by": "",
        "certification_details": "",
        "published": True,
        "uuid": _id("dashboard", dashboard.slug),
        "position": dict(_position(dashboard)),
        "metadata": {
            "color_scheme": "supersetColors",
            "cross_filters_enabled": True,
            "default_filters": "{}",
            "expanded_slices": {},
            "refresh_frequency": 0,
            "timed_refresh_immune_slices": [],
            "native_filter_configuration": [
                _filter(dashboard, "fiscal_year", "预算年度", first=True),
                _filter(dashboard, "unit_name", "单位", first=False),
            ],
        },
        "version": _VERSION,
    }


def _position(dashboard: Dashboard) -> Iterator[tuple[str, Any]]:
    rows = [f"ROW-{number}" for number in range(1, len(dashboard.rows) + 1)]
    yield "DASHBOARD_VERSION_KEY", "v2"
    yield "ROOT_ID", {"id": "ROOT_ID", "type": "ROOT", "children": ["GRID_ID"]}
    yield "GRID_ID", {"id": "GRID_ID", "type": "GRID", "children": rows, "parents": ["ROOT_ID"]}
    yield "HEADER_ID", {"id": "HEADER_ID", "type": "HEADER", "meta": {"text": dashboard.name}}
    number = 0
    for row, (height, charts) in zip(rows, dashboard.rows, strict=True):
        names = [f"CHART-{number + place}" for place in range(1, len(charts) + 1)]
        number += len(charts)
        yield (
            row,
            {
                "id": row,
                "type": "ROW",
                "children": names,
                "parents": _GRID,
                "meta": {"background": "BACKGROUND_TRANSPARENT"},
            },
        )
        for name, (chart, width) in zip(names, charts, strict=True):
            meta = {
                "chartId": 0,
                "uuid": _id("chart", chart.name),
                "sliceName": chart.name,
                "width": width,
                "height": height,
            }
            yield (
                name,
                {"id": name, "type": "CHART", "children": [], "parents": [*_GRID, row], "meta": meta},
            )


def _filter(dashboard: Dashboard, column: str, title: str, *, first: bool) -> dict[str, Any]:
    """A filter of the dashboard; one that chooses the first value shows the latest year."""
    return {
        "id": f"NATIVE_FILTER-{dashboard.slug}-{column}",
        "name": title,
        "type": "NATIVE_FILTER",
        "filterType": "filter_select",
        "requiredFirst": first,
        "targets": [{"column": {"name": column}, "datasetUuid": _id("dataset", dashboard.filters.name)}],
        "controlValues": {
            "enableEmptyFilter": first,
            "defaultToFirstItem": first,
            "multiSelect": not first,
            "searchAllOptions": False,
            "inverseSelection": False,
            "sortAscending": not first,
        },
        "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        "cascadeParentIds": [],
        "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
        "description": "",
    }


if __name__ == "__main__":
    file_of_warehouse, *own_folder = sys.argv[1:]
    if own_folder:
        write_assets(Path(file_of_warehouse), Path(own_folder[0]), own_dashboards())
    else:
        write_assets(Path(file_of_warehouse), FOLDER)

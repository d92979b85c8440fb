"""The pages of a load (Data Docs) as files that need nothing else: no script, style or picture from the network.

The templates in `pages/` take the place of those of Great Expectations, which load some twenty files from six servers: in
an office without an open network their index is empty, and in any other it tells those servers who reads.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from great_expectations.data_context import EphemeralDataContext
from great_expectations.render.view import DefaultJinjaIndexPageView, DefaultJinjaPageView
from jinja2 import ChoiceLoader, FileSystemLoader

_TEMPLATES = Path(__file__).with_name("pages")
_SITE = "data_docs"


class DataDocsError(Exception):
    """Great Expectations could not make every page."""


class PageView(DefaultJinjaPageView):
    """A page of a suite or of its results."""

    def __init__(self, **options: str | None) -> None:
        super().__init__(**options)
        ours = FileSystemLoader(_TEMPLATES)
        self.env.loader = ours if self.env.loader is None else ChoiceLoader([ours, self.env.loader])


class IndexPageView(PageView, DefaultJinjaIndexPageView):
    """The page that lists the others."""


def write_data_docs(context: EphemeralDataContext, folder: Path) -> None:
    """Write the pages of all results in the context to `folder`, in place of what is there, with an index.html.

    Raises DataDocsError where a page is missing (Great Expectations logs why, and goes on).
    """
    new = folder.with_name(f"{folder.name}.new")
    old = folder.with_name(f"{folder.name}.old")
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    context.variables.data_docs_sites = {_SITE: _site(new)}
    context.build_data_docs(site_names=[_SITE])
    pages = list(new.glob("validations/**/*.html"))
    if len(pages) != len(context.validation_results_store.list_keys()) or not (new / "index.html").exists():
        raise DataDocsError(f"only {len(pages)} page(s) were made; the log says why")
    shutil.rmtree(new / "static", ignore_errors=True)  # logos and fonts that no page shows
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _site(folder: Path) -> dict[str, Any]:
    page, index = (
        {"module_name": __name__, "class_name": view.__name__} for view in (PageView, IndexPageView)
    )
    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)},
        "site_section_builders": {
            "expectations": {"view": page},
            "validations": {"view": page},
            "profiling": "None",
        },
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder", "view": index},
    }

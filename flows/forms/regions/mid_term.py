"""An indicator of the year with that of the mid-term beside it."""

from __future__ import annotations

from collections.abc import Mapping

from flows.forms.model import IndicatorRow, Place

_OF_THE_MID_TERM = dict.fromkeys(("target", "unit_printed", "comparator_printed"), "target_mid_term")


def with_mid_term(row: IndicatorRow, mid_term: IndicatorRow) -> IndicatorRow:
    """The year's indicator with the target of the mid-term's row; all cells of that are of this indicator."""
    places = dict.fromkeys((*row.places, *renamed(mid_term.places, _OF_THE_MID_TERM)))
    return row._replace(target_mid_term=mid_term.target_text, places=tuple(places))


def renamed(places: tuple[Place, ...], names: Mapping[str, str]) -> tuple[Place, ...]:
    """The places under other names of their fields."""
    return tuple(place._replace(field=names.get(place.field, place.field)) for place in places)

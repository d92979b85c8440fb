"""No line of vocabulary that nothing could use: each is checked before a document is read, and named with its place.

What is checked stands in the seeds' YAML: the types of the columns, the key, what must not be empty, the values that are
accepted, what must be a line of another seed. The factors of units of measure are the one rule of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from flows.base.errors import SettingsError
from flows.base.extension import extension
from flows.vocabulary.declared import SEEDS, Declared, declared_seeds
from flows.vocabulary.lines import Line, read_lines
from flows.vocabulary.seeds import resolved_lines

_MOST_SHOWN = 20
_DECIMAL = re.compile(r"decimal\((\d+), *(\d+)\)")
_BITS = {"integer": 31, "bigint": 63}
_BOOLEANS = ("true", "false")
_UNITS = "measure_units"
# As far as the factors' decimal places allow.
_ALIKE = Decimal("0.000001")


def check_seeds() -> None:
    """Raises SettingsError that names every line that is wrong, with its file and number, and what is wrong with it."""
    _require_known_seeds()
    seeds = {name: resolved_lines(name) for name in declared_seeds()}
    wrong: list[str] = []
    for name, declared in declared_seeds().items():
        wrong += _repeated(declared)
        for line in seeds[name]:
            wrong += (f"{line.place}: {problem}" for problem in _problems(line, declared))
        wrong += _missing_names(declared, seeds)
    if not wrong:  # factors are numbers only then
        wrong += _factors_that_disagree(seeds[_UNITS])
    if wrong:
        left = f"\n… and {len(wrong) - _MOST_SHOWN} more" if len(wrong) > _MOST_SHOWN else ""
        raise SettingsError("the vocabulary is wrong. " + "\n".join(wrong[:_MOST_SHOWN]) + left)


def _require_known_seeds() -> None:
    own = extension()
    for name in own.seeds if own else ():
        if name not in declared_seeds():
            raise SettingsError(
                f"{own and own.vocabulary(name)} adds lines to the seed {name}, which is none; the seeds are in {SEEDS}"
            )


def _repeated(declared: Declared) -> Iterator[str]:
    """Lines of one file that have the key of an earlier one."""
    own = extension()
    added = own.vocabulary(declared.name) if own else None
    for file in filter(None, (SEEDS / f"{declared.name}.csv", added)):
        first: dict[tuple[str, ...], Line] = {}
        for line in read_lines(file, tuple(declared.types)):
            earlier = first.setdefault(line.key(declared.key), line)
            if earlier is not line:
                yield f"{line.place}: {_named(line, declared.key)} stands in line {earlier.number}, too. Keep one of them"


def _problems(line: Line, declared: Declared) -> Iterator[str]:
    for column, text in line.values.items():
        if text != text.strip():
            yield f"{column} is «{text}», with white space around it"
        if not text and column in declared.required:
            yield f"{column} is empty"
        if text and not _fits(text, kind := declared.types[column]):
            yield f"{column} is «{text}», which is no {kind}"
        accepted = declared.accepted.get(column, ())
        if text and accepted and text not in accepted:
            yield f"{column} is «{text}», which is none of {', '.join(accepted)}"
    if not any(line.key(declared.key)):
        yield f"{' and '.join(declared.key)} {'is' if len(declared.key) == 1 else 'are'} empty"


def _fits(text: str, kind: str) -> bool:
    """Whether the database takes a text for a value of the type."""
    if kind == "boolean":
        return text in _BOOLEANS
    if kind in _BITS:
        return bool(re.fullmatch("-?[0-9]{1,19}", text)) and abs(int(text)) < 2 ** _BITS[kind]
    if size := _DECIMAL.fullmatch(kind):
        digits, places = map(int, size.groups())
        return bool(re.fullmatch(rf"-?[0-9]{{1,{digits - places}}}([.][0-9]{{1,{places}}})?", text))
    return True


def _missing_names(declared: Declared, seeds: Mapping[str, Sequence[Line]]) -> Iterator[str]:
    for names in declared.names:
        key = declared_seeds()[names.of].key
        known = {line.key(key) for line in seeds[names.of]}
        for line in seeds[declared.name]:
            named = line.key(names.columns)
            if any(named) and named not in known:
                yield f"{line.place}: {_named(line, names.columns)} is no line of the seed {names.of}"


def _named(line: Line, columns: Sequence[str]) -> str:
    return " with ".join(f"the {column} «{line.values[column]}»" for column in columns)


def _factors_that_disagree(units: Sequence[Line]) -> Iterator[str]:
    """Units whose two factors would make canonical and comparable values of one target contradict each other."""
    by_name = {line.values["measure_unit"]: line for line in units}
    for line in units:
        base = by_name[line.values["base_unit"]]
        to_base, to_comparable = _factors(line)
        base_to_base, base_to_comparable = _factors(base)
        alike = ("dimension", "comparable_unit")
        if min(to_base, to_comparable) <= 0:
            yield f"{line.place}: a factor of «{line.values['measure_unit']}» is not above 0"
        elif base_to_base != 1 or any(line.values[column] != base.values[column] for column in alike):
            yield (
                f"{line.place}: «{base.values['measure_unit']}» is no base unit of «{line.values['measure_unit']}»: a base "
                "unit has factor_to_base 1, the same dimension and the same comparable_unit"
            )
        elif abs(to_base * base_to_comparable / to_comparable - 1) > _ALIKE:
            yield (
                f"{line.place}: the factors of «{line.values['measure_unit']}» contradict each other: {to_base} "
                f"{base.values['measure_unit']} are {to_base * base_to_comparable} {line.values['comparable_unit']}, not "
                f"{to_comparable}"
            )


def _factors(line: Line) -> tuple[Decimal, Decimal]:
    return Decimal(line.values["factor_to_base"]), Decimal(line.values["factor_to_comparable"])

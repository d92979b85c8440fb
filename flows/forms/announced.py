"""What paragraphs between tables say of a form that has not begun: labels with their values, a sentence, a name."""

from __future__ import annotations

import re

from flows.forms.cells.inline import Inline, inline_pairs
from flows.forms.model import PrintedText
from flows.forms.open_form import SENTENCES, Above, OpenForm
from flows.forms.regions.values import note_label, take_value
from flows.labels import find_certain_label, find_label, heads_a_section, names_a_unit
from flows.readers import Cell

_NUMBERED_NAME = re.compile(
    r"\s*(?:项目[一二三四五六七八九十0-9]{1,3}\s*[:：、]|[一二三四五六七八九十]{1,3}[、.．]|[0-9]{1,3}[.、．](?![0-9])|[(（][0-9一二三四五六七八九十]{1,3}[)）])\s*"
    r"(?P<name>[^。；;：:，,]{2,40}?)\s*"
)
_CODE_BEHIND = re.compile(r"[(（](项目(?:编码|代码|编号)[:：][^()（）]{3,30})[)）]\s*$")
# Fields whose label may stand alone above its value: dt and dd of a web page.
_ALONE = {*SENTENCES, "project", "unit", "department", "department_named", "objective_actual"}


class Announced:
    """Waits for the form that it is of."""

    def __init__(self) -> None:
        self._pairs: list[tuple[Inline, str]] = []
        self._blanks: set[str] = set()
        self._label: str | None = None  # the field of the label of a sentence above
        self._sentences: dict[str, PrintedText] = {}  # field → the paragraphs below its label
        self._name: PrintedText | None = None
        self._unit: PrintedText | None = None  # stays until another is named
        self._unit_is_used = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits for a form."""
        return not self._pairs and not self._sentences and self._name is None

    def put(self, pair: Inline, locator: str) -> None:
        """A label with its value."""
        self._label = None
        self._pairs.append((pair, locator))

    def put_blank(self, field: str) -> None:
        """The field of a label without a value."""
        self._blanks.add(field)

    def takes(self, printed: PrintedText) -> bool:
        """Whether a paragraph is the label of a sentence, or stands below one."""
        return self._begin_sentence(printed.text) or self._take_sentence(printed)

    def _begin_sentence(self, text: str) -> bool:
        """Whether a paragraph is the label of a sentence (二、年度绩效目标): the paragraphs below it are its value."""
        label = find_certain_label(text)
        if label is None:
            return False
        field = label.field("form")
        self._label = field if field in _ALONE else None
        return self._label is not None

    def end_sentence(self) -> None:
        """What follows is no paragraph of the sentence."""
        self._label = None

    def _take_sentence(self, printed: PrintedText) -> bool:
        """A paragraph below the label of a sentence; False if there is none. Several paragraphs are one text."""
        if self._label is None or printed.text.rstrip().endswith((":", "：")):
            self._label = None  # 绩效指标见下表：
            return False
        before = self._sentences.get(self._label)
        self._sentences[self._label] = (
            PrintedText(f"{before.text}\n{printed.text}", before.locator) if before else printed
        )
        if self._label not in SENTENCES:
            self._label = None  # a name is one line
        return True

    def take_name(self, printed: PrintedText) -> PrintedText | None:
        """Keep what a numbered line names (二、污水处理厂运营服务费), for a form that prints no 项目名称.

        Returns the line that does not wait for a form any more: the one before, or this one if it names nothing.
        """
        code = _CODE_BEHIND.search(printed.text)
        found = _NUMBERED_NAME.fullmatch(printed.text[: code.start()] if code else printed.text)
        if found is None:
            return printed
        says_project = printed.text.strip().startswith("项目")
        if not says_project and (heads_a_section(found["name"]) or _is_like_a_label(found["name"])):
            return printed
        named = PrintedText(found["name"], printed.locator)
        if names_a_unit(named.text):
            before = None if self._unit_is_used else self._unit
            self._unit, self._unit_is_used = named, False
        else:
            before, self._name = self._name, named
            for pair in inline_pairs(code.group(1)) if code else ():
                self._pairs.append((pair, printed.locator))
        return before

    def give(self, form: OpenForm) -> None:
        """Everything to the form that begins."""
        for pair, locator in self._pairs:
            give_pair(form, pair, locator)
        form.blanks |= self._blanks
        form.above = Above(self._name, self._unit, self._sentences)
        self._unit_is_used = self._unit is not None
        self._pairs, self._blanks, self._sentences, self._name, self._label = [], set(), {}, None, None

    def rest(self) -> list[tuple[str, str]]:
        """Texts and locators of what no form has followed."""
        unit = None if self._unit_is_used else self._unit
        texts = [*self._sentences.values(), *filter(None, (self._name, unit))]
        return [
            *((pair.value, locator) for pair, locator in self._pairs),
            *((text.text, text.locator) for text in texts),
        ]


def _is_like_a_label(text: str) -> bool:
    """Whether a text is a label, or nearly; 公交车辆燃油补贴 ends as labels do, and is a name."""
    label = find_label(text)
    return label is not None and label.is_likely


def give_pair(form: OpenForm, pair: Inline, locator: str) -> None:
    """A label with its value, printed in a paragraph, as if both were cells."""
    note_label(form, pair.label)
    take_value(form, Cell(pair.printed, 0, 0, locator), pair.label, Cell(pair.value, 0, 0, locator))

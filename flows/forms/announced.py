"""What paragraphs between tables say of a form that has not begun: labels with their values, a sentence, a name."""

from __future__ import annotations

import re

from flows.forms.cells.inline import Inline
from flows.forms.model import PrintedText
from flows.forms.open_form import OpenForm
from flows.forms.regions.values import SENTENCES, note_label, take_value
from flows.labels import Label, find_certain_label, find_label
from flows.readers import Cell

_NUMBERED_NAME = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[0-9]{1,3}[.、．](?![0-9])|[(（][0-9一二三四五六七八九十]{1,3}[)）])\s*"
    r"(?P<name>[^。；;：:，,]{2,40}?)\s*"
)
_OF_A_SECTION = re.compile(r"绩效|目标|指标|情况|说明|预算|概况|附件|附表|资金|要求|内容|管理$|措施|问题")


class Announced:
    """Waits for the form that it is of."""

    def __init__(self) -> None:
        self._pairs: list[tuple[Inline, str]] = []
        self._blanks: set[str] = set()
        self._label: tuple[Label, str] | None = None
        self._name: PrintedText | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits for a form."""
        return not self._pairs and self._name is None

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
        is_sentence = label.field("form") in SENTENCES
        self._label = (label, text.strip()) if is_sentence else None
        return is_sentence

    def end_sentence(self) -> None:
        """What follows is no paragraph of the sentence."""
        self._label = None

    def _take_sentence(self, printed: PrintedText) -> bool:
        """A paragraph below the label of a sentence; False if there is none. Several paragraphs are one text."""
        if self._label is None:
            return False
        label, text = self._label
        if self._pairs and self._pairs[-1][0].label is label:
            before, locator = self._pairs.pop()
            self._pairs.append((Inline(label, text, f"{before.value}\n{printed.text}"), locator))
        else:
            self._pairs.append((Inline(label, text, printed.text), printed.locator))
        return True

    def take_name(self, printed: PrintedText) -> PrintedText | None:
        """Keep what a numbered line names (二、污水处理厂运营服务费), for a form that prints no 项目名称.

        Returns the line that does not wait for a form any more: the one before, or this one if it names nothing.
        """
        found = _NUMBERED_NAME.fullmatch(printed.text)
        if found is None or _OF_A_SECTION.search(found["name"]) or find_label(found["name"]) is not None:
            return printed
        before, self._name = self._name, PrintedText(found["name"], printed.locator)
        return before

    def give(self, form: OpenForm) -> None:
        """Everything to the form that begins."""
        for pair, locator in self._pairs:
            give_pair(form, pair, locator)
        form.blanks |= self._blanks
        form.named_above = self._name
        self.__init__()  # ty: ignore[possibly-missing-attribute]

    def rest(self) -> list[tuple[str, str]]:
        """Texts and locators of what no form has followed."""
        name = [(self._name.text, self._name.locator)] if self._name is not None else []
        return [*((pair.value, locator) for pair, locator in self._pairs), *name]


def give_pair(form: OpenForm, pair: Inline, locator: str) -> None:
    """A label with its value, printed in a paragraph, as if both were cells."""
    note_label(form, pair.label)
    take_value(form, Cell(pair.printed, 0, 0, locator), pair.label, Cell(pair.value, 0, 0, locator))

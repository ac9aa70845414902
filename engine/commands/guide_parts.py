"""The parts of a file as the author guide tells of them: a heading, what it is, an example, a table of its fields."""

from collections.abc import Mapping
from typing import Any

from engine.content.base import Model
from engine.content.described import Entry, Form, entries, name_of

MANY = 5
"""More choices than these are listed below the table, each with its meaning."""


def fenced(text: str, language: str = "yaml") -> list[str]:
    """`text` as a block of code."""
    return [f"```{language}", *text.strip("\n").splitlines(), "```"]


class Parts:
    """Tells of models in one language, of each once."""

    def __init__(
        self, lang: str, words: Mapping[str, str], excerpts: Mapping[str, tuple[str, str]], notes: Mapping[str, str]
    ) -> None:
        self.lang, self.words, self.excerpts, self.notes = lang, words, excerpts, notes
        self.known: set[type[Model]] = set()
        self.listed: set[tuple[Any, ...]] = set()

    def told(self, model: type[Model], note: str = "") -> list[str]:
        """The fields of `model` with a note, and after them every part that stands in it and was not told of yet."""
        self.known.add(model)
        own = sorted((e for e in entries(model) if e.owner is model), key=lambda e: e.name != "kind" or not _kind(model))
        lines = ["", *self._table(own), *self._choices(own), *(["", note] if note else [])]
        for entry in own:
            for part in _parts_of(entry.form):
                lines += self._base(part)
                if part not in self.known:
                    lines += self._section(part, entry)
        return lines

    def _base(self, part: type[Model]) -> list[str]:
        """What all parts of a family share, before the first of them."""
        bases = {entry.owner for entry in entries(part)} - {part, *self.known}
        lines: list[str] = []
        for base in sorted(bases, key=name_of):
            lines += ["", _anchor(base), "", f"### {self.words[f'shared.{base.__name__}']}", "", self._lead(base)]
            lines += self.told(base)
        return lines

    def _section(self, part: type[Model], entry: Entry) -> list[str]:
        kind = _kind(part)
        if not kind:
            heading = f"#### {self.words['each' if entry.form.item else 'the'].format(name=f'`{entry.name}`')}"
            return ["", _anchor(part), "", heading, "", self._lead(part), *self.told(part)]
        heading = f"### {self.words[f'names.{kind}']} · `kind: {kind}`"
        lines = ["", _anchor(part), "", heading, "", self._lead(part), "", *fenced(self.excerpts[kind][0])]
        if self.lang != "zh" and self.excerpts[kind][1]:
            lines += ["", self.words["in_overlay"], "", *fenced(self.excerpts[kind][1])]
        return lines + self.told(part, self.notes.get(kind, ""))

    def _lead(self, model: type[Model]) -> str:
        return self.words[f"models.{name_of(model)}"] if self.lang == "zh" else " ".join((model.__doc__ or "").split())

    def _table(self, own: list[Entry]) -> list[str]:
        return [self.words["table"], "|---|---|---|---|", *(self._row(entry) for entry in own)]

    def _row(self, entry: Entry) -> str:
        cells = (f"`{entry.name}`", self._needed(entry), self._form(entry.form), self._text(entry))
        return f"| {' | '.join(cells)} |"

    def _text(self, entry: Entry) -> str:
        if entry.name == "kind" and _kind(entry.owner):
            return self.words["kind"]
        return self.words[f"fields.{entry.key}"] if self.lang == "zh" else entry.text

    def _needed(self, entry: Entry) -> str:
        default = entry.info.default
        if entry.info.is_required():
            return self.words["needed"]
        if default in (None, "", ()) or isinstance(default, tuple):
            return self.words["optional"]
        shown = f"{default:.2f}" if isinstance(default, float) else str(default)
        return self.words["default"].format(value=f"`{shown.lower()}`")

    def _form(self, form: Form) -> str:
        """What may be written, in words."""
        if form.kind == "choice":
            return self._of(form, "choice" if len(form.choices) == 1 else "choice_of")
        if form.kind == "part":
            return self.words["forms.part"].format(link=_link(form))
        if form.item is None:
            return self.words[f"forms.{form.kind}"] + self._bounds(form, "bounds")
        return self._items(form, form.item) + self._bounds(form, "counts")

    def _items(self, form: Form, item: Form) -> str:
        """What a list holds."""
        if item.kind == "choice":
            return self._of(item, "list_choice")
        kind = "variants" if form.kind == "variants" else "kinds" if len(item.models) > 1 else f"list_{item.kind}"
        return self.words[f"forms.{kind}"].format(link=_link(item))

    def _of(self, form: Form, key: str) -> str:
        if len(form.choices) > MANY:
            return self.words["forms.list_below" if key == "list_choice" else "forms.below"].format(link=_list_id(form))
        return self.words[f"forms.{key}"].format(choices=self.words["or"].join(f"`{c}`" for c in form.choices))

    def _bounds(self, form: Form, what: str) -> str:
        if form.least is None and form.most is None:
            return ""
        name = "least" if form.most is None else "most" if form.least is None else "range"
        return self.words[f"{what}.{name}"].format(least=form.least, most=form.most)

    def _choices(self, own: list[Entry]) -> list[str]:
        """The meaning of each choice of a field that has many, where they first come."""
        lines: list[str] = []
        for entry in own:
            form = entry.form.item or entry.form
            if len(form.choices) > MANY and form.choices not in self.listed:
                self.listed.add(form.choices)
                meaning = [f"`{choice}` {self._meaning(entry.name, str(choice))}" for choice in form.choices]
                told = f"`{entry.name}`{self.words['colon']}{self.words['and'].join(meaning)}{self.words['stop']}"
                lines += ["", f'<a id="{_list_id(form)}"></a>', "", told]
        return lines

    def _meaning(self, field: str, choice: str) -> str:
        keys = (f"choices.{field}.{choice}", f"choices.{field}s.{choice}", f"names.{choice}")
        return next(self.words[key] for key in keys if key in self.words)


def _kind(model: type[Model]) -> str:
    """The kind that a question or block says it is; empty for other parts."""
    field = model.model_fields.get("kind")
    choices: Any = next((e.form.choices for e in entries(model) if e.name == "kind"), ())
    return str(choices[0]) if field and len(choices) == 1 else ""


def _list_id(form: Form) -> str:
    return f"choices-{form.choices[0]}".lower()


def _parts_of(form: Form) -> tuple[type[Model], ...]:
    return form.models if form.item is None else _parts_of(form.item)


def _anchor(model: type[Model]) -> str:
    return f'<a id="{_id(model)}"></a>'


def _id(model: type[Model]) -> str:
    return name_of(model).lower().replace(".", "-").replace("_", "-")


def _link(form: Form) -> str:
    return f"#{_id(form.models[0])}" if form.models else ""

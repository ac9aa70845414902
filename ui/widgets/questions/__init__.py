"""One widget for each kind of question: how it is asked, what was given, how the answer is shown."""

from types import ModuleType

from ui.widgets.questions import (
    essay,
    fill_in,
    matching,
    multiple,
    ordering,
    rating,
    scale,
    single,
    sorting,
    true_false,
    worksheet,
)

MODULES: dict[str, ModuleType] = {
    "single": single,
    "multiple": multiple,
    "true_false": true_false,
    "matching": matching,
    "ordering": ordering,
    "sorting": sorting,
    "fill_in": fill_in,
    "scale": scale,
    "worksheet": worksheet,
    "rating": rating,
    "essay": essay,
}

WAIT_FOR_BUTTON = ("single", "multiple", "true_false", "scale")
"""Kinds with so little to lose that nothing is kept of them before the button is pressed."""

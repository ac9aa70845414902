"""How the blocks of a lesson are drawn: by kind, one function each."""

from collections.abc import Callable

from engine.content.blocks import BlockBase
from ui.widgets.blocks import cards, dataset, diagram, explore, reading
from ui.widgets.blocks.common import Scene

DRAWN: dict[str, Callable[..., None]] = {
    "text": reading.text,
    "callout": reading.callout,
    "example": reading.example,
    "figure": diagram.figure,
    "diagram": diagram.diagram,
    "flashcards": cards.flashcards,
    "reveal": cards.reveal,
    "table": reading.table,
    "dataset": dataset.dataset,
    "explore": explore.explore,
    "link": reading.link,
}


def draw(block: BlockBase, scene: Scene) -> None:
    """One block; what is opened in it is told to `scene.opened`."""
    DRAWN[block.kind](block, scene)  # type: ignore[attr-defined]

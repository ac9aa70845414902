"""What the blocks of lessons and cases share: where they are drawn, and the tag for words that are the course's own."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.content.blocks import BlockBase
from engine.services.cases import CaseView
from engine.services.lessons import LessonView
from ui import session
from ui.widgets.answered import gap
from ui.widgets.questions.common import Words


@dataclass(frozen=True, slots=True)
class Scene:
    """The lesson or case a block stands in, the words of its language, and what to call when a block was opened."""

    view: LessonView | CaseView
    t: Words
    opened: Callable[[str], None]

    def key(self, block: BlockBase, part: str = "") -> str:
        """A widget's key: of this attempt, this block, this part."""
        attempt = self.view.attempt.id if self.view.attempt else "preview"
        return f"{attempt}/{block.id}/{part}"

    def is_open(self, block: BlockBase) -> bool:
        """Whether the block was opened, also since the page was last read: a fragment runs without reading it anew."""
        return block.id in self.view.opened or bool(session.get(self.key(block, "opened")))

    def open(self, block: BlockBase) -> None:
        """Say that the block was opened; for callbacks. Said again, it changes nothing."""
        if not self.is_open(block):
            self.opened(block.id)
            session.put(self.key(block, "opened"), True)

    def tag(self, block: BlockBase) -> str:
        """The tag 课程补写 where the sources only name what the block tells."""
        elements = getattr(block, "elements", ())
        if not self.view.own_words.intersection(elements):
            return ""
        return gap(self.t)

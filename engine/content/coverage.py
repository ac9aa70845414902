"""Which source elements the course mentions, and which it lets one practise."""

from dataclasses import dataclass

from engine.content.course import Course
from engine.content.sources import Element


@dataclass(frozen=True, slots=True)
class Coverage:
    """Ids of elements mentioned and practised, of all `elements`; practised implies mentioned."""

    elements: tuple[Element, ...]
    mentioned: frozenset[str]
    practised: frozenset[str]

    def missing(self) -> list[Element]:
        """Elements not practised, those not even mentioned first."""
        open_ones = [e for e in self.elements if e.id not in self.practised]
        return sorted(open_ones, key=lambda e: (e.id in self.mentioned, e.source, e.id))


def coverage(course: Course) -> Coverage:
    """Coverage by every unit in use. A unit practises an element it names if it is of the element's interactive
    type, or if it declares itself a substitute.
    """
    elements = course.sources.elements if course.sources else ()
    form = {element.id: element.interactive for element in elements}
    mentioned: set[str] = set()
    practised: set[str] = set()
    blocks = [b for lesson in course.lessons["zh"].values() for page in lesson.pages for b in page.blocks]
    cases = course.cases["zh"].values()
    staged = [*cases, *(b for case in cases for stage in case.stages for b in stage.blocks)]
    banked = [q for q in course.questions["zh"].values() if not q.lesson]
    for unit in [*banked, *blocks, *staged, *course.roleplays["zh"].values()]:
        if not getattr(unit, "retired", False):
            mentioned |= unit.mentioned_elements()
            types = unit.interactive_types()
            practised |= {id for id in unit.elements if form.get(id) in types} | unit.practised_elements()
    known = set(form)
    return Coverage(elements, frozenset(mentioned & known), frozenset(practised & known))

"""The outline of the course: its modules in order, and routes through them."""

from typing import Self

from pydantic import Field, model_validator

from engine.content.base import Format, Id, Many, Model, Text, refuse, require_unique_ids


class Module(Model):
    """One module: lessons that belong together."""

    id: Id
    """Stable id; its lessons stand in the folder of this name."""
    title: Text
    """Its name."""
    summary: Text
    """What it is for, in a sentence."""
    lessons: Many[Id] = ()
    """Its lessons in order. A module without lessons is not shown to trainees."""
    quizzes: Many[Id] = ()
    """Quizzes that go with it; the course map has them below its lessons."""
    after: Many[Id] = ()
    """Modules worth doing first; advice, not a lock."""


class Leg(Model):
    """One part of a route."""

    id: Id
    """Short id, unique within the route."""
    title: Text
    """Its name."""
    modules: Many[Id] = ()
    """Whole modules."""
    lessons: Many[Id] = ()
    """Single lessons, after the modules."""


class Route(Model):
    """A way through the course."""

    id: Id
    """Stable id."""
    title: Text
    """Its name."""
    summary: Text
    """For whom it is, in a sentence."""
    legs: Many[Leg] = Field(min_length=1)
    """Its parts in order."""

    @model_validator(mode="after")
    def distinct_legs(self) -> Self:
        """Ids are unique."""
        require_unique_ids(self.legs, "legs")
        return self


class Outline(Model):
    """lessons/course.yaml: modules in order, and routes."""

    format: Format
    """Version of the file format: 1."""
    title: Text
    """The course's name."""
    modules: Many[Module] = Field(min_length=1)
    """All modules in order."""
    routes: Many[Route] = Field(min_length=1)
    """All routes; the first is the one a newcomer is on."""

    @model_validator(mode="after")
    def distinct(self) -> Self:
        """Ids are unique, each lesson has one home, and every module that is named exists."""
        require_unique_ids(self.modules, "modules")
        require_unique_ids(self.routes, "routes")
        known = [module.id for module in self.modules]
        home: dict[str, str] = {}
        for i, module in enumerate(self.modules):
            for k, lesson in enumerate(module.lessons):
                if lesson in home:
                    raise refuse("lesson_listed_twice", at=("modules", i, "lessons", k), name=lesson, module=home[lesson])
                home[lesson] = module.id
            for k, before in enumerate(module.after):
                if before not in known:
                    raise refuse("unknown_module", at=("modules", i, "after", k), name=before, known=known)
        for i, route in enumerate(self.routes):
            for k, leg in enumerate(route.legs):
                for n, name in enumerate(leg.modules):
                    if name not in known:
                        raise refuse("unknown_module", at=("routes", i, "legs", k, "modules", n), name=name, known=known)
        return self

    def lessons_of(self, leg: Leg) -> tuple[str, ...]:
        """Ids of a leg's lessons in order, each once."""
        whole = {module.id: module.lessons for module in self.modules}
        return tuple(dict.fromkeys([*(id for name in leg.modules for id in whole[name]), *leg.lessons]))

    def lessons(self) -> tuple[str, ...]:
        """Ids of all lessons in order of their modules."""
        return tuple(id for module in self.modules for id in module.lessons)


def extended(first: Outline, second: Outline) -> Outline:
    """The outlines of two content roots as one: what the second adds to a module or route of the first goes at its end."""
    modules = {module.id: module for module in first.modules}
    for module in second.modules:
        known = modules.get(module.id)
        more = {"lessons": known.lessons + module.lessons, "quizzes": known.quizzes + module.quizzes} if known else {}
        modules[module.id] = known.model_copy(update=more) if known else module
    routes = {route.id: route for route in first.routes}
    for route in second.routes:
        before = routes.get(route.id)
        routes[route.id] = before.model_copy(update={"legs": before.legs + route.legs}) if before else route
    return first.model_copy(update={"modules": tuple(modules.values()), "routes": tuple(routes.values())})

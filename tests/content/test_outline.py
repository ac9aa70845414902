"""An outline of a second content root adds to that of the first."""

from engine.content.outline import Outline, extended


def outline(modules, routes):
    legs = [{"id": "all", "title": "全部", "modules": [m["id"] for m in modules]}]
    head = {"format": 1, "title": "课程", "modules": modules}
    return Outline.model_validate({**head, "routes": [{**r, "legs": r.get("legs", legs)} for r in routes]})


def module(id, *lessons):
    return {"id": id, "title": id, "summary": id, "lessons": list(lessons)}


def route(id):
    return {"id": id, "title": id, "summary": id}


def test_lessons_of_a_module_both_have_come_after_those_of_the_first():
    """A company's own lesson stands at the end of the module it belongs to, and its own modules at the end of all."""
    both = extended(
        outline([module("m1", "a"), module("m2")], [route("full")]),
        outline([module("m1", "b"), module("own", "c")], [route("house")]),
    )
    assert [(m.id, m.lessons) for m in both.modules] == [("m1", ("a", "b")), ("m2", ()), ("own", ("c",))]
    assert both.lessons() == ("a", "b", "c")


def test_routes_are_added_and_extended():
    """A route of the same name gets the second root's parts behind its own; the first route stays the newcomer's."""
    legs = [{"id": "more", "title": "更多", "lessons": ["b"]}]
    second = outline([module("m1", "b")], [{**route("full"), "legs": legs}, route("house")])
    both = extended(outline([module("m1", "a")], [route("full")]), second)
    assert [(r.id, [leg.id for leg in r.legs]) for r in both.routes] == [("full", ["all", "more"]), ("house", ["all"])]

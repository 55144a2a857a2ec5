"""Classes whose methods attrs writes later are those that attrs would have made at first."""

from __future__ import annotations

import copy
import functools
import importlib
import inspect
import pickle
import pkgutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attrs
import pytest

import cptkit
from cptkit import lazy_attrs
from cptkit.values.claim import ClaimLine
from cptkit.values.code import Category, Code
from cptkit.values.heading import CodeRange
from cptkit.values.policy import PolicyRequirement
from cptkit.values.typed import typed
from looped import some

ADDED = {"__lazy_attrs__", "__attrs_types_resolved__", "__gt__", "__le__", "__ge__"}
"""What stands in a class besides: by the house, by whoever asks for types, by `functools.total_ordering`."""


def written_lazily() -> list[type]:
    """Give every class of the house that attrs writes later."""
    found: dict[type, None] = {}
    for module in some(pkgutil.walk_packages(cptkit.__path__, "cptkit.")):
        if module.name.rpartition(".")[2] == "__main__":
            continue
        try:
            there = importlib.import_module(module.name)
        except ModuleNotFoundError as missing:  # an extra that is not installed here, as Spark's
            assert not str(missing.name).startswith("cptkit")
            continue
        for held in vars(there).values():
            if isinstance(held, type) and "__lazy_attrs__" in vars(held):
                found[held] = None
    return list(found)


def by_attrs(kind: Any) -> type:
    """Let attrs make a class at once, as its module wrote it."""
    written: lazy_attrs.Written = kind.__lazy_attrs__
    body = {
        name: held.to_attrs() if isinstance(held, lazy_attrs.Said) else held
        for name, held in written.body.items()
    }
    made: type = attrs.frozen(**written.options)(type(kind)(kind.__name__, kind.__bases__, body))
    return made


def said_of(held: object) -> object:
    """Give what two things must have in common that attrs wrote apart."""
    if inspect.isfunction(held):
        code = held.__code__
        return code.co_code, code.co_consts, code.co_names, code.co_varnames, held.__qualname__
    if not isinstance(held, tuple):
        return type(held)
    return [
        each.evolve(converter=None, type=None) if isinstance(each, attrs.Attribute) else each
        for each in held
    ]


def test_attrs_would_have_made_the_same() -> None:
    """Each class has what attrs gives, no more and no less: its fields, and methods of the same code."""
    kinds = written_lazily()
    assert len(kinds) > 100
    for kind in some(kinds):
        for name in vars(kind)["__lazy_attrs__"].promised():
            getattr(kind, name, None)
        ours, theirs = vars(kind), vars(by_attrs(kind))
        assert ours.keys() - theirs.keys() <= ADDED, kind
        assert [(name, said_of(ours[name])) for name in theirs] == [
            (name, said_of(held)) for name, held in theirs.items()
        ], kind


def promises(kind: type) -> set[str]:
    """Name what attrs has not written yet of a class."""
    return {name for name, held in vars(kind).items() if type(held).__name__ == "_Promise"}


def test_methods_are_written_when_they_are_asked() -> None:
    """A class that nobody asks is not written; its first value lets attrs write what makes values, and no more."""

    @lazy_attrs.frozen
    class Size:
        width: int
        height: int = 0

    promised = promises(Size)
    assert {"__init__", "__eq__", "__hash__", "__repr__", "__setattr__"} <= promised
    one = Size(2)
    assert promises(Size) == promised
    assert [Size(width).width for width in range(lazy_attrs.MOST_FILLED)] == [
        *range(lazy_attrs.MOST_FILLED)
    ]
    assert promised - promises(Size) == {"__init__", "__attrs_attrs__", "__match_args__"}
    assert (one, hash(one), repr(one)) == (
        Size(2, 0),
        hash(Size(2)),
        f"{Size.__qualname__}(width=2, height=0)".rpartition(".")[2],
    )
    assert promises(Size) == set()


def test_values_stay_frozen() -> None:
    """A value refuses to be changed, also where that is the first thing asked of its class."""

    @lazy_attrs.frozen
    class Size:
        width: int

    one = Size(2)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.width = 3  # type: ignore[misc]  # it is refused
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del one.width


def test_a_name_that_attrs_does_not_give_is_missing() -> None:
    """Which names attrs gives hangs on its release and Python's: one that it does not write is no attribute of the class."""

    @lazy_attrs.frozen
    class Size:
        width: int

    gives_it = sys.version_info >= (3, 13)
    assert hasattr(Size, "__replace__") is gives_it
    assert ("__replace__" in vars(Size)) is gives_it


def test_fields_of_bases_come_first() -> None:
    """A class that extends another has the fields of both, each as one slot, and is made by one call."""

    @lazy_attrs.frozen
    class Size:
        width: int
        unit: str = "mm"

    @lazy_attrs.frozen
    class Box(Size):
        depth: int = 0

    assert lazy_attrs.fields_written(Box) == ("width", "unit", "depth")
    assert vars(Box)["__slots__"] == ("depth",)
    assert [each.name for each in attrs.fields(Box)] == ["width", "unit", "depth"]
    assert Box(2, "cm", 3) == Box(2, "cm", 3) != Box(2, "cm")


def test_checks_of_a_class_are_kept() -> None:
    """What a class checks of a field beside its given validator is asked too; a field tells its default without attrs."""
    field = vars(PolicyRequirement)["__lazy_attrs__"].body["outcome"]
    assert len(field.checks) == 1
    assert field.default().name == "FAIL"
    assert lazy_attrs.Said(factory=list).default() == []
    with pytest.raises(KeyError):
        lazy_attrs.Said().default()
    with pytest.raises(cptkit.DataError, match="FAIL or WARN"):
        PolicyRequirement("id", cptkit.CodeSelection(), "text", outcome=cptkit.Outcome.PASS)


def test_values_are_copied_and_packed() -> None:
    """A value whose class nobody asked anything of but to make it is copied, packed and written anew as any other."""
    code = Code("71260", Category.I)
    assert copy.deepcopy(code) == pickle.loads(pickle.dumps(code)) == code
    assert attrs.evolve(code, note="n").note == "n"
    match CodeRange("71250", "71275"):
        case CodeRange(first, last):
            assert (first, last) == ("71250", "71275")
    assert list(inspect.signature(ClaimLine).parameters)[:3] == [
        "code",
        "modifiers",
        "date_of_service",
    ]


def test_threads_that_ask_first_at_once() -> None:
    """Threads that make the first values of a class at once all get theirs."""

    @lazy_attrs.frozen
    class Size:
        width: int

    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(Size, range(200)))
    assert made == [Size(width) for width in range(200)]


def _made_by(frozen: Any, field: Any) -> type:
    """Write one class with everything that a field may say, made by whoever is given."""

    def positive(_value: object, attribute: Any, held: int) -> None:
        if held < 0:
            raise ValueError(attribute.name)

    @frozen
    class Size:
        width: int = field(converter=int, validator=positive)
        _unit: str = "mm"
        marks: list[str] = field(factory=list)
        depth: Any = field(default=0, kw_only=True)
        area: int = field(init=False)
        left: int = field(init=False, default=7)
        unset: int = field(init=False)

        @depth.validator  # type: ignore[untyped-decorator]  # of whoever made the field
        def _even(self, attribute: Any, held: int) -> None:
            if held % 2:
                raise ValueError(attribute.name)

        def __attrs_post_init__(self) -> None:
            object.__setattr__(self, "area", self.width * self.depth)

    made: type = Size
    return made


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ((), {}),
        ((), {"width": "2"}),
        (("2", "cm", ["a"]), {"depth": 4}),
        ((2,), {"unit": "cm", "marks": ["b"]}),
        ((2,), {"_unit": "cm"}),
        ((2,), {"width": 2}),
        ((2, "cm", [], 4), {}),
        ((2,), {"area": 3}),
        ((2,), {"height": 3}),
        ((-2,), {}),
        ((2,), {"depth": 3}),
        (("two",), {}),
    ],
)
def test_first_values_are_made_as_attrs_makes_them(
    given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    """The first values of a class read, check and refuse what those do that attrs makes, in the same words."""

    def told(kind: Any) -> object:
        try:
            made = kind(*given, **named)
        except (TypeError, ValueError) as error:
            return type(error), str(error)
        return [
            getattr(made, name, "unset")
            for name in ("width", "_unit", "marks", "depth", "area", "left", "unset")
        ]

    assert told(_made_by(lazy_attrs.frozen, lazy_attrs.field)) == told(
        _made_by(attrs.frozen, attrs.field)
    )


def test_a_field_may_have_any_name() -> None:
    """What makes first values has no argument that a field's name could stand for: `PriceStep.value` was refused at first."""

    @lazy_attrs.frozen
    class Step:
        value: int = 0
        owner: str = ""
        given: tuple[int, ...] = ()
        named: str = ""
        instance: str = ""
        fields: str = ""

    names = {each: each for each in ("owner", "named", "instance", "fields")}
    made = Step(value=1, given=(1,), **names)
    assert (made.value, made.given) == (1, (1,))
    assert {each: getattr(made, each) for each in names} == names


def test_first_values_read_their_fields_by_their_types() -> None:
    """A class that asks for its fields to be read by their types reads those of its first values too."""

    @lazy_attrs.frozen(field_transformer=typed)
    class Span:
        first: str
        many: tuple[str, ...] = ()

    assert Span("71250", ["26"]).many == ("26",)  # type: ignore[arg-type]  # it is read
    with pytest.raises(cptkit.DataError, match="first must be a str"):
        Span(71250)  # type: ignore[arg-type]


def test_values_that_differ_are_made_anew() -> None:
    """A value with other fields is read as a new one, whoever wrote its class; fields that nobody gives are made again."""

    @attrs.frozen
    class Plain:
        width: int

    size = _made_by(lazy_attrs.frozen, lazy_attrs.field)(2, depth=4)
    other = lazy_attrs.evolve_lazily(size, width="3", unit="cm")
    assert (other.width, other._unit, other.area, other.depth) == (3, "cm", 12, 4)
    assert lazy_attrs.evolve_lazily(Plain(2), width=3) == Plain(3)


def test_no_method_knows_its_class_by_itself() -> None:
    """No method of such a class names it by ``super()`` without arguments: the class is made anew, and that would be lost."""
    named = [
        (kind, name)
        for kind in some(written_lazily())
        for name, held in vars(kind)["__lazy_attrs__"].body.items()
        if inspect.isfunction(held) and "__class__" in held.__code__.co_freevars
    ]
    assert named == []


def test_no_class_of_slots_keeps_answers_beside_its_fields() -> None:
    """A property that is worked out once needs a place that such a class has not: what is kept is a field."""
    kept = [
        (kind, name)
        for kind in some(written_lazily())
        for name, held in vars(kind).items()
        if isinstance(held, functools.cached_property)
    ]
    assert kept == []


def test_attrs_is_loaded_when_it_is_asked() -> None:
    """Loading the classes loads no attrs; telling their fields does."""
    script = (
        "import sys, cptkit, cptkit.values.table as table\n"
        "assert cptkit.get('71260').imaging.regions\n"
        "assert str(table.Source('CMS')) == 'CMS'\n"
        "assert not {'attr', 'attrs'} & set(sys.modules)\n"
        "from cptkit import lazy_attrs\n"
        "assert lazy_attrs.fields(table.Mue)[0].name == 'code'\n"
        "assert 'attrs' in sys.modules\n"
        "assert not hasattr(lazy_attrs, '__wrapped__')\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603

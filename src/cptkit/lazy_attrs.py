"""attrs for the modules that a first answer loads: attrs writes a class's methods when one of them is first asked for.

``from cptkit import lazy_attrs as attrs`` stands for ``import attrs``, and a class is written as ever. Loading attrs takes a
hundred million instructions, and writing the methods of one class some millions, while a question makes values of a few of
the classes whose modules it loads. A class has its slots from the start; what attrs would put into it is a promise there,
which attrs keeps when it is looked up. The first values of a class are filled field by field, by what the class says of
its fields; when there are more, attrs writes what makes them. `cptkit.values.trusted` makes values without any of it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = [
    "NOTHING",
    "Attribute",
    "asdict",
    "evolve",
    "exceptions",
    "field",
    "fields",
    "fields_written",
    "frozen",
    "has",
    "lazily_frozen",
    "resolve_types",
]

C = TypeVar("C", bound=type)
V = TypeVar("V")

_EARLY = frozenset({"__attrs_attrs__", "__init__", "__match_args__"})
"""What makes values and tells of their fields: it is written without what compares and shows them."""
_LATE = frozenset(
    ["__attrs_props__", "__delattr__", "__getstate__", "__replace__", "__setattr__", "__setstate__"]
)

MOST_FILLED = 200
"""So many values of a class are filled field by field; for one more, the method pays that attrs writes."""


class Said:
    """What a class says of a field, for attrs to read when it is asked.

    Attributes:
        said: The arguments of `attrs.field`.
        checks: What the class checks of its values by methods of its own.
    """

    __slots__ = ("checks", "said")

    def __init__(self, **said: Any) -> None:
        self.said: Mapping[str, Any] = said
        self.checks: list[Callable[..., None]] = []

    def validator(self, check: Callable[..., None]) -> Callable[..., None]:
        """Take a method that checks the field's values, as `attrs.field` does."""
        self.checks.append(check)
        return check

    def to_attrs(self) -> Any:
        """Say the same to attrs."""
        import attrs  # noqa: PLC0415 - only who needs what attrs writes loads it

        told: Any = attrs.field(**self.said)
        for check in self.checks:
            told.validator(check)
        return told

    @property
    def has_default(self) -> bool:
        """Whether the field may be left out."""
        return not self.said.keys().isdisjoint(("default", "factory"))

    def default(self) -> Any:
        """Give what the field holds where nothing is given.

        Raises:
            KeyError: It must be given.
        """
        made = self.said.get("factory")
        return self.said["default"] if made is None else made()


class Field:
    """A field of a class, as far as the first values need it; what `attrs.Attribute` calls by the same names.

    Attributes:
        name: Its name.
        type: Its type, as the annotation writes it.
        said: What the class says of it.
        converter: What reads a value; None where it is taken as it is.
        validator: What checks a value; None where nothing does.
    """

    __slots__ = ("converter", "name", "said", "type", "validator")

    def __init__(self, name: str, kind: str, said: Said) -> None:
        self.name: str = name
        self.type: str = kind
        self.said: Said = said
        self.converter: Callable[[Any], Any] | None = said.said.get("converter")
        self.validator: Callable[..., None] | None = said.said.get("validator")

    def evolve(self, converter: Callable[[Any], Any]) -> Field:
        """Give the field with another converter."""
        changed = Field(self.name, self.type, self.said)
        changed.converter = converter
        return changed

    def check(self, value: object, held: object) -> None:
        """Check what a value holds here."""
        for each in (self.validator, *self.said.checks):
            if each is not None:
                each(value, self, held)


class Written:
    """A class as its module wrote it, before anything was made of it.

    Attributes:
        body: What stands in it, with the defaults of its fields.
        options: What its decorator was given.
        names: All its fields, those of its bases first.
    """

    __slots__ = ("_asked", "_fields", "body", "names", "options")

    def __init__(
        self, body: Mapping[str, Any], options: Mapping[str, Any], names: tuple[str, ...]
    ) -> None:
        self.body: Mapping[str, Any] = body
        self.options: Mapping[str, Any] = options
        self.names: tuple[str, ...] = names
        self._asked = 0
        self._fields: tuple[Field, ...] = ()

    def promised(self) -> frozenset[str]:
        """Name what attrs puts into such a class."""
        own, options = self.body.keys(), self.options
        names = (_EARLY | _LATE) - own
        if options.get("repr", "__repr__" not in own):
            names |= {"__repr__"}
        if options.get("eq", not own & {"__eq__", "__ne__"}):
            names |= {"__eq__", "__ne__"}
            names |= {"__hash__"} - own
        return names

    def said_of(self, name: str) -> Said:
        """Give what the class says of a field; of one that only has a default, that."""
        if name not in self.body:
            return Said()
        held = self.body[name]
        return held if isinstance(held, Said) else Said(default=held)

    def keep(self, owner: type, name: str) -> None:
        """Let attrs write what was promised of a class, and what comes with it; what it does not write is no more promised.

        Threads that ask first at once write the same twice.
        """
        early = name in _EARLY
        made = self._by_attrs(owner, {"eq": False, "repr": False} if early else {})
        for each in _EARLY if early else self.promised():
            if isinstance(owner.__dict__.get(each), _Promise):
                if each in made.__dict__:
                    setattr(owner, each, made.__dict__[each])
                else:
                    with suppress(AttributeError):  # another thread has just taken it away
                        delattr(owner, each)

    def _by_attrs(self, owner: type, other: Mapping[str, Any]) -> type:
        """Let attrs make the class as it would have made it at first."""
        import attrs  # noqa: PLC0415 - only who needs what attrs writes loads it

        body = {
            name: held.to_attrs() if isinstance(held, Said) else held
            for name, held in self.body.items()
        }
        twin = type(owner)(owner.__name__, owner.__bases__, body)
        made: type = attrs.frozen(**{**self.options, **other})(twin)
        return made

    def fill(self, owner: type, value: Any, /, *given: Any, **named: Any) -> None:
        """Fill one of the first values of a class as the method does that attrs writes for the others.

        Arguments that do not fit are left to that method, which tells what is wrong.
        """
        self._asked += 1
        fields = self._fields = self._fields or self._laid_out(owner)
        known = _bound(fields, given, named) if self._asked <= MOST_FILLED else None
        if known is None:
            self.keep(owner, "__init__")
            owner.__init__(value, *given, **named)  # type: ignore[misc]  # the one just written
            return
        for each in fields:
            if each.name in known or each.said.has_default:
                held = known[each.name] if each.name in known else each.said.default()
                read = held if each.converter is None else each.converter(held)
                object.__setattr__(value, each.name, read)
        for each in fields:
            if each.validator is not None or each.said.checks:
                each.check(value, getattr(value, each.name))
        if hasattr(owner, "__attrs_post_init__"):
            value.__attrs_post_init__()

    def _laid_out(self, owner: type) -> tuple[Field, ...]:
        """Lay out the fields as `attrs.fields` does, read by their types where the class asks for that."""
        kinds: dict[str, str] = {}
        said: dict[str, Said] = {}
        for base in reversed(owner.__mro__):
            written: Written | None = vars(base).get("__lazy_attrs__")
            if written is not None:
                for name in base.__annotations__.keys() & set(written.names):
                    kinds[name], said[name] = base.__annotations__[name], written.said_of(name)
        fields = [Field(name, kinds[name], said[name]) for name in self.names]
        transformer = self.options.get("field_transformer")
        return tuple(fields if transformer is None else transformer(owner, fields))


def _bound(
    fields: tuple[Field, ...], given: tuple[Any, ...], named: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Give the arguments by their fields; None where they do not fit."""
    taken = [each for each in fields if each.said.said.get("init", True)]
    in_order = [each.name for each in taken if not each.said.said.get("kw_only", False)]
    by_argument = {each.name.lstrip("_"): each for each in taken}
    known = dict(zip(in_order, given, strict=False))
    if len(given) > len(in_order) or not by_argument.keys() >= named.keys():
        return None
    by_name = {by_argument[name].name: held for name, held in named.items()}
    missing = any(
        each.name not in known and each.name not in by_name and not each.said.has_default
        for each in taken
    )
    return None if missing or not known.keys().isdisjoint(by_name) else known | by_name


class _Promise:
    """What attrs puts into a class, until somebody looks it up."""

    __slots__ = ("name", "owner", "written")

    def __init__(self, written: Written) -> None:
        self.written = written

    def __set_name__(self, owner: type, name: str) -> None:
        self.owner, self.name = owner, name

    def __get__(self, instance: object, _: type | None = None) -> Any:
        if self.name == "__init__" and instance is not None:
            return functools.partial(self.written.fill, self.owner, instance)
        self.written.keep(self.owner, self.name)
        return getattr(self.owner if instance is None else instance, self.name)


def lazily_frozen(written: C | None = None, **options: Any) -> C | Callable[[C], C]:
    """Make a class as `attrs.frozen` does, with the same arguments; attrs writes its methods later.

    Args:
        written: The class as its module wrote it; None for a decorator with options.
        **options: Those of `attrs.frozen`, without ``slots``, ``these``, and ``cache_hash``.

    Returns:
        The class with slots, or what makes it.

    Example:
        >>> @lazily_frozen
        ... class Pair:
        ...     one: str
        ...     two: str = ""
        >>> "__init__" in vars(Pair), Pair("71250").two, Pair("71250") == Pair("71250", "")
        (True, '', True)
    """
    if written is None:
        return lambda given: _lazy(given, options)
    return _lazy(written, options)


def _lazy(given: C, options: Mapping[str, Any]) -> C:
    body = {
        name: held for name, held in vars(given).items() if name not in {"__dict__", "__weakref__"}
    }
    body["__qualname__"] = given.__qualname__
    bases = given.__mro__[1:-1]
    inherited = tuple(
        dict.fromkeys(name for base in reversed(bases) for name in fields_written(base))
    )
    own = tuple(
        name for name, kind in given.__annotations__.items() if not kind.startswith("ClassVar")
    )
    slots = tuple(name for name in own if name not in inherited)
    if not any("__weakref__" in vars(base) for base in bases):
        slots += ("__weakref__",)
    written = Written(body, options, tuple(dict.fromkeys((*inherited, *own))))
    namespace = {name: held for name, held in body.items() if name not in own}
    namespace |= {name: _Promise(written) for name in written.promised()}
    namespace |= {"__slots__": slots, "__lazy_attrs__": written}
    return type(given)(given.__name__, given.__bases__, namespace)


def evolve_lazily(value: V, **changed: Any) -> V:
    """Make a value that differs in some fields as `attrs.evolve` does, which only knows classes that attrs has written."""
    written: Written | None = vars(type(value)).get("__lazy_attrs__")
    if written is None:
        import attrs  # noqa: PLC0415 - it is a class of attrs

        return attrs.evolve(value, **changed)  # type: ignore[misc]  # so is its value
    for name in written.names:
        argument = name.lstrip("_")
        if argument not in changed and written.said_of(name).said.get("init", True):
            changed[argument] = getattr(value, name)
    return type(value)(**changed)


def fields_written(kind: type) -> tuple[str, ...]:
    """Name the fields of a class that this module made, in their order, without asking attrs; () of any other.

    Example:
        >>> from cptkit.values.heading import CodeRange
        >>> fields_written(CodeRange), fields_written(int)
        (('first', 'last'), ())
    """
    written: Written | None = vars(kind).get("__lazy_attrs__")
    return () if written is None else written.names


if TYPE_CHECKING:
    from attrs import (
        NOTHING,
        Attribute,
        asdict,
        evolve,
        exceptions,
        field,
        fields,
        frozen,
        has,
        resolve_types,
    )
else:
    evolve, field, frozen = evolve_lazily, Said, lazily_frozen

    def __getattr__(name: str) -> Any:
        """Give what is attrs' own, from then on without asking here."""
        if name.startswith("__"):  # imports ask for some
            raise AttributeError(name)
        import attrs  # noqa: PLC0415 - only who asks loads it

        globals()[name] = value = getattr(attrs, name)
        return value

"""attrs for the modules that a first answer loads: attrs writes a class's methods when one of them is first asked for.

``from cptkit import lazy_attrs as attrs`` stands for ``import attrs``, and a class is written as ever. Loading attrs takes a
hundred million instructions, and writing the methods of one class some millions, while a question makes values of a few of
the classes whose modules it loads. A class has its slots from the start; what attrs would put into it is a promise there,
which attrs keeps when it is looked up. `cptkit.values.trusted` makes values without any of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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

_EARLY = frozenset({"__attrs_attrs__", "__init__", "__match_args__"})
"""What makes values and tells of their fields: it is written without what compares and shows them."""
_LATE = frozenset(
    ["__attrs_props__", "__delattr__", "__getstate__", "__replace__", "__setattr__", "__setstate__"]
)


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


class Written:
    """A class as its module wrote it, before anything was made of it.

    Attributes:
        body: What stands in it, with the defaults of its fields.
        options: What its decorator was given.
        names: All its fields, those of its bases first.
    """

    __slots__ = ("body", "names", "options")

    def __init__(
        self, body: Mapping[str, Any], options: Mapping[str, Any], names: tuple[str, ...]
    ) -> None:
        self.body: Mapping[str, Any] = body
        self.options: Mapping[str, Any] = options
        self.names: tuple[str, ...] = names

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


class _Promise:
    """What attrs puts into a class, until somebody looks it up."""

    __slots__ = ("name", "owner", "written")

    def __init__(self, written: Written) -> None:
        self.written = written

    def __set_name__(self, owner: type, name: str) -> None:
        self.owner, self.name = owner, name

    def __get__(self, instance: object, _: type | None = None) -> Any:
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
    field, frozen = Said, lazily_frozen

    def __getattr__(name: str) -> Any:
        """Give what is attrs' own, from then on without asking here."""
        import attrs  # noqa: PLC0415 - only who asks loads it

        if name.startswith("__"):
            raise AttributeError(name)
        globals()[name] = value = getattr(attrs, name)
        return value

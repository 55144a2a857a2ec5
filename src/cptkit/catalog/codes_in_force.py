"""The codes in force on a day as a mapping: all of them in one walk, and one that is not there without an error made."""

from __future__ import annotations

import datetime as dt
from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from typing import Any, TypeVar, overload

from cptkit.catalog.nearest import unknown
from cptkit.values.code import Code
from cptkit.values.days import holds

Default = TypeVar("Default")


class CodesInForce(Mapping[str, Code]):
    """What an edition is as a mapping of code to `Code`: in code order, the codes of a caller's house last."""

    __slots__ = ()
    catalog: Any
    on: dt.date

    def codes(self) -> Iterator[Code]:
        """Give each code in force in its meaning of the day."""
        for each in self.catalog.codes.all_codes():
            if holds(each, self.on):
                yield each
        for house in self.catalog.house_codes:
            yield from self.catalog.versions(house.code)

    def _meaning(self, code: object) -> Code | None:
        return next((each for each in self.catalog.versions(code) if holds(each, self.on)), None)

    def __getitem__(self, code: object) -> Code:
        found = self._meaning(code)
        if found is None:
            raise unknown(code, self.on, self.catalog.versions)
        return found

    def __contains__(self, code: object) -> bool:
        return self._meaning(code) is not None

    @overload
    def get(self, key: object, /) -> Code | None: ...

    @overload
    def get(self, key: object, /, default: Default) -> Code | Default: ...

    def get(self, key: object, /, default: object = None) -> object:
        """Give a code in force; the default where it is not."""
        found = self._meaning(key)
        return default if found is None else found

    def __iter__(self) -> Iterator[str]:
        return (each.code for each in self.codes())

    def __len__(self) -> int:
        return sum(1 for _ in self.codes())

    def items(self) -> ItemsView[str, Code]:
        """Give each code with its meaning, found in one walk."""
        return _Items(self)

    def values(self) -> ValuesView[Code]:
        """Give each meaning, found in one walk."""
        return _Values(self)


class _Items(ItemsView[str, Code]):
    _mapping: CodesInForce

    def __iter__(self) -> Iterator[tuple[str, Code]]:
        return ((each.code, each) for each in self._mapping.codes())


class _Values(ValuesView[Code]):
    _mapping: CodesInForce

    def __iter__(self) -> Iterator[Code]:
        return self._mapping.codes()

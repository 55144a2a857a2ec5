"""The closed fields of CMS's files."""

from __future__ import annotations

import pickle

import pytest

from cptkit import indicators
from cptkit.indicators import Indicator, PcTc, Setting, Status, Supervision
from looped import some

KINDS = sorted(Indicator.__subclasses__(), key=lambda kind: kind.__name__)


def test_a_value_is_the_character_that_cms_prints() -> None:
    """The printed character finds its member, leading zeros included."""
    assert PcTc("1") is PcTc.DIAGNOSTIC_TEST
    assert Supervision("09") is Supervision.NOT_APPLICABLE
    assert Status("A").value == "A"


def test_a_number_without_its_zero_is_no_supervision_level() -> None:
    """What a spreadsheet has shortened is not guessed."""
    with pytest.raises(ValueError, match="9"):
        Supervision("9")


@pytest.mark.parametrize("kind", KINDS)
def test_every_member_says_in_words_what_it_means(kind: type[Indicator]) -> None:
    """No two members of a field mean the same, and none is without a meaning."""
    meanings = [member.meaning for member in kind]
    assert all(some(meanings))
    assert len(set(meanings)) == len(meanings)


@pytest.mark.parametrize("kind", KINDS)
def test_members_pickle_as_themselves(kind: type[Indicator]) -> None:
    """A member that travels between processes stays the same object."""
    assert [pickle.loads(pickle.dumps(member)) for member in kind] == list(kind)


def test_a_setting_is_no_place_of_service() -> None:
    """There are three claim forms."""
    assert [setting.name for setting in Setting] == ["PROFESSIONAL", "OUTPATIENT_HOSPITAL", "ASC"]
    assert not hasattr(indicators, "PlaceOfService")

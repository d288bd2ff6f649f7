"""The named rules about who can be a child: nobody born more than 25 years ago."""

from dateutil.relativedelta import relativedelta

from tests.factories import people
from tests.factories.partners import ToldPersonFactory
from tests.law.rule import TODAY, Rule

TOO_LONG_AGO = TODAY - relativedelta(years=25, days=3)

RULES = {
    "person_child_born_of_late": Rule(people.ChildFactory, {"birth_date": TOO_LONG_AGO}),
    "told_child_born_of_late": Rule(ToldPersonFactory, {"birth_date": TOO_LONG_AGO, "birth_date_known": "exact"}),
}

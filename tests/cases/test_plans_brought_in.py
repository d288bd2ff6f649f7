"""Plans of the former system: one open at a time, as for any child (census 4004, 8935)."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories.cases import PlanFactory
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db


def test_a_second_open_plan_of_a_child_is_not_brought_in(acting):
    with bringing_in():
        plan = PlanFactory(legacy_key="one")
        with pytest.raises(IntegrityError, match="plan_one_a_child"), transaction.atomic():
            PlanFactory(legacy_key="two", referral=plan.referral)

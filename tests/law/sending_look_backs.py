"""Acts of look-backs as a page sends them."""

from audits.models import LookBack
from tests.factories import workers
from tests.factories.look_backs import LookBackItemFactory
from tests.law.sending import Act, of


def hand_on() -> Act:
    item = LookBackItemFactory()
    return Act(
        by=workers.senior_leader(),
        page=of("look_back_hand_on", item.look_back_id),
        answers={"worker": workers.auditor().pk},
        rows=LookBack.objects.filter(handed_at__isnull=False),
    )


ACTS = {"hand_on_look_back": hand_on}

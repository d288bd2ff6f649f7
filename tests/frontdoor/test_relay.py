"""The relay says that it works: by a file that is touched only while it reaches the database and the queue."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError
from kombu.exceptions import OperationalError as BrokerUnreachable

from frontdoor.core import outbox
from frontdoor.management.commands import relay_outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def pulse(tmp_path: Path) -> Path:
    return tmp_path / "pulse"


def test_a_round_that_handed_on_all_that_waited_is_a_beat(pulse):
    outbox.put(topic="nothing", key="one")
    sent = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(relay_outbox.deliver, "apply_async", lambda ids, **_: sent.append(ids))
        call_command("relay_outbox", once=True, pulse=pulse)
    assert len(sent) == 1
    assert pulse.exists()


@pytest.mark.parametrize("trouble", [BrokerUnreachable("away"), OperationalError("away")])
def test_a_relay_that_reaches_one_of_its_ends_only_does_not_beat(monkeypatch, pulse, trouble):
    def fail(_send):
        raise trouble

    command = relay_outbox.Command()
    monkeypatch.setattr(relay_outbox, "dispatch", fail)
    monkeypatch.setattr(relay_outbox.connection, "close", lambda: None)
    monkeypatch.setattr(relay_outbox.time, "sleep", lambda _seconds: command._stop())
    call_command(command, pulse=pulse)
    assert not pulse.exists()


def test_without_a_file_it_relays_all_the_same(pulse):
    call_command("relay_outbox", once=True)
    assert not pulse.exists()

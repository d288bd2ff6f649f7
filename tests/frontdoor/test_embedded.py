"""The one-command default: what it keeps, what it refuses, and that nothing outlives it."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from frontdoor.embedded import kept
from frontdoor.embedded.kept import Refusal
from frontdoor.embedded.postgres import Postgres
from frontdoor.embedded.service import Service
from frontdoor.embedded.supervisor import GivingUp, Restarts, Supervisor
from frontdoor.embedded.valkey import Valkey

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
ROOT = Path(__file__).resolve().parents[2]


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def sleeper(folder: Path, **more) -> Service:
    return Service("sleeper", SLEEPER, folder / "log", dict(os.environ), **more)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(happened, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


class TestKept:
    def test_what_was_written_is_read_again(self, tmp_path):
        kept.write(tmp_path / "env", {"SECRET_KEY": "a=b", "REDIS_URL": "redis://x"})
        assert kept.read(tmp_path / "env") == {"SECRET_KEY": "a=b", "REDIS_URL": "redis://x"}

    def test_only_this_user_may_read_secrets(self, tmp_path):
        (tmp_path / "env").touch(0o644)
        kept.write(tmp_path / "env", {"SECRET_KEY": "x"})
        assert stat.S_IMODE((tmp_path / "env").stat().st_mode) == 0o600

    def test_a_port_is_kept_while_it_is_free(self):
        port = kept.choose_port(None)
        assert kept.choose_port(f"redis://127.0.0.1:{port}/0") == port

    def test_a_taken_port_is_given_up(self):
        with socket.socket() as other:
            other.bind((kept.LOOPBACK, 0))
            other.listen()
            port = other.getsockname()[1]
            assert not kept.is_free(port)
            assert kept.choose_port(f"redis://127.0.0.1:{port}/0") != port

    def test_two_services_never_get_one_port(self):
        port = kept.choose_port(None)
        assert kept.choose_port(f"redis://127.0.0.1:{port}/0", taken=frozenset({port})) != port

    def test_a_second_run_in_one_folder_is_refused_by_name(self, tmp_path):
        descriptor = kept.lock(tmp_path / "lock")
        with pytest.raises(Refusal, match=f"Another run uses {tmp_path} \\(process {os.getpid()}\\)"):
            kept.lock(tmp_path / "lock")
        os.close(descriptor)
        os.close(kept.lock(tmp_path / "lock"))

    def test_the_lock_stays_until_the_last_child_is_gone(self, tmp_path):
        descriptor = kept.lock(tmp_path / "lock")
        child = sleeper(tmp_path, inherited=(descriptor,))
        child.start()
        os.close(descriptor)
        with pytest.raises(Refusal):
            kept.lock(tmp_path / "lock", patience=0.2)
        child.stop()
        os.close(kept.lock(tmp_path / "lock", patience=0.2))


class TestPostgres:
    def test_a_cluster_without_its_passwords_is_refused(self, tmp_path):
        (tmp_path / "data").mkdir()
        with pytest.raises(Refusal, match="its passwords are not: put var/env back"):
            Postgres(tmp_path, 1, {})

    def test_a_cluster_of_another_version_is_refused(self, tmp_path):
        postgres = Postgres(tmp_path, 1, {})
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "PG_VERSION").write_text("17\n")
        with pytest.raises(Refusal, match=r"made by PostgreSQL 17 and this is 18: dump it with the old version"):
            postgres.create()

    def test_three_roles_with_three_passwords(self, tmp_path):
        urls = Postgres(tmp_path, 5555, {}).urls()
        assert set(urls) == {"DATABASE_SUPERUSER_URL", "DATABASE_OWNER_URL", "DATABASE_URL"}
        assert len({url.split(":")[2] for url in urls.values()}) == 3

    def test_passwords_of_a_former_run_stay(self, tmp_path):
        urls = Postgres(tmp_path, 5555, {}).urls()
        assert Postgres(tmp_path, 5555, urls).urls() == urls

    def test_only_tests_are_careless_with_the_disk(self, tmp_path):
        careful = Postgres(tmp_path, 5555, {}).service(tmp_path / "log").command
        careless = Postgres(tmp_path, 5555, {}, careless=True).service(tmp_path / "log").command
        assert "fsync=off" not in careful
        assert "fsync=off" in careless


class TestValkey:
    def test_its_password_is_in_no_command_line(self, tmp_path):
        valkey = Valkey(tmp_path / "valkey", 5556, None)
        service = valkey.service(tmp_path / "log")
        assert valkey.password not in " ".join(service.command)
        assert valkey.password in Path(service.command[1]).read_text()
        assert stat.S_IMODE(Path(service.command[1]).stat().st_mode) == 0o600


class TestRestarts:
    def test_at_once_and_then_with_patience(self):
        clock = Clock()
        restarts = Restarts(clock)
        delays = []
        for _ in range(5):
            restarts.note_death()
            delays.append(restarts.next_start - clock.now)
            clock.now = restarts.next_start
            assert restarts.is_due()
        assert delays == [0, 1, 2, 4, 8]

    def test_the_sixth_death_within_a_minute_ends_it(self):
        clock = Clock()
        restarts = Restarts(clock)
        for _ in range(5):
            restarts.note_death()
        with pytest.raises(GivingUp, match="died 6 times within 60 s"):
            restarts.note_death()

    def test_old_deaths_are_forgotten(self):
        clock = Clock()
        restarts = Restarts(clock)
        for _ in range(20):
            restarts.note_death()
            clock.now += 13

    def test_a_start_waits_for_its_time(self):
        clock = Clock()
        restarts = Restarts(clock)
        restarts.note_death()
        assert restarts.is_due()
        assert not restarts.is_due()
        restarts.note_death()
        assert not restarts.is_due()


class TestService:
    def test_it_says_what_its_log_said_when_it_does_not_get_ready(self, tmp_path):
        talker = Service(
            "talker",
            [sys.executable, "-c", "print('no room left', flush=True); import time; time.sleep(60)"],
            tmp_path / "log",
            dict(os.environ),
            ready=lambda: False,
            ready_within=1,
        )
        talker.start()
        with pytest.raises(Refusal, match="talker did not get ready in 1 s.\nno room left"):
            talker.wait_until_ready()
        talker.stop()

    def test_what_does_not_leave_is_killed(self, tmp_path):
        stubborn = Service(
            "stubborn",
            [
                sys.executable,
                "-c",
                "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
            ],
            tmp_path / "log",
            dict(os.environ),
        )
        stubborn.start()
        wait_until(stubborn.last_words)
        stubborn.stop(grace=0.2)
        assert stubborn.process.returncode == -signal.SIGKILL


class TestSupervisor:
    @pytest.fixture(autouse=True)
    def _keep_signal_handlers(self):
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        yield
        for number, handler in before.items():
            signal.signal(number, handler)

    def test_a_task_that_fails_is_refused_with_its_words(self, tmp_path):
        failing = Service("migrate", [sys.executable, "-c", "raise SystemExit('no such table')"], tmp_path / "log")
        with pytest.raises(Refusal, match="migrate failed.\nno such table"):
            Supervisor().run(failing)

    def test_children_stop_last_first(self, tmp_path):
        stopped = []
        supervisor = Supervisor()
        for name in ("first", "second", "third"):
            child = sleeper(tmp_path)
            child.stop = lambda name=name, stop=child.stop: (stopped.append(name), stop())
            supervisor.start(child)
        supervisor.stop()
        assert stopped == ["third", "second", "first"]

    def test_nothing_outlives_a_killed_supervisor(self, tmp_path):
        program = (
            "import os, sys\n"
            "from pathlib import Path\n"
            "from frontdoor.embedded.service import Service\n"
            "from frontdoor.embedded.supervisor import Supervisor\n"
            f"supervisor, folder = Supervisor(), Path({str(tmp_path)!r})\n"
            f"child = Service('child', {SLEEPER!r}, folder / 'log', dict(os.environ))\n"
            "supervisor.start(child)\n"
            "(folder / 'pid.new').write_text(str(child.process.pid))\n"
            "(folder / 'pid.new').rename(folder / 'pid')\n"
            "supervisor.watch()\n"
        )
        minding = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
        wait_until((tmp_path / "pid").exists)
        first = int((tmp_path / "pid").read_text())
        assert is_alive(first)
        minding.kill()
        minding.wait()
        wait_until(lambda: not is_alive(first))


def test_the_installer_needs_nothing_installed():
    """It runs on a machine's bare Python, so it may import nothing that the lock brings."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", "import frontdoor.embedded.install"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

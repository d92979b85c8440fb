"""`make serve`: Prefect's server, a worker and the scheduled load on this machine, until Ctrl-C or SIGTERM.

Everything listens on 127.0.0.1 only and keeps its state in the warehouse folder (.prefect). What a machine that went down
left as running is marked as crashed at the next start, so that no dead run holds the place of a living one.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import psutil
from pydantic import ValidationError

from flows.base.errors import CouldNotRunError, ExitStatus, SettingsError
from flows.base.settings import Settings, read_settings
from flows.scheduled import environment, programs

_DEPLOYMENT = Path(__file__).with_name("prefect.yaml")
_POOL = "jixiao"
_SETTING_OF = {"cron": "schedule", "timezone": "schedule_timezone"}
_SECONDS_TO_START = 180
_SECONDS_TO_END = 20
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux's prctl


def serve(raw: Path, warehouse: Path) -> None:
    """Start all three and wait.

    Raises CouldNotRunError where one does not start or ends by itself, SettingsError where the schedule is none.
    """
    settings = read_settings()
    raw, warehouse = raw.resolve(), warehouse.resolve()
    page = f"http://127.0.0.1:{settings.page_port}"
    environment.enter(
        warehouse, api_url=f"{page}/api", origins=f"{page},http://localhost:{settings.page_port}"
    )
    os.environ.update(_deployed(settings, raw, warehouse))
    _check_schedule(settings)
    raw.mkdir(parents=True, exist_ok=True)
    with _process(
        _prefect("server", "start", "--host", "127.0.0.1", "--port", str(settings.page_port))
    ) as server:
        _wait_until_healthy(server, f"{page}/api/health")
        asyncio.run(_mark_dead_runs())
        _done(_prefect("work-pool", "create", _POOL, "--type", "process", "--overwrite"))
        _done(_prefect("deploy", "--name", "yearly", "--prefect-file", str(_DEPLOYMENT), "--no-prompt"))
        with _process(_prefect("worker", "start", "--pool", _POOL, "--type", "process")) as worker:
            secret = environment.secret_file(warehouse)
            sys.stderr.write(
                f"Watching {raw}: a load starts at «{settings.schedule}» ({settings.schedule_timezone}).\n"
                f"Runs and artifacts: {page} (it asks for the secret once: the line in {secret})\n"
                f"A load now: {_load_now(secret, page)}\n"
                "Ctrl-C ends it all.\n"
            )
            _wait(server, worker)


def _load_now(secret: Path, page: str) -> str:
    """The command by which an operator starts a load, whatever is set where it is typed."""
    told = f'PREFECT_HOME=. PREFECT_API_AUTH_STRING="$(cat {secret.name})" PREFECT_API_URL={page}/api'
    run = f"{shlex.quote(sys.executable)} -m prefect deployment run yearly/yearly"
    return f"(cd {shlex.quote(str(secret.parent))} && env -i {told} {run})"


def _deployed(settings: Settings, raw: Path, warehouse: Path) -> dict[str, str]:
    """What prefect.yaml is told."""
    return {
        "JIXIAO_SERVE_FOLDER": str(Path.cwd()),
        "JIXIAO_SERVE_RAW": str(raw),
        "JIXIAO_SERVE_WAREHOUSE": str(warehouse),
        "JIXIAO_SERVE_SCHEDULE": settings.schedule,
        "JIXIAO_SERVE_TIMEZONE": settings.schedule_timezone,
    }


def _check_schedule(settings: Settings) -> None:
    from prefect.client.schemas.schedules import CronSchedule  # noqa: PLC0415 (after the environment is set)

    try:
        CronSchedule(cron=settings.schedule, timezone=settings.schedule_timezone)
    except ValidationError as error:
        wrong = "; ".join(
            f"{_SETTING_OF[str(each['loc'][0])]}: {each['msg'].removeprefix('Value error, ')}"
            for each in error.errors()
        )
        raise SettingsError(f"a setting in jixiao.toml or JIXIAO_… is wrong: {wrong}") from error


def _prefect(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "prefect", *arguments]


def _done(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    if done.returncode:
        raise CouldNotRunError(f"{' '.join(command[2:])} failed:\n{(done.stdout + done.stderr).strip()}")


@contextmanager
def _process(command: list[str]) -> Generator[subprocess.Popen[bytes]]:
    """A process that ends with the block, and with this process however it ends (where the system can do that)."""
    process = subprocess.Popen(  # noqa: S603 (Prefect, of our own environment)
        command,
        stdout=subprocess.DEVNULL,
        preexec_fn=_end_with_parent(),  # noqa: PLW1509 (there are no threads here)
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started: a load at work stops, and the published file stays as it was."""
    if process.poll() is not None:
        return
    family = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
    for member in family:
        with contextlib.suppress(psutil.NoSuchProcess):  # it ended meanwhile
            member.terminate()
    for member in psutil.wait_procs(family, timeout=_SECONDS_TO_END)[1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()
    process.wait()


def _end_with_parent() -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _wait_until_healthy(server: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 (our own server)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise CouldNotRunError(
        f"Prefect's server did not start at {address}. If another program has the port, give another one: "
        "JIXIAO_PAGE_PORT=4201 make serve"
    )


async def _mark_dead_runs() -> None:
    """At the start no worker is up, so that a run that says it is at work is dead: say so, which frees its place."""
    from prefect.client.orchestration import get_client  # noqa: PLC0415 (after the environment is set)
    from prefect.client.schemas.filters import FlowRunFilter  # noqa: PLC0415
    from prefect.states import Crashed  # noqa: PLC0415

    at_work = FlowRunFilter.model_validate(
        {"state": {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}}}
    )
    async with get_client() as client:
        for run in await client.read_flow_runs(flow_run_filter=at_work):
            state = Crashed(message="The machine or Prefect went down while it was at work.")
            await client.set_flow_run_state(run.id, state, force=True)


def _wait(*processes: subprocess.Popen[bytes]) -> None:
    while all(process.poll() is None for process in processes):
        time.sleep(0.5)
    raise CouldNotRunError(
        "Prefect's server or worker ended by itself; its words are above. Start it again: make serve"
    )


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def serve_until_stopped(raw: Path, warehouse: Path) -> ExitStatus:
    """Serve until Ctrl-C or SIGTERM. Raises what `serve` raises."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        serve(raw, warehouse)
    except KeyboardInterrupt:
        sys.stderr.write("Ended.\n")
    return ExitStatus.PUBLISHED


if __name__ == "__main__":
    programs.run(serve_until_stopped)

"""`make serve` for real, in a folder of its own: a server and a worker on 127.0.0.1, whom tests ask as a client would."""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psutil

from tests.places import ROOT

SECONDS = 180


class Served:
    """`make serve` in a folder, with a schedule and whatever else an environment holds."""

    def __init__(
        self, folder: Path, schedule: str = "* * * * *", called_in: Path = ROOT, **environment: str
    ) -> None:
        self.schedule, self.called_in, self.environment = schedule, called_in, environment
        self.raw, self.warehouse, self.notice = folder / "raw", folder / "warehouse", folder / "notice.txt"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = folder / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        notify = [
            sys.executable,
            "-c",
            f"import sys; open({str(self.notice)!r}, 'a').write(sys.stdin.read())",
        ]
        environment = {
            "JIXIAO_SCHEDULE": self.schedule,
            "JIXIAO_PAGE_PORT": str(self.port),
            "JIXIAO_NOTIFY_COMMAND": json.dumps(notify),
        }
        said_before = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flows.scheduled.serve", self.raw, self.warehouse],
                cwd=self.called_in,
                stderr=log,
                env={**os.environ, **self.environment, **environment},
            )
        words = f"Runs and artifacts: http://127.0.0.1:{self.port}".encode()
        try:
            self.wait_for(lambda: words in self.log.read_bytes()[said_before:])
        except BaseException:
            self.process.terminate()  # it ends what it started
            raise

    def wait_for(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + SECONDS
        while not condition():
            assert time.monotonic() < deadline, self.log.read_text()
            assert self.process is None or self.process.poll() is None, self.log.read_text()
            time.sleep(0.5)

    @property
    def secret(self) -> str:
        return (self.warehouse / ".prefect" / "secret").read_text(encoding="utf-8").strip()

    def call(
        self, path: str, body: bytes | None = None, method: str | None = None, **headers: str
    ) -> tuple[int, Mapping[str, str], bytes]:
        """The status, headers and content of an answer; `_` in the name of a header is `-`."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=body,
            method=method,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )
        without_proxies = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with without_proxies.open(request, timeout=10) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def as_a_client(self) -> dict[str, str]:
        """The headers of a call that is let in."""
        known = {"Authorization": f"Basic {base64.b64encode(self.secret.encode()).decode()}"}
        _, _, token = self.call("/api/csrf-token?client=tests", **known)
        return known | {"Prefect_Csrf_Client": "tests", "Prefect_Csrf_Token": json.loads(token)["token"]}

    def ask(self, what: str) -> list[dict[str, Any]]:
        status, _, answer = self.call(
            f"/api/{what}/filter", b"{}", content_type="application/json", **self.as_a_client()
        )
        assert status == 200, answer
        return json.loads(answer)

    def states(self, *wanted: str) -> list[str]:
        return [run["state_type"] for run in self.ask("flow_runs") if run["state_type"] in wanted]

    def family(self) -> list[psutil.Process]:
        assert self.process is not None
        return [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        family = self.family()
        self.process.terminate()
        assert self.process.wait(60) == 0
        assert not [member for member in psutil.wait_procs(family, timeout=10)[1] if member.is_running()]

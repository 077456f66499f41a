"""A class on one JupyterHub of this machine: each student opens a lesson, runs it, moves sliders.

python benchmarks/hub.py [STUDENTS] [LESSON]      (3 students and lesson 03 by default)

A real hub (simple spawner, configurable-http-proxy) and real single-user servers, in a folder of
its own; each student's copy of the course is laid by nbgitpuller. Students are played through the
hub's own addresses, as a browser would: session, websocket, every cell, then sliders. Prints
failures, seconds to the first explorer, milliseconds from a control to its answer, memory each.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROXY = ROOT / ".ci" / "node_modules" / ".bin" / "configurable-http-proxy"
VIEW = "application/vnd.jupyter.widget-view+json"
MOVES = 10  # of sliders, by each student
THINKS = 1.0  # seconds from one move to the next
PATIENCE = 600  # seconds that a student waits for a server, a lesson or an answer
KEEPS = "Can they be kept apart"  # a slider that keeps what it is told and answers nothing
FOUND, BUSY = 200, 429  # BUSY: the hub starts as many servers as it may at once
TAKEN = (201, 202, BUSY)
COURSE = "two-theatres"  # what nbgitpuller calls each student's copy

CONFIG = """
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub_port}
c.JupyterHub.db_url = "sqlite:///{home}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{home}/cookie"
c.ConfigurableHTTPProxy.command = ["{proxy}"]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.pid_file = "{home}/proxy.pid"
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{home}/users/{{username}}"
c.Spawner.cmd = ["{python}", "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"]
c.Spawner.start_timeout = c.Spawner.http_timeout = {patience}
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.concurrent_spawn_limit = 5
c.JupyterHub.services = [{{"name": "class", "api_token": "{token}"}}]
c.JupyterHub.load_roles = [{{
    "name": "class", "services": ["class"],
    "scopes": ["admin:users", "admin:servers", "access:servers"],
}}]
"""


@dataclass
class Student:
    """What one student met with."""

    name: str
    failures: list[str] = field(default_factory=list)
    first: float = 0.0
    whole: float = 0.0
    answers: list[float] = field(default_factory=list)
    megabytes: float = 0.0


def free_ports(n: int) -> list[int]:
    """Return ports that nobody listens on."""
    found = [socket.socket() for _ in range(n)]
    for one in found:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in found]
    for one in found:
        one.close()
    return ports


class Hub:
    """A hub of this machine for as long as the block lasts."""

    def __init__(self, students: list[Student]):
        self.students, self.token = students, secrets.token_hex(16)
        self.home = Path(tempfile.mkdtemp(prefix="hub-"))
        self.port, hub_port, proxy_port = free_ports(3)
        (self.home / "config.py").write_text(
            CONFIG.format(
                port=self.port,
                hub_port=hub_port,
                proxy_port=proxy_port,
                home=self.home,
                proxy=PROXY,
                python=sys.executable,
                token=self.token,
                patience=PATIENCE,
            )
        )

    def __enter__(self) -> Hub:
        self._lay_copies()
        bare = ("PYTHONPATH", "JUPYTER_CONFIG_PATH", "THEATRES_WORK", "THEATRES_STILLS")
        env = {k: v for k, v in os.environ.items() if k not in bare}
        env["JUPYTERHUB_CRYPT_KEY"] = secrets.token_hex(32)
        self.log = open(self.home / "hub.log", "w")  # noqa: SIM115  (closed with the hub)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", str(self.home / "config.py")],
            cwd=self.home,
            env=env,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        return self

    def __exit__(self, *_) -> None:
        import psutil

        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        for one in family:
            if one.is_running():
                one.kill()
        self.log.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def _lay_copies(self) -> None:
        """Give each student the course as nbgitpuller lays it: a clone in the home folder."""
        from nbgitpuller.pull import GitPuller

        origin = self.home / "origin"
        origin.mkdir()
        for part in ("notebooks", "data", "seeds", "own_argument"):
            ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
            shutil.copytree(ROOT / part, origin / part, ignore=ignore)
        who = ["-c", "user.name=class", "-c", "user.email=class@example.org"]
        for command in (
            ["init", "-q", "-b", "main"],
            ["add", "-A"],
            ["commit", "-q", "-m", "course"],
        ):
            subprocess.run(["git", *who, *command], cwd=origin, check=True)
        for student in self.students:
            home = self.home / "users" / student.name
            home.mkdir(parents=True)
            list(GitPuller(f"file://{origin}", str(home / COURSE), branch="main", depth=0).pull())

    def memory(self, student: Student) -> float:
        """Return the megabytes of a student's server and kernel; shared pages count by share."""
        import psutil

        mine = str(self.home / "users" / student.name)
        total = 0
        for one in psutil.Process(self.process.pid).children(recursive=True):
            try:
                if one.cwd().startswith(mine):
                    total += one.memory_full_info().pss
            except psutil.Error:
                continue
        return total / 1e6

    async def ask(self, way: str, path: str, body: dict | None = None):
        """Ask the hub, or a student's server through it; return the reply."""
        from tornado.httpclient import AsyncHTTPClient

        return await AsyncHTTPClient().fetch(
            f"http://127.0.0.1:{self.port}{path}",
            method=way,
            headers={"Authorization": f"token {self.token}"},
            body=None if way == "GET" else json.dumps(body or {}),
            raise_error=False,
            request_timeout=PATIENCE,
        )

    async def stands(self) -> None:
        """Wait until the hub answers."""
        end = time.monotonic() + PATIENCE
        while not await self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((self.home / "hub.log").read_text()[-3000:])
            await asyncio.sleep(0.3)

    async def _answers(self) -> bool:
        try:
            return (await self.ask("GET", "/hub/api/")).code == 200
        except OSError:
            return False

    async def serve(self, name: str) -> None:
        """Ask for a student's server, again where the hub did not take it, until it answers."""
        end, said = time.monotonic() + PATIENCE, ""
        while time.monotonic() < end:
            known = await self.ask("GET", f"/hub/api/users/{name}")
            server = json.loads(known.body).get("servers", {}).get("", {})
            if server.get("ready"):
                return
            if not server.get("pending"):
                path = f"/hub/api/users/{name}" + ("/server" if known.code == FOUND else "")
                asked = await self.ask("POST", path)
                if asked.code not in TAKEN:
                    said = f": {asked.code} {asked.body[:200]!r}"
            await asyncio.sleep(0.5)
        raise TimeoutError(f"{name}'s server did not start{said}")


class Kernel:
    """A lesson's kernel, spoken to through the hub as a browser speaks."""

    def __init__(self, socket_, session: str):
        self.socket, self.session = socket_, session
        self.sliders: dict[str, tuple[int, int, int]] = {}  # model to value, least, most

    async def send(self, kind: str, content: dict) -> str:
        """Send a message and return its id."""
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "username": "student",
            "session": self.session,
            "version": "5.3",
        }
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        await self.socket.write_message(json.dumps({**message, "channel": "shell", "buffers": []}))
        return header["msg_id"]

    async def until_idle(self, asked: str):
        """Yield what answers a message, until the kernel rests from it."""
        end = time.monotonic() + PATIENCE
        while True:
            raw = await asyncio.wait_for(self.socket.read_message(), end - time.monotonic())
            if raw is None:
                raise ConnectionError("the connection to the kernel broke")
            if isinstance(raw, bytes):  # carries buffers, which no slider has
                continue
            message = json.loads(raw)
            if message["msg_type"] == "comm_open":
                self._remember(message["content"])
            if message["parent_header"].get("msg_id") != asked:
                continue
            yield message
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return

    def _remember(self, content: dict) -> None:
        state = content.get("data", {}).get("state", {})
        if state.get("description", "").startswith(KEEPS):
            return
        if state.get("_model_name") == "IntSliderModel" and state["min"] < state["max"]:
            self.sliders[content["comm_id"]] = (state["value"], state["min"], state["max"])


async def attend(hub: Hub, student: Student, lesson: str) -> None:
    """Play one student: open the lesson, run every cell, move sliders."""
    from tornado.httpclient import HTTPRequest
    from tornado.websocket import websocket_connect

    await hub.serve(student.name)
    path = f"{COURSE}/notebooks/{lesson}"
    begun = time.monotonic()
    body = {"path": path, "name": lesson, "type": "notebook", "kernel": {"name": "python3"}}
    opened = await hub.ask("POST", f"/user/{student.name}/api/sessions", body)
    if opened.code != 201:
        raise RuntimeError(f"no session: {opened.code} {opened.body[:200]!r}")
    made = json.loads(opened.body)
    address = f"ws://127.0.0.1:{hub.port}/user/{student.name}/api/kernels/{made['kernel']['id']}"
    request = HTTPRequest(
        f"{address}/channels?session_id={made['id']}",
        headers={"Authorization": f"token {hub.token}"},
        connect_timeout=PATIENCE,
        request_timeout=PATIENCE,
    )
    kernel = Kernel(await websocket_connect(request, max_message_size=2**28), made["id"])
    cells = json.loads((ROOT / "notebooks" / lesson).read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        asked = await kernel.send(
            "execute_request",
            {"code": "".join(cell["source"]), "silent": False, "store_history": True},
        )
        async for message in kernel.until_idle(asked):
            if message["msg_type"] == "error":
                student.failures.append(message["content"]["evalue"])
            if VIEW in message["content"].get("data", {}) and not student.first:
                student.first = time.monotonic() - begun
    student.whole = time.monotonic() - begun
    await move_sliders(kernel, student)
    student.megabytes = await asyncio.to_thread(hub.memory, student)


async def move_sliders(kernel: Kernel, student: Student) -> None:
    """Move the lesson's sliders in turn and time each answer: the last update before the rest."""
    if not kernel.sliders:
        student.failures.append("the lesson has no slider")
        return
    models = list(kernel.sliders)
    for move in range(MOVES):
        model = models[move % len(models)]
        value, least, most = kernel.sliders[model]
        other = value - 1 if value > least else min(value + 1, most)
        kernel.sliders[model] = (other, least, most)
        start = time.monotonic()
        data = {"method": "update", "state": {"value": other}, "buffer_paths": []}
        asked = await kernel.send("comm_msg", {"comm_id": model, "data": data})
        answered = None
        async for message in kernel.until_idle(asked):
            content = message["content"]
            if message["msg_type"] == "comm_msg" and content["data"].get("method") == "update":
                answered = time.monotonic() - start
        if answered is None:
            student.failures.append("a slider was not answered")
        else:
            student.answers.append(answered)
        await asyncio.sleep(THINKS)


async def attended(hub: Hub, student: Student, lesson: str) -> None:
    """Let a student attend; whatever goes wrong is theirs alone."""
    try:
        await attend(hub, student, lesson)
    except Exception as error:
        student.failures.append(f"{type(error).__name__}: {error}")


def hold_class(n: int, lesson: str = "03_an_unequal_friendship.ipynb") -> list[Student]:
    """Let a number of students take a lesson at the same time on a hub of this machine.

    Parameters
    ----------
    n : int
        How many.
    lesson : str, optional
        File name of the lesson.

    Returns
    -------
    list of Student
        What each of them met with.
    """
    students = [Student(f"student{i:04d}") for i in range(1, n + 1)]

    async def all_of_them(hub):
        from tornado.httpclient import AsyncHTTPClient

        AsyncHTTPClient.configure(None, max_clients=4 * n)  # else ten requests at a time
        await hub.stands()
        await asyncio.gather(*[attended(hub, student, lesson) for student in students])

    # A thread of its own: the caller's may already run a loop, as a browser's driver does.
    with Hub(students) as hub, ThreadPoolExecutor(max_workers=1) as apart:
        apart.submit(lambda: asyncio.run(all_of_them(hub))).result()
    return students


def report(students: list[Student]) -> str:
    """Say in a few lines what the class met with."""
    moved = sorted(1000 * a for student in students for a in student.answers) or [float("nan")]
    middle = statistics.median
    failed = [f"  {s.name}: {failure}" for s in students for failure in s.failures]
    return "\n".join(
        [
            f"{len(students)} students: {len(failed)} failures",
            *failed[:10],
            f"first explorer: {middle(s.first for s in students):.1f} s median, "
            f"{max(s.first for s in students):.1f} s slowest; "
            f"whole lesson {middle(s.whole for s in students):.1f} s",
            f"control to answer: {middle(moved):.0f} ms median, "
            f"{moved[int(0.95 * (len(moved) - 1))]:.0f} ms p95 of {len(moved)} moves",
            f"memory each: {middle(s.megabytes for s in students):.0f} MB",
        ]
    )


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the hub goes too
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print(report(hold_class(size, *sys.argv[2:3])))

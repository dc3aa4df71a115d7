"""The kernels of a run: how they are started, most of them as forks of a template, and how they end with their runner.

A kernel is the process in which the cells of one notebook run. It is no pool's child: one that dies takes no other with
it, as it does in joblib's pool, and a scholar's script needs no ``__main__`` guard, as it does for `concurrent.futures`.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import importlib
import itertools
import json
import logging
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from policylab.errors import PolicylabError
from policylab.files import RUN_VARIABLE, ensure_writable
from policylab.study._notebooks import FIGURES_VARIABLE
from policylab.words._segmentation_engines import cache_folder

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager

# One thread a kernel: sums come out in one order on every machine, and two kernels do not crowd two cores.
ONE_THREAD = (
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
# What the notebooks of a study import. None of it has threads when it is imported.
_IMPORTED = (
    "ipykernel.kernelapp", "ipykernel.debugger", "IPython.core.pylabtools", "pandas", "matplotlib.pyplot",
    "matplotlib.backends.backend_agg", "networkx",
)  # fmt: skip
_ROOMS = ("coding", "compare", "corpus", "plots", "study", "targets", "topics", "words")
_SOCKET_PATH_LIMIT = 90
_LAUNCHER = "ipykernel_launcher"
LOG = logging.getLogger(__name__)  # of nbclient and jupyter_client: what matters of it is told in the run's report
LOG.addHandler(logging.NullHandler())


class Kernels:
    """Starts the kernels of a run: of the running Python, whatever kernels a user has installed, one for each notebook.

    Most of the time of a short notebook would go to imports. On Linux they are made once, by a `Template`: a process that
    imports what notebooks need and runs no cell. Kernels are forks of it, so that they have the imports, and nothing of one
    another.
    """

    def __init__(self, run: str, figures: str = "") -> None:
        self.ended = False
        self.template: Template | None = None
        self._run = run
        self._figures = figures
        self._folder = _temporary_folder()
        self._numbers = itertools.count()
        self._running: set[int] = set()
        self._lock = threading.Lock()

    def have_template(self, *, everything: bool) -> None:
        """Let kernels be forks, where that can be; `everything` is what many notebooks may import, not the kernel alone."""
        if self.template is None:
            self.template = Template(self._folder.name, self.environment(), everything=everything)
            self._running.add(self.template.process.pid)

    @contextlib.contextmanager
    def manager(self) -> Iterator[AsyncKernelManager]:
        """What starts a kernel when nbclient asks for it."""
        from nbclient.exceptions import DeadKernelError

        manager = _manager(self)
        try:
            yield manager
        except DeadKernelError:  # what it started may live on
            _end(manager.process.pid)
            raise
        finally:
            if manager.process is not None:
                self.is_over(manager.process.pid)

    def begins(self, pid: int) -> None:
        """Note a process that ends with the run, however that ends."""
        with self._lock:
            self._running.add(pid)
            if self.ended:
                _end(pid)
        self.template.note(pid)

    def is_over(self, pid: int) -> None:
        with self._lock:
            self._running.discard(pid)
        self.template.note(-pid)

    def end(self) -> None:
        """End at once what runs, and what is only being started as soon as it is."""
        with self._lock:
            self.ended = True
            for pid in self._running:
                _end(pid)

    def close(self) -> None:
        if self.template is not None:
            self.template.process.communicate()
        self._folder.cleanup()

    def environment(self) -> dict[str, str]:
        """That of a process of the run: a folder of its own, and nothing that a reader's settings would change in results."""
        folder = Path(self._folder.name) / str(next(self._numbers))  # short: a socket's path has a limit
        ipython, joblib, settings = folder / "ipython", folder / "joblib", folder / "matplotlibrc"
        ipython.mkdir(parents=True)
        joblib.mkdir()
        settings.touch()
        inherited = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
        return {
            **inherited,
            **dict.fromkeys(ONE_THREAD, "1"),
            RUN_VARIABLE: self._run,
            FIGURES_VARIABLE: self._figures,
            "PYTHONHASHSEED": "0",
            "PYTHONUTF8": "1",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "IPYTHONDIR": str(ipython),
            "JOBLIB_TEMP_FOLDER": str(joblib),
            "MATPLOTLIBRC": str(settings),
            "MPLCONFIGDIR": str(_kept_beside(folder)),
        }


def _end(pid: int) -> None:
    """End a kernel at once, and the processes that its cells started."""
    # Not SIGKILL: joblib's tracker lets SIGTERM pass, and clears up when the processes it watches are gone.
    with contextlib.suppress(OSError, AttributeError):  # Windows has no such groups
        os.killpg(pid, signal.SIGTERM)
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)


def _temporary_folder() -> tempfile.TemporaryDirectory:
    try:
        return tempfile.TemporaryDirectory(prefix="policylab-", ignore_cleanup_errors=True)
    except OSError as error:
        raise PolicylabError(
            f"There is no folder for temporary files ({error.strerror}). Set TMPDIR to one that can be written."
        ) from None


def allow_open_files(kernels: int) -> None:
    """Let this process have as many files open as it needs, or refuse to begin: zmq ends a process that cannot."""
    if os.name == "nt":
        return
    import resource

    needed = 64 + 32 * kernels
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)  # negative where there is no limit
    if 0 <= hard < needed:
        raise PolicylabError(
            f"This process may have only {hard} files open. Let it have {needed} (`ulimit -n`), or run fewer notebooks at a "
            "time with --jobs."
        )
    if 0 <= soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


def _kept_beside(folder: Path) -> Path:
    """Where matplotlib may keep its list of fonts: it says so in the notebook where its own folder cannot be written."""
    place = cache_folder() / "matplotlib"
    try:
        return ensure_writable(place, hint="")
    except PolicylabError:
        return ensure_writable(folder / "matplotlib", hint="")


def _manager(kernels: Kernels) -> AsyncKernelManager:
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    environment = kernels.environment()
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}  # what a kernel says is in its notebook

    class Manager(AsyncKernelManager):
        process: subprocess.Popen | Fork | None = None  # its provisioner forgets it when it has ended

        async def _async_launch_kernel(self, kernel_cmd: list[str], **settings) -> None:
            self.process = kernels.template.fork(kernel_cmd, settings["cwd"], environment)
            if self.process is None:
                await super()._async_launch_kernel(kernel_cmd, **settings | silent | {"env": environment})
                self.process = self.provisioner.process
            else:
                self.provisioner.process = self.process
                self.provisioner.pid = self.provisioner.pgid = self.process.pid
                self._reconcile_connection_info(self.provisioner.connection_info)
            kernels.begins(self.process.pid)

        _launch_kernel = _async_launch_kernel

    # Sockets in files, where the system has them: two kernels that start at once cannot take one port.
    connection = str(Path(environment["IPYTHONDIR"]).parent / "kernel.json")
    transport = "ipc" if os.name != "nt" and len(connection) < _SOCKET_PATH_LIMIT else "tcp"
    specs = KernelSpecManager(kernel_dirs=[])
    return Manager(kernel_spec_manager=specs, transport=transport, connection_file=connection, log=LOG)


class Template:
    """The runner's end of a template. It ends with the runner; where that was killed, it ends the kernels, and clears up."""

    def __init__(self, folder: str, environment: dict[str, str], *, everything: bool) -> None:
        # -P: a file of the reader's folder that is named like a library is not taken for it
        code = f"from policylab.study._kernels import be_template; be_template({folder!r}, everything={everything})"
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            bufsize=0, env=environment, start_new_session=True,  # Ctrl-C reaches the runner alone
        )  # fmt: skip
        self._ready: bool | None = None
        self._lock = threading.Lock()

    def fork(self, command: list[str], cwd: str, environment: dict[str, str]) -> Fork | None:
        """A kernel as `command` would start it; None where there can be no fork."""
        task = {"arguments": command[command.index(_LAUNCHER) + 1 :], "cwd": cwd, "env": environment}
        with self._lock:
            if self._ready is None:
                self._ready = self._answer() == "ready"
            if not self._ready:
                return None
            try:
                self.process.stdin.write(json.dumps(task).encode() + b"\n")
            except OSError:
                return None
            told = self._answer()
            return Fork(int(told), os.pidfd_open(int(told))) if told else None

    def note(self, number: int) -> None:
        """Tell of a process that ends with the runner, also where that is killed; with a minus, of one that is over."""
        with self._lock, contextlib.suppress(OSError):
            self.process.stdin.write(b"%d\n" % number)

    def _answer(self) -> str:
        return self.process.stdout.readline().decode().strip()


class Fork:
    """A kernel that is a fork of the template, as jupyter_client sees a process."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, handle: int) -> None:
        self.pid = pid
        self._handle = handle

    def __del__(self) -> None:
        os.close(self._handle)

    def poll(self, seconds: float | None = 0) -> int | None:
        return 0 if select.select([self._handle], [], [], seconds)[0] else None

    def wait(self) -> int:
        return self.poll(None)

    def send_signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class _Kernel:
    """What IPython is in a kernel, as far as a library asks when it is imported."""

    kernel = True


def be_template(folder: str, *, everything: bool) -> None:
    """Be a template: say whether there can be forks; for each task fork, and say its number; clear up when the runner is gone."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what a library prints must not get between the answers
    can_fork = sys.platform == "linux" and _import(everything=everything)
    print("ready" if can_fork else "no", file=answers)
    kernels: set[int] = set()
    forks: list[int] = []
    while (line := sys.stdin.buffer.raw.readline()).endswith(b"\n"):  # else the runner was killed while it wrote
        task = json.loads(line)
        if isinstance(task, int):
            kernels ^= {abs(task)}
            continue
        # from here on the number of one that has ended may be another process's
        forks = [pid for pid in forks if os.waitpid(pid, os.WNOHANG) == (0, 0)]
        pid = os.fork()
        if pid == 0:
            answers.close()
            return _be_kernel(**task)
        forks.append(pid)
        print(pid, file=answers)
    for pid in kernels:
        _end(pid)
    shutil.rmtree(folder, ignore_errors=True)


def _import(*, everything: bool) -> bool:
    """Import what the forks need; whether there can be any, as a fork has no threads but the one that forked."""
    # Read by ipykernel and matplotlib when they are imported: the kernel's parent, and where a kernel shows its figures.
    os.environ["JPY_PARENT_PID"] = str(os.getpid())
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    builtins.get_ipython = _Kernel  # pandas asks once, when it is imported, whether it shows its tables in a terminal
    for name in _IMPORTED if everything else _IMPORTED[:1]:
        importlib.import_module(name)
    del builtins.get_ipython
    for name in _ROOMS if everything else ():
        room = importlib.import_module(f"policylab.{name}")
        for public in room.__all__:
            getattr(room, public)  # what is loaded on first use is loaded
    if everything:
        importlib.import_module("policylab.words._segmentation_engines").import_jieba()
    gc.collect()
    gc.freeze()  # a collection in a fork would write to, and so copy, all that they share
    return len(_threads()) == 1


def _threads() -> list[str]:
    """The names of this process's threads, but for that of pyarrow's allocator, which knows how to go through a fork."""
    names = [path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm")]
    return [name for name in names if name != "jemalloc_bg_thd"]


def _be_kernel(arguments: list[str], cwd: str, env: dict[str, str]) -> None:
    from ipykernel.kernelapp import launch_new_instance

    os.setsid()
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()  # else a notebook that draws without a seed draws what the one before drew
    sys.argv = [_LAUNCHER, *arguments]
    launch_new_instance(argv=arguments)

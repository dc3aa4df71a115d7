"""How a notebook is executed: its kernel is started, its cells are run in it, and it ends with its run, however that ends.

A kernel is the process in which the cells of one notebook run; nbclient talks to it from a thread of the runner. It is no
pool's child: one that dies takes no other with it, as it does in joblib's pool, and a scholar's script needs no ``__main__``
guard, as it does for processes of `concurrent.futures`.
"""

from __future__ import annotations

import asyncio
import atexit
import builtins
import contextlib
import contextvars
import gc
import importlib
import itertools
import json
import logging
import os
import queue
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from policylab.errors import PolicylabError
from policylab.files import RUN_VARIABLE, cache_folder, ensure_writable, write_text
from policylab.study._notebooks import PUT_IN, Notebook
from policylab.study._parameters import FIGURES_VARIABLE

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
    """Executes the notebooks of a run, up to `size` at a time: `execute` begins one, `events` has what is told of all.

    Each has a kernel of its own, of the running Python, whatever kernels a user has installed. Most of the time of a short
    notebook would go to imports. On Linux they are made once, by a `Template`: a process that imports what notebooks need
    and runs no cell. Kernels are forks of it, so that they have the imports, and nothing of one another.
    """

    def __init__(self, size: int, out: Path, *, run: str, figures: str, timeout: float) -> None:
        self.size = size
        self.out = out
        self.timeout = timeout
        self.events: queue.SimpleQueue[dict] = queue.SimpleQueue()
        self.ended = False
        self._run = run
        self._figures = figures
        _allow_open_files(size)
        self._folder = _temporary_folder()
        self._numbers = itertools.count()
        self._template: Template | None = None
        self._threads = ThreadPoolExecutor(size)

    def __enter__(self) -> Kernels:
        return self

    def __exit__(self, *_) -> None:
        """End at once what runs, and what is only being started as soon as it is."""
        self.ended = True
        try:
            if self._template is not None:
                self._template.end()
            self._threads.shutdown(cancel_futures=True)
        finally:  # also with a second Ctrl-C
            self._folder.cleanup()

    def execute(self, book: Notebook, parameters: dict[str, object], *, lang: str, many: bool) -> None:
        """Begin to execute a notebook, one of `many`; `events` tell of it until one says ``end``."""
        if self._template is None:
            self._template = Template(self._folder.name, self.environment(), everything=many)
        context = contextvars.copy_context()  # which has the run's name
        self._threads.submit(context.run, self._execute, book, parameters, lang)

    def tell(self, book: Notebook, event: str, **more: object) -> None:
        self.events.put({"event": event, "notebook": book.name, **more})

    def _execute(self, book: Notebook, parameters: dict[str, object], lang: str) -> None:
        start = time.monotonic()
        try:
            message = execute_notebook(book, parameters, lang, self)
        except PolicylabError as error:
            message = f"could not be finished. {error}"
        except BaseException as error:  # a thread that ends without a word would leave the run waiting
            message = f"could not be finished: {type(error).__name__}: {_one_line(error)}."
        self.tell(book, "end", message=message, seconds=round(time.monotonic() - start, 2))

    @contextlib.contextmanager
    def manager(self) -> Iterator[AsyncKernelManager]:
        """What starts a kernel when nbclient asks for it."""
        from jupyter_client.kernelspec import KernelSpecManager
        from jupyter_client.manager import AsyncKernelManager
        from jupyter_client.provisioning import LocalProvisioner
        from nbclient.exceptions import DeadKernelError

        kernels, environment = self, self.environment()

        class Provisioner(LocalProvisioner):
            async def launch_kernel(self, cmd: list[str], **settings) -> dict:
                self.process = kernels._template.fork(cmd, settings["cwd"], environment)
                if self.process is None:
                    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}  # it is said in the notebook
                    await super().launch_kernel(cmd, **settings | silent | {"env": environment})
                self.pid = self.pgid = self.process.pid
                kernels._template.note(self.pid)
                if kernels.ended:
                    _end(self.pid)
                return self.connection_info

        # Sockets in files, where the system has them: two kernels that start at once cannot take one port.
        connection = str(Path(environment["IPYTHONDIR"]).parent / "kernel.json")
        transport = "ipc" if os.name != "nt" and len(connection) < _SOCKET_PATH_LIMIT else "tcp"
        specs = KernelSpecManager(kernel_dirs=[])
        manager = AsyncKernelManager(kernel_spec_manager=specs, transport=transport, connection_file=connection, log=LOG)
        started = manager.provisioner = Provisioner(kernel_spec=manager.kernel_spec, parent=manager)
        try:
            yield manager
        except DeadKernelError:  # what it started may live on
            _end(started.pid)
            raise
        finally:
            if started.pid is not None:
                self._template.note(-started.pid)

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


def execute_notebook(book: Notebook, parameters: dict[str, object], lang: str, kernels: Kernels) -> str:
    """Execute a notebook, and write it and its HTML; if it does not come to its end, write its half-way copy, and say why."""
    _import_jsonschema()
    import nbformat

    from policylab.study._web_pages import html_page

    folder = kernels.out / "notebooks"
    final, failed = folder / f"{book.name}.ipynb", folder / f"{book.name}.failed.ipynb"
    notebook = read_cells(book.path, parameters)
    under_way: int | None = None

    def cell_starts(cell, cell_index: int) -> None:
        nonlocal under_way
        if cell.cell_type == "code":
            under_way = cell_index
            kernels.tell(book, "cell", cell=cell_index + 1, cells=len(notebook.cells))

    error: Exception | None = None
    try:
        _run_cells(notebook, kernels, folder, cell_starts)
    except Exception as raised:
        error = raised
    if error is not None or _error_output(notebook) is not None:  # sys.exit(0) is no error for nbclient
        why = _why_stopped(error, notebook, under_way, kernels.timeout)
        if under_way is None or kernels.ended:
            return why
        try:
            write_text(failed, nbformat.writes(notebook) + "\n")
        except PolicylabError as full:
            return f"{why} It has no half-way copy: {full}"
        return f"{why} Its half-way copy is {failed}."
    write_text(kernels.out / "html" / f"{book.name}.html", html_page(notebook, book.name, lang))
    write_text(final, nbformat.writes(notebook) + "\n")
    failed.unlink(missing_ok=True)
    return ""


def _import_jsonschema() -> None:
    """Import it without the grammar of web addresses that it builds from 4.25 on, for 1.5 s: no notebook is checked for that."""
    held = sys.modules.setdefault("rfc3987_syntax", None)
    importlib.import_module("jsonschema")
    if held is None:
        sys.modules.pop("rfc3987_syntax", None)


def _run_cells(notebook, kernels: Kernels, folder: Path, cell_starts) -> None:
    """Run the cells of a notebook in a kernel of its own, which works in a folder."""
    from nbclient import NotebookClient

    with kernels.manager() as manager, asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as loop:
        client = NotebookClient(
            notebook, manager, kernel_name="python3", startup_timeout=60, timeout=kernels.timeout, raise_on_iopub_timeout=True,
            record_timing=False, on_cell_start=cell_starts, resources={"metadata": {"path": str(folder)}}, log=LOG,
            shutdown_kernel="graceful",  # joblib's processes leave nothing in shared memory then
        )  # fmt: skip
        try:
            loop.run(client.async_execute(cleanup_kc=True))
        finally:  # nbclient cleans up only where a kernel has started
            atexit.unregister(client._cleanup_kernel)
            if client.km is not None:
                loop.run(client._async_cleanup_kernel())


def read_cells(path: Path, parameters: dict[str, object]):
    """Read a notebook without its outputs, and put in a cell of parameters, as papermill writes it, behind its own.

    Cells without an id, as older programs write them, get one that stays the same.
    """
    import nbformat
    from papermill.translators import translate_parameters

    text = path.read_text(encoding="utf-8")
    notebook = nbformat.v4.upgrade(nbformat.reads(text, as_version=4))
    for number, (written, cell) in enumerate(zip(json.loads(text)["cells"], notebook.cells, strict=True)):
        if "id" not in written:
            cell.id = f"cell-{number}"
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        cell.metadata.pop("execution", None)  # when it was run, which differs from run to run
    notebook.cells = [cell for cell in notebook.cells if PUT_IN not in cell.metadata.get("tags", [])]
    place = next((number for number, cell in enumerate(notebook.cells, 1) if "parameters" in cell.metadata.get("tags", [])), 0)
    source = translate_parameters("python3", "python", parameters)
    notebook.cells.insert(place, nbformat.v4.new_code_cell(source, id=PUT_IN, metadata={"tags": [PUT_IN]}))
    return notebook


def _why_stopped(error: Exception | None, notebook, cell: int | None, timeout: float) -> str:
    """Why a notebook stopped: in the words of the cell that failed, else in ours."""
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    place = _place(notebook, cell)
    if isinstance(error, CellTimeoutError):  # the cell was interrupted, which leaves an error output, too
        return f"ran longer than {timeout:g} s in {place}. Allow more with --timeout, or make it shorter."
    if (failed := _error_output(notebook)) is not None:
        number, message = failed
        end = "" if message.endswith((".", "!", "?", "。")) else "."
        return f"failed in {_place(notebook, number)}: {message}{end}"
    if isinstance(error, NoSuchKernel):
        return 'could not start, for this Python has no Jupyter kernel. Install it with `pip install "policylab[lab]"`.'
    if isinstance(error, DeadKernelError):
        return f"lost its kernel in {place}: the process died, perhaps for want of memory."
    if cell is None:
        return f"could not start its kernel: {_one_line(error)}."
    return f"stopped in {place}: {type(error).__name__}: {_one_line(error)}."


def _error_output(notebook) -> tuple[int, str] | None:
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                message = " ".join(output.evalue.split())
                if output.ename not in {"PolicylabError", "SourceError", "CatalogueError"}:
                    message = f"{output.ename}: {message}" if message else output.ename
                return index, message
    return None


def _place(notebook, cell: int | None) -> str:
    if cell is None:
        return "its start"
    # Counted as in the reader's notebook, without the cell that papermill puts in.
    number = sum(PUT_IN not in other.metadata.get("tags", []) for other in notebook.cells[: cell + 1])
    lines = [line.strip() for line in notebook.cells[cell].source.splitlines()]
    first = next((line for line in lines if line and not line.startswith("#")), "")
    return f"cell {number}" + (f" (`{first[:60]}`)" if first else "")


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


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


def _allow_open_files(kernels: int) -> None:
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


class Template:
    """The runner's end of a template. However the run ends, the template ends the kernels with it, and clears up."""

    def __init__(self, folder: str, environment: dict[str, str], *, everything: bool) -> None:
        # -P: a file of the reader's folder that is named like a library is not taken for it
        code = f"from policylab.study._execute import be_template; be_template({folder!r}, everything={everything})"
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
            self._tell(task)
            told = self._answer()
            return Fork(int(told), os.pidfd_open(int(told))) if told else None

    def note(self, number: int) -> None:
        """Tell of a process that ends with the run, however that ends; with a minus, of one that is over."""
        with self._lock:
            self._tell(number)

    def end(self) -> None:
        if self._ready is None:  # it only imports, and there is no kernel
            self.process.kill()
        with self._lock, self.process:  # which closes its pipes, and waits for it
            self._ready = False

    def _tell(self, task: dict | int) -> None:
        with contextlib.suppress(OSError, ValueError):  # it has ended
            self.process.stdin.write(json.dumps(task).encode() + b"\n")

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

    def poll(self) -> int | None:
        return 0 if select.select([self._handle], [], [], 0)[0] else None

    wait = poll  # is asked for when it has ended

    def send_signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, number)


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
    # pandas asks once, when it is imported, whether it shows its tables in a terminal: not where IPython has a kernel
    builtins.get_ipython = lambda: SimpleNamespace(kernel=True)
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

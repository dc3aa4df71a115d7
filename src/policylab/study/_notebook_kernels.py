"""Kernels: the processes that the cells of a run work in, always of the Python that is running.

Each notebook has a kernel of its own. Where many run one after the other, as the study's do, most of the time of a
short one would go to its imports. On Linux they are made once then, by a `Template`: a process that imports what
notebooks need and runs no cell. Kernels are forks of it, so that they have the imports, and nothing of one another.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

# What the notebooks of a study import. None of it has threads when it is imported.
_IMPORTED = (
    "ipykernel.kernelapp", "ipykernel.debugger", "IPython.core.pylabtools", "pandas", "matplotlib.pyplot",
    "matplotlib.backends.backend_agg", "networkx",
)  # fmt: skip
_ROOMS = ("coding", "compare", "corpus", "plots", "study", "targets", "topics", "words")
_SOCKET_PATH_LIMIT = 90
_LAUNCHER = "ipykernel_launcher"


class Kernels:
    """Makes the kernels of a worker, one at a time: of the running Python, whatever kernels a user has installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manager = None  # of the kernel under way
        self._template: Template | None = None

    def have_template(self) -> None:
        """Let kernels be forks of a template from now on, where that can be."""
        if self._template is None and sys.platform == "linux":
            self._template = Template()

    def close(self) -> None:
        if self._template is not None:
            self._template.close()

    def manager_class(self) -> type:
        from jupyter_client.kernelspec import KernelSpecManager
        from jupyter_client.manager import AsyncKernelManager

        kernels = self

        class Manager(AsyncKernelManager):
            def __init__(self, **settings) -> None:
                # Sockets in files, where the system has them: two kernels that start at once cannot take one port.
                connection = kernels.folder / "kernel.json"
                if os.name != "nt" and len(str(connection)) < _SOCKET_PATH_LIMIT:
                    settings |= {"transport": "ipc", "connection_file": str(connection)}
                super().__init__(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]), **settings)
                kernels.manager = self

            async def _async_launch_kernel(self, kernel_cmd: list[str], **settings) -> None:
                template, folder = kernels._template, settings.get("cwd") or os.getcwd()
                process = template.fork(kernel_cmd, folder, settings["env"]) if template else None
                if process is None:
                    await super()._async_launch_kernel(kernel_cmd, **settings)
                    return
                self.provisioner.process = process
                self.provisioner.pid = self.provisioner.pgid = process.pid
                self._reconcile_connection_info(self.provisioner.connection_info)

            _launch_kernel = _async_launch_kernel

        return Manager

    def kill(self) -> None:
        """End the kernel under way at once, and the processes that its cells started."""
        provisioner = getattr(self.manager, "provisioner", None)
        group, process = getattr(provisioner, "pgid", None), getattr(provisioner, "process", None)
        if group:
            # Not SIGKILL: joblib's tracker lets SIGTERM pass, and clears up when the processes it watches are gone.
            with contextlib.suppress(OSError):
                os.killpg(group, signal.SIGTERM)
        if process is not None:
            process.kill()


class Template:
    """The worker's end of a template, which ends with the worker. It has one fork at a time."""

    def __init__(self) -> None:
        # -P: a file of the reader's folder that is named like a library is not taken for it
        command = [sys.executable, "-P", "-c", f"from {__name__} import main; main()"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self._ready: bool | None = None

    def fork(self, command: list[str], cwd: str | Path, env: dict[str, str]) -> Fork | None:
        """A kernel as `command` would start it; None where there can be no fork."""
        if self._ready is None:
            self._ready = self._answer() == "ready"
        if not self._ready:
            return None
        arguments = command[command.index(_LAUNCHER) + 1 :]
        task = {"arguments": arguments, "cwd": str(cwd), "env": env}
        try:
            self._process.stdin.write(json.dumps(task).encode() + b"\n")
        except OSError:
            return None
        told = self._answer()
        return Fork(int(told)) if told else None

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _answer(self) -> str:
        return self._process.stdout.readline().decode().strip()


class Fork:
    """A kernel that is a fork of the template, as jupyter_client sees a process."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._handle = os.pidfd_open(pid)

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


def main() -> None:
    """Be a template: say ready; for each task fork, and say the fork's number."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what a library prints must not get between the answers
    # Read by ipykernel and matplotlib when they are imported: the kernel's parent, and where a kernel shows its figures.
    os.environ["JPY_PARENT_PID"] = str(os.getpid())
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    builtins.get_ipython = _Kernel  # pandas asks once, when it is imported, whether it shows its tables in a terminal
    for name in _IMPORTED:
        importlib.import_module(name)
    del builtins.get_ipython
    for name in _ROOMS:
        room = importlib.import_module(f"policylab.{name}")
        for public in room.__all__:
            getattr(room, public)  # what is loaded on first use is loaded
    importlib.import_module("policylab.words._segmentation_engines").import_jieba()
    gc.collect()
    gc.freeze()  # a collection in a fork would write to, and so copy, all that they share
    if len(_threads()) > 1:  # a fork has no threads but the one that forked
        print("no", file=answers)
        return
    print("ready", file=answers)
    pid = None
    while line := sys.stdin.buffer.raw.readline():  # until the worker is gone; a fork sees that its parent is, and ends
        if pid is not None:
            os.waitpid(pid, 0)
        pid = os.fork()
        if pid == 0:
            answers.close()
            return _be_kernel(**json.loads(line))
        print(pid, file=answers)


def _threads() -> list[str]:
    """The names of this process's threads, but for that of pyarrow's allocator, which knows how to go through a fork."""
    names = [path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm")]
    return [name for name in names if name != "jemalloc_bg_thd"]


def _be_kernel(arguments: list[str], cwd: str, env: dict[str, str]) -> None:
    import numpy as np
    from ipykernel.kernelapp import launch_new_instance

    os.setsid()
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    np.random.seed()  # else a notebook that draws without a seed draws what the one before drew
    sys.argv = [_LAUNCHER, *arguments]
    launch_new_instance(argv=arguments)

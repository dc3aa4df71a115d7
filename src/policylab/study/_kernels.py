"""The kernels of a worker: always the Python that is running, and no process of theirs outlives them."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

_SOCKET_PATH_LIMIT = 90


class Kernels:
    """Makes the kernels: always the Python that is running, whatever kernels a user has installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list = []

    def manager_class(self) -> type:
        from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
        from jupyter_client.manager import AsyncKernelManager

        kernels = self

        class RunningPython(KernelSpecManager):
            def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
                try:
                    from ipykernel.kernelspec import get_kernel_dict
                except ImportError:
                    raise NoSuchKernel(kernel_name) from None
                return KernelSpec(resource_dir="", **get_kernel_dict())

        class Manager(AsyncKernelManager):
            def __init__(self, **settings) -> None:
                # Sockets in files, where the system has them: two kernels that start at once cannot take one port.
                connection = kernels.folder / "kernel.json"
                if os.name != "nt" and len(str(connection)) < _SOCKET_PATH_LIMIT:
                    settings |= {"transport": "ipc", "connection_file": str(connection)}
                super().__init__(**settings)
                kernels.started = [self]

            def _kernel_spec_manager_default(self) -> KernelSpecManager:
                return RunningPython()

        return Manager

    def kill(self) -> None:
        """End the kernel under way at once, and the processes that its cells started."""
        for manager in self.started:
            group = getattr(manager.provisioner, "pgid", None)
            process = getattr(manager.provisioner, "process", None)
            if group:
                # Not SIGKILL: joblib's tracker lets SIGTERM pass, and clears up when the processes it watches are gone.
                with contextlib.suppress(OSError):
                    os.killpg(group, signal.SIGTERM)
            if process is not None:
                process.kill()

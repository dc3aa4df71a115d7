"""How long a reader waits before anything happens: imports, the corpus, the help of the command line.

Run with `python benchmarks/startup.py`. Each time is the median of five new processes, with the start of Python
itself beside it.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

HEAVY = ("pandas", "jieba", "sklearn", "matplotlib")
CASES = {
    "python alone": "pass",
    "import policylab": "import policylab",
    "load_corpus()": "import policylab; policylab.load_corpus()",
    "load_corpus(), all tables": "import policylab; c = policylab.load_corpus(); c.plans, c.sections, c.paragraphs",
    "policylab --help": "import sys; sys.argv = ['policylab', '--help']; from policylab.cli import main; main()",
}


def seconds(code: str, times: int = 5) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    for name, code in CASES.items():
        print(f"{name:<28} {seconds(code):6.2f} s")
    code = f"import sys, policylab; print([name for name in {HEAVY!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    print(f"of {', '.join(HEAVY)}, `import policylab` loads: {loaded}")


if __name__ == "__main__":
    main()

"""Makes a page for each package, with the docstring of each of its public names; called by mkdocs (`hooks`).

The Chinese characters of all pages go into `page.css` as a font, so that they show on a computer that has none.
"""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

from mkdocs.structure.files import File, Files

PACKAGES = ("stats", "numbers", "text", "corpus", "words", "topics", "targets", "compare", "coding", "plots", "study", "batch", "errors")


def on_files(files: Files, config) -> Files:
    """Add the pages to those of the folder."""
    pages = {name: _page(name) for name in PACKAGES} | {"policylab": _front()}
    for name, text in pages.items():
        files.append(File.generated(config, f"api/{name}.md", content=text))
    return files


def on_post_build(config) -> None:
    """Add the font to the style sheet of the site."""
    from policylab.study._web_pages import font_face

    site = Path(config.site_dir)
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html")))
    style = site / "page.css"
    style.write_text(font_face(re.sub(r"<[^>]*>", "", text)) + style.read_text(encoding="utf-8"), encoding="utf-8")


def public_names(package: str) -> list[str]:
    """The names that a package hands on."""
    module = importlib.import_module(f"policylab.{package}")
    if package == "errors":
        return ["PolicylabError", "SourceError", "CatalogueError"]
    # a constant has no docstring to show
    return sorted(name for name in module.__all__ if callable(getattr(module, name)))


def _page(package: str) -> str:
    module = importlib.import_module(f"policylab.{package}")
    lines = [f"# policylab.{package}", "", (module.__doc__ or "").strip(), ""]
    for name in public_names(package):
        # names are loaded on first use, which no reader of sources can follow: each is named by its home
        home = getattr(module, name).__module__
        lines += [f"::: {home}.{name}", ""]
    return "\n".join(lines)


def _front() -> str:
    import policylab

    lines = ["# policylab", "", (policylab.__doc__ or "").strip(), "", "| name | what | where |", "|---|---|---|"]
    for name in policylab.__all__:
        value = getattr(policylab, name)
        what = (value.__doc__ or "").strip().partition("\n")[0].replace("|", "\\|")
        if name in PACKAGES:
            lines.append(f"| [`policylab.{name}`]({name}.md) | {what} | a package |")
        elif not inspect.ismodule(value):  # a package below the others, whose names they hand on
            package = value.__module__.split(".")[1]
            place = f"{package}.md#{value.__module__}.{name}"
            lines.append(f"| [`{name}`]({place}) | {what} | `policylab.{package}` |")
    return "\n".join(lines) + "\n"

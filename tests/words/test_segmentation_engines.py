import subprocess
import sys

import pytest

from policylab.words import Segmenter, _segmentation_engines


@pytest.fixture(autouse=True)
def _nothing_loaded():
    """Each test loads its engine itself: what a process has loaded is kept."""
    _segmentation_engines._load.cache_clear()


def test_the_cache_is_private_and_a_spoilt_one_is_not_believed(tmp_path, monkeypatch):
    monkeypatch.setenv("POLICYLAB_CACHE", str(tmp_path))
    words = ["推进", "智慧城市", "建设"]
    assert Segmenter().tokens("推进智慧城市建设") == words
    [path] = tmp_path.iterdir()
    assert path.name.startswith("jieba-0.42.1-")
    sound = path.read_bytes()

    _segmentation_engines._load.cache_clear()
    path.write_bytes(sound[:100] + bytes([sound[100] ^ 255]) + sound[101:])
    assert Segmenter().tokens("推进智慧城市建设") == words
    assert path.read_bytes() == sound


def test_each_dictionary_has_a_cache_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("POLICYLAB_CACHE", str(tmp_path))
    Segmenter(dictionary=()).tokens("城市")
    Segmenter(dictionary=["海河英才"]).tokens("城市")
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path, monkeypatch):
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    monkeypatch.setenv("POLICYLAB_CACHE", str(blocked))
    assert Segmenter(dictionary=()).tokens("城市") == ["城市"]


def test_cutting_says_nothing_and_touches_no_shared_cache(tmp_path):
    script = "from policylab.words import Segmenter; print(Segmenter().tokens('智慧城市'))"
    environment = {"POLICYLAB_CACHE": str(tmp_path / "own"), "TMPDIR": str(tmp_path / "shared"), "PYTHONUTF8": "1"}
    (tmp_path / "shared").mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, env=environment, encoding="utf-8"
    )
    assert done.stderr == ""
    assert done.stdout == "['智慧城市']\n"
    assert list((tmp_path / "shared").iterdir()) == []


def test_importing_the_words_loads_no_engine():
    script = "import sys, policylab.words; print('jieba' in sys.modules, 'rjieba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"

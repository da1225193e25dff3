"""The file and its row together or not at all: full disks, kills between the steps, two fetches at once."""

import errno
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import fetch
import pytest
from conftest import RAW, ROOT
from replay.answers import Answer
from replay.layouts.fred_md import FOLDER, text
from replay.server import Replay

from gate import GateError
from gate.manifest import RawFile, verify_manifest
from sources import FetchError
from sources.store import Store, with_row

PATH = "us/new_table/2024-04.csv"
DATA = b"month,x\n2024-03,1\n"
FILE = RawFile(PATH, hashlib.sha256(DATA).hexdigest(), 1, "2024-03", "2024-03", "u", "p", "t", "2024-04", "v")
FRED_MD = "us/fred_md/2024-04.csv"


@pytest.fixture
def raw(tmp_path):
    """A raw folder with two files."""
    folder = tmp_path / "data" / "raw"
    kept = ["china/cpi/single.csv", "us/policy_events/single.csv"]
    lines = (RAW / "MANIFEST.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    for path in kept:
        (folder / path).parent.mkdir(parents=True)
        shutil.copy(RAW / path, folder / path)
    rows = [lines[0], *(line for line in lines if line.startswith(tuple(kept)))]
    (folder / "MANIFEST.csv").write_text("".join(rows), encoding="utf-8")
    return folder


def tree(raw):
    return {str(path.relative_to(raw)): path.is_file() and path.read_bytes() for path in raw.rglob("*")}


def left_over(raw):
    return sorted(path.name for path in (raw.parent / ".incoming").iterdir())


def add(raw, file=FILE, data=DATA):
    store = Store(raw)
    with store.locked():
        store.add(file, data)


def test_both_are_there_and_nothing_else_is(raw):
    add(raw)
    manifest, rows = verify_manifest(raw)
    assert manifest[PATH] == FILE
    assert rows[PATH] == [["month", "x"], ["2024-03", "1"]]
    assert left_over(raw) == ["lock"]
    assert (raw / PATH).stat().st_nlink == 1
    assert (raw / "MANIFEST.csv").stat().st_mode & 0o777 == 0o644


def test_who_reads_the_manifest_meanwhile_reads_the_whole_old_one(raw):
    before = (raw / "MANIFEST.csv").read_bytes()
    with (raw / "MANIFEST.csv").open("rb") as reader:
        add(raw)
        assert reader.read() == before


def test_a_row_goes_to_its_place_and_the_others_stay():
    header = ",".join(["path", *"abcdefghijk"])
    before = f"{header}\nchina/a.csv{',' * 11}\nus/z.csv{',' * 11}\nus/b.csv{',' * 11}\n"
    lines = with_row(before, FILE).splitlines()
    assert [line.partition(",")[0] for line in lines] == ["path", "china/a.csv", PATH, "us/z.csv", "us/b.csv"]
    assert [line for line in lines if not line.startswith(PATH)] == before.splitlines()


def test_a_file_in_the_place_is_never_overwritten(raw):
    (raw / PATH).parent.mkdir()
    (raw / PATH).write_bytes(DATA)
    before = tree(raw)
    with pytest.raises(FetchError, match="this vintage exists; raw files are never overwritten"):
        add(raw)
    assert tree(raw) == before, "nor removed as if a fetch had left it"
    assert left_over(raw) == ["lock"]


def test_without_hard_links_it_works_as_well(raw, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    add(raw)
    assert verify_manifest(raw)[0][PATH] == FILE
    before = tree(raw)
    with pytest.raises(FetchError, match="this vintage exists"):
        add(raw)
    assert tree(raw) == before


STEPS = {"write": ("sources.store", "_write"), "link": ("os", "link"), "replace": ("pathlib.Path", "replace")}


@pytest.mark.parametrize(("step", "nth"), [("write", 1), ("write", 2), ("write", 3), ("link", 1), ("replace", 1)])
@pytest.mark.parametrize(
    "fault", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()], ids=["full", "^C"]
)
def test_a_step_that_fails_undoes_those_before_it(raw, monkeypatch, step, nth, fault):
    module, name = STEPS[step]
    owner = Path if module == "pathlib.Path" else sys.modules[module]
    true, calls = getattr(owner, name), []

    def fail(*words, **named):
        calls.append(1)
        if len(calls) == nth:
            raise fault
        return true(*words, **named)

    before = tree(raw)
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, fail)
        with pytest.raises((FetchError, KeyboardInterrupt)) as error:
            add(raw)
    assert len(calls) >= nth
    if isinstance(fault, OSError):
        assert str(error.value) == (
            f"data/raw/{PATH}: cannot be written (No space left on device); nothing was changed: make room or mend the "
            "folder, then fetch again."
        )
    assert tree(raw) == before
    assert left_over(raw) == ["lock"]
    add(raw)
    verify_manifest(raw)


OPERATIONS = [
    ("os", "link"),
    ("os", "replace"),
    ("os", "fsync"),
    ("os", "unlink"),
    ("os", "chmod"),
    ("os", "mkdir"),
    ("io", "open"),
]


def killed_at(raw, number):
    """Add in a process that is killed before its operation ``number`` on the disk; False if it made fewer."""
    child = os.fork()
    if child == 0:
        count = 0

        def watched(true):
            def call(*words, **named):
                nonlocal count
                count += 1
                if count == number:
                    os.kill(os.getpid(), signal.SIGKILL)
                return true(*words, **named)

            return call

        for module, name in OPERATIONS:
            setattr(sys.modules[module], name, watched(getattr(sys.modules[module], name)))
        try:
            add(raw)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_a_kill_at_any_moment_is_put_right_by_the_next_fetch(raw, tmp_path, capsys):
    outcomes = []
    for number in range(1, 200):
        folder = shutil.copytree(raw.parent, tmp_path / str(number)) / "raw"
        before = tree(folder)
        if not killed_at(folder, number):
            break
        there, listed = (folder / PATH).exists(), PATH in (folder / "MANIFEST.csv").read_text(encoding="utf-8")
        outcomes.append((there, listed))
        if there and not listed:
            with pytest.raises(GateError, match=r"2024-04\.csv: a fetch is adding it, or was interrupted"):
                verify_manifest(folder)
        with Store(folder).locked():
            assert left_over(folder) == ["lock"]
        manifest, _ = verify_manifest(folder)
        if listed:
            assert manifest[PATH] == FILE
        else:
            assert tree(folder) == before
            add(folder)
            assert verify_manifest(folder)[0][PATH] == FILE
    assert number > 15
    assert set(outcomes) == {(False, False), (True, False), (True, True)}, "each state was met"
    assert "removed; an interrupted fetch left it without its row" in capsys.readouterr().err


def test_what_a_person_changed_after_a_kill_is_not_removed(raw):
    incoming = raw.parent / ".incoming"
    incoming.mkdir()
    (incoming / "journal.json").write_text(f'{{"path": "{PATH}", "sha256": "{FILE.sha256}"}}', encoding="utf-8")
    (raw / PATH).parent.mkdir()
    (raw / PATH).write_bytes(b"month,x\n2024-03,2\n")
    with Store(raw).locked():
        assert (raw / PATH).read_bytes() == b"month,x\n2024-03,2\n"
    with pytest.raises(GateError, match=r"not listed in MANIFEST\.csv"):
        verify_manifest(raw)


@pytest.mark.parametrize("journal", [b"", b'{"path": "us/n', b"[]", b'{"path": "us/new_table/2024-04.csv"}'])
def test_a_journal_cut_short_means_that_nothing_had_begun(raw, journal):
    (raw.parent / ".incoming").mkdir()
    (raw.parent / ".incoming" / "journal.json").write_bytes(journal)
    before = tree(raw)
    with Store(raw).locked():
        assert tree(raw) == before
    assert left_over(raw) == ["lock"]


def test_a_raw_file_that_was_altered_is_not_compared_with(raw):
    with (raw / "china/cpi/single.csv").open("ab") as file:
        file.write(b"2021-01,99\n")
    with pytest.raises(FetchError, match=r"china/cpi/single\.csv: the file is not the one in MANIFEST\.csv"):
        Store(raw).read("china/cpi/single.csv")


# --- the whole command in processes of its own


@pytest.fixture
def project(tmp_path):
    shutil.copytree(RAW, tmp_path / "data" / "raw")
    return tmp_path / "data" / "raw"


@pytest.fixture
def replay():
    with Replay() as server:
        yield server


def start(raw, replay, *words, before=""):
    """Start the command; ``before`` is run in its process first."""
    # A shell's background jobs ignore Ctrl-C, and so would what these tests start.
    heard = (
        "import signal, sys\nsignal.signal(signal.SIGINT, signal.default_int_handler)\nsys.path.insert(0, 'workflow')"
    )
    program = f"{heard}\nimport fetch\n{before}\nsys.exit(fetch.main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, *words, "--raw", str(raw), "--mirror", replay.url]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process):
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    return process.returncode, out, err


def test_two_fetches_at_once_both_arrive(project, replay):
    processes = [start(project, replay, "us/fred_md", vintage) for vintage in ("2024-04", "2024-05")]
    assert [ended(process)[0] for process in processes] == [0, 0]
    manifest, _ = verify_manifest(project)
    assert {FRED_MD, "us/fred_md/2024-05.csv"} <= set(manifest)


def test_of_two_fetches_of_one_vintage_one_arrives(project, replay):
    # Both have passed all checks before either may write.
    meet = f"""
import time, pathlib
from sources import store
true, here = store.Store.locked, pathlib.Path({str(project.parent)!r})
def locked(self):
    (here / f"ready-{{__import__('os').getpid()}}").touch()
    while len(list(here.glob("ready-*"))) < 2: time.sleep(0.01)
    return true(self)
store.Store.locked = locked
"""
    ends = sorted(
        ended(process) for process in [start(project, replay, "us/fred_md", "2024-04", before=meet) for _ in "ab"]
    )
    assert [code for code, _, _ in ends] == [0, 1]
    assert "this vintage exists, with identical figures" in ends[1][2]
    verify_manifest(project)


def test_the_second_of_two_is_compared_with_the_first(project, replay):
    wait = "import time\nfrom sources import store\ntrue = store.Store.locked\n"
    wait += f"flag = __import__('pathlib').Path({str(project / FRED_MD)!r})\n"
    wait += (
        "def locked(self):\n    while not flag.exists(): time.sleep(0.01)\n    time.sleep(0.3)\n    return true(self)\n"
    )
    wait += "store.Store.locked = locked\n"
    later = start(project, replay, "us/fred_md", "2024-05", before=wait)
    assert ended(start(project, replay, "us/fred_md", "2024-04"))[0] == 0
    assert ended(later)[0] == 0
    assert verify_manifest(project)[0]["us/fred_md/2024-05.csv"].compared_with == "2024-04"


def test_kill_9_between_file_and_row(project, replay):
    kill = "import os, pathlib\npathlib.Path.replace = lambda *_: os.kill(os.getpid(), 9)"
    assert start(project, replay, "us/fred_md", "2024-04", before=kill).wait(60) == -9
    assert (project / FRED_MD).exists()
    with pytest.raises(GateError, match=r"run workflow/fetch\.py again, which puts the folder in order"):
        verify_manifest(project)
    code, _, err = ended(start(project, replay, "us/fred_md", "2024-04"))
    assert code == 0
    assert "removed; an interrupted fetch left it without its row" in err
    verify_manifest(project)


def test_ctrl_c_in_the_download_leaves_nothing(project, replay):
    replay.always(FOLDER + "2024-04-md.csv", Answer(text("2024-04").encode(), wait=30))
    before = tree(project)
    process = start(project, replay, "us/fred_md", "2024-04")
    until = time.monotonic() + 30
    while not replay.seen and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    code, out, err = ended(process)
    assert (code, out) == (1, "")
    assert err == "error: interrupted; nothing was added to data/raw.\n"
    assert tree(project) == before
    assert not (project.parent / ".incoming").exists()


def test_a_file_beyond_the_limit_of_the_system_leaves_nothing(project, replay):
    before = tree(project)
    small = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))"
    code, out, err = ended(start(project, replay, "us/fred_md", "2024-04", before=small))
    assert (code, out) == (1, "")
    assert f"{FRED_MD}: cannot be written (File too large); nothing was changed" in err
    assert tree(project) == before
    assert left_over(project) == ["lock"]


def test_a_full_disk_leaves_nothing(tmp_path, replay):
    disk = tmp_path / "disk"
    disk.mkdir()
    size = sum(-(-path.stat().st_size // 4096) * 4096 for path in RAW.rglob("*") if path.is_file())
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size + 12 * 4096}", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        raw = shutil.copytree(RAW, disk / "data" / "raw")
        before = tree(raw)
        code, out, err = ended(start(raw, replay, "us/fred_md", "2024-04"))
        assert (code, out) == (1, "")
        assert "(No space left on device)" in err
        assert err.count("\n") == 1
        assert tree(raw) == before
        assert set(left_over(raw)) <= {"lock"}
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_folder_that_cannot_be_written_is_one_sentence(project, replay, capsys):
    (project.parent / ".incoming").write_text("in the way", encoding="utf-8")
    before = tree(project)
    assert fetch.main(["us/fred_md", "2024-04", "--raw", str(project), "--mirror", replay.url]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "nothing was added to data/raw" in err
    assert tree(project) == before

"""The command line, through click's runner and as its users start it."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kanwu import files
from kanwu.cli.main import main
from kanwu.errors import KanwuError
from tests.conftest import ROOT, Run

BAD = "經銷商處於號損狀態,品牌有待提開。\n"
FIXED = "經銷商處於虧損狀態,品牌有待提升。\n"
CLEAN = "經銷商沒有虧損。\n"


def call(*arguments: object, stdin: bytes | str = "") -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), input=stdin)


def write(folder: Path, name: str, text: str | bytes = BAD) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_exit_codes(project: Path) -> None:
    write(project, "bad.txt")
    write(project, "clean.txt", CLEAN)
    write(project, "binary.txt", b"\0\1\2")
    assert call("check", "clean.txt").exit_code == 0
    assert call("check", "bad.txt").exit_code == 1
    assert call("check", "bad.txt", "--exit-zero").exit_code == 0
    assert call("check", "bad.txt", "binary.txt").exit_code == 2
    assert call("check", "bad.txt", "binary.txt", "--exit-zero").exit_code == 2
    assert call("check", "missing.txt").exit_code == 2
    assert call("check", "--select", "X9", "bad.txt").exit_code == 2
    assert call("check", "--sensitivity", "middling", "bad.txt").exit_code == 2
    assert call("check", "-j", "0", "bad.txt").exit_code == 2
    assert call("chekc").exit_code == 2


def test_errors_are_one_line_and_the_rest_goes_on(project: Path) -> None:
    write(project, "a.txt", b"\0")
    write(project, "b.txt")
    write(project, "c.pdf")
    done = call("check", "a.txt", "b.txt", "c.pdf", "d.txt", "--output-format", "concise", "-q")
    assert done.exit_code == 2
    assert [line.split(": ")[:2] for line in done.stderr.splitlines()] == [
        ["kanwu", "a.txt"],
        ["kanwu", "c.pdf"],
        ["kanwu", "d.txt"],
    ]
    assert done.stdout.count("b.txt") == 2


def test_folders_are_walked(project: Path) -> None:
    for name in ("b.txt", "a/一 二.txt", "a/x.pdf", ".git/c.txt", "node_modules/d.txt"):
        write(project, name)
    done = call("check", "--output-format", "concise")
    assert {line.split(":")[0] for line in done.stdout.splitlines()} == {"a/一 二.txt", "b.txt"}
    done = call("check", ".", "b.txt", "./b.txt", "--output-format", "concise")
    assert done.stdout.count("b.txt:") == 2


def test_full_report_shows_place_fix_and_confidence(project: Path) -> None:
    write(project, "in.txt", "甲\n" + "字" * 60 + "全形ａ" + BAD)
    done = call("check", "in.txt", "--select", "L")
    head, gutter, line, caret, fix, sure = done.stdout.splitlines()[:6]
    assert head == "in.txt:2:69: L101 「號損」應為「虧損」：形近字"
    assert gutter == "  |"
    assert line == f"2 | …{'字' * 16}全形ａ經銷商處於【號損】狀態,品牌有待提開。"
    cells = sum(2 if ord(char) > 0x2E7F else 1 for char in line[: line.index("號")])
    assert caret == "  |" + " " * (cells - 3) + "^^^^"
    assert fix == "  = 修正: 號損 → 虧損 (可自動套用)"
    assert sure == "  = 信心: 0.98"


def test_full_report_shows_residue_once(project: Path) -> None:
    write(project, "in.txt", "對于成本與訂單,由于供應鏈的問題,至于單價\n" * 3)
    done = call("check", "in.txt", "--lang", "en")
    assert done.stdout.count("S101") == 1
    assert "= 9 places: 1:2, 1:10, 1:19, 2:2, 2:10, 2:19, …" in done.stdout
    assert "1 file: 9 findings" in done.stderr
    done = call("check", "in.txt", "--output-format", "concise")
    assert done.stdout == "in.txt:1:2: S101 「于」應為「於」：簡轉繁留下的字 (×9)\n"
    done = call("check", "in.txt", "--output-format", "jsonl")
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert [found["occurrences"] for found in objects] == [9] * 9


def test_control_characters_are_shown_not_printed(project: Path) -> None:
    write(project, "in.txt", "\x1b[31m\u202e號損\t狀態")
    assert "<U+001B>[31m<U+202E>【號損】 狀態" in call("check", "in.txt").stdout


def test_jsonl_is_enough_to_make_the_edit(project: Path) -> None:
    text = "\ufeff第一行\r\n𠀀經銷商處於號損狀態。"
    path = write(project, "in.txt", text)
    done = call("check", path, "--output-format", "jsonl", "--select", "L101")
    (found,) = map(json.loads, done.stdout.splitlines())
    assert found == {
        "path": str(path),
        "line": 2,
        "column": 7,
        "end_line": 2,
        "end_column": 9,
        "start": 11,
        "end": 13,
        "code": "L101",
        "rule": "lookalike-word",
        "severity": "error",
        "message": "「號損」應為「虧損」：形近字",
        "text": "號損",
        "confidence": 0.98,
        "replacements": [{"text": "虧損", "applicability": "safe", "why": "形近字"}],
    }
    plain = text.removeprefix("\ufeff")
    edited = plain[: found["start"]] + found["replacements"][0]["text"] + plain[found["end"] :]
    assert edited == plain.replace("號損", "虧損")


def test_json_is_one_array(project: Path) -> None:
    write(project, "in.txt")
    write(project, "clean.txt", CLEAN)
    done = call("check", "in.txt", "clean.txt", "--output-format", "json")
    assert [found["text"] for found in json.loads(done.stdout)] == ["號損", "提開"]
    assert json.loads(call("check", "clean.txt", "--output-format", "json").stdout) == []


def test_statistics_and_output_file(project: Path) -> None:
    write(project, "in.txt")
    done = call("check", "in.txt", "--statistics", "-o", "out.txt")
    assert done.stdout == ""
    assert (project / "out.txt").read_text("utf-8") == "      2  L101  lookalike-word\n"
    assert call("check", "in.txt", "-o", "no/such/folder/out.txt").exit_code == 2


def test_a_report_can_go_into_a_pipe(project: Path) -> None:
    os.mkfifo(project / "pipe")
    write(project, "in.txt")
    with subprocess.Popen(["cat", "pipe"], cwd=project, stdout=subprocess.PIPE) as reader:
        assert call("check", "in.txt", "--statistics", "-o", "pipe").exit_code == 1
        assert reader.communicate(timeout=10)[0] == b"      2  L101  lookalike-word\n"
    assert (project / "pipe").is_fifo()


def test_fix_writes_the_safe_fixes(project: Path) -> None:
    path = write(project, "in.txt", "\ufeff" + BAD.replace("\n", "\r\n") + "無")
    done = call("fix", "in.txt")
    assert done.exit_code == 1
    assert path.read_bytes().decode() == "\ufeff" + FIXED.replace("\n", "\r\n") + "無"
    assert done.stderr == "1 個檔案：已修正 2 處（1 個檔案），0 個問題\n"
    assert call("fix", "in.txt").exit_code == 0


def test_unsafe_fixes_are_made_on_request(project: Path) -> None:
    text = "另外,關於鹵門term,光模塊的需求很好。\n"
    path = write(project, "in.txt", text)
    assert call("fix", "in.txt").exit_code == 1
    assert path.read_text("utf-8") == text
    assert call("fix", "in.txt", "--unsafe").exit_code == 1
    assert path.read_text("utf-8") == text.replace("鹵門term", "Lumentum")


def test_fix_keeps_mode_and_follows_links(project: Path) -> None:
    path = write(project, "in.txt")
    path.chmod(0o640)
    link = project / "link.txt"
    link.symlink_to(path)
    call("fix", "link.txt")
    assert link.is_symlink()
    assert path.read_text("utf-8") == FIXED
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(found.name for found in project.iterdir()) == ["in.txt", "link.txt"]


def test_fix_keeps_the_encoding(project: Path) -> None:
    long = BAD + "今年第一季的營業收入較去年同期成長兩成，毛利率略有提升。\n"
    path = write(project, "in.txt", long.encode("big5"))
    assert call("fix", "in.txt").exit_code == 1
    assert path.read_bytes() == long.replace(BAD, FIXED).encode("big5")


def test_fix_never_writes_what_it_cannot_read(project: Path) -> None:
    for data in (b"\0" + BAD.encode(), "銷售".encode("gb18030"), BAD.encode() + b"\xff"):
        path = write(project, "in.txt", data)
        assert call("fix", "--unsafe", "in.txt").exit_code == 2
        assert path.read_bytes() == data


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_leave_to_write_is_an_error(project: Path) -> None:
    path = write(project, "shut/in.txt")
    path.parent.chmod(0o500)
    done = call("fix", "shut/in.txt")
    path.parent.chmod(0o700)
    assert done.exit_code == 2
    assert "not written" in done.stderr
    assert path.read_text("utf-8") == BAD


def test_standard_input(project: Path) -> None:
    done = call(
        "check", "-", "--stdin-filename", "a/b.txt", "--output-format", "concise", stdin=BAD
    )
    assert done.exit_code == 1
    assert done.stdout.startswith("a/b.txt:1:6: L101")
    done = call("fix", "-", stdin=BAD)
    assert (done.exit_code, done.stdout) == (1, FIXED)
    done = call("fix", "-", stdin=CLEAN)
    assert (done.exit_code, done.stdout) == (0, CLEAN)
    assert call("check", "-", "a.txt").exit_code == 2
    assert call("fix", "-", stdin=b"\0\1").exit_code == 2


def test_selection(project: Path) -> None:
    write(project, "in.txt", BAD + "出貨量為20到330到30萬隻。\n")

    def found(*arguments: str) -> set[str]:
        done = call("check", "in.txt", "--output-format", "jsonl", *arguments)
        return {json.loads(line)["code"] for line in done.stdout.splitlines()}

    assert found() == {"L101", "Q101"}
    assert found("--select", "L") == {"L101"}
    assert found("--select", "L101,Q") == {"L101", "Q101"}
    assert found("--ignore", "L") == {"Q101"}
    assert found("--select", "Q", "--extend-select", "L101") == {"L101", "Q101"}
    assert found("--select", "L101", "--ignore", "L") == {"L101"}
    assert found("--ignore", "L101", "--select", "L101") == set()


def test_a_users_glossary(project: Path) -> None:
    write(project, "in.txt", "我們與鯤鵬資本和青岚创投交流,清嵐創投與坤鵬資本都看好。")
    write(project, "terms.txt", "鯤鵬資本\n青嵐創投\n")
    done = call("check", "in.txt", "--glossary", "terms.txt", "--output-format", "jsonl")
    found = [json.loads(line) for line in done.stdout.splitlines() if '"N101"' in line]
    assert {(f["text"], f["replacements"][0]["text"]) for f in found} == {
        ("清嵐創投", "青嵐創投"),
        ("坤鵬資本", "鯤鵬資本"),
    }
    write(project, "terms.txt", "好\n")
    done = call("check", "in.txt", "--glossary", "terms.txt")
    assert done.exit_code == 2
    assert "terms.txt:1: “好” is too short" in done.stderr
    assert call("check", "in.txt", "--glossary", "missing.txt").exit_code == 2


def test_script_is_taken_at_its_word(project: Path) -> None:
    write(project, "in.txt", "用于今年")
    assert call("check", "in.txt").exit_code == 0
    assert call("check", "in.txt", "--script", "tw").exit_code == 1
    assert call("check", "in.txt", "--script", "hk").exit_code == 1
    assert call("check", "in.txt", "--script", "cn").exit_code == 0


def test_processes_give_the_same_report(project: Path) -> None:
    for number in range(30):
        write(project, f"{number:02}.txt", BAD * (number % 3) + CLEAN)
    write(project, "15.txt", b"\0")
    one, two = call("check", "-j", "1"), call("check", "-j", "2")
    assert one.exit_code == two.exit_code == 2
    assert one.stdout == two.stdout
    assert one.stderr == two.stderr


def test_rule_and_rules(project: Path) -> None:
    done = call("rules")
    assert done.exit_code == 0
    assert "L101  lookalike-word" in done.stdout
    done = call("rule", "l101")
    assert "修正是否安全" in done.stdout
    assert "✗" in done.stdout
    assert call("rule", "L999").exit_code == 2


@pytest.mark.slow
def test_rules_prove_themselves(project: Path) -> None:
    assert call("rules", "--prove").exit_code == 0


def test_as_a_process(kanwu: Run, project: Path) -> None:
    write(project, "一 二.txt")
    done = kanwu("check", "一 二.txt", "--output-format", "concise")
    assert done.returncode == 1
    assert done.stdout.decode().startswith("一 二.txt:1:6: L101 ")
    assert kanwu("fix", "--diff", "一 二.txt").returncode == 1
    assert kanwu("--version").stdout.startswith(b"kanwu, version ")
    assert b"Traceback" not in kanwu("check", "nowhere").stderr


def test_a_closed_pipe_is_no_traceback(project: Path) -> None:
    write(project, "in.txt", BAD * 1000)  # more than a pipe holds
    command = f"{sys.executable} -m kanwu check in.txt | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=project, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert done.stdout.count(b"\n") == 1


def test_the_readme_shows_what_the_tool_prints() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    page = "fixtures/half_converted_call/in.txt"

    def prints(*options: str) -> str:
        command = [sys.executable, "-m", "kanwu", "check", page, "-q", *options]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        return done.stdout.decode()

    report = prints()
    for paragraph in readme.split("```text\n")[1].split("```")[0].strip().split("\n\n"):
        assert paragraph in report
    shown = json.loads(readme.split("```json\n")[1].split("```")[0])
    assert shown in [json.loads(line) for line in prints("--output-format", "jsonl").splitlines()]


def test_what_a_file_system_can_hold_is_no_traceback(project: Path) -> None:
    (project / "loop.txt").symlink_to("loop.txt")
    (project / "gone.txt").symlink_to("nowhere.txt")
    os.mkfifo(project / "pipe.txt")
    write(project, "kanwu.toml", 'exclude = ["old/"]')
    long = "長" * 200 + ".txt"
    for name in ("loop.txt", "gone.txt", "pipe.txt", long):
        done = call("check", "--force-exclude", name)
        assert done.exit_code == 2, name
        assert done.stderr.count("\n") == 2, done.stderr  # the error, and the summary
    assert call("check", "in.txt", "-o", "loop.txt").exit_code == 2
    assert call("check").exit_code == 0  # found by walking, they are passed over


def test_a_file_is_read_once_whatever_its_names(project: Path) -> None:
    path = write(project, "in.txt")
    (project / "link.txt").symlink_to(path)
    done = call("check", "in.txt", "link.txt", "./in.txt", "--output-format", "concise")
    assert done.stdout.count("號損") == 1


def test_standard_input_is_treated_like_the_file_it_stands_for(project: Path) -> None:
    write(project, "kanwu.toml", 'exclude = ["old/"]')
    binary = b"\0\1\2"
    done = call("fix", "-", "--stdin-filename", "old/a.txt", "--force-exclude", stdin=binary)
    assert (done.exit_code, done.stdout_bytes) == (0, binary)
    assert call("check", "-", "--stdin-filename", "a.pdf", stdin=BAD).exit_code == 2


def test_a_pyproject_of_another_shape(project: Path) -> None:
    write(project, "in.txt", CLEAN)
    write(project, "pyproject.toml", "tool = 3")
    assert call("check", "in.txt").exit_code == 0
    write(project, "pyproject.toml", "[tool]\nkanwu = 3")
    assert call("check", "in.txt").exit_code == 2


def test_a_file_that_changed_meanwhile_is_not_written(project: Path) -> None:
    path = write(project, "in.txt")
    with pytest.raises(KanwuError, match="has changed since it was read"):
        files.rewrite(path, BAD.encode() + b"more", FIXED.encode())
    assert path.read_text("utf-8") == BAD
    path.unlink()
    with pytest.raises(KanwuError, match="not written"):
        files.rewrite(path, BAD.encode(), FIXED.encode())
    assert not path.exists()


def test_an_interrupted_fix_leaves_nothing_behind(project: Path) -> None:
    for number in range(400):
        write(project, f"{number:03}.txt", BAD * 50)
    first = project / "000.txt"
    for kill in (signal.SIGINT, signal.SIGTERM):
        command = [sys.executable, "-m", "kanwu", "fix", "-q", "."]
        with subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE) as process:
            while process.poll() is None and FIXED not in first.read_text("utf-8"):
                time.sleep(0.01)
            process.send_signal(kill)
            assert process.wait(timeout=20) == 128 + kill
            assert process.stderr is not None
            assert b"Traceback" not in process.stderr.read()
        assert not list(project.glob(".*"))
        texts = {path.read_text("utf-8") for path in project.glob("*.txt")}
        assert texts <= {BAD * 50, FIXED * 50}
        for path in project.glob("*.txt"):
            path.write_text(BAD * 50, "utf-8")


def test_what_the_system_refuses_is_one_line(project: Path) -> None:
    write(project, "in.txt")
    command = f"{sys.executable} -m kanwu check -q in.txt"
    for redirected in ("> /dev/full", ">&-"):
        done = subprocess.run(
            ["bash", "-c", f"{command} {redirected}"], cwd=project, capture_output=True, check=False
        )
        assert done.returncode == 2, redirected
        assert b"Traceback" not in done.stderr
        assert done.stderr.startswith(b"kanwu: ")


def test_a_report_into_standard_output_by_its_name(kanwu: Run, project: Path) -> None:
    write(project, "in.txt")
    done = kanwu("check", "in.txt", "--statistics", "-q", "-o", "/dev/stdout")
    assert (done.returncode, done.stdout) == (1, b"      2  L101  lookalike-word\n")


def test_long_names_can_be_fixed(project: Path) -> None:
    path = write(project, "名" * 80 + ".txt")
    assert call("fix", path.name).exit_code == 1
    assert path.read_text("utf-8") == FIXED

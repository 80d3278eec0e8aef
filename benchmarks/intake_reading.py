"""How long the materials of filings take: one of 300 pages, and a batch of sixty.

python -m benchmarks.intake_reading [--pages 300] [--filings 60] [--systems 1000]
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from compliance.intake import read
from tests.making.filings import bundle
from tests.making.papers import Text

_FILES = 10
_LINES_A_PAGE = 40
_LETTERS_A_LINE = 38


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=300)
    options.add_argument("--filings", type=int, default=60)
    options.add_argument("--systems", type=int, default=1000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _one_filing(Path(folder), chosen.pages)
        if chosen.filings:
            _batch(Path(folder), chosen.filings, chosen.systems)


def _one_filing(folder: Path, pages: int) -> None:
    made = bundle(0)
    long = ("feasibility", "design", "funding")
    letters = pages // len(long) * _LINES_A_PAGE * _LETTERS_A_LINE
    for key in long:
        made.papers[key].parts += [Text(_paragraph(n)) for n in range(letters // 400)]
        made.endings[key] = "pdf" if key != "design" else "docx"
    for key in ("crypto", "level"):
        made.loose[f"9 {key}.txt"] = "示例材料说明文字。\n".encode() * 50
    target = made.write(folder / "三百页")
    files = list(target.iterdir())
    size = sum(file.stat().st_size for file in files)
    times, used = [], _processor()
    for _ in range(3):
        start = time.perf_counter()
        dossier = read(target)
        times.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"一份申报：{len(files)} 个文件，约 {pages} 页，{size / 1e6:.1f} MB")
    each = (_processor() - used) / 3
    print(f"  读取 {min(times):.2f}–{max(times):.2f} 秒，其中处理器 {each:.2f} 秒")
    print(f"  子进程内存峰值 {peak} MB，冲突 {len(dossier.conflicts)}")


def _processor() -> float:
    """Seconds of processor time, the children that have ended included."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _paragraph(number: int) -> str:
    return (f"第{number}项补充说明：系统按照统一规范提供服务，各模块之间通过标准接口调用。" * 12)[
        :400
    ]


def _batch(folder: Path, filings: int, systems: int) -> None:
    for number in range(filings):
        bundle(number).write(folder / "批次" / f"申报{number:03d}")
    registry = folder / "清单.csv"
    lines = [
        f"YC-{n:05d},示例业务{n}管理系统,示例单位{n % 90},在用,办理第{n}类业务并统计"
        for n in range(systems)
    ]
    registry.write_text("\n".join(["系统编号,系统名称,建设单位,状态,功能描述", *lines]), "utf-8")
    command = [
        sys.executable,
        "-m",
        "compliance",
        "batch",
        str(folder / "批次"),
        "-o",
        str(folder / "清单.xlsx"),
    ]
    start = time.perf_counter()
    done = subprocess.run([*command, "--registry", str(registry)], capture_output=True, check=False)
    seconds = time.perf_counter() - start
    print(f"{filings} 份申报、{systems} 个既有系统：{seconds:.1f} 秒，退出码 {done.returncode}")


if __name__ == "__main__":
    main()

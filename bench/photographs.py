"""Photographs a second and the memory they take, from a phone's 48 megapixels down to what the page has made smaller.

The floor is bare Pillow in the same process: open, make 2048 pixels long, write JPEG; it strips nothing, makes no
thumbnail and writes to memory. Memory is the most that reading one photograph took, in a process of its own.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from bench.databases import measure
from bench.line import Line, scaled

SIZES = {"48mp": (8064, 6048), "12mp": (4032, 3024), "3mp": (2048, 1536)}
#: Photographs of each size that are timed.
TIMES = 12


def run() -> Iterator[Line]:
    """In a process with a home folder of its own."""
    yield from measure("bench.photographs", "sqlite")


def photograph(size: tuple[int, int]) -> bytes:
    """Noise and shades, so that the bytes are about as many as a camera's."""
    from PIL import Image  # noqa: PLC0415 - not in the process that only reads lines

    noise = Image.effect_noise((size[0] // 4, size[1] // 4), 40).resize(size)
    shade = Image.linear_gradient("L").resize(size)
    file = BytesIO()
    Image.merge("RGB", (noise, shade, Image.blend(noise, shade, 0.5))).save(file, "JPEG", quality=90)
    return file.getvalue()


def bare(data: bytes) -> None:
    """What anybody would write."""
    from PIL import Image  # noqa: PLC0415

    with Image.open(BytesIO(data)) as image:
        image.thumbnail((2048, 2048))
        image.save(BytesIO(), "JPEG", quality=85)


def memory(of: str, file: Path) -> float:
    """Megabytes that the act ``of`` takes at most, in a process that does nothing else."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.photographs", of, file], capture_output=True, text=True, check=True
    )
    return int(done.stdout) / 1024


def lines(folder: Path) -> Iterator[Line]:
    """Measure each size: ours and the floor in turns, so that both meet the same machine."""
    from duecare.attachments.actions import develop  # noqa: PLC0415 - after setup

    for name, size in SIZES.items():
        data = photograph(size)
        (folder / "source").write_bytes(data)
        develop(file=BytesIO(data))
        ours = theirs = 0.0
        for _time in range(scaled(TIMES, 2)):
            ours += seconds(lambda: develop(file=BytesIO(data)))  # noqa: B023 - called at once
            theirs += seconds(lambda: bare(data))  # noqa: B023
        count = scaled(TIMES, 2)
        yield Line(f"photographs_{name}", count / ours, "photographs/s", count / theirs)
        took = [memory(of, folder / "source") for of in ("darkroom", "bare")]
        yield Line(f"photographs_{name}_memory", took[0], "MB", took[1])


def seconds(act: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def main(of: str = "", source: str = "") -> None:
    """Print the lines, or the memory in kilobytes that one act took."""
    if not of:
        import django  # noqa: PLC0415 - only this process needs it
        from django.conf import settings  # noqa: PLC0415

        django.setup()
        for line in lines(Path(settings.HOME)):
            print(line, flush=True)
        return
    if os.fork() == 0:
        read_once(of, Path(source))
        os._exit(0)
    os.wait()
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


def read_once(of: str, source: Path) -> None:
    """One photograph, the one way or the other."""
    from duecare.attachments.darkroom.__main__ import answer  # noqa: PLC0415

    if of == "bare":
        bare(source.read_bytes())
    else:
        answer({"source": source, "target": source.with_name("target"), "small": source.with_name("small")})


if __name__ == "__main__":
    main(*sys.argv[1:])

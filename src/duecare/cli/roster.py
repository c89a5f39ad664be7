"""``roster``: solve a published instance; needs no deployment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.utils.translation import gettext as _

from duecare.core.errors import BadInput
from duecare.duty.rules.answers import Clash, Outcome, checked
from duecare.duty.rules.model import Problem, Roster
from duecare.duty.rules.sentences import breach_in_words, rule_in_words
from duecare.duty.solve import CODES, REFUSED, leave, solver
from duecare.duty.solving import instances
from duecare.duty.solving.keeping import Kept
from duecare.duty.solving.stopping import Stopping

if TYPE_CHECKING:
    from duecare.duty.solving.incumbent import Progress as Reached

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)
#: How instances are read, by the name of their format.
READERS = {"nrp": instances.read}


@click.group()
def roster() -> None:
    """Duty rosters. / 值班表。"""


@roster.command()
@click.argument("instance", type=_FILE)
@click.option(
    "--format",
    "form",
    type=click.Choice([*READERS]),
    default="nrp",
    show_default=True,
    help="Format of the file: nrp, nurse rostering in plain text. / 文件格式：nrp 为护士排班纯文本。",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=60,
    show_default=True,
    help="How long to search at most. / 最多计算多少秒。",
)
@click.option("--out", type=_OUT, required=True, help="The roster, as CSV. / 值班表，CSV 格式。")
@click.option("--seed", type=int, default=1, show_default=True, help="What chance begins with. / 随机种子。")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=8,
    show_default=True,
    help="Ways to search at once. / 并行的求解线程数。",
)
@click.option(
    "--steady", is_flag=True, help="One worker; the same seed, the same roster. / 同一种子得同一结果。"
)
def solve(
    instance: Path, form: str, seconds: float, out: Path, seed: int, workers: int, steady: bool
) -> None:
    """Find the best roster of an instance; Ctrl-C keeps the best so far. / 求解排班实例；按 Ctrl-C 保留已得最好结果。

    Prints objective, bound and seconds; writes a line for each person: id, then a cell for each day. Exit codes besides
    the usual: 3 there is no roster, and which rules clash; 4 none was found in the time.
    输出目标值、下界和用时；每人一行：编号，然后每天一格。
    另有退出码：3 不存在值班表，并列出冲突的规则；4 限时内没有找到。
    """
    problem = _read(instance, form)
    kept = Kept(out)
    with Stopping() as stopping:
        try:
            kept.try_out()
        except OSError as error:
            raise _unwritable(out, error) from error
        running = solver()
        given = running.Settings(seconds, seed, workers, steady)
        run = running.Run(problem, given, Progress(problem, kept).tell)
        try:
            code = _finish(problem, run.wait(stopping), kept)
        except OSError as error:
            click.echo(str(_unwritable(out, error)), err=True)
            code = REFUSED
    click.get_current_context().exit(leave(run, code))


def _read(instance: Path, form: str) -> Problem:
    try:
        return READERS[form](instance.read_text("utf-8"))
    except UnicodeDecodeError as error:
        raise BadInput(
            "instance.encoding",
            _("%(file)s is not a text in UTF-8."),
            hint=_("Save it in UTF-8 and try again."),
            file=instance,
        ) from error
    except BadInput as error:
        place = f"{instance}: {error.where}" if error.where else str(instance)
        raise BadInput(error.code, "%(place)s: %(error)s", place=place, error=error) from error


def _unwritable(out: Path, error: OSError) -> BadInput:
    return BadInput(
        "instance.out",
        _("%(file)s cannot be written: %(why)s"),
        hint=_("Give --out a file in a folder that is there, that you may write to and that has room."),
        file=out,
        why=error.strerror or error,
    )


class Progress:
    """Keeps each better roster, and says on standard error how far the search is, once a second at most."""

    def __init__(self, problem: Problem, kept: Kept) -> None:
        self.problem, self.kept = problem, kept
        self.said_at = -1.0
        self.said: tuple[int | None, int] | None = None

    def tell(self, progress: Reached, found: Roster | None) -> None:
        """Keep and say."""
        if found is not None:
            self.kept.replace(instances.write(self.problem, found))
        now = (progress.objective, progress.bound)
        if now != self.said and progress.seconds > self.said_at + 1:
            self.said, self.said_at = now, progress.seconds
            values = {
                "seconds": f"{progress.seconds:.0f}",
                "objective": "–" if progress.objective is None else progress.objective,
                "bound": progress.bound,
            }
            click.echo(_("%(seconds)s s: objective %(objective)s, bound %(bound)s") % values, err=True)


def _finish(problem: Problem, outcome: Outcome, kept: Kept) -> int:
    if outcome.roster is not None:
        checked(problem, outcome)
        kept.replace(instances.write(problem, outcome.roster))
        click.echo(f"objective={outcome.objective} bound={outcome.bound} seconds={outcome.seconds:.1f}")
    elif outcome.impossible:
        for line in _why(problem, outcome.clash or Clash()):
            click.echo(line, err=True)
    else:
        click.echo(
            _("No roster was found in the time; nothing is written. Give it more --seconds."), err=True
        )
    return CODES[outcome.state]


def _why(problem: Problem, clash: Clash) -> Iterator[str]:
    """Why there is no roster, and what would mend it."""
    people = {person: person for person in problem.person}
    kinds = {kind: kind for kind in problem.kind}
    yield _("There is no roster; nothing is written. These rules cannot hold together:")
    for rule in clash.rules:
        yield f"  {rule_in_words(problem, rule, people, kinds, str)}"
    if clash.mending:
        yield _("The nearest roster gives up:")
    for breach in clash.mending:
        yield f"  {breach_in_words(problem, breach, people, kinds, str)}"

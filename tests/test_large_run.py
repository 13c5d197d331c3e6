"""Large programmes on several processes: the same answers, no harm where a process dies, and Ctrl-C heeded."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from calloff.large.parts import Parts
from calloff.large.piece import Asked, Effort, Held, Piece
from calloff.large.remote import Helpers
from calloff.programme import Programme
from calloff.rules import RULES, capacity
from calloff.solve import Options, parse_goals, solve
from calloff_data.generate import generated
from stopping import words_of


@pytest.fixture(scope="module")
def eight() -> Programme:
    return generated(8, seed=3)


@pytest.fixture
def helpers(eight: Programme) -> Iterator[Helpers]:
    made = Helpers(eight, 1, no_overspend=False)
    yield made
    made.close()


def test_another_process_answers_as_this_one_until_it_dies(eight: Programme, helpers: Helpers) -> None:
    asked = Asked("unsecured", (Held("gap", 10**7),), rates={"gap": 3}, scale=100)
    effort = Effort(None, 5.0)
    here = Piece(no_overspend=False, register=lambda solver: None).solve(Parts(eight).cut([2]), asked, effort)
    assert here.status == "optimal"
    assert helpers.solve(((2,), asked, effort), lambda: False) == here
    helpers.kill()
    assert helpers.solve(((2,), asked, effort), lambda: False) is None
    assert helpers.count == 0
    assert helpers.solve(((2,), asked, effort), lambda: False) is None


def test_what_is_not_wanted_is_not_waited_for(helpers: Helpers) -> None:
    answer = helpers.solve(((0,), Asked("cost"), Effort(None, 1e9)), lambda: True)
    assert answer is not None
    assert answer.status == "unknown"
    assert answer.bound is None


def test_a_script_whose_processes_cannot_start_is_planned_all_the_same(tmp_path: Path) -> None:
    script = tmp_path / "plain.py"
    script.write_text(
        textwrap.dedent("""
            from calloff.solve import Options, parse_goals, solve
            from calloff_data.generate import generated

            outcome = solve(generated(5, seed=0), Options(workers=2, time_limit=5, goals=parse_goals("gap")))
            print(outcome.status)
        """),
        encoding="utf-8",
    )
    run = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stdout.strip()) in ((0, "optimal"), (0, "feasible"))
    assert "freeze_support" in run.stderr


def test_rules_that_another_process_does_not_know_keep_it_from_being_asked(eight: Programme) -> None:
    class Other:
        NAME = capacity.NAME
        check, add = staticmethod(capacity.check), staticmethod(capacity.add)

    assert Helpers(eight, 1, no_overspend=False, rules=(*RULES[:-1], Other())).count == 0


@pytest.mark.slow
def test_two_workers_prove_what_one_proves(eight: Programme) -> None:
    goals = parse_goals("gap,unsecured")
    alone = solve(eight, Options(workers=1, time_limit=60, goals=goals))
    beside = solve(eight, Options(workers=2, time_limit=60, goals=goals))
    assert alone.status == beside.status == "optimal"
    assert [g.value for g in alone.levels] == [g.value for g in beside.levels]


INTERRUPTED = """
    import os, signal, sys, time
    from calloff.solve import Options, parse_goals, solve
    from calloff_data.generate import generated

    def stop(progress):
        if progress.level == sys.argv[1] and not stopped:
            stopped.append(time.perf_counter())
            os.kill(os.getpid(), signal.SIGINT)

    level, clusters, goals, limit = sys.argv[1:]
    stopped, options = [], Options(workers=2, time_limit=float(limit), goals=parse_goals(goals))
    outcome = solve(generated(int(clusters), seed=3), options, on_progress=stop, least=4)
    print(outcome.status, outcome.interrupted, outcome.plan is not None, time.perf_counter() - stopped[0] < 20)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals as on Unix")
@pytest.mark.parametrize(
    ("level", "clusters", "goals", "limit"),
    [
        ("gap", 8, "gap,cost", 300),
        ("cost", 8, "gap,cost", 300),
        ("early", 6, "gap,cost,early", 12),  # after the heavy one, as one model
    ],
)
def test_ctrl_c_keeps_the_best_plan_of_a_large_programme(level: str, clusters: int, goals: str, limit: int) -> None:
    assert words_of(INTERRUPTED, level, str(clusters), goals, str(limit)) == ["feasible", "True", "True", "True"]


BETWEEN = """
    import os, signal, sys
    from functools import partial
    from calloff.goals import cost
    from calloff.large import run
    from calloff.solve import Options, parse_goals, solve
    from calloff_data.generate import generated

    def stopping(known, *given, sent=[]):
        if not sent:
            sent.append(os.kill(os.getpid(), signal.SIGINT))
        return known(*given)

    if sys.argv[1] == "2":
        run.ended = partial(stopping, run.ended)
    else:
        cost.expr = partial(stopping, cost.expr)
    options = Options(workers=1, time_limit=60, goals=parse_goals("gap,cost,early"))
    outcome = solve(generated(2, seed=0), options, least=int(sys.argv[1]))
    print(outcome.status, outcome.interrupted, [x.goal for x in outcome.levels] == ["gap", "cost", "early"])
"""


@pytest.mark.skipif(os.name != "posix", reason="signals as on Unix")
@pytest.mark.parametrize("least", [2, 99])
def test_ctrl_c_is_heard_while_nothing_is_solved(least: int) -> None:
    """A goal is being stated: on the whole from the start, or after blocks."""
    assert words_of(BETWEEN, str(least)) == ["feasible", "True", "True"]

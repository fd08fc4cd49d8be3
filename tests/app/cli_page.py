"""The page of the command line, written from the help of its verbs.

``python -m app.cli_page``, in the folder of the tests, writes the page anew.
"""

from __future__ import annotations

from pathlib import Path

from app.console import call

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"
VERBS = (
    "init",
    "check",
    "explain-error",
    "rates",
    "raids",
    "need",
    "risk",
    "plan",
    "report",
    "run",
    "rules",
    "compare",
    "accession",
    "explain",
    "share",
    "verify",
    "convert",
    "diff",
    "split",
    "merge",
)

_INTRO = """\
# The command line

What `jointstock --help` and `jointstock VERB --help` say. How the verbs are used is told in
[the guide](../guides/command-line.md).

Data go to standard output, errors and progress to standard error; progress only where that is a
terminal. With `--json` standard output holds one JSON text and nothing else.

| exit code | means |
| --- | --- |
| 0 | done |
| 1 | an error of ours, told in one line |
| 2 | a command, setting or argument that is not possible |
| 3 | the input is not a programme; every [problem](errors.md) is told |
| 4 | the programme's hard limits contradict one another; the rows that do are told |
| 5 | done, with a plan in hand, but a search stopped before every gap was within the tolerance |

| JSON of | holds |
| --- | --- |
| `init` | `examples` (each `name`, `title`), or `example`, `folder` and `files` |
| `check` | `programme` and `digest` (null where it is none), `problems`, \
`conflicts`, `basis` by table |
| `explain-error` | `code`, `cause`, `repair`, `remark`, `exit_code`, `shown` (the input of the \
example), `told`; or `errors`, each `code` and `cause` |
| `rates` | `rule`, `file` (null where none was written), `rows` of the table `exchange` |
| `raids` | `rows` of the table `raids`, `models` and `unmapped` (each `model`, `class`, \
`reports`, `launched`), `untold` (sentences), `files` |
| `need` | `days`, `service`, `attrition`, `needs` (each `member`, `item`, `held`, `stated`; \
`used`, `by_days`, `by_risk`, `lasts`, `runs_out`, each `value`, `low`, `high`; the shares \
`chance`, `success`, `rate`; `reference`, `rests_on`, `cuts`), `untold`, `file`, and `fits` |
| `risk` | `days`, `from`, `months`, `delays`, `risks` (each `member`, `item`, `begun`, \
`months`), `gifts` |
| `plan` | [the plan](plan-json.md) |
| `report`, `run` | `programme`, `as_of`, `inputs_digest`, `status`, `remarks` (how many), \
`files`; of `run` also `summary` |
| `compare` | `same`, `summary` (the sentences), `goals` (each `goal`, `before`, `after`), \
`moved` (each `kind`, `member`, `item`, `line`, `donation`, units `before`, `after` and `moved`, \
months `earlier` and `later`, and `shifts`: each `units`, and the months `before` and `after`), \
`members` (each with `before` and `after`: months `below`, the lowest `month`, and what is \
`missing` of its `floor`), `late` (unit-months), `money`, `lines_opened`, `lines_closed`, \
`decided_alike` |
| `accession` | `member`, `summary` (the sentences), `status` (of the plan with the member), \
`members`: each `before` and `after`, with the fields of the members of `rules`; `shares`: \
`joining`, `before` and `after` by member, `monotone`, `entry`, in minor units of today; null \
where there are none; `rule` in words |
| `rules` | `programme`, `as_of`, `inputs_digest`, `chosen` (the programme's own rule), `summary`, \
`rules` (each `rule`, `cost`, `gain`, `lose`), `members` (each `member`, `rule` and its figures) |
months `earlier` and `later`), `members`, `money`, `lines_opened`, `lines_closed`, `decided_alike` |
| `share` | `total`, `members` (each `member`, `units`, `share`, `alone`, `tightest`, `keeps`, \
`bill`, how the share comes about), `worst` (`group`, `gain`, `bound`, `tolerance`, `closed`, \
`stable`, `listed`), `rule` (also in `words`), `prices`, `settlement`, `compared`, `joined`, \
`one_more`, `needed`, `asked_less`, `higher_floors` (each with the `rule` of allotment), `fee`, \
`beside` (with `total` it adds up to `plan_cost`), `plan_cost`, `left_out`, `files`; money in \
minor units of today. With `--audit`: `shares`, `given`, `total`, `worst`, `rule` |
| `verify` | `holds`, `checks` (each `what`, `holds`: null where it cannot be said, `why`) |
| `convert` | `programme`, `digest`, `to`, `form`, `files`, `rows` (how many) |
| `diff` | `same`, `scalars` (each `key`, `from`, `to`), `tables`: each `table`, `added` and \
`removed` (each `key`, `row`), `changed` (each `key`, `fields`: each `field`, `from`, `to`), \
`moved` |
| `split` | `programme`, `to`, `files` |
| `merge` | `programme`, `digest` and `out` (null where it is none), `answers` (each `member`, \
`file`, `problems`, `changes` as the tables of `diff`), `problems` beside the answers, `silent` \
(members without an answer) |
| exit codes 3 and 4 | `problems`: each `code`, `file`, `row`, `column`, `cell` (of a \
workbook), `value`, `message`, `repair`, `remark`, `more` (how many like it are not told) |
| exit codes 1 and 2 | `error`; a command that cannot be parsed is told on standard error alone |

`NO_COLOR` keeps colour out. `JOINTSTOCK_TRACEBACK=1` does what `--traceback` does.
"""


def cli_page() -> str:
    """Markdown of the whole page, with a line feed at its end."""
    parts = [_INTRO, f"```text\n{_help()}```\n"]
    parts += [f"## {verb}\n\n```text\n{_help(verb)}```\n" for verb in VERBS]
    return "\n".join(parts)


def _help(*verb: str) -> str:
    """What a verb's help says, 80 columns wide."""
    return call(*verb, "--help").stdout


if __name__ == "__main__":
    PAGE.write_text(cli_page(), encoding="utf-8")

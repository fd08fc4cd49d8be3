"""What was found, as a dozen lines for a terminal."""

from __future__ import annotations

from jointstock.programme.programme import Programme
from jointstock.publish.answer import answer
from jointstock.publish.brief import Brief
from jointstock.publish.proof import STOPPED, what_to_do
from jointstock.publish.wording import unmarked
from jointstock.words.results import Findings

_MOST_OF_A_TOPIC = 3


def lines(programme: Programme, findings: Findings) -> list[str]:
    """The title, then one line for each thing that was found, in plain words.

    A topic with many lines is cut short; the last line of it says how many are left out.
    """
    brief = Brief(programme, findings)
    found = [f"{programme.title} ({brief.as_of.lower()})"]
    if findings.plan.status != "optimal":
        found += [STOPPED, what_to_do(findings.plan)]
    topics: dict[str, list[str]] = {}
    for told in answer(brief):
        topics.setdefault(told.topic, []).append(unmarked(told.text))
    for texts in topics.values():
        found += texts[:_MOST_OF_A_TOPIC]
        if len(texts) > _MOST_OF_A_TOPIC:
            found.append(f"... and {len(texts) - _MOST_OF_A_TOPIC} more, in the report.")
    return found

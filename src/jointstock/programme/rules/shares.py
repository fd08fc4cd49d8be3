"""The key by which a cost is shared: it weighs every member with firm demand, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator

from jointstock.programme.faults import fault
from jointstock.programme.hints import nearest
from jointstock.programme.rules.draft import Draft
from jointstock.words.errors import Problem
from jointstock.words.weights import parts_of

_KEY = "share.key"


def weights(draft: Draft) -> Iterator[Problem]:
    """Each part of the key is a member with one number, none below 0 and not all of them 0."""
    text = draft.programme.share.key
    if not text:
        return
    parts, place = parts_of(text), draft.scalar(_KEY)
    names = [member for member, _ in parts]
    for part, (member, amount) in zip(text.split(","), parts, strict=True):
        shown = part.strip()
        if not member or amount is None:
            message = "is no member with a number"
            yield fault("share-key", place, shown, message, f"write {member or 'DE'}=24")
        elif amount < 0:
            message = "weighs a member below nothing"
            yield fault("share-key", place, shown, message, "write a number from 0 on")
    for member in dict.fromkeys(names):
        if member and names.count(member) > 1:
            message = "is weighed more than once"
            yield fault("share-key", place, member, message, f"write {member} once")
    if all(amount == 0 for _, amount in parts):
        message = "weighs nobody above 0, so nobody would pay"
        yield fault("share-key", place, text, message, "write the weights that were meant")


def weighed(draft: Draft) -> Iterator[Problem]:
    """The key weighs all who have firm demand, and only them; the method that needs one has one."""
    programme, place = draft.programme, draft.scalar(_KEY)
    rows = {row.member: row.name or row.member for row in programme.members}
    wanting = dict.fromkeys(row.member for row in programme.demand if row.firm)
    usual = ",".join(f"{member}=1" for member in wanting)
    if not programme.share.key:
        if programme.share.method == "key":
            message = "shares by a key, and there is none"
            repair = (
                f'add key = "{usual}" with the weights that are meant, or choose another method'
            )
            yield fault("share-key", draft.scalar("share.method"), "key", message, repair)
        return
    given = dict.fromkeys(member for member, _ in parts_of(programme.share.key) if member)
    for member in given:
        if member not in rows:
            near = nearest(member, rows)
            message = "is weighed, and is no member"
            repair = f"write {near}" if near else f"take {member} out"
            yield fault("share-key", place, member, message, repair)
        elif member not in wanting:
            message = "is weighed, and has no firm demand, so it has no share of the cost"
            yield fault("share-key", place, member, message, f"take {member} out")
    for member in wanting:
        if member in rows and member not in given:
            message = f"has no weight in the key, and has firm demand ({rows[member]})"
            yield fault("share-key", place, member, message, f"add {member}= with its weight")

"""Publishing what was found: plan, workbook, report, and the certificate of shares."""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path

from jointstock.flow.sharing import certificate
from jointstock.programme.programme import Programme
from jointstock.words.errors import SettingError
from jointstock.words.plan_json import to_json
from jointstock.words.results import Findings

# What `publish` writes, and what each file is.
RESULTS = {
    "plan.json": "the plan as data",
    "plan.xlsx": "the workbook",
    "report.html": "the report",
}

# What it writes as well where there are shares.
CERTIFICATE = "certificate.json"


def publish(programme: Programme, findings: Findings, out: str | PathLike[str]) -> None:
    """Write plan, workbook and report into a folder, which is made where it is not there.

    The files are those of `RESULTS`; older ones of the same names are replaced. Raises
    ``SettingError`` if what the report alone needs is not installed; the others are then there.
    """
    from jointstock.publish import report, workbook

    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.json").write_bytes(to_json(findings.plan).encode("ascii"))
    workbook.write(programme, findings, folder / "plan.xlsx")
    if findings.shares is not None:
        text = json.dumps(certificate(programme, findings.shares))
        (folder / CERTIFICATE).write_bytes(f"{text}\n".encode("ascii"))
    try:
        report.write(programme, findings, folder / "report.html")
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "jointstock":
            raise
        raise SettingError(
            f"the report needs {error.name}, which is not installed; install jointstock[report]"
        ) from None

"""Every fault that the input can have: its code, its cause, and the usual repair.

`fault` makes the `Problem`; a code that is not listed here cannot be raised, and both the page of
errors and ``explain-error`` are written from this list.
"""

from __future__ import annotations

from dataclasses import dataclass

from jointstock.words.errors import Place, Problem


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of problem; a remark does not stop anything."""

    cause: str
    repair: str
    remark: bool = False


FOLDER: dict[str, Fault] = {
    "folder-missing": Fault(
        "There is no folder at the path that was given.", "give the path of a programme folder"
    ),
    "file-missing": Fault(
        "A programme folder needs `programme.toml`, and a workbook the sheet `programme`.",
        "add programme.toml with id, title, as_of, start, months and currency",
    ),
    "file-unreadable": Fault(
        "The file is there, yet cannot be opened or read.",
        "make it a plain file that may be read",
    ),
    "file-unknown": Fault(
        "A CSV file, or a sheet, bears the name of no table, so nothing in it is read.",
        "rename it to a table's name, or take it out",
        remark=True,
    ),
    "file-outside": Fault(
        "A file of the folder is a link that leads out of it, so that somebody else's file would "
        "be read.",
        "put the file itself into the folder",
    ),
    "file-large": Fault(
        "The file holds more than a programme may, by the limits on the page of what is refused.",
        "take out what is not the programme's, or split the programme",
    ),
    "archive-unsafe": Fault(
        "A workbook could do harm, or is none: it unpacks to far more than a programme needs, "
        "holds names that lead out of it, or is damaged.",
        "save it anew from a spreadsheet program, as XLSX without a password",
    ),
    "text-encoding": Fault(
        "The file is no text in UTF-8: it is in another encoding, or no text at all.",
        "save the file as CSV in UTF-8",
    ),
    "toml-syntax": Fault("`programme.toml` is not TOML.", "mend the line"),
    "setting-missing": Fault("`programme.toml` lacks a key that has no default.", "add the key"),
    "setting-unknown": Fault(
        "`programme.toml` holds a key that means nothing.", "take it out, or mend its name"
    ),
    "setting-form": Fault(
        "The value of a key in `programme.toml` is not what the key takes.",
        "write a value the key takes",
    ),
}

TABLE: dict[str, Fault] = {
    "header-missing": Fault(
        "The file has no first row that names its columns.",
        "write the names of the columns into the first row",
    ),
    "separator-other": Fault(
        "The columns are separated by something other than commas, as some spreadsheet programs do "
        "where a comma stands for the decimal point.",
        "save the file with commas between the columns, and points in the numbers",
    ),
    "column-twice": Fault("Two columns bear one name.", "take one of them out"),
    "column-unknown": Fault(
        "The table has no column of that name.", "take it out, or mend its name"
    ),
    "column-missing": Fault(
        "A column that must be filled in each row is not there.", "add the column"
    ),
    "quote-open": Fault(
        "A quotation mark opens a cell and nothing closes it.", "close it, or double it"
    ),
    "quote-stray": Fault(
        "Something other than a comma follows the end of a quoted cell.",
        "double each quotation mark inside a quoted cell",
    ),
    "row-ragged": Fault(
        "The row has more or fewer cells than the header.",
        "give it one cell for each column; quote a cell that holds a comma",
    ),
    "key-twice": Fault(
        "Two rows of one file have the same key.", "keep one of them, or tell them apart"
    ),
}

CELL: dict[str, Fault] = {
    "cell-missing": Fault("A cell that has no default is blank.", "fill the cell"),
    "whole-form": Fault(
        "A whole number is written in digits alone.", "write digits alone, as 1000"
    ),
    "decimal-form": Fault(
        "A number is written in digits, with at most one point.", "write it plainly, as 1250.5"
    ),
    "month-form": Fault("A month is written as year and month.", "write YYYY-MM, as 2024-07"),
    "day-form": Fault(
        "A day is written as year, month and day.", "write YYYY-MM-DD, as 2024-07-31"
    ),
    "flag-form": Fault("A flag is true or false.", "write true or false"),
    "choice-unknown": Fault("The column takes only the values listed.", "write one of them"),
    "nation-unknown": Fault(
        "Nations are ISO 3166-1 alpha-2 codes.", "write the nation's two capital letters, as DE"
    ),
    "currency-unknown": Fault(
        "Currencies are ISO 4217 codes.", "write the currency's three capital letters, as EUR"
    ),
    "code-form": Fault(
        "A code is made of letters from A to Z, digits, `.`, `_` and `-`, at most 64, and begins "
        "with a letter or a digit.",
        "write letters, digits, . _ - alone, at most 64, and no space",
    ),
    "text-form": Fault(
        "A text holds a character that cannot be shown, or that turns the direction of writing.",
        "take the character out",
    ),
    "text-formula": Fault(
        "A text begins as a formula does, so that a spreadsheet program would compute it.",
        "put a word before it",
    ),
    "cell-long": Fault(
        "A cell holds more characters than one may; often a quotation mark is not closed.",
        "shorten the text, or close the quotation mark",
    ),
    "value-range": Fault("The number or date is beyond its bounds.", "write a value within them"),
    "above-zero": Fault("A rate or a price level of 0 means nothing.", "write a number above 0"),
    "looks-form": Fault(
        "`looks` lists the shots at each look.", "write whole numbers from 1 on, as 2 1"
    ),
}

RULE: dict[str, Fault] = {
    "reference-unknown": Fault(
        "The cell names something that no row of the table it refers to has.",
        "add the row, or mend the name",
    ),
    "code-reserved": Fault(
        "`outside` and `all` are words of the tables and name no party.", "choose another code"
    ),
    "code-is-currency": Fault(
        "The code of an item is that of a currency; units and money would share one name.",
        "choose another code for the item",
    ),
    "party-is-member": Fault(
        "A party has the code of a member; a row that names it would have two meanings.",
        "take the party out; a member may pay under its own code",
    ),
    "role-unfit": Fault(
        "The party named has another role than the column asks for.",
        "name another party, or mend its role",
        remark=True,
    ),
    "later-fact": Fault(
        "The row tells what happened after `as_of`.",
        "leave it out, or move it to an overlay that has a later as_of in its programme.toml",
    ),
    "months-order": Fault("A span ends before it begins.", "exchange the two, or mend one"),
    "month-outside": Fault(
        "The date lies where it changes nothing: outside the horizon.",
        "mend the date, or leave the row as a record",
        remark=True,
    ),
    "due-before-start": Fault(
        "A promise falls due before the programme starts.",
        "count it in stocks if it was kept, or write the month in which it is now due",
    ),
    "band-first": Fault(
        "The first price band begins above the first unit.", "let its from_units be 0 or 1"
    ),
    "band-order": Fault(
        "The price bands of an item under a contract do not rise, row by row.",
        "put the rows in order of from_units, or mend from_units",
    ),
    "band-currency": Fault(
        "The price bands of an item under a contract are in more than one currency.",
        "write them in one currency",
    ),
    "band-price": Fault(
        "A unit costs more in a price band of larger totals.",
        "mend the price if it is a slip",
        remark=True,
    ),
    "price-missing": Fault(
        "A line makes an item that has no price under its contract; no money is planned for it.",
        "add a row to prices",
        remark=True,
    ),
    "line-missing": Fault(
        "No line makes the item under the contract, so the demand cannot be called off.",
        "add a line, or mend contract or item",
        remark=True,
    ),
    "capacity-missing": Fault(
        "The line has no row in capacity and delivers nothing.",
        "add a row to capacity",
        remark=True,
    ),
    "ramp-steps": Fault(
        "The steps of a line's ramps are not numbered 1, 2, 3 and so on.", "number them from 1 on"
    ),
    "promise-contract": Fault(
        "A promise names another contract than its line delivers under.",
        "name the line's contract, or none",
    ),
    "past-unclear": Fault(
        "The contract has several items and several price bands, and `called_off_before` does not "
        "say of which item it was.",
        "write the past call-offs as rows of promised, and called_off_before as 0",
    ),
    "budget-currency": Fault(
        "The budgets of a member are in more than one currency.", "write them in one currency"
    ),
    "currency-missing": Fault("An amount above 0 has no currency.", "fill the currency"),
    "minor-fraction": Fault(
        "The amount has a fraction of the smallest coin and is rounded, a half up.",
        "write it in whole minor units",
        remark=True,
    ),
    "rate-missing": Fault(
        "An amount must be converted and there is no exchange rate for it that early; inverse and "
        "cross rates are not derived.",
        "add a row to exchange",
    ),
    "index-missing": Fault(
        "The price index is needed for a year before its first row.", "add a row to escalation"
    ),
    "donor-not-member": Fault(
        "Only a member gives from its stock.", "name a member, or add the donor to members"
    ),
    "gift-not-allowed": Fault(
        "The donor may not give the item: it gives nothing, or nothing lethal.",
        "take the donation out, or name another donor",
    ),
    "group-twice": Fault(
        "Two rows of a group give the same item from the same donor to the same recipient.",
        "make them one row",
    ),
    "group-single": Fault(
        "A group has one row only.", "add the other rows, or leave the group blank", remark=True
    ),
    "demand-not-signatory": Fault(
        "The member wants to buy under a contract it may not call off under.",
        "add it to signatories",
        remark=True,
    ),
    "backfill-impossible": Fault(
        "A gift must be backfilled, yet its donor may call off on no line that makes the item, so "
        "nothing is given.",
        "add the donor to signatories, or leave backfill_within_months blank",
        remark=True,
    ),
    "stopped-above-launched": Fault(
        "More threats are reported stopped than launched.", "mend one of the two"
    ),
    "raid-days": Fault(
        "A month's days with a launch are more than its days, or do not go with what was launched.",
        "mend one of the counts",
    ),
    "class-unknown": Fault(
        "The raid's class is not among the threats, so nobody plans for it.",
        "add the class to threats, or mend it",
        remark=True,
    ),
    "share-key": Fault(
        "The key by which the cost is to be shared does not fit the members: it gives each member "
        "with firm demand one weight, a number that is not below 0, and nobody else one.",
        "write key as DE=24,NL=6, with every member that has firm demand and nobody else",
    ),
    "source-missing": Fault(
        "A row that is reported or estimated does not say where it was read.",
        "fill source, or let basis be assumed",
        remark=True,
    ),
}

CONTRADICTION: dict[str, Fault] = {
    "promised-above-capacity": Fault(
        "More units are promised for a month than the line can make with every ramp it can have.",
        "move the promise to another month, or raise the line's capacity",
    ),
    "past-above-ceiling": Fault(
        "More units were called off before the start than the contract's ceiling allows.",
        "raise the ceiling, or correct called_off_before and the promises",
    ),
    "promised-above-budget": Fault(
        "What a member owes for its promises is more than was granted to it by then, at any price "
        "that can be had.",
        "raise the budget, move the promise, or mark it paid",
    ),
    "minimum-order-unreached": Fault(
        "A line has promises to keep, so it must be opened, and all that may be called off on it "
        "is less than its minimum order.",
        "lower the minimum order, widen what limits the call-offs, or let another line promise",
    ),
}

PLAN: dict[str, Fault] = {
    "not-json": Fault("The file named as a plan is not JSON.", "take a file made by plan --json"),
    "not-a-plan": Fault(
        "The file named as a plan is JSON, and no plan.", "take a file made by plan --json"
    ),
}

RATES: dict[str, Fault] = {
    "rates-form": Fault(
        "The file of rates is not in the form in which the European Central Bank publishes its "
        "reference rates: `Date` and a currency a column, one row a day.",
        "take eurofxref-hist.csv as it was published",
    ),
    "rates-currency": Fault(
        "The file of rates has no column for a currency that the programme converts.",
        "add the rate to exchange by hand, with its source",
    ),
    "rates-month": Fault(
        "The file of rates has no rate in, or before, a month in which the programme converts.",
        "take a file that begins earlier, or add the rate to exchange by hand",
    ),
}

RAIDS: dict[str, Fault] = {
    "raids-form": Fault(
        "The file of raids is not in the form of the public record: a row for each model and "
        "reporting window, with at least `time_end`, `model`, `launched` and `destroyed`.",
        "take the file as it was published, or mend the cell",
    ),
    "raids-classes": Fault(
        "The map from models to threat classes has no columns `model` and `class`, or a class that "
        "is no code.",
        "give each model a class such as cruise, or a blank to leave it out",
    ),
}

WORKBOOK: dict[str, Fault] = {
    "cell-valueless": Fault(
        "A cell of a workbook holds an error, or a formula that no spreadsheet program has worked "
        "out; it would read as a blank.",
        "open the workbook in a spreadsheet program, mend the cell and save it, or write the value",
    ),
}

ANSWER: dict[str, Fault] = {
    "answer-unmarked": Fault(
        "The workbook does not say whose answer to which programme it is.",
        "answer in the workbook that `jointstock split` wrote, and leave its sheet answer in it",
    ),
    "answer-programme": Fault(
        "The answer is one to another programme.", "merge it into the programme it was split from"
    ),
    "answer-member": Fault(
        "The answer is of a nation that is no member, or a second one of a member.",
        "take the file out, or send it as the member it is of",
    ),
    "answer-row": Fault(
        "A row of an answer is another member's, or takes the key of another member's row.",
        "take the row out; each member answers for itself",
    ),
    "answer-table": Fault(
        "An answer changes what is only shown to the member, or tells what is not its to tell.",
        "undo the change; if the programme has changed since, split it anew",
    ),
    "answer-earlier": Fault(
        "What the member sees of the programme has changed since the workbook was split from it.",
        "see that nothing is undone that was changed since, or split it anew",
        remark=True,
    ),
}

FAULTS: dict[str, Fault] = (
    FOLDER | TABLE | CELL | RULE | CONTRADICTION | PLAN | RATES | RAIDS | WORKBOOK | ANSWER
)

_MOST_SHOWN = 80


def fault(code: str, place: Place, value: object, message: str, repair: str = "") -> Problem:
    """The problem of that code; ``KeyError`` for a code that is not listed.

    ``repair`` is given where more can be said than the usual one.
    """
    known = FAULTS[code]
    shown = str(value)
    if len(shown) > _MOST_SHOWN:
        shown = f"{shown[:_MOST_SHOWN]}..."
    return Problem(place, code, shown, message, repair or known.repair, known.remark)

# SPDX-License-Identifier: MIT
"""Repair the syntax of a text line by line, so that all mistakes are reported at once and the rest can be read.

A parser stops at the first mistake, and often blames the line after it. Here the text is divided by indentation: the
smallest part that cannot be read has the mistake. It is reported and repaired as well as can be guessed, and the search
goes on. Guesses are not relied on: `lines` says where they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ruamel.yaml.error import YAMLError

from leaflets.content.yaml.complaints import explain_syntax
from leaflets.content.yaml.events import NotYaml, fast, kind, thorough
from leaflets.content.yaml.lines import BEGINNING, HEAD, Lines, Part
from leaflets.core.problems import Problem

MOST = 20
"""The most mistakes that are looked for."""
STEP, SHORT = 2, 60
"""The spaces of one level; lines of fewer letters are whole, so the next does not continue them."""
_VALUE = re.compile(rf"({BEGINNING} +)(\S.*)$")
_BLOCK = re.compile(rf"{BEGINNING} *[|>][-+0-9]* *$")
_NO_SPACE = re.compile(r"( *)([A-Za-z_][\w-]*):([^\s/].*)$")
_NAMED_SENTENCE = re.compile(r"[a-z][a-z_-]* [A-Z]")
_PLACEHOLDER = re.compile(r"\{[a-z_.-]+\}.*\S")
_CURLY = re.compile(r"([“”„‟‘’])(.*?)([“”‟‘’])?$")
_MARK = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: |\r?$)", re.M)


@dataclass
class Repairer(Lines):
    """Looks for one mistake after another."""

    file: str = ""
    hidden: Mapping[int, int] = field(default_factory=dict)
    """Lines, from 1, with refused characters, and the column of the first, which may
    cause what else is wrong."""
    problems: list[Problem] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    """Lines that were repaired by guessing, from 1."""
    shifts: dict[int, int] = field(default_factory=dict)
    """Columns by which lines were moved right, by line from 1."""
    tried: set[int] = field(default_factory=set)
    """Lines, from 0, that have been repaired once: what is still wrong with them is left out."""

    def repair(self) -> str:
        """Return the text with its mistakes repaired, as far as possible."""
        self.align_tabbed_lines()
        for _ in range(MOST):
            if self.misplaced_name():
                continue
            part = self.find(Part(0, len(self.rows), 0))
            if part is None:
                break
            if part.first in self.tried:
                self.guess(part)
            else:
                self.tried.add(part.first)
                self.repair_part(part)
        return "\n".join(self.rows)

    def align_tabbed_lines(self) -> None:
        """Give lines that began with a tab the indentation of the next line."""
        for row in [line - 1 for line, column in self.hidden.items() if not self.rows[line - 1][: column - 1].strip()]:
            if (below := self.next_row(row + 1)) >= 0:
                self.shift(row, row + 1, self.depth(below) - self.depth(row))
                self.lines.add(row + 1)

    def misplaced_name(self) -> bool:
        """A name that is inside the group before its own, or left of those beside it."""
        for row, outer, above, known in self.in_groups():
            name, below = self.name_at(row), self.next_row(row + 1)
            if not HEAD.match(self.rows[row]) or name in known or below < 0 or row in self.tried:
                continue
            depth, inner, target = self.depth(row), self.depth(below), -1
            if inner == depth and self.name_at(below) in above:
                target = self.depth(outer)
            elif inner > depth:
                between = [at for at in self.rows_within(row, depth) if self.depth(at) < inner]
                alike = [
                    at for at in between if HEAD.match(self.rows[at]) and self.depth(self.next_row(at + 1)) == inner
                ]
                if len(alike) > len(between) // 2 and len(alike) > len(above - known):
                    target = self.depth(alike[0])
            if target >= 0:
                self.tried.add(row)
                self.report_indentation(row)
                self.shift(row, row + 1, target - depth)
                return True
        return False

    def report_indentation(self, row: int) -> None:
        hint = "put the same number of spaces before all names of one group."
        self.report(row, self.problem(row, "this line is not indented like its neighbours: {line}.", hint))

    def find(self, whole: Part) -> Part | None:
        """Return the first smallest part that cannot be read; None if all can."""
        for part in self.split(whole):
            if part.indent != self.depth(part.first):
                return part
            if self.can_read(part):
                continue
            below = next((row for row in range(part.first + 1, part.last) if self.holds(row)), None)
            if below is not None and HEAD.match(self.rows[part.first]):
                inner = self.find(Part(part.first + 1, part.last, self.usual_depth(below, part.last)))
                if inner:
                    return inner
            return part
        return None

    def can_read(self, part: Part) -> bool:
        """Say whether a part is one readable entry of a map or a list."""
        text = "\n".join(self.rows[part.first : part.last])
        wanted = "SequenceStartEvent" if text.lstrip(" ").startswith("- ") else "MappingStartEvent"
        try:
            kinds = [kind(event) for event in fast(text)]
        except NotYaml as error:
            if error.__cause__ or self.complaint(part) is not None:
                return False
            kinds = [kind(event) for event in thorough(text)]
        content = [one for one in kinds if not one.startswith(("Stream", "Document"))]
        return content[:1] == [wanted]

    def complaint(self, part: Part) -> Problem | None:
        text = "\n" * part.first + "\n".join(self.rows[part.first : part.last])
        last = None
        try:
            for event in thorough(text):
                last = event
        except YAMLError as error:
            return explain_syntax(error, text, self.file, last)
        return None

    def repair_part(self, part: Part) -> None:
        """Report the mistake in a part and repair it, by the first rule that matches."""
        for rule in (
            self.misaligned,
            self.value_and_entries,
            self.words_of_a_block,
            self.missing_space,
            self.missing_name,
            self.curly_quotes,
            self.unquoted_placeholder,
        ):
            if rule(part):
                return
        problem = self.complaint(part)
        self.report(
            part.first, problem or self.problem(part.first, "this line cannot be read: {line}.", "type it again.")
        )
        self.guess(part)

    def misaligned(self, part: Part) -> bool:
        """A line that lines up with neither its neighbours nor their parent."""
        depth = self.depth(part.first)
        if depth == part.indent:
            return False
        outer = self.depth(self.outer_row(part.first, depth))
        name = self.name_at(part.first)
        belongs_outside = (
            depth < part.indent and bool(HEAD.match(self.rows[part.first])) and name not in self.known_at(part.first)
        )
        self.report_indentation(part.first)
        end = part.first + 1 if depth > part.indent else part.last
        self.shift(part.first, end, (outer if belongs_outside else part.indent) - depth)
        return True

    def value_and_entries(self, part: Part) -> bool:
        """An entry that has a value on its line and entries below it: one of them is wrong."""
        if not _VALUE.match(self.rows[part.first]) or _BLOCK.match(self.rows[part.first]):
            return False
        row = next((row for row in range(part.first + 1, part.last) if self.is_entry(row)), -1)
        if row < 0 or not self.can_read(Part(part.first, row, part.indent)):
            return False
        above = self.outer_row(part.first, self.depth(row))
        is_first = bool(HEAD.match(self.rows[above])) and self.next_row(above + 1) == part.first
        if is_first and self.count_known(row, part.last) >= self.count_known(part.first, len(self.rows)):
            self.report_indentation(part.first)
            self.shift(part.first, row, self.depth(row) - self.depth(part.first))
        else:
            self.report_indentation(row)
            self.shift(row, part.last, part.indent - self.depth(row))
        return True

    def words_of_a_block(self, part: Part) -> bool:
        """Words that belong to the `>` or `|` above them, but are not indented."""
        above = next((row for row in range(part.first - 1, -1, -1) if self.rows[row].strip()), -1)
        if above < 0 or not _BLOCK.match(self.rows[above]) or self.is_entry(part.first):
            return False
        end = part.first
        while end < len(self.rows) and self.holds(end) and not self.is_entry(end):
            end += 1
        name = self.name_at(above)
        message = f"these words belong to '{name}' above, but are not indented: {{line}}."
        self.report(part.first, self.problem(part.first, message, "put two more spaces before each of these lines."))
        self.shift(part.first, end, self.depth(above) + STEP - self.depth(part.first))
        return True

    def missing_space(self, part: Part) -> bool:
        """`title:Safer`: a colon ends a name only if a space follows it."""
        found = _NO_SPACE.match(self.rows[part.first])
        if not found:
            return False
        hint = f"write `{found[2]}: {found[3].rstrip()}`."
        self.report(part.first, self.problem(part.first, "a space is missing after the colon: {line}.", hint))
        self.rows[part.first] = f"{found[1]}{found[2]}: {found[3]}"
        return True

    def missing_name(self, part: Part) -> bool:
        """Words without a name and a colon before them."""
        words = self.rows[part.first].strip()
        if ":" in words or words.startswith(("- ", *"{[]},\"'|>&*!%@`")):
            return False
        name, _, rest = words.partition(" ")
        above = next((row for row in range(part.first - 1, -1, -1) if self.holds(row)), -1)
        before = self.rows[above].rstrip() if above >= 0 else ""
        ended = "-" in name or len(before) < SHORT or before.endswith((".", "!", "?"))
        is_name = name in self.known_at(part.first) or (ended and bool(_NAMED_SENTENCE.match(words)))
        is_prose = not is_name and len(words.split()) > 2
        continues = is_prose and above >= 0 and bool(_VALUE.match(self.rows[above]))
        if continues:
            hint = "if it continues the line above, put two more spaces before it; otherwise write a name and a colon."
            self.report(part.first, self.problem(part.first, "a line without a name: {line}.", hint))
            self.shift(part.first, part.last, STEP)
            self.lines.add(above + 1)
        else:
            name = name if re.fullmatch(r"[A-Za-z_][\w-]*", name) else "name"
            hint = f"write `{name}: {rest}`." if rest else f"write `{name}:`."
            self.report(part.first, self.problem(part.first, "a name without a colon: {line}.", hint))
            self.rows[part.first] = (
                f"{' ' * self.depth(part.first)}{name}: {json.dumps(rest, ensure_ascii=False) if rest else ''}"
            )
        return True

    def curly_quotes(self, part: Part) -> bool:
        """Curly quotes, which YAML reads as letters, so that colons and commas between them count."""
        found = _VALUE.match(self.rows[part.first])
        quoted = _CURLY.match(found[2].rstrip()) if found else None
        if not found or not quoted:
            return False
        message = f"{quoted[1]} and {quoted[3] or '”'} do not work as quotes in YAML: {{line}}."
        self.report(
            part.first, self.problem(part.first, message, 'write straight quotes: "...".', column=len(found[1]) + 1)
        )
        self.rows[part.first] = found[1] + json.dumps(quoted[2], ensure_ascii=False)
        return True

    def unquoted_placeholder(self, part: Part) -> bool:
        """Words that begin with a placeholder, whose bracket begins a map."""
        found = _VALUE.match(self.rows[part.first])
        if not found or not _PLACEHOLDER.match(found[2]):
            return False
        message, hint = "words that begin with a bracket need quotes: {line}.", "put the whole value in quotes."
        self.report(part.first, self.problem(part.first, message, hint, column=len(found[1]) + 1))
        self.guess(part)
        return True

    def guess(self, part: Part) -> None:
        """Quote the value of an entry; if that does not help, remove the value, then the entry."""
        rows = self.rows[part.first : part.last]
        found = _VALUE.match(rows[0])
        blank = [""] * (len(rows) - 1)
        choices = (
            [[found[1] + json.dumps(found[2], ensure_ascii=False), *blank], [f"{found[1]}~", *blank]] if found else []
        )
        for choice in (*choices, [""] * len(rows)):
            self.rows[part.first : part.last] = choice
            if not any(choice) or self.can_read(part):
                break
        self.lines |= set(range(part.first + 1, part.last + 1))

    def shift(self, first: int, last: int, by: int) -> None:
        for row in range(first, last):
            if self.rows[row].strip():
                here = max(-self.depth(row), by)
                self.rows[row] = " " * here + self.rows[row] if here > 0 else self.rows[row][-here:]
                self.shifts[row + 1] = self.shifts.get(row + 1, 0) + here

    def report(self, row: int, problem: Problem) -> None:
        """Report a problem, unless the line has a character that was refused already."""
        self.lines.add(row + 1)
        if row + 1 not in self.hidden:
            self.problems.append(problem)

    def problem(self, row: int, message: str, hint: str, *, column: int = 0) -> Problem:
        """Return a problem with a line, which the message may quote."""
        words = self.rows[row].strip()
        line = f"'{words if len(words) <= 50 else words[:49] + '…'}'"
        at = column or self.depth(row) + 1
        return Problem(
            "yaml-syntax", message.format(line=line), self.file, row + 1, at - self.shifts.get(row + 1, 0), hint=hint
        )


def resolve_merges(text: str, file: str) -> tuple[str, list[Problem]]:
    """Return the text with one side of each of git's merge conflicts, and a problem for each."""
    if not _MARK.search(text):
        return text, []
    rows, problems, keep = text.split("\n"), list[Problem](), True
    for row, words in enumerate(rows):
        found = _MARK.match(words)
        if found and (found[1] != "=" * 7 or not keep or problems):
            if found[1][0] == "<":
                message = "git left a merge unfinished here: two people have changed these lines."
                hint = "keep one of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>."
                problems.append(Problem("merge-unfinished", message, file, row + 1, 1, hint=hint))
            keep = found[1][0] in "<>"
            rows[row] = ""
        elif not keep:
            rows[row] = ""
    return ("\n".join(rows), problems) if problems else (text, [])

"""Which lines are named parts around the body, which open an attachment, and which a document inside the document.

A document that issues or forwards another one (印发…的通知, an order that publishes a regulation) is followed by that
one, whose title begins a part with a head and a closing of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.metadata import is_body_name, is_title
from corpus.numbering import attachment_name, match_marker, titled_attachment
from corpus.outline_decimals import opens_decimal
from corpus.outline_page import Range, contents_lines, page_lines
from corpus.outline_parts import Role, begins_body, ends_sentence, head_role, is_note_of_title, open_brackets, tail_role
from corpus.outline_signature import is_date, is_signer, signature_lines

__all__ = ["LineRoles", "Role", "StatedLines", "read_roles"]


@dataclass(frozen=True, slots=True)
class StatedLines:
    """What the metadata know of the lines.

    Attributes:
        title: the title of the document, empty when none is known.
        titled: the lines on which it was found; an empty range when unknown.
        number: the line of the document number.
    """

    title: str = ""
    titled: Range = (0, 0)
    number: int | None = None


@dataclass(frozen=True, slots=True)
class LineRoles:
    """What the lines of a document are, by line number, beyond its numbered body.

    Attributes:
        roles: the named parts.
        attachments: lines that open an attachment: its name, and where its title begins in the line.
        enclosed: first lines of titles of documents inside the document, with the number of the line behind the title.
    """

    roles: dict[int, Role] = field(default_factory=dict)
    attachments: dict[int, tuple[str, int]] = field(default_factory=dict)
    enclosed: dict[int, int] = field(default_factory=dict)


_VERSION = re.compile(r"[（(](?:[^（）()]{0,20}(?:稿|试行|暂行|节选|摘要|修订|版|年)[^（）()]{0,6})[）)]")
_MARKS = re.compile("[。；！？]")
_QUOTED = re.compile("《([^《》]{3,80})》")
_ANNOUNCES = re.compile("印发|转发|批转|发布|公布|下发|颁布|全文如下|通过")
_ISSUED = re.compile("(?:印发|转发|批转|发布|公布|颁布)(.{4,80}?)的(?:通知|公告|决定|通告|函|令|命令)$")
_TITLE_LINES = 5
_LONGEST_AUTHOR = 12
_ORDER = ("令", "命令")
_LONGEST_TITLE = 60
_LONGEST_ENTRY = 100
_TITLE_TO_BODY = 8
"""Lines between the title of an enclosed document and its first unit or paragraph at most."""


def read_roles(texts: Sequence[str], stated: StatedLines, tables: Sequence[Range], grids: Sequence[Range]) -> LineRoles:
    """Tell the named parts, the attachments and the enclosed documents apart.

    Args:
        texts: the lines of the clean text.
        stated: where the title and the document number were found.
        tables: lines of the tables.
        grids: lines of the tables as the reader saw them, those that are not read as tables among them.
    """
    page = page_lines(texts, stated.title, grids)
    contents = contents_lines(texts) - page
    inside = {at for first, last in tables for at in range(first, last)} | page | contents
    walk = _Walk(texts, stated, inside, signature_lines(texts, inside))
    walk.found.roles.update(dict.fromkeys(page, Role.PAGE) | dict.fromkeys(contents, Role.CONTENTS))
    return walk.read()


def plain(text: str) -> str:
    """Words without blanks, title marks and a remark on the version behind them."""
    return _VERSION.sub("", re.sub("[ 　《》]", "", text))


@dataclass
class _Part:
    """What is known of the part that is being read: the document itself, one inside it, or an attachment."""

    attached: bool = False
    head: bool = True
    signed: bool = False
    titled: bool = False
    announced: set[str] = field(default_factory=set)


class _Walk:
    """Goes through the lines once, knowing in which part and where in it a line stands."""

    def __init__(self, texts: Sequence[str], stated: StatedLines, inside: set[int], signed: set[int]) -> None:
        self.found = LineRoles()
        self._texts = texts
        self._title = stated.title
        self._titled = range(*stated.titled)
        self._number = stated.number
        self._inside = inside
        self._signed = signed
        self._part = _Part()
        issued = _ISSUED.search(stated.title)
        self._part.announced |= {
            plain(name) for name in [*_QUOTED.findall(stated.title), *(issued.groups() if issued else ())]
        }

    def read(self) -> LineRoles:
        """What all lines are."""
        at = 0
        while at < len(self._texts):
            at = self._step(at)
        return self.found

    def _step(self, at: int) -> int:
        """Read the line; the number of the next one to read."""
        if at in self._inside:
            self._part.head &= at in self.found.roles
            return at + 1
        if at in self._signed:
            self.found.roles[at] = Role.SIGNATURE
            self._part.head, self._part.signed = False, True
            return at + 1
        if (behind := self._attached(at)) > at:
            self._fill(Role.ATTACHED, at, behind)
            return behind
        if self._opens_attachment(at):
            return at + 1
        behind = self._titles(at)
        return behind if behind > at else self._line(at)

    def _titles(self, at: int) -> int:
        """Behind the title that begins in a line, that of an enclosed document or the document's own, or the line."""
        if (behind := self._enclosed(at)) > at:
            self.found.enclosed[at] = behind
            self._part = _Part(titled=True, announced=self._part.announced)
        elif self._part.head and (behind := self._own_title(at)) > at:
            self._part.titled = True
        self._fill(Role.TITLE, at, behind)
        return behind

    def _line(self, at: int) -> int:
        text = self._texts[at]
        if self._part.head and (role := self._head_role(at)) is not None:
            behind = self._behind_note(at) if role is Role.NOTE_OF_TITLE else at + 1
            self._fill(role, at, behind)
            return behind
        if (role := self._tail_role(at)) is not None:
            self.found.roles[at] = role
            return at + 1
        if begins_body(text) or ends_sentence(text):
            self._part.head = False
        if _ANNOUNCES.search(text):
            self._part.announced |= {plain(name) for name in _QUOTED.findall(text)}
        return at + 1

    def _fill(self, role: Role, first: int, behind: int) -> None:
        self.found.roles.update(dict.fromkeys(range(first, behind), role))

    # --- attachments -------------------------------------------------------------------------------------------------

    def _attached(self, at: int) -> int:
        """Behind the last line of the list of attachments that begins in a line, or the line itself."""
        text = self._texts[at]
        named = attachment_name(text) is not None
        entry = titled_attachment(text)
        if not named and entry is None:
            return at
        behind = self._behind_entries(at, at + 1)
        if named and (behind == at + 1 or (self._part.signed and not text.endswith(("：", ":")))):
            return at
        several = entry is not None and behind > at + 1 and titled_attachment(self._texts[at + 1]) is not None
        first = all(line in self._inside for line in range(at))
        return behind if several or (self._ends(behind) and not first) else at

    def _behind_entries(self, first: int, at: int) -> int:
        """Behind the entries 2. 3. … that follow the first line of a list of attachments."""
        opening = re.search(r"[:：] ?(\d{1,2})[.．、]", self._texts[first])
        expected = int(opening[1]) + 1 if opening else 1
        while at < len(self._texts) and at not in self._inside and at not in self._signed:
            text = self._texts[at]
            marker = match_marker(text)
            listed = marker is not None and marker.ordinal == expected and len(text) <= _LONGEST_ENTRY
            listed = listed and "。" not in text
            further = titled_attachment(text) is not None and titled_attachment(self._texts[first]) is not None
            if not listed and not further:
                break
            expected += 1
            at += 1
        return at

    def _ends(self, at: int) -> bool:
        """Whether a line is none of the body: the end, a signature, a remark, the foot, an attachment."""
        if at >= len(self._texts) or at in self._signed or self.found.roles.get(at) is Role.PAGE:
            return True
        text = self._texts[at]
        opens = attachment_name(text) is not None or bool(re.match("附件", text))
        tail = tail_role(text, "", None, "", head=False)
        return opens or tail is not None or is_date(text) or (is_body_name(text) and self._ends(at + 1))

    def _opens_attachment(self, at: int) -> bool:
        text = self._texts[at]
        name = attachment_name(text)
        opening = (name, len(text)) if name is not None else titled_attachment(text)
        if opening is None:
            return False
        self.found.attachments[at] = opening
        self._part = _Part(attached=True, head=False, announced=self._part.announced)
        return True

    # --- titles ------------------------------------------------------------------------------------------------------

    def _own_title(self, at: int) -> int:
        """Behind the lines of the document's title when they begin in a line, or the line itself."""
        if at in self._titled[:1]:
            notes = (line for line in range(at + 1, self._titled.stop) if self._begins_note(line))
            return next(notes, self._titled.stop)
        wanted = plain(self._title)
        begins = "关于" in self._texts[at] or (is_signer(self._texts[at]) and self._text(at + 1).startswith("关于"))
        for behind in range(at + 1, min(at + _TITLE_LINES, len(self._texts)) + 1):
            joined = "".join(self._texts[at:behind])
            if wanted and plain(joined) == wanted:
                return behind
            if begins and is_title(joined) and all(map(self._reads_like_title, range(at, behind))):
                return behind
        return at

    def _enclosed(self, at: int) -> int:
        """Behind the title of an enclosed document when it begins in a line, or the line itself."""
        if self._part.attached or (self._part.head and not self._part.signed) or not self._reads_like_title(at):
            return at
        limit = min(at + _TITLE_LINES, len(self._texts))
        joined = {behind: "".join(self._texts[at:behind]) for behind in range(at + 1, limit + 1)}
        announced = next((behind for behind, text in joined.items() if plain(text) in self._part.announced), None)
        if announced is not None:
            return self._with_version(announced)
        if not self._part.signed:
            return at
        whole = (
            behind
            for behind, text in joined.items()
            if is_title(text) and all(self._reads_like_title(line) for line in range(at, behind))
        )
        behind = self._with_version(next(whole, at + 1))
        return behind if self._body_follows(behind) else at

    def _reads_like_title(self, at: int) -> bool:
        text = self._texts[at]
        if at in self._inside or at in self._signed or len(text) > _LONGEST_TITLE or ends_sentence(text):
            return False
        unmarked = (
            match_marker(text) is None
            and not opens_decimal(text)
            and not re.search("[。；！？，：]", re.sub("《[^《》]*》", "", text))
        )
        return unmarked and self._tail_role(at) is None and not is_date(text)

    def _with_version(self, behind: int) -> int:
        """Behind a line that names the version of the document whose title stands above."""
        return behind + (behind < len(self._texts) and bool(_VERSION.fullmatch(self._texts[behind])))

    def _body_follows(self, at: int) -> bool:
        following = range(at, min(at + _TITLE_TO_BODY, len(self._texts)))
        return any(
            line in self._inside
            or match_marker(self._texts[line]) is not None
            or (len(self._texts[line]) >= 15 and bool(_MARKS.search(self._texts[line][-2:])))
            for line in following
        )

    # --- head and tail -----------------------------------------------------------------------------------------------

    def _head_role(self, at: int) -> Role | None:
        """The role of a line before the body."""
        text, below = self._texts[at], self._text(at + 1)
        if at == self._number:
            return Role.NUMBER
        role = Role.NOTE_OF_TITLE if self._begins_note(at) else head_role(text, titled=self._part.titled)
        if role is Role.AUTHOR and self._leads_to_order(at):
            return Role.EMBLEM
        if role is None and self._part.titled and len(text) <= _LONGEST_AUTHOR and not ends_sentence(text):
            # A person's name below the office held: 国务院总理, 李强.
            follows = self.found.roles.get(at - 1) is Role.AUTHOR
            role = Role.AUTHOR if follows or is_signer(text + below) else None
        self._part.titled |= role is Role.TITLE
        return role

    def _leads_to_order(self, at: int) -> bool:
        """Whether the bodies named from a line on issue an order: 令 stands below them."""
        while at < len(self._texts) and is_signer(self._texts[at]):
            at += 1
        return self._text(at) in _ORDER

    def _begins_note(self, at: int) -> bool:
        return is_note_of_title("".join(self._texts[at : self._behind_note(at)]))

    def _behind_note(self, at: int) -> int:
        """Behind a note below the title, which may be broken within its brackets."""
        behind = at + 1
        depth = open_brackets(self._texts[at])
        while depth > 0 and behind < len(self._texts) and behind <= at + 6 and not begins_body(self._texts[behind]):
            depth += open_brackets(self._texts[behind])
            behind += 1
        return behind if depth <= 0 else at + 1

    def _tail_role(self, at: int) -> Role | None:
        above = self.found.roles.get(at - 1)
        return tail_role(self._texts[at], self._text(at - 1), above, self._text(at + 1), head=self._part.head)

    def _text(self, at: int) -> str:
        """A line, empty outside of the document."""
        return self._texts[at] if 0 <= at < len(self._texts) else ""

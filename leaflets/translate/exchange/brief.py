# SPDX-License-Identifier: MIT
"""The brief: one page for the translator: who reads it, in which tone, what stays unchanged, how to send it back."""

from __future__ import annotations

from collections.abc import Iterable

from leaflets.content.model import Publication
from leaflets.translate.exchange.rows import Parcel


def write_brief(parcel: Parcel, printed: Iterable[Publication]) -> str:
    """Return the brief as Markdown; `printed` are the publications that the messages are for."""
    language = parcel.language
    listed = (
        f"- {one.code} *{one.title}*, for {' and '.join(one.audience).replace('-', ' ')}. {one.summary}"
        for one in printed
    )
    return BRIEF.format(
        title=parcel.title,
        language=language.title,
        tag=language.tag,
        publisher=parcel.publisher,
        name=parcel.name,
        rows=len(parcel.rows),
        words=sum(len(row.english.split()) for row in parcel.rows),
        **parcel.states,
        pieces="\n".join(listed),
        direction=" The sheet runs from right to left, as the pages will." if language.direction == "rtl" else "",
        weekend=WEEKEND.format(language.weekend) if language.weekend else "",
    )


def write_readme(parcel: Parcel) -> str:
    """Return a few lines that explain the files."""
    return README.format(
        tag=parcel.language.tag, language=parcel.language.name, publisher=parcel.publisher, name=parcel.name
    )


BRIEF = """\
# Brief: {title}, into {language}

For {publisher}. Parcel {name}: {rows} messages, about {words} words; {new} to translate, {check} to check because
the English has changed, {done} done before and here for consistency (change them if you can improve them).

## What it is for

Leaflets and posters on keeping children safe online:

{pieces}

Families read them at school, at a clinic or at home; often in a hurry, often worried, some with little schooling.
They will be printed, and print cannot be recalled.

## How to say it

- **Reading age 9 to 11.** Short sentences, everyday words. Translate the sense; you may rebuild the sentence.
- **Kind and calm.** Never blame the child or the parent, never frighten. Keep the safety meaning exactly.
- **To parents: the polite form** that a friendly nurse or teacher would use. **To children and young people:** the
  friendly form, never babyish. The note beside each message says who reads it.
- **Child and parent may be of any gender.** Use forms that include everybody where the language has them.
- **Explain rather than borrow.** Terms such as grooming have no fixed word in many languages: say what happens. The
  glossary has what we have settled on, and words that must not be used.
- **Keep to the room.** The limit counts characters; marks above and below letters do not count. Headlines must be short
  and strong.

## What stays as it is

- Everything in braces, such as {{childline.phone}} or {{area}}, and everything like %(address)s: copy it letter by
  letter and put it where your grammar wants it. Names and numbers are filled in later.
- Names of organisations (NSPCC, Childline, CEOP ...) in Latin letters. You may add a word of explanation.
- Numbers, in the digits 0 to 9: 999, 101, ages, dates. Never type a phone number or a web address.{weekend}
- The kind of ending: a sentence with a full stop ends with your script's own full stop, a heading without one has none.
- No invisible marks of direction; the pages keep numbers and names in order.

## How to work and how to send it back

- Either the spreadsheet or the XLIFF file, not both. In the spreadsheet only Translation, Right, Comment and
  Back-translation (what you wrote, in plain English, if we asked for it) can be changed.{direction}
- Pictures show where each message is: its number is in the margin. Messages without a picture are read aloud to
  blind readers, or are on the website.
- *To be checked:* change the translation; or if it is right as it is, write yes under Right (in XLIFF: set its state
  to signed-off).
- *The same English as No. ...:* leave it empty to use that translation there too; or write another, where case, gender
  or the sense want one.
- Questions and doubts: in the column Comment (in XLIFF: a note from "translator"). Say what a second reader should
  look at.
- Send back the file under its own name, or the whole zip. Rows that cannot be taken come back to you with the reason.
- Your translation is then read by a second qualified reader before anything is printed.
"""

WEEKEND = """
- Days. The weekend here is Saturday and Sunday; say the days, because readers may think of {}."""

README = """\
{name}: messages of {publisher} for translation into {language}.

brief.md              read this first: one page
leaflets-{tag}.xlsx   the messages as a spreadsheet
leaflets-{tag}.xlf    the same as XLIFF 1.2, for translators' programs
glossary.csv          terms that we have settled on; glossary.tbx is the same as TBX-Basic
memory.tmx            what is translated already, as TMX 1.4b, and whether a reader has approved it
pictures/             the English pages; the numbers are those of the messages

Send back the .xlsx (or saved as .ods) or the .xlf (1.2 or 2.1) under its own name.
"""

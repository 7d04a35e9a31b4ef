# SPDX-License-Identifier: MIT
"""Languages for tests: a few words in each script. Samples to draw letters with; no reader has looked at them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from leaflets.content.load import load_data
from leaflets.content.model import Project, layouts_of
from leaflets.core.edition import Layout
from leaflets.core.messages import ENGLISH, Message, Translator
from leaflets.core.resources import Resources
from leaflets.languages.catalogue.translate import translate
from leaflets.languages.language import Languages
from leaflets.languages.pseudo import PSEUDO, Pseudo, mirror
from leaflets.languages.registry import read_languages
from leaflets.layout.compose import compose
from leaflets.layout.composed import Composed
from leaflets.layout.render import Renderer

ROOT = Path(__file__).parent.parent

PHRASES = {
    "ur": ("آپ کے بچے کی حفاظت آن لائن", "گھبرائیں نہیں، بات کریں۔"),
    "pnb": ("تہاڈے بال دی حفاظت", "گل کرو۔"),
    "ar": ("سلامة طفلك على الإنترنت", "لا تقلق، تحدث مع شخص تثق به."),
    "ps": ("ستاسو د ماشوم خوندیتوب پر انټرنېټ", "مه وېرېږئ، خبرې وکړئ."),
    "fa": ("ایمنی کودک شما در اینترنت", "نگران نباشید، صحبت کنید."),
    "prs": ("مصئونیت طفل شما در انترنت", "نگران نباشید."),
    "ckb": ("پاراستنی منداڵەکەت لە ئینتەرنێت", "مەترسە، قسە بکە."),
    "ro": ("Siguranța copilului dumneavoastră pe internet", "Nu vă speriați, vorbiți."),
    "pl": ("Bezpieczeństwo Twojego dziecka w sieci", "Zażółć gęślą jaźń."),
    "so": ("Badbaadada ilmahaaga ee internetka", "Ha baqin, la hadal."),
    "kmr": ("Ewlehiya zaroka we li ser înternetê", "Netirsin, biaxivin."),
    "uk": ("Безпека вашої дитини в інтернеті", "Не бійтеся, поговоріть."),
    "pa": ("ਤੁਹਾਡੇ ਬੱਚੇ ਦੀ ਔਨਲਾਈਨ ਸੁਰੱਖਿਆ", "ਘਬਰਾਓ ਨਾ, ਗੱਲ ਕਰੋ।"),
    "bn": ("অনলাইনে আপনার সন্তানের নিরাপত্তা", "ভয় পাবেন না, কথা বলুন।"),
    "gu": ("ઓનલાઇન તમારા બાળકની સુરક્ષા", "ગભરાશો નહીં, વાત કરો."),
    "hi": ("ऑनलाइन आपके बच्चे की सुरक्षा", "घबराइए नहीं, बात कीजिए।"),
    "ta": ("இணையத்தில் உங்கள் குழந்தையின் பாதுகாப்பு", "பயப்பட வேண்டாம், பேசுங்கள்."),
    "ti": ("ድሕንነት ውላድኩም ኣብ ኢንተርነት", "ኣይትፍርሁ፣ ተዛረቡ።"),
    "am": ("የልጅዎ ደህንነት በኢንተርኔት", "አይፍሩ፣ ይነጋገሩ።"),
}
RIGHT_TO_LEFT = ("ur", "pnb", "ar", "ps", "fa", "prs", "ckb", "ar-XB")


@dataclass(frozen=True)
class Samples:
    """Says everything with the sample words of a language: one for what is short, both for what is long."""

    tag: str

    def message(self, key: str, english: str) -> Message:
        first, second = PHRASES[self.tag]
        return Message(first if len(english) < 40 else f"{second} {first}", key, english, self.tag)


@dataclass(frozen=True)
class Letters:
    """Says everything in Arabic letters, placeholders and figures kept, in a language from right to left."""

    tag: str

    def message(self, key: str, english: str) -> Message:
        return Message(mirror(english), key, english, self.tag)


@cache
def resources() -> Resources:
    return Resources(ROOT)


@cache
def languages() -> Languages:
    return read_languages(resources())


@cache
def renderer() -> Renderer:
    return Renderer(resources(), languages())


@cache
def english() -> Project:
    return Project.model_validate(load_data(ROOT / "data.yaml").values)


def translator_of(tag: str) -> Translator:
    if tag == "en":
        return ENGLISH
    return Pseudo(tag) if tag in PSEUDO else Samples(tag)


def in_language(project: Project, tag: str, translator: Translator | None = None) -> Project:
    """Return a project in one language only."""
    return translate(project, translator or translator_of(tag)).model_copy(update={"languages": [tag]})


def layouts(tag: str) -> list[Layout]:
    return list(layouts_of(english().model_copy(update={"languages": [tag]})))


def composed(layout: Layout, project: Project, translator: Translator | None = None) -> Composed:
    words = translator or translator_of(layout.language)
    return compose(layout, project, resources=resources(), languages=languages(), translator=words)


def only_letters(text: str) -> str:
    """Return text as readers of it compare it: composed, without spaces, without marks of direction."""
    kept = (letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter) != "Cf")
    return re.sub(r"\s+", "", "".join(kept))

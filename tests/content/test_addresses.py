# SPDX-License-Identifier: MIT
"""The gate for web addresses: nasty ones are refused by name, right ones pass, and hosts are allowed one by one."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from program import SMALL
from validated import validate

from leaflets.content.addresses import AddressRefused, ascii_host, host_of, parse_address, parse_host, parse_printed
from leaflets.content.addresses.hosts import AllowedHosts, parse_pattern
from leaflets.content.addresses.lookalikes import ALIKE, imitated
from leaflets.content.addresses.registries import SHORTENERS, suffix_of
from leaflets.content.contact_kinds import KINDS
from leaflets.content.load import load_data, parse_data
from leaflets.content.yaml.edit import set_values
from leaflets.core.problems import ProblemsFound
from leaflets.core.resources import SHIPPED

NASTY = {
    # not https
    "http://www.childline.org.uk/": "must begin with https://",
    "HTTPS://www.childline.org.uk/": "must begin with https://",
    "hhttps://www.childline.org.uk/": "'hhttps:' is not a web address",
    "ftp://www.childline.org.uk/": "'ftp:' is not a web address",
    "javascript:alert(1)": "'javascript:' is not a web address",
    "data:text/html,x": "'data:' is not a web address",
    "mailto:help@nspcc.org.uk": "'mailto:' is not a web address",
    "file:///etc/passwd": "'file:' is not a web address",
    "//www.childline.org.uk/": "must begin with https://",
    "www.childline.org.uk": "must begin with https://",
    "https:/www.childline.org.uk/": "must begin with https://",
    "https:www.childline.org.uk": "must begin with https://",
    "https:///www.childline.org.uk/": "has no site name",
    "https://": "has no site name",
    "https:///": "has no site name",
    "": "it is empty",
    # characters that nobody sees, or that mean another
    "https://www.childline\u200b.org.uk/": "U+200B ZERO WIDTH SPACE is invisible, at character 22",
    "https://www.childline.org.uk/\u200b": "U+200B ZERO WIDTH SPACE",
    "https://www.childline.org.uk/a\u200cb": "U+200C ZERO WIDTH NON-JOINER",
    "https://www.childline.org.uk/a\u200db": "U+200D ZERO WIDTH JOINER",
    "https://www.childline.org.uk/a\u2060b": "U+2060 WORD JOINER",
    "https://www.childline.org.uk/a\u00adb": "U+00AD SOFT HYPHEN",
    "https://www.childline.org.uk/a\ufeffb": "U+FEFF ZERO WIDTH NO-BREAK SPACE",
    "https://www.childline.org.uk/a\u034fb": "U+034F COMBINING GRAPHEME JOINER",
    "https://www.childline.org.uk/a\ufe0fb": "U+FE0F VARIATION SELECTOR-16",
    "https://www.childline.org.uk/a\u3164b": "U+3164 HANGUL FILLER",
    "https://www.childline.org.uk/a\u2800b": "U+2800 BRAILLE PATTERN BLANK",
    "https://www.childline.org.uk/\u200e": "U+200E LEFT-TO-RIGHT MARK",
    "https://www.childline.org.uk/\u202egro.live": "U+202E RIGHT-TO-LEFT OVERRIDE",
    "https://www.childline.org.uk/\u2066x\u2069": "U+2066 LEFT-TO-RIGHT ISOLATE",
    "https://www.childline.org.uk/\u061cx": "U+061C ARABIC LETTER MARK",
    "https://www.childline.org.uk/a\tb": "U+0009 TAB",
    "https://www.childline.org.uk/a\nb": "U+000A LINE FEED",
    "https://www.childline.org.uk/a\x00b": "U+0000 NULL",
    "https://www.childline.org.uk/a b": "it contains a space, at character 31",
    " https://www.childline.org.uk/": "it contains a space, at character 1",
    "https://www.childline.org.uk/a\u00a0b": "U+00A0 NO-BREAK SPACE",
    "https://www.childline.org.uk/%E2%80%8Bx": "U+200B ZERO WIDTH SPACE is in it, written with %",
    "https://www.childline.org.uk/%E2%80%AEx": "U+202E RIGHT-TO-LEFT OVERRIDE is in it, written with %",
    "https://www.childline.org.uk/%00": "U+0000 NULL is in it, written with %",
    "https://www.childline.org.uk/%0d%0aSet-Cookie:x": "U+000D CARRIAGE RETURN is in it, written with %",
    "https://www.childline.org.uk/caf\u00e9": "'é' (U+00E9 LATIN SMALL LETTER E WITH ACUTE)",
    # another site than it seems
    "https://www.childline.org.uk@evil.com/": "leads to evil.com",
    "https://help:1234@www.childline.org.uk/": "is a user name",
    "https://www.childline.org.uk:443@evil.com/": "leads to evil.com",
    "https://evil.com\\@www.childline.org.uk/": "a backslash",
    "https:\\\\www.childline.org.uk/": "a backslash",
    "https://www.childline.org.uk\\.evil.com/": "a backslash",
    "https://www.childline.org.uk:8443/": "it contains a port (:8443), at character 29",
    "https://www.childline.org.uk:443/": "a port (:443)",
    "https://www.childline.org.uk:/": "a port (:)",
    "https://evil.com#@www.childline.org.uk/": "'#@www.childline.org.uk/' is not a valid anchor",
    "https://evil.com#.childline.org.uk": "'#.childline.org.uk' is not a valid anchor",
    "https://evil.com/#/childline.org.uk": "is not a valid anchor",
    "https://evil.com/#:~:text=childline": "is not a valid anchor",
    "https://evil.com?www.childline.org.uk": "a browser reads it as",
    "https://evil.com?https://www.childline.org.uk/": "another address inside this one",
    "https://www.childline.org.uk/go?to=https://evil.com/": "another address inside this one",
    "https://www.childline.org.uk/go?to=https%3A%2F%2Fevil.com": "a slash or a % in disguise",
    "https://www.childline.org.uk/go?to=//evil.com": "two slashes in a row",
    "https://www.childline.org.uk//evil.com": "two slashes in a row",
    "https://www.childline.org.uk/a/../../b": "a browser reads it as",
    "https://www.childline.org.uk/%2e%2e/b": "a browser reads it as",
    "https://www.childline.org.uk/..%2fb": "a slash or a % in disguise",
    "https://www.childline.org.uk/%252e%252e/b": "a slash or a % in disguise",
    "https://www.childline.org.uk/%5cevil.com": "a slash or a % in disguise",
    "https://www.childline.org.uk/100%": "a % without two hexadecimal digits",
    "https://www.childline.org.uk/%zz": "a % without two hexadecimal digits",
    "https://www.childline.org.uk/<b>": "'<' cannot be part",
    'https://www.childline.org.uk/"x': "'\"' cannot be part",
    "https://www.childline.org.uk/{x}": "'{' cannot be part",
    "https://www.childline.org.uk/a[1]": "'[' cannot be part",
    "https://www.childline.org.uk/it's?x='y'": "a browser reads it as",
    "https://ex%61mple.org/": "disguised: it means 'example.org'",
    "https://www.childline%2eorg.uk/": "disguised",
    "https://www.childline.org.uk%00.evil.com/": "disguised",
    # not the name of a site
    "https://....aa": "the site's name begins with a dot",
    "https://.childline.org.uk/": "the site's name begins with a dot",
    "https://www..childline.org.uk/": "two dots in a row",
    "https://www.childline.org.uk./": "ends with a dot",
    "https://localhost/": "no ending such as",
    "https://intranet/": "no ending such as",
    "https://com/": "no ending such as",
    "https://co.uk/": "an ending shared by many sites",
    "https://police.uk/": "an ending shared by many sites",
    "https://xn--p1ai/": "no ending such as",
    "https://www.childline.org.ukk/": "'.ukk' is not an ending of any site",
    "https://www.nspcc.ogr/": "'.ogr' is not an ending of any site",
    "https://printer.local/": "'.local' is not an ending of any site",
    "https://helpline.test/": "'.test' is not an ending of any site",
    "https://abcdefghij234567.onion/": "'.onion' is not an ending of any site",
    "https://1.0.0.127.in-addr.arpa/": "'.arpa' is not an ending of any site",
    "https://-childline.org.uk/": "begins or ends with a hyphen",
    "https://childline-.org.uk/": "begins or ends with a hyphen",
    "https://child_line.org.uk/": "'_' cannot be part of a site's name, at character 14",
    "https://child!line.org.uk/": "'!' cannot be part of a site's name",
    "https://www.Childline.org.uk/": "'C' is a capital letter, at character 13",
    f"https://{'a' * 64}.org.uk/": "has 64 characters; at most 63",
    f"https://{'.'.join(['a' * 60] * 5)}.org/": "it has 317 characters",
    f"https://{'.'.join(['a' * 50] * 5)}.org/": "more than 253 characters",
    f"https://www.childline.org.uk/{'a' * 280}": "it has 309 characters",
    # numbers
    "https://127.0.0.1/": "is a number (IP address)",
    "https://2130706433/": "is a number (IP address)",
    "https://0x7f000001/": "is a number (IP address)",
    "https://0177.0.0.1/": "is a number (IP address)",
    "https://127.1/": "is a number (IP address)",
    "https://0x7f.1/": "is a number (IP address)",
    "https://[::1]/": "is a number (IP address)",
    "https://[::ffff:127.0.0.1]/": "is a number (IP address)",
    "https://１２７.０.０.１/": "is a number (IP address)",
    # look-alikes
    "https://www.\u0441hildline.org.uk/": "U+0441 CYRILLIC SMALL LETTER ES, which looks like 'c', at character 13",
    "https://www.childl\u0456ne.org.uk/": "U+0456 CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I, which looks like 'i'",
    "https://www.childlin\u03b5.org.uk/": "it mixes alphabets: 'ε' is U+03B5 GREEK SMALL LETTER EPSILON",
    "https://www.ch\u0131ldline.org.uk/": "U+0131 LATIN SMALL LETTER DOTLESS I",
    "https://www.n\u0455pcc.org.uk/": "U+0455 CYRILLIC SMALL LETTER DZE",
    "https://www.\u0440\u0430\u0440\u0435\u0445.com/": "every letter looks like one of a to z",
    "https://xn--80ak6aa92e.com/": "'xn--80ak6aa92e' means 'аррӏе', and every letter looks like one of a to z",
    "https://www.xn--hildline-ech.org.uk/": "means 'сhildline', and it mixes alphabets",
    "https://www.xn--childlne-ykb.org.uk/": "means 'childlıne', and 'ı' is U+0131",
    "https://xn--/": "no ending such as",
    "https://xn--a.org/": "is not a valid site name (IDNA)",
    "https://xn--zzzzzzzz.org/": "is not a valid site name (IDNA)",
    "https://ab--cd.org/": "is not a valid site name (IDNA)",
    "https://\u24d4xample.org/": "is not a valid site name (IDNA)",
    "https://ｅxample.org/": "it mixes alphabets",
    "https://example\u3002org/": "no ending such as",
    "https://m\u00fcnchen.de/": "not every phone can read 'ü' (U+00FC LATIN SMALL LETTER U WITH DIAERESIS)",
    "https://\u0661\u0662.org/": "U+0661 ARABIC-INDIC DIGIT ONE, not one of 0 to 9",
    # shorteners
    "https://bit.ly/abc": "bit.ly shortens addresses",
    "https://www.tinyurl.com/abc": "www.tinyurl.com shortens addresses",
    "https://goo.gl/abc": "shortens addresses",
    "https://t.co/abc": "shortens addresses",
    "https://tr.im/abc": "shortens addresses",
    "https://is.gd/abc": "shortens addresses",
    "https://qrco.de/abc": "shortens addresses",
    "https://forms.gle/abc": "shortens addresses",
    "https://eur01.safelinks.protection.outlook.com/?url=x": "shortens addresses",
}
"""Addresses, each with what the refusal says."""

RIGHT = """
https://example.org
https://example.org/
https://www.example.org/page
https://www.childline.org.uk/
https://www.childline.org.uk/info-advice/bullying-abuse-safety/online-mobile-safety/report-remove/
https://www.nspcc.org.uk/keeping-children-safe/online-safety/
https://www.ceop.police.uk/Safety-Centre/
https://www.ceopeducation.co.uk/11_18/
https://www.gov.uk/report-child-abuse-to-local-council
https://www.nhs.uk/mental-health/children-and-young-adults/
https://111.nhs.uk/
https://www.police.uk/
https://www.west-midlands.police.uk/
https://www.birmingham.gov.uk/info/50224/safeguarding_children
https://proceduresonline.com/trixcms1/media/8652/a.pdf
https://westmidlands.procedures.org.uk/pkphy
https://westmidlands.procedures.org.uk/pkphy/a-z#s2345
https://saferinternet.org.uk/guide-and-resource/teachers-and-school-staff
https://www.saferinternet.org.uk/professionals-online-safety-helpline
https://takeitdown.ncmec.org/
https://crimestoppers-uk.org/fearless
https://anti-bullyingalliance.org.uk/tools-information/if-youre-being-bullied
https://www.which.co.uk/reviews/parental-controls/article/aB3cD4e5
https://www.bbc.co.uk/weather
https://www.kooth.com/
https://shoutuk.org/
https://giveusashout.org/get-help/
https://www.runawayhelpline.org.uk/
https://www.talktofrank.com/drug/cannabis
https://www.themix.org.uk/get-support/speak-to-our-team
https://www.internetmatters.org/issues/cyberbullying/?utm_source=leaflet
https://www.iwf.org.uk/en/uk-report/?form=a&lang=en
https://reportharmfulcontent.com/report/?lang=en
https://nationalcollege.com/guides/whatsapp
https://www.youtube.com/watch?v=dQw4w9WgXcQ
https://www.tiktok.com/@nspcc
https://www.facebook.com/nspcc/
https://wa.me/447860064422
https://en.wikipedia.org/wiki/Childline_(charity)
https://en.wikipedia.org/wiki/Caf%C3%A9
https://pl.wikipedia.org/wiki/Telefon_zaufania#Polska
https://www.gov.wales/keeping-safe-online
https://www.nidirect.gov.uk/articles/e-safety
https://www.mygov.scot/child-protection
https://beinternetawesome.withgoogle.com/en_uk/
https://support.apple.com/en-gb/105121
https://learning.nspcc.org.uk/research-resources/2024/
https://www.learning.nspcc.org.uk/training/a,b;c=d
https://thinkuknow.co.uk/parents/articles/~guides/
https://a.co/x
https://x.com/childline
https://www.schools.birmingham.sch.uk/e-safety.html
https://1decision.co.uk/
https://3rs.org.uk/
https://www.kidscape.org.uk/advice/!important
https://swgfl.org.uk/resources/so-you-got-naked-online/
https://www.childnet.com/help-and-advice/grooming-11-18-year-olds
https://www.actionfraud.police.uk/report?ref=1.2.3
https://docs.google.com/forms/d/e/1FAIpQLSd-x_Y/viewform
https://partnership.maps.arcgis.com/apps/webappviewer/index.html?id=abc*def
https://xn--mnchen-3ya.de/hilfe
https://www.xn--80adtgbbrh1bc.xn--p1ai/
https://xn--e1afmkfd.com/
https://leaflets.example.org/r/nspcc-parents
https://service.gov.uk/find
https://www.xn--fiqs8s.cn/
""".strip().splitlines()


def test_there_are_many_of_both_kinds() -> None:
    assert len(NASTY) >= 80
    assert len(RIGHT) >= 60
    assert len(set(RIGHT)) == len(RIGHT)


def test_a_nasty_address_is_refused_by_name() -> None:
    for address, reason in NASTY.items():
        try:
            parse_address(address)
            raise AssertionError(f"{address!a} passes")
        except AddressRefused as refused:
            assert reason in str(refused) and refused.hint.endswith("."), ascii(address)


def test_a_right_address_passes() -> None:
    assert [address for address in RIGHT if parse_address(address) != host_of(address)] == []


def test_no_nasty_address_comes_through_data_yaml_and_each_is_named_once_at_its_line() -> None:
    text = (SMALL / "data.yaml").read_text(encoding="utf-8")
    path, right = "organisations.helpline.links.children.en", "https://example.org/talk"
    line = text[: text.index(right)].count("\n") + 1
    for address in filter(None, NASTY):
        with pytest.raises(ProblemsFound) as found:
            validate(parse_data(set_values(text, path, {"value": address}), "data.yaml"))
        assert {one.where for one in found.value.problems} <= {path, f"{path}.value", ""}, address
        assert {one.line for one in found.value.problems} == {line}, address


@pytest.mark.parametrize("character", ["\u200b", "\u0441"])
def test_the_column_is_that_of_the_character(character: str) -> None:
    address = f"https://www.{character}hildline.org.uk/"
    for quoted in (address, f'"{address}"', f"'{address}'"):
        text = (SHIPPED / "data.yaml").read_text(encoding="utf-8")
        changed = text.replace("value: https://www.childline.org.uk/\n", f"value: {quoted}\n", 1)
        with pytest.raises(ProblemsFound) as found:
            validate(parse_data(changed, "data.yaml"))
        [problem] = found.value.problems
        line = changed.splitlines()[problem.line - 1]
        assert line[problem.column - 1] == character


def test_a_printed_address_may_be_written_as_people_read_it() -> None:
    assert parse_printed("münchen.de/hilfe") == "xn--mnchen-3ya.de"
    assert parse_printed("childline.org.uk/toolbox") == "childline.org.uk"
    for printed in ("https://childline.org.uk", "childline", "сhildline.org.uk", "bit.ly/x", "a.org:80", "me@a.org"):
        with pytest.raises(AddressRefused):
            parse_printed(printed)


def test_a_site_in_another_alphabet_is_told_how_it_is_written() -> None:
    with pytest.raises(AddressRefused) as refused:
        parse_address("https://münchen.de/")
    assert refused.value.hint == "write https://xn--mnchen-3ya.de/, and münchen.de under `printed_url:`."


def test_letters_whose_marks_stand_apart_are_refused() -> None:
    with pytest.raises(AddressRefused, match="NFC"):
        parse_host(unicodedata.normalize("NFD", "münchen.de"))


def test_a_host_allows_itself_and_www_and_a_dot_before_it_all_sites_below() -> None:
    allowed = AllowedHosts.of(["example.org", ".nspcc.org.uk", "münchen.de"])
    assert all(map(allowed.allows, ("example.org", "www.example.org", "nspcc.org.uk", "xn--mnchen-3ya.de")))
    assert all(map(allowed.allows, ("www.nspcc.org.uk", "learning.nspcc.org.uk", "a.b.nspcc.org.uk")))
    others = ("chat.example.org", "example.org.evil.com", "evilexample.org", "xnspcc.org.uk", "example.com")
    assert not any(map(allowed.allows, others))


@pytest.mark.parametrize("pattern", [".uk", ".org.uk", ".github.io", "*.example.org", "https://example.org", "com", ""])
def test_no_entry_allows_what_anybody_may_own(pattern: str) -> None:
    with pytest.raises(AddressRefused):
        parse_pattern(pattern)


@pytest.mark.parametrize(
    ("host", "other"),
    [
        ("childline.org.uk.evil.com", "childline.org.uk"),
        ("www.childline.org.uk.evil.com", "childline.org.uk"),
        ("chi1dline.org.uk", "childline.org.uk"),
        ("childllne.org.uk", "childline.org.uk"),
        ("child-line.org.uk", "childline.org.uk"),
        ("chiidline.org.uk", "childline.org.uk"),
        ("childlíne.org.uk", "childline.org.uk"),
        ("www.childline.org.uk", ""),
        ("chat.childline.org.uk", ""),
        ("nspcc.org.uk", ""),
        ("childline.org", ""),
    ],
)
def test_a_site_that_is_taken_for_another_is_found(host: str, other: str) -> None:
    assert imitated(host, ["childline.org.uk", "kooth.com"]) == other


def test_the_letters_that_look_alike_are_letters_of_other_alphabets_and_look_like_one_of_ours() -> None:
    assert len(ALIKE) > 70
    for letter, like in ALIKE.items():
        assert not letter.isascii() and unicodedata.category(letter) == "Ll", letter
        assert like.isascii() and like.islower(), letter


def test_the_sites_that_shorten_addresses_are_sites() -> None:
    lines = [line for line in SHORTENERS.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    assert len(lines) > 200
    assert len(set(lines)) == len(lines)
    assert {"bit.ly", "goo.gl", "tinyurl.com"} <= set(lines)
    assert all(suffix_of(line) for line in lines)


def test_the_list_of_endings_knows_what_registries_and_companies_give_out() -> None:
    assert suffix_of("www.childline.org.uk") == "org.uk"
    assert suffix_of("x.github.io") == "io"
    assert suffix_of("x.github.io", private=True) == "github.io"
    assert suffix_of("пример.xn--p1ai") == suffix_of("x.xn--p1ai") == "xn--p1ai"
    assert suffix_of("childline.org.ukk") == ""


def test_every_address_that_ships_leads_to_an_allowed_site() -> None:
    loaded = load_data(SHIPPED / "data.yaml")
    project = validate(loaded)
    allowed = AllowedHosts.of(project.publisher.hosts)
    links: list[Any] = [project.publisher.website]
    links += [
        link
        for organisation in project.organisations.values()
        for by_language in organisation.links.values()
        for link in by_language.values()
    ]
    points = [point for organisation in project.organisations.values() for point in organisation.contacts.values()]
    links += [point for point in points if KINDS[point.kind].is_address]
    assert len(links) > 40
    assert all(allowed.allows(host_of(link.value)) for link in links)
    used = {host_of(link.value).removeprefix("www.") for link in links}
    assert set(project.publisher.hosts) == used, "a site is allowed that nothing leads to"


def test_a_name_in_another_alphabet_has_one_spelling_for_computers() -> None:
    assert ascii_host("münchen.de") == "xn--mnchen-3ya.de"
    with pytest.raises(AddressRefused):
        ascii_host("\u24d4xample.org")

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmonie.text.personal_data import find_personal_data, pseudonymise

FOUND = [
    ("fr", "écris à jean.dupont+x@exemple.fr", "email", "jean.dupont+x@exemple.fr"),
    ("fr", "jean [at] exemple [dot] fr", "email", "jean@exemple.fr"),
    ("fr", "jean arobase exemple point fr", "email", "jean@exemple.fr"),
    ("fr", "appelle le 06 12 34 56 78", "phone", "+33612345678"),
    ("fr", "06.12.34.56.78", "phone", "+33612345678"),
    ("fr", "(06 12 34 56 78)", "phone", "+33612345678"),
    ("fr", "+33 6 12 34 56 78", "phone", "+33612345678"),
    ("fr", "0033612345678", "phone", "+33612345678"),
    ("en", "call me at (415) 555-2671", "phone", "+14155552671"),
    ("en", "07911 123456", "phone", "+447911123456"),
    ("fr", "appelle-moi au 0470 12 34 56", "phone", "+32470123456"),
    (None, "+44 20 7946 0958", "phone", "+442079460958"),
    ("fr", "IBAN FR14 2004 1010 0505 0001 3M02 606 merci", "iban", "FR1420041010050500013M02606"),
    ("en", "GB82 WEST 1234 5698 7654 32", "iban", "GB82WEST12345698765432"),
    ("fr", "CB 4111 1111 1111 1111", "payment_card", "4111111111111111"),
    ("en", "3782 822463 10005", "payment_card", "378282246310005"),
    ("fr", "sécu 2 55 08 14 168 025 38", "nir", "255081416802538"),
    ("fr", "1 85 05 2A 123 456 33", "nir", "185052A12345633"),
    ("fr", "siret 732 829 320 00074", "siret", "73282932000074"),
    ("fr", "RCS Paris 732 829 320", "siren", "732829320"),
    ("fr", "son IP est 82.64.12.33", "ip_address", "82.64.12.33"),
    ("en", "2a01:e0a:1::1", "ip_address", "2a01:e0a:1::1"),
    ("fr", "j'habite au 12 rue victor hugo", "postal_address", "12 rue victor hugo"),
    ("fr", "3 bis avenue de la Gare, 69001 Lyon", "postal_address", None),
    ("en", "I live at 12 Baker Street, London NW1 6XE", "postal_address", None),
]
SPARED = [
    ("fr", "Commande n° 0612345678"),
    ("fr", "commande 4111111111111111 passée hier"),
    ("fr", "1234 5678 9012 3456"),
    ("fr", "12345678901234"),
    ("fr", "20240312143000"),
    ("fr", "le 12/03/2024 à 10h30, puis 12:30:45"),
    ("fr", "01 02 03 04 05 06 07 08"),
    ("fr", "loto : 05 12 23 34 45 7"),
    ("fr", "prix 1 234 567,89 €"),
    ("fr", "0612345678 €"),
    ("fr", "ligne 12, bus 345, train 6789 à 08:15"),
    ("fr", "il reste 10 places dans 2 cours"),
    ("fr", "3 route possibles"),
    ("fr", "1000000000000 vues"),
    ("en", "order 4155552671"),
    ("en", "4155552671"),
    ("en", "1990 2000 2010 2020"),
    ("en", "score 10-12-14-16"),
    ("en", "version 1.2.3.4 and v10.0.0.1"),
    ("en", "127.0.0.1 and 255.255.255.0"),
    ("en", "std::vector and 12:30:45"),
    ("en", "isbn 978-3-16-148410-0"),
    ("en", "I walked 5 miles down the street"),
    ("fr", "@pseudo merci"),
    ("fr", "FR14 2004 1010 0505 0001 3M02 607"),
    ("fr", "00 00 00 00 00"),
]


@pytest.mark.parametrize(("language", "text", "kind", "value"), FOUND)
def test_personal_data_is_found(
    language: str | None, text: str, kind: str, value: str | None
) -> None:
    (datum,) = find_personal_data(text, language)
    assert datum.kind == kind
    assert value is None or datum.value == value
    assert 0.5 <= datum.confidence <= 1


@pytest.mark.parametrize(("language", "text"), SPARED)
def test_a_look_alike_number_is_spared(language: str, text: str) -> None:
    assert find_personal_data(text, language) == []


def test_several_data_come_in_order() -> None:
    text = "06 12 34 56 78, a@exemple.fr, 82.64.12.33"
    assert [d.kind for d in find_personal_data(text, "fr")] == ["phone", "email", "ip_address"]


def test_mentions_are_found_when_asked() -> None:
    (datum,) = find_personal_data("merci @jeanne", handles=True)
    assert (datum.kind, datum.value) == ("handle", "@jeanne")


def test_one_person_keeps_one_pseudonym_in_a_text() -> None:
    text = "a@exemple.fr, b@exemple.fr puis A@exemple.fr"
    assert pseudonymise(text) == "[e-mail 1], [e-mail 2] puis [e-mail 1]"
    assert pseudonymise("06 12 34 56 78", language="fr") == "[téléphone 1]"


def test_a_key_makes_pseudonyms_stable_across_texts_and_other_keys_differ() -> None:
    one = pseudonymise("a@exemple.fr", b"key")
    assert one in pseudonymise("b@exemple.fr et a@exemple.fr", b"key")
    assert one != pseudonymise("a@exemple.fr", b"other key")
    assert "exemple" not in one


@given(st.text(alphabet=st.sampled_from("0123456789 .-+()@abfr:/rue\ud800€"), max_size=80))
def test_any_text_gives_data_inside_it_and_a_pseudonymised_text(text: str) -> None:
    ends = [0]
    for datum in find_personal_data(text, "fr"):
        assert ends[-1] <= datum.start < datum.end <= len(text)
        ends.append(datum.end)
    pseudonymise(text, b"k")


def test_what_was_pseudonymised_holds_no_personal_data() -> None:
    text = "06 12 34 56 78, a@exemple.fr, CB 4111 1111 1111 1111, 12 rue de la Paix 75002 Paris"
    assert find_personal_data(pseudonymise(text, language="fr"), "fr") == []

"""What channels say to people about their input: every sentence in French and in English."""

from __future__ import annotations

from typing import Any

from harmonie.wording import Wording, clip, in_language, say

__all__ = ["SENTENCES", "Wording", "clip", "in_language", "problem", "say"]

SENTENCES: dict[str, tuple[str, str]] = {
    "not_json": (
        (
            "this line is not valid JSON (near character {position}): each line must be one object "
            'such as {{"id": "1", "text": "…"}}'
        ),
        (
            "cette ligne n’est pas du JSON valide (vers le caractère {position})\u00a0: "
            "chaque ligne "
            'doit être un objet tel que {{"id": "1", "text": "…"}}'
        ),
    ),
    "not_object": (
        'this line is JSON but not an object: write {{"id": "1", "text": "…"}}',
        'cette ligne est du JSON mais pas un objet\u00a0: écrivez {{"id": "1", "text": "…"}}',
    ),
    "no_text": (
        "no text in “{field}”",
        "pas de texte dans «\u202f{field}\u202f»",
    ),
    "no_text_column": (
        "no column holds the text: found {names}. Name the right one as the text field",
        (
            "aucune colonne ne porte le texte\u00a0: trouvé {names}. Indiquez la bonne comme "
            "champ du "
            "texte"
        ),
    ),
    "missing_column": (
        "there is no column “{field}”: found {names}",
        "il n’y a pas de colonne «\u202f{field}\u202f»\u00a0: trouvé {names}",
    ),
    "text_not_text": (
        "“{field}” holds a list or an object, not a text",
        "«\u202f{field}\u202f» contient une liste ou un objet, pas un texte",
    ),
    "line_too_long": (
        "this line is longer than {limit} bytes: it was skipped, shorten its text",
        "cette ligne dépasse {limit} octets\u00a0: elle a été écartée, raccourcissez son texte",
    ),
    "text_too_long": (
        "the text is longer than {limit} characters: shorten it",
        "le texte dépasse {limit} caractères\u00a0: raccourcissez-le",
    ),
    "too_many_values": (
        "{found} values for {expected} columns: put the text between double quotes",
        "{found} valeurs pour {expected} colonnes\u00a0: mettez le texte entre guillemets droits",
    ),
    "unclosed_quote": (
        "a double quote is opened here and never closed: close it or double it",
        "un guillemet droit est ouvert ici et jamais fermé\u00a0: fermez-le ou doublez-le",
    ),
    "bad_csv": (
        "this row cannot be read as CSV: look for a stray carriage return or quote",
        (
            "cette ligne ne se lit pas comme du CSV\u00a0: cherchez un retour chariot ou un "
            "guillemet "
            "égaré"
        ),
    ),
    "duplicate_id": (
        (
            "the id “{id}” was already used at row {first}: this row was skipped, give each "
            "message "
            "its own id"
        ),
        (
            "l’identifiant «\u202f{id}\u202f» a déjà servi à la ligne {first}\u00a0: cette "
            "ligne a été "
            "écartée, donnez à chaque message son identifiant"
        ),
    ),
    "bad_date": (
        "“{value}” in “{field}” is not a date: write it as 2026-01-31T18:30:00+01:00",
        (
            "«\u202f{value}\u202f» dans «\u202f{field}\u202f» n’est pas une date\u00a0: écrivez-la "
            "comme 2026-01-31T18:30:00+01:00"
        ),
    ),
    "bad_number": (
        "“{value}” in “{field}” is not a whole number from 0 to 9,223,372,036,854,775,807",
        (
            "«\u202f{value}\u202f» dans «\u202f{field}\u202f» n’est pas un nombre entier "
            "compris entre "
            "0 et 9\u202f223\u202f372\u202f036\u202f854\u202f775\u202f807"
        ),
    ),
    "bad_language": (
        "“{value}” in “{field}” is not a language code such as fr or en",
        (
            "«\u202f{value}\u202f» dans «\u202f{field}\u202f» n’est pas un code de langue "
            "comme fr ou "
            "en"
        ),
    ),
    "bad_role": (
        "“{value}” in “{field}” is not a role: member, staff or bot",
        (
            "«\u202f{value}\u202f» dans «\u202f{field}\u202f» n’est pas un rôle\u00a0: "
            "member, staff "
            "ou bot"
        ),
    ),
    "bad_value": (
        "“{field}” must hold a short text",
        "«\u202f{field}\u202f» doit contenir un texte court",
    ),
    "damaged_utf8": (
        "damaged UTF-8: the unreadable bytes were replaced by \ufffd",
        "UTF-8 abîmé\u00a0: les octets illisibles ont été remplacés par \ufffd",
    ),
    "windows_1252": (
        "not UTF-8: read as Windows-1252",
        "n’est pas en UTF-8\u00a0: lu comme du Windows-1252",
    ),
    "lone_surrogate": (
        "half an emoji (a lone surrogate) was replaced by \ufffd",
        "une moitié d’émoji (demi-codet isolé) a été remplacée par \ufffd",
    ),
    "zip": (
        "this is a ZIP archive or a spreadsheet: unzip it, or save the sheet as CSV",
        (
            "c’est une archive ZIP ou un classeur\u00a0: décompressez-la, ou enregistrez la "
            "feuille "
            "en CSV"
        ),
    ),
    "other_archive": (
        "this is a compressed file of a kind that is not read: decompress it, or use gzip",
        (
            "c’est un fichier compressé d’un genre qui n’est pas lu\u00a0: décompressez-le, ou "
            "utilisez gzip"
        ),
    ),
    "bomb": (
        "the gzip file expands beyond what is safe ({reason}): reading stopped here",
        "le fichier gzip se déploie au-delà du raisonnable ({reason})\u00a0: lecture arrêtée ici",
    ),
    "broken_gzip": (
        "the gzip file is damaged or cut off: the rows before this one were read",
        "le fichier gzip est abîmé ou tronqué\u00a0: les lignes précédentes ont été lues",
    ),
    "bad_parquet": (
        "this Parquet file cannot be read: it is damaged, cut off or not Parquet",
        "ce fichier Parquet ne se lit pas\u00a0: il est abîmé, tronqué ou n’est pas du Parquet",
    ),
    "empty_file": (
        "the file is empty",
        "le fichier est vide",
    ),
    "json_array": (
        "this is one JSON array: write one object per line (jq -c '.[]' does it)",
        "c’est un tableau JSON\u00a0: écrivez un objet par ligne (jq -c '.[]' le fait)",
    ),
    "unknown_format": (
        (
            "the input is neither JSON lines nor Parquet: say its format, csv or text (one message "
            "per line), for instance --in text"
        ),
        (
            "l’entrée n’est ni des lignes JSON ni du Parquet\u00a0: indiquez son format, csv "
            "ou text "
            "(un message par ligne), par exemple --in text"
        ),
    ),
    "bad_setting": (
        "the setting “{name}” cannot be “{value}”: {advice}",
        "le réglage «\u202f{name}\u202f» ne peut pas valoir «\u202f{value}\u202f»\u00a0: {advice}",
    ),
    "no_secret": (
        "no signing secret is set for this channel: nothing can be accepted",
        "aucun secret de signature n’est réglé pour ce canal\u00a0: rien ne peut être accepté",
    ),
    "bad_secret": (
        "the signing secret is not valid: expected whsec_ and base64 of 24 to 64 bytes",
        (
            "le secret de signature n’est pas valide\u00a0: il faut whsec_ puis 24 à 64 octets en "
            "base64"
        ),
    ),
    "no_signature": (
        "the headers webhook-id, webhook-timestamp and webhook-signature are required",
        "les en-têtes webhook-id, webhook-timestamp et webhook-signature sont nécessaires",
    ),
    "stale_signature": (
        "webhook-timestamp is more than {minutes} minutes away from this server’s clock",
        "webhook-timestamp s’écarte de plus de {minutes} minutes de l’horloge de ce serveur",
    ),
    "wrong_signature": (
        "no signature matches: check the secret, and sign the body exactly as it is sent",
        (
            "aucune signature ne correspond\u00a0: vérifiez le secret, et signez le corps "
            "exactement "
            "tel qu’il est envoyé"
        ),
    ),
    "payload_too_large": (
        "the body is larger than {limit} bytes: send fewer messages at once",
        "le corps dépasse {limit} octets\u00a0: envoyez moins de messages à la fois",
    ),
    "payload_not_json": (
        "the body is not a JSON object with type, timestamp and data",
        "le corps n’est pas un objet JSON avec type, timestamp et data",
    ),
    "unknown_event": (
        (
            "unknown event type “{value}”: expected message.created, message.updated or "
            "message.deleted"
        ),
        (
            "type d’événement inconnu «\u202f{value}\u202f»\u00a0: attendu message.created, "
            "message.updated ou message.deleted"
        ),
    ),
    "too_many_events": (
        "{found} messages in one delivery: at most {limit}",
        "{found} messages en un envoi\u00a0: {limit} au plus",
    ),
    "event_not_object": (
        "a message must be a JSON object with id and text",
        "un message doit être un objet JSON avec id et text",
    ),
    "no_id": (
        "“{field}” is missing: each message needs its own id",
        "«\u202f{field}\u202f» manque\u00a0: chaque message a besoin de son identifiant",
    ),
}


def problem(code: str, **values: Any) -> Wording:
    """A problem of the channels' own catalogue."""
    return say(SENTENCES, code, **values)

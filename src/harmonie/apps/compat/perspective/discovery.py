"""The discovery document from which Google's own client libraries build their calls."""

from __future__ import annotations

from typing import Any

from harmonie.apps.compat.perspective.mapping import TABLE

_STRING = {"type": "string"}
_BOOLEAN = {"type": "boolean"}
_STRINGS = {"type": "array", "items": _STRING}


def _of(name: str) -> dict[str, Any]:
    return {"$ref": name}


def _map_of(name: str) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": _of(name)}


_SHARED = {
    "comment": _of("TextEntry"),
    "context": _of("Context"),
    "languages": _STRINGS,
    "communityId": _STRING,
    "clientToken": _STRING,
    "sessionId": _STRING,
}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "TextEntry": {"text": _STRING, "type": {"type": "string", "enum": ["PLAIN_TEXT"]}},
    "ArticleAndParentComment": {"article": _of("TextEntry"), "parentComment": _of("TextEntry")},
    "Context": {
        "entries": {"type": "array", "items": _of("TextEntry")},
        "articleAndParentComment": _of("ArticleAndParentComment"),
    },
    "AttributeParameters": {
        "scoreType": {"type": "string", "enum": ["PROBABILITY"]},
        "scoreThreshold": {"type": "number", "format": "float"},
    },
    "Score": {
        "value": {"type": "number", "format": "float"},
        "type": {"type": "string", "enum": ["PROBABILITY"]},
    },
    "SpanScore": {
        "begin": {"type": "integer", "format": "int32"},
        "end": {"type": "integer", "format": "int32"},
        "score": _of("Score"),
    },
    "AttributeScores": {
        "summaryScore": _of("Score"),
        "spanScores": {"type": "array", "items": _of("SpanScore")},
    },
    "AnalyzeCommentRequest": {
        **_SHARED,
        "requestedAttributes": {
            **_map_of("AttributeParameters"),
            "description": ", ".join(name for name, signal in TABLE.items() if signal),
        },
        "spanAnnotations": _BOOLEAN,
        "doNotStore": _BOOLEAN,
        "dropUnsupportedAttributes": _BOOLEAN,
    },
    "AnalyzeCommentResponse": {
        "attributeScores": _map_of("AttributeScores"),
        "languages": _STRINGS,
        "detectedLanguages": _STRINGS,
        "clientToken": _STRING,
    },
    "SuggestCommentScoreRequest": {**_SHARED, "attributeScores": _map_of("AttributeScores")},
    "SuggestCommentScoreResponse": {
        "clientToken": _STRING,
        "detectedLanguages": _STRINGS,
        "requestedLanguages": _STRINGS,
    },
}


def document(root: str) -> dict[str, Any]:
    """The document of a desk whose address is ``root``, with its last slash."""
    return {
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": "commentanalyzer:v1alpha1",
        "name": "commentanalyzer",
        "canonicalName": "Comment Analyzer",
        "version": "v1alpha1",
        "title": "Harmonie, as the Perspective Comment Analyzer API",
        "description": "Scores comments in French and English.",
        "protocol": "rest",
        "rootUrl": root,
        "servicePath": "",
        "baseUrl": root,
        "basePath": "",
        "batchPath": "batch",
        "parameters": {
            "key": {"type": "string", "location": "query", "description": "API key."},
            "alt": {"type": "string", "location": "query", "default": "json"},
        },
        "schemas": {
            name: {"id": name, "type": "object", "properties": properties}
            for name, properties in _SCHEMAS.items()
        },
        "resources": {
            "comments": {
                "methods": {
                    "analyze": _method("analyze", "AnalyzeComment"),
                    "suggestscore": _method("suggestscore", "SuggestCommentScore"),
                }
            }
        },
    }


def _method(verb: str, name: str) -> dict[str, Any]:
    return {
        "id": f"commentanalyzer.comments.{verb}",
        "path": f"v1alpha1/comments:{verb}",
        "flatPath": f"v1alpha1/comments:{verb}",
        "httpMethod": "POST",
        "parameters": {},
        "parameterOrder": [],
        "request": _of(f"{name}Request"),
        "response": _of(f"{name}Response"),
    }

"""The doors for programs that speak other services' languages.

One folder per imitated wire protocol, each with its translation into the rooms below and a golden
set of requests and responses in ``tests/wire/<protocol>/``. It stands above every other room, so
that nothing depends on it: removing it removes the imitations and nothing else.

- :mod:`~harmonie.apps.compat.openai`: ``POST /v1/moderations``
- :mod:`~harmonie.apps.compat.perspective`: ``comments:analyze``, ``comments:suggestscore``

To open another door: write ``<protocol>/views.py`` with the frame of
:mod:`harmonie.apps.compat.door` and add its addresses to :mod:`harmonie.apps.compat.urls`.
"""

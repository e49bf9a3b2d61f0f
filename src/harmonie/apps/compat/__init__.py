"""The doors for programs that speak other services' languages.

This room will hold one folder per imitated wire protocol, each with its addresses, its translation
into the rooms below and a golden set of requests and responses. It stands above every other room,
so that nothing depends on it: removing it removes the imitations and nothing else.

To open a door: write ``<protocol>/views.py``, add its addresses to :mod:`harmonie.apps.compat.urls`
and its recorded exchanges to ``tests/wire/<protocol>/``. No door is open yet, so no address
answers here.
"""

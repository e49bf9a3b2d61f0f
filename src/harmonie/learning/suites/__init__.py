"""Labelled texts to measure on: one file per family of suites, found by the registry."""

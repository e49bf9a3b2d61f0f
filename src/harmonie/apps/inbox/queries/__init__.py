"""Reads of the inbox. Everything that leaves is a frozen contract."""

"""Mandates: what the AI may do alone, up to which measured error, and how it loses that right.

``mandate`` holds what a team asks for and the life of that wish; ``calibrate`` tests the promise on
the team's own decisions; ``watch`` follows it afterwards. All of it is pure: no clock, no file.
"""

"""What identifies a person, one family a file: each yields :class:`~.datum.Find` by rules."""

"""An evaluation as people and programs read it: plain table, JSON, page with charts."""

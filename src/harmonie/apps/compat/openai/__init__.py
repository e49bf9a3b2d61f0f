"""OpenAI's ``POST /v1/moderations``: the official clients work with another ``base_url`` and key.

Fields and categories: the public types of ``openai-python`` (``types/moderation.py``).
"""

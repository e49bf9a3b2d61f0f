"""The Perspective API's ``comments:analyze`` and ``comments:suggestscore``, version v1alpha1.

Fields and errors: the public documentation in ``conversationai/perspectiveapi`` (``2-api``). The
service ends with 2026; programs written for it keep working with another host and key.
"""

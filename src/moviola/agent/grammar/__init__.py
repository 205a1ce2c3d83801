"""The built-in planner: rules and word lists, English and Chinese, no model, the same answer every time."""

from __future__ import annotations

from moviola.agent.grammar.planner import Grammar

__all__ = ["Grammar"]

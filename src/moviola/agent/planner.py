"""What understands a message."""

from __future__ import annotations

from typing import Protocol

from moviola.agent.plan import Context, Plan


class Planner(Protocol):
    """Turns one message into a :class:`Plan`. Never raises for what a person wrote."""

    def plan(self, text: str, context: Context) -> Plan:
        """Understand ``text`` as the next message of a session in the state ``context``."""
        ...

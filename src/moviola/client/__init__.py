"""The HTTP API from outside; imports nothing of the server."""

from moviola.client.http import Client
from moviola.client.sse import ServerEvent

__all__ = ["Client", "ServerEvent"]

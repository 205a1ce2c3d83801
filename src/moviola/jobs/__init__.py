"""Slow work: child processes that can be killed, and durable workflows that outlive the server."""

"""`iq4d serve` and `iq4d manage`: the only commands that load the web."""

from __future__ import annotations

import argparse

from iq4d.cli.talking import port, positive

__all__ = ["manage", "manage_arguments", "serve", "serve_arguments"]


def serve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=port, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--workers", type=positive, default=1, help="web processes (default: %(default)s)")
    parser.add_argument("--demo", action="store_true", help="with an invented circle to look around in")


def serve(options: argparse.Namespace) -> int:
    """Web, background work and clock, until stopped."""
    from iq4d.web.serving import serve

    return serve(host=options.host, port=options.port, workers=options.workers, demo=options.demo)


def manage_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="...", help="a Django command and what it takes")


def manage(options: argparse.Namespace) -> int:
    """One of the web framework's own commands, on this installation."""
    from django.core.management import execute_from_command_line

    from iq4d.web.serving import set_up

    set_up()
    execute_from_command_line(["iq4d manage", *options.rest])
    return 0

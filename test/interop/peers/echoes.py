"""What the scripts that echo have in common: commands as lines of JSON, each answered with one."""

import asyncio
import json
import sys

from conversation import report

IN_PARTS = "in parts:"
HOST = "127.0.0.1"


def parts(text):
    """A text to be sent in fragments, one of them empty."""
    cut = len(text) // 2
    return [text[:cut], "", text[cut:]]


async def obey(serve, connect):
    """`serve` resolves with a port and a way to close it; `connect` lasts as long as its connection."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    closers = {}
    tasks = set()
    while line := await reader.readline():
        command = json.loads(line)
        if "serve" in command:
            port, closer = await serve(command["serve"])
            closers[port] = closer
            report(port)
        elif "close" in command:
            await closers.pop(command["close"])()
            report(None)
        else:
            # Kept, so that it is not collected before it has ended.
            task = asyncio.create_task(connect(command["connect"], command["wishes"]))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            report(None)

"""What the scripts have in common: the other half of conversation.ts."""

import hashlib
import json

MEBIBYTE = 1048576

PROTOCOLS = ["nothing", "echo"]
PROTOCOL = "echo"
PING = b"are you there?"
BYE = "bye"
CLIENT_CLOSE = (3001, "that was all")
SERVER_CLOSE = (4001, "bye, then")

MESSAGES = [
    "Grüße 👋",
    "",
    bytes(range(256)),
    bytes(index * 31 % 256 for index in range(MEBIBYTE)),
    "é" * (MEBIBYTE // 2),
]


def digest(data):
    is_text = isinstance(data, str)
    octets = data.encode() if is_text else bytes(data)
    return f"{'text' if is_text else 'binary'} {hashlib.sha256(octets).hexdigest()}"


def report(value):
    print(json.dumps(value), flush=True)

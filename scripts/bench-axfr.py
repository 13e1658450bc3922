"""Takes a zone by AXFR and prints the seconds: PORT ZONE RECORDS. It counts records, no more."""

import socket
import struct
import sys
import time

port, zone, expected = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
labels = b"".join(bytes([len(label)]) + label.encode() for label in zone.split("."))
query = struct.pack(">HHHHHH", 1, 0, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">HH", 252, 1)
start = time.perf_counter()
connection = socket.create_connection(("127.0.0.1", port), timeout=60)
connection.sendall(struct.pack(">H", len(query)) + query)
stream = connection.makefile("rb", buffering=1 << 20)
records = messages = size = 0
# The SOA comes twice.
while records < expected:
    frame = stream.read(2)
    if len(frame) < 2:
        sys.exit(f"the connection ended after {records} records")
    message = stream.read(struct.unpack(">H", frame)[0])
    code, answers = message[3] & 15, struct.unpack(">H", message[6:8])[0]
    if code:
        sys.exit(f"response code {code}")
    records, messages, size = records + answers, messages + 1, size + len(message)
print(f"{time.perf_counter() - start:.3f} s ({records} records, {messages} messages, {size} bytes)")

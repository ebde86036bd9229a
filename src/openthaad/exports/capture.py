"""A capture file (pcap) of DIS packets: Ethernet, IPv4 and UDP, broadcast to port 3000.

The file is a log: nothing is sent. Its packets come from an address that is set apart for
documentation (RFC 5737) and live for one hop.

References
----------
.. [1] Wireshark, `epan/dissectors/packet-dis.c`: DIS is looked for on UDP port 3000.
"""

import io
from collections.abc import Iterable

import dpkt

PORT = 3000
LAST = 2**32 - 1  # s since 1970, UTC: in 2106
_TO, _FROM = b"\xff" * 6, b"\x02" + bytes(4) + b"\x01"  # broadcast; locally administered
_EVERYONE, _NOBODY = b"\xff" * 4, bytes([192, 0, 2, 1])


def capture(packets: Iterable[tuple[float, bytes]]) -> bytes:
    """Return a capture file of packets, each a time [s since 1970, UTC] and what it carries."""
    written = io.BytesIO()
    writer = dpkt.pcap.Writer(written)
    for time, payload in packets:
        writer.writepkt(_frame(payload), round(time, 6))
    return written.getvalue()


def _frame(payload: bytes) -> bytes:
    udp = dpkt.udp.UDP(sport=PORT, dport=PORT, ulen=8 + len(payload), data=payload)
    ip = dpkt.ip.IP(src=_NOBODY, dst=_EVERYONE, p=dpkt.ip.IP_PROTO_UDP, ttl=1, data=udp)
    return bytes(dpkt.ethernet.Ethernet(dst=_TO, src=_FROM, data=ip))

"""Which internet addresses a file may be fetched from: public ones only.

A server that fetches what strangers name must not become their way into its own network (server-side request
forgery). Names are resolved here, every address is judged, and the caller connects to the very address that
was judged, so that a name which changes its answer in between (DNS rebinding) wins nothing.
"""

from __future__ import annotations

import ipaddress
import socket

from moviola.errors import BadRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: One sentence for every way not to get there, so that nothing is learnt about this server's own network.
UNREACHABLE = (
    "This address cannot be reached on the public internet. Check it in a browser, or upload the file itself."
)

#: What looks public to some versions of Python and is not: a cloud's host service, and special-purpose networks
#: of the IANA registries.
_NOT_PUBLIC = tuple(
    map(ipaddress.ip_network, ("168.63.129.16/32", "192.0.0.0/24", "2001::/23", "3fff::/20", "2001:db8::/32"))
)
#: All that is routed on the public IPv6 internet (RFC 4291, section 2.4).
_UNICAST = ipaddress.IPv6Network("2000::/3")
#: IPv6 networks that carry an IPv4 address in their last 32 bits: NAT64 (RFC 6052, RFC 8215) and
#: IPv4-compatible.
_TRANSLATED = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))


def resolve(host: str, port: int, *, allow_private: bool = False) -> list[Address]:
    """Addresses of ``host``, in the system's order of preference.

    Odd spellings of an IPv4 address (decimal, octal, hexadecimal, short) are understood by the resolver like
    any other, and judged by what they mean.

    Raises:
        BadRequest: there is none, or one of them is not public.
    """
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, OverflowError) as error:
        raise BadRequest(UNREACHABLE) from error
    found = list(dict.fromkeys(ipaddress.ip_address(str(answer[4][0])) for answer in answers))
    if not found or not (allow_private or all(map(is_public, found))):
        raise BadRequest(UNREACHABLE)
    return found


def is_public(address: Address) -> bool:
    """True for a globally reachable unicast address, also when it is wrapped in IPv6."""
    inner = _unwrap(address)
    if inner.version == 6 and inner not in _UNICAST:
        return False
    if any(inner in network for network in _NOT_PUBLIC):
        return False
    special = inner.is_multicast or inner.is_reserved or inner.is_unspecified or inner.is_loopback
    return inner.is_global and not special


def _unwrap(address: Address) -> Address:
    """The IPv4 address that an IPv6 address leads to, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if any(address in network for network in _TRANSLATED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address

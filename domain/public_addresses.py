"""Which addresses belong to the public internet: what others name for us to ask must never lead inside.

Source: https://www.iana.org/assignments/iana-ipv4-special-registry, .../iana-ipv6-special-registry (2026-11)
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; Alibaba's metadata service
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; AWS, Google and Azure's metadata service
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast included
        "168.63.129.16/32",  # Azure's host, reached from inside only
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")
"""Global unicast; all else is local, mapped, multicast or reserved."""
_NOT_PUBLIC_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments; Teredo, which holds an IPv4 address
        "2001:db8::/32",
        "2002::/16",  # 6to4, which holds an IPv4 address
        "3fff::/20",
    )
)


def is_public(address: str) -> bool:
    """Whether the address, as a resolver gives it, is one of the public internet."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _NOT_PUBLIC_4)
    return "%" not in address and _is_public_6(ip)


def is_loopback(address: str) -> bool:
    """Whether it leads to this machine, and nowhere else."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return ip.is_loopback


def _is_public_6(ip: IPv6Address) -> bool:
    return ip in _PUBLIC_6 and not any(ip in network for network in _NOT_PUBLIC_6)

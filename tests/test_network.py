from __future__ import annotations

import socket

import pytest

from tests.network import NetworkForbiddenError


# 192.0.2.0/24 and 2001:db8::/32 are set aside for documentation: nobody has them.
@pytest.mark.parametrize(
    ("family", "address"), [(socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")]
)
def test_a_test_cannot_reach_another_machine(family, address):
    with socket.socket(family) as connection, pytest.raises(NetworkForbiddenError):
        connection.connect((address, 80))


def test_a_test_cannot_look_up_another_machine():
    with pytest.raises(NetworkForbiddenError):
        socket.getaddrinfo("example.org", 80)


def test_a_test_can_reach_its_own_machine():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        socket.create_connection(listener.getsockname(), timeout=5).close()

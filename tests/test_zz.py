import pytest
@pytest.mark.parametrize("p", ["/documents/new", "/settings", "/help"]*6)
def test_a(client, p):
    client.page(p)

import pytest

import policylab


@pytest.fixture(scope="session")
def corpus():
    """The four plans that come with policylab, and the gazette beside them."""
    return policylab.load_corpus()

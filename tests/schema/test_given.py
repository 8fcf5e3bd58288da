"""What the analyst gives."""

from __future__ import annotations

from antiphon.schema import ACCOUNTS, CONTACTS, POSTS


def test_the_canonical_columns_are_those_of_the_design():
    assert set(POSTS.names) == set(
        "post_id platform account_id created_at time_precision time_source text title lang url "
        "urls hashtags mentions repost_of reply_to quote_of media_hashes collection_id raw_ref "
        "extra".split()
    )
    assert set(ACCOUNTS.names) == set(
        "account_id platform handle name aliases bloc kind outlet domain country language audience "
        "created_at followers public_role".split()
    )
    assert set(CONTACTS.names) == set("contact_id date kind parties title scope source_url".split())
    assert set(POSTS.required) == {"post_id", "account_id", "created_at", "text"}
    assert set(ACCOUNTS.required) == {"account_id", "bloc"}

"""What the analyst gives: posts, accounts, contacts; and posts as the store keeps them."""

from __future__ import annotations

from antiphon.schema.table import C, R, Table
from antiphon.schema.values import AUDIENCES, CONTACT_KINDS, KINDS, PRECISIONS, SCOPES, TIME_SOURCES

POSTS = Table(
    "posts",
    "a post or article; its identity is (platform, post_id)",
    (
        R("post_id", "string", "the platform's identifier of the post"),
        C("platform", "string", "where it was published: twitter, telegram, web; '' when unknown"),
        R("account_id", "string", "who published it, as in the table of accounts"),
        R("created_at", "time", "when it was published, UTC"),
        C("time_precision", "string", "how exact that time is", *PRECISIONS),
        C("time_source", "string", "where that time comes from", *TIME_SOURCES),
        R("text", "string", "what it says, as published"),
        C("title", "string", "its headline"),
        C("lang", "string", "its language, ISO 639-1"),
        C("url", "string", "its address"),
        C("urls", "string[]", "the addresses it links to"),
        C("hashtags", "string[]", "its hashtags, without the sign"),
        C("mentions", "string[]", "the handles it mentions, without the sign"),
        C("repost_of", "string", "the post it reposts unchanged"),
        C("reply_to", "string", "the post it answers"),
        C("quote_of", "string", "the post it quotes"),
        C("media_hashes", "string[]", "hashes of its pictures and films"),
        C("collection_id", "string", "the query or feed it was collected by"),
        C("raw_ref", "string", "file and row it was read from"),
        C("extra", "json", "every other column of the export"),
    ),
)
ACCOUNTS = Table(
    "accounts",
    "an account or outlet; its identity is (platform, account_id)",
    (
        R("account_id", "string", "the platform's identifier of the account"),
        C("platform", "string", "where it publishes; '' means any platform"),
        C("handle", "string", "its handle, without the sign"),
        C("name", "string", "its displayed name"),
        C("aliases", "string[]", "other names and spellings by which others credit it"),
        R("bloc", "string", "the bloc the analyst puts it in"),
        C("kind", "string", "what sort of actor it is", *KINDS),
        C("outlet", "string", "the outlet or institution it belongs to"),
        C("domain", "string", "its site, such as example.org"),
        C("country", "string", "its country"),
        C("language", "string", "the language it publishes in"),
        C("audience", "string", "whom it addresses", *AUDIENCES),
        C("created_at", "time", "when it was opened, UTC"),
        C("followers", "int", "its followers when collected"),
        C("public_role", "bool", "an institution or a person in a public role, who may be named"),
    ),
)
CONTACTS = Table(
    "contacts",
    "a dated contact between parties",
    (
        R("contact_id", "string", "the analyst's identifier"),
        R("date", "date", "when it took place"),
        R("kind", "string", "what sort of contact", *CONTACT_KINDS),
        R("parties", "string[]", "who took part"),
        R("title", "string", "what it was"),
        C("scope", "string", "whose audience it concerns", *SCOPES),
        C("source_url", "string", "where that is reported"),
    ),
)
STORED = Table(
    "posts",
    "a post as the study's store keeps it: POSTS, the current version of each, and",
    (
        *POSTS.columns,
        C("ix", "int", "its number from 0 in order of created_at, platform, post_id"),
        C("bloc", "string", "the bloc of its account; empty when no bloc claims the account"),
    ),
)

"""What posts speak of: subjects, issues and their support, targets."""

from __future__ import annotations

from antiphon.schema.table import C, Table
from antiphon.schema.values import CORRECTIONS, SUBJECT_KINDS

STANCE_COLUMNS = (
    *(
        column
        for label, told in (
            ("support", "for the bloc whose matter it is"),
            ("neutral", "for neither side"),
            ("oppose", "against it"),
        )
        for column in (
            C(label, "float", f"share of the posts that are {told}; empty if not coded"),
            C(f"{label}_low", "float", "lower end of its 95 % interval; empty if uncalibrated"),
            C(f"{label}_high", "float", "upper end"),
        )
    ),
    C("method", "string", "how these are told; '' if not coded", "", *CORRECTIONS),
    C("n_human", "int", "posts of these that people coded, in a drawn sample"),
)
SUBJECTS = Table(
    "subjects",
    "a topic, narrative or issue that a post of the study's blocs speaks of",
    (
        C("platform", "string", "platform of the post"),
        C("post_id", "string", "the post"),
        C("kind", "string", "which table of the study file names it", *SUBJECT_KINDS),
        C("subject", "string", "its id"),
    ),
)
ISSUES = Table(
    "issues",
    "an issue of the study file",
    (C("issue", "string", "its id"), C("of", "string", "the bloc whose matter it is")),
)
SUPPORT = Table(
    "support",
    "an issue of one bloc, and what another does about it",
    (
        C("issue", "string", "the issue"),
        C("of", "string", "the bloc whose matter it is"),
        C("by", "string", "the bloc that may support it"),
        C("posts", "int", "posts of that bloc on the issue"),
        C("accounts", "int", "their accounts"),
        C("occasions", "int", "days on which others speak of the issue, while the bloc is watched"),
        C("spoke", "int", "of these, days on which the bloc speaks of it too, or soon after"),
        C("spoke_low", "float", "lower end of the 95 % interval of spoke / occasions"),
        C("spoke_high", "float", "upper end"),
        C("usual_occasions", "int", "the same days of all other issues that are not its own"),
        C("usual_spoke", "int", "of these, days on which the bloc speaks of that issue"),
        C("silence", "float", "how much less of the occasions it takes than of the usual ones"),
        C("silence_low", "float", "lower end of its 95 % interval"),
        C("silence_high", "float", "upper end"),
        C("asked", "int", "posts on the issue that answer, quote or name an account of the bloc"),
        C("unanswered", "int", "of these, those after which it does not speak of the issue soon"),
        *STANCE_COLUMNS,
    ),
)
SUPPORT_DIRECTIONS = Table(
    "support_directions",
    "a direction between two blocs, all issues of the second together",
    (
        C("by", "string", "the bloc that may support"),
        C("of", "string", "the bloc whose issues they are"),
        C("issues", "int", "issues of that bloc"),
        C("posts", "int", "posts on one of them or more"),
        C("accounts", "int", "their accounts"),
        C("unanswered", "int", "times that the bloc was asked and did not speak of the issue soon"),
        C("chances", "int", "posts + unanswered: the denominator"),
        C("all_posts", "int", "posts of the bloc on whatever"),
        C("speaks", "float", "posts / all_posts"),
        C("speaks_low", "float", "lower end of its 95 % interval; accounts are the clusters"),
        C("speaks_high", "float", "upper end"),
        C("silent", "float", "share of the chances that it let pass"),
        *STANCE_COLUMNS,
    ),
)
TARGETS = Table(
    "targets",
    "a target that a bloc names, and how hostile its posts are where it does",
    (
        C("target", "string", "the target, as `[[coding.target]]` or the professions name it"),
        C("bloc", "string", "the bloc that names it"),
        C("posts", "int", "posts that name it"),
        C("accounts", "int", "their accounts"),
        C("all_posts", "int", "posts of the bloc: the denominator"),
        C("rate", "float", "posts / all_posts"),
        C("low", "float", "lower end of its 95 % interval; accounts are the clusters"),
        C("high", "float", "upper end"),
        C("hostile", "float", "share of these posts that are hostile or worse; empty if not coded"),
        C("hostile_low", "float", "lower end of its 95 % interval; empty if uncalibrated"),
        C("hostile_high", "float", "upper end"),
        C("usual", "float", "the same share of all posts of the bloc"),
        C("usual_low", "float", "lower end of its 95 % interval; empty if uncalibrated"),
        C("usual_high", "float", "upper end"),
        C("excess", "float", "hostile less usual"),
        C("excess_low", "float", "lower end of its 95 % interval; empty if one has none"),
        C("excess_high", "float", "upper end"),
        C("method", "string", "how hostile is told; '' if not coded", "", *CORRECTIONS),
        C("n_human", "int", "posts of these that people coded, in a drawn sample"),
    ),
)

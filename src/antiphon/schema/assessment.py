"""Hypotheses about two blocs, what weighs for and against, what would have been seen."""

from __future__ import annotations

from antiphon.schema.table import C, Table
from antiphon.schema.values import CONFIDENCES, HYPOTHESES, MECHANISMS, REHEARSALS, TERMS

ASSESSMENT = Table(
    "assessment",
    "a hypothesis about two compared blocs, weighed",
    (
        C("pair", "string", "the two compared blocs, as in 'x|y'"),
        C("hypothesis", "string", "what is weighed", *HYPOTHESES),
        C("direction", "string", "of borrowing: 'x→y' is x taking from y; '' for the others"),
        C("statement", "string", "the hypothesis in words"),
        C("prior", "float", "its probability before these data"),
        C("probability", "float", "its probability after them"),
        C("log_odds", "float", "natural logarithm of the odds after them"),
        C("likelihood_term", "string", "the probability in words", *TERMS),
        C("confidence", "string", "how far the probability can be relied on", *CONFIDENCES),
        C("reasons", "string[]", "what lowers the confidence, a sentence each"),
        C("change", "string", "what would change it"),
    ),
)
ITEMS = Table(
    "assessment_items",
    "a piece of evidence for or against a hypothesis",
    (
        C("pair", "string", "the two compared blocs"),
        C("hypothesis", "string", "what is weighed", *HYPOTHESES),
        C("direction", "string", "of borrowing; '' for the others"),
        C("item", "string", "a short name"),
        C("text", "string", "what was seen, with its counts"),
        C(
            "log_ratio",
            "float",
            "natural logarithm of the likelihood ratio: the odds with and without",
        ),
        C("without", "float", "the hypothesis's probability when the item is left out"),
        C("reason", "string", "why it does not count; '' when it does"),
    ),
)
POWER = Table(
    "power",
    "how much planned release these data would have shown",
    (
        C("pair", "string", "the two compared blocs"),
        C("mechanism", "string", "what was planted", *MECHANISMS),
        C("power", "float", "how often it is found, 0 to 1"),
        C("detectable_share", "float", "share of shared messages that must be planned for that"),
        C("low", "float", "lower end of its 90 % interval"),
        C("high", "float", "upper end"),
        C("messages", "float", "planned messages at that share"),
        C("shared", "int", "messages that the pair shares in the data"),
        C("left_out", "int", "posts of messages called released, left out before planting"),
        C("runs", "int", "reruns with planted releases that it rests on"),
        C("reason", "string", "why there is no share; '' when there is one"),
    ),
)
RUNS = Table(
    "rehearsals",
    "a rerun of the whole chain on the study's own posts, altered",
    (
        C("kind", "string", "what was altered", *REHEARSALS),
        C("run", "int", "its number"),
        C("pair", "string", "the pair that was assessed"),
        C("planted", "int", "messages that were planted for the pair"),
        C("share", "float", "these as a share of the messages that the pair then shares"),
        C("log_odds", "float", "natural logarithm of the odds of directed coordination"),
        C("probability", "float", "its probability"),
        C("alarm", "bool", "is directed coordination called likely or more?"),
    ),
)

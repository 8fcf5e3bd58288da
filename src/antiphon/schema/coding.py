"""What coders and people say of texts, and how far they can be relied on."""

from __future__ import annotations

from antiphon.schema.table import C, Table
from antiphon.schema.values import CODER_KINDS

CODINGS = Table(
    "codings",
    "what a coder that is no person says of a unit of text that it was asked of, whatever it says",
    (
        C("code", "string", "the code, as its codebook names it"),
        C("coder", "string", "the coder, as in the table of coders"),
        C("platform", "string", "platform of the post"),
        C("post_id", "string", "the post"),
        C("part", "int", "0 is the whole post; else number of its sentence or mention, from 1"),
        C("target", "string", "whom the code is asked about; '' if it has no target"),
        C("label", "string", "one of the code's labels, or 'invalid' for no usable answer"),
        C("probability", "float", "of that label, 0 to 1; empty if the coder gives none"),
    ),
)
CODERS = Table(
    "coders",
    "a coder of a code, and how it did on texts that it had not been made with",
    (
        C("code", "string", "the code, as its codebook names it"),
        C("coder", "string", "the coder's name"),
        C("kind", "string", "what sort of coder", *CODER_KINDS),
        C("version", "string", "hash of what it is made of: another hash, another coder"),
        C("trained_on", "string", "what it learnt from; '' for nothing"),
        C("n_train", "int", "labelled units that it learnt from"),
        C("macro_f1", "float", "mean over labels of F1, on units held out; empty if never held"),
        C("low", "float", "lower end of its 95 % interval, groups of units as clusters"),
        C("high", "float", "upper end"),
        C("calibration_error", "float", "expected calibration error on the same units, 0 to 1"),
        C("baseline_f1", "float", "macro_f1 of always giving the most frequent label"),
        C("note", "string", "what to bear in mind; '' for nothing"),
    ),
)
PROMPTS = Table(
    "prompts",
    "what a language model was told, and what its answers took; it was asked of distinct texts",
    (
        C("code", "string", "the code, as its codebook names it"),
        C("coder", "string", "the coder, as in the table of coders"),
        C("target", "string", "whom the code is asked about; '' if it has no target"),
        C("version", "string", "hash of the model's address and name and of the prompt"),
        C("model", "string", "the model, as its server names it"),
        C("host", "string", "where the texts were sent"),
        C("prompt", "string", "what the model was told beside the text"),
        C("texts", "int", "distinct texts that it answered about"),
        C("invalid", "int", "answers of these that are none of the labels"),
        C("tokens_in", "int", "tokens sent, as the server counts them"),
        C("tokens_out", "int", "tokens answered"),
        C("cost", "float", "their price, by the prices that the study file states"),
    ),
)
SAMPLES = Table(
    "samples",
    "a unit of text that was drawn for people to code",
    (
        C("sample_id", "string", "the draw: a hash of its design, its seed and what it drew from"),
        C("code", "string", "the code, as its codebook names it"),
        C("platform", "string", "platform of the post"),
        C("post_id", "string", "the post"),
        C("part", "int", "0 is the whole post; else number of its sentence or mention, from 1"),
        C("target", "string", "whom the code is asked about; '' if it has no target"),
        C("inclusion", "float", "the probability with which this draw takes it, 0 to 1"),
        C(
            "stratum",
            "string",
            "what it was drawn from: units with one probability, drawn together",
        ),
    ),
)
HUMAN_CODES = Table(
    "human_codes",
    "what a person says of a unit of text",
    (
        C("code", "string", "the code, as its codebook names it"),
        C("platform", "string", "platform of the post"),
        C("post_id", "string", "the post"),
        C("part", "int", "0 is the whole post; else number of its sentence or mention, from 1"),
        C("target", "string", "whom the code is asked about; '' if it has no target"),
        C("person", "string", "who says it, by the name under which she codes"),
        C("label", "string", "one of the code's labels"),
        C("coded_at", "time", "when, UTC; empty if not told"),
    ),
)
AGREEMENT = Table(
    "agreement",
    "how far people agree on a code, beyond chance",
    (
        C("code", "string", "the code"),
        C("label", "string", "one label against all others; '' for all labels"),
        C("units", "int", "units that two persons or more coded: the denominator"),
        C("coders", "int", "persons who coded them"),
        C("disagreed", "int", "units of these on which they differ"),
        C("alpha", "float", "Krippendorff's alpha; 1 is full agreement, 0 chance; empty if none"),
        C("low", "float", "lower end of its 95 % interval, bootstrap over units"),
        C("high", "float", "upper end"),
        C("reason", "string", "why there is no alpha; '' when there is one"),
    ),
)

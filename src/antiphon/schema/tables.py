"""Every table by what it is for."""

from __future__ import annotations

from antiphon.schema.amplification import AMPLIFICATION, AMPLIFIED
from antiphon.schema.assessment import ASSESSMENT, ITEMS, POWER, RUNS
from antiphon.schema.coaction import CHANCE, COACTION, EVENT_COUNTS, MEETINGS
from antiphon.schema.coding import AGREEMENT, CODERS, CODINGS, HUMAN_CODES, PROMPTS, SAMPLES
from antiphon.schema.contrast import AIMS, CREDIT, TACTICS
from antiphon.schema.given import ACCOUNTS, CONTACTS, POSTS
from antiphon.schema.groups import GROUP_DAYS, GROUP_OBJECTS, GROUPS, MEMBERS, SWARMS
from antiphon.schema.measure import ESTIMATES
from antiphon.schema.mechanism import EVIDENCE, LAGS, PERIODS, REPETITIONS, SHARES
from antiphon.schema.prevalence import (
    DIFFERENCES,
    EXAMPLES,
    PREVALENCES,
    SUPPORT_POSTS,
    TARGET_POSTS,
    TRENDS,
)
from antiphon.schema.reading import COVERAGE, FILES, GAPS, REJECTED, REVISIONS, VOLUMES
from antiphon.schema.reuse import FAMILIES, FAMILY_POSTS, FLOW, PASSAGES, PHRASES
from antiphon.schema.subjects import ISSUES, SUBJECTS, SUPPORT, SUPPORT_DIRECTIONS, TARGETS
from antiphon.schema.timing import LEADLAG, SIMULTANEITY, SYNCHRONY
from antiphon.schema.tone import TONE, TONE_CHANGES, TONE_RATIOS

CANONICAL = (POSTS, ACCOUNTS, CONTACTS)
CODED = (
    CODINGS,
    CODERS,
    PROMPTS,
    SAMPLES,
    HUMAN_CODES,
    AGREEMENT,
    PREVALENCES,
    DIFFERENCES,
    TRENDS,
    EXAMPLES,
)
"""What is said of texts: written where a study asks for it."""
RESULTS = (
    FILES,
    REJECTED,
    REVISIONS,
    VOLUMES,
    COVERAGE,
    GAPS,
    PASSAGES,
    PHRASES,
    FLOW,
    FAMILIES,
    FAMILY_POSTS,
    REPETITIONS,
    EVIDENCE,
    SUBJECTS,
    SYNCHRONY,
    LEADLAG,
    LAGS,
    SHARES,
    PERIODS,
    SIMULTANEITY,
    ASSESSMENT,
    ITEMS,
    RUNS,
    POWER,
    COACTION,
    EVENT_COUNTS,
    CHANCE,
    GROUPS,
    MEMBERS,
    GROUP_DAYS,
    GROUP_OBJECTS,
    MEETINGS,
    SWARMS,
    AMPLIFICATION,
    AMPLIFIED,
    ISSUES,
    SUPPORT,
    SUPPORT_DIRECTIONS,
    SUPPORT_POSTS,
    TARGETS,
    TARGET_POSTS,
    *CODED,
    TONE,
    TONE_CHANGES,
    TONE_RATIOS,
    TACTICS,
    AIMS,
    CREDIT,
    ESTIMATES,
)

"""The answer in words: first whether it fits, then every finding with its reason and source."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from hotspots.events.check import VERDICTS
from hotspots.text import events_page as text
from hotspots.text.markdown import as_text

if TYPE_CHECKING:
    from hotspots.events.check import Check
    from hotspots.events.findings import Finding

#: A line at the side in a colour, with a sign and words beside it: colour alone says nothing. The
#: ink is that of the page, so that the light and the dark one both do.
_STYLE: Final = """<style>
.toets { border-left: .5rem solid var(--toets); padding: .2rem 0 .2rem .9rem; }
.toets h3 { margin: 0; padding: 0; font-size: 1.6rem; line-height: 1.3; }
.toets p { margin: .2rem 0 0; }
.toets-groep { margin: 0 0 .9rem; padding: 0 !important; list-style: none; }
.toets-groep li { border-left: .25rem solid var(--toets); margin: 0 0 .55rem !important;
  padding: .05rem 0 .05rem .75rem; }
.toets-groep small { display: block; opacity: .85; }
.toets-groep h4 { margin: .2rem 0 .4rem; padding: 0; font-size: 1.05rem; }
.toets-belemmering { --toets: #c22f2a; } .toets-let_op { --toets: #c77700; }
.toets-onbekend { --toets: #6b7480; } .toets-lichter { --toets: #2b6cb0; }
.toets-in_orde { --toets: #2e7d4f; }
.toets-kolommen { margin-top: 1rem; display: grid; grid-template-columns: 1fr 1fr;
  column-gap: 2.5rem; }
.toets-kolommen > :only-child { grid-column: 1 / -1; columns: 2; column-gap: 2.5rem; }
.toets-kolommen h4 { break-after: avoid; }
.toets-kolommen li { break-inside: avoid; }
@media (max-width: 800px) {
  .toets-kolommen { display: block; } .toets-kolommen > :only-child { columns: 1; }
}
</style>"""


def show_headline(found: Check) -> None:
    """Show whether it fits."""
    st.html(_STYLE + headline_html(found))


def show_findings(found: Check) -> None:
    """Show every finding, and what of it is an example."""
    st.html(findings_html(found))
    # The first note is that it is advice, which the headline says.
    st.caption(as_text(" ".join(found.notes[1:])))


def headline_html(found: Check) -> str:
    """Return whether it fits, that this is advice, and how many findings there are of a kind."""
    request, plan = found.request, found.facts.plan
    verdict = found.verdict
    counts = Counter(finding.verdict for finding in found.findings)
    what = text.asked(plan.location.name, request.start, request.end, request.visitors)
    title = f"<strong>{escape(request.title)}</strong>: " if request.title else ""
    return (
        f'<section class="toets toets-{verdict}" aria-label="{text.ANSWER}">'
        f'<h3><span aria-hidden="true">{text.SIGNS[verdict]}</span> {text.VERDICTS[verdict]}</h3>'
        f"<p>{title}{escape(what)}. {text.summed(counts)}</p>"
        f"<p><strong>{text.ADVICE}</strong></p></section>"
    )


def findings_html(found: Check) -> str:
    """Return every finding, the gravest first; all words in it are made safe.

    What is as it should be stands beside what asks for attention.
    """
    graver: list[str] = []
    fine: list[str] = []
    for verdict in VERDICTS:
        of_kind = [finding for finding in found.findings if finding.verdict == verdict]
        if of_kind:
            items = "".join(_finding(found, finding) for finding in of_kind)
            (fine if verdict == "in_orde" else graver).append(
                f"<section><h4>{text.SIGNS[verdict]} {text.GROUPS[verdict]}</h4>"
                f'<ul class="toets-groep toets-{verdict}">{items}</ul></section>'
            )
    columns = "".join(f"<div>{''.join(column)}</div>" for column in (graver, fine) if column)
    return f'<div class="toets-kolommen">{columns}</div>'


def _finding(found: Check, finding: Finding) -> str:
    source = text.CERTAINTY.get(finding.certainty, finding.certainty)
    return (
        f"<li><strong>{escape(topic_of(found, finding))}</strong>. {escape(finding.reason)}"
        f"<small>{escape(source)}: {escape(finding.source)}</small></li>"
    )


def topic_of(found: Check, finding: Finding) -> str:
    """Return what a finding is about."""
    if finding.id.startswith("lighter"):
        return text.LIGHTER
    if finding.id in text.TOPICS:
        return text.TOPICS[finding.id]
    # What is left are the rules of nearness, which a municipality names itself.
    told = next(near.label for near in found.facts.near if near.id == finding.id)
    return told[:1].upper() + told[1:]

"""What an urgent decision left out: the same questions as before any other decision, and none about the outcome."""

from frontdoor.forms.evidence import EvidenceForm


class CompletionForm(EvidenceForm):
    """The outcome stands; its record is made whole."""

"""What the invented authority's inspection and two visits found, in words of our own."""

from audits.models.finding_choices import Theme

CONSENT, WAITED, AUDITS, THRESHOLD, ASKED_OTHERS = "consent", "waited", "audits", "threshold", "asked"

AT_THE_INSPECTION = {
    CONSENT: (
        Theme.CONSENT,
        "Managers did without parents' consent where no over-riding concern stood against asking, and did not write "
        "down why.",
        "paragraph 14",
    ),
    WAITED: (
        Theme.RESPONSE,
        "Concerns from other agencies wait too long for a decision at the front door.",
        "paragraph 9",
    ),
    "told": (
        Theme.THRESHOLD,
        "Agencies are not told what became of their referrals, so that they send the same kind again.",
        "paragraph 11",
    ),
    "supervision": (
        Theme.OVERSIGHT,
        "Supervision is missed for months at a time, and what is agreed in it does not move children's plans on.",
        "paragraph 21",
    ),
    "workload": (
        Theme.WORKLOAD,
        "Some social workers lead far more children than others in the same team, and children wait for them.",
        "paragraph 24",
    ),
    "posts": (
        Theme.WORKFORCE,
        "Permanent posts stay empty while the council's own steps of approval take months.",
        "paragraph 27",
    ),
}
AT_THE_FIRST_VISIT = {
    AUDITS: (
        Theme.QUALITY,
        "Audits are done from the screen alone, without the worker who knows the child.",
        "page 3",
    ),
    "assessments": (
        Theme.ASSESSMENT,
        "Assessments leave out brothers and sisters and say little of what a day is like for the child.",
        "page 4",
    ),
    "plans": (
        Theme.PLANS,
        "Plans do not say what will be done, by whom and by when.",
        "page 4",
    ),
}
AT_THE_SECOND_VISIT = {
    THRESHOLD: (
        Theme.THRESHOLD,
        "Too many referrals from other agencies need no social care, and they hold up the desk.",
        "page 4",
    ),
    ASKED_OTHERS: (
        Theme.RESPONSE,
        "Agencies were asked to look into safeguarding concerns themselves, and children were protected late.",
        "page 5",
    ),
    "meetings": (
        Theme.STRATEGY,
        "Notes of strategy meetings lack the detail that a decision needs, and actions have no day.",
        "page 5",
    ),
}
DIFFERS = {
    THRESHOLD: "The earlier finding is about what agencies are told; this one is about what they send.",
    ASKED_OTHERS: "The earlier finding is about waiting; this one is about who looks into a concern.",
}
FOUND_AGAIN = {
    CONSENT: "Consent is again done without where nothing over-riding stands against asking a parent.",
    WAITED: "The answer to agencies' concerns has become slower since the last visit.",
    AUDITS: "Audits still leave the worker out. This was raised at the last visit.",
}
PROGRESS = {
    CONSENT: "Every request to do without consent now names the harm and is decided by another person.",
    WAITED: "The queue is sorted by urgency and by what falls due first; managers see it by the hour.",
    AUDITS: "A way to audit together with the worker is written; the first round begins next month.",
    THRESHOLD: "Every referral is reviewed against the scheme, and two agencies were trained.",
    "told": "Every agency gets an answer that says what was decided and why.",
    "supervision": "Team managers keep a list of who has had supervision and when; gaps are read out each Monday.",
}
WHY_MEASURED = "It counts the very thing that was found, week by week."
EVIDENCE = (
    "The thirteen weeks were counted in the system used before this one. Thirty decisions were read again by an "
    "auditor, who found them sound and well recorded."
)

"""What reviewers, trainers and the group wrote; nobody in it is real."""

AGREED = (
    "Every referral says which early help was tried and what the family was told. "
    "The safeguarding lead rings the advice line before sending one."
)

HELPED = {
    "I1": (
        "A call to the family hub first: the worry was about routines and school mornings.",
        "Early help with the family's agreement would have been quicker than a referral.",
    ),
    "I2": (
        "Ringing the child's own social worker, whose name the agency already had.",
        "Our own list of open cases told to the agency's safeguarding lead each month.",
    ),
    "I3": ("One contact for the incident: a colleague had told us the day before.",),
    "I4": ("Talking to the parent before writing to us; nothing said that this would be unsafe.",),
    "I5": ("Saying what was seen and when, and what the child says about it.",),
    "I6": ("Looking up where the family lives: another authority is responsible.",),
    "I7": ("Sending the notice to the notices mailbox instead of as a referral.",),
    "U": (
        "Telling us in the spring, when the same marks were first seen.",
        "Saying that the child had spoken of being hurt: it stood only in the attachment.",
    ),
}

REASONS = (
    "We read the threshold document together and agreed on this level.",
    "The second reviewer had seen that early help was offered and refused.",
)

STORIES = {
    "over": (
        "A child often came late and tired. The agency referred at once. The family hub already knew the parents and "
        "could have helped with mornings the same week.",
        "Two workers of the agency told us of the same quarrel on following days. One contact would have been enough.",
        "A parent asked for a nursery place. The request was sent as a referral, and the family waited longer for it.",
    ),
    "under": (
        "A child had spoken of being frightened at home. This stood at the end of a long form about attendance. "
        "Said first, it would have been acted on the same day.",
        "Marks had been noticed three times before anybody told us. The first time was the time to call.",
    ),
}

MEETINGS = (
    "The threshold document and what each level asks of an agency before it refers.",
    "Why many referrals name no early help, and what would make it easier to use.",
    "The figures since the training: which agencies changed and which did not.",
    "Consent: what families are told before an agency writes to us.",
    "Under-referral: worries that came late, and what held agencies back.",
    "How each agency tells its own staff what we answered.",
)

PRESENT = "The director, the front door's managers and the safeguarding leads of the agencies named."

ACTIONS = (
    "Train every safeguarding lead of the agency in the threshold document.",
    "Put the advice line's number at the top of the agency's own referral form.",
    "Read ten of the agency's referrals together with its safeguarding lead.",
    "Send the agency's staff one page on what to try before referring.",
    "Visit the agency's team meeting and talk through three cases.",
    "Agree with the agency who rings us first when a child has an open case.",
)

EVIDENCE = "The list of those who came and the material that was used are filed with the notes."

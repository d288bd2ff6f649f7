"""What is said and written at the strategy meetings of the invented authority."""

REASONS = (
    "The school saw a mark on the arm and the child said how it came about.",
    "The health visitor found the home unsafe for a second time, and the child had lost weight.",
    "The police were called to the home last night and the children were in the room.",
)
RECORD = {
    "background": "Earlier contacts were read and are listed on the record. There was early help in the spring.",
    "risk_analysis": (
        "What the child says, what was seen and what agencies know fit together. The adult feared lives in the home. "
        "The grandmother protects when she is there. Not known: who else stays overnight."
    ),
    "harm_when": "suffering",
    "others_at_risk": "Brothers and sisters are part of this meeting. No other child is known to be near the adult.",
    "medical": "Offered for tomorrow at the clinic; the mother agrees to it.",
    "consent_position": "Nobody is asked: there is reasonable cause to suspect significant harm.",
    "family_told": "That enquiries are made, why, and what happens this week.",
    "family_told_by": "The social worker",
    "family_told_when": "On the same day, at home",
    "safety": "The children stay with the grandmother until the visit; she rings us if the adult comes.",
    "contingency": "If they are taken home before the visit, the police go there at once.",
    "dissent": "Nobody",
}
JOINT = {
    "criminal_investigation": "The police open one. An officer of the child protection unit leads it.",
    "interview": "Joint interview at the suite, planned for tomorrow; a person the child trusts comes along.",
    "route": "joint",
    "route_reason": "An offence against the child may have been committed.",
    "next_meeting": "After the interview, within five working days.",
}
SINGLE = {
    "criminal_investigation": "None: the police see no offence in what is known today.",
    "interview": "None: nothing is investigated as an offence.",
    "route": "single",
    "route_reason": "No offence is known; the enquiries are about care at home.",
    "next_meeting": "None is planned. It is called at once if the police learn more.",
}
SECTION = {
    "account": "Says that it is loud at home and that it is better at Grandma's.",
    "whereabouts": "At school until half past three, then with the grandmother.",
    "risk": "That the same happens again tonight if nothing changes at home.",
}
DECIDED = "The account, what was seen and the history together give reasonable cause to suspect significant harm."
SAID = {
    "police": (("fact", "Two calls to the address this year, both about arguments at night.", "The incident log"),),
    "health": (
        ("fact", "Weight has fallen from the fiftieth to the ninth centile since June.", "The health visitor's record"),
        ("opinion", "It is more than a poor appetite.", "The health visitor"),
    ),
    "education": (
        ("fact", "Absent on eleven days this term, seven of them Mondays.", "The attendance register"),
        ("opinion", "The child has become quiet since the summer.", "The class teacher"),
    ),
}
JOBS = {"police": "Detective constable", "health": "Named nurse", "education": "Designated safeguarding lead"}
NAMES = ("Robin Fairweather", "Jo Larkspur", "Sam Netherby", "Alex Thistlewood", "Chris Pemberley", "Nicky Ashdown")
SENT = "A report of one page: attendance, who collects the child, and what staff noted since September."
ALONE = "Health could not be reached for three hours and the child was to be collected at half past three."
ACTIONS = (
    ("Visit the home and see every room where a child sleeps", "To know whether the children are safe tonight."),
    ("Ring the grandmother and agree who collects the children", "So that nobody is sent home before the visit."),
    ("Send the school's notes since September to the social worker", "To see since when the child has changed."),
)
EVIDENCE = "Done and written in the case notes."
TAKEN_UP = "The lead names a deputy who joins by telephone, and notes go to both from now on."
MISTAKEN = "The police found that the report was about another family of the same name."
FOUND = (
    "The enquiry brought together what the child says, the home visits and what agencies know. It bears out what was "
    "feared at first only in part; the grandmother is in the home now and the adult feared stays away."
)
VIEWS = "The police and the named nurse agree. The school agrees and asks to be told of any change at once."

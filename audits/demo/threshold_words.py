"""The invented authority's levels of need in words: four levels, each with its signs by side of the framework."""

INTRODUCTION = (
    "Every child in Ashdale should get the right help at the right time, from the people who already know them where "
    "that is possible. This document helps everybody who works with children to talk about need in the same way. It is "
    "not a checklist: one sign alone rarely decides a level, and what the child says counts most.\n\n"
    "Talk to the family first unless that would put somebody at risk. If you are worried that a child is being harmed "
    "or may be harmed, tell the front door at once. Do not wait until you are sure."
)

LEVELS = {
    "1": (
        "Universal",
        "Families, schools, nurseries and health services",
        "Children who make good progress with the services that every child has.",
    ),
    "2": (
        "Early help",
        "A lead practitioner of the service that knows the family best",
        "Children with a need that one service, or two working together, can meet with the family's agreement.",
    ),
    "3": (
        "Targeted",
        "A family help lead practitioner who brings the services together",
        "Children with several needs at once, or needs that early help has not changed, so services plan together.",
    ),
    "4": (
        "Statutory",
        "A social worker",
        "Children whose health or development is likely to suffer without social care (section 17), "
        "or who suffer or are likely to suffer significant harm (section 47).",
    ),
}

SIGNS = {
    ("1", "dev"): (
        "Meets the milestones expected at this age",
        "Goes to nursery or school regularly and on time",
        "Has friends and gets on with adults",
        "Is registered with a doctor and a dentist and is taken to appointments",
    ),
    ("1", "par"): (
        "Parents meet the child's needs for food, clothes, sleep and warmth",
        "Parents set limits that are fair and right for the age",
        "Parents show affection and interest in what the child does",
        "Parents ask for advice when they are unsure",
    ),
    ("1", "fam"): (
        "The home is safe and has room for the family",
        "The family has friends or relatives to turn to",
        "Income covers what the family needs",
        "The family uses local groups, parks and libraries",
    ),
    ("2", "dev"): (
        "Is behind in speech, learning or development and needs extra help",
        "Misses more than one day of school in ten",
        "Is often sad, angry or anxious since a change at home",
        "Is bullied or bullies others",
    ),
    ("2", "par"): (
        "Parents find it hard to keep to routines for sleep, meals or school",
        "A parent is low or unwell and the child notices it",
        "Parents disagree about care after a separation and draw the child in",
        "Appointments about the child's health are missed now and then",
    ),
    ("2", "fam"): (
        "Debts or low income make it hard to heat the home or buy food",
        "The home is overcrowded or in poor repair",
        "The family is new to the area and has nobody to turn to",
        "A child helps to care for a brother, a sister or a parent",
    ),
    ("3", "dev"): (
        "Is out of school, excluded again and again, or on a reduced timetable",
        "Harms themselves or speaks of not wanting to live, and is seen by mental health services",
        "Goes missing for some hours and does not say where they were",
        "Has a disability or long illness that the family cannot manage without more help",
    ),
    ("3", "par"): (
        "A parent's drinking or drug use disturbs the child's routine",
        "A parent's mental illness limits the care that the child gets",
        "There were arguments with threats between the adults, and the child was in the home",
        "Parents do not follow up what early help agreed with them",
    ),
    ("3", "fam"): (
        "The family may lose its home, or has moved several times in a year",
        "An older child or adult of the household is known to the police for violence or drugs",
        "A young carer does more than is right for their age",
        "Relatives care for the child and the arrangement is breaking down",
    ),
    ("4", "dev"): (
        "Has an injury that is not explained, or that does not fit what is said about it",
        "Says that somebody hurts them, touches them or frightens them",
        "Is often hungry, dirty or without clothes for the weather, and it does not change",
        "Shows signs of exploitation: older friends, unexplained money, missing overnight",
        "Has sexual knowledge or behaviour far beyond their age",
    ),
    ("4", "par"): (
        "Violence between the adults is repeated or grave, whether or not the child sees it",
        "A parent is drunk, drugged or acutely ill while alone with the child",
        "A parent hits, shakes, humiliates or rejects the child",
        "Parents keep the child from being seen, or refuse treatment that the child needs",
        "There are worries about an unborn child and the care that the baby would get",
    ),
    ("4", "fam"): (
        "A person who is a risk to children lives in the home or visits it",
        "The home is so dirty or dangerous that a child could come to harm",
        "The child has nowhere safe to sleep tonight",
        "Female genital mutilation, forced marriage or honour-based abuse is feared",
        "The child lives with somebody who is not a close relative and nobody has agreed it",
    ),
}

ADDED_LATER = {
    ("2", "dev"): "Spends so long online that sleep, school or friends suffer",
    ("3", "fam"): "Relatives or friends who look after the child need support of their own as kinship carers",
    ("4", "dev"): "Is threatened or made to send pictures of themselves online",
}
"""What the second version of the document says more than the first."""

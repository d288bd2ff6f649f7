"""What is said and written at the conferences of the invented authority."""

RECORD = {
    "background": "Two contacts in spring, then the section 47 enquiry of this month. No earlier plan.",
    "analysis": (
        "The harm has happened before and is likely to happen again while home stays as it is. The parents see some of "
        "it. What is not known is how the nights are."
    ),
    "contingency": "If the agreement about contact is broken, legal advice is taken the same day.",
}
DANGER = "Being hurt again at home, and nobody noticing because school holidays begin."
PROTECTIVE = "A grandmother close by with a key, and a teacher whom the child trusts."
TOOK_PART = "The social worker met the child at school twice, drew the week together and read the words out."
DECIDED = (
    "What the child says, what was seen and what the doctor found fit together. What was agreed before did not hold."
)
THINKS = "What we see at our place fits the report, and it has grown worse."
VIEWS_OF_FAMILY = "Wants the children safe and is afraid of what comes next."
SHARED = "Read to both parents at home by the social worker."
CAME = "Social worker, school nurse, class teacher, mother, grandmother"
DAY = "Up at seven, breakfast at the school club, quiet in class until noon; looks forward to Friday at grandmother's."
PROGRESS = "The visits were made as agreed. The bed has come. The course has a place from Monday."
OUTLINE = (
    (
        "Visit the home every week and see the bedroom",
        "The child sleeps safely and says so.",
        "Owen Example",
        "Social worker",
    ),
    (
        "Collect the child from school on Fridays and keep until Sunday",
        "The child has a calm weekend with somebody trusted.",
        "Rosa Example",
        "Grandmother",
    ),
    (
        "Book and attend the place on the parenting course",
        "Evenings end without shouting or blows.",
        "The mother, Ann Example",
        "Mother",
    ),
)

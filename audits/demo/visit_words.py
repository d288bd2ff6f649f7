"""What invented workers write of their visits, and what invented children say."""

SAID = (
    "“I like it when Dad makes the tea. It is quieter now.”",
    "“I don't want to talk about the night. Can we draw?” Drew the new flat with a big door.",
    "“Mum gets up now. We were on time all week.”",
    "“Nan shouts, but then she says sorry.”",
    "Said little. Showed me the school bag and the reading book, and read a page aloud.",
    "“I want my own bed. I sleep on the sofa when Jay comes.”",
    "Would not leave the mother's side. Watched the door each time a car passed.",
    "“Good.” Asked twice when I would come again.",
)
SHOWN = (
    "Smiled and reached for the father, who picked the child up at once. Clean, warmly dressed.",
    "Asleep in the cot at first; woke hungry and was fed. Nappy changed while I was there.",
    "Played with the blocks on the floor and brought me one. Walks well, says three or four words.",
    "Cried for some minutes before anybody turned round. Settled when held.",
)
OBSERVED = (
    "The kitchen was warm and there was food in the fridge. The stair gate has been put back. Two beds were made.",
    "The curtains were drawn at noon. The living room smelled of smoke; the window was opened when I asked.",
    "The mother had the school letters on the table and went through them with me. The flat was tidy.",
    "The front door has a new lock. The mother showed me how the chain works and where the telephone is kept.",
    "The father was at home and had been drinking, by his own account two cans. The grandmother had the children.",
    "The bedroom has new bunk beds. Damp on the outer wall is still there; the landlord has been written to.",
)
ANALYSIS = (
    "The routine holds. What is not tested yet is the weekend, when the father is at home.",
    "The home is safer than four weeks ago. I am less sure about what is said when nobody visits.",
    "This is not enough change for the time it has taken. I will bring it to supervision.",
    "",
)
AGREED = (
    "The mother rings the school each morning by nine. I ring on Monday.",
    "The father goes to the appointment on Thursday and tells me how it went.",
    "The grandmother stays until the review. The landlord is written to again this week.",
    "",
)
NOT_SEEN = (
    "Nobody opened the door. I heard the television and left a card.",
    "At the grandmother's for the day. The mother had forgotten the visit.",
    "Asleep after a night at the hospital; the mother asked me not to wake the child.",
)
MADE_SAFE = "The grandmother came and took both children home with her for the night; the duty manager knows."
PRESENT = ("Mother", "Mother and father", "Mother and the family worker", "Grandmother", "Father", "")
NOTES = (
    (
        "telephone",
        "School",
        "The school rang: on time all week, breakfast eaten, calmer in class than before half-term.",
    ),
    ("telephone", "Mother", "The mother rang to change the visit to Thursday because of a hospital appointment."),
    ("letter", "Housing", "Letter to the housing officer about the damp; an answer is promised within ten days."),
    ("consultation", "Health visitor", "The health visitor has weighed the baby: following the line since September."),
    ("meeting", "Family and school", "Meeting at the school. The breakfast club takes both children from Monday."),
    (
        "advice",
        "Manager",
        "Talked the weekend through with my manager: unannounced visit on Saturday morning, then decide.",
    ),
)
SIGNIFICANT = "The first time that anybody outside the family saw this."

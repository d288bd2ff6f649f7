"""What is written in the assessments of families of the invented authority."""

from typing import Any

WORDS = (
    "I wake up before everybody else and I watch the cars from the window. When it is loud in the evening I go under "
    "my blanket and count until it stops. I like it best on Saturdays when we all walk to the market.",
    "My favourite thing is the swing at Nan's. At home I look after the little one because someone has to. I want a "
    "bed of my own, and I want someone to come to my football on Thursdays like the other mums and dads.",
    "She watched the door each time a car stopped outside and went to her grandmother when voices were raised. On the "
    "floor with the blocks she was busy and calm, and held out one after the other to her mother, who took them.",
    "School is alright. I don't bring friends home. If Dad's van is there I walk round once more. I told Miss Hart "
    "because she asked twice. I would like things to be normal, that's all, and to know what is going to happen.",
)
DAYS = (
    "Up at half past six without being called, cereal with the television on, walks to school with a neighbour. Home "
    "to an empty flat on three days. Tea is late. In bed by nine, awake until the arguing stops.",
    "Breakfast at the club at school. The teaching assistant brushes his hair. After school his grandmother has him "
    "until six. Evenings depend on who is there; on some he makes his own tea and puts himself to bed.",
    "Wakes at five. Is held most of the morning. Sleeps in the pram in the hall while visitors come and go. Is bathed "
    "by her aunt on Wednesdays and Sundays, and laughs when she comes in.",
)
STRENGTHS = (
    "Reads well and says what she needs when somebody asks.",
    "Close to his grandmother, who sees him every day.",
    "Curious, quick to smile, and settled when her mother is rested.",
)
DANGER = (
    "Is alone in the evening with a cooker that has no guard.",
    "Stands between the adults when they fight, and was pushed in March.",
    "Is left with visitors whom nobody in the family knows well.",
)
NEEDS = (
    "Misses school on Mondays and falls behind in reading.",
    "Has had toothache for weeks and has not seen a dentist.",
    "Wakes at night and is afraid to sleep without the light on.",
    "Meals depend on who is at home, and some evenings there are none.",
    "The flat is damp in the room in which the children sleep.",
)
RISKS: tuple[dict[str, Any], ...] = (
    {
        "harm": "Hurt in a fight between the adults, or by coming between them.",
        "by_whom": "The mother's former partner, who comes at night",
        "likelihood": "likely",
        "severity": "severe",
        "protective": "The grandmother takes the children when she is rung in time.",
        "unknowns": "Whether the order of the court still stands.",
    },
    {
        "harm": "Neglected when the mother is unwell: not fed, not washed, not brought to school.",
        "by_whom": "The mother, when she is unwell and alone",
        "likelihood": "possible",
        "severity": "moderate",
        "protective": "The school notices at once and the aunt has a key.",
        "unknowns": "How often the mother is unwell at weekends.",
    },
)
ANALYSES = (
    "The worry is about what happens when no other adult is there. On those evenings nobody notices this child. What "
    "has to change: an adult who is well is there every evening, and the child knows who that is.",
    "School, grandmother and mother say the same about the mornings, and differ about the nights. The child's own "
    "words settle it: it is the nights. What has to change is who may come to the home after dark.",
)
ADULTS = (
    "Grew up in care and says that she does not want that for hers. Works nights since the spring. Is warm with the "
    "children and knows each one's day; is worn out, and asks for help with the evenings.",
    "Says that he has stopped drinking and shows the letter of the clinic. Sees the children on Sundays. Is patient "
    "with the youngest and short with the eldest, and is ready to come to a course.",
)
WHY_NOT_ADULT = "Has moved away and did not answer two letters and three calls."
RELEVANCE = "The same worry then, and it went when the grandmother was there each day."
BECAUSE = "The visits and the school's account say the same as the contact did."
CHECK = (
    "The father is not spoken to yet, and two of the days read alike. Ring him by Friday, and see the youngest again."
)
VERSION = {
    "why": "Your school was worried because you were tired and sad. So we came to see you.",
    "heard": "You told us that the nights are loud, and that Saturdays are best.",
    "good": "You and Nan look after each other. You are good at reading.",
    "worries": "It is not safe for you when people fight at home.",
    "next_steps": "Nan comes every evening from Monday. We come on Thursday and ask you how it is.",
}
SAID = ("She read it twice and said that it is fair.", "He wants it written that he did come to the meeting.")
WHY_MORE_TIME = "The psychologist sees the eldest only next week, and the plan turns on what she finds."

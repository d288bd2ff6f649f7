"""What the invented plans say: needs, what will be different, who does what, and what reviews found."""

from dataclasses import dataclass

AGENCY, PARENT, WORKER, FAMILY = "agency", "parent", "worker", "family"


@dataclass(frozen=True)
class Doing:
    """One action: what, by whom, and how it is known."""

    what: str
    kind: str
    measure: str
    baseline: str
    target: str


@dataclass(frozen=True)
class Needing:
    """One need of a child, what will be different, and the actions for it; ``{name}`` is the child's."""

    words: str
    grade: str
    source: str
    outcome: str
    actions: tuple[Doing, ...]


NEEDS = (
    Needing(
        "Somebody who is at home in the evening",
        "high",
        "visit",
        "{name} has tea with an adult on school days and is in bed by eight.",
        (
            Doing(
                "Ring the mother's employer with her and ask for a day shift from Monday",
                WORKER,
                "The rota says who works when.",
                "Four evenings a week alone",
                "No evening alone",
            ),
            Doing(
                "Collect {name} from school on Tuesdays and Thursdays and stay until seven",
                FAMILY,
                "The school notes who collects.",
                "Walks home alone",
                "Collected on both days",
            ),
            Doing(
                "Write the evenings of each week on the kitchen calendar with who is there",
                PARENT,
                "The calendar is looked at on each visit.",
                "No calendar",
                "A name on every evening",
            ),
        ),
    ),
    Needing(
        "To be at school, on time and rested",
        "high",
        "assessment",
        "{name} is at school on nine days of ten and awake in the first lesson.",
        (
            Doing(
                "Book a place at the breakfast club and meet {name} at the gate on Mondays",
                AGENCY,
                "The register of the club shows who came.",
                "Late on three days a week",
                "Late on one day at most",
            ),
            Doing(
                "Take {name} to bed by eight and leave the telephone downstairs",
                PARENT,
                "{name} says when the lights went out.",
                "Awake after eleven",
                "Asleep by nine",
            ),
        ),
    ),
    Needing(
        "A bed and a place of one's own",
        "medium",
        "visit",
        "{name} has a bed to sleep in and has a shelf for what belongs to {name}.",
        (
            Doing(
                "Order a bed and bedding from the furniture scheme and be there on delivery",
                WORKER,
                "The bed is seen on a visit.",
                "A mattress on the floor",
                "An own bed, made up",
            ),
        ),
    ),
    Needing(
        "Somebody to talk to about what happened at home",
        "medium",
        "family",
        "{name} can name two adults to go to when it is bad at home, and has done so.",
        (
            Doing(
                "Meet {name} each Wednesday in the quiet room and draw who lives where",
                AGENCY,
                "The notes of the sessions say what was drawn.",
                "Talks to nobody at school",
                "Two adults named",
            ),
        ),
    ),
)
CONTINGENCY = (
    "If nothing is better by then, the manager holds a strategy discussion within two days and the grandmother "
    "is asked whether the children can stay with her meanwhile."
)
PEOPLE = {
    AGENCY: (("Ellen Marsh", "Pastoral lead of the school"), ("Jonas Brightwater", "Family support worker")),
    PARENT: (("Rose Brightwater", "Mother"),),
    FAMILY: (("Nan Brightwater", "Grandmother"), ("Uncle Rowan", "Uncle")),
}
VIEWS = (
    "I like it when Nan is there for tea. It is not so loud.",
    "School is all right now. I do not want to see him yet.",
    "Showed the new bed and every toy on the shelf, one by one.",
)
CHANGED = "More evenings with an adult than before, and two weeks without a late mark. The flat is still cold."
ATTENDED = "{name} for the first part, the mother, Ellen Marsh of the school, the social worker"
DONE = "Seen on the visit, and the school says the same."
CARRIED = "Nobody was free to do it before; it is still wanted."
WHY_STARTED = "The assessment found needs that the family wants help with, and agrees to a plan for them."

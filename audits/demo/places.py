"""Streets, telephone numbers and addresses that cannot reach anybody.

Postcodes begin with ZZ, an area that does not exist; telephone numbers lie in the ranges that Ofcom keeps for drama;
e-mail addresses end in a name reserved for examples.
"""

from random import Random

AREAS = {
    "North": ("Upper Calder", "Moorside", "Thornley Bank", "Kirk Ashdale"),
    "South": ("Ashdale Bridge", "Canal Side", "Low Mills", "Station Fields"),
    "East": ("Eastergate", "Quarry Hill", "Fellgate", "Long Meadow"),
}
OUTWARD = {"North": ("ZZ1", "ZZ2"), "South": ("ZZ3", "ZZ4"), "East": ("ZZ5", "ZZ6")}
ROADS = (
    "Abbot Row",
    "Almond Close",
    "Back Loom Street",
    "Beacon Rise",
    "Bobbin Yard",
    "Brindle Road",
    "Chapel Croft",
    "Cinder Lane",
    "Clough View",
    "Dyer's Court",
    "Elder Walk",
    "Fuller's Terrace",
    "Gorse Avenue",
    "Heron Way",
    "Holm Street",
    "Jubilee Gardens",
    "Kestrel Drive",
    "Lantern Street",
    "Larch Grove",
    "Lime Pit Lane",
    "Mill Race",
    "Nettle Bank",
    "Orchard Mount",
    "Packhorse Road",
    "Peat Lane",
    "Quarry Steps",
    "Rowan Place",
    "Saddler Street",
    "Shuttle Row",
    "Spinner's Fold",
    "Teasel Close",
    "Tenter Hill",
    "Upland Road",
    "Viaduct Street",
    "Warp Street",
    "Weaver's Green",
    "Weft Lane",
    "Wharfside",
    "Whinberry Court",
    "Wool Hall Yard",
)
MAIL = "ashdale.example"


def address(dice: Random, area: str) -> tuple[str, str]:
    """Lines and postcode of a home in one area."""
    number = dice.randint(1, 180)
    flat = f"Flat {dice.randint(1, 24)}, " if dice.random() < 0.22 else ""
    lines = f"{flat}{number} {dice.choice(ROADS)}, {dice.choice(AREAS[area])}, Ashdale"
    letters = "".join(dice.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2))
    return lines, f"{dice.choice(OUTWARD[area])} {dice.randint(1, 9)}{letters}"


def telephone(dice: Random) -> str:
    """A number of the drama ranges: mobile, or without area."""
    if dice.random() < 0.8:
        return f"07700 900{dice.randint(0, 999):03}"
    return f"01632 960{dice.randint(0, 999):03}"

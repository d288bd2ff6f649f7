"""The invented agencies that tell the front door about children and are asked for information."""

from frontdoor.models import Agency
from frontdoor.models.agencies import Sector

SCHOOLS = (
    "Beacon Rise Primary School",
    "Canal Side Primary School",
    "Clough View Infant School",
    "Fellgate Junior School",
    "Holm Street Nursery School",
    "Kirk Ashdale Church Primary School",
    "Long Meadow Primary School",
    "Low Mills Primary School",
    "Moorside Community Primary School",
    "Packhorse Road Primary School",
    "Ashdale Academy",
    "Eastergate High School",
    "Thornley Bank School",
    "Upper Calder High School",
    "Wharfside College",
    "Rowan Place School (special)",
)
PRIMARY = SCHOOLS[:10]
SECONDARY = SCHOOLS[10:15]
NURSERY = (SCHOOLS[4], "Little Loom Nursery", "Teasel Close Childminding")

OTHERS = (
    ("Ashdale Education Welfare", "2B", Sector.EDUCATION),
    ("Ashdale Virtual School", "2B", Sector.EDUCATION),
    ("Little Loom Nursery", "2B", Sector.EDUCATION),
    ("Tenter Hill Surgery", "3A", Sector.HEALTH),
    ("Wool Hall Medical Practice", "3A", Sector.HEALTH),
    ("Station Fields Health Centre", "3A", Sector.HEALTH),
    ("Health visiting, Calder and Moors Trust", "3B", Sector.HEALTH),
    ("School nursing, Calder and Moors Trust", "3C", Sector.HEALTH),
    ("Midwifery, Ashdale Infirmary", "3D", Sector.HEALTH),
    ("Emergency department, Ashdale Infirmary", "3E", Sector.HEALTH),
    ("Children's ward, Ashdale Infirmary", "3F", Sector.HEALTH),
    ("Child and adolescent mental health, Calder and Moors Trust", "3F", Sector.HEALTH),
    ("Moors Ambulance Service", "3F", Sector.HEALTH),
    ("Ashdale Homes", "4", Sector.HOUSING),
    ("Moorside Housing Association", "4", Sector.HOUSING),
    ("Ashdale adult social care", "5A", Sector.SOCIAL_CARE),
    ("Ashdale youth justice service", "5B", Sector.SOCIAL_CARE),
    ("Northmoor Council children's services", "5C", Sector.SOCIAL_CARE),
    ("Ashdale family hubs", "5D", Sector.EARLY_HELP),
    ("Ashdale early help team", "5D", Sector.EARLY_HELP),
    ("Police, Ashdale district", "6", Sector.POLICE),
    ("Police, Moors district", "6", Sector.POLICE),
    ("Police, child protection unit", "6", Sector.POLICE),
    ("Ashdale probation office", "7", Sector.PROBATION),
    ("Family court advisers, Ashdale", "7", Sector.OTHER),
    ("Lantern domestic abuse service", "8", Sector.VOLUNTARY),
    ("Open Gate drug and alcohol service", "8", Sector.VOLUNTARY),
    ("Helping Hands children's charity", "8", Sector.VOLUNTARY),
)


def agencies() -> list[Agency]:
    """Every agency, not stored yet."""
    listed = [*((name, "2A", Sector.EDUCATION) for name in SCHOOLS), *OTHERS]
    return [
        Agency(
            name=name,
            source_code=code,
            sector=sector,
            email=f"safeguarding{number}@partners.example",
            telephone=f"01632 960{300 + number}",
            lead_name=f"Safeguarding lead, {name}",
            lead_email=f"lead{number}@partners.example",
            lead_telephone=f"01632 960{400 + number}",
        )
        for number, (name, code, sector) in enumerate(listed, 1)
    ]

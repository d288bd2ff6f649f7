"""Worries that begin beyond the home or before birth."""

from audits.demo.theme import Theme

EXPLOITATION = Theme(
    code="exploitation",
    weight=7,
    need="N1",
    harm="MUL",
    urgency=(22, 58, 20),
    sources="6 6 2A 5B 2B 1A 8",
    told=(
        "{child} was found forty miles from home with two phones and cash, and will not say who gave them.",
        "{child} has been missing overnight three times this month and comes back with new clothes.",
        "{child} has told friends about an older person who gives {them} lifts and vapes.",
        "{child} has stopped coming to lessons and is met at the gate by people the school does not know.",
        "Messages on {child}'s phone ask {them} to hold something for somebody.",
    ),
    more=(
        "{their} mother is frightened and has reported each absence.",
        "A return interview was offered and {child} took part a little.",
        "{child} used to play football every week and has stopped.",
        "There is a link to two other young people already known to the police.",
        "{child} trusts one teacher and still comes to see her.",
    ),
    said=(
        "I can look after myself.",
        "I owe somebody and I can't say who.",
        "I just want people to stop asking.",
        "I talk to Miss because she doesn't judge.",
    ),
    weighed=(
        "The signs fit criminal exploitation, and {child} is not free to walk away.",
        "The parents do what they can; the risk lies outside the home.",
        "Mapping with the police is needed before anybody speaks to the others.",
    ),
    youngest=11,
)
SELF_HARM = Theme(
    code="distress",
    weight=7,
    need="N5",
    harm="EMO",
    urgency=(9, 51, 40),
    sources="3F 3C 2A 3E 1A 1C 3A",
    told=(
        "{child} told a friend that {they} did not want to be here any more, and the friend told us.",
        "{child} was seen on the ward after hurting {them}self and is well enough to go home.",
        "{child} has stopped eating with others and has lost weight since the summer.",
        "{child} has not left {their} room for three weeks and will not say why.",
        "{child} rang the helpline and said {they} feel alone at home.",
    ),
    more=(
        "A safety plan was agreed with {child} and {their} mother before going home.",
        "The mental health team will see {child} within seven days.",
        "There has been bullying online, which the school is dealing with.",
        "{child}'s parents separated in the spring.",
        "{child} agreed that we could make this contact.",
    ),
    said=(
        "I feel better when I draw.",
        "I don't want Mum to worry.",
        "Nights are the worst.",
        "I want somebody to talk to who isn't family.",
    ),
    weighed=(
        "{child} is in distress, and {their} parents are responding to it.",
        "Health leads on this; the family needs help to keep to the plan.",
        "What lies behind the distress is not understood yet.",
    ),
    youngest=10,
)
BEHAVIOUR = Theme(
    code="behaviour",
    weight=7,
    need="N6",
    harm="EMO",
    urgency=(2, 34, 64),
    sources="2A 1A 5B 6 2B 5D",
    told=(
        "{child} has been sent home from school four times this term for fighting.",
        "{child}'s mother rang to say she cannot manage {child} and is afraid of what {they} may do.",
        "{child} damaged a bus shelter with two friends and was brought home by officers.",
        "{child} hits {their} younger brother and has begun to frighten him.",
    ),
    more=(
        "An assessment for autism has been waited for since last year.",
        "{child} is kind with animals and with younger children.",
        "The family tried a parenting course and found parts of it useful.",
        "There is a new baby at home.",
    ),
    said=(
        "I get angry and then I am sorry.",
        "Nobody asks me what happened first.",
        "I like it when Dad takes me fishing.",
        "School is too loud.",
    ),
    weighed=(
        "The family asks for help and early help has not been tried yet.",
        "{child}'s needs may explain much of this and should be assessed by health.",
        "Home is under strain and a break would help.",
    ),
    youngest=6,
)
SEXUAL = Theme(
    code="sexual",
    weight=4,
    need="N1",
    harm="SAB",
    urgency=(40, 54, 6),
    sources="2A 6 3A 1A 8",
    told=(
        "{child} told a trusted adult of something that may be sexual harm. {their} words were written down.",
        "{child} received pictures from an adult online, and the police have {their} phone.",
        "A person who must not be alone with children has been seen at {child}'s home.",
        "{child}'s behaviour with another child worried staff, and both families have been spoken to.",
    ),
    more=(
        "Nobody has questioned {child}; the police will plan how {they} are spoken to.",
        "The adult does not live with {child} and does not know of this contact.",
        "{child} is with {their} grandmother tonight.",
        "{their} mother believes {child} and wants to help.",
    ),
    said=(
        "I don't want to talk about it now.",
        "I told because I wanted it to stop.",
        "I want Mum to be there.",
    ),
    weighed=(
        "There is reasonable cause to suspect significant harm, and a joint enquiry is needed.",
        "{child} is safe tonight and must not be asked again before the interview is planned.",
        "The parent acts protectively and the person has no access to {child}.",
    ),
    youngest=4,
)
HOUSING = Theme(
    code="hardship",
    weight=6,
    need="N7",
    harm="NEG",
    urgency=(2, 28, 70),
    sources="4 5D 8 1A 5A 7",
    told=(
        "{child} and {their} family will be evicted in two weeks and have nowhere to go.",
        "{child}'s family have been in one room of a hostel for five months.",
        "{child}'s parents have no recourse to public funds and have run out of money for food.",
        "There is damp in every room and {child}'s asthma has become worse.",
    ),
    more=(
        "The parents are doing all they can, and {child} is well cared for.",
        "The housing officer has asked for a medical letter.",
        "A food parcel was given today.",
        "{child} travels an hour and a half to stay at the same school.",
    ),
    said=(
        "I want my own bed.",
        "I don't want to move school again.",
        "We all sleep in one room.",
        "I like the play worker at the hostel.",
    ),
    weighed=(
        "The need is for a home and money; care of {child} is good.",
        "Housing must act; a duty to {child} as a child in need has to be looked at.",
        "The family accept help from the hub.",
    ),
)
DISABILITY = Theme(
    code="disability",
    weight=4,
    need="N2",
    harm="NEG",
    urgency=(1, 24, 75),
    sources="3F 2A 1A 3A 2B",
    told=(
        "{child}'s parents ask for short breaks. {child} needs help with all personal care, day and night.",
        "{child} will come home from hospital with equipment that the flat has no room for.",
        "{child} has begun to run out of the house, and {their} mother cannot leave {them} for a minute.",
    ),
    more=(
        "Both parents work, and the grandmother who helped has died.",
        "{child} communicates with pictures and is quick to show what {they} like.",
        "The school is very happy with {child}'s progress.",
    ),
    said=(
        "Shown with pictures: swimming, music, Dad.",
        "I like the sensory room.",
        "Smiled and reached for Mum's hand.",
    ),
    weighed=(
        "{child} is a child in need because of disability; an assessment for short breaks is due.",
        "The parents are skilled and tired.",
        "Equipment and housing must be settled before discharge.",
    ),
)
CARE_GAP = Theme(
    code="absent",
    weight=5,
    need="N8",
    harm="NEG",
    urgency=(14, 48, 38),
    sources="6 1B 1D 7 5C 2A",
    told=(
        "{child} was found alone at home in the evening and did not know when anybody would be back.",
        "{child} has arrived in the area without parents and is staying with a distant cousin.",
        "{child}'s mother has been remanded, and a neighbour is looking after {child}.",
        "{child}'s carer is in hospital, and no other adult is known.",
    ),
    more=(
        "A relative has been found who is willing to help.",
        "{child} had eaten and was calm.",
        "It is not clear who holds parental responsibility.",
        "Another authority knew the family until last year.",
    ),
    said=(
        "I was watching the telly and then it got dark.",
        "I want to know when Mum comes home.",
        "My cousin is nice to me.",
    ),
    weighed=(
        "There is a safe adult for now; who may decide for {child} has to be settled.",
        "{child} was left without care and this has happened before.",
        "Checks on the carer are needed before {child} can stay.",
    ),
)
UNBORN = Theme(
    code="unborn",
    weight=0,
    need="N1",
    harm="NEG",
    urgency=(2, 48, 50),
    sources="3D 3D 3A 7 6 5D",
    told=(
        "The mother is pregnant and came late to maternity care. An older child does not live with her.",
        "The mother is seventeen, lives in a hostel and has nobody near who can help with the baby.",
        "The mother told the midwife that her partner has hurt her during this pregnancy.",
        "The mother is in treatment for heroin use and is worried that the baby will be taken.",
    ),
    more=(
        "She comes to her appointments now and asks good questions.",
        "The father has not been met yet.",
        "She knows about this contact and agrees with it.",
        "A birth plan has not been made yet.",
    ),
    said=("Not born yet.",),
    weighed=(
        "A pre-birth assessment is needed early, so that help is in place before the birth.",
        "The mother works with all services; early help may be enough.",
        "The history is serious and must be weighed before the birth.",
    ),
)

"""The addresses of conferences, of core groups and of the plans that they start and end."""

from django.urls import path

from cases.models.conference_after import Paper
from cases.views import conference_after, conference_people, conferences, core_groups, invitations, papers

MEMBER = "conferences/core-groups/people/<int:core_member_id>/"
CHILD = "conferences/children/<int:conference_child_id>/"

urlpatterns = [
    path("enquiries/<int:enquiry_id>/conferences/", conferences.from_enquiry, name="conference_from_enquiry"),
    path("protection/<int:protection_id>/conferences/", conferences.from_plan, name="conference_from_plan"),
    path("protection/<int:protection_id>/end/", core_groups.protection_end, name="protection_end"),
    path("cases/<int:referral_id>/conferences/", conferences.from_case, name="conference_from_case"),
    path("conferences/", conferences.conference_list, name="conference_list"),
    path("conferences/reviews/", core_groups.review_list, name="conference_reviews"),
    path("conferences/core-groups/", core_groups.core_group_list, name="core_group_list"),
    path("conferences/core-groups/<int:group_id>/", core_groups.core_group, name="core_group"),
    path("conferences/core-groups/<int:group_id>/paper/", papers.core_group, name="core_group_paper"),
    path("conferences/core-groups/<int:group_id>/day/", core_groups.core_group_plan, name="core_group_plan"),
    path("conferences/core-groups/<int:group_id>/people/", invitations.core_group_invite, name="core_group_invite"),
    path("conferences/core-groups/<int:group_id>/people/again/", invitations.core_group_again, name="core_group_again"),
    path(MEMBER, invitations.core_group_note, name="core_group_note"),
    path(f"{MEMBER}remind/", invitations.core_group_chase, name="core_group_chase"),
    path("conferences/forecast/", conference_after.forecast, name="conference_forecast"),
    path(
        "conferences/people/<int:asked_id>/letter/send/",
        conference_after.send_copy,
        {"paper": Paper.LETTER},
        name="conference_letter_send",
    ),
    path(
        "conferences/people/<int:asked_id>/record/send/",
        conference_after.send_copy,
        {"paper": Paper.RECORD},
        name="conference_record_send",
    ),
    path(
        "conferences/people/<int:asked_id>/letter/pdf/",
        conference_after.copy,
        {"paper": Paper.LETTER},
        name="conference_letter",
    ),
    path(
        "conferences/people/<int:asked_id>/record/pdf/",
        conference_after.copy,
        {"paper": Paper.RECORD},
        name="conference_record_copy",
    ),
    path(
        "conferences/family/<int:relative_id>/letter/", conference_after.family_letter, name="conference_family_letter"
    ),
    path("conferences/family/<int:relative_id>/given/", conference_after.family_given, name="conference_family_given"),
    path("conferences/people/<int:asked_id>/", invitations.conference_note, name="conference_note"),
    path("conferences/people/<int:asked_id>/remind/", invitations.conference_chase, name="conference_chase"),
    path("conferences/people/<int:asked_id>/report/", conference_people.report, name="conference_report"),
    path("conferences/family/<int:relative_id>/", conference_people.note_family, name="conference_family"),
    path("conferences/family/<int:relative_id>/out/", conference_people.leave_out, name="conference_family_out"),
    path(CHILD, conference_people.section, name="conference_section"),
    path(f"{CHILD}decision/", conference_people.decide, name="conference_decide"),
    path(f"{CHILD}outline/", conference_people.outline, name="conference_outline"),
    path(f"{CHILD}views/", conference_people.view, name="conference_view"),
    path("conferences/<int:conference_id>/", conferences.conference, name="conference"),
    path("conferences/<int:conference_id>/paper/", papers.conference, name="conference_paper"),
    path("conferences/<int:conference_id>/time/", conferences.rearrange, name="conference_rearrange"),
    path("conferences/<int:conference_id>/people/", invitations.conference_invite, name="conference_invite"),
    path("conferences/<int:conference_id>/family/", conference_people.ask_family, name="conference_ask_family"),
    path("conferences/<int:conference_id>/record/", conferences.record, name="conference_record"),
    path("conferences/<int:conference_id>/held/", conferences.hold, name="conference_hold"),
    path("conferences/<int:conference_id>/alone/", conferences.alone, name="conference_alone"),
    path("conferences/<int:conference_id>/called-off/", conferences.call_off, name="conference_call_off"),
    path("conferences/<int:conference_id>/circulation/", conference_after.circulation, name="conference_circulation"),
    path("conferences/<int:conference_id>/signature/", conferences.sign, name="conference_sign"),
]

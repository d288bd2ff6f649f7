"""Every table of the front door, as migrations had made them by the end of November 2026."""

from django.db import migrations

from frontdoor.core.migrating import Together
from frontdoor.migrations.beginning import TABLES


class Migration(migrations.Migration):
    replaces = [
        ("frontdoor", "0002_initial"),
        ("frontdoor", "0004_contact_queue_order"),
        ("frontdoor", "0005_contact_decided_after_triage"),
        ("frontdoor", "0006_people_are_found_by_telephone"),
        ("frontdoor", "0007_consent_rules"),
        ("frontdoor", "0008_contact_found_by_promise"),
        ("frontdoor", "0009_reviews_of_referrals_and_learning_with_agencies"),
        ("frontdoor", "0011_partners_refer"),
        ("frontdoor", "0013_agency_requests_with_replies"),
        ("frontdoor", "0014_ledger_stamped_once"),
        ("frontdoor", "0015_received_is_corrected_openly"),
        ("frontdoor", "0016_advice_calls_and_hand_overs"),
        ("frontdoor", "0017_pack_keeps_its_letterhead"),
        ("frontdoor", "0018_partner_systems"),
        ("frontdoor", "0019_referrers_are_told_and_heard"),
        ("frontdoor", "0020_families_have_dates"),
        ("frontdoor", "0021_levels_with_dates_and_evidence"),
        ("frontdoor", "0023_consent_positions_and_reviews"),
        ("frontdoor", "0025_returns_decide_nothing_and_help_is_named"),
        ("frontdoor", "0026_names_are_looked_up_in_a_dictionary"),
        ("frontdoor", "0027_records_of_one_person_are_joined_by_two"),
        ("frontdoor", "0028_a_merge_asks_for_the_right_as_other_decisions_do"),
        ("frontdoor", "0029_referrers_answer_what_they_are_asked"),
        ("frontdoor", "0030_adults_are_joined_by_who_sees_both"),
        ("frontdoor", "0031_what_fell_due_and_who_worked_is_found_by_day"),
        ("frontdoor", "0033_a_birth_rules_out_what_came_long_before"),
        ("frontdoor", "0034_danger_is_red_and_a_contact_is_signed_in_person"),
        ("frontdoor", "0035_a_form_sent_again_is_answered_as_before"),
        ("frontdoor", "0036_a_record_is_closed_by_one_and_opened_by_two"),
        ("frontdoor", "0037_answers_have_reasons_and_days"),
        ("frontdoor", "0038_consent_comes_from_who_may_give_it"),
        ("frontdoor", "0040_lists_leave_for_a_purpose"),
    ]
    dependencies = [("frontdoor", "0001_extensions_and_agencies"), ("workforce", "0001_tables")]

    operations = [Together(TABLES)]

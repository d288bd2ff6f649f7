"""GET /api/v1/levels: the levels of need that are in force today, as the portal shows them to a referrer (L57)."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from frontdoor.api.access import PartnersSystem
from frontdoor.api.contacts import REFUSALS
from frontdoor.models import ThresholdIndicator, ThresholdLevel


class SignOut(serializers.ModelSerializer):
    """One sign of a level, under its side of the assessment framework."""

    domain = serializers.CharField(source="get_domain_display")

    class Meta:
        model = ThresholdIndicator
        fields = ["domain", "words"]


class LevelOut(serializers.ModelSerializer):
    """One level; its ``code`` is what a contact names as ``level``."""

    signs = SignOut(many=True, source="shown_indicators")
    calls_for_social_care = serializers.BooleanField(source="statutory")

    class Meta:
        model = ThresholdLevel
        fields = ["code", "label", "leads", "description", "calls_for_social_care", "signs"]


class LevelsOut(serializers.Serializer):
    """The version in force today; ``valid_from`` is its first day."""

    valid_from = serializers.DateField(allow_null=True)
    levels = LevelOut(many=True)


class Levels(APIView):
    """Where a partner's system reads which levels it may name today."""

    permission_classes = [PartnersSystem]

    @extend_schema(
        operation_id="read_levels",
        summary="The levels of need in force today",
        responses={200: LevelsOut, **{kind: refusal for kind, refusal in REFUSALS.items() if kind[0] != 400}},
    )
    def get(self, request: Request) -> Response:
        """The levels in their order, each with its signs."""
        today = request._request.today
        levels = list(ThresholdLevel.objects.in_force(today).with_indicators().select_related("scheme"))
        valid_from = levels[0].scheme.valid_from if levels else None
        return Response(LevelsOut({"valid_from": valid_from, "levels": levels}).data)

"""Storing children, workers and teams: who is known by his key is brought up to date, nobody is doubled.

What people changed here has been taken out before (``ours``).
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from audits.imports.ours import standing_for
from audits.imports.staged import Staged
from frontdoor.models import Person
from frontdoor.models.person_choices import BirthDateKnown
from workforce.models import Team, Worker

NO_TEAM = "Team not named in the workbook"


def _leave_unsaid(values: dict[str, Any], birth_known: str) -> None:
    """What a workbook does not say of a known child, it does not take back; nor does a guess replace a known birth."""
    for name, unsaid in (("sex", "U"), ("ethnicity", "NOBT"), ("disabilities", [])):
        if values[name] == unsaid:
            del values[name]
    told = values["birth_date_known"]
    is_a_guess = birth_known == BirthDateKnown.EXACT and told != BirthDateKnown.EXACT
    if told == BirthDateKnown.UNKNOWN or is_a_guess:
        del values["birth_date"], values["birth_date_known"]


def _many(model: type[models.Model]) -> str:
    return "people" if model is Person else str(model._meta.verbose_name_plural)


@dataclass
class Register:
    """Finds or makes the people of a staged workbook in the name of ``by``."""

    staged: Staged
    by: Worker
    made: Counter = field(default_factory=Counter)

    def _upsert(self, model: type[models.Model], key: str, wanted: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """Rows of ``model`` by their key: those that differ are saved anew, then the missing are brought in.

        In the order of ``wanted``: what has ended goes first where a child has one open row at most.
        Who brought a row in first stays its author.
        """
        have = {getattr(row, key): row for row in model._default_manager.filter(**{f"{key}__in": list(wanted)})}
        for name, values in wanted.items():
            row = have.get(name)
            if row is None:
                continue
            changed = {
                field: value
                for field, value in values.items()
                if getattr(row, field) != value and not (field.endswith("_by_id") and value and getattr(row, field))
            }
            if changed:
                for field, value in changed.items():
                    setattr(row, field, value)
                row.save()
                self.made[f"{_many(model)} changed"] += 1
        missing = [model(**{key: name, **values}) for name, values in wanted.items() if name not in have]
        added = model._default_manager.bring_in(missing) if missing else []
        self.made[f"{_many(model)} added"] += len(added)
        return have | {getattr(row, key): row for row in added}

    def _teams(self) -> dict[str, Team]:
        names = self.staged.teams | {NO_TEAM}
        have = {team.name: team for team in Team.objects.filter(name__in=names)}
        have |= self._renamed(names - have.keys())
        new = [Team(name=name, kind="longer_term") for name in sorted(names - have.keys())]
        added = Team.objects.bring_in(new)
        self.made["teams added"] += len(added)
        return have | {team.name: team for team in added}

    def _renamed(self, names: set[str]) -> dict[str, Team]:
        """Teams that an administrator calls otherwise since, by the name that the workbook still has."""
        former = dict(Team.history.filter(name__in=names).values_list("name", "id"))
        teams = Team.objects.in_bulk(former.values())
        return {name: teams[pk] for name, pk in former.items() if pk in teams}

    def _workers(self) -> dict[str, Worker]:
        """Workers have no address in the workbook: they cannot sign in until an administrator completes them."""
        keys = {name: f"annex-a:worker:{name.casefold()}" for name in self.staged.teams_of_workers}
        have = {worker.legacy_key: worker for worker in Worker.objects.filter(legacy_key__in=keys.values())}
        new: list[Worker] = []
        for name, key in sorted(keys.items()):
            if key not in have:
                team = self.staged.teams_of_workers[name].most_common(1)[0][0]
                given, _, family = name.rpartition(" ")
                worker = Worker(
                    legacy_key=key,
                    email=f"brought-in-{len(new) + Worker.objects.count()}@frontdoor.invalid",
                    given_names=given,
                    family_name=family,
                    team=self.teams.get(team),
                    is_active=False,
                )
                worker.set_unusable_password()
                new.append(worker)
        added = Worker.objects.bring_in(new)
        self.made["workers added"] += len(added)
        rows = have | {worker.legacy_key: worker for worker in added}
        return {name: rows[key] for name, key in keys.items()}

    def _people(self) -> dict[str, Person]:
        wanted = {
            child.legacy_id: {
                "birth_date": child.birth_date,
                "birth_date_known": child.birth_date_known,
                "sex": child.sex,
                "ethnicity": child.ethnicity,
                "disabilities": {True: ["DDA"], False: ["NONE"], None: []}[child.disabled],
                "is_child": True,
            }
            for child in self.staged.children.values()
        }
        births = dict(Person.objects.filter(legacy_id__in=wanted).values_list("legacy_id", "birth_date_known"))
        for legacy_id, values in wanted.items():
            if legacy_id not in births:
                values |= {"given_names": "Child", "family_name": legacy_id}
            elif self.staged.children[legacy_id].ours:
                values.clear()
            else:
                _leave_unsaid(values, births[legacy_id])
        return {key: standing_for(person) for key, person in self._upsert(Person, "legacy_id", wanted).items()}

"""A crowd of invented people whose names are as unevenly shared as real ones, and the slips that fingers make."""

from datetime import date
from random import Random

from psycopg import sql

from tests.bench.filling import Filling

ONSETS = "b br c ch cl d dr f fl g gr h j k kl l m n p pr r s sh st t th tr v w y z"
MIDDLES = "a e i o u ai ea ee ie oo ou"
CODAS = "l ld m n nd ng r rd s st t tt th ck x sh ph"
MOHAMMEDS = "Mohammed Mohammad Muhammad Mohamed Mohamad Muhammed Muhamed Mohammod Mahomed"
GIVEN, FAMILY = 4000, 40_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Crowd(Filling):
    """``people`` children in a database that holds a service and nobody else."""

    def __init__(self, url: str, people: int) -> None:
        super().__init__(url, 0)
        self.random = Random(11)  # noqa: S311 - the same crowd every time
        self.number = people
        self.given = [self._word() for _ in range(GIVEN)]
        self.family = [self._word() for _ in range(FAMILY)]

    def _word(self) -> str:
        onsets, middles, codas = ONSETS.split(), MIDDLES.split(), CODAS.split()
        pick = self.random.choice
        parts = [pick(onsets) + pick(middles) + (pick(codas) if self.random.random() < 0.5 else "") for _ in range(2)]
        return "".join([*parts, pick(codas) if parts[-1][-1] in "aeiou" else ""]).capitalize()

    def _name(self) -> tuple[str, str]:
        uneven = self.random.random
        given = self.random.choice(MOHAMMEDS.split()) if uneven() < 0.03 else self.given[int(GIVEN * uneven() ** 3)]
        family = self.family[int(FAMILY * uneven() ** 3)]
        if uneven() < 0.06:
            family = f"{family}-{self.family[int(FAMILY * uneven() ** 3)]}"
        return given, family

    def everything(self) -> None:
        """The service, the people, and the dictionary that the database's triggers would have kept."""
        self.service()
        self.connection.execute("CREATE TEMPORARY TABLE crowd (number bigint, given text, family text)")
        with self.connection.cursor().copy("COPY crowd FROM STDIN") as copied:
            for number in range(1, self.number + 1):
                copied.write_row((number, *self._name()))
        self.connection.execute("CREATE UNIQUE INDEX ON crowd (number)")
        self.connection.execute("ANALYZE crowd")
        self.fill(
            "frontdoor_person",
            self.number,
            given_names="(SELECT given FROM crowd WHERE crowd.number = n)",
            family_name="(SELECT family FROM crowd WHERE crowd.number = n)",
            birth_date="date '2026-11-01' - (n % 6570 * 7919 % 6570)::int",
            birth_date_known="'exact'",
            sex="CASE n % 2 WHEN 0 THEN 'M' ELSE 'F' END",
            ethnicity="'WBRI'",
            is_child="true",
            restricted="n % 1000 = 0",
        )
        self.connection.execute(
            "INSERT INTO frontdoor_nameword (word) SELECT DISTINCT part.word FROM frontdoor_person,"
            " unnest(string_to_array(name_key, ' ')) AS part(word)"
        )
        self.connection.execute("VACUUM ANALYZE")

    def some(self, number: int) -> list[tuple[int, str, str, date]]:
        """People of the crowd who are not restricted: id, names, date of birth."""
        every = max(self.number // number, 1)
        statement = sql.SQL(
            "SELECT id, given_names, family_name, birth_date FROM frontdoor_person"
            " WHERE id % {every} = 1 AND NOT restricted ORDER BY id LIMIT {number}"
        ).format(every=sql.Literal(every), number=sql.Literal(number))
        return self.connection.execute(statement).fetchall()  # type: ignore[return-value]

    def slip(self, name: str) -> str:
        """The name with one slip of the fingers in one word."""
        place = self.random.randrange(1, len(name) - 1)
        kind = self.random.randrange(4)
        if kind == 0:
            return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
        if kind == 1:
            return name[:place] + name[place + 1 :]
        letter = self.random.choice(LETTERS)
        return name[:place] + letter + name[place + (kind == 2) :]

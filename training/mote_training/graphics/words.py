"""Text that looks like language: common English words among made-up ones, and words of other scripts; sentences,
titles, names, numbers.
"""

import functools

from .dice import Dice

_COMMON = """the of and to in a is that for it as was with be by on not he his but at are this have from or had an they
which one you were all her she there would their we him been has when who will no more if out so up said
what its about than into them can only other time new some could these two may first then do any like my now
over such our man me even most made after also did many off before must well back through years much where
your way down should because long each just state those people too good very make world still see own work
men day get here old between both life being under three never know same last another while us might great
go come since against right""".split()
_ONSETS = "b c d f g h j k l m n p r s t v w br ch cl cr dr fl fr gr pl pr qu sc sh sl sp st str th tr wh".split()
_VOWELS = "a e i o u a e i o ai ea ee ou io ie".split()
_CODAS = [
    "",
    "",
    "",
    "n",
    "r",
    "s",
    "t",
    "l",
    "m",
    "d",
    "nt",
    "st",
    "ng",
    "ck",
    "rd",
    "ll",
    "ss",
    "tion",
    "ment",
    "ly",
    "ing",
    "ed",
    "er",
]
_RANGES = {"cyrillic": (0x430, 0x44F), "greek": (0x3B1, 0x3C9), "chinese": (0x4E00, 0x5FFF), "kana": (0x3042, 0x3090)}

SCRIPTS = {"latin": 88, "cyrillic": 4, "greek": 2, "chinese": 4, "kana": 2}


@functools.lru_cache(maxsize=None)
def _vocabulary() -> tuple[str, ...]:
    """1,500 made-up words, the same for every picture: words come back, as they do in a text."""
    dice = Dice(20200)
    word = lambda: "".join(
        dice.choice(_ONSETS) + dice.choice(_VOWELS) for _ in range(dice.choice((1, 1, 2, 2, 3)))
    ) + dice.choice(_CODAS)
    return tuple(word() for _ in range(1500))


class Writer:
    """Writes in one script."""

    def __init__(self, dice: Dice, script: str = "latin"):
        self._dice, self.script = dice, script
        self.joint = "" if script in ("chinese", "kana") else " "

    def word(self) -> str:
        dice = self._dice
        if self.script == "latin":
            # The square makes the first words of the list the frequent ones.
            if dice.chance(0.45):
                return _COMMON[int(len(_COMMON) * dice.random() ** 2)]
            return _vocabulary()[int(1500 * dice.random() ** 1.5)]
        first, last = _RANGES[self.script]
        letters = 1 if self.joint == "" else dice.choice((1, 2, 3, 4, 5, 5, 6, 7, 8, 10))
        return "".join(chr(dice.randint(first, last)) for _ in range(letters))

    def words(self, count: int) -> list[str]:
        return [self.word() for _ in range(count)]

    def phrase(self, count: int) -> str:
        return self.joint.join(self.words(count))

    def title(self, count: int = 3) -> str:
        text = self.phrase(count)
        return text.title() if self._dice.chance(0.5) else text[:1].upper() + text[1:]

    def sentence(self) -> list[str]:
        """Words with capital and punctuation; now and then numbers, names, quotes or brackets."""
        dice = self._dice
        words = self.words(dice.randint(4, 18))
        words[0] = words[0][:1].upper() + words[0][1:]
        for index in range(1, len(words) - 1):
            throw = dice.random()
            if throw < 0.07:
                words[index] += "," if self.joint else "\uff0c"
            elif throw < 0.09:
                words[index] = words[index].title()
            elif throw < 0.11:
                words[index] = self.number()
            elif throw < 0.12:
                words[index] = f"({words[index]})"
            elif throw < 0.13:
                words[index] = f"\u201c{words[index]}\u201d"
        words[-1] += dice.choice("....?!") if self.joint else "\u3002"
        return words

    def paragraph(self, count: int) -> list[str]:
        """About `count` words."""
        words: list[str] = []
        while len(words) < count:
            words += self.sentence()
        return words

    def number(self) -> str:
        dice = self._dice
        style = dice.randrange(7)
        value = dice.logarithmic(1, 100000)
        if style == 0:
            return str(dice.randint(1900, 2030))
        if style == 1:
            return f"{value:.2f}"
        if style == 2:
            return f"{value:,.0f}"
        if style == 3:
            return f"{dice.uniform(0, 100):.1f}%"
        if style == 4:
            return f"${value:,.2f}"
        return str(int(value))

    def name(self) -> str:
        first, last = self._dice.choice(_vocabulary()), self._dice.choice(_vocabulary())
        return f"{first.title()} {last.title()}"

    def date(self) -> str:
        dice = self._dice
        day, month, year = dice.randint(1, 28), dice.randint(1, 12), dice.randint(1990, 2030)
        names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
        return dice.choice(
            (
                f"{day} {names[month - 1]} {year}",
                f"{year}-{month:02}-{day:02}",
                f"{month}/{day}/{year}",
                f"{names[month - 1]} {day}",
            )
        )

    def time(self) -> str:
        return f"{self._dice.randint(0, 23)}:{self._dice.randint(0, 59):02}"

    def address(self) -> str:
        words = [self._dice.choice(_vocabulary()) for _ in range(3)]
        return f"https://{words[0]}.{self._dice.choice(('org', 'com', 'net', 'io'))}/{words[1]}/{words[2]}"

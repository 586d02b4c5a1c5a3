"""Screens of source code: programs, markup, data, shell sessions, logs, diffs and dumps, in an editor's or a
terminal's dress.
"""

import numpy as np

from . import colours, fonts
from .canvas import Canvas
from .colours import from_hex
from .dice import Dice
from .words import Writer

_ROLES = ("text", "keyword", "string", "comment", "number", "function", "type")
# Background, then one colour a role: light and dark themes of the kinds that editors ship.
_THEMES = [
    "ffffff 000000 0000ff a31515 008000 098658 795e26 267f99",
    "ffffff 24292e d73a49 032f62 6a737d 005cc5 6f42c1 e36209",
    "fdf6e3 657b83 859900 2aa198 93a1a1 d33682 268bd2 b58900",
    "fafafa 383a42 a626a4 50a14f a0a1a7 986801 4078f2 c18401",
    "f5f5f0 333333 7f0055 2a00ff 3f7f5f 444444 222288 006644",
    "1e1e1e d4d4d4 569cd6 ce9178 6a9955 b5cea8 dcdcaa 4ec9b0",
    "272822 f8f8f2 f92672 e6db74 75715e ae81ff a6e22e 66d9ef",
    "282a36 f8f8f2 ff79c6 f1fa8c 6272a4 bd93f9 50fa7b 8be9fd",
    "002b36 839496 859900 2aa198 586e75 d33682 268bd2 b58900",
    "282c34 abb2bf c678dd 98c379 5c6370 d19a66 61afef e5c07b",
    "2e3440 d8dee9 81a1c1 a3be8c 616e88 b48ead 88c0d0 8fbcbb",
    "000000 c0c0c0 ffff55 55ff55 777777 ff55ff 55ffff ff5555",
    "300a24 eeeeec 8ae234 fce94f 888a85 ad7fa8 729fcf 34e2e2",
    "000000 33ff33 66ff66 22cc22 118811 88ff88 33ff33 55dd55",
]

Token = tuple[str, str]  # text, role


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    canvas = Canvas.random(dice, width, height, hard=0.4, large=0.3, aliased_text=0.06)
    theme_text = dice.choice(_THEMES[:5] if dice.chance(0.45) else _THEMES[5:])  # the first five are light
    values = [from_hex(part) for part in theme_text.split()]
    background, theme = values[0], dict(zip(_ROLES, values[1:]))
    if dice.chance(0.2):
        # A theme of the machine's own: hues turned together.
        background, *rest = [colours.mix(value, colours.vivid(dice), dice.uniform(0.05, 0.25)) for value in values]
        theme = dict(zip(_ROLES, rest))
    family = dice.choice(fonts.MONO)
    size = dice.logarithmic(8, 22)
    lines = dice.pick({_program: 9, _script: 5, _markup: 3, _data: 2, _terminal: 4, _log: 2, _diff: 1.5, _dump: 1})(
        dice, round(canvas.height / size) + 6
    )
    canvas.fill(background)
    box = _dress(dice, canvas, background, theme, lines)
    _set(dice, canvas, box, lines, background, theme, family, size)
    return canvas.finish()


def _set(dice: Dice, canvas: Canvas, box, lines, background, theme, family: fonts.Family, size: float) -> None:
    left, top, right, bottom = box
    advance = canvas.text_width("M" * 20, family.regular, size) / 20
    pitch = round(size * dice.uniform(1.1, 1.6))
    bold = dice.chance(0.3)
    italic = dice.chance(0.3)
    numbered = dice.chance(0.65)
    faint = colours.mix(background, theme["text"], 0.4)
    first = dice.randint(1, 900)
    gutter = advance * (len(str(first + 60)) + 2) if numbered else advance
    if numbered and dice.chance(0.3):
        canvas.rectangle((left, top, left + gutter - advance / 2, bottom), colours.mix(background, theme["text"], 0.06))
    current = dice.randrange(30) if dice.chance(0.5) else -1
    selected = dice.randrange(30) if dice.chance(0.2) else -9
    guides = dice.chance(0.3)
    y = top + 4.0
    for number, (indent, tokens) in enumerate(lines):
        if y > bottom - 2:
            break
        if number == current:
            canvas.rectangle((left, y, right, y + pitch), colours.mix(background, theme["text"], 0.08))
        if selected <= number < selected + 4 and tokens:
            end = left + gutter + advance * (indent + sum(len(text) for text, _ in tokens))
            canvas.rectangle(
                (left + gutter + advance * indent, y, end, y + pitch), colours.mix(background, theme["keyword"], 0.35)
            )
        if numbered:
            canvas.text(left + gutter - advance, y, str(first + number), family.regular, size, faint, "ra")
        if guides:
            for stop in range(4, indent, 4):
                canvas.line(
                    [(left + gutter + stop * advance, y), (left + gutter + stop * advance, y + pitch)],
                    colours.mix(background, theme["text"], 0.15),
                )
        x = left + gutter + indent * advance
        for text, role in tokens:
            if x > right:
                break
            if role.startswith("on "):
                canvas.rectangle(
                    (left, y, right, y + pitch),
                    colours.mix(background, {"on add": (40, 180, 60), "on drop": (220, 50, 50)}[role], 0.22),
                )
                continue
            face = (
                family.bold
                if bold and role in ("keyword", "function")
                else family.italic if italic and role == "comment" else family.regular
            )
            if text.strip():
                canvas.text(x, y, text, face, size, theme[role])
            x += advance * len(text)
        y += pitch


def _dress(dice: Dice, canvas: Canvas, background, theme, lines):
    """Tabs, side bar, status bar, minimap, window frame; returns the box that is left for the text."""
    left, top, right, bottom = 0.0, 0.0, float(canvas.width), float(canvas.height)
    if dice.chance(0.35):
        return left, top - dice.uniform(0, 10), right, bottom
    sans = dice.choice(fonts.SANS).regular
    writer = Writer(dice)
    bar = colours.mix(background, dice.choice((colours.BLACK, theme["text"], theme["text"])), dice.uniform(0.08, 0.2))
    faint = colours.mix(bar, theme["text"], 0.7)
    if dice.chance(0.3):
        # A window on a coloured ground, as shared pictures of code have it.
        canvas.gradient((0, 0, right, bottom), *colours.scheme(dice, 2), dice.uniform(0, 180))
        inset = dice.uniform(15, 60)
        left, top, right, bottom = left + inset, top + inset, right - inset, bottom - dice.choice((inset, -20))
        canvas.shadow((left, top, right, bottom), 14, 0.5, 8)
        canvas.rectangle((left, top, right, bottom), background, radius=9)
    if dice.chance(0.6):
        if dice.chance(0.6):
            for index, shade in enumerate(((255, 95, 87), (254, 188, 46), (40, 200, 64))):
                canvas.circle(left + 16 + 18 * index, top + 14, 5.5, shade)
        canvas.text((left + right) / 2, top + 14, writer.title(3), sans, 12, faint, "mm")
        top += 28
    if dice.chance(0.45):
        wide = dice.uniform(90, 190)
        canvas.rectangle((left, top, left + wide, bottom), bar)
        y, depth = top + 8, 0
        while y < bottom - 12:
            depth = max(0, min(3, depth + dice.choice((-1, 0, 0, 0, 1))))
            canvas.rectangle(
                (left + 8 + 12 * depth, y + 2, left + 17 + 12 * depth, y + 11),
                dice.choice((theme["function"], theme["string"], theme["type"], faint)),
                radius=2,
            )
            canvas.fitted_text(
                (left + 22 + 12 * depth, y, left + wide, y + 15),
                writer.word() + dice.choice((".py", ".cc", ".h", ".ts", "", "", ".json")),
                sans,
                11,
                faint,
            )
            y += 18
        left += wide
    if dice.chance(0.5):
        canvas.rectangle((left, top, right, top + 26), bar)
        x = left
        for tab in range(dice.randint(1, 5)):
            wide = dice.uniform(70, 130)
            if tab == 0:
                canvas.rectangle((x, top, x + wide, top + 26), background)
                canvas.rectangle((x, top, x + wide, top + 2), theme["keyword"])
            canvas.fitted_text(
                (x + 10, top, x + wide - 10, top + 26),
                writer.word() + dice.choice((".py", ".cc", ".rs", ".js")),
                sans,
                11.5,
                theme["text"] if tab == 0 else faint,
            )
            x += wide
        top += 26
    if dice.chance(0.4):
        shade = dice.choice((colours.vivid(dice), bar))
        canvas.rectangle((left, bottom - 20, right, bottom), shade)
        canvas.fitted_text(
            (left + 10, bottom - 20, right, bottom),
            f"{writer.word()}   {dice.randint(1, 900)}:{dice.randint(1, 80)}   UTF-8   {writer.word()}",
            sans,
            11,
            colours.legible_on(shade),
        )
        bottom -= 20
    if dice.chance(0.25):
        x, y = right - 70, top + 2.0
        for indent, tokens in lines * 3:
            offset = x + indent
            for text, role in tokens:
                if not role.startswith("on ") and text.strip():
                    canvas.rectangle(
                        (offset, y, min(offset + len(text), right), y + 1), colours.mix(background, theme[role], 0.7)
                    )
                offset += len(text)
            y += 2
            if y > bottom:
                break
        right -= 76
    return left, top, right, bottom


def _name(dice: Dice, writer: Writer) -> str:
    return (
        dice.choice(("_", "")).join([writer.word().strip(".,"), writer.word()])[: dice.randint(3, 16)]
        if dice.chance(0.5)
        else writer.word()
    )


def _expression(dice: Dice, writer: Writer) -> list[Token]:
    tokens: list[Token] = []
    for part in range(dice.randint(1, 3)):
        if part:
            tokens.append((dice.choice((" + ", " == ", " * ", ", ", " && ", " < ", " - ")), "text"))
        style = dice.randrange(5)
        if style == 0:
            tokens.append((str(dice.randint(0, 4096)), "number"))
        elif style == 1:
            tokens.append((f'"{writer.phrase(dice.randint(1, 4))}"', "string"))
        elif style == 2:
            tokens += [(_name(dice, writer), "function"), ("(", "text"), (writer.word(), "text"), (")", "text")]
        else:
            tokens += [(_name(dice, writer), "text")] + ([("." + writer.word(), "text")] if style == 3 else [])
    return tokens


def _program(dice: Dice, count: int):
    """Braces and semicolons."""
    writer, lines, depth = Writer(dice), [], 0
    step = dice.choice((2, 4, 4))
    while len(lines) < count:
        throw, indent = dice.random(), depth * step
        if throw < 0.12:
            lines.append((indent, [("// " + writer.phrase(dice.randint(3, 12)), "comment")]))
        elif throw < 0.18:
            lines.append((0, []))
        elif throw < 0.38 and depth < 5:
            if depth == 0:
                lines.append(
                    (
                        0,
                        [
                            (dice.choice(("void", "int", "static", "public", "fn")) + " ", "keyword"),
                            (writer.title(1), "type"),
                            ("::" if dice.chance(0.3) else " ", "text"),
                            (_name(dice, writer), "function"),
                            ("(", "text"),
                            (writer.title(1), "type"),
                            (f" {writer.word()}) {{", "text"),
                        ],
                    )
                )
            else:
                lines.append(
                    (
                        indent,
                        [
                            (dice.choice(("if", "for", "while", "switch")), "keyword"),
                            (" (", "text"),
                            *_expression(dice, writer),
                            (") {", "text"),
                        ],
                    )
                )
            depth += 1
        elif throw < 0.55 and depth > 0:
            depth -= 1
            lines.append(
                (
                    depth * step,
                    [("}", "text")] + ([(" else ", "keyword"), ("{", "text")] if dice.chance(0.15) and depth else []),
                )
            )
            depth += 1 if len(lines[-1][1]) > 1 else 0
        elif depth == 0:
            lines.append(
                (
                    0,
                    (
                        [("#include ", "keyword"), (f"<{writer.word()}/{writer.word()}.h>", "string")]
                        if dice.chance(0.5)
                        else [
                            ("const ", "keyword"),
                            (writer.title(1) + " ", "type"),
                            (_name(dice, writer).upper(), "text"),
                            (" = ", "text"),
                            *_expression(dice, writer),
                            (";", "text"),
                        ]
                    ),
                )
            )
        else:
            head = [(dice.choice(("auto ", "const auto ", "return ", "let ")), "keyword")] if dice.chance(0.4) else []
            lines.append(
                (
                    indent,
                    head
                    + [
                        (_name(dice, writer), "text"),
                        (dice.choice((" = ", " += ", ".")), "text"),
                        *_expression(dice, writer),
                        (";", "text"),
                    ],
                )
            )
    return lines


def _script(dice: Dice, count: int):
    """Indentation only."""
    writer, lines, depth = Writer(dice), [], 0
    while len(lines) < count:
        throw = dice.random()
        if throw < 0.1:
            lines.append((depth * 4, [("# " + writer.phrase(dice.randint(3, 12)), "comment")]))
        elif throw < 0.2:
            lines.append((0, []))
            depth = dice.randint(0, depth)
        elif throw < 0.3 or depth == 0 and throw < 0.5:
            arguments = ", ".join(writer.words(dice.randint(0, 4)))
            lines.append(
                (depth * 4, [("def ", "keyword"), (_name(dice, writer), "function"), (f"({arguments}):", "text")])
            )
            depth = min(depth + 1, 4)
            if dice.chance(0.4):
                lines.append((depth * 4, [(f'"""{writer.phrase(dice.randint(3, 10)).capitalize()}."""', "string")]))
        elif throw < 0.42 and depth < 5:
            lines.append(
                (
                    depth * 4,
                    [
                        (dice.choice(("if ", "for ", "while ", "with ")), "keyword"),
                        *_expression(dice, writer),
                        (":", "text"),
                    ],
                )
            )
            depth += 1
        else:
            head = [("return ", "keyword")] if dice.chance(0.15) else [(_name(dice, writer), "text"), (" = ", "text")]
            lines.append((depth * 4, head + _expression(dice, writer)))
            if dice.chance(0.25):
                depth = max(0, depth - 1)
    return lines


def _markup(dice: Dice, count: int):
    writer, lines, stack = Writer(dice), [], []
    tags = "div span p a ul li section table tr td h1 nav img form".split()
    while len(lines) < count:
        indent = 2 * len(stack)
        if stack and (dice.chance(0.3) or len(stack) > 8):
            lines.append((indent - 2, [("</", "text"), (stack.pop(), "keyword"), (">", "text")]))
            continue
        tag = dice.choice(tags)
        tokens: list[Token] = [("<", "text"), (tag, "keyword")]
        for _ in range(dice.choice((0, 1, 1, 2))):
            tokens += [
                (" " + dice.choice(("class", "id", "href", "style")), "function"),
                ("=", "text"),
                (f'"{writer.word()}-{writer.word()}"', "string"),
            ]
        tokens.append((">", "text"))
        if dice.chance(0.4):
            lines.append(
                (
                    indent,
                    tokens
                    + [(writer.phrase(dice.randint(1, 8)), "text"), ("</", "text"), (tag, "keyword"), (">", "text")],
                )
            )
        else:
            lines.append((indent, tokens))
            stack.append(tag)
    return lines


def _data(dice: Dice, count: int):
    writer, lines, depth = Writer(dice), [(0, [("{", "text")])], 1
    while len(lines) < count:
        key = [(f'"{_name(dice, writer)}"', "function"), (": ", "text")]
        throw = dice.random()
        if throw < 0.15 and depth < 6:
            lines.append((depth * 2, key + [(dice.choice("{["), "text")]))
            depth += 1
        elif throw < 0.3 and depth > 1:
            depth -= 1
            lines.append((depth * 2, [("},", "text")]))
        else:
            value = dice.choice(
                (
                    (f'"{writer.phrase(dice.randint(1, 5))}"', "string"),
                    (writer.number().strip("$%"), "number"),
                    ("true", "keyword"),
                    ("null", "keyword"),
                )
            )
            lines.append((depth * 2, key + [value, (",", "text")]))
    return lines


def _terminal(dice: Dice, count: int):
    writer, lines = Writer(dice), []
    prompt = [
        (f"{writer.word()}@{writer.word()}", "function"),
        (":", "text"),
        (f"~/{writer.word()}", "keyword"),
        ("$ ", "text"),
    ]
    while len(lines) < count:
        lines.append(
            (
                0,
                prompt
                + [
                    (
                        writer.phrase(dice.randint(1, 3)) + dice.choice(("", " -v", " --all", " | less", " *.txt")),
                        "text",
                    )
                ],
            )
        )
        style = dice.randrange(3)
        for _ in range(dice.randint(0, 9)):
            if style == 0:
                lines.append(
                    (
                        0,
                        [
                            (
                                f"-rw-r--r-- 1 root root {dice.randint(10, 999999):7} "
                                f"Jan {dice.randint(1, 28):2} {writer.time():>5} ",
                                "text",
                            ),
                            (
                                writer.word() + dice.choice((".txt", ".log", "/", "")),
                                dice.choice(("keyword", "string", "text")),
                            ),
                        ],
                    )
                )
            elif style == 1:
                lines.append((0, [(writer.phrase(dice.randint(2, 14)), "text")]))
            else:
                lines.append(
                    (
                        0,
                        [
                            (f"[{dice.randint(1, 100):3}%] ", "string"),
                            (f"Building {writer.word()}/{writer.word()}.o", dice.choice(("text", "function"))),
                        ],
                    )
                )
    return lines


def _log(dice: Dice, count: int):
    writer = Writer(dice)
    levels = (("INFO ", "string"), ("INFO ", "string"), ("DEBUG", "comment"), ("WARN ", "number"), ("ERROR", "keyword"))
    return [
        (
            0,
            [
                (
                    f"2024-0{dice.randint(1, 9)}-{dice.randint(10, 28)} "
                    f"{dice.randint(10, 23)}:{dice.randint(10, 59)}:{dice.randint(10, 59)} ",
                    "comment",
                ),
                dice.choice(levels),
                (f" [{writer.word()}] ", "type"),
                (writer.phrase(dice.randint(3, 14)), "text"),
            ],
        )
        for _ in range(count)
    ]


def _diff(dice: Dice, count: int):
    lines = []
    for indent, tokens in _program(dice, count):
        throw = dice.random()
        mark = ("+ ", "on add") if throw < 0.25 else ("- ", "on drop") if throw < 0.45 else ("  ", "")
        lines.append((0, ([("", mark[1])] if mark[1] else []) + [(mark[0] + " " * indent, "text"), *tokens]))
    return lines


def _dump(dice: Dice, count: int):
    lines = []
    for row in range(count):
        data = [dice.choice((0, 0, 255, dice.randrange(256), dice.randrange(32, 127))) for _ in range(16)]
        shown = "".join(chr(value) if 32 <= value < 127 else "." for value in data)
        lines.append(
            (
                0,
                [
                    (f"{row * 16:08x}  ", "comment"),
                    (" ".join(f"{value:02x}" for value in data), "number"),
                    (f"  |{shown}|", "string"),
                ],
            )
        )
    return lines

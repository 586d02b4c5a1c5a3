"""Screenshots of user interfaces: desktops with windows, phones, dialogs, and programs or web pages that fill the
screen.
"""

import numpy as np

from . import charts, colours, screens
from .canvas import Box, Canvas
from .dice import Dice
from .thumbnails import thumbnail
from .widgets import Kit, Theme


def draw(dice: Dice, width: int, height: int) -> np.ndarray:
    canvas = Canvas.random(dice, width, height, hard=0.3, large=0.45)
    kit = Kit(dice, canvas, Theme(dice))
    canvas.fill(kit.theme.page)
    screen = (0.0, 0.0, float(canvas.width), float(canvas.height))
    kind = dice.pick(
        {
            "desktop": 4,
            "web": 4,
            "phones": 4,
            "phone": 2,
            "chat": 2,
            "dashboard": 3,
            "player": 1,
            "sheet": 1.5,
            "application": 3,
            "dialog": 1.5,
        }
    )
    if kind == "desktop":
        _desktop(kit, screen)
    elif kind == "phones":
        _phones(kit, screen)
    elif kind == "phone":
        _phone_screen(kit, screen)
    elif kind == "dialog":
        _wallpaper(kit, screen)
        wide, tall = canvas.width * dice.uniform(0.5, 0.9), canvas.height * dice.uniform(0.4, 0.85)
        x, y = (canvas.width - wide) / 2, (canvas.height - tall) / 2
        screens.form(kit, kit.window((x, y, x + wide, y + tall)))
    else:
        {
            "web": screens.web,
            "chat": screens.chat,
            "dashboard": screens.dashboard,
            "player": screens.player,
            "sheet": screens.sheet,
            "application": screens.application,
        }[kind](kit, screen)
    return canvas.finish()


def _wallpaper(kit: Kit, box: Box) -> None:
    dice = kit.dice
    style = dice.randrange(4)
    if style == 0:
        kit.canvas.fill(colours.any_colour(dice))
    elif style == 1:
        kit.canvas.gradient(box, *colours.scheme(dice, 2), dice.uniform(0, 180))
    else:
        kit.canvas.paste(box, thumbnail(dice, 320, 240))


def _inside(kit: Kit, box: Box) -> None:
    """What a window holds."""
    dice = kit.dice
    kit.canvas.rectangle(box, kit.theme.surface)
    dice.choice(
        (
            screens.files,
            screens.form,
            screens.application,
            screens.sheet,
            screens.chat,
            screens.web,
            screens.text_editor,
            screens.dashboard,
        )
    )(kit, box)


def _clip(kit: Kit, box: Box, draw_inside) -> None:
    """Draws into a canvas of the box's size, so that nothing leaves the box."""
    width, height = max(8, round(box[2] - box[0])), max(8, round(box[3] - box[1]))
    inner = Canvas(width, height, kit.canvas.image.width // kit.canvas.width)
    inner.fill(kit.theme.surface)
    draw_inside(Kit(kit.dice, inner, kit.theme), (0.0, 0.0, float(width), float(height)))
    kit.canvas.paste((box[0], box[1], box[0] + width, box[1] + height), np.asarray(inner.image))


def _desktop(kit: Kit, screen: Box) -> None:
    dice, canvas = kit.dice, kit.canvas
    _wallpaper(kit, screen)
    width, height = canvas.width, canvas.height
    for row in range(dice.choice((0, 2, 4, 6))):
        for column in range(dice.choice((1, 1, 2))):
            x, y = 40 + 74 * column, 46 + 74 * row
            kit.app_icon(x, y, 36)
            kit.label((x - 34, y + 20, x + 34, y + 36), kit.writer.title(1), 0.9, colours.WHITE, align="m")
    for _ in range(dice.choice((1, 1, 2, 3))):
        wide, tall = width * dice.uniform(0.4, 0.85), height * dice.uniform(0.4, 0.85)
        x, y = dice.uniform(-0.05, 0.95) * (width - wide), dice.uniform(0.03, 0.9) * (height - tall)
        inside = kit.window((x, y, x + wide, y + tall))
        _clip(kit, inside, _inside)
    if dice.chance(0.5):
        shade = dice.choice((colours.grey(0.12), colours.grey(0.9), kit.theme.accent))
        canvas.blend((0, height - 38, width, height), shade, dice.uniform(0.75, 1))
        for index in range(dice.randint(4, 10)):
            kit.app_icon(24 + 40 * index, height - 19, 25)
        kit.label(
            (width - 90, height - 38, width - 10, height), kit.writer.time(), 1, colours.legible_on(shade), align="r"
        )
    else:
        canvas.blend((0, 0, width, 22), dice.choice((colours.WHITE, colours.BLACK)), 0.6)
        for index in range(6):
            kit.label(
                (14 + 62 * index, 0, 70 + 62 * index, 22),
                kit.writer.title(1),
                1,
                colours.grey(0.5 if index else 0.1),
                index == 0,
            )
        count = dice.randint(5, 11)
        left = width / 2 - count * 24
        canvas.blend((left - 10, height - 58, left + count * 48 + 4, height - 4), colours.WHITE, 0.35, 14)
        for index in range(count):
            kit.app_icon(left + 21 + 48 * index, height - 31, 40, 0.1)


def _phones(kit: Kit, screen: Box) -> None:
    """One to four phones side by side."""
    dice, canvas = kit.dice, kit.canvas
    _wallpaper(kit, screen)
    count = dice.randint(1, 4)
    tall = canvas.height * dice.uniform(0.85, 1.25)
    wide = min(tall * dice.uniform(0.46, 0.55), canvas.width / count * 0.92)
    top = (canvas.height - tall) * dice.uniform(0.1, 0.9)
    case = dice.choice((colours.grey(0.05), colours.grey(0.2), colours.grey(0.9)))
    for index in range(count):
        x = canvas.width * (index + 0.5) / count - wide / 2
        canvas.shadow((x, top, x + wide, top + tall), 14, 0.45, 8)
        canvas.rectangle((x, top, x + wide, top + tall), case, radius=wide * 0.12)
        inner = Canvas(round(wide - 14), round(tall - 16), 2)
        own = kit.theme if dice.chance(0.6) else Theme(dice)
        inner.fill(own.surface)
        _phone_screen(Kit(dice, inner, own), (0.0, 0.0, float(inner.width), float(inner.height)))
        canvas.paste(
            (x + 7, top + 8, x + wide - 7, top + tall - 8),
            np.asarray(inner.image.reduce(2)) if canvas.image.width == canvas.width else np.asarray(inner.image),
            wide * 0.09,
        )


def _phone_screen(kit: Kit, box: Box) -> None:
    left, top, right, bottom = box
    dice, canvas, theme = kit.dice, kit.canvas, kit.theme
    kind = dice.pick({"list": 3, "home": 3, "chat": 2, "feed": 3, "dials": 2, "form": 1})
    canvas.rectangle(box, theme.surface)
    if kind == "home":
        kit.picture(box)
        columns = dice.choice((4, 4, 5))
        pitch = (right - left) / columns
        canvas.text(
            (left + right) / 2, top + 40, kit.writer.time(), theme.family.regular, pitch * 0.9, colours.WHITE, "mt"
        )
        for y in np.arange(top + pitch * 2.2, bottom - pitch * 1.4, pitch * 1.25):
            for column in range(columns):
                if dice.chance(0.85):
                    kit.app_icon(left + (column + 0.5) * pitch, y, pitch * 0.66)
                    kit.label(
                        (left + column * pitch, y + pitch * 0.35, left + (column + 1) * pitch, y + pitch * 0.6),
                        kit.writer.title(1),
                        0.75,
                        colours.WHITE,
                        align="m",
                    )
        for column in range(columns):
            kit.app_icon(left + (column + 0.5) * pitch, bottom - pitch * 0.6, pitch * 0.66)
    elif kind == "chat":
        screens.chat(kit, (left, top + 16, right, bottom))
    elif kind == "form":
        screens.form(kit, (left, top + 30, right, bottom - 40))
    else:
        header = theme.accent if dice.chance(0.4) else theme.surface
        canvas.rectangle((left, top, right, top + 62), header)
        kit.label(
            (left + 14, top + 24, right - 50, top + 60), kit.writer.title(2), 1.7, colours.legible_on(header), True
        )
        y = top + 70
        while y < bottom - 46:
            if kind == "list":
                kit.list_row((left + 4, y, right - 4, y + 46))
                canvas.line([(left + 50, y + 48), (right, y + 48)], theme.line)
                y += 50
            elif kind == "feed":
                kit.avatar(left + 24, y + 16, 13)
                kit.label((left + 44, y + 4, right - 30, y + 28), kit.writer.name(), 1, None, True)
                tall = (right - left) * dice.uniform(0.5, 1)
                kit.picture((left, y + 36, right, y + 36 + tall))
                for index in range(3):
                    kit.icon(left + 22 + 30 * index, y + 52 + tall, 16)
                y += tall + 76
            else:
                style = charts.Style(dice, theme.surface, 8)
                tall = dice.uniform(90, 150)
                kit.card((left + 10, y, right - 10, y + tall))
                kit.label((left + 20, y + 6, right - 20, y + 26), kit.writer.title(2), 1.1, None, True)
                charts.draw_chart(dice, canvas, (left + 20, y + 28, right - 20, y + tall - 8), style, bare=True)
                y += tall + 12
        canvas.rectangle((left, bottom - 44, right, bottom), theme.surface, theme.line)
        for index in range(5):
            kit.icon(
                left + (right - left) * (index + 0.5) / 5, bottom - 24, 17, theme.accent if index == 0 else theme.faint
            )
    ink = colours.WHITE if kind == "home" else theme.ink
    kit.label((left + 14, top, left + 70, top + 18), kit.writer.time(), 0.9, ink, True)
    for index in range(3):
        kit.icon(right - 18 - 16 * index, top + 9, 9, ink)

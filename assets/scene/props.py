"""Things in the foreground: brick wall, signpost, bicycle, fence, sailing boat, branch, grass and flowers.

Each function draws into a layer of its own; sizes are in pixels of a 1536 x 1024 picture.
"""

import cairo
import numpy as np

from noise import fractal, smooth, step, white

SUN_COLOUR = np.array([1.42, 1.13, 0.80])
SKY_COLOUR = np.array([0.33, 0.42, 0.56])
LIGHT = np.array([-0.62, -0.50, 0.60])  # towards the sun in the picture: x right, y down, z to the viewer
LIGHT = LIGHT / np.linalg.norm(LIGHT)


def _lit(albedo, relief, strength):
    """Shades a flat surface that faces the viewer by the slopes of `relief`."""
    slope_y, slope_x = np.gradient(relief)
    normal = np.stack([-slope_x * strength, -slope_y * strength, np.ones_like(relief)], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    diffuse = np.clip(normal @ LIGHT, 0, 1)[..., None]
    return albedo * (1.25 * diffuse * SUN_COLOUR + 0.75 * SKY_COLOUR)


def brick_wall(width, height, right, top):
    """A wall from the left edge to `right`, capped with stone slabs at `top`."""
    y, x = np.indices((height, width)).astype(float)
    wobble_x, wobble_y = 1.6 * smooth(x / 23, y / 23, 1), 1.4 * smooth(x / 31, y / 19, 2)
    u, v = x + wobble_x, y - top - 34 + wobble_y
    course = np.floor(v / 34)
    shifted = u + 41 * (course % 2)
    brick = np.floor(shifted / 82)
    from_side = np.minimum(shifted % 82, 82 - shifted % 82)
    from_bed = np.minimum(v % 34, 34 - v % 34)
    body = step(1.6, 5.5, np.minimum(from_side, from_bed) + 0.9 * fractal(x / 9, y / 9, 3, 6))
    tone = white(brick, course, 3)[..., None]
    hue = white(brick, course, 4)[..., None]
    rough = fractal(x / 14, y / 9, 6, 11)
    clay = np.array([0.34, 0.105, 0.058]) * (0.62 + 0.75 * tone) + hue * np.array([0.05, 0.035, 0.012])
    clay = clay * (1 + 0.28 * rough[..., None])
    soot = step(0.15, 0.9, fractal(x / 60, y / 25, 4, 15) + 0.25 * (tone[..., 0] < 0.18))
    clay = clay * (1 - 0.45 * soot[..., None])
    mortar = np.array([0.36, 0.335, 0.29]) * (1 + 0.22 * fractal(x / 5, y / 5, 4, 17)[..., None])
    albedo = mortar * (1 - body[..., None]) + clay * body[..., None]
    moss = step(0.25, 0.75, fractal(x / 38, y / 28, 5, 19) + (y - top - 190) / 330)
    albedo = albedo * (1 - 0.75 * moss[..., None]) + 0.75 * moss[..., None] * np.array([0.085, 0.13, 0.03])
    relief = body * 3.0 + 0.8 * rough + 0.6 * fractal(x / 4, y / 4, 3, 23)

    slab = np.floor((x + 30) / 190)
    seam = step(1.0, 4.0, np.minimum((x + 30) % 190, 190 - (x + 30) % 190))
    in_cap = (y >= top) & (y < top + 34)
    stone = np.array([0.40, 0.385, 0.36]) * (0.85 + 0.3 * white(slab, slab, 8)[..., None])
    stone = stone * (1 + 0.25 * fractal(x / 11, y / 7, 6, 29)[..., None])
    lichen = step(0.42, 0.62, fractal(x / 17, y / 15, 4, 37))[..., None]
    stone = stone * (1 - 0.6 * lichen) + 0.6 * lichen * np.array([0.42, 0.38, 0.16])
    albedo = np.where(in_cap[..., None], stone, albedo)
    relief = np.where(in_cap, 4 * seam + 1.2 * fractal(x / 8, y / 8, 5, 31) + 3 * step(top + 34, top + 26, y), relief)
    colour = _lit(albedo, relief, 0.55)
    under_cap = 1 - 0.65 * step(top + 62, top + 33, y) * ~in_cap
    colour = colour * under_cap[..., None]
    edge_x = right + np.where(in_cap, 14, 0) + 2.0 * smooth(y / 13, y / 29, 33)
    alpha = step(0.8, -0.8, x - edge_x) * step(-0.8, 0.8, y - top - 1.5 * smooth(x / 37, x / 11, 35))
    return colour, alpha


def _wood(width, height, along_x, seed):
    y, x = np.indices((height, width)).astype(float)
    if not along_x:
        x, y = y, x
    rings = y / 7.5 + 1.3 * fractal(x / 170, y / 26, 4, seed)
    grain = 0.5 + 0.5 * np.sin(rings * 2 * np.pi + 2 * smooth(x / 90, y / 12, seed + 1))
    fibre = fractal(x / 42, y / 1.7, 4, seed + 2)
    shade = (0.72 + 0.28 * grain + 0.20 * fibre)[..., None]
    cracks = step(0.62, 0.85, fractal(x / 130, y / 3.2, 3, seed + 3))[..., None]
    albedo = np.array([0.37, 0.265, 0.165]) * shade * (1 - 0.6 * cracks)
    return _lit(albedo, 1.1 * grain + 0.8 * fibre - 2 * cracks[..., 0], 0.5)


def sign(width, height, centre_x, top, new_layer):
    """A weathered post and a board with two lines of text."""
    layers = []
    context, done = new_layer()
    context.rectangle(centre_x - 15, top - 34, 30, 520)
    context.fill()
    context.move_to(centre_x - 17, top - 33)
    context.line_to(centre_x, top - 50)
    context.line_to(centre_x + 17, top - 33)
    context.fill()
    _rgb, alpha = done()
    x = np.arange(width)
    round_post = np.clip(1.12 - ((x - centre_x + 6) / 22.0) ** 2 * 0.62, 0.25, 1.2)
    layers.append((_wood(width, height, False, 140) * round_post[None, :, None], alpha))

    context, done = new_layer()
    left, right, bottom = centre_x - 178, centre_x + 150, top + 138
    context.move_to(left + 4, top + 3)
    context.line_to(right, top - 3)
    context.line_to(right + 52, (top + bottom) / 2)
    context.line_to(right, bottom + 2)
    context.line_to(left, bottom - 2)
    context.close_path()
    context.fill()
    _rgb, alpha = done()
    board = _wood(width, height, True, 150) * 1.05
    y = np.arange(height)
    gap = 1 - 0.72 * np.exp(-(((y - (top + 69)) / 1.6) ** 2))
    layers.append((board * gap[:, None, None], alpha))

    for offset, colour, strength in ((1.6, (0.98, 0.86, 0.66), 0.45), (0.0, (0.10, 0.055, 0.035), 0.94)):
        context, done = new_layer()
        context.select_font_face("DejaVu Serif", cairo.FONT_SLANT_NORMAL, cairo.FONT_WEIGHT_BOLD)
        context.set_source_rgba(*colour, strength)
        for text, size, baseline in (("MOTE PASS", 46, top + 52), ("4096 m", 46, top + 121)):
            context.set_font_size(size)
            extent = context.text_extents(text)
            context.move_to(centre_x + 2 - extent.width / 2 - extent.x_bearing + offset, baseline + offset)
            context.show_text(text)
        for bolt_y in (top + 34, top + 104):
            context.arc(left + 18 + offset, bolt_y + offset, 5, 0, 2 * np.pi)
            context.fill()
        layers.append(done())
    return layers


def _tube(context, points, width, colour):
    """A round metal tube: dark edge, body, and a line of light on the side of the sun."""
    dark = tuple(0.35 * c for c in colour)
    bright = tuple(0.45 + 0.55 * c for c in colour)
    for offset, line, paint in ((0, width, dark), (-0.08 * width, width * 0.72, colour), (-0.2 * width, width * 0.2, bright)):
        context.set_line_width(line)
        context.set_source_rgb(*paint)
        context.move_to(points[0][0] + offset, points[0][1] + offset)
        for x, y in points[1:]:
            context.line_to(x + offset, y + offset)
        context.stroke()


def _wheel(context, x, y, radius, turn):
    context.set_source_rgb(0.80, 0.80, 0.78)
    context.set_line_width(1.1)
    for spoke in range(32):
        angle = turn + spoke * 2 * np.pi / 32
        hub = angle + (1.25 if spoke % 2 else -1.25)
        shine = 0.45 + 0.5 * abs(np.cos(angle + 0.8))
        context.set_source_rgb(shine, shine, shine * 0.97)
        context.move_to(x + 9 * np.cos(hub), y + 9 * np.sin(hub))
        context.line_to(x + (radius - 10) * np.cos(angle), y + (radius - 10) * np.sin(angle))
        context.stroke()
    for ring, line, grey in ((radius, 9.5, 0.07), (radius + 2.2, 2.0, 0.25), (radius - 8.5, 5, 0.42), (radius - 9.5, 1.8, 0.92)):
        context.set_source_rgb(grey, grey, grey * 0.98)
        context.set_line_width(line)
        context.arc(x, y, ring, 0, 2 * np.pi)
        context.stroke()
    for ring, grey in ((9, 0.35), (6.5, 0.8), (2.5, 0.2)):
        context.set_source_rgb(grey, grey, grey)
        context.arc(x, y, ring, 0, 2 * np.pi)
        context.fill()


def bicycle(context, x, y, radius):
    """Rear wheel at (x, y)."""
    front = (x + 2.95 * radius, y)
    crank = (x + 1.22 * radius, y + 0.12 * radius)
    seat, head = (x + 0.80 * radius, y - 1.22 * radius), (x + 2.30 * radius, y - 1.18 * radius)
    neck = (x + 2.42 * radius, y - 0.88 * radius)
    paint = (0.05, 0.40, 0.42)
    for turn, (wheel_x, wheel_y) in ((0.1, (x, y)), (0.27, front)):
        _wheel(context, wheel_x, wheel_y, radius, turn)
        context.set_line_width(4)
        context.set_source_rgb(*paint)
        context.arc(wheel_x, wheel_y, radius + 9, -2.75, -0.75)
        context.stroke()
    for tube in ([(x, y), crank], [(x, y), (x + 0.85 * radius, y - 1.02 * radius)]):
        _tube(context, tube, 6, paint)
    for tube in ([seat, crank], [(x + 0.86 * radius, y - 1.02 * radius), head], [crank, neck]):
        _tube(context, tube, 10, paint)
    _tube(context, [(x + 2.26 * radius, y - 1.30 * radius), neck, (x + 2.62 * radius, y - 0.42 * radius), front], 8, paint)
    _tube(context, [(x + 2.26 * radius, y - 1.30 * radius), (x + 2.18 * radius, y - 1.62 * radius)], 7, (0.75, 0.75, 0.75))
    _tube(context, [seat, (x + 0.75 * radius, y - 1.42 * radius)], 7, (0.75, 0.75, 0.75))
    context.set_line_width(5.5)
    context.set_source_rgb(0.78, 0.78, 0.76)
    context.move_to(x + 2.18 * radius, y - 1.62 * radius)
    context.curve_to(x + 2.5 * radius, y - 1.75 * radius, x + 2.4 * radius, y - 1.50 * radius, x + 1.92 * radius, y - 1.50 * radius)
    context.stroke()
    _tube(context, [(x + 2.12 * radius, y - 1.51 * radius), (x + 1.84 * radius, y - 1.49 * radius)], 9, (0.36, 0.18, 0.08))
    context.set_source_rgb(0.34, 0.16, 0.07)
    context.move_to(x + 0.36 * radius, y - 1.50 * radius)
    context.curve_to(x + 0.5 * radius, y - 1.58 * radius, x + 0.9 * radius, y - 1.46 * radius, x + 1.18 * radius, y - 1.45 * radius)
    context.curve_to(x + 1.0 * radius, y - 1.36 * radius, x + 0.6 * radius, y - 1.30 * radius, x + 0.40 * radius, y - 1.36 * radius)
    context.close_path()
    context.fill()
    context.set_line_width(2)
    for side in (-0.2, 0.2):
        context.set_source_rgb(0.12, 0.12, 0.12)
        context.move_to(x, y + side * 40 * (1 if side > 0 else 0.9))
        context.line_to(crank[0], crank[1] + side * 92)
        context.stroke()
    for ring, line, grey in ((19, 4, 0.62), (10, 3, 0.45)):
        context.set_source_rgb(grey, grey, grey)
        context.set_line_width(line)
        context.arc(*crank, ring, 0, 2 * np.pi)
        context.stroke()
    for way in (-1, 1):
        pedal = (crank[0] + way * 26, crank[1] + way * 36)
        _tube(context, [crank, pedal], 5, (0.7, 0.7, 0.7))
        _tube(context, [(pedal[0] - 11, pedal[1]), (pedal[0] + 11, pedal[1])], 8, (0.15, 0.15, 0.15))


def fence(context, rng, left, right, base):
    """Round posts with two rails of split wood and a taut wire."""
    posts = np.linspace(left, right, 6)
    for rail_y, thickness in ((base - 118, 13), (base - 62, 13)):
        for a, b in zip(posts[:-1], posts[1:]):
            lift_a, lift_b = rng.uniform(-5, 5, 2)
            _tube(context, [(a - 12, rail_y + lift_a), ((a + b) / 2, rail_y + (lift_a + lift_b) / 2 + 3), (b + 12, rail_y + lift_b)],
                  thickness, (0.44, 0.37, 0.29))
    for x in posts:
        lean = rng.uniform(-4, 4)
        _tube(context, [(x + lean, base - 148), (x, base + 22)], 19, (0.40, 0.33, 0.26))
    context.set_line_width(1.3)
    context.set_source_rgb(0.72, 0.72, 0.70)
    for a, b in zip(posts[:-1], posts[1:]):
        context.move_to(a, base - 140)
        context.curve_to(a + (b - a) / 3, base - 134, a + 2 * (b - a) / 3, base - 134, b, base - 140)
        context.stroke()
        for barb in np.arange(a + 14, b - 8, 27):
            for way in (-1, 1):
                context.move_to(barb - 4, base - 136 - 4 * way)
                context.line_to(barb + 4, base - 136 + 4 * way)
                context.stroke()


def boat(context, x, y, size, mirrored=False):
    """A sloop with its rigging; `mirrored` draws its reflection."""
    context.save()
    context.translate(x, y)
    context.scale(size, -0.82 * size if mirrored else size)

    def shape(points, colour):
        context.move_to(*points[0])
        for point in points[1:]:
            context.line_to(*point)
        context.close_path()
        context.set_source_rgba(*colour)
        context.fill()

    shape([(-42, -9), (50, -11), (40, 2), (-36, 2)], (0.16, 0.05, 0.04, 1))
    shape([(-42, -9), (50, -11), (49, -7.5), (-41, -6)], (0.93, 0.90, 0.84, 1))
    shape([(3, -118), (3, -18), (-37, -17)], (0.93, 0.90, 0.84, 1))
    shape([(3, -118), (3, -18), (-6, -18)], (1.0, 0.98, 0.93, 1))
    shape([(7, -104), (47, -13), (9, -19)], (0.80, 0.20, 0.14, 1))
    context.set_source_rgb(0.23, 0.15, 0.09)
    context.set_line_width(2.0)
    context.move_to(4, -10)
    context.line_to(4, -126)
    context.move_to(4, -15)
    context.line_to(-40, -14)
    context.stroke()
    context.set_line_width(0.7)
    context.set_source_rgb(0.12, 0.10, 0.09)
    for foot_x, foot_y, top in ((-42, -9, -125), (50, -11, -122), (-12, -9, -92), (17, -10, -92), (30, -11, -110)):
        context.move_to(foot_x, foot_y)
        context.line_to(4, top)
        context.stroke()
    for batten in range(1, 5):
        share = batten / 5
        context.move_to(3, -118 + 100 * share)
        context.line_to(3 - 40 * share, -118 + 101 * share)
        context.set_source_rgba(0.45, 0.43, 0.40, 0.8)
        context.stroke()
    context.restore()


def _twig(context, rng, x, y, angle, length, thickness, leaves):
    bend = rng.normal() * 0.25
    points = [(x, y)]
    for _ in range(4):
        x, y = x + np.cos(angle) * length / 4, y + np.sin(angle) * length / 4
        angle += bend / 4 + 0.03
        points.append((x, y))
    _tube(context, points, thickness, (0.30, 0.22, 0.16))
    if thickness < 5.5:
        for px, py in points[1:]:
            for _ in range(2):
                leaves.append((px + rng.normal() * 9, py + rng.normal() * 9, rng.uniform(0, 2 * np.pi), rng.uniform(11, 19)))
    if thickness > 2.0:
        for way in (-1, 1, rng.choice([-1, 1])):
            start = points[rng.integers(2, 5)]
            _twig(context, rng, *start, angle + way * rng.uniform(0.25, 0.75), length * rng.uniform(0.55, 0.8), thickness * 0.60, leaves)


def branch(context, rng):
    """A branch of a tree that stands outside the picture, from the upper left corner."""
    leaves = []
    _twig(context, rng, -30, 128, -0.22, 215, 15, leaves)
    _twig(context, rng, 330, -30, 0.9, 95, 7, leaves)
    for x, y, angle, size in leaves:
        turn = rng.uniform(0.25, 1.0)
        sunlit = rng.uniform(0, 1) ** 1.7
        colour = np.array([0.10, 0.17, 0.05]) * (1 - sunlit) + np.array([0.50, 0.54, 0.19]) * sunlit
        context.save()
        context.translate(x, y)
        context.rotate(angle)
        context.scale(1, turn)
        context.move_to(0, 0)
        context.curve_to(size * 0.3, -size * 0.45, size * 0.8, -size * 0.3, size, 0)
        context.curve_to(size * 0.8, size * 0.3, size * 0.3, size * 0.45, 0, 0)
        context.set_source_rgb(*colour)
        context.fill()
        context.restore()
        context.set_line_width(0.8)
        context.set_source_rgba(0.75, 0.80, 0.35, 0.6)
        context.move_to(x, y)
        context.line_to(x + size * 0.9 * np.cos(angle), y + size * 0.9 * np.sin(angle) * turn)
        context.stroke()


def grass(context, rng, width, first_row, last_row, count, horizon, flower_share=0.035):
    """Blades and flowers, farthest first; their size follows the distance below the horizon."""
    rows = np.sort(first_row + (last_row - first_row) * rng.uniform(0, 1, count) ** 1.1)
    for row in rows:
        x = rng.uniform(-20, width + 20)
        near = (row - horizon) / 540
        length = (26 + 96 * near) * near**0.35 * rng.uniform(0.5, 1.1)
        lean = length * (0.16 + rng.normal() * 0.30)
        clump = 0.5 + 0.5 * float(smooth(np.array(x / 110), np.array(row / 45), 200))
        light = rng.uniform(0.35, 1.0) * (0.55 + 0.6 * clump)
        colour = np.array([0.30, 0.40, 0.10]) * (1 - clump) + np.array([0.50, 0.56, 0.17]) * clump
        if rng.uniform() < 0.10:
            colour = np.array([0.66, 0.58, 0.32])
        context.set_line_width(0.8 + 2.0 * near)
        context.set_source_rgb(*np.clip(colour * (0.34 + 0.86 * light), 0, 1))
        context.move_to(x, row + 4)
        context.curve_to(x, row - length * 0.5, x + lean * 0.4, row - length * 0.8, x + lean, row - length)
        context.stroke()
        if rng.uniform() < flower_share * (0.4 + 1.5 * clump):
            _flower(context, rng, x + lean, row - length, (3.0 + 7.5 * near) * rng.uniform(0.8, 1.2))


def _flower(context, rng, x, y, size):
    kind = rng.integers(0, 3)
    petals, colour, heart = (
        (5, (0.86, 0.13, 0.07), (0.10, 0.05, 0.06)),
        (11, (0.97, 0.96, 0.92), (0.95, 0.74, 0.10)),
        (8, (0.28, 0.33, 0.85), (0.20, 0.14, 0.45)),
    )[kind]
    context.save()
    context.translate(x, y)
    context.rotate(rng.normal() * 0.4)
    context.scale(1, rng.uniform(0.55, 0.9))
    for petal in range(petals):
        context.save()
        context.rotate(petal * 2 * np.pi / petals)
        context.scale(1, 3.2 / petals)
        context.arc(size * 0.62, 0, size * 0.48, 0, 2 * np.pi)
        context.restore()
        shade = rng.uniform(0.72, 1.0)
        context.set_source_rgb(*(shade * c for c in colour))
        context.fill()
    context.set_source_rgb(*heart)
    context.arc(0, 0, size * 0.30, 0, 2 * np.pi)
    context.fill()
    context.restore()

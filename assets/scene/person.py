"""A woman's head and shoulders, in linear light: a signed distance field found by sphere tracing, and hair drawn strand by strand.

Lengths are in half head widths or so; the head looks along +z before it is turned, y is up, x to the viewer's right.
"""

import cairo
import numpy as np

from noise import fractal, smooth, step, white

TURN = np.radians(-27)  # of the head, towards the viewer's left
TILT = np.radians(5)
SUN = np.array([-0.66, 0.52, 0.54]) / np.linalg.norm([-0.66, 0.52, 0.54])
SUN_COLOUR = np.array([1.42, 1.13, 0.80])
SKY_COLOUR = np.array([0.33, 0.42, 0.56])
GRASS_COLOUR = np.array([0.16, 0.17, 0.07])
SKIN, EYE, LIPS, KNIT, SCARF = range(5)


def _matrix():
    cy, sy, cz, sz = np.cos(TURN), np.sin(TURN), np.cos(TILT), np.sin(TILT)
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return about_z @ about_y


HEAD_TO_WORLD = _matrix()


def _union(a, b, k):
    h = np.clip(0.5 + 0.5 * (b - a) / k, 0, 1)
    return b * (1 - h) + a * h - k * h * (1 - h)


def _carve(a, b, k):
    return -_union(-a, b, k)


def _ball(p, centre, radius):
    return np.linalg.norm(p - np.array(centre), axis=-1) - radius


def _egg(p, centre, radii):
    q = p - np.array(centre)
    near = np.linalg.norm(q / np.array(radii), axis=-1)
    steep = np.linalg.norm(q / np.array(radii) ** 2, axis=-1)
    return near * (near - 1) / np.maximum(steep, 1e-9)


def _stick(p, start, end, start_radius, end_radius):
    start, axis = np.array(start), np.array(end) - np.array(start)
    t = np.clip((p - start) @ axis / (axis @ axis), 0, 1)
    return np.linalg.norm(p - start - t[..., None] * axis, axis=-1) - (start_radius + t * (end_radius - start_radius))


def _mirrored(p):
    return np.concatenate([np.abs(p[..., :1]), p[..., 1:]], axis=-1)


def _skin(p):
    """Head without eyes and lips, in head coordinates."""
    m = _mirrored(p)
    d = _egg(p, (0, 0.20, -0.16), (0.70, 0.80, 0.84))
    d = _union(d, _egg(p, (0, -0.26, 0.14), (0.555, 0.70, 0.60)), 0.20)
    d = _union(d, _egg(p, (0, -0.72, 0.40), (0.20, 0.17, 0.21)), 0.22)
    d = _union(d, _ball(m, (0.32, -0.20, 0.43), 0.20), 0.22)
    d = _union(d, _stick(m, (0.10, 0.19, 0.64), (0.38, 0.20, 0.51), 0.07, 0.05), 0.15)
    d = _carve(d, _egg(m, (0.262, 0.035, 0.74), (0.165, 0.105, 0.15)), 0.10)
    d = _union(d, _stick(p, (0, 0.10, 0.66), (0, -0.24, 0.83), 0.055, 0.075), 0.09)
    d = _union(d, _egg(p, (0, -0.255, 0.835), (0.083, 0.075, 0.085)), 0.05)
    d = _union(d, _egg(m, (0.085, -0.275, 0.755), (0.062, 0.052, 0.075)), 0.045)
    d = _carve(d, _egg(m, (0.048, -0.328, 0.80), (0.026, 0.016, 0.035)), 0.015)
    d = _union(d, _egg(p, (0, -0.52, 0.53), (0.20, 0.15, 0.17)), 0.12)
    lid = np.maximum(_egg(m, (0.262, 0.02, 0.515), (0.172, 0.165, 0.165)), -_lid_gap(m))
    d = _union(d, lid, 0.025)
    return d


def _lid_gap(m):
    """Negative between the eyelids: an almond."""
    x = (m[..., 0] - 0.262) / 0.158
    upper = 0.030 + 0.062 * (1 - x * x) + 0.010 * x - 0.012
    lower = 0.010 - 0.054 * (1 - x * x) + 0.010 * x
    return np.maximum(m[..., 1] - upper, lower - m[..., 1])


def _lips(p):
    m = _mirrored(p)
    smile = 0.55 * m[..., 0] ** 2
    q = np.stack([m[..., 0], p[..., 1] - smile, p[..., 2] + 1.0 * m[..., 0] ** 2], axis=-1)
    upper = _egg(q, (0.060, -0.490, 0.700), (0.150, 0.040, 0.050))
    lower = _egg(q, (0.0, -0.560, 0.693), (0.150, 0.048, 0.060))
    return np.minimum(upper, lower)


def _head_parts(p):
    eye = _ball(_mirrored(p), (0.262, 0.015, 0.510), 0.150)
    return _skin(p), eye, _lips(p)


def _body(p):
    """Neck, sweater and scarf, in world coordinates."""
    neck = _stick(p, (0.02, -0.60, -0.16), (0.10, -1.55, -0.30), 0.33, 0.37)
    m = p - np.array([0.10, 0, 0])
    m = _mirrored(m)
    torso = _stick(m, (0.0, -1.95, -0.35), (0.98, -2.22, -0.40), 0.40, 0.36)
    torso = _union(torso, _egg(m, (0, -3.1, -0.25), (1.12, 1.35, 0.66)), 0.25)
    torso = _union(torso, _stick(m, (1.02, -2.25, -0.40), (1.22, -3.8, -0.25), 0.34, 0.30), 0.12)
    angle = np.arctan2(p[..., 2] + 0.25, p[..., 0] - 0.08)
    lift = 0.10 * np.cos(angle + 0.5) + 0.05 * np.sin(3 * angle)
    ring = np.hypot(np.hypot(p[..., 0] - 0.08, (p[..., 2] + 0.22) * 0.95) - 0.50, (p[..., 1] + 1.47 + lift) * 0.75) - 0.21
    folds = 0.022 * np.sin(9 * (p[..., 1] + lift) + 2.0 * np.sin(angle * 2) + 1.5 * angle)
    tail = _egg(p, (-0.20, -2.25, 0.42), (0.23, 0.75, 0.10))
    scarf = _union(ring + folds, tail + 0.5 * folds, 0.10)
    return neck, torso, scarf


def _field(world):
    """Distance and which material is nearest."""
    local = world @ HEAD_TO_WORLD
    skin, eye, lips = _head_parts(local)
    neck, knit, scarf = _body(world)
    skin = _union(skin, neck, 0.10)
    skin = _union(skin, lips, 0.015)
    parts = np.stack([skin, eye, lips - 0.006, knit, scarf])
    return parts.min(axis=0), parts.argmin(axis=0)


def _trace(x, y):
    """Orthographic rays along -z: points and where they hit."""
    point = np.stack([x, y, np.full_like(x, 1.3)], axis=-1)
    alive = np.ones(len(x), bool)
    hit = np.zeros(len(x), bool)
    for _ in range(90):
        index = np.nonzero(alive)[0]
        if index.size == 0:
            break
        distance, _material = _field(point[index])
        point[index, 2] -= distance * 0.8
        done = distance < 0.0007
        hit[index[done]] = True
        alive[index[done | (point[index, 2] < -1.6)]] = False
    hit |= alive & (point[:, 2] > -1.4)
    return point, hit


def _normals(point, reach=0.004):
    offsets = np.array([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]], float)
    gradient = sum(offset * _field(point + reach * offset)[0][:, None] for offset in offsets)
    return gradient / np.maximum(np.linalg.norm(gradient, axis=1, keepdims=True), 1e-9)


def _shadow(point, normal):
    start = point + normal * 0.03
    lit = np.ones(len(point))
    reach = np.full(len(point), 0.03)
    for _ in range(26):
        distance = _field(start + SUN * reach[:, None])[0]
        lit = np.minimum(lit, np.clip(0.5 + 0.5 * distance / (0.10 * reach), 0, 1))
        reach = reach + np.clip(distance, 0.03, 0.25)
    return lit * lit * (3 - 2 * lit)


def _occlusion(point, normal):
    dark = 0.0
    for reach, weight in ((0.05, 0.9), (0.12, 0.7), (0.28, 0.45), (0.5, 0.25)):
        dark = dark + weight * np.maximum(0.0, reach - _field(point + normal * reach)[0]) / reach
    return np.clip(1 - 0.42 * dark, 0.12, 1)


def _skin_albedo(p):
    m = _mirrored(p)
    colour = np.tile([0.66, 0.405, 0.285], (len(p), 1))

    def blend(target, amount):
        nonlocal colour
        colour = colour + (np.array(target) - colour) * np.clip(amount, 0, 1)[:, None]

    def spot(centre, radii, sharpness=1.0):
        q = (m - np.array(centre)) / np.array(radii)
        return np.exp(-sharpness * (q * q).sum(axis=1))

    blend([0.66, 0.26, 0.19], 0.50 * spot((0.36, -0.22, 0.55), (0.22, 0.17, 0.5)))
    blend([0.64, 0.27, 0.20], 0.40 * spot((0.0, -0.26, 0.85), (0.12, 0.10, 0.3)))
    blend([0.55, 0.30, 0.22], 0.25 * spot((0.26, 0.02, 0.65), (0.22, 0.13, 0.4)))
    colour *= (1 + 0.035 * fractal(p[:, 0] * 14, p[:, 1] * 14 + 5 * p[:, 2], 4, 7))[:, None]
    freckles = step(0.60, 0.80, smooth(p[:, 0] * 26, p[:, 1] * 26 + 9 * p[:, 2], 5))
    blend([0.42, 0.20, 0.11], 0.32 * freckles * spot((0.24, -0.17, 0.65), (0.30, 0.12, 0.6)))
    blend([0.12, 0.055, 0.022], step(0.60, 0.72, p[:, 1] + 0.25 * m[:, 0]))  # the scalp between the hairs
    front = p[:, 2] > 0.3
    arch = 0.254 + 0.050 * np.sin(np.clip((m[:, 0] - 0.08) / 0.40, 0, 1) * 2.3) - 0.10 * np.clip(m[:, 0] - 0.33, 0, 1)
    thick = 0.034 * step(0.06, 0.12, m[:, 0]) * step(0.50, 0.30, m[:, 0]) + 0.002
    hairs = 0.95 + 0.30 * smooth(m[:, 0] * 60 + p[:, 1] * 45, p[:, 1] * 18, 12)
    brow = np.exp(-(((p[:, 1] - arch) / thick) ** 2)) * hairs * step(0.05, 0.10, m[:, 0]) * step(0.50, 0.44, m[:, 0])
    blend([0.070, 0.032, 0.015], 1.0 * brow * front)
    x = (m[:, 0] - 0.262) / 0.158
    upper = 0.018 + 0.062 * (1 - x * x) + 0.010 * x
    lash = np.exp(-(((p[:, 1] - upper - 0.006) / (0.013 + 0.006 * np.clip(x, -1, 1))) ** 2)) * step(1.22, 1.0, np.abs(x))
    blend([0.022, 0.013, 0.010], 0.96 * lash * front)
    lower = 0.010 - 0.054 * (1 - x * x) + 0.010 * x
    blend([0.20, 0.09, 0.06], 0.45 * np.exp(-(((p[:, 1] - lower + 0.004) / 0.010) ** 2)) * step(1.1, 0.8, np.abs(x)) * front)
    crease = np.exp(-(((p[:, 1] - upper - 0.050) / 0.011) ** 2)) * step(1.15, 0.7, np.abs(x))
    blend([0.36, 0.17, 0.11], 0.42 * crease * front)
    mouth = np.exp(-(((p[:, 1] + 0.522 - 0.55 * m[:, 0] ** 2) / 0.011) ** 2)) * step(0.235, 0.19, m[:, 0])
    blend([0.13, 0.030, 0.028], 0.85 * mouth * front)
    return colour


def _eye_albedo(p):
    m = _mirrored(p)
    gaze = np.where(p[:, 0] > 0, 0.262 + 0.012, 0.262 - 0.012)
    off_x, off_y = m[:, 0] - gaze, p[:, 1] - 0.022
    radius = np.hypot(off_x, off_y)
    white = np.array([0.70, 0.67, 0.64])
    angle = np.arctan2(off_y, off_x)
    fibres = 0.75 + 0.4 * smooth(angle * 9, radius * 40, 3)
    iris = np.array([0.13, 0.23, 0.20]) * fibres[:, None] * (0.65 + 0.75 * step(0.065, 0.03, radius))[:, None]
    colour = np.where((radius < 0.070)[:, None], iris, white)
    colour *= (1 - 0.75 * np.exp(-(((radius - 0.070) / 0.010) ** 2)))[:, None]
    colour = np.where((radius < 0.031)[:, None], 0.008, colour)
    return colour * step(0.088, 0.035, p[:, 1] - 0.0)[:, None]


def _shade(point, material):
    normal = _normals(point)
    local = point @ HEAD_TO_WORLD
    albedo = np.zeros_like(point)
    gloss = np.zeros(len(point))
    for number, colour in ((SKIN, _skin_albedo), (EYE, _eye_albedo)):
        chosen = material == number
        albedo[chosen] = colour(local[chosen])
    gloss[material == SKIN], gloss[material == EYE] = 0.10, 0.55

    chosen = material == LIPS
    lines = smooth(local[chosen, 0] * 55, local[chosen, 1] * 9, 4)
    albedo[chosen] = np.array([0.53, 0.155, 0.135]) * (1 + 0.10 * lines)[:, None]
    seam = np.exp(-(((local[chosen, 1] + 0.522 - 0.55 * local[chosen, 0] ** 2) / 0.010) ** 2))
    albedo[chosen] *= (1 - 0.80 * seam)[:, None]
    gloss[chosen] = 0.24

    chosen = material == KNIT
    p = point[chosen]
    column = p[:, 0] * 21 + 0.6 * np.sin(p[:, 1] * 2)
    weave = np.abs((p[:, 1] * 15 + np.abs(column % 1.0 - 0.5) * 1.3) % 1.0 - 0.5) * 2
    rib = np.sin(column * 2 * np.pi)
    stripe = step(0.06, 0.03, np.abs((p[:, 1] + 2.85 + 0.03 * p[:, 0] ** 2) % 0.62 - 0.31))
    wool = np.array([0.74, 0.69, 0.58]) * (1 - stripe[:, None]) + np.array([0.06, 0.12, 0.22]) * stripe[:, None]
    albedo[chosen] = wool * (0.50 + 0.42 * weave + 0.10 * rib)[:, None]

    chosen = material == SCARF
    p = point[chosen]
    threads = 0.85 + 0.16 * np.sin(p[:, 0] * 170) * np.sin(p[:, 1] * 170)
    check = step(0.02, 0.04, np.abs((p[:, 1] * 1.0 + 0.2 * p[:, 0]) % 0.22 - 0.11)) * 0.6 + 0.4
    albedo[chosen] = np.array([0.56, 0.050, 0.040]) * (threads * check)[:, None]

    facing = normal @ SUN
    shadow = _shadow(point, normal)
    occlusion = _occlusion(point, normal)[:, None]
    is_skin = ((material == SKIN) | (material == LIPS))[:, None]
    wrap = np.array([0.30, 0.14, 0.09])  # light that comes out of skin beside where it went in: red reaches farthest
    soft = np.clip((facing[:, None] + wrap) / (1 + wrap), 0, 1) ** 1.25
    soft_shadow = shadow[:, None] ** np.array([0.62, 0.9, 1.0])
    direct = np.where(is_skin, soft * soft_shadow, np.clip(facing, 0, 1)[:, None] * shadow[:, None])
    up = 0.5 + 0.5 * normal[:, 1:2]
    ambient = (SKY_COLOUR * up + GRASS_COLOUR * (1 - up)) * occlusion
    bounce = np.clip(normal[:, 0:1] * 0.6 - normal[:, 1:2] * 0.2, 0, 1) * np.array([0.16, 0.15, 0.11]) * occlusion
    half = SUN + np.array([0, 0, 1.0])
    half /= np.linalg.norm(half)
    shine = gloss * np.where(material == SKIN, 1.0, 2.2) * np.clip(normal @ half, 0, 1) ** np.where(material == SKIN, 22, 70)
    rim = (1 - np.clip(normal[:, 2], 0, 1)) ** 3
    light = direct * SUN_COLOUR * 1.55 + ambient + bounce
    return albedo * light + (shine * shadow)[:, None] * SUN_COLOUR + (0.07 * rim)[:, None] * SKY_COLOUR * occlusion


def _strand(rng, side):
    """One hair from the parting to the shoulders, as points in head coordinates. Hairs of one lock move together."""
    lock = rng.integers(0, 17)
    along = np.clip((lock + rng.uniform(-0.75, 0.75)) / 16, 0.0, 1.0)
    own = white(np.array([lock * 7.0 + side, lock * 3.0 + side, lock * 5.0 + side]), np.array([1.0, 2.0, 3.0]), 8)
    # The parting runs over the crown, a little to one side; `along` 0 is the hairline, 1 the back of the head.
    angle = np.radians(27 + 116 * along)
    root = np.array([0.12 + side * rng.uniform(0, 0.06), 0.21 + 0.88 * np.sin(angle), -0.16 + 0.89 * np.cos(angle)])
    t = np.linspace(0, 1, 44)
    over = np.sin(np.clip(t / 0.27, 0, 1) * np.pi / 2)  # from the parting to above the ear
    hang = np.clip((t - 0.16) / 0.84, 0, 1)
    depth = 0.045 * rng.normal()
    x = root[0] + over * (side * (0.77 + depth) - root[0] * 0.9) + side * (-0.13 * np.sin(hang * np.pi) + 0.05 * hang**2)
    z = root[2] * (1 - over) + over * (0.10 - 0.70 * along + 0.05 * rng.normal()) + 0.32 * hang**2 * (0.5 - along)
    fall = 1.45 + 0.40 * own[0] + 0.18 * rng.normal() * 0.6
    round_skull = 0.12 + (root[1] - 0.12) * np.sqrt(1 - (0.955 * over) ** 2)
    y = round_skull + 0.10 * np.sin(np.clip(t / 0.26, 0, 1) * np.pi) - fall * hang**1.25
    curl = (0.020 + 0.075 * hang) * (0.55 + 0.9 * own[1]) * np.clip(hang * 3, 0, 1)
    phase = 6.3 * own[2] + 0.30 * rng.normal()
    turns = 8.5 + 2.5 * own[0]
    x = x + curl * np.sin(turns * t + phase)
    z = z + curl * np.cos(turns * t + phase)
    stray = 0.10 if rng.uniform() < 0.10 else 0.022
    x = x + stray * hang * np.cumsum(rng.normal(size=t.size)) * 0.28
    return np.stack([x, y, z], axis=-1)


def _draw_hair(context, to_pixels, scale, rng, count, surface, behind):
    """`surface` gives the depth of head and body at points of the picture: hair that lies deeper is not drawn."""
    half = SUN + np.array([0, 0, 1.0])
    half /= np.linalg.norm(half)
    for _ in range(count):
        side = -1 if rng.uniform() < 0.5 else 1
        points = _strand(rng, side) @ HEAD_TO_WORLD.T
        wind = np.clip(-(points[:, 1:2] + 0.1), 0, 3) ** 1.6 * np.array([[0.085, 0.035, 0.0]])
        points = points + wind * (0.6 + 0.6 * rng.uniform())
        if behind:
            points = points * np.array([0.95, 1.0, 1.0]) + np.array([0.05, 0.02, -0.6])
        tangent = np.gradient(points, axis=0)
        tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-9)
        diffuse = np.sqrt(np.clip(1 - (tangent @ SUN) ** 2, 0, 1))
        shine = np.clip(1 - (tangent @ half - 0.06) ** 2, 0, 1) ** 50
        outward = points - np.array([0.05, -0.25, -0.35])
        outward /= np.linalg.norm(outward, axis=1, keepdims=True)
        lit = np.clip(0.36 + 0.74 * (outward @ SUN), 0.07, 1) * (0.25 if behind else 1.0)
        base = np.array([0.235, 0.098, 0.034]) * rng.uniform(0.62, 1.30)
        colour = base * (0.22 + 1.75 * diffuse * lit)[:, None] + (0.30 * shine * lit)[:, None] * np.array([1.0, 0.64, 0.34])
        colour = np.clip(colour, 0, 1) ** (1 / 2.2)
        x, y = to_pixels(points[:, 0], points[:, 1])
        seen = np.ones(len(x), bool) if behind else points[:, 2] > surface(x, y) - 0.03
        context.set_line_width(scale * rng.uniform(0.005, 0.012))
        for i in range(0, len(x) - 2, 2):
            if not (seen[i] and seen[i + 2]):
                continue
            context.set_source_rgba(*colour[i + 1], 0.85 if i < len(x) - 8 else 0.45)
            context.move_to(x[i], y[i])
            # The quadratic curve through the three points, as the cubic that cairo draws.
            control_x, control_y = 2 * x[i + 1] - 0.5 * (x[i] + x[i + 2]), 2 * y[i + 1] - 0.5 * (y[i] + y[i + 2])
            first = ((x[i] + 2 * control_x) / 3, (y[i] + 2 * control_y) / 3)
            second = ((x[i + 2] + 2 * control_x) / 3, (y[i + 2] + 2 * control_y) / 3)
            context.curve_to(*first, *second, x[i + 2], y[i + 2])
            context.stroke()


def render(width, height, centre_x, centre_y, scale, new_layer):
    """Layers to composite in order, each (rgb in linear light, alpha), the size of the picture.

    The head's middle is at (centre_x, centre_y), `scale` pixels a unit. new_layer() gives a cairo context and a function that
    turns what was drawn into such a pair.
    """
    rng = np.random.Generator(np.random.PCG64(11))

    def to_pixels(x, y):
        return centre_x + x * scale, centre_y - y * scale

    x, y = np.meshgrid((np.arange(width) + 0.5 - centre_x) / scale, (centre_y - np.arange(height) - 0.5) / scale)
    inside = (np.abs(x - 0.1) < 1.75) & (y < 1.15)
    point, hit = _trace(x[inside], y[inside])
    colour = np.zeros((len(point), 3))
    material = _field(point[hit])[1]
    colour[hit] = _shade(point[hit], material)
    picture, alpha = np.zeros((height, width, 3)), np.zeros((height, width))
    picture[inside], alpha[inside] = colour, hit

    depth = np.full((height, width), -9.0)
    depth[inside] = np.where(hit, point[:, 2], -9.0)

    def surface(at_x, at_y):
        columns, rows = np.clip(at_x, 0, width - 1).astype(int), np.clip(at_y, 0, height - 1).astype(int)
        return depth[rows, columns]

    context, back_hair = new_layer()
    _draw_hair(context, to_pixels, scale, rng, 1500, surface, behind=True)
    context, front_hair = new_layer()
    _draw_hair(context, to_pixels, scale, rng, 3200, surface, behind=False)
    return [back_hair(), (picture, alpha), front_hair()]

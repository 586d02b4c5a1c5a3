"""The far part of the scene, in linear light: sky with clouds, mountains, forest, lake and the meadow's ground.

A pinhole camera stands at the origin, looking along z, y up, metres. Each column of pixels meets the terrain along one
vertical plane: the running maximum of the terrain's elevation along it says where each pixel's ray ends.
"""

import numpy as np

from noise import fractal, ridged, smooth, step

SUN = np.array([-0.62, 0.42, 0.30]) / np.linalg.norm([-0.62, 0.42, 0.30])
SUN_COLOUR = np.array([1.42, 1.13, 0.80])
SKY_COLOUR = np.array([0.30, 0.42, 0.62])
HAZE_COLOUR = np.array([0.60, 0.66, 0.75])
LAKE_LEVEL = -16.0
HORIZON = 0.47  # of the picture's height
FOCAL = 1.15  # of the picture's width


def mix(a, b, t):
    t = np.asarray(t)[..., None]
    return a * (1 - t) + b * t


def terrain(x, z, detail=True):
    """Height in metres over the plane."""
    meadow = -1.9 - 0.035 * z - 0.0007 * z * z * (z < 200) + 0.35 * smooth(x / 9, z / 9, 3)
    shore = 1650 + 260 * fractal(x / 700, x / 900, 3, 8) - 500 * step(300, 1100, x) - 350 * step(-250, -900, x)
    rise = step(0, 900, z - shore)
    hills = LAKE_LEVEL - 10 + 28 * step(-40, 60, z - shore) + rise * (150 + 190 * fractal(x / 1300, z / 1300, 5, 21))
    hills = hills + 130 * step(600, 1500, np.abs(x)) * step(0, 500, z - shore)
    far = step(3200, 8200, z)
    peak = 1250 * np.exp(-(((x + 1150) / 1500) ** 2) - ((z - 9300) / 2300) ** 2)
    second = 760 * np.exp(-(((x - 2500) / 1700) ** 2) - ((z - 9800) / 2300) ** 2)
    mountains = far * (1150 * ridged(x / 3600 + 0.37, z / 3600, 8, 5) + 120 * fractal(x / 600, z / 600, 5, 2))
    height = hills + mountains * (0.55 + (peak + second) / 1300) + far * (peak + second) * 0.62
    if detail:
        crowns = np.abs(smooth(x / 13, z / 13, 71)) + 0.6 * np.abs(smooth(x / 6, z / 6, 72))
        trees = step(0, 60, z - shore - 25) * step(620, 380, height) * step(-0.35, 0.1, fractal(x / 420, z / 420, 4, 33))
        height = height + 17 * trees * (1 - np.minimum(crowns, 1.0))
    near = step(240, 110, z)
    return np.where(z < 240, meadow * near + (LAKE_LEVEL - 6) * (1 - near), height)


def sky(direction):
    """Radiance along unit vectors (..., 3)."""
    up = np.maximum(direction[..., 1], 0.0)
    toward_sun = np.clip(direction @ SUN, 0.0, 1.0)
    colour = mix(np.array([0.62, 0.70, 0.80]), np.array([0.085, 0.225, 0.56]), 1 - np.exp(-4.2 * up))
    colour = colour + (0.40 * toward_sun**6 + 0.12 * toward_sun**2)[..., None] * np.array([1.0, 0.72, 0.42]) * 0.55
    # Clouds lie in a plane 1 overhead; the second sample, nearer the sun, tells how much cloud the light has crossed.
    scale = 1.0 / (up + 0.07)
    x, z = direction[..., 0] * scale, direction[..., 2] * scale
    warp = 0.35 * fractal(x * 0.9, z * 0.9, 3, 40)

    def cover(dx, dz):
        billow = fractal((x + dx) * 0.62 + warp + 4.2, (z + dz) * 0.85 - warp + 1.3, 7, 50, 0.54)
        return step(0.02, 0.75, billow + 0.16)

    density = cover(0, 0)
    shade = np.exp(-1.7 * cover(-0.17, 0.09)) * (0.5 + 0.5 * np.exp(-2.2 * density))
    lit = 0.36 * np.array([0.80, 0.86, 1.0]) + shade[..., None] * np.array([1.5, 1.30, 1.05])
    wisps = 0.4 * step(0.0, 1.1, fractal(x * 0.5 + 0.25 * z, z * 2.4, 6, 60, 0.6))
    colour = mix(colour, np.array([1.0, 0.95, 0.9]), wisps * step(0.03, 0.3, up))
    return mix(colour, lit, density * step(0.015, 0.15, up) * 0.93)


def _ground_colour(x, z, height, up, shore_distance):
    """Albedo of the terrain at its points, given the upward part of the normal."""
    patches = fractal(x / 190, z / 190, 5, 80)
    meadow = mix(np.array([0.10, 0.16, 0.028]), np.array([0.21, 0.23, 0.06]), step(-0.4, 0.7, patches))
    forest = mix(np.array([0.018, 0.042, 0.016]), np.array([0.05, 0.085, 0.024]), step(-0.8, 0.8, smooth(x / 17, z / 17, 9)))
    rock = mix(np.array([0.16, 0.145, 0.135]), np.array([0.30, 0.28, 0.26]), step(-0.7, 0.7, fractal(x / 60, height / 25, 6, 90)))
    snow = np.array([0.86, 0.90, 0.97])
    fine = fractal(x / 0.9, z / 2.2, 4, 85)
    meadow = np.where((z < 240)[:, None], meadow * (0.8 + 0.35 * fine[:, None]), meadow)
    wooded = step(-0.35, 0.1, fractal(x / 420, z / 420, 4, 33)) * step(25, 85, shore_distance) * (z > 240)
    colour = mix(meadow, forest, wooded)
    colour = mix(colour, rock, np.maximum(step(0.80, 0.55, up) * step(60, 200, height), step(430, 700, height + 130 * patches)))
    colour = mix(colour, np.array([0.17, 0.155, 0.12]), 0.7 * step(14, 4, shore_distance) * (z > 240))
    return mix(colour, snow, step(560, 900, height + 210 * patches) * step(0.40, 0.70, up))


def _light(x, z, distance):
    """Normal and the sun's share (cast shadows) at terrain points."""
    gap = np.maximum(0.02, distance * 0.0011)
    here = terrain(x, z)
    normal = np.stack([here - terrain(x + gap, z), gap, here - terrain(x, z + gap)], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    shadow = np.ones_like(x)
    for reach in np.geomspace(15, 3500, 14):
        blocked = terrain(x + SUN[0] * reach, z + SUN[2] * reach, detail=reach < 100) - (here + SUN[1] * reach)
        shadow = np.minimum(shadow, step(0.03, -0.02, blocked / reach))
    return normal, np.where(z < 240, 1.0, shadow)


def _reach(width, height):
    """For each pixel the depth z where its ray meets the terrain, infinite in the sky."""
    depths = np.geomspace(2.5, 14500, 2200)
    rows = (HORIZON * height - np.arange(height) - 0.5) / (FOCAL * width)
    columns = (np.arange(width) + 0.5 - width / 2) / (FOCAL * width)
    result = np.full((height, width), np.inf)
    for begin in range(0, width, 64):
        slopes = columns[begin : begin + 64, None]
        elevation = np.maximum(terrain(slopes * depths, depths + 0 * slopes), LAKE_LEVEL) / depths
        crest = np.maximum.accumulate(elevation, axis=1)
        for offset in range(crest.shape[0]):
            index = np.searchsorted(crest[offset], rows)
            seen = index < len(depths)
            index = np.clip(index, 1, len(depths) - 1)
            low, high = crest[offset, index - 1], crest[offset, index]
            part = np.clip((rows - low) / np.maximum(high - low, 1e-9), 0, 1)
            reached = depths[index - 1] + part * (depths[index] - depths[index - 1])
            result[seen, begin + offset] = reached[seen]
    return result


def render(width, height):
    """(height, width, 3) linear light, and the depth of each pixel."""
    depth = _reach(width, height)
    rows = (HORIZON * height - np.arange(height) - 0.5) / (FOCAL * width)
    columns = (np.arange(width) + 0.5 - width / 2) / (FOCAL * width)
    direction = np.stack(np.broadcast_arrays(columns[None, :], rows[:, None], np.ones((1, 1))), axis=-1)
    direction = direction / np.linalg.norm(direction, axis=-1, keepdims=True)
    picture = sky(direction)

    on_ground = np.isfinite(depth)
    z = depth[on_ground]
    x = (columns[None, :] * np.where(on_ground, depth, 0.0))[on_ground]
    ground_height = terrain(x, z)
    is_water = np.zeros_like(on_ground)
    is_water[on_ground] = (ground_height < LAKE_LEVEL) & (z > 60)

    normal, sun_share = _light(x, z, z)
    shore_distance = np.where(z < 240, 500.0, (ground_height - LAKE_LEVEL) * 3)
    albedo = _ground_colour(x, z, ground_height, normal[:, 1], shore_distance)
    diffuse = np.clip(normal @ SUN, 0, 1) * sun_share
    light = diffuse[:, None] * SUN_COLOUR * 1.75 + (0.55 + 0.45 * normal[:, 1:2]) * SKY_COLOUR
    haze = 1 - np.exp(-((z / 11500) ** 1.15) * np.exp(-np.maximum(ground_height, 0) / 2600))
    land = mix(albedo * light, HAZE_COLOUR * np.array([0.86, 0.93, 1.0]), haze)
    picture[on_ground] = land

    _paint_water(picture, is_water, depth, columns, rows, HORIZON * height)
    return picture, depth


def _paint_water(picture, is_water, depth, columns, rows, horizon_row):
    """Mirrors what stands above the horizon, disturbed by ripples that shrink with the distance."""
    row_index, column_index = np.nonzero(is_water)
    if row_index.size == 0:
        return
    z = depth[row_index, column_index]
    x = columns[column_index] * z
    ripple_x = fractal(x / 5, z / 26, 4, 110) + 0.5 * smooth(x / 1.1, z / 7, 111)
    ripple_z = fractal(x / 6 + 40, z / 19, 4, 120) + 0.4 * smooth(x / 1.3, z / 5, 121)
    calm = 0.25 + 0.75 * step(-0.3, 0.5, fractal(x / 170, z / 420, 3, 130))
    scale = len(rows) / 1024
    mirrored = 2 * horizon_row - row_index + calm * scale * (11 * ripple_z - 5)
    source_row = np.clip(mirrored, 0, horizon_row * 0.995).astype(int)
    source_column = np.clip(column_index + calm * 5 * scale * ripple_x, 0, picture.shape[1] - 1).astype(int)
    reflected = picture[source_row, source_column]
    deep = np.array([0.012, 0.055, 0.075])
    grazing = np.abs(rows[row_index]) * 6
    mirror = np.clip(0.92 - 1.3 * grazing - 0.10 * calm * ripple_z, 0.25, 0.95)
    colour = mix(deep, reflected, mirror)
    glitter = step(0.75, 1.25, ripple_z + 0.45 * ripple_x) * calm * step(500, 90, z)
    colour = colour + glitter[:, None] * SUN_COLOUR * 0.12
    picture[row_index, column_index] = colour

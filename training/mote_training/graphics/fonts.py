"""Fonts that the generated graphics use: families by style, found among the files of Debian's font packages.

Which fonts exist decides what a seed draws, so all of them must be there: the first look-up raises FontsMissing,
naming the packages to install, when one is absent. Sizes are in pixels.
"""

import functools
import os
import typing

from PIL import ImageFont

_DIRECTORIES = ("/usr/share/fonts", "/usr/share/texmf/fonts/opentype")


class FontsMissing(RuntimeError):
    """Font files are not installed; the message names the packages."""


class Family(typing.NamedTuple):
    """File names; bold and italic fall back to the regular face where a family has none."""

    package: str
    regular: str
    bold: str
    italic: str


def _family(package: str, regular: str, bold: str = "", italic: str = "") -> Family:
    return Family(package, regular, bold or regular, italic or regular)


SANS = [
    _family("fonts-dejavu-core", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    _family("fonts-liberation", "LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", "LiberationSans-Italic.ttf"),
    _family("fonts-liberation", "LiberationSansNarrow-Regular.ttf", "LiberationSansNarrow-Bold.ttf"),
    _family("fonts-roboto-unhinted", "Roboto-Regular.ttf", "Roboto-Bold.ttf", "Roboto-Italic.ttf"),
    _family("fonts-roboto-unhinted", "RobotoCondensed-Regular.ttf", "RobotoCondensed-Bold.ttf"),
    _family("fonts-open-sans", "OpenSans-Regular.ttf", "OpenSans-Bold.ttf", "OpenSans-Italic.ttf"),
    _family("fonts-lato", "Lato-Regular.ttf", "Lato-Bold.ttf", "Lato-Italic.ttf"),
    _family("fonts-lato", "Lato-Light.ttf", "Lato-Black.ttf", "Lato-LightItalic.ttf"),
    _family("fonts-cantarell", "Cantarell-Regular.otf", "Cantarell-Bold.otf"),
    _family("fonts-quicksand", "Quicksand-Regular.ttf", "Quicksand-Bold.ttf"),
    _family("fonts-freefont-ttf", "FreeSans.ttf", "FreeSansBold.ttf", "FreeSansOblique.ttf"),
    _family("fonts-urw-base35", "URWGothic-Book.otf", "URWGothic-Demi.otf", "URWGothic-BookOblique.otf"),
    _family("fonts-linuxlibertine", "LinBiolinum_R.otf", "LinBiolinum_RB.otf", "LinBiolinum_RI.otf"),
]
SERIF = [
    _family("fonts-dejavu-core", "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"),
    _family(
        "fonts-liberation", "LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf"
    ),
    _family("fonts-freefont-ttf", "FreeSerif.ttf", "FreeSerifBold.ttf", "FreeSerifItalic.ttf"),
    _family("fonts-ebgaramond", "EBGaramond12-Regular.otf", "EBGaramond12-Bold.otf", "EBGaramond12-Italic.otf"),
    _family("fonts-linuxlibertine", "LinLibertine_R.otf", "LinLibertine_RB.otf", "LinLibertine_RI.otf"),
    _family("fonts-lmodern", "lmroman10-regular.otf", "lmroman10-bold.otf", "lmroman10-italic.otf"),
    _family("fonts-urw-base35", "C059-Roman.otf", "C059-Bold.otf", "C059-Italic.otf"),
    _family("fonts-urw-base35", "P052-Roman.otf", "P052-Bold.otf", "P052-Italic.otf"),
    _family("fonts-urw-base35", "URWBookman-Light.otf", "URWBookman-Demi.otf", "URWBookman-LightItalic.otf"),
    _family("fonts-roboto-slab", "RobotoSlab-Regular.otf", "RobotoSlab-Bold.otf"),
]
MONO = [
    _family("fonts-dejavu-core", "DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf"),
    _family("fonts-liberation", "LiberationMono-Regular.ttf", "LiberationMono-Bold.ttf", "LiberationMono-Italic.ttf"),
    _family("fonts-hack", "Hack-Regular.ttf", "Hack-Bold.ttf", "Hack-Italic.ttf"),
    _family("fonts-firacode", "FiraCode-Regular.ttf", "FiraCode-Bold.ttf"),
    _family("fonts-jetbrains-mono", "JetBrainsMono-Regular.ttf", "JetBrainsMono-Bold.ttf", "JetBrainsMono-Italic.ttf"),
    _family("fonts-inconsolata", "Inconsolata.otf"),
    _family("fonts-anonymous-pro", "Anonymous Pro.ttf", "Anonymous Pro B.ttf", "Anonymous Pro I.ttf"),
    _family("fonts-monofur", "monof55.ttf"),
    _family("fonts-urw-base35", "NimbusMonoPS-Regular.otf", "NimbusMonoPS-Bold.otf", "NimbusMonoPS-Italic.otf"),
    _family("fonts-lmodern", "lmmono10-regular.otf"),
]
HANDWRITTEN = [
    _family("fonts-breip", "Breip.ttf"),
    _family("fonts-femkeklaver", "femkeklaver.ttf"),
    _family("fonts-dkg-handwriting", "dkg.ttf", "dkgBd.ttf", "dkgIt.ttf"),
    _family("fonts-sjfonts", "SteveHand.ttf"),
    _family("fonts-sjfonts", "Delphine.ttf"),
    _family("fonts-kristi", "Kristi.ttf"),
    _family("fonts-rufscript", "Rufscript010.ttf"),
    _family("fonts-dancingscript", "DancingScript-Regular.otf", "DancingScript-Bold.otf"),
    _family("fonts-humor-sans", "Humor-Sans.ttf"),
    _family("fonts-comic-neue", "ComicNeue-Regular.otf", "ComicNeue-Bold.otf", "ComicNeue-Italic.otf"),
    _family("fonts-ecolier-court", "Ecolier-court.ttf"),
    _family("fonts-dustin", "Domestic_Manners.ttf"),
]
DISPLAY = [
    _family("fonts-lobstertwo", "LobsterTwo-Bold.otf"),
    _family("fonts-kaushanscript", "KaushanScript-Regular.otf"),
    _family("fonts-league-spartan", "LeagueSpartan-Bold.otf", "LeagueSpartan-Black.otf"),
    _family("fonts-cabinsketch", "CabinSketch-Bold.ttf"),
    _family("fonts-lato", "Lato-Black.ttf"),
    _family("fonts-roboto-unhinted", "RobotoCondensed-Bold.ttf"),
    _family("fonts-isabella", "Isabella.ttf"),
    _family("fonts-tomsontalks", "TomsonTalks.ttf"),
    _family("fonts-jura", "Jura-Bold.otf"),
    _family("fonts-urw-base35", "Z003-MediumItalic.otf"),
    _family("fonts-roboto-slab", "RobotoSlab-Bold.otf"),
]
EAST_ASIAN = [_family("fonts-wqy-microhei", "wqy-microhei.ttc")]
MANY_SCRIPTS = [
    family
    for family in SANS + SERIF
    if family.package in ("fonts-dejavu-core", "fonts-freefont-ttf", "fonts-liberation")
]

_EVERY_FAMILY = SANS + SERIF + MONO + HANDWRITTEN + DISPLAY + EAST_ASIAN
PACKAGES = sorted({family.package for family in _EVERY_FAMILY})


@functools.lru_cache(maxsize=None)
def _paths(directories: tuple[str, ...] = _DIRECTORIES) -> dict[str, str]:
    """Path by file name, for every file that a family names."""
    wanted = {name: family.package for family in _EVERY_FAMILY for name in family[1:]}
    found = {}
    for top in directories:
        for directory, _, names in sorted(os.walk(top)):
            for name in names:
                if name in wanted:
                    found.setdefault(name, os.path.join(directory, name))
    missing = sorted(set(wanted) - set(found))
    if missing:
        packages = " ".join(sorted({wanted[name] for name in missing}))
        raise FontsMissing(
            f"{len(missing)} font files are not installed ({', '.join(missing[:3])}...); "
            f"run: apt-get install --no-install-recommends {packages}"
        )
    return found


@functools.lru_cache(maxsize=1024)
def load(name: str, size: int) -> ImageFont.FreeTypeFont:
    """The face of a family's file name at a size. The basic layout engine: it is several times faster, and enough
    here."""
    return ImageFont.truetype(_paths()[name], size, layout_engine=ImageFont.Layout.BASIC)

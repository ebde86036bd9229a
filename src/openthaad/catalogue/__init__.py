"""Sourced data: every number with its unit, spread and reference."""

from openthaad.catalogue.entries import Entry, made_of, nearest
from openthaad.catalogue.library import (
    BUILT_IN,
    Catalogue,
    catalogue_from,
    fingerprint,
)
from openthaad.catalogue.ours import kinds, load, names
from openthaad.catalogue.places import Place, place_words, places, standing, title_of
from openthaad.catalogue.tables import Table, curve_of, load_table
from openthaad.catalogue.values import Value

find_place = BUILT_IN.find_place

__all__ = [
    "BUILT_IN",
    "Catalogue",
    "Entry",
    "Place",
    "Table",
    "Value",
    "catalogue_from",
    "curve_of",
    "find_place",
    "fingerprint",
    "kinds",
    "load",
    "load_table",
    "made_of",
    "names",
    "nearest",
    "place_words",
    "places",
    "standing",
    "title_of",
]

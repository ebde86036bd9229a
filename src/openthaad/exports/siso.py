"""What things are called in DIS: entity types of SISO-REF-010.

The numbers are those of the generated classes of open-dis, opendis7-java, of editions 29 (2021)
and, for the KN-23, 33 (2023). Where no entry was found the numbers stop at the last one that is
sure. So the THAAD interceptor is a guided anti-air munition of the United States (the domain
that SM-3 and PAC-3 have there), the Scud-ER a guided tactical one of North Korea.

References
----------
.. [1] SISO-REF-010, Reference for Enumerations for Simulation Interoperability.
.. [2] open-dis, opendis7-java, `edu.nps.moves.dis7.entities`.
"""

from openthaad.exports.pdus import EntityType, Result

_PLATFORM, _MUNITION = 1, 2
_LAND, _ANTI_AIR, _STRATEGIC, _TACTICAL = 1, 1, 10, 11
_NORTH_KOREA, _UNITED_STATES = 119, 225
_GUIDED, _AIR_DEFENCE = 1, 28
_THAAD_SYSTEM = 4

OTHER_WARHEAD, KINETIC_WARHEAD = 0, 5000  # UID 60

_MISSILES = {
    "hwasong-12": EntityType(_MUNITION, _STRATEGIC, _NORTH_KOREA, _GUIDED, 133),
    "kn-23": EntityType(_MUNITION, _TACTICAL, _NORTH_KOREA, _GUIDED, 66),
    "musudan": EntityType(_MUNITION, _STRATEGIC, _NORTH_KOREA, _GUIDED, 10),
    "nodong": EntityType(_MUNITION, _STRATEGIC, _NORTH_KOREA, _GUIDED, 2),
    "notional-icbm": EntityType(_MUNITION, _STRATEGIC),
    "pukguksong-2": EntityType(_MUNITION, _TACTICAL, _NORTH_KOREA, _GUIDED, 63),
    "scud-b": EntityType(_MUNITION, _TACTICAL, _NORTH_KOREA, _GUIDED, 24),
    "scud-c": EntityType(_MUNITION, _TACTICAL, _NORTH_KOREA, _GUIDED, 4),
    "scud-er": EntityType(_MUNITION, _TACTICAL, _NORTH_KOREA, _GUIDED),
}
_SPENT_BOOSTERS = {"hwasong-12": 3, "musudan": 2, "nodong": 2}  # "specific" of the missile
_RADARS = {
    "an-tpy-2": EntityType(_PLATFORM, _LAND, _UNITED_STATES, _AIR_DEFENCE, _THAAD_SYSTEM, 2)
}
_LAUNCHERS = {
    "thaad": EntityType(_PLATFORM, _LAND, _UNITED_STATES, _AIR_DEFENCE, _THAAD_SYSTEM, 3)
}
_INTERCEPTORS = {"thaad": EntityType(_MUNITION, _ANTI_AIR, _UNITED_STATES, _GUIDED)}

_RESULTS = {
    "kill": Result.ENTITY_IMPACT,
    "hit_no_kill": Result.ENTITY_IMPACT,
    "booster_failed": Result.MISS_IN_FLY_OUT,
    "not_acquired": Result.MISS_IN_END_GAME,
    "divert_exhausted": Result.MISS_IN_END_GAME,
    "miss": Result.MISS_IN_END_GAME,
    "target_already_destroyed": Result.NONE,
    "aborted": Result.NONE,
}


def threat(missile: str, kind: str) -> EntityType:
    """Return the type of a missile of the catalogue or of what came off it.

    Parameters
    ----------
    missile : str
        Name in the catalogue.
    kind : str
        `lead` for the whole missile, which is then its warhead; `body`, `decoy`, `debris`.
    """
    whole = _MISSILES.get(missile, EntityType(_MUNITION, 0))
    if kind == "lead":
        return whole
    if kind == "body" and missile in _SPENT_BOOSTERS:
        return whole._replace(specific=_SPENT_BOOSTERS[missile])
    return EntityType(_MUNITION, whole.domain, whole.country)


def radar(name: str) -> EntityType:
    """Return the type of a radar of the catalogue."""
    return _RADARS.get(name, EntityType(_PLATFORM, _LAND))


def launcher(name: str) -> EntityType:
    """Return the type of the launchers of a battery of the catalogue."""
    return _LAUNCHERS.get(name, EntityType(_PLATFORM, _LAND))


def interceptor(name: str) -> EntityType:
    """Return the type of the interceptors of a battery of the catalogue."""
    return _INTERCEPTORS.get(name, EntityType(_MUNITION, _ANTI_AIR))


def result(word: str) -> Result:
    """Return how DIS names the result of a shot; Other where it homed on the wrong object."""
    return _RESULTS.get(word, Result.OTHER)

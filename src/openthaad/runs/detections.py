"""What the radars of a run reported, for a tracker of one's own: nothing of the truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import radians
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openthaad.errors import RecordError
from openthaad.radar.kernels.face import face_basis
from openthaad.records import Outcome
from openthaad.runs.build import Run, as_run
from openthaad.runs.reading import read_folder


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Face:
    """One radar as a tracker knows it: its place, and the axes of its face, ECEF [m, 1]."""

    position_ecef: NDArray[np.float64]
    right_ecef: NDArray[np.float64]
    up_ecef: NDArray[np.float64]
    normal_ecef: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Detections:
    """Every detection of a run, in the order of time; one row each.

    Attributes
    ----------
    time : (N,) array
        Start of the dwell, seconds since the scenario's epoch.
    radar : (N,) array of str
        Name of the radar that reported it.
    measured : (N, 3) array
        Slant range [m], and direction cosines along the face's right and up.
    sigma : (N, 3) array
        Standard errors of these, as the radar states them.
    snr : (N,) array
        Signal to noise, a ratio of powers.
    position_ecef : (N, 3) array
        The same points in space [m]; false alarms are among them.
    faces : Mapping of str to Face
        The radars by name.
    """

    time: NDArray[np.float64]
    radar: NDArray[np.str_]
    measured: NDArray[np.float64]
    sigma: NDArray[np.float64]
    snr: NDArray[np.float64]
    position_ecef: NDArray[np.float64]
    faces: Mapping[str, Face]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.time)

    def __repr__(self) -> str:
        """Say in a line what it is."""
        return f"Detections({len(self)} of {', '.join(self.faces) or 'no radar'})"


def detections(run: Run | Outcome | str | Path) -> Detections:
    """Return what the radars of a run reported, without a word of the truth.

    Parameters
    ----------
    run : Outcome, Run or path
        What `simulate` returns, or a run folder.

    Returns
    -------
    Detections

    Raises
    ------
    RecordError
        It is neither a run nor a path.
    StorageError
        The folder is no run folder, or cannot be read.

    Notes
    -----
    Bending of the ray is in the measurements and not taken out, as with the program's own
    tracker.  A bias of a radar is not taken out either: nobody knows it.
    """
    if isinstance(run, str | Path):
        run = read_folder(Path(run))
    elif isinstance(run, Outcome):
        run = as_run(run)
    elif not isinstance(run, Run):
        raise RecordError(
            "detections are read from what openthaad.simulate returns or from the path of a "
            f"run folder, got {run!r}",
            key="run",
            allowed="an Outcome, a Run or a path",
        )
    faces = {radar["name"]: _face(radar, run) for radar in run.manifest["geometry"]["radars"]}
    names = np.array(run.tables["detections"].column("radar").to_pylist(), dtype=np.str_)
    measured = run.numbers("detections", "range_m", "u", "v")
    return Detections(
        time=run.numbers("detections", "time_s")[:, 0],
        radar=names,
        measured=measured,
        sigma=run.numbers("detections", "sigma_range_m", "sigma_u", "sigma_v"),
        snr=run.numbers("detections", "snr")[:, 0],
        position_ecef=_placed(names, measured, faces),
        faces=faces,
    )


def _placed(
    names: NDArray[np.str_], measured: NDArray[np.float64], faces: Mapping[str, Face]
) -> NDArray[np.float64]:
    """Put range and direction cosines into space."""
    found = np.full((len(names), 3), np.nan)
    for name, face in faces.items():
        seen = names == name
        distance, u, v = measured[seen].T[:, :, None]
        w = np.sqrt(np.maximum(1.0 - u**2 - v**2, 0.0))
        line = u * face.right_ecef + v * face.up_ecef + w * face.normal_ecef
        found[seen] = face.position_ecef + distance * line
    return found


def _face(radar: Mapping[str, Any], run: Run) -> Face:
    tilt = radians(_tilt_deg(radar["name"], run))
    latitude, longitude = radians(radar["lat_deg"]), radians(radar["lon_deg"])
    right, up, normal = face_basis(latitude, longitude, radians(radar["boresight_deg"]), tilt)
    return Face(
        position_ecef=np.array(radar["position_ecef_m"]),
        right_ecef=np.array(right),
        up_ecef=np.array(up),
        normal_ecef=np.array(normal),
    )


def _tilt_deg(name: str, run: Run) -> float:
    """Tilt of a radar's face: what the scenario sets, or the catalogue's."""
    setting = run.manifest["document"]["radars"][name]
    if "tilt_deg" in setting:
        return float(setting["tilt_deg"])
    path = f"radars.{setting['type']}.face_tilt"
    values = {item["path"]: item["value"] for item in run.manifest["values"]}
    return float(values[path])

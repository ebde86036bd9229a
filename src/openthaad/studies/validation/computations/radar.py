"""The radar equation, refraction and absorption."""

from dataclasses import replace
from math import inf, pi, radians, sin

from openthaad.constants import BOLTZMANN, EARTH_MEAN_RADIUS, SPEED_OF_LIGHT
from openthaad.kernels import radar_equation, refraction
from openthaad.radar import (
    Radar,
    SearchFence,
    air,
    detection_range,
    exponential_decay,
    ray_height,
    trace_ray,
)
from openthaad.units import from_db, to_db


def _constant(gain: float, frequency_ghz: float, temperature: float, loss: float) -> float:
    """S/N per watt, square metre and second, times range to the fourth, of a pulse radar."""
    wavelength = SPEED_OF_LIGHT / (1e9 * frequency_ghz)
    aperture = radar_equation.effective_aperture(gain, wavelength)
    return radar_equation.constant(1.0, gain, aperture, float(temperature), loss)


def pulse_range(
    *,
    frequency_ghz: float,
    peak_power_w: float,
    pulse_us: float,
    snr_db: float,
    rcs_m2: float = 1.0,
    gain_db: float = 20.0,
    temperature_k: float = 290.0,
    loss_db: float = 0.0,
) -> dict[str, float]:
    """Range [km] of a monostatic pulse radar; the defaults are those of the source."""
    per_watt = _constant(from_db(gain_db), frequency_ghz, temperature_k, from_db(loss_db))
    reach = radar_equation.range_for_snr(
        peak_power_w * per_watt, float(rcs_m2), from_db(snr_db), 1e-6 * pulse_us
    )
    return {"range_km": reach / 1e3}


def pulse_power(
    *,
    frequency_ghz: float,
    range_km: float,
    pulse_us: float,
    snr_db: float,
    rcs_m2: float = 1.0,
    gain_db: float = 20.0,
    temperature_k: float = 290.0,
    loss_db: float = 0.0,
) -> dict[str, float]:
    """Peak power [W] that gives a signal-to-noise ratio at a range; defaults as above."""
    per_watt = _constant(from_db(gain_db), frequency_ghz, temperature_k, from_db(loss_db))
    signal = radar_equation.snr(per_watt, float(rcs_m2), 1e3 * range_km, 1e-6 * pulse_us)
    return {"power_w": from_db(snr_db) / signal}


def received_power(
    *, frequency_ghz: float, power_w: float, gain_db: float, rcs_m2: float, range_km: float
) -> dict[str, float]:
    """Echo power [W]: the radar equation without its noise."""
    per_watt = _constant(from_db(gain_db), frequency_ghz, 1.0, 1.0)
    signal = radar_equation.snr(power_w * per_watt, float(rcs_m2), 1e3 * range_km, 1.0)
    return {"power_w": signal * BOLTZMANN}  # the noise of a kelvin in a hertz


def search_signal(
    *,
    range_km: float,
    power_aperture_w_m2: float,
    search_s: float,
    rcs_db: float,
    temperature_k: float,
    loss_db: float,
    azimuth_deg: float,
    elevation_deg: float,
) -> dict[str, float]:
    """Signal-to-noise ratio [dB] of a search: energy spread over a solid angle from level up.

    A beam of any gain G fills 4 pi / G of the sphere and is given its share of the time; G
    cancels out.
    """
    angle = radians(azimuth_deg) * sin(radians(elevation_deg))
    gain, area = 1e4, 1.0
    constant = radar_equation.constant(
        power_aperture_w_m2 / area, gain, area, float(temperature_k), from_db(loss_db)
    )
    dwell = search_s * (4.0 * pi / gain) / angle
    return {
        "snr_db": to_db(
            radar_equation.snr(constant, from_db(rcs_db), 1e3 * range_km, dwell)
        )
    }


def an_tpy_2(
    *,
    modules: int,
    peak_power_w: float,
    duty: float,
    aperture_m2: float,
    efficiency: float,
    wavelength_m: float,
    temperature_k: float,
    loss_db: float,
    dwell_s: float,
    snr: float,
    rcs_m2: float,
) -> dict[str, float]:
    """Lewis and Postol's calculation: power [W], gain [1], beams of a fence, range [km]."""
    radar = _bare_radar(
        average_power=modules * peak_power_w * duty,
        aperture_area=float(aperture_m2),
        aperture_efficiency=efficiency,
        frequency=SPEED_OF_LIGHT / wavelength_m,
        system_temperature=float(temperature_k),
        system_loss=from_db(loss_db),
    )
    reach = detection_range(radar, float(rcs_m2), snr=float(snr), dwell=float(dwell_s))
    return {
        "average_power_w": radar.average_power,
        "gain": radar.gain,
        "range_km": reach / 1e3,
    }


def _bare_radar(**known: float) -> Radar:
    """Make a radar of which only the terms of the equation matter."""
    degree = radians(1.0)
    fence = SearchFence(
        rows=1.0, elevation=5.0 * degree, half_width=60.0 * degree, beam_spacing=degree,
        row_spacing=degree, dwell=0.1,
    )  # fmt: skip
    blank = Radar(
        name="radar of a published calculation", mode="terminal", frequency=1e10,
        average_power=1.0, aperture_area=1.0, aperture_efficiency=1.0, system_temperature=290.0,
        system_loss=1.0, beamwidth_azimuth=degree, beamwidth_elevation=degree,
        beam_shape_loss=1.0, field_of_regard=60.0 * degree, scan_loss_exponent=1.5,
        face_tilt=0.0, minimum_elevation=0.0, zenith_absorption=1.0, bandwidth=1e6,
        range_error_floor=1.0, angle_error_floor=1e-4, range_bias_sigma=0.0,
        angle_bias_sigma=0.0, false_alarm_probability=1e-6, search=fence,
    )  # fmt: skip
    return replace(blank, **known)  # type: ignore[arg-type] # every field given is a number


def fence(*, sector_deg: float, beam_deg: float, dwell_s: float) -> dict[str, float]:
    """Beams of a one-row fence and the time [s] to look through it once."""
    search = SearchFence(
        rows=1.0,
        elevation=radians(5.0),
        half_width=radians(0.5 * sector_deg),
        beam_spacing=radians(beam_deg),
        row_spacing=radians(beam_deg),
        dwell=dwell_s,
    )
    return {"beams": float(search.beams), "revisit_s": search.revisit}


def decay(*, refractivity: float) -> dict[str, float]:
    """Decay constant [1/km] of the CRPL exponential atmosphere."""
    return {"decay_per_km": 1e3 * exponential_decay(float(refractivity))}


def ray_to_height(
    *, model: str, elevation_deg: float, site_height_m: float, height_m: float
) -> dict[str, float]:
    """Ground range [m] and true elevation [deg] where a ray reaches a height."""
    point = trace_ray(
        radians(elevation_deg), float(height_m), air=air(model),
        site_height=float(site_height_m),
    )  # fmt: skip
    return {
        "ground_range_m": point.ground_range,
        "true_elevation_deg": point.true_elevation * 180.0 / pi,
    }


def ray_at_range(*, model: str, elevation_deg: float, range_km: float) -> dict[str, float]:
    """Height [km] of a ray from sea level over a ground range."""
    height = ray_height(radians(elevation_deg), 1e3 * range_km, air=air(model))
    return {"height_km": height / 1e3 if height < inf else inf}


def horizon(*, model: str, site_height_m: float) -> dict[str, float]:
    """Elevation of the sea horizon seen from a height [deg]."""
    angle = refraction.horizon_elevation(float(site_height_m), EARTH_MEAN_RADIUS, air(model))
    return {"elevation_deg": angle * 180.0 / pi}


def absorption(*, elevation_deg: float, zenith_db: float) -> dict[str, float]:
    """One-way loss through the air [dB], scaled from the loss at the zenith."""
    return {"loss_db": zenith_db * radar_equation.air_path(radians(elevation_deg))}

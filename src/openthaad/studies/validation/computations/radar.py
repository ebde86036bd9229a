"""The radar equation, refraction and absorption."""

from dataclasses import replace
from math import inf, pi, radians, sin

from openthaad.catalogue import load
from openthaad.constants import BOLTZMANN, SPEED_OF_LIGHT
from openthaad.earth.refraction import air, exponential_decay, ray_height, trace_ray
from openthaad.radar.equation import detection_range, radar_equation_terms
from openthaad.radar.kernels import equation
from openthaad.radar.model import Radar, SearchFence
from openthaad.units import from_db, to_db


def _pulse_radar(
    gain: float, frequency_ghz: float, *, power: float, temperature: float, loss: float
) -> Radar:
    """Make a radar of one antenna; its pulse counts as a dwell at peak power."""
    frequency = 1e9 * frequency_ghz
    return _bare_radar(
        frequency=frequency,
        aperture_area=gain * (SPEED_OF_LIGHT / frequency) ** 2 / (4.0 * pi),
        average_power=power,
        system_temperature=temperature,
        system_loss=loss,
    )


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
    radar = _pulse_radar(
        from_db(gain_db),
        frequency_ghz,
        power=peak_power_w,
        temperature=temperature_k,
        loss=from_db(loss_db),
    )
    reach = detection_range(radar, rcs_m2, snr=from_db(snr_db), dwell=1e-6 * pulse_us)
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
    radar = _pulse_radar(
        from_db(gain_db),
        frequency_ghz,
        power=1.0,
        temperature=temperature_k,
        loss=from_db(loss_db),
    )
    found = radar_equation_terms(
        radar, rcs_m2, slant_range=1e3 * range_km, dwell=1e-6 * pulse_us
    )
    return {"power_w": from_db(snr_db) / found.snr}


def received_power(
    *, frequency_ghz: float, power_w: float, gain_db: float, rcs_m2: float, range_km: float
) -> dict[str, float]:
    """Echo power [W]: the radar equation without its noise."""
    radar = _pulse_radar(
        from_db(gain_db), frequency_ghz, power=power_w, temperature=1.0, loss=1.0
    )
    found = radar_equation_terms(radar, rcs_m2, slant_range=1e3 * range_km, dwell=1.0)
    return {"power_w": found.snr * BOLTZMANN}  # the noise of a kelvin in a hertz


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
    radar = _bare_radar(
        average_power=power_aperture_w_m2,
        aperture_area=1.0,
        system_temperature=temperature_k,
        system_loss=from_db(loss_db),
    )
    dwell = search_s * (4.0 * pi / radar.gain) / angle
    found = radar_equation_terms(
        radar, from_db(rcs_db), slant_range=1e3 * range_km, dwell=dwell
    )
    return {"snr_db": to_db(found.snr)}


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
        absorption_scale_height=4.2e3,
        range_error_floor=1.0, angle_error_floor=1e-4, range_bias_sigma=0.0,
        angle_bias_sigma=0.0, false_alarm_probability=1e-6, search=fence,
    )  # fmt: skip
    return replace(blank, **known)  # type: ignore[arg-type] # every field given is a number


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


def absorption(*, elevation_deg: float, zenith_db: float) -> dict[str, float]:
    """One-way loss through the air [dB], scaled from the loss at the zenith."""
    height = load("radars", "an-tpy-2").values["absorption_scale_height"].value
    shell = equation.air_shell(height)
    left = equation.air_transmission(radians(elevation_deg), float(zenith_db), shell)
    return {"loss_db": -to_db(left)}

"""Fly a Nodong from Kusong to Busan twice: by the shortest way, and steeply.

    python examples/01_fly_a_missile.py

The high way takes half as long again and comes down steeper and faster.
"""

from openthaad.catalogue import load
from openthaad.scenario import locate
from openthaad.threat.aiming import Mode
from openthaad.threat.document import flight_document
from openthaad.threat.flight import fly_to
from openthaad.threat.missile import Missile


def main() -> None:
    """Fly both and print what an observer would note."""
    nodong = Missile.from_entry(load("missiles", "nodong"))
    launch, aim = locate("kusong"), locate("busan")
    ways = {
        "at minimum energy": fly_to(nodong, launch, aim),
        "steeply": fly_to(nodong, launch, aim, mode=Mode.APOGEE, value=400e3),
    }
    for words, flight in ways.items():
        found = flight_document(flight, nodong, launch, aim)
        impact = found["impact"]
        print(
            f"{words}: {found['apogee_km']:.0f} km high, {found['flight_time_s']:.0f} s; "
            f"burnout at {found['burnout']['speed_km_s']:.2f} km/s, impact at "
            f"{impact['speed_km_s']:.2f} km/s, {-impact['flight_path_angle_deg']:.0f} deg down"
        )


if __name__ == "__main__":
    main()

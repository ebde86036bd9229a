"""DIS as others read it.

The container is read by dpkt, which also writes it, and by Wireshark; the packets in it by
open-dis and by Wireshark's dissector, where they are there, and always at the offsets that
Wireshark's `packet-dis.c` reads.
"""

import io
import shutil
import struct
import subprocess
from dataclasses import replace
from datetime import UTC, datetime

import dpkt
import numpy as np
import pymap3d
import pytest
from scipy.interpolate import CubicHermiteSpline

from openthaad.exports import dis, export, pdus, siso
from openthaad.exports.paths import Flown, endings, interceptors, missiles
from openthaad.runs import as_run

EPOCH = datetime(2017, 9, 8, 6, 58, 30, tzinfo=UTC)  # a run goes over the full hour
STATE, FIRE, DETONATION = 1, 2, 3
LENGTHS = {STATE: 144, FIRE: 96, DETONATION: 104}
# epan/dissectors/packet-dis.c: what is read at which octet of the packet.
HEADER = {"version": (0, "B"), "kind": (2, "B"), "family": (3, "B"), "time": (4, "I"),
          "length": (8, "H")}  # fmt: skip
FIELDS = {
    STATE: {"entity": (12, "3H"), "force": (18, "B"), "parts": (19, "B"),
            "type": (20, "BBHBBBB"), "other_type": (28, "BBHBBBB"),
            "velocity": (36, "3f"), "location": (48, "3d"),
            "orientation": (72, "3f"), "appearance": (84, "I"), "algorithm": (88, "B"),
            "acceleration": (104, "3f"), "turn": (116, "3f"), "characters": (128, "B"),
            "marking": (129, "11s"), "capabilities": (140, "I")},
    FIRE: {"shooter": (12, "3H"), "target": (18, "3H"), "munition": (24, "3H"),
           "event": (30, "3H"), "location": (40, "3d"), "type": (64, "BBHBBBB"),
           "warhead": (72, "H"), "quantity": (76, "H"), "velocity": (80, "3f")},
    DETONATION: {"shooter": (12, "3H"), "target": (18, "3H"), "munition": (24, "3H"),
                 "event": (30, "3H"), "velocity": (36, "3f"), "location": (48, "3d"),
                 "type": (72, "BBHBBBB"), "warhead": (80, "H"), "result": (100, "B")},
}  # fmt: skip


def fields(packet):
    """The fields of a packet by the offsets of the dissector."""
    found = {}
    for name, (offset, form) in (HEADER | FIELDS[packet[2]]).items():
        values = struct.unpack_from(f">{form}", packet, offset)
        found[name] = values if len(values) > 1 else values[0]
    return found


@pytest.fixture(scope="module")
def run(outcome):
    document = {
        "epoch": EPOCH.isoformat(),
        "radars": {"seongju": {"type": "an-tpy-2"}},
        "batteries": {"seongju": {"type": "thaad", "launcher_azimuth_deg": 330.0}},
    }
    place = outcome.geometry["radars"][0]["position_ecef_m"]
    battery = outcome.geometry["batteries"][0] | {"position_ecef_m": place, "launchers": 6}
    geometry = outcome.geometry | {"batteries": [battery]}
    return as_run(replace(outcome, document=document, geometry=geometry))


@pytest.fixture(scope="module")
def captured(run):
    return export(run, "dis")


@pytest.fixture(scope="module")
def packets(captured):
    return read(captured)


@pytest.fixture(scope="module")
def sent(packets):
    return [fields(udp.data) for _, udp in packets]


def states(sent, marking):
    return [p for p in sent if p["kind"] == STATE and p["marking"].rstrip(b"\0") == marking]


def read(captured):
    """Times of sending and payloads of a capture."""
    frames = dpkt.pcap.Reader(io.BytesIO(captured))
    return [(time, dpkt.ethernet.Ethernet(frame).data.data) for time, frame in frames]


def of_kind(sent, kind):
    return [packet for packet in sent if packet["kind"] == kind]


def test_a_capture_holds_datagrams_to_the_port_of_dis_in_order_of_time(packets):
    times = [time for time, _ in packets]
    assert times == sorted(times)
    assert times[0] == EPOCH.timestamp()
    assert {(udp.sport, udp.dport) for _, udp in packets} == {(3000, 3000)}


def test_a_packet_says_its_own_length_version_and_family(packets, sent):
    for (_, udp), packet in zip(packets, sent, strict=True):
        assert packet["length"] == len(udp.data) == LENGTHS[packet["kind"]]
        assert packet["version"] == 7
        assert packet["family"] == (1 if packet["kind"] == STATE else 2)


def test_timestamps_are_relative_and_start_again_at_the_full_hour(packets, sent):
    for (time, _), packet in zip(packets, sent, strict=True):
        value, is_absolute = divmod(packet["time"], 2)
        assert not is_absolute
        hour = value / (2**31 - 1) * 3600.0
        assert hour == pytest.approx(time % 3600.0, abs=2e-6)
    assert any(time % 3600.0 < 10.0 for time, _ in packets)


def test_half_an_hour_is_half_of_the_units():
    assert pdus.timestamp(1800.0) == 2**30 << 1
    assert pdus.timestamp(3600.0) == 0


def test_every_row_of_a_missile_is_a_state_at_its_place(run, sent):
    for flown in missiles(run):
        word = run.outcome["threats"][flown.threat]["missile"]
        text = f"T{flown.threat} {word if flown.kind == 'lead' else flown.kind}"
        found = states(sent, text.encode()[:11])
        assert np.array_equal([p["location"] for p in found], flown.position_ecef)
        assert np.allclose([p["velocity"] for p in found], flown.velocity_ecef, rtol=1e-6)
        assert {p["force"] for p in found} == {2}


def test_numbers_of_things_are_unique(sent):
    numbers = {(p["entity"], p["marking"]) for p in of_kind(sent, STATE)}
    assert len({number for number, _ in numbers}) == len(numbers)


def test_what_stands_beats_every_five_seconds_at_its_place(run, sent):
    place = run.manifest["geometry"]["radars"][0]["position_ecef_m"]
    radar = states(sent, b"R seongju")
    assert radar[0]["location"] == pytest.approx(place)
    assert {p["algorithm"] for p in radar} == {1}
    last = max(flown.time[-1] for flown in missiles(run))
    assert len(radar) == int(np.ceil(last / dis.HEARTBEAT))
    beats = [len(states(sent, f"L{i} seongju".encode())) for i in range(7)]
    assert beats == 6 * [len(radar)] + [0]


def test_only_the_last_state_of_what_flies_takes_it_away(run, sent):
    down = {ending.threat for ending in endings(run)}
    for flown in missiles(run):
        if flown.kind != "lead":
            continue
        text = f"T{flown.threat} {run.outcome['threats'][flown.threat]['missile']}"
        *before, last = states(sent, text.encode()[:11])
        assert not any(p["appearance"] for p in before)
        assert last["appearance"] >> 23 & 1
        assert last["appearance"] >> 3 & 3 == (3 if flown.threat in down else 0)


def test_a_shot_is_fired_and_ends_under_one_event(run, sent):
    entities = {p["marking"].rstrip(b"\0"): p["entity"] for p in of_kind(sent, STATE)}
    fired = {p["event"]: p for p in of_kind(sent, FIRE)}
    ended = {p["event"]: p for p in of_kind(sent, DETONATION) if p["event"][2]}
    assert fired.keys() == ended.keys()
    for shot in run.outcome["shots"]:
        packet, after = fired[1, 1, shot["id"] + 1], ended[1, 1, shot["id"] + 1]
        assert packet["munition"] == after["munition"] == entities[f"I{shot['id']}".encode()]
        assert packet["shooter"] == entities[f"L{shot['launcher']} seongju".encode()]
        missile = run.outcome["threats"][shot["threat"]]["missile"]
        target = entities[f"T{shot['threat']} {missile}".encode()]
        assert packet["target"] == after["target"] == target
        assert after["result"] == (1 if shot["result"] == "kill" else 32)
        assert packet["warhead"] == after["warhead"] == 5000


def test_a_missile_that_comes_down_strikes_the_ground_under_no_event(run, sent):
    impacts = [p for p in of_kind(sent, DETONATION) if not p["event"][2]]
    places = [ending.position_ecef for ending in endings(run) if not ending.is_hit]
    assert len(impacts) == len(places)
    assert {p["result"] for p in impacts} == {3}
    found = sorted(p["location"] for p in impacts)
    assert found == sorted(tuple(place) for place in places)


def test_a_shot_whose_booster_fails_has_no_munition_that_flies(run):
    outcome = run.outcome | {"shots": [dict(s) for s in run.outcome["shots"]]}
    outcome["shots"][0]["result"] = "booster_failed"
    flights = run.tables["interceptors"]
    keep = run.numbers("interceptors", "shot")[:, 0] > 0
    tables = run.tables | {"interceptors": flights.filter(keep)}
    failed = export(replace(run, outcome=outcome, tables=tables), "dis")
    sent = [fields(udp.data) for _, udp in read(failed)]
    both = [p for p in sent if p["kind"] != STATE and p["event"] == (1, 1, 1)]
    assert [p["munition"] for p in both] == [(0, 0, 0)] * 2
    assert both[1]["result"] == 31
    site = run.manifest["geometry"]["batteries"][0]["position_ecef_m"]
    assert both[0]["location"] == both[1]["location"] == pytest.approx(site)


def test_a_folder_that_does_not_say_where_its_launchers_stand_is_read_too(outcome):
    sent = [fields(udp.data) for _, udp in read(export(as_run(outcome), "dis"))]
    place = outcome.geometry["batteries"][0]
    lat, lon, alt = pymap3d.ecef2geodetic(*states(sent, b"L0 seongju")[0]["location"])
    assert (lat, lon) == pytest.approx((place["lat_deg"], place["lon_deg"]))
    assert alt == pytest.approx(0.0, abs=1e-3)
    assert states(sent, b"R seongju")[0]["type"] == (1, 1, 0, 0, 0, 0, 0)


def parabola(times):
    """A path of constant acceleration, which dead reckoning carries on without error."""
    start, speed = np.array([6.4e6, 1e5, -2e5]), np.array([900.0, -400.0, 1500.0])
    push = np.array([-8.0, 1.0, 3.0])
    t = times[:, None]
    return Flown(
        "lead", 0, "", 0, times, start + speed * t + push * t * t / 2, speed + push * t
    )


def test_dead_reckoning_with_the_acceleration_sent_meets_the_next_row():
    flown = parabola(np.array([0.0, 1.0, 1.7, 3.0]))
    motions = list(dis._motions(flown))
    for i, dt in enumerate(np.diff(flown.time)):
        r, v, a = (np.array(part) for part in motions[i][:3])
        assert r + v * dt + a * dt * dt / 2 == pytest.approx(
            flown.position_ecef[i + 1], abs=1e-6
        )


def test_a_path_is_cut_between_two_rows_on_the_path():
    until = dis.cut(parabola(np.arange(5.0)), 2.6)
    exact = parabola(np.array([2.6]))
    assert until.time.tolist() == [0.0, 1.0, 2.0, 2.6]
    assert until.position_ecef[-1] == pytest.approx(exact.position_ecef[0], abs=1e-6)
    assert until.velocity_ecef[-1] == pytest.approx(exact.velocity_ecef[0], abs=1e-6)
    assert dis.cut(until, 9.0) is until


@pytest.mark.parametrize("end", [-0.5, 0.0, 0.3, 2.0, 3.999])
def test_a_path_is_cut_where_scipy_puts_the_cubic(end):
    rng = np.random.default_rng(3)
    times = np.array([0.0, 0.4, 2.0, 2.9, 4.0])
    flown = Flown("lead", 0, "", 0, times, *(1e6 * rng.standard_normal((2, 5, 3))))
    cubic = CubicHermiteSpline(times, flown.position_ecef, flown.velocity_ecef)
    until = dis.cut(flown, end)
    assert until.time[-1] == end
    assert until.position_ecef[-1].tolist() == cubic(end).tolist()
    assert until.velocity_ecef[-1].tolist() == cubic(end, 1).tolist()


def test_types_are_those_of_the_list_and_no_more_than_it_says():
    assert siso.threat("nodong", "lead") == (2, 10, 119, 1, 2, 0, 0)
    assert siso.threat("nodong", "body") == (2, 10, 119, 1, 2, 2, 0)
    assert siso.threat("scud-b", "body") == (2, 11, 119, 0, 0, 0, 0)
    assert siso.threat("mine", "lead") == (2, 0, 0, 0, 0, 0, 0)
    assert siso.result("wrong_object") == pdus.Result.OTHER


@pytest.fixture(scope="module")
def by_open_dis(packets):
    """The packets as open-dis reads them, of the Naval Postgraduate School."""
    factory = pytest.importorskip("opendis.PduFactory", reason="no open-dis here: see Makefile")
    return [factory.createPdu(udp.data) for _, udp in packets]


def label(pdu):
    return bytes(pdu.marking.characters).rstrip(b"\0").decode()


def test_open_dis_reads_every_packet_and_writes_the_same_bytes(by_open_dis, packets):
    stream = pytest.importorskip("opendis.DataOutputStream")
    for pdu, (_, udp) in zip(by_open_dis, packets, strict=True):
        written = io.BytesIO()
        pdu.serialize(stream.DataOutputStream(written))
        assert written.getvalue() == udp.data


def test_open_dis_finds_the_paths_of_the_interceptors(by_open_dis, run):
    ends = {shot["id"]: shot["predicted_intercept"]["time_s"] for shot in run.outcome["shots"]}
    for flown in interceptors(run):
        found = [
            (pdu.entityLocation.x, pdu.entityLocation.y, pdu.entityLocation.z)
            for pdu in by_open_dis
            if pdu.pduType == STATE and label(pdu) == f"I{flown.number}"
        ]
        before = flown.time < ends[flown.number]
        assert np.array_equal(found[:-1], flown.position_ecef[before])


def test_open_dis_finds_who_fired_and_what_came_of_it(by_open_dis, run):
    numbers = [pdu.eventID.eventNumber for pdu in by_open_dis if pdu.pduType == FIRE]
    shots = sorted(run.outcome["shots"], key=lambda shot: shot["launch_s"])
    assert numbers == [shot["id"] + 1 for shot in shots]
    ended = {p.eventID.eventNumber: p for p in by_open_dis if p.pduType == DETONATION}
    for shot in shots:
        pdu = ended[shot["id"] + 1]
        assert pdu.detonationResult == (1 if shot["result"] == "kill" else 32)
        kind = pdu.descriptor.munitionType
        assert (kind.entityKind, kind.domain, kind.country) == (2, 1, 225)


def attitude(pdu):
    """Roll, pitch, yaw [deg] to the local horizon, as open-dis has them."""
    gps = pytest.importorskip("opendis.RangeCoordinates").GPS()
    place, turn = pdu.entityLocation, pdu.entityOrientation
    found = gps.ecef2llarpy(place.x, place.y, place.z, turn.psi, turn.theta, turn.phi)
    return np.degrees(found[3:])


def test_open_dis_sees_the_radar_level_and_facing_its_boresight(by_open_dis):
    radar = next(pdu for pdu in by_open_dis if label(pdu) == "R seongju")
    roll, pitch, yaw = attitude(radar)
    assert (roll, pitch, yaw % 360.0) == pytest.approx((0.0, 0.0, 330.0), abs=1e-4)


def test_open_dis_sees_noses_along_the_velocity(by_open_dis):
    flying = [p for p in by_open_dis if p.pduType == STATE and p.forceId == 2][50::400]
    for pdu in flying:
        place, speed = pdu.entityLocation, pdu.entityLinearVelocity
        lat, lon, _ = pymap3d.ecef2geodetic(place.x, place.y, place.z)
        enu = pymap3d.ecef2enuv(speed.x, speed.y, speed.z, lat, lon)
        azimuth, elevation, _ = pymap3d.enu2aer(*enu)
        _, pitch, yaw = attitude(pdu)
        assert (pitch, yaw % 360.0) == pytest.approx((elevation, azimuth), abs=1e-3)


@pytest.fixture(scope="module")
def wireshark(captured, tmp_path_factory):
    """Ask Wireshark's dissector for fields of the packets that a filter lets through."""
    program = shutil.which("tshark")
    if program is None:
        pytest.skip("no tshark here: apt-get install tshark")
    path = tmp_path_factory.mktemp("dis") / "run.pcap"
    path.write_bytes(captured)

    def ask(only, *names):
        words = [program, "-r", str(path), "-Y", only, "-T", "fields"]
        words += ["-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"]
        words += [word for name in names for word in ("-e", name)]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        return [line.split("\t") for line in done.stdout.splitlines()]

    return ask


def test_wireshark_finds_dis_in_every_frame_and_nothing_wrong_in_any(wireshark, packets):
    assert len(wireshark("dis", "frame.number")) == len(packets)
    sums = "udp.checksum.status == 0 || ip.checksum.status == 0"
    assert not wireshark(f"_ws.malformed || {sums}", "frame.number")
    assert len(wireshark("udp.checksum.status == 1", "frame.number")) == len(packets)


def test_wireshark_reads_the_states_as_they_are_in_the_run(wireshark, run):
    flown = next(missiles(run))
    names = [f"dis.entity_location.{axis}" for axis in "xyz"]
    rows = wireshark('dis.entity_marking == "T0 nodong"', *names, "dis.force_id")
    assert np.allclose([list(map(float, row[:3])) for row in rows], flown.position_ecef)
    assert {row[3] for row in rows} == {"2"}


def test_wireshark_reads_the_ends_of_the_shots(wireshark, run):
    found = [row[0] for row in wireshark("dis.pdu_type == 3", "dis.detonation.result")]
    hits = [shot for shot in run.outcome["shots"] if shot["result"] == "kill"]
    impacts = [ending for ending in endings(run) if not ending.is_hit]
    assert (found.count("1"), found.count("3")) == (len(hits), len(impacts))
    assert len(wireshark("dis.pdu_type == 2", "frame.number")) == len(run.outcome["shots"])

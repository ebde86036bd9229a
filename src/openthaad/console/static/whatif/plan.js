// What is asked: a scenario with one battery changed, and perhaps one missile in the stead of the raid.
const spotOf = (place) => (place ? { lat_deg: place.lat_deg, lon_deg: place.lon_deg } : null);
const isSame = (a, b) => a && b && a.lat_deg === b.lat_deg && a.lon_deg === b.lon_deg;

export class Plan {
  area = "defended"; // or "launch": the map of aims, or of launch points
  seed = 0;
  known = null; // the battery, its radar and the missile as the scenario has them
  change = null; // and what is asked in their stead

  constructor({ described, file }) {
    this.scenario = described;
    this.file = file;
    this.start(described.batteries[0]);
  }

  // The battery that is changed, with the first radar that it fires on; all else as in the scenario.
  start(battery) {
    const { radars, threats } = this.scenario;
    const threat = threats.find(({ missile }) => missile === "nodong") || threats[0];
    const radar = radars.find((item) => item.name === battery?.radar) || radars[0];
    this.known = { battery, radar, threat };
    this.change = {
      battery: spotOf(battery),
      boresight: radar?.boresight_deg ?? 0,
      mode: radar?.mode ?? "terminal",
      doctrine: battery?.doctrine ?? "shoot-look-shoot",
      caps: battery?.caps ?? true,
      missile: threat.missile,
      launch: spotOf(threat.launch),
      aim: spotOf(threat.aim),
    };
  }

  startNamed(name) {
    this.start(this.scenario.batteries.find((battery) => battery.name === name));
  }

  set(values) {
    Object.assign(this.change, values);
  }

  // What the server is asked, always the same for map, battle and file: with a missile chosen, from
  // where it flies and where it is aimed, as the map shows them.
  asked() {
    const { battery, boresight, caps, doctrine, missile, mode, launch, aim } = this.change;
    const { known, file } = this;
    return {
      boresight_deg: boresight,
      mode,
      caps,
      unit: known.battery.name,
      ...(file ? { file } : { scenario: this.scenario.name }),
      ...(isSame(battery, known.battery) ? {} : { battery }),
      ...(doctrine === known.battery.doctrine ? {} : { doctrine }),
      ...(missile ? { missile, launch, aim } : {}),
    };
  }
}

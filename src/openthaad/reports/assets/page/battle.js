// The battle as the page holds it: see `reports/drawing.py` for what is in it.
export const battle = JSON.parse(document.getElementById("data").textContent);

// The first launch may lie before time zero.
export const begin = Math.min(0, ...battle.threats.map((threat) => threat.times.launch));

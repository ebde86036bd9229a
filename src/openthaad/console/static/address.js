// What is looked at, kept in the fragment of the address: a link is all it takes to share it.
export function read() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

export function write(values) {
  const kept = Object.entries(values).filter(
    ([, value]) => value !== null && value !== undefined && value !== "",
  );
  const text = `#${new URLSearchParams(kept).toString().replaceAll("%2C", ",")}`;
  if (text !== location.hash) history.replaceState(null, "", text);
}

/** Edit distance with neighbour swaps counted as one edit, given up as soon as it is over `limit`. */
const distance = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const change = (previous[j - 1] ?? 0) + (same ? 0 : 1);
      let best = Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    if (Math.min(...row) > limit) return limit + 1;
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? limit + 1;
};

/** Misspellings that are further from the right word than edits show. */
const KNOWN: Readonly<Record<string, string>> = {
  raise: "rise",
  slave: "BACKUP",
  SLAVE: "BACKUP",
  standby: "BACKUP",
  lvs_id: "router_id",
  vip: "virtual_ipaddress",
};

/** The likeliest intended word, or null when nothing is near. */
export const didYouMean = (text: string, words: Iterable<string>): string | null => {
  if (text.length > 64) return null;
  const limit = text.length < 5 ? 1 : text.length < 9 ? 2 : 3;
  let best: string | null = null;
  let bestDistance = limit + 1;
  const known = KNOWN[text];
  const lower = text.toLowerCase();
  for (const candidate of words) {
    if (candidate === known) return candidate;
    const near = candidate.toLowerCase() === lower ? 0 : distance(lower, candidate.toLowerCase(), limit);
    if (near >= bestDistance) continue;
    best = candidate;
    bestDistance = near;
  }
  return best;
};

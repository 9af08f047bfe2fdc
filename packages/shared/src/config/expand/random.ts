/** FNV-1a, 32 bits (RFC 9923): spreads names evenly, for what needs no secrecy. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
};

const MAX = 32_767;

/**
 * The number that ${_RANDOM [MIN [MAX]]} stands for; null when the parameters are no such numbers. It follows from the
 * host's config id and from how many stood before it: another one on each host, but the same at each reading, because a
 * reload of an unchanged file must change nothing.
 */
export const randomNumber = (parameters: string, configId: string, occurrence: number): string | null => {
  const words = parameters.split(/\s+/).filter((word) => word !== "");
  if (words.length > 2 || !words.every((word) => /^\d{1,9}$/.test(word))) return null;
  const [min = 0, max = MAX] = words.map(Number);
  if (max < min) return null;
  return String(min + (hash(`${configId} ${occurrence}`) % (max - min + 1)));
};
